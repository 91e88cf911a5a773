"""End what a notebook or a killed run left running, also what left its session and its group.

On Linux a process can adopt those of its descendants whose parent has ended. So a daemon, whatever
it did to become one, is a child of the process that forked its notebook, which ends it. What is
left of a killed run is known by its temporary files, which are in that run's folder. Elsewhere
these functions do nothing.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
ENDING_SECONDS, CHECK_SECONDS = 10.0, 0.005
"""How long to wait for processes that were killed, and between looking."""


def adopt() -> None:
    """Become the parent of every descendant of this process whose own parent ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def end_children(keep: Collection[int] = ()) -> None:
    """Kill the children of this process, and theirs, which become its own when they are orphaned.

    Args:
        keep: The children that continue.
    """
    if sys.platform == "linux":
        _kill(lambda: _children_of(os.getpid()).difference(keep))


def end_users_of(folder: Path) -> None:
    """Kill the processes whose temporary files are in a folder."""
    if sys.platform == "linux":
        _kill(lambda: _users_of(folder) - {os.getpid()})


def _kill(find: Callable[[], set[int]]) -> None:
    """Kill the processes that are found until there are none."""
    deadline = time.monotonic() + ENDING_SECONDS
    while (found := find()) and time.monotonic() < deadline:
        for pid in found:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
        time.sleep(CHECK_SECONDS)


def _children_of(parent: int) -> set[int]:
    return {
        pid for pid, stat in _of_each("stat") if int(stat.rpartition(b")")[2].split()[1]) == parent
    }


def _users_of(folder: Path) -> set[int]:
    variable = b"TMPDIR=" + os.fsencode(folder)
    return {
        pid
        for pid, variables in _of_each("environ")
        if any(
            each == variable or each.startswith(variable + b"/") for each in variables.split(b"\0")
        )
    }


def _of_each(file: str) -> Iterator[tuple[int, bytes]]:
    """Yield each process with what the system says of it in a file of `/proc`."""
    for path in Path("/proc").glob(f"[0-9]*/{file}"):
        with suppress(OSError):  # It has ended, or is another user's.
            yield int(path.parent.name), path.read_bytes()
