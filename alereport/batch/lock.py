"""Allow one run at a time in a workspace, and remove what a killed run left behind."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from alereport.base.workspace import Workspace
from alereport.batch import temporary_folders

TEMPORARY = re.compile(r"\.run-\w{8}|\..+\.\w{8}(\.old)?")
"""The names of unfinished files and folders: see `workspace.write_atomically`."""


@contextmanager
def exclusive(workspace: Workspace, notify: Callable[[str], None]) -> Iterator[None]:
    """Hold the workspace's lock; the system releases it however the process ends.

    Args:
        notify: Called with a message if the lock is taken, before waiting for it.
    """
    workspace.build.mkdir(parents=True, exist_ok=True)
    lock = FileLock(workspace.build / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        notify("Another alereport command is at work in this project; waiting for it to end …")
        lock.acquire()
    try:
        sweep(workspace)
        temporary_folders.sweep()
        with temporary_folders.redirected():
            yield
    finally:
        sweep(workspace)
        lock.release()


def sweep(workspace: Workspace) -> None:
    """Remove the unfinished files of a killed run; the lock must be held."""
    build = workspace.build
    places = (build, *build.glob("notebooks/**/"), build / "book", workspace.sites)
    for folder in (*places, *workspace.caches.glob("*/")):
        _sweep(folder)
    gate = FileLock(workspace.quality / ".lock", timeout=0)
    with suppress(Timeout, OSError), gate:  # The gate is running, or has never run.
        _sweep(workspace.quality)


def _sweep(folder: Path) -> None:
    for path in folder.glob(".*"):
        if TEMPORARY.fullmatch(path.name) and not _restore(path):
            _remove(path)


def _restore(path: Path) -> bool:
    """Rename a folder back that a killed run had moved aside and not replaced; True if so."""
    if not path.name.endswith(".old"):
        return False
    final = path.with_name(path.name[1:].rsplit(".", 2)[0])
    if final.exists():
        return False
    path.rename(final)
    return True


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(FileNotFoundError):
            path.unlink()
