"""What the tests share: copies of the project, and one that is built once."""

from __future__ import annotations

import io
import multiprocessing.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from contextvars import copy_context
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import is_hypothesis_test, settings
from nbformat import NotebookNode

from alereport.base.workspace import Workspace
from alereport.exhibits.model import MIME, Exhibit, parts_of, read
from alereport.gate import validation
from alereport.publish import manual
from alereport.texts import document
from tests.handmade import plain

os.environ |= {"NO_COLOR": "1", "COLUMNS": "200"}
"""Before the command line is imported: it looks at them once."""

EXAMPLES = 25
settings.register_profile("tests", max_examples=EXAMPLES, deadline=None, derandomize=True)
settings.register_profile("soak", max_examples=100, deadline=None)
settings.load_profile("tests")

ROOT = Path(__file__).parents[1]
MADE_ONCE = {"_checked_once", "_built_once", "_small_once"}
WHAT_PEOPLE_WRITE = ("data", "notebooks", "params", "_quarto.yml", "index.qmd")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Function]) -> None:
    """Mark as slow what needs a verdict or a build, or many examples; leave out long forms."""
    if config.getoption("--hypothesis-profile") != "soak":
        config.hook.pytest_deselected(items=[each for each in items if is_long(each)])
        items[:] = [each for each in items if not is_long(each)]
    for item in items:
        if MADE_ONCE.intersection(item.fixturenames) or is_hypothesis_test(item.obj):
            item.add_marker("slow")
    let_one_build(items)


def let_one_build(items: list[pytest.Function]) -> None:
    """Begin with one file that needs the built project, and others that need nothing shared.

    Processes that each began with a file that needs it would all wait for the one that builds. The
    files of tests/unit, which are short, stay last.
    """
    waiting = {each.path for each in items if MADE_ONCE.intersection(each.fixturenames)}
    building = [each.path for each in items if "_built_once" in each.fixturenames][:1]
    waiting |= {each.path for each in items if each.path.is_relative_to(ROOT / "tests" / "unit")}
    items.sort(key=lambda each: each.path in waiting and each.path not in building)


def is_long(item: pytest.Function) -> bool:
    """Whether a test, or one of its parameters, is a long form, which `make soak` alone runs."""
    return item.get_closest_marker("long") is not None


