"""Folders that the cells of a kernel may read, but not write in."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
WRITES = {
    "open",
    *(f"os.{name}" for name in ("chmod", "chown", "link", "mkdir", "remove", "rename", "rmdir")),
    *("os.symlink", "os.truncate", "os.utime"),
}
"""The events in which Python says that it is about to write: see `sys.addaudithook`."""


def refuse_writing(folders: Sequence[str]) -> None:
    """Have Python raise where a cell would write in a folder, so that the cell is named.

    What a cell starts is not stopped; what it wrote is found when the notebook has ended.
    """

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in WRITES or (event == "open" and not arguments[2] & WRITING):
            return
        for each in arguments[:2]:
            if isinstance(each, str | bytes | os.PathLike):
                path = os.path.realpath(os.fsdecode(each))
                if any(path == folder or path.startswith(f"{folder}/") for folder in folders):
                    raise PermissionError(errno.EROFS, "a notebook only reads this folder", path)

    sys.addaudithook(refuse)
