"""A disk that fills up at each stage, and a clock that is set back, both real.

Where a small disk may not be mounted, or there is no `faketime`, what needs them is skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from tests.abuse import Abused, abused, once

__all__ = ["abused", "once"]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@contextmanager
def small_disk(at: Path, kib: int) -> Iterator[None]:
    """A disk of its own in a folder, of so many KiB more than what is in it."""
    files = [path for path in at.rglob("*") if path.is_file() and not path.is_symlink()]
    # A page for each file and folder; names are free.
    used = sum(-(-path.stat().st_size // 4096) * 4 for path in files)
    aside = at.with_name(f"{at.name}-aside")
    shutil.copytree(at, aside, symlinks=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={used + kib}k", "tmpfs", str(at)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("a disk cannot be mounted here")
    try:
        shutil.copytree(aside, at, dirs_exist_ok=True, symlinks=True)
        yield
    finally:
        shutil.rmtree(aside)
        subprocess.run(["umount", "-l", str(at)], check=True)


def published(workspace: Workspace) -> dict[str, bytes]:
    files = (*workspace.sites.rglob("*"), *workspace.build.glob("report-*.pdf"))
    return {workspace.relative(path): path.read_bytes() for path in files if path.is_file()}


@pytest.mark.parametrize("kib", [0, 16, 64, 128, 256, 512, 1024, 2048, 4096, 8192])
@pytest.mark.parametrize("stage", ["validate", "build", "publish"])
def test_a_full_disk_is_said_and_leaves_what_was_published(
    abused: Abused, stage: str, kib: int
) -> None:
    workspace = abused.workspace
    before, whole = published(workspace), workspace.sums.read_bytes()
    workspace.publication_stamp.unlink()
    if stage != "publish":
        shutil.rmtree(workspace.quality)
        workspace.executed("sv", "kultur-2024/budget").unlink()
    options = [] if stage == "validate" else ["--engine", "pandoc"]
    with small_disk(workspace.build, kib):
        code, printed = abused.run(stage, *options)
        assert published(workspace) == before, "the same bytes, whether published again or not"
        assert abused.left() == []
        assert "Traceback" not in printed
        assert code in {0, 10, 12, 13, 14, 15}
        if code:
            assert "No space left" in printed
        space = subprocess.run(
            ["mount", "-o", "remount,size=1g", str(workspace.build)], check=False
        )
        assert space.returncode == 0
        code, printed = abused.run("build", "--engine", "pandoc")
        assert code == 0, printed
        assert workspace.sums.read_bytes() == whole


@pytest.mark.parametrize("kib", [0, 64, 512])
def test_a_full_place_for_temporary_files_is_said(abused: Abused, kib: int) -> None:
    whole = abused.workspace.sums.read_bytes()
    abused.workspace.publication_stamp.unlink()
    abused.workspace.executed("sv", "kultur-2024/budget").unlink()
    with small_disk(abused.temporary, kib):
        code, printed = abused.run("build", "--engine", "pandoc")
        assert "Traceback" not in printed
        assert code in {0, 10, 14, 15}, printed
    code, printed = abused.run("build", "--engine", "pandoc")
    assert code == 0, printed
    assert abused.workspace.sums.read_bytes() == whole


def test_files_from_the_future_are_as_good_as_others(abused: Abused) -> None:
    workspace, future = abused.workspace, time.time() + 400 * 86_400
    whole = workspace.sums.read_bytes()
    for path in workspace.root.rglob("*"):
        os.utime(path, (future, future))
    code, printed = abused.run("build", "--engine", "pandoc")
    assert code == 0, printed
    assert "0 executed" in printed
    workspace.publication_stamp.unlink()
    workspace.executed("sv", "kultur-2024/budget").unlink()
    code, printed = abused.run("build", "--engine", "pandoc")
    assert code == 0, printed
    assert workspace.sums.read_bytes() == whole


@pytest.mark.skipif(not shutil.which("faketime"), reason="there is no faketime")
@pytest.mark.parametrize("days", ["-400d", "+400d"])
def test_a_clock_that_is_set_back_or_forward_changes_nothing(abused: Abused, days: str) -> None:
    workspace, whole = abused.workspace, abused.workspace.sums.read_bytes()
    (edited,) = workspace.dataset("budget").glob("*.csv")
    text = edited.read_text(encoding="utf-8")
    edited.write_text(text.replace("\n", "\n\n", 1), encoding="utf-8")  # Another file, for a while.
    assert abused.run("status")[0] == 0
    edited.write_text(text, encoding="utf-8")
    workspace.publication_stamp.unlink()
    workspace.executed("sv", "kultur-2024/budget").unlink()
    done = subprocess.run(
        ["faketime", "-f", days, sys.executable, "-m", "alereport", "build", "--engine", "pandoc"],
        cwd=workspace.root,
        capture_output=True,
        text=True,
        env=os.environ | {"TMPDIR": str(abused.temporary)},
        check=False,
        timeout=1800,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert workspace.sums.read_bytes() == whole
    assert abused.left() == []
