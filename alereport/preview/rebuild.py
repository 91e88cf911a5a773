"""Rebuild the report in a separate process, so that changed code takes effect too."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

from alereport.base import lifelines
from alereport.base.workspace import Workspace

STOP_TIMEOUT = 15.0
"""Seconds that an interrupted build has to end its processes before it is killed."""
QUIET_MS, POLL_MS = 100, 300
"""Milliseconds without changes before a build begins, and between checks for Ctrl-C."""


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
    package = Path(str(files("alereport")))
    watched = (workspace.notebooks, workspace.texts, workspace.params, workspace.data, package)
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


def build(workspace: Workspace, languages: Sequence[str]) -> BuildResult:
    """Run the reports that are not fresh, and write the pages to the preview's folder.

    If this is interrupted, the build is too, and none of its processes is left running.
    """
    options = [part for language in languages for part in ("--language", language)]
    process: subprocess.Popen[str] | None = None
    try:
        with _interrupts_held():
            process = subprocess.Popen(
                [sys.executable, "-m", "alereport", "build", "--draft", "--preview", *options],
                cwd=workspace.root,
                stdin=subprocess.PIPE,  # It closes when the preview ends: see end_with_preview.
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                env={**os.environ, "NO_COLOR": "1", "COLUMNS": "200", "TERM": "dumb"},
                start_new_session=True,  # The preview handles Ctrl-C and ends the build.
            )
        stderr = process.stderr.read() if process.stderr else ""
        process.wait()
        process.communicate()  # Only now: it closes the pipe that keeps the build alive.
    except BaseException:
        if process is not None:
            _end(process)
        raise
    return BuildResult(process.returncode == 0, stderr.strip())


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


def _end(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
    try:
        process.communicate(timeout=STOP_TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
