"""What `alereport preview` builds, again and again, is what a build from cold makes."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from alereport.base.workspace import Workspace
from alereport.preview import rebuild
from tests.conftest import ROOT, edit
from tests.integration.batch.test_interruptions import wait_for
from tests.patience import PATIENCE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux")

COMMENTARY, BUDGET = "data/commentary/ks-namndplan-2024.md", "data/budget/ks-namndplan-2024.csv"
SETTINGS, NOTEBOOK = "params/municipality.yaml", "notebooks/budget.ipynb"
THEME = "alereport/publish/book/theme"
LAST_CELL = '\n ],\n "metadata": {'
OWN_CELL = ' ,{"cell_type": "markdown", "id": "own", "metadata": {}, "source": ["Egna ord."]}\n ],'
EDITS: dict[str, tuple[tuple[str, str, str], str]] = {
    "commentary": ((COMMENTARY, "Planen säger", "Planen säger nu"), "Planen säger nu"),
    "settings": ((SETTINGS, "accent: ", 'accent: "#0b5c7b" # '), "--accent: #0b5c7b"),
    "rules": (("data/budget/rules.yaml", "felskriven cell syns", "fel syns"), "fel syns"),
    "notebook": ((NOTEBOOK, LAST_CELL, LAST_CELL.replace(" ],", OWN_CELL)), "Egna ord."),
    "text": (("texts/foreword.qmd", "Ett ord", "Ett annat ord"), "Ett annat ord"),
    "logo": (("params/logo.svg", 'viewBox="0 0 90 60"', 'viewBox="0 0 80 60"'), "133 / 100"),
    "stylesheet": ((f"{THEME}/content.css", "/*", "/* seen */ /*"), "/* seen */"),
    "code": (("alereport/publish/books.py", '"{mark}: {name}"', '"{mark} · {name}"'), "UTKAST · "),
    "script": ((f"{THEME}/page.js", "", "// seen\n"), "// seen"),
}
"""An edit of each kind of ingredient, and what is seen of it in a file of the site."""


@dataclass
class Previewed:
    """A preview at work on a project, and on a copy of the package."""

    process: subprocess.Popen[str]
    workspace: Workspace
    package: Path

    def shows(self, words: str) -> bool:
        """Whether a file of the site, or the gate's verdict, has some words."""
        verdict = self.workspace.verdict
        data = [*self.site().values(), verdict.read_bytes() if verdict.is_file() else b""]
        return any(words.encode() in each for each in data)

    def wait_until_shown(self, words: str) -> None:
        """Wait until they are shown, and the build has ended."""
        assert wait_for(lambda: self.shows(words)), words
        with FileLock(self.workspace.build / ".lock"):  # The search is made after the pages.
            assert self.shows(words)

    def change(self, file: str, old: str, new: str) -> None:
        root = self.package.parent if file.startswith("alereport/") else self.workspace.root
        edit(Workspace(root), file, old, new)

    def site(self) -> dict[str, bytes]:
        """The content of each file of the site, by its path; empty while it is replaced."""
        found = {}
        with suppress(FileNotFoundError):
            for path in sorted(self.workspace.preview.rglob("*")):
                if path.is_file():
                    found[path.relative_to(self.workspace.preview).as_posix()] = path.read_bytes()
        return found


def environment(package: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(package.parent), "PYTHONUNBUFFERED": "1"}


