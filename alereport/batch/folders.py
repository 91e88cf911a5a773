"""Folders for sockets and temporary files, and what was left of those whose owner is gone.

The process that makes a folder holds a lock in it for as long as it lives, which the system lets
go of however the process ends. So a folder that a killed one left is told from one in use.
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
_temporary: list[Path] = []


@atexit.register  # Before multiprocessing is imported, so after what it does at the end.
def _remove_temporary() -> None:
    for folder in _temporary:
        remove(folder)


@contextmanager
def temporary() -> Iterator[None]:
    """Let everything within, also in other processes, put its temporary files in one folder.

    It goes when this process ends, after what others clean up in it; where it is killed, with the
    next sweep.
    """
    place, named = tempfile.gettempdir(), os.environ.get("TMPDIR")
    folder = new()
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = place
        os.environ.pop("TMPDIR") if named is None else os.environ.update(TMPDIR=named)
        _temporary.append(folder)


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
    making.rename(folder / HELD)  # So that nobody meets it before it is held.
    _held[folder] = file


def remove(folder: Path) -> None:
    """Remove a folder with what is in it, and let go of it."""
    shutil.rmtree(folder, ignore_errors=True)
    if file := _held.pop(folder, None):
        file.close()


def sweep() -> None:
    """Remove the folders whose processes are gone."""
    if sys.platform == "win32":
        return
    for place in {Path(tempfile.gettempdir()), Path("/tmp")}:  # noqa: S108 - see `new`
        for held in place.glob(f"{PREFIX}*/{HELD}"):
            with suppress(OSError), held.open(encoding="utf-8") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # Held: BlockingIOError.
                shutil.rmtree(held.parent, ignore_errors=True)
