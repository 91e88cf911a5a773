"""Run each call in a process of its own, so that a process that dies stops no other call.

Within a preview, the process is forked from the server that the build itself was forked from, where
all that a notebook's driver imports is imported already.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from threading import Event, Lock, Thread
from typing import Any, ParamSpec, Protocol, TypeVar

from alereport.batch import descendants, warm

Value = TypeVar("Value")
Arguments = ParamSpec("Arguments")

PRELOADED = [warm.ENGINE, "alereport.batch.execute"]
"""Modules that every process needs: imported once if `multiprocessing` uses a fork server."""


class _Process(Protocol):
    """A process that makes a call."""

    def kill(self) -> None:
        """Kill it."""

    def join(self) -> None:
        """Wait until it has ended, and let go of it."""


class _ForkedCall:
    """A process forked for a call."""

    def __init__(self, process: warm.ForkedProcess) -> None:
        self._process = process

    def kill(self) -> None:
        self._process.give_up()

    def join(self) -> None:
        self._process.wait()


class Killed(Exception):  # noqa: N818 - the name describes the event
    """The process ended without returning a result."""


class ProcessExecutor(Executor):
    """Run each call in a process of its own, a limited number at a time.

    Attributes:
        first_started: Set when the first process has started; until then the cores are busy.
    """

    def __init__(self, workers: int) -> None:
        self._context: Any = multiprocessing.get_context(
            "forkserver" if sys.platform == "linux" else "spawn"
        )
        if sys.platform == "linux":
            self._context.set_forkserver_preload(PRELOADED)
        self._threads = ThreadPoolExecutor(workers, initializer=_block_interrupts)
        self.first_started = Event()
        self._running: set[_Process] = set()
        self._lock = Lock()
        self._stopped = False

    def submit(
        self, call: Callable[Arguments, Value], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Future[Value]:
        """Run the call as soon as fewer than the allowed number of processes are running.

        Raises:
            Killed: From `Future.result`, if the process ended without returning a result.
        """
        return self._threads.submit(self._run_in_process, partial(call, *args, **kwargs))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:
        """Start no more calls, and kill the running processes."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                process.kill()
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _run_in_process(self, call: Callable[[], Value]) -> Value:
        with self._lock:
            if self._stopped:
                raise Killed
            try:
                process, receiver = _forked(call) or self._started(call)
            finally:
                self.first_started.set()
            self._running.add(process)
        try:
            problem, value = receiver.recv()
        except (EOFError, ConnectionError):
            raise Killed from None
        finally:
            receiver.close()
            process.join()
            with self._lock:
                self._running.discard(process)
        if problem is not None:
            raise problem
        result: Value = value
        return result

    def _started(self, call: Callable[[], Value]) -> tuple[_Process, Connection]:
        """Start a process for a call; return it, and where its answer comes."""
        receiver, sender = self._context.Pipe(duplex=False)
        process: _Process = self._context.Process(target=_run_and_send, args=(sender, call))
        process.start()  # type: ignore[attr-defined]
        sender.close()
        return process, receiver


def _forked(call: Callable[[], Any]) -> tuple[_Process, Connection] | None:
    """Fork a process for a call, as `_started`; return None where there is nothing to fork from."""
    ours, theirs = socket.socketpair()
    process = warm.fork_call((theirs.fileno(), theirs.fileno()))
    theirs.close()
    if process is None:
        ours.close()
        return None
    connection = Connection(ours.detach())
    with suppress(ConnectionError):  # It was killed: no answer comes.
        connection.send(call)
    return _ForkedCall(process), connection


def answer() -> None:
    """In a process forked for a call: receive the call over standard output, and answer it."""
    connection = Connection(os.dup(1))
    _run_and_send(connection, connection.recv())


def _block_interrupts() -> None:
    """Block SIGINT in a thread that starts processes, until they have set it to be ignored."""
    if sys.platform != "win32":
        resource_tracker.ensure_running()  # If started later, it would change the mask.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _run_and_send(connection: Connection, call: Callable[[], Any]) -> None:
    """Make the call in the child process, and send its exception or its result."""
    _silence()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # The parent handles Ctrl-C and ends this process.
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    Thread(target=_end_with_parent, daemon=True).start()
    descendants.adopt()
    answer: tuple[Exception | None, Any]
    try:
        answer = None, call()
    except Exception as problem:  # noqa: BLE001 - it is raised again in the parent
        answer = problem, None
    descendants.end_children()  # Of an ordinary kernel; a forked one is the fork server's.
    connection.send(answer)


def _silence() -> None:
    """Discard what this process, its libraries and its kernel print: its answer says it all."""
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(null, stream)
    os.close(null)


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        descendants.end_children()
        os._exit(1)
