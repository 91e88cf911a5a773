"""Folders of kernels: gone with their process, however it ends."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from alereport.batch import temporary_folders as folders
from tests.integration.batch.test_kernels import is_alive
from tests.patience import PATIENCE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no sockets in folders")


MAKE = """\
import os, subprocess, sys
from alereport.batch import temporary_folders as folders
with folders.redirected():
    quiet = {"stdout": subprocess.DEVNULL, "start_new_session": True}
    started = subprocess.Popen(["sleep", "600"], **quiet)
print(folders.own(), started.pid, flush=True)
input()
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files whose path is short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix="t-", dir="/tmp") as name:
        monkeypatch.setattr(tempfile, "tempdir", name)
        monkeypatch.setenv("TMPDIR", name)
        yield Path(name)


def test_a_folder_of_a_process_that_was_killed_is_swept_with_what_it_started_and_no_other(
    place: Path,
) -> None:
    made = [
        subprocess.Popen(
            [sys.executable, "-c", MAKE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [process.stdout.readline().split() for process in made]  # type: ignore[union-attr]
    killed, living = (Path(folder) for folder, _pid in said)
    own = folders.own()
    try:
        made[0].kill()
        made[0].communicate(timeout=PATIENCE)
        folders.sweep()
        assert not killed.exists()
        assert not is_alive(int(said[0][1]))
        assert living.is_dir()
        assert is_alive(int(said[1][1]))
        assert own.is_dir()
    finally:
        made[1].kill()
        made[1].communicate(timeout=PATIENCE)
        folders.sweep()
    assert not living.exists()
    assert not is_alive(int(said[1][1]))


def test_a_folder_of_a_process_that_ended_is_gone() -> None:
    done = subprocess.run(
        [sys.executable, "-c", MAKE.replace('["sleep", "600"]', '["true"]')],
        input="\n",
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    assert not Path(done.stdout.split()[0]).exists()


def test_a_folder_of_another_name_and_a_link_are_left_alone(place: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").touch()
    strangers = [place / "alereport-notes", place / "alereport-run-of-mine"]
    for stranger in strangers:
        stranger.mkdir()
    link = place / "alereport-run-abcd1234"
    link.symlink_to(tmp_path, target_is_directory=True)
    folders.sweep()
    assert all(path.is_dir() for path in (*strangers, link))
    assert (tmp_path / "precious").exists()


def test_a_folder_that_vanished_is_made_again(place: Path) -> None:
    first = folders.own()
    shutil.rmtree(first)
    again = folders.own()
    assert again != first
    assert again.is_dir()


def test_a_folder_has_a_path_short_enough_for_sockets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("d" * 60)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    monkeypatch.setattr(folders, "_own", {})
    made = folders.own()
    try:
        assert len(str(made)) <= folders.MAX_PATH_LENGTH
        assert list(deep.iterdir()) == []
    finally:
        folders.remove(made)
