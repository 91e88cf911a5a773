"""What Quarto is given of the project, whatever a user did to `_quarto.yml`; and what it says."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from alereport.base import params
from alereport.base.errors import PublishError
from alereport.base.workspace import Workspace
from alereport.publish.books import Book, Page
from alereport.publish.engines import quarto, quarto_program, quarto_project
from tests.conftest import ROOT

STANDARD = yaml.safe_load((ROOT / "_quarto.yml").read_text(encoding="utf-8"))
WRONG = (None, 3, "text", [], [3], {}, {"a": "b"}, True)
BOOK_PAGES = (Page("index.qmd", "Översikt"), Page("ks-2024/budget.ipynb", "Ekonomi", "KS 2024"))


def places(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every key of the settings, as the path to it."""
    for key, item in value.items() if isinstance(value, dict) else ():
        yield (*path, key)
        yield from places(item, (*path, key))


def spoiled(place: tuple[str, ...], *values: Any) -> dict[str, Any]:
    """The settings without a key, or with another value there."""
    settings = copy.deepcopy(STANDARD)
    at = settings
    for key in place[:-1]:
        at = at[key]
    if values:
        at[place[-1]] = values[0]
    else:
        del at[place[-1]]
    return settings


CASES = [
    *((place, spoiled(place)) for place in places(STANDARD)),
    *((place, spoiled(place, value)) for place in places(STANDARD) for value in WRONG),
    *((("the file",), value) for value in WRONG),
]


@pytest.fixture
def project(tmp_path: Path) -> tuple[Workspace, Book]:
    """A project with a staged book, as far as Quarto's folder is made from it."""
    (tmp_path / "params").mkdir()
    settings = (ROOT / "params/municipality.yaml").read_text(encoding="utf-8")
    (tmp_path / "params/municipality.yaml").write_text(settings, encoding="utf-8")
    workspace = Workspace(tmp_path)
    staged = workspace.book("sv")
    staged.mkdir(parents=True)
    (staged / "index.qmd").write_text("# Översikt\n", encoding="utf-8")
    municipality = params.municipality(workspace)
    return workspace, Book("sv", ("sv", "en"), "Planer", municipality, BOOK_PAGES)


@pytest.mark.parametrize(("place", "settings"), CASES, ids=str)
def test_any_key_taken_out_or_of_the_wrong_kind_is_usable_or_one_message(
    project: tuple[Workspace, Book], place: tuple[str, ...], settings: Any
) -> None:
    workspace, book = project
    text = yaml.safe_dump(settings, allow_unicode=True)
    (workspace.root / "_quarto.yml").write_text(text, encoding="utf-8")
    try:
        made = quarto_project.settings(workspace, book)
    except PublishError as problem:
        message = str(problem)
        assert message.startswith("_quarto.yml: "), message
        assert "\n" not in message
        return
    assert made["filters"][: len(quarto_project.FILTERS)] == list(quarto_project.FILTERS)
    assert made["book"]["chapters"][0] == "index.qmd"
    assert made["project"]["output-dir"] == quarto_program.OUTPUT
    assert "build/" not in yaml.safe_dump(made)


@pytest.mark.parametrize("text", ["a: [", "\x00", "- a\n- b\n", ""])
def test_what_is_no_yaml_is_one_message(project: tuple[Workspace, Book], text: str) -> None:
    workspace, book = project
    (workspace.root / "_quarto.yml").write_text(text, encoding="utf-8")
    with pytest.raises(PublishError, match=r"^_quarto\.yml(:\d+)?: [^\n]*$"):
        quarto_project.settings(workspace, book)


