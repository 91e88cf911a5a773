"""Making the report anew in a process of its own, so that changed code counts too."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

from alereport.base.workspace import Workspace

PATIENCE = 15.0
"""Seconds a build that is interrupted is given to end what it started."""
QUIET_MS, LOOK_MS = 100, 300
"""Milliseconds without a further change before a build begins, and between looks at Ctrl-C."""


@dataclass(frozen=True)
class Built:
    """How a build ended.

    Attributes:
        succeeded: There are new pages.
        message: What went wrong, as the user reads it.
    """

    succeeded: bool
    message: str


class _Ingredients(DefaultFilter):
    """What a person writes; not what Jupyter or an editor keeps beside it."""

    ignore_dirs = (*DefaultFilter.ignore_dirs, ".ipynb_checkpoints")

    def __call__(self, change: Change, path: str) -> bool:
        return super().__call__(change, path) and not Path(path).name.startswith(".")


def changes(workspace: Workspace) -> Iterator[int]:
    """How many files changed: nought at once, and then each time some have.

    What changes while nobody asks is remembered.
    """
    package = Path(str(files("alereport")))
    watched = (workspace.notebooks, workspace.params, workspace.data, package)
    first = True
    for changed in watch(
        *(path for path in watched if path.is_dir()),
        watch_filter=_Ingredients(),
        step=QUIET_MS,
        rust_timeout=LOOK_MS,
        yield_on_timeout=True,
        raise_interrupt=True,
    ):
        if changed or first:
            first = False
            yield len(changed)


def build(workspace: Workspace, languages: Sequence[str]) -> Built:
    """Run what is not fresh, and put the pages in the preview's folder.

    When this is interrupted, so is the build, and no process of it is left.
    """
    named = [part for language in languages for part in ("--language", language)]
    running = subprocess.Popen(
        [sys.executable, "-m", "alereport", "build", "--draft", "--preview", *named],
        cwd=workspace.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "200", "TERM": "dumb"},
        start_new_session=True,  # Ctrl-C is for the preview, which ends this.
    )
    try:
        _out, said = running.communicate()
    except BaseException:
        _end(running)
        raise
    return Built(running.returncode == 0, said.strip())


def _end(running: subprocess.Popen[str]) -> None:
    running.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
    try:
        running.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        running.kill()
        running.communicate()
