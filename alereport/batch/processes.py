"""Processes on this machine, one for each call, so that one that dies takes no other with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from threading import Event, Lock, Thread
from typing import Any, ParamSpec, TypeVar

from alereport.batch import warm

Value = TypeVar("Value")
Given = ParamSpec("Given")

PRELOADED = [warm.ENGINE, "alereport.batch.execute"]
"""What every process needs: imported once, where `multiprocessing` forks them from a server."""


class Killed(Exception):  # noqa: N818 - it says what happened
    """The process ended without an answer."""


class OwnProcesses(Executor):
    """Runs each call in a process of its own, so many at a time.

    Attributes:
        begun: Set when the first process has started, which others need the cores for till then.
    """

    def __init__(self, many: int) -> None:
        self._context: Any = multiprocessing.get_context(
            "forkserver" if sys.platform == "linux" else "spawn"
        )
        if sys.platform == "linux":
            self._context.set_forkserver_preload(PRELOADED)
        self._threads = ThreadPoolExecutor(many, initializer=_leave_interrupts_to_others)
        self.begun = Event()
        self._running: set[Any] = set()
        self._lock = Lock()
        self._stopped = False

    def submit(
        self, call: Callable[Given, Value], /, *given: Given.args, **named: Given.kwargs
    ) -> Future[Value]:
        """Run the call as soon as there is room for it.

        Raises:
            Killed: From the future's result: its process ended without one.
        """
        return self._threads.submit(self._apart, partial(call, *given, **named))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:
        """Start nothing more, and end at once what runs."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                process.kill()
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _apart(self, call: Callable[[], Value]) -> Value:
        ours, theirs = self._context.Pipe(duplex=False)
        process = self._context.Process(target=_answer, args=(theirs, call))
        with self._lock:
            if self._stopped:
                raise Killed
            try:
                process.start()
            finally:
                self.begun.set()
            self._running.add(process)
        theirs.close()
        try:
            problem, value = ours.recv()
        except EOFError:
            raise Killed from None
        finally:
            ours.close()
            process.join()
            with self._lock:
                self._running.discard(process)
            process.close()
        if problem is not None:
            raise problem
        result: Value = value
        return result


def _leave_interrupts_to_others() -> None:
    """In a thread that starts processes: let Ctrl-C come to none of them before it is ignored."""
    if sys.platform != "win32":
        resource_tracker.ensure_running()  # Once it runs, it leaves the thread's mask alone.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _answer(to: Connection, call: Callable[[], Any]) -> None:
    """In the process: make the call and send what came of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, who ends this.
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    Thread(target=_end_with_parent, daemon=True).start()
    answer: tuple[Exception | None, Any]
    try:
        answer = None, call()
    except Exception as problem:  # noqa: BLE001 - it is raised where the call was asked for
        answer = problem, None
    to.send(answer)


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
