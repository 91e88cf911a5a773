"""Hold a folder while a process works in it, so that others can tell it from one left behind.

The system releases the lock however the process ends, so neither a process id that is given again
nor a clock that is set back matters.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

CAN_HOLD = sys.platform != "win32"
"""False where folders cannot be locked: there, none is ever known to be left behind."""


def hold(folder: Path) -> int | None:
    """Lock a folder for this process; close the descriptor to release it.

    Returns:
        The descriptor; None if the folder is gone, since another process took it for abandoned.
    """
    if not CAN_HOLD:
        return os.open(os.devnull, os.O_RDONLY)
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return None
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    with suppress(FileNotFoundError):
        if os.path.samestat(os.fstat(descriptor), folder.stat()):
            return descriptor
    os.close(descriptor)
    return None


@contextmanager
def abandoned(folder: Path) -> Iterator[bool]:
    """Tell if no process holds a folder of this user; if so, it is held in the block."""
    if not CAN_HOLD:
        yield False
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        yield False
        return
    try:
        yield os.fstat(descriptor).st_uid == os.getuid() and _lock(descriptor)
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
