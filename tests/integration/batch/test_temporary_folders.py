"""Folders of kernels: gone with their process, however it ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from alereport.batch import temporary_folders as folders

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no sockets in folders")


def test_a_folder_of_a_process_that_was_killed_is_swept_and_no_other() -> None:
    code = "from alereport.batch.temporary_folders import new; print(new(), flush=True); input()"
    made = [
        subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    killed, living = (Path(process.stdout.readline().strip()) for process in made)  # type: ignore[union-attr]
    own = folders.new()
    try:
        made[0].kill()
        made[0].communicate(timeout=60)
        folders.sweep()
        assert not killed.exists()
        assert living.is_dir()
        assert own.is_dir()
    finally:
        made[1].kill()
        made[1].communicate(timeout=60)
        folders.remove(own)
        folders.sweep()
    assert not living.exists()
    assert not own.exists()


def test_what_nobody_ever_held_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders.tempfile, "gettempdir", lambda: str(tmp_path))
    stranger = tmp_path / "alereport-notes"
    stranger.mkdir()
    folders.sweep()
    assert stranger.is_dir()


def test_a_folder_has_a_path_short_enough_for_sockets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("d" * 60)
    deep.mkdir()
    monkeypatch.setattr(folders.tempfile, "tempdir", str(deep))
    made = folders.new()
    try:
        assert len(str(made)) <= folders.MAX_PATH_LENGTH
        assert list(deep.iterdir()) == []
    finally:
        folders.remove(made)
