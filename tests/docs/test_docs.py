"""README and docs say what the program does: their commands run, and nothing of it is left out."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import typer

from alereport.base import errors
from alereport.base.errors import AlereportError
from alereport.base.workspace import Workspace
from alereport.cli import EXIT_CODES, app, error_reference, python_reference, reference
from alereport.cli.examples import EXAMPLES
from tests.conftest import ROOT, Ended, run_alereport

PAGES = sorted(
    [
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
        *(ROOT / "docs").rglob("*.md"),
        ROOT / "alereport" / "batch" / "warm" / "README.md",
    ]
)
GROUP: Any = typer.main.get_command(app)
NOT_ENDING = ("preview", "demo", "init", "new", "template", "fill", "kolada")
"""Commands that serve until they are stopped, take long as the page writes them, begin a project
elsewhere (tests/integration/test_init.py), are of a year (tests/integration/test_year.py) or ask
Kolada (tests/unit/kolada)."""
OF_ANOTHER_PROJECT = re.compile(r"docs/(tutorial|sv/)")
"""Pages whose commands are run in another project (tests/docs/test_tutorial.py), or are those of a
page in English."""
SLOW_TO_RENDER = re.compile(r"--counted|--only|--draft|--previous|--reason|--language|--engine")
"""Options of commands that are only parsed: they have the book rendered, or are of such a year."""


@dataclass(frozen=True)
class Command:
    """A line of a shell block, and where it stands."""

    place: str
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.place}: {shlex.join(self.words)}"


def found(words: Sequence[str]) -> tuple[Any, list[str]]:
    """The command that words name, with the kind after it if it has kinds, and the other words."""
    command, rest = GROUP.commands[words[0]], list(words[1:])
    kinds = getattr(command, "commands", {})
    return (kinds[rest[0]], rest[1:]) if rest and rest[0] in kinds else (command, rest)


def _commands() -> Iterator[Command]:
    for page in PAGES:
        is_shell = False
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip().startswith("```"):
                is_shell = line.strip() == "```sh"
            elif is_shell and line.strip():
                place = f"{page.relative_to(ROOT)}:{number}"
                yield Command(place, tuple(shlex.split(line, comments=True)))


COMMANDS = [command for command in _commands() if command.words]
OURS = [command for command in COMMANDS if Path(command.words[0]).name == "alereport"]


def filled(command: Command, workspace: Workspace, sources: Path, published: Path) -> list[str]:
    """The arguments of a command, with real paths for its placeholders."""
    folder = published if "--check" in command.words else sources
    places = {
        "DIR": str(folder),
        "FILE": str(sources / "ks-namndplan-2024.txt"),
        "../published": str(workspace.sites),
        "/srv/www/report": str(published),
    }
    return [places.get(word, word) for word in command.words[1:]]


@pytest.fixture(scope="module")
def published(_built_once: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was published, somewhere else."""
    folder = tmp_path_factory.mktemp("published") / "build"
    shutil.copytree(_built_once.build, folder)
    return folder


