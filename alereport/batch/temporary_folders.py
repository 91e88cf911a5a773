"""One folder for everything temporary that a process makes, known by its name and held.

Sockets, connection files, pages on their way to a PDF: whatever this process and those it starts
put in TMPDIR. A folder whose process has ended is removed by the next command, with the processes
that still use it.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alereport.base import held
from alereport.batch import descendants

PREFIX = "alereport-run-"
NAME = re.compile(rf"{PREFIX}\w{{8}}")
MAX_PATH_LENGTH = 60
"""The longest path of a folder, so that its sockets stay within the system limit of about 100."""

_own: dict[int, Path] = {}
"""The folder of this process, by its id: a forked copy of the process has none yet."""


@atexit.register  # Registered before multiprocessing is imported, so run after its cleanup.
def _remove_own() -> None:
    if folder := _own.pop(os.getpid(), None):
        remove(folder)


def own() -> Path:
    """Return the folder of this process, with a path short enough for sockets in it.

    It is removed when the process ends, after libraries have removed their own files in it; if the
    process is killed, by the next sweep.
    """
    folder = _own.get(os.getpid())
    if folder is None or not folder.is_dir():  # As where a system cleans up under a JupyterLab.
        folder = _own[os.getpid()] = _new()
    return folder


def new(prefix: str, *, within: Path | None = None) -> Path:
    """Create a folder with a random name in a process's folder, by default this process's.

    Args:
        prefix: How its name begins.
        within: The folder of another process, or a folder in one.
    """
    return Path(tempfile.mkdtemp(prefix=prefix, dir=within or own()))


@contextmanager
def redirected() -> Iterator[None]:
    """Put all temporary files made in the block, also by child processes, into the own folder."""
    previous_folder, variable = tempfile.gettempdir(), os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = tempfile.tempdir = str(own())
    try:
        yield
    finally:
        tempfile.tempdir = previous_folder
        os.environ.pop("TMPDIR") if variable is None else os.environ.update(TMPDIR=variable)


def _new() -> Path:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        if len(str(folder)) > MAX_PATH_LENGTH and sys.platform != "win32":
            folder.rmdir()
            folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir="/tmp"))
        if held.hold(folder) is not None:  # Until the process ends.
            return folder


def remove(folder: Path) -> None:
    """Remove a folder with its contents."""
    shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Remove the folders whose processes have ended, and end the processes that use them."""
    for parent in {Path(tempfile.gettempdir()), Path("/tmp")}:  # noqa: S108 - see `_new`
        for folder in parent.glob(f"{PREFIX}*"):
            if NAME.fullmatch(folder.name):
                with held.abandoned(folder) as is_abandoned:
                    if is_abandoned:
                        descendants.end_users_of(folder)
                        remove(folder)
