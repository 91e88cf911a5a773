"""The verdict of the gate on the files that a notebook reads; made first where it is outdated."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from alereport.base.errors import GateError
from alereport.base.workspace import Workspace
from alereport.data import datasets
from alereport.gate import dependencies, verdicts

PATIENCE = 1.0
"""Seconds that a check takes before something is said of it."""
LOOKS = 0.1
"""Seconds between two looks at how far it has come."""


def passed(workspace: Workspace, files: tuple[Path, ...]) -> verdicts.Verdict:
    """Return the verdict on files that have passed the gate.

    Raises:
        TableError: A file cannot be read.
        GateError: A rule failed in a file.
    """
    verdict, outdated, ending = current(workspace, files)
    if outdated:
        all_files = workspace.data_files()
        for path in (*outdated, *all_files):  # Raises the error that stopped the child process.
            datasets.read(workspace, path)
        raise RuntimeError(f"alereport validate {ending}")
    if failures := verdicts.failures(workspace, verdict, files):
        raise GateError(failures)
    return verdict


def current(
    workspace: Workspace, files: Sequence[Path]
) -> tuple[verdicts.Verdict, Sequence[Path], str]:
    """Return the verdict, the files it is outdated for, and how `alereport validate` ended.

    An outdated verdict is first made again; for a file that cannot be read it stays outdated.
    """
    verdict = verdicts.read(workspace)
    if not verdicts.outdated(workspace, verdict, files):
        return verdict, (), ""
    dependencies.forget()  # The data may have changed since they were cached.
    if not verdicts.outdated(workspace, verdict, files):
        return verdict, (), ""
    ending = validate(workspace)
    verdict = verdicts.read(workspace)
    return verdict, verdicts.outdated(workspace, verdict, files), ending


def validate(workspace: Workspace) -> str:
    """Run `alereport validate` in a process of its own, and return how it ended.

    What takes longer than a second is told on standard error, which is not published.
    """
    with TemporaryDirectory() as folder:
        told = Path(folder) / "told.txt"
        with told.open("wb") as errors:
            child = subprocess.Popen(
                [sys.executable, "-m", "alereport", "validate", "--verbose"],
                cwd=workspace.root,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                env={**os.environ, "NO_COLOR": "1", "TERM": "dumb"},
            )
        try:
            _tell(child, told)
        finally:
            child.kill()  # Where the analyst interrupts; one that has ended is left as it is.
            child.wait()
        return f"ended with {child.returncode}: {_text(told)}"


def _tell(child: subprocess.Popen[bytes], told: Path) -> None:
    """Wait for the check, and say how far it has come on one line that is written over."""
    began, width, second = time.monotonic(), 0, PATIENCE
    while child.poll() is None:
        time.sleep(LOOKS)
        seconds = time.monotonic() - began
        if seconds > second:
            width = _write(f"{_last_step(told)}, {seconds:.0f} s", width)
            second = seconds + 1
    if width:
        _write(f"{verdicts.CHECKING}: done in {time.monotonic() - began:.0f} s", width, end="\n")


def _write(line: str, width: int, *, end: str = "") -> int:
    """Write a line over the one before it, which was so wide, and return how wide it is."""
    sys.stderr.write(f"\r{line.ljust(width)}{end}")
    sys.stderr.flush()
    return len(line)


def _last_step(told: Path) -> str:
    """Return the last line that says what is checked."""
    steps = [line for line in _text(told).splitlines() if line.startswith(verdicts.CHECKING)]
    return steps[-1] if steps else verdicts.CHECKING


def _text(told: Path) -> str:
    return told.read_text(encoding="utf-8", errors="replace")
