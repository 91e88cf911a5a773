"""Do a part of a check on another core, in a process forked for it."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn, TypeVar

Value = TypeVar("Value")

ENABLED = sys.platform == "linux" and (os.cpu_count() or 1) > 1
"""Whether it helps: macOS libraries fail after a fork, and Windows cannot fork."""


@contextmanager
def beside(work: Callable[[], Value]) -> Iterator[Callable[[], Value]]:
    """Do some work in another process while the block runs, and yield what returns its result.

    The result must be picklable. Where no process can be forked, or it ends without a result, the
    work is done when its result is asked for, so that an exception is raised there.
    """
    # In a server, a thread that is not in the child may hold a lock.
    if not ENABLED or threading.current_thread() is not threading.main_thread():
        yield work
        return
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _answer(work, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        try:
            yield lambda: _result(answer.read(), work)
        finally:
            os.kill(pid, signal.SIGKILL)  # It has answered, or is not asked any more.
            os.waitpid(pid, 0)


def _answer(work: Callable[[], Value], writing: int) -> NoReturn:
    """In the other process: do the work, write its result and end."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a word.
    with suppress(BaseException), os.fdopen(writing, "wb") as answer:
        answer.write(pickle.dumps(work()))
    os._exit(0)


def _result(answer: bytes, work: Callable[[], Value]) -> Value:
    """Return the result that a process wrote; where it did not, do the work here."""
    if not answer:
        return work()
    result: Value = pickle.loads(answer)  # noqa: S301 - this program has written it
    return result
