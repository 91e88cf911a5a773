"""Rebuild the report in a separate process, so that changed code takes effect too."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import IO, Self, cast

from watchfiles import Change, DefaultFilter, watch

from alereport.base import lifelines
from alereport.base.workspace import Workspace
from alereport.batch import warm

STOP_TIMEOUT = 15.0
"""Seconds that an interrupted build has to end its processes before it is killed."""
QUIET_MS, POLL_MS = 100, 300
"""Milliseconds without changes before a build begins, and between checks for Ctrl-C."""
PACKAGE = Path(str(files("alereport")))
THEME = PACKAGE / "publish" / "book" / "theme"
"""The files of the package that every build reads again."""
SHOWN = "The new pages are in place."
"""The line that a build prints once the pages can be shown, before it has ended."""


@dataclass(frozen=True)
class BuildResult:
    """The result of a build.

    Attributes:
        succeeded: True if there are new pages.
        message: The standard error of the build: the error message for the user.
    """

    succeeded: bool
    message: str


class _Ingredients(DefaultFilter):
    """Accepts changes to source files, but not to temporary files of Jupyter or an editor."""

    ignore_dirs = (*DefaultFilter.ignore_dirs, ".ipynb_checkpoints")

    def __call__(self, change: Change, path: str) -> bool:
        return super().__call__(change, path) and not Path(path).name.startswith(".")


def changes(workspace: Workspace) -> Iterator[int]:
    """Yield the number of changed files: zero at once, and then whenever some have changed.

    Changes made while the caller is busy are counted the next time.
    """
    watched = (workspace.notebooks, workspace.texts, workspace.params, workspace.data, PACKAGE)
    first = True
    for changed in watch(
        *(path for path in watched if path.is_dir()),
        watch_filter=_Ingredients(),
        step=QUIET_MS,
        rust_timeout=POLL_MS,
        yield_on_timeout=True,
        raise_interrupt=True,
    ):
        if changed or first:
            first = False
            yield len(changed)


class Builder:
    """Builds the pages again and again, each time in a process of its own.

    Where processes can be forked, each is forked from one that has imported what a build needs, and
    so are its kernels. Those two processes hold nothing of the project that is not compared with
    its files; they are started again when the package or an installed library changes, and end with
    this one, however it ends.

    Args:
        workspace: The project.
        languages: The languages of the pages.
        preload, run: `module:function` that imports what a build needs, and that runs one; see
            `warm.start_for_commands`.
    """

    def __init__(
        self, workspace: Workspace, languages: Sequence[str], *, preload: str, run: str
    ) -> None:
        self._workspace = workspace
        options = [part for language in languages for part in ("--language", language)]
        self._command = ["build", "--draft", "--preview", *options]
        self._preload, self._run = preload, run
        self._environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "200", "TERM": "dumb"}
        self._servers: tuple[warm.Server, warm.Server] | None = None
        self._code: dict[str, tuple[int, int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def build(self, on_shown: Callable[[], object]) -> BuildResult:
        """Run the reports that are not fresh, and write the pages to the preview's folder.

        If this is interrupted, the build is too, and none of its processes is left running.

        Args:
            on_shown: Called once the pages are in place; what is not seen of them may still be
                made.
        """
        self._stop_outdated()
        process: _Process | None = None
        with tempfile.TemporaryFile() as errors:
            try:
                process = self._forked(errors)
                if process is None:
                    with _interrupts_held():
                        process = self._started(errors)
                code = process.wait(on_shown)
            except BaseException:
                if process is not None:
                    process.end()
                raise
            errors.seek(0)
            return BuildResult(code == 0, errors.read().decode(errors="replace").strip())

    def _stop_outdated(self) -> None:
        """Stop the servers if one has ended, or they hold other code than there is now."""
        are_running = all(server.is_running for server in self._servers or ())
        if not are_running or self._code != _code():
            self._stop()

    def _stop(self) -> None:
        for server in self._servers or ():
            server.stop()
        self._servers = None

    def _forked(self, errors: IO[bytes]) -> _Process | None:
        """Fork a build; None where that cannot be done."""
        if not warm.ENABLED:
            return None
        if self._servers is None:
            self._code = _code()  # Before: what changes while they import is seen next time.
            with _interrupts_held():
                self._servers = (
                    warm.start_for_commands(
                        self._workspace.root, self._preload, self._run, self._environment
                    ),
                    warm.start_for_batches(self._workspace.root),
                )
        builds, kernels = self._servers
        reading, writing = os.pipe()
        try:
            forked = warm.fork_command(
                builds,
                [str(kernels.give_address()), str(builds.give_address()), *self._command],
                self._environment,
                self._workspace.root,
                (writing, errors.fileno()),
            )
        finally:
            os.close(writing)
        output = os.fdopen(reading, "rb")
        if forked is None:
            output.close()
            return None
        return _Process(forked, output)

    def _started(self, errors: IO[bytes]) -> _Process:
        """Start a build as a program."""
        process = subprocess.Popen(
            [sys.executable, "-m", "alereport", *self._command, "--lifeline"],
            cwd=self._workspace.root,
            stdin=subprocess.PIPE,  # It closes when the preview ends: see end_with_preview.
            stdout=subprocess.PIPE,
            stderr=errors,
            env=self._environment,
            start_new_session=True,  # The preview handles Ctrl-C and ends the build.
        )
        return _Process(process, cast("IO[bytes]", process.stdout))


def _code() -> dict[str, tuple[int, int]]:
    """When each file of the package, and what is installed, was last changed; and its size."""
    paths = [Path(each) for each in sys.path if Path(each).name == "site-packages"]
    for folder, folders, names in os.walk(PACKAGE):
        folders[:] = [each for each in folders if each != "__pycache__"]
        if not Path(folder).is_relative_to(THEME):
            paths += [Path(folder, name) for name in names]
    stats = {}
    for path in paths:
        with suppress(OSError):  # An editor's temporary file, which is gone again.
            found = path.stat()
            stats[str(path)] = found.st_mtime_ns, found.st_size
    return stats


class _Process:
    """A build at work.

    Args:
        process: Its process.
        output: What it prints.
    """

    def __init__(
        self, process: warm.ForkedProcess | subprocess.Popen[bytes], output: IO[bytes]
    ) -> None:
        self._process, self._output = process, output

    def wait(self, on_shown: Callable[[], object]) -> int:
        """Wait until it has ended, and return its exit code."""
        with self._output:
            for line in self._output:
                if line.decode(errors="replace").strip() == SHOWN:
                    on_shown()
        code = self._process.wait()
        self._close_input()
        return code

    def end(self) -> None:
        """Interrupt it; kill it if it does not end."""
        with suppress(ProcessLookupError):
            if self._process.poll() is None:
                number = signal.SIGINT if os.name == "posix" else signal.SIGTERM
                os.kill(self._process.pid, number)
        deadline = time.monotonic() + STOP_TIMEOUT
        while self._process.poll() is None and time.monotonic() < deadline:
            time.sleep(POLL_MS / 10_000)
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._output.close()
        self._close_input()

    def _close_input(self) -> None:
        """Close what keeps the build alive, now that it has ended."""
        if self._process.stdin:
            self._process.stdin.close()


def end_with_preview() -> None:
    """In the build: be interrupted when the preview that started it has ended, also if killed."""
    lifelines.when_starter_ends(lambda: os.kill(os.getpid(), signal.SIGINT))


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Raise KeyboardInterrupt only at the end of the block, when what it started is known."""
    received: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM)
    handlers = {each: signal.signal(each, lambda *_: received.append(1)) for each in numbers}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    if received:
        raise KeyboardInterrupt
