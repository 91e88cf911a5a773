"""Kill commands in a small project, and find whatever they left: files, processes, locks."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from alereport import demo
from alereport.base.workspace import TEMPORARY, Workspace
from alereport.batch import descendants
from tests.conftest import ROOT, _made_once
from tests.patience import PATIENCE

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


COMMANDS = {
    "status": (["status"], {0}),
    "validate": (["validate"], {0}),
    "lint": (["lint", "--exit-zero"], {0}),
    "trace": (["trace", "1"], {0, 2, 14}),
    "rules": (["rules"], {0}),
    "rules --lock": (["rules", "--lock", "--reason", "Tried."], {0}),
    "seal": (["seal", "--all", "--reason", "Tried."], {0}),
    "seal --list": (["seal", "--list"], {0}),
    "count --write": (["count", "kultur-plan-2024", "--write"], {0}),
    "migrate": (["migrate"], {0}),
    "run": (["run"], {0}),
    "build": (["build", "--engine", "pandoc", "--draft"], {0}),
    "publish": (["publish", "--engine", "pandoc", "--draft"], {0, 15}),
}
"""Each command, and how it may end while another is at work: what another has just made stale is
not published."""


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

    def run_together(self, *commands: Sequence[str]) -> list[tuple[int, str]]:
        """Run commands at the same time; return the exit code and the words of each."""
        started = [self.start(*command) for command in commands]
        with ThreadPoolExecutor() as threads:
            printed = list(threads.map(lambda each: each.communicate(timeout=1800), started))
        return [
            (each.returncode, "".join(words)) for each, words in zip(started, printed, strict=True)
        ]

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
    only_chapters(workspace)
    return workspace


def only_chapters(workspace: Workspace) -> None:
    """Leave two chapters of a project, in Swedish."""
    workspace.contents.write_text(BOOK, encoding="utf-8")
    for notebook in workspace.notebooks.iterdir():
        if notebook.stem not in BOOK:
            notebook.unlink()
    text = workspace.municipality.read_text(encoding="utf-8")
    workspace.municipality.write_text(text.replace("- sv\n- en\n", "- sv\n", 1), encoding="utf-8")


def build(workspace: Workspace) -> None:
    """Make a copy of the project's own the same small one, and build it."""
    shutil.rmtree(workspace.root)
    small_project(Workspace(ROOT), workspace.root)
    with temporary_folder() as temporary:
        code, printed = Abused(workspace, temporary).run("build", "--engine", "pandoc")
    assert code == 0, printed


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder whose path is short enough for sockets in folders in it."""
    with tempfile.TemporaryDirectory(prefix="t-", dir="/tmp") as name:
        yield Path(name)


def assert_at_peace(abused: Abused, one: str, other: str) -> None:
    """Run two commands at once, of which each must end as it does alone and leave nothing."""
    abused.workspace.seals.unlink()
    abused.workspace.executed("sv", "kultur-2024/budget").unlink()
    pair = [COMMANDS[name] for name in (one, other)]
    for (_command, codes), (code, printed) in zip(
        pair, abused.run_together(*(command for command, _codes in pair)), strict=True
    ):
        assert code in codes, printed
        assert "Traceback" not in printed
    assert abused.left() == []
    code, printed = abused.run("validate")
    assert code == 0, printed
    assert abused.workspace.seals.is_file() == ("seal" in {one, other})


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
    running.wait(timeout=PATIENCE)
    for stream in (running.stdout, running.stderr):
        if stream:
            stream.close()


@pytest.fixture(scope="session")
def once(_shared: Path) -> Workspace:
    """A small project that is built; to be copied, not changed."""
    return _made_once(_shared, "abused", build)


@pytest.fixture
def abused(once: Workspace, tmp_path: Path) -> Iterator[Abused]:
    """A copy of it of a test's own."""
    shutil.copytree(once.root, tmp_path / "small")
    with temporary_folder() as temporary:
        yield Abused(Workspace(tmp_path / "small"), temporary)
