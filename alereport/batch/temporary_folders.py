"""Create folders for sockets and temporary files, and remove those whose process has ended.

The process that creates a folder holds a lock on a file in it, which the system releases however
the process ends. So the folder of a killed process can be distinguished from one in use.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

if sys.platform != "win32":
    import fcntl

PREFIX = "alereport-"
MAX_PATH_LENGTH = 60
"""The longest path of a folder, so that its sockets stay within the system limit of about 100."""
LOCK_FILE = ".held"

_lock_files: dict[Path, IO[str]] = {}
_redirected: list[Path] = []


@atexit.register  # Registered before multiprocessing is imported, so run after its cleanup.
def _remove_redirected() -> None:
    for folder in _redirected:
        remove(folder)


@contextmanager
def redirected() -> Iterator[None]:
    """Put all temporary files created in the block, also by child processes, into one folder.

    It is removed when this process ends, after libraries have removed their own files in it; if
    the process is killed, by the next sweep.
    """
    previous_folder, variable = tempfile.gettempdir(), os.environ.get("TMPDIR")
    folder = new()
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = previous_folder
        os.environ.pop("TMPDIR") if variable is None else os.environ.update(TMPDIR=variable)
        _redirected.append(folder)


def new() -> Path:
    """Create a folder for this process, with a path short enough for sockets in it."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    if len(str(folder)) > MAX_PATH_LENGTH:
        folder.rmdir()
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir="/tmp"))
    if sys.platform != "win32":
        _lock(folder)
    return folder


def _lock(folder: Path) -> None:
    unlocked = folder / f"{LOCK_FILE}.new"
    file = unlocked.open("w", encoding="utf-8")
    fcntl.flock(file, fcntl.LOCK_EX)
    unlocked.rename(folder / LOCK_FILE)  # So that no sweep finds it before it is locked.
    _lock_files[folder] = file


def remove(folder: Path) -> None:
    """Remove a folder with its contents, and release its lock."""
    shutil.rmtree(folder, ignore_errors=True)
    if file := _lock_files.pop(folder, None):
        file.close()


def sweep() -> None:
    """Remove the folders whose processes have ended."""
    if sys.platform == "win32":
        return
    for parent in {Path(tempfile.gettempdir()), Path("/tmp")}:  # noqa: S108 - see `new`
        for lock_file in parent.glob(f"{PREFIX}*/{LOCK_FILE}"):
            with suppress(OSError), lock_file.open(encoding="utf-8") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # BlockingIOError if it is in use.
                shutil.rmtree(lock_file.parent, ignore_errors=True)
