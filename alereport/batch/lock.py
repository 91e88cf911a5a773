"""Allow one command at a time to change a project, and remove what a killed one left behind."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from alereport.base import workspace as unfinished
from alereport.base.workspace import TEMPORARY, Workspace
from alereport.batch import temporary_folders


@contextmanager
def exclusive(workspace: Workspace, notify: Callable[[str], None]) -> Iterator[None]:
    """Hold the workspace's lock; the system releases it however the process ends.

    Args:
        notify: Called with a message if the lock is taken, before waiting for it.
    """
    workspace.build.mkdir(parents=True, exist_ok=True)
    lock = _lock(workspace)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        notify("Another alereport command is at work in this project; waiting for it to end …")
        lock.acquire()
    try:
        temporary_folders.sweep()  # First: it ends the processes that still write files.
        sweep(workspace)
        with temporary_folders.redirected():
            yield
    finally:
        sweep(workspace)
        lock.release()


def tidy(workspace: Workspace) -> None:
    """Remove what a killed command left, unless another command is at work in the project."""
    temporary_folders.sweep()
    with suppress(Timeout, OSError):  # The next command that may write reports what is wrong.
        if workspace.build.is_dir():
            with _lock(workspace).acquire(timeout=0):
                sweep(workspace)


def _lock(workspace: Workspace) -> FileLock:
    return FileLock(workspace.build / ".lock")


def sweep(workspace: Workspace) -> None:
    """Remove the unfinished files of a killed command; the lock must be held."""
    unfinished.sweep(workspace.root)
    for folder in _folders(workspace.build, without=workspace.quality):
        unfinished.sweep(folder)
    gate = FileLock(workspace.quality / ".lock", timeout=0)
    with suppress(Timeout, OSError), gate:  # The gate is running, or has never run.
        for folder in (*_folders(workspace.quality), *_folders(workspace.data)):
            unfinished.sweep(folder)


def _folders(top: Path, *, without: Path | None = None) -> Iterator[Path]:
    """Yield the folders from one on that hold something unfinished, but none that is unfinished."""
    for folder, names, files in os.walk(top):
        if any(map(TEMPORARY.fullmatch, (*names, *files))):
            yield Path(folder)
        names[:] = [
            name
            for name in names
            if not TEMPORARY.fullmatch(name) and Path(folder, name) != without
        ]
