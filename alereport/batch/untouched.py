"""What people write must be the same after a notebook as before it."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
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
    found = {}
    for top in folders(workspace):
        for folder, names, files in os.walk(top):
            names[:] = [name for name in names if not _is_hidden(name)]
            for name in (*names, *files):
                path = Path(folder, name)
                if not _is_hidden(name) and (signs := _signs(path)):
                    found[workspace.relative(path)] = signs
    return found


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name.endswith("~") or name == "__pycache__"


def _signs(path: Path) -> tuple[int, ...]:
    try:
        signs = path.lstat()
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