@contextmanager
def previewed(workspace: Workspace, package: Path) -> Iterator[Previewed]:
    running = subprocess.Popen(
        [sys.executable, "-m", "alereport", "preview", "--no-open"],
        cwd=workspace.root,
        stdout=subprocess.DEVNULL,
        text=True,
        env=environment(package),
    )
    try:
        yield Previewed(running, workspace, package)
    finally:
        running.send_signal(signal.SIGINT)
        try:
            running.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            running.kill()
            running.communicate()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package, to be changed."""
    ignored = shutil.ignore_patterns("__pycache__")
    return Path(shutil.copytree(ROOT / "alereport", tmp_path / "code/alereport", ignore=ignored))


def add_logo_and_text(workspace: Workspace) -> None:
    edit(workspace, SETTINGS, "name: ", "logo: {sv: Vapnet}\nname: ")
    edit(
        workspace,
        "params/book.yaml",
        "- page: reading\n",
        "- text: foreword\n  title: {sv: Förord, en: Foreword}\n- page: reading\n",
    )
    logo = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60"><path d="M0 0H9"/></svg>'
    (workspace.params / "logo.svg").write_text(logo, encoding="utf-8")
    workspace.texts.mkdir()
    (workspace.texts / "foreword.qmd").write_text("Ett ord.\n", encoding="utf-8")


def test_each_kind_of_change_is_seen_and_gives_the_pages_of_a_cold_build(
    small_copy: Workspace, package: Path
) -> None:
    add_logo_and_text(small_copy)
    kinds = list(EDITS)
    random.Random(25).shuffle(kinds)
    with previewed(small_copy, package) as preview:
        preview.wait_until_shown("Ett ord")
        for kind in kinds:
            change, seen = EDITS[kind]
            assert not preview.shows(seen), kind
            preview.change(*change)
            preview.wait_until_shown(seen)
        with FileLock(small_copy.build / ".lock"):
            warm = preview.site()
    assert "sv/pagefind/pagefind.js" in warm
    for path in small_copy.build.iterdir():
        if path != small_copy.sites and path.is_dir():  # What was published before is in the feed.
            shutil.rmtree(path)
    done = subprocess.run(
        [sys.executable, "-m", "alereport", "build", "--draft", "--preview", "--language", "sv"],
        cwd=small_copy.root,
        capture_output=True,
        text=True,
        check=False,
        env=environment(package),
    )
    assert done.returncode == 0, done.stderr
    cold = Previewed(preview.process, small_copy, package).site()
    assert {name for name in warm.keys() | cold.keys() if warm.get(name) != cold.get(name)} == set()


def test_a_changed_stylesheet_runs_no_notebook_and_converts_no_page(
    small_copy: Workspace, package: Path
) -> None:
    caches = ("pages-sv-draft", "origins-sv-draft", "chapters-sv", "workbooks-sv-draft")

    def made() -> dict[Path, int]:
        folders = (small_copy.build / "notebooks", *(small_copy.caches / name for name in caches))
        return {path: path.stat().st_mtime_ns for folder in folders for path in folder.rglob("*")}

    with previewed(small_copy, package) as preview:
        preview.wait_until_shown("UTKAST")
        before = made()
        change, seen = EDITS["stylesheet"]
        preview.change(*change)
        preview.wait_until_shown(seen)
        assert made() == before
        pages = [data for name, data in preview.site().items() if name.endswith(".html")]
    assert len(before) > len(caches)
    assert all(b"/* seen */" in page for page in pages if b"<style>" in page)


@pytest.mark.parametrize("is_forked", [True, False])
def test_an_interrupt_while_the_build_is_started_ends_it(
    small_copy: Workspace, monkeypatch: pytest.MonkeyPatch, is_forked: bool
) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Interrupted(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            started.append(self)
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(subprocess, "Popen", Interrupted)
    monkeypatch.setattr(rebuild.warm, "ENABLED", is_forked)
    with pytest.raises(KeyboardInterrupt), builder(small_copy) as builds:
        builds.build(int)
    for process in started:
        process.wait(timeout=PATIENCE)


def builder(workspace: Workspace) -> rebuild.Builder:
    from alereport.cli import builds

    return rebuild.Builder(workspace, ["sv"], preload=builds.PRELOAD, run=builds.RUN)


def test_a_build_that_is_not_forked_gives_the_same_result(
    small_copy: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows."""
    edit(small_copy, "params/ks-2024.yaml", "year: 2024", "yaer: 2024")
    messages = []
    for is_forked in (True, False):
        monkeypatch.setattr(rebuild.warm, "ENABLED", is_forked)
        with builder(small_copy) as builds:
            result = builds.build(int)
        assert not result.succeeded
        messages.append(result.message)
    assert messages[0] == messages[1]
    assert "the key `year` is missing" in messages[0]
    edit(small_copy, "params/ks-2024.yaml", "yaer: 2024", "year: 2024")
    shown: list[str] = []
    mark: Callable[[], None] = lambda: shown.append("shown")  # noqa: E731
    with builder(small_copy) as builds:
        assert builds.build(mark).succeeded
    assert shown == ["shown"]
