"""What is published is replaced whole, in every language, or stays as it was."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from alereport.base.errors import PublishError
from alereport.base.workspace import Workspace, exchange, new_folder
from alereport.batch import lock
from alereport.publish.published.release import release
from tests.conftest import run_alereport
from tests.patience import PATIENCE

PUBLISH = (sys.executable, "-m", "alereport", "publish", "--engine", "pandoc")


def published(workspace: Workspace) -> dict[str, bytes]:
    """Everything that is published, by its path."""
    found = (*workspace.sites.rglob("*"), *workspace.build.glob("report-*.pdf"))
    return {workspace.relative(path): path.read_bytes() for path in found if path.is_file()}


@pytest.fixture
def bare(tmp_path: Path) -> Workspace:
    """A workspace in which something was published, in two languages and beside them."""
    workspace = Workspace(tmp_path)
    for language in ("sv", "en"):
        workspace.site(language).mkdir(parents=True)
        (workspace.site(language) / "index.html").write_text("old")
        workspace.pdf(language).write_text("old")
    return workspace


def fill(sites: Path, language: str) -> None:
    (sites / language).mkdir()
    (sites / language / "index.html").write_text("new")
    (sites / language / f"report-{language}.pdf").write_text("new")


def test_a_release_of_one_language_keeps_the_other(bare: Workspace) -> None:
    with release(bare, ["sv"]) as sites:
        fill(sites, "sv")
        assert published(bare)["build/site/sv/index.html"] == b"old", "not before it is whole"
    assert published(bare) == {
        "build/site/sv/index.html": b"new",
        "build/site/sv/report-sv.pdf": b"new",
        "build/site/en/index.html": b"old",
        "build/report-sv.pdf": b"new",
        "build/report-en.pdf": b"old",
    }
    assert sorted(path.name for path in bare.build.iterdir()) == [
        "report-en.pdf",
        "report-sv.pdf",
        "site",
    ]


def test_when_the_second_language_fails_the_first_is_not_published(bare: Workspace) -> None:
    before = published(bare)

    def fails_after_the_first(sites: Path) -> None:
        fill(sites, "sv")
        raise PublishError("en", "it failed", "it", "mend it")

    with pytest.raises(PublishError), release(bare, ["sv", "en"]) as sites:
        fails_after_the_first(sites)
    assert published(bare) == before
    assert len(list(bare.build.iterdir())) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="Linux exchanges two folders in one rename")
def test_there_is_no_moment_without_a_site(bare: Workspace) -> None:
    fresh = bare.build / "fresh"
    fresh.mkdir()
    assert exchange(fresh, bare.sites)
    assert list(bare.sites.iterdir()) == []
    assert (fresh / "sv/index.html").read_text() == "old"
    assert not exchange(bare.build / "none", bare.sites)


def test_where_folders_cannot_be_exchanged_two_renames_do(
    bare: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alereport.base.workspace.exchange", lambda *_: False)
    with new_folder(bare.sites) as fresh:
        (fresh / "index.html").write_text("new")
    assert published(bare)["build/site/index.html"] == b"new"
    assert len(list(bare.build.iterdir())) == 3


def test_a_site_that_a_killed_run_took_away_is_put_back(bare: Workspace) -> None:
    before = published(bare)
    bare.sites.rename(bare.build / ".site.abcd1234.replaced")
    (bare.build / ".site.abcd1234.unfinished").mkdir()
    with lock.exclusive(bare, print):
        assert published(bare) == before
    assert not list(bare.build.glob(".site*"))


@pytest.fixture
def killed(brief_copy: Workspace) -> tuple[Workspace, dict[str, bytes], int]:
    """A project whose publication was killed when its second site was half made."""
    before = published(brief_copy)
    brief_copy.publication_stamp.unlink()  # Or there would be nothing to do.
    running = subprocess.Popen(
        PUBLISH, cwd=brief_copy.root, stdout=subprocess.DEVNULL, start_new_session=True
    )
    halfway = 0
    for _ in range(1200):
        halfway = len(list(brief_copy.build.glob(".site.*/en/*/*.html")))
        if halfway or running.poll() is not None:
            break
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait(timeout=PATIENCE)
    return brief_copy, before, halfway


def test_a_kill_in_the_middle_leaves_what_was_published_and_the_next_run_goes_on(
    killed: tuple[Workspace, dict[str, bytes], int],
) -> None:
    workspace, before, halfway = killed
    assert halfway, "it was killed with pages of the second language written"
    assert published(workspace) == before
    shutil.rmtree(workspace.site("sv"))
    done = run_alereport(workspace, *PUBLISH[3:], "-l", "sv")
    assert done.returncode == 0, done.stderr
    assert published(workspace) == before
    assert not [path.name for path in workspace.build.glob(".*") if path.name != ".lock"]


@pytest.mark.parametrize(
    ("name", "room", "file"),
    [
        ("brief_copy", 200_000, "book/sv/theme/fonts/SourceSansPro-Bold.ttf"),
        ("built_copy", 500_000, "report-sv.pdf"),
    ],
    ids=["a folder that is copied", "the PDF"],
)
def test_a_full_disk_is_one_message_and_leaves_what_was_published(
    request: pytest.FixtureRequest, name: str, room: int, file: str
) -> None:
    workspace: Workspace = request.getfixturevalue(name)
    before = published(workspace)
    workspace.publication_stamp.unlink()  # Or there would be nothing to do.
    # There is less room than the file takes: the system refuses to write on.
    assert (workspace.build / file).stat().st_size > room

    done = subprocess.run(
        PUBLISH,
        cwd=workspace.root,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )
    assert done.returncode == 15
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("build/site: it cannot be written (File too large); expected room ")
    assert published(workspace) == before
    assert not [path.name for path in workspace.build.glob(".*") if path.name != ".lock"]