def test_the_files_of_a_project_come_along_and_its_chapters_come_last(
    project: tuple[Workspace, Book], tmp_path_factory: pytest.TempPathFactory
) -> None:
    workspace, book = project
    files = {
        "_quarto.yml": yaml.safe_dump(
            {
                "metadata-files": ["build/book/sv.yml", "mine.yml"],
                "book": {"chapters": ["index.qmd", "notes.qmd"]},
                "format": {"html": {"theme": ["cosmo", "my.scss"], "css": ["css/my.css"]}},
            }
        ),
        "mine.yml": "bibliography: refs.bib\n",
        "refs.bib": "",
        "my.scss": '@import "more";',
        "_more.scss": "",
        "css/my.css": "main { background: url(../pictures/a.svg); }",
        "pictures/a.svg": "<svg/>",
        "notes.qmd": "# Mina ord\n\n[Ekonomi](build/book/sv/ks-2024/budget.ipynb)\n",
        "_brand.yml": "color: {}\n",
        "_extensions/own/_extension.yml": "title: Egen\n",
        "_quarto-cosmo.yml": "filters: [build/book/sv/theme/safe.lua]\n",
        "other/big.bin": "not named",
        ".secret": "not for others",
    }
    for name, text in files.items():
        (workspace.root / name).parent.mkdir(parents=True, exist_ok=True)
        (workspace.root / name).write_text(text, encoding="utf-8")
    folder = tmp_path_factory.mktemp("quarto") / "book"
    quarto_project.make(workspace, book, folder)
    copied = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert copied == {*files, "index.qmd"} - {"other/big.bin", ".secret"}
    made = yaml.safe_load((folder / "_quarto.yml").read_text(encoding="utf-8"))
    assert made["book"]["chapters"][-1] == "notes.qmd"
    assert made["book"]["chapters"].count("index.qmd") == 1
    assert made["metadata-files"] == ["mine.yml"]
    assert "(ks-2024/budget.ipynb)" in (folder / "notes.qmd").read_text(encoding="utf-8")
    assert "theme/safe.lua" in (folder / "_quarto-cosmo.yml").read_text(encoding="utf-8")
    assert quarto_project.own_chapters(workspace, book) == ["notes.qmd"]


@pytest.mark.parametrize(
    "text",
    [
        '/*! a */@import"https://fonts.example/css2?family=A";main{}',
        "@import url(https://fonts.example/a.css);",
        "main { background: url('//fonts.example/a.svg') }",
        '<link href="https://fonts.example/a.css" rel="stylesheet">',
        '<script async src="https://fonts.example/a.js"></script>',
    ],
)
def test_a_host_that_a_page_asks_for_something_is_told_of(tmp_path: Path, text: str) -> None:
    name = "page.html" if text.startswith("<") else "page.css"
    (tmp_path / name).write_text(text, encoding="utf-8")
    (warning,) = quarto.hosts_asked(tmp_path)
    assert warning.startswith(f"1 of the site's files, such as {name}, ask fonts.example for")


def test_a_link_that_a_reader_may_follow_asks_nothing_by_itself(tmp_path: Path) -> None:
    text = '<a href="https://example.org/">x</a><link rel="license" href="https://example.org/">'
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    assert list(quarto.hosts_asked(tmp_path)) == []


SAID = (
    "\x1b[1m\x1b[34m[ 1/2] index.qmd\x1b[39m\x1b[22m\n"
    "\x1b[33mWARN: PDF standard validation requested\nbut verapdf is not installed.\x1b[39m\n"
    "\x1b[33mWARN: Unable to resolve link target: a.md\x1b[39m\n"
)
FAILED = SAID + (
    "\x1b[91mERROR: In file /tmp/x/book/_quarto.yml\n(line 3) wrong value\n\n"
    "Stack trace:\n    at async mainRunner (file:///quarto.js:1:2)\x1b[39m\n"
)


def test_a_warning_is_one_line_however_long_it_is() -> None:
    assert quarto_program.warnings_in(SAID, Path("/tmp/x/book")) == (
        "PDF standard validation requested but verapdf is not installed.",
        "Unable to resolve link target: a.md",
    )


def test_an_error_is_told_up_to_its_stack_trace() -> None:
    found = quarto_program.error_in(FAILED, Path("/tmp/x/book"))
    assert found == "In file _quarto.yml (line 3) wrong value"


def test_without_an_error_the_last_lines_are_told() -> None:
    assert quarto_program.error_in("one\ntwo\n\x1b[1mKilled\n", Path("/tmp")) == "one two Killed"
