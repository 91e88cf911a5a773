"""What people write must be the same after a notebook as before it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

from alereport.base.workspace import Workspace

State = Mapping[str, tuple[int, ...]]
"""By its path from the project's root, what tells that a file was written. The time of its last
change is among it, which no program can set, so no file need be read."""


def folders(workspace: Workspace) -> tuple[Path, ...]:
    """Return the folders that a notebook only reads."""
    return workspace.data, workspace.params, workspace.notebooks


def state(workspace: Workspace) -> State:
    """Return the state of data/, params/ and notebooks/, without what editors hide there."""
    tops = folders(workspace)
    return dict(chain.from_iterable(_state_of(top, workspace.relative(top)) for top in tops))


def _state_of(folder: str | Path, name: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the state of each file and folder in a folder, with its path from the root.

    Args:
        folder: The folder.
        name: Its path from the project's root.
    """
    try:
        entries = [entry for entry in os.scandir(folder) if not _is_hidden(entry.name)]
    except OSError:  # It was removed just now.
        return
    for entry in entries:
        path = f"{name}/{entry.name}"
        if signs := _signs(entry):
            yield path, signs
        if entry.is_dir(follow_symlinks=False):
            yield from _state_of(entry.path, path)


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name.endswith("~") or name == "__pycache__"


def _signs(entry: os.DirEntry[str]) -> tuple[int, ...]:
    try:
        signs = entry.stat(follow_symlinks=False)
    except OSError:  # It was removed just now.
        return ()
    if stat.S_ISDIR(signs.st_mode):
        return (signs.st_ino, signs.st_mode)
    return (signs.st_ino, signs.st_mode, signs.st_size, signs.st_mtime_ns, signs.st_ctime_ns)


def differences(before: State, after: State) -> list[str]:
    """Return what became of each file that is not as before, such as `data/a.csv was written`."""
    return [
        f"{name} was {_event(name, before, after)}"
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]


def _event(name: str, before: State, after: State) -> str:
    if name not in before:
        return "added"
    return "written" if name in after else "removed"
