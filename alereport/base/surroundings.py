"""Errors of the machine as errors that a user can fix: disk, rights, memory, limits, names.

Any command may meet them at any place, so they are translated here, once, and not where a file is
opened.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from alereport.base.errors import AlereportError, NotebookError, ParamsError, TableError
from alereport.base.workspace import TEMPORARY, Workspace

ROOM = ("room on the disk", "make room, then run the command again")
RIGHTS = ("permission to read and write it", "give permission, or use another folder")
FILES = (
    "a limit on open files that is high enough",
    "raise it with ulimit -n 1024, then run the command again",
)
MEMORY = (
    "enough memory and processes",
    "close other programs or raise the limit (ulimit -a), then run the command again",
)
REMEDIES: dict[int, tuple[str, str]] = {
    errno.ENOSPC: ROOM,
    errno.EDQUOT: ROOM,
    errno.EFBIG: (
        "a limit on the size of files that is high enough",
        "raise it with ulimit -f unlimited, then run the command again",
    ),
    errno.EACCES: RIGHTS,
    errno.EPERM: RIGHTS,
    errno.EROFS: ("a disk that can be written", "work in a copy of the project on another disk"),
    errno.ENAMETOOLONG: ("a shorter name", "choose a shorter name or folder"),
    errno.EMFILE: FILES,
    errno.ENFILE: FILES,
    errno.ENOMEM: MEMORY,
    errno.EAGAIN: MEMORY,
}
"""What is expected and what to do, by the number of an error that says what the machine lacks."""
ANOTHER = (
    "a file, folder or address that can be used",
    "correct it, then run the command again",
)
IN_A_COPY = re.compile(r"\[Errno (\d+)\] ")
"""What `shutil` says of a file that it could not copy."""
THREADS = "can't start new thread"
KINDS: dict[str, type[AlereportError]] = {"data": TableError, "notebooks": NotebookError}
"""The kind of error, and so the exit code, by the project's folder; elsewhere it is `params`."""


def as_error(problem: BaseException) -> AlereportError | None:
    """Return the error of the machine behind an exception, as one of ours; None if there is none.

    It is the exception itself, its cause, or what was being handled when a library raised it.

    Args:
        problem: Any exception.
    """
    for each in _chain(problem):
        if isinstance(each, MemoryError):
            return ParamsError("memory", "it is used up", *MEMORY)
        if isinstance(each, RuntimeError) and THREADS in str(each):
            return ParamsError("this machine", "no more threads can be started", *MEMORY)
        number = number_of(each)
        if number in REMEDIES or (number and each is problem and isinstance(each, OSError)):
            place, kind = _place(each)
            expected, next_step = REMEDIES.get(number, ANOTHER)
            found = f"it cannot be used ({os.strerror(number)})"
            return kind(place, found, expected, next_step)
    return None


def _chain(problem: BaseException) -> Iterator[BaseException]:
    """Yield an exception, and those before it."""
    chain: list[BaseException] = []
    current: BaseException | None = problem
    while current is not None and current not in chain:
        chain.append(current)
        yield current
        hidden = current.__suppress_context__
        current = current.__cause__ or (None if hidden else current.__context__)


def number_of(problem: BaseException) -> int:
    """Return the system's number of an error, 0 if it has none; in a copy that of the first."""
    if isinstance(problem, shutil.Error):
        said = IN_A_COPY.search(str(problem))
        return int(said[1]) if said else 0
    number = getattr(problem, "errno", None)
    return number if isinstance(number, int) else 0


def _place(problem: BaseException) -> tuple[str, type[AlereportError]]:
    """Return what to open, and the kind of error that it is."""
    name = getattr(problem, "filename", None)
    if not isinstance(name, str | bytes) or not name:
        return f"the disk of build/ or of {_temporary()}", ParamsError
    path = Path(os.fsdecode(name))
    if unfinished := TEMPORARY.fullmatch(path.name):
        path = path.with_name(unfinished["final"])
    try:
        relative = Workspace.discover().relative(path)
    except (AlereportError, OSError, ValueError):
        return str(path), ParamsError
    return relative, KINDS.get(relative.split("/", maxsplit=1)[0], ParamsError)


def _temporary() -> str:
    try:
        return tempfile.gettempdir()
    except OSError:
        return "temporary files"