@pytest.fixture(scope="module")
def project_of_docs(_built_once: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A project that is built, in which every command of the docs is run in turn."""
    root = tmp_path_factory.mktemp("docs") / "project"
    shutil.copytree(_built_once.root, root)
    return Workspace(root)


@pytest.fixture(scope="module")
def ended() -> dict[tuple[str, ...], Ended]:
    """How each command ended, by its arguments: one that several pages have is run once."""
    return {}


@pytest.mark.parametrize("command", OURS, ids=str)
def test_every_command_of_ours_runs(
    command: Command,
    project_of_docs: Workspace,
    published: Path,
    sources: Path,
    ended: dict[tuple[str, ...], Ended],
) -> None:
    arguments = filled(command, project_of_docs, sources, published)
    is_parsed = arguments[0] in NOT_ENDING or OF_ANOTHER_PROJECT.match(command.place)
    names_no_row = "PLACE" in arguments  # No row of the committed data is warned of.
    # It serves until it is stopped, or nobody has decided on the rows of the sources.
    is_unreviewed = {"--review", "--accept"} & {*arguments}
    if is_parsed or names_no_row or is_unreviewed or SLOW_TO_RENDER.search(" ".join(arguments)):
        of_kind, options = found(arguments)
        of_kind.make_context(arguments[0], options).close()
        return
    key = tuple(arguments)
    if key not in ended:
        ended[key] = run_alereport(project_of_docs, *arguments)
    allowed = {0, errors.GateError.exit_code} if arguments[0] == "lint" else {0}
    assert ended[key].returncode in allowed, ended[key].stdout + ended[key].stderr


def test_every_other_command_names_what_there_is() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    extras = re.search(
        r"\[project\.optional-dependencies\](.*?)\n\[",
        (ROOT / "pyproject.toml").read_text(encoding="utf-8"),
        re.DOTALL,
    )
    assert extras
    for command in COMMANDS:
        program, *rest = command.words
        if program == "make":
            assert all(re.search(rf"^{verb}:", makefile, re.MULTILINE) for verb in rest), command
        elif rest[:1] == ["-m"] and rest[1].startswith("benchmarks."):
            source = (ROOT / f"{rest[1].replace('.', '/')}.py").read_text(encoding="utf-8")
            options = [word for word in rest[2:] if word.startswith("--")]
            assert all(f'"{option}"' in source for option in options), command
        elif Path(program).name == "papermill":
            assert (ROOT / next(word for word in rest if word.endswith(".ipynb"))).is_file()
            assert (ROOT / rest[-1]).is_file(), command
        elif Path(program).name == "pip":
            for extra in re.findall(r"\[(\w+)\]", " ".join(rest)):
                assert f"\n{extra} = " in extras[1], command


def test_every_command_written_within_a_sentence_is_one() -> None:
    for page in PAGES:
        if page.name == "CHANGELOG.md":
            continue
        for words in re.findall(r"`alereport ([a-z]+(?: [^`]*)?)`", page.read_text("utf-8")):
            assert words.split()[0] in GROUP.commands, (page.name, words)
            of_kind, rest = found(words.split())
            options = {option for parameter in of_kind.params for option in parameter.opts}
            used = [word.split("=")[0] for word in rest if word.startswith("-")]
            assert {*used} <= options | {"--help", "-h"}, (page.name, words)


def test_the_page_of_commands_is_made_from_the_commands() -> None:
    kept = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert kept == reference.reference(), "run make docs"
    for name, command in GROUP.commands.items():
        assert f"## alereport {name}" in kept
        for each in (command, *getattr(command, "commands", {}).values()):
            for parameter in each.params:
                assert parameter.help, f"{name} {parameter.name} has no help"
                assert all(f"`{option}`" in kept for option in parameter.opts if "-" in option)


def test_the_page_of_errors_is_made_from_the_errors() -> None:
    kept = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    assert kept == error_reference.reference(), "run make docs"
    named = re.findall(r"^\| `(\w+)`[^|]* \| (\d+) \| (\w+)", kept, re.MULTILINE)
    assert [(name, int(code)) for name, code, _meaning in named] == [
        (error.__name__, error.exit_code) for error in _error_classes()
    ]


def test_the_page_of_python_is_made_from_the_functions() -> None:
    kept = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    assert kept == python_reference.reference(), "run make docs"
    for said in (
        "## alereport.report\n",
        "### report.load\n",
        "### budget.bridge\n",
        "## alereport.chapters.budget\n",
    ):
        assert said in kept


def test_every_command_ends_its_help_with_examples_of_itself() -> None:
    assert EXAMPLES.keys() == GROUP.commands.keys()
    for name, lines in EXAMPLES.items():
        for line in lines:
            assert line.split()[:2] == ["alereport", name]
            assert line in GROUP.commands[name].epilog


def _error_classes(parent: type[AlereportError] = AlereportError) -> Iterator[type[AlereportError]]:
    for child in parent.__subclasses__():
        if child.__module__ == errors.__name__:
            yield child
            yield from _error_classes(child)


def test_every_exit_code_is_documented() -> None:
    of_errors = {error.exit_code for error in _error_classes()}
    assert of_errors | {0, 1, 2, 130} == set(EXIT_CODES)
    table = (ROOT / "README.md").read_text(encoding="utf-8").split("## Exit codes")[1]
    assert {int(code) for code in re.findall(r"\| (\d+) \|", table)} == set(EXIT_CODES)


def test_every_dataset_is_documented() -> None:
    page = (ROOT / "docs" / "data-steward.md").read_text(encoding="utf-8")
    table = [line for line in page.splitlines() if line.startswith("| `")]
    documented = {name for line in table for name in re.findall(r"`(\w+)`", line.split("|")[1])}
    assert documented == {path.parent.name for path in (ROOT / "data").glob("*/table.yaml")} | {
        path.name for path in (ROOT / "data").iterdir() if path.name == "commentary"
    }


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    words = (re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", heading) for heading in headings)
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in words}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / unquote(path)).resolve() if path else page
        assert target.exists(), link
        if anchor:
            assert anchor in _anchors(target), link


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md" or not page.is_file():
            continue
        reached.add(page)
        links = re.findall(r"\]\(([^)\s#]+)[^)]*\)", page.read_text(encoding="utf-8"))
        waiting += [(page.parent / unquote(link)).resolve() for link in links if ":" not in link]
    assert set(PAGES) <= reached


def test_the_glossary_has_one_row_a_word() -> None:
    page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = re.findall(r"^\| ([a-z][a-z ]+) \| ", page, re.MULTILINE)
    assert len(words) == len(set(words)) >= 30


def test_the_words_are_those_of_the_field() -> None:
    ours = re.compile(r"\b(mother|reckon(s|ed|ing)?|nought|anew|mended)\b", re.IGNORECASE)
    texts = (*PAGES, *(ROOT / "alereport").rglob("*.py"), *(ROOT / "alereport").rglob("*.yaml"))
    found = {path: ours.findall(path.read_text(encoding="utf-8")) for path in texts}
    assert {path.name: words for path, words in found.items() if words} == {}
