"""Kill commands in a small project, and find whatever they left: files, processes, locks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from alereport import demo
from alereport.base.workspace import TEMPORARY, Workspace
from alereport.batch import descendants

BOOK = """\
- page: index
  title: {sv: Översikt, en: Overview}
- part: plan
  chapters:
    - notebook: budget
      title: {sv: Ekonomi, en: Finances}
      heading: {sv: "{committees} ekonomi {year}", en: "{committee}: finances {year}"}
    - notebook: easy
      title: {sv: Lättläst, en: Easy to read}
      heading: {sv: "{committee} {year} på lätt svenska", en: "{committee} {year}: easy to read"}
- notebook: quality
  title: {sv: Datakvalitet, en: Quality of the data}
  reads: verdict
- page: sources
  title: {sv: Källor, en: Sources}
"""


@dataclass
class Abused:
    """A project that is abused, with a folder of its own for temporary files.

    Attributes:
        workspace: The project.
        temporary: Its TMPDIR, with a path short enough for sockets.
    """

    workspace: Workspace
    temporary: Path

    def start(self, *arguments: str, **variables: str) -> subprocess.Popen[str]:
        """Start a command in a session of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "alereport", *arguments],
            cwd=self.workspace.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env=os.environ | {"TMPDIR": str(self.temporary), "NO_COLOR": "1"} | variables,
        )

    def run(self, *arguments: str) -> tuple[int, str]:
        """Run a command to its end; return its exit code and what it printed."""
        running = self.start(*arguments)
        printed, errors = running.communicate(timeout=1800)
        return running.returncode, printed + errors

    def processes(self) -> set[int]:
        """The living processes whose temporary files are in the folder, and so are its own."""
        return descendants._users_of(self.temporary) - {os.getpid()}

    def left(self) -> list[str]:
        """What a command left: unfinished files, temporary files and processes."""
        unfinished = [
            path.relative_to(self.workspace.root).as_posix()
            for path in self.workspace.root.rglob(".*")
            if TEMPORARY.fullmatch(path.name)
        ]
        temporary = [path.name for path in self.temporary.iterdir()]
        processes = [f"process {pid}" for pid in self.processes()]
        return [*unfinished, *temporary, *processes]


def small_project(template: Workspace, folder: Path) -> Workspace:
    """Make a project of two chapters in Swedish, whose build takes seconds."""
    workspace = demo.make(template, folder, committee_count=1, years=1, seed=1)
    workspace.contents.write_text(BOOK, encoding="utf-8")
    for notebook in workspace.notebooks.iterdir():
        if notebook.stem not in BOOK:
            notebook.unlink()
    text = workspace.municipality.read_text(encoding="utf-8")
    workspace.municipality.write_text(text.replace("- sv\n- en\n", "- sv\n", 1), encoding="utf-8")
    return workspace


def kill(running: subprocess.Popen[str], of: Abused, *, how: str) -> None:
    """Kill a command without warning.

    Args:
        running: The command.
        of: The project.
        how: `command`, only it; `group`, also its drivers; `all`, whatever it has started.
    """
    victims = {"command": {running.pid}, "group": set(), "all": of.processes() | {running.pid}}
    if how == "group":
        os.killpg(running.pid, signal.SIGKILL)
    for pid in victims[how]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    running.wait(timeout=60)


def wait_for_processes(of: Abused, within: float = 120) -> bool:
    """Wait until no process of the project is left; True if so."""
    deadline = time.monotonic() + within
    while of.processes() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not of.processes()
