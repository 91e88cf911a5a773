"""One run at a time in a workspace, and what a killed one left behind."""

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
"""The names of files and folders that have not arrived: see `workspace.write_whole`."""


@contextmanager
def alone(workspace: Workspace, say: Callable[[str], None]) -> Iterator[None]:
    """Be the only run in the workspace; the system lets go of the lock however a run ends.

    Args:
        say: Called with a message where another run is waited for.
    """
    workspace.build.mkdir(parents=True, exist_ok=True)
    lock = FileLock(workspace.build / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say("Another alereport command is at work in this project; waiting for it to end …")
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
    """Remove what a run that was killed left half-done; only while no other is at work."""
    build = workspace.build
    places = (build, *build.glob("notebooks/**/"), build / "book", workspace.sites)
    for folder in (*places, *workspace.caches.glob("*/")):
        _sweep(folder)
    gate = FileLock(workspace.quality / ".lock", timeout=0)
    with suppress(Timeout, OSError), gate:  # The gate is at work, or never was.
        _sweep(workspace.quality)


def _sweep(folder: Path) -> None:
    for path in folder.glob(".*"):
        if TEMPORARY.fullmatch(path.name) and not _is_put_back(path):
            _remove(path)


def _is_put_back(path: Path) -> bool:
    """Whether it was a folder that a killed run had taken away before the new one arrived."""
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