def examples(count: int) -> settings:
    """Try so many examples in `make test`, and as many times more in `make soak` as all others."""
    return settings(max_examples=count * settings().max_examples // EXAMPLES)


def copy_project(to: Path) -> Workspace:
    """The repository's own project, as a fresh clone has it: nothing built."""
    to.mkdir(parents=True, exist_ok=True)
    for name in WHAT_PEOPLE_WRITE:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, to / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        else:
            shutil.copy2(source, to / name)
    return Workspace(to)


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


def run_alereport(workspace: Workspace, *arguments: str) -> Ended:
    """The command line as a user calls it, in the project's folder, within this process."""
    printed, errors = io.StringIO(), io.StringIO()
    with (
        chdir(workspace.root),
        redirect_stdout(printed),
        redirect_stderr(errors),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(sys, "argv", ["alereport", *arguments])
        code = copy_context().run(_exit_code)
    return Ended(code, printed.getvalue(), errors.getvalue())


def _exit_code() -> int:
    from alereport import cli

    try:
        cli.main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def start_alereport(workspace: Workspace, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The same in a process of its own, where that is what is tested."""
    return subprocess.run(
        [sys.executable, "-m", "alereport", *arguments],
        cwd=workspace.root,
        capture_output=True,
        text=True,
        timeout=1200,  # However loaded the machine is; the run ends by itself.
        check=False,
    )


def papermill(workspace: Workspace, *arguments: str, seconds: int = 300) -> str:
    """What stock papermill says on its way, in the project's folder."""
    done = subprocess.run(
        [sys.executable, "-m", "papermill", *arguments],
        cwd=workspace.root,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def exhibits_of(output: Mapping[str, Any]) -> list[Exhibit]:
    """The exhibits in an output, those of a group one by one."""
    data = output.get("data", {}).get(MIME)
    return list(parts_of(read(data))) if data else []


def label_of(output: Mapping[str, Any]) -> str:
    """What an output is referred to by in the book; empty for text."""
    return next((each.label for each in exhibits_of(output) if each.label), "")


def labelled_words(outputs: list[NotebookNode]) -> list[tuple[str, str]]:
    """The label and the Markdown of each output that is published."""
    return [
        (label_of(output), plain(output.data["text/markdown"]))
        for output in outputs
        if "text/markdown" in output.get("data", {})
    ]


def edit(workspace: Workspace, file: str, old: str, new: str) -> None:
    """Replace some text of a project's file, where it first stands."""
    path = workspace.root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Workspace:
    """A project of its own for the test to spoil."""
    return copy_project(tmp_path / "project")


def _copy_of(workspace: Workspace, folder: Path) -> Workspace:
    root = folder / "project"
    shutil.copytree(workspace.root, root)
    return Workspace(root)


def make_once(folder: Path, name: str, make: Callable[[], object]) -> None:
    """Make something once, however many processes share the tests out among themselves.

    Args:
        folder: What all processes share.
        name: What is made, a path in the folder; what was left half made is removed first.
        make: Makes it.
    """
    whole = folder / f"{name}.whole"
    with FileLock(folder / f"{name}.lock"):
        if not whole.exists():
            shutil.rmtree(folder / name, ignore_errors=True)
            make()
            whole.touch()


def _made_once(folder: Path, name: str, make: Callable[[Workspace], object]) -> Workspace:
    """A project that is made once of a copy of the repository's own."""
    root = folder / name / "project"
    make_once(folder, name, lambda: make(copy_project(root)))
    return Workspace(root)


@contextmanager
def unchanged(workspace: Workspace) -> Iterator[Workspace]:
    """A project that many tests read: an error at the end of them if what it holds was changed."""
    before = _holds(workspace)
    yield workspace
    changed = [name for name, _state in _holds(workspace).items() ^ before.items()]
    assert not changed, f"a test changed what all share: {sorted(set(changed))}"


def _holds(workspace: Workspace) -> dict[str, tuple[int, int]]:
    """The size and time of each file that people write, or readers of the site have."""
    tops = [*WHAT_PEOPLE_WRITE, "build/site", "build/open-data", "build/notebooks"]
    found = (
        path for top in tops for path in [workspace.root / top, *(workspace.root / top).rglob("*")]
    )
    stats = {workspace.relative(path): path.stat() for path in found if path.is_file()}
    return {name: (each.st_size, each.st_mtime_ns) for name, each in stats.items()}


@pytest.fixture(scope="session")
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run of the tests share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def _checked_once(_shared: Path) -> Iterator[Workspace]:
    with unchanged(_made_once(_shared, "checked", validation.validate)) as made:
        yield made


@pytest.fixture
def checked(_checked_once: Workspace, tmp_path: Path) -> Workspace:
    """A project of its own for the test to spoil, with the gate's verdict on it."""
    return _copy_of(_checked_once, tmp_path)


def _build(workspace: Workspace) -> None:
    done = run_alereport(workspace, "build", "--engine", "pandoc", "--verbose")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def _built_once(_shared: Path, _checked_once: Workspace) -> Iterator[Workspace]:
    def build(workspace: Workspace) -> None:
        shutil.copytree(_checked_once.build, workspace.build)
        _build(workspace)

    with unchanged(_made_once(_shared, "built", build)) as made:
        yield made


@pytest.fixture(scope="session")
def built(_built_once: Workspace) -> Workspace:
    """The project after `alereport build`; to be read, not changed."""
    return _built_once


@pytest.fixture
def built_copy(_built_once: Workspace, tmp_path: Path) -> Workspace:
    """A built project of its own for the test to spoil."""
    return _copy_of(_built_once, tmp_path)


@pytest.fixture(scope="session")
def manual_site(_shared: Path) -> Path:
    """The manual as a site, a folder a language; to be read, not changed."""
    folder = _shared / "manual"

    def publish() -> None:
        workspace = copy_project(folder / "project")
        manual.publish(workspace, ROOT / "docs", folder / "site")

    make_once(_shared, "manual", publish)
    return folder / "site"


def _build_small(workspace: Workspace) -> None:
    for report in workspace.params.glob("*-[0-9]*.yaml"):
        if report.stem != "ks-2024":
            report.unlink()
    edit(workspace, "params/municipality.yaml", "languages: [sv, en]", "languages: [sv]")
    _build(workspace)


@pytest.fixture(scope="session")
def _small_once(_shared: Path, _checked_once: Workspace) -> Iterator[Workspace]:
    def build(workspace: Workspace) -> None:
        shutil.copytree(_checked_once.quality, workspace.quality)
        _build_small(workspace)

    with unchanged(_made_once(_shared, "small", build)) as made:
        yield made


@pytest.fixture(scope="session")
def small(_small_once: Workspace) -> Workspace:
    """The same with the plan of one committee and year, in Swedish; to be read, not changed."""
    return _small_once


@pytest.fixture
def small_copy(_small_once: Workspace, tmp_path: Path) -> Workspace:
    """A small built project of its own for the test to spoil: it is published in seconds."""
    return _copy_of(_small_once, tmp_path)


@pytest.fixture
def sources() -> Path:
    """The folder of source documents, beside the repository."""
    folder = Path(os.environ.get("ALEREPORT_SOURCES", ROOT.parent / "shared" / "sources"))
    if not folder.is_dir():
        pytest.skip(f"the source documents are not in {folder}")
    return folder


@cache
def _opened(folder: Path) -> dict[str, document.Source]:
    return document.open_all(Workspace(ROOT), folder)


@pytest.fixture
def opened(sources: Path) -> dict[str, document.Source]:
    """The source documents by name, with the sections that the data name."""
    return _opened(sources)


@pytest.fixture(scope="session", autouse=True)
def _folder_of_multiprocessing() -> None:
    """Made before a command in this process moves temporary files to a folder that goes first."""
    multiprocessing.util.get_temp_dir()


def points_on(path: Path) -> bool:
    """Whether a page stands at a former address, and only leads to the page that is meant."""
    return 'http-equiv="refresh"' in path.read_text(encoding="utf-8")
