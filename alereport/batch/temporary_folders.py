"""Folders for sockets and temporary files, and the removal of those whose process has ended.

The process that makes a folder holds a lock on a file in it, which the system releases however
the process ends. So a folder that a killed process left can be told from one in use.
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
LONGEST = 60
"""Characters a folder's path may have, so that a socket's fits the system's limit of about 100."""
HELD = ".held"

_held: dict[Path, IO[str]] = {}
_redirected: list[Path] = []


@atexit.register  # Before multiprocessing is imported, so after what it does at the end.
def _remove_redirected() -> None:
    for folder in _redirected:
        remove(folder)


@contextmanager
def redirected() -> Iterator[None]:
    """Put all temporary files made within, also by child processes, into one folder.

    It is removed when this process ends, after libraries have cleaned up their own files in it; if
    the process is killed, by the next sweep.
    """
    place, named = tempfile.gettempdir(), os.environ.get("TMPDIR")
    folder = new()
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = place
        os.environ.pop("TMPDIR") if named is None else os.environ.update(TMPDIR=named)
        _redirected.append(folder)


def new() -> Path:
    """A new folder of this process, whose path is short enough for sockets in it."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    if len(str(folder)) > LONGEST:
        folder.rmdir()
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir="/tmp"))
    if sys.platform != "win32":
        _hold(folder)
    return folder


def _hold(folder: Path) -> None:
    making = folder / f"{HELD}.new"
    file = making.open("w", encoding="utf-8")
    fcntl.flock(file, fcntl.LOCK_EX)
    making.rename(folder / HELD)  # So that no sweep finds it before it is locked.
    _held[folder] = file


def remove(folder: Path) -> None:
    """Remove a folder with what is in it, and release its lock."""
    shutil.rmtree(folder, ignore_errors=True)
    if file := _held.pop(folder, None):
        file.close()


def sweep() -> None:
    """Remove the folders whose processes have ended."""
    if sys.platform == "win32":
        return
    for place in {Path(tempfile.gettempdir()), Path("/tmp")}:  # noqa: S108 - see `new`
        for held in place.glob(f"{PREFIX}*/{HELD}"):
            with suppress(OSError), held.open(encoding="utf-8") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # BlockingIOError if it is in use.
                shutil.rmtree(held.parent, ignore_errors=True)
