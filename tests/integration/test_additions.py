"""A chapter and a dataset of one's own, as the command writes them: published at once."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from pathlib import Path

import pypdf
import pytest

from alereport.base import book, params
from alereport.base.workspace import Workspace
from alereport.batch import scheduling
from alereport.projects import names
from alereport.report.frames import SOURCE_DATASET, Report
from tests.conftest import _copy_of, copy_project, run_alereport


def files(workspace: Workspace) -> dict[str, bytes]:
    folders = (workspace.data, workspace.notebooks, workspace.params)
    paths = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {workspace.relative(path): path.read_bytes() for path in paths}


def done(workspace: Workspace, *arguments: str) -> str:
    ended = run_alereport(workspace, *arguments)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def grown(_small_once: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A small project with a dataset, two chapters and a committee's own one, sealed and built."""
    project = _copy_of(_small_once, tmp_path_factory.mktemp("grown"))
    done(project, "new", "dataset", "calls", "--title", "Samtal", "--title", "en:Calls")
    rows = "document,section,item,amount\nks-namndplan-2024,2.4,Växeln,1729\n"
    (project.dataset("calls") / "ks-namndplan-2024.csv").write_text(rows, encoding="utf-8")
    done(project, "new", "chapter", "calls", "--dataset", "calls", "--title", "Samtal: alla")
    done(project, "new", "chapter", "mine", "--title", "Mitt", "--after", "budget")
    done(project, "new", "chapter", "goals_ks", "--instead-of", "goals", "-c", "ks")
    done(project, "seal", "--all", "--reason", "Ny datamängd")
    assert "Data: green" in done(project, "validate", "--strict")
    done(project, "build", "--engine", "pandoc")
    return project


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A project to which nothing is added."""
    return copy_project(tmp_path_factory.mktemp("untouched"))


def page_of(workspace: Workspace, path: str) -> str:
    return (workspace.site("sv") / path).read_text(encoding="utf-8")


def test_a_chapter_from_the_template_is_published_with_table_chart_and_origins(
    grown: Workspace,
) -> None:
    page = page_of(grown, "ks-2024/mine.html")
    assert "Kommunstyrelsen 2024: Mitt" in page
    assert "Budget per område, tkr" in page
    assert "<svg" in page
    assert "Budget per område: " in page  # Its alternative text.
    assert "<td" in page_of(grown, "ks-2024/mine-origins.html")
    assert "remove-cell" not in page
    pages = [page.extract_text() for page in pypdf.PdfReader(grown.pdf("sv")).pages]
    assert any("Mitt" in page and "Budget per område" in page for page in pages)


def test_a_dataset_from_the_template_is_open_data_and_its_chapter_is_published(
    grown: Workspace,
) -> None:
    page = page_of(grown, "ks-2024/calls.html")
    assert "Vad det gäller" in page
    assert re.search(r"1\s729", page)
    package = json.loads((grown.open_data / "datapackage.json").read_text(encoding="utf-8"))
    (table,) = [each for each in package["resources"] if each["name"] == "calls"]
    assert table["title"] == "Samtal"


def test_the_list_of_the_book_keeps_its_comments_and_order(grown: Workspace) -> None:
    text = grown.contents.read_text(encoding="utf-8")
    assert text.startswith("# The book, from first page to last.")
    chapters = list(book.contents(grown).chapters)
    assert chapters[chapters.index("budget") + 1] == "mine"
    assert chapters[chapters.index("easy") + 1] == "calls"
    assert book.contents(grown).chapters["goals"].committee == {"ks": "goals_ks"}
    assert book.contents(grown).chapters["calls"].title == {"sv": "Samtal: alla"}


def test_all_that_was_added_is_fresh_and_listed(grown: Workspace) -> None:
    found = json.loads(done(grown, "status", "--json"))
    states = {each["report"]: each["state"] for each in found["reports"]}
    assert {states[f"ks-2024/{name}"] for name in ("mine", "calls", "goals")} == {"fresh"}
    assert "unlisted" not in found


def test_a_notebook_without_an_entry_and_an_entry_without_a_notebook_are_named(
    grown: Workspace, tmp_path: Path
) -> None:
    shutil.copytree(grown.root, tmp_path / "project")
    project = Workspace(tmp_path / "project")
    project.notebook("mine").rename(project.notebook("yours"))
    ended = run_alereport(project, "status")
    assert ended.stderr.count("notebooks/mine.ipynb: there is no such file") == 1
    assert ended.stderr.count("notebooks/yours.ipynb: it belongs to no chapter") == 1
    found = json.loads(done(project, "status", "--json"))
    assert found["unlisted"] == ["notebooks/yours.ipynb"]
    assert found["without_notebook"] == ["notebooks/mine.ipynb"]


@pytest.mark.parametrize(
    ("options", "made"),
    [
        ((), ["ks-2024", "ks-2022", "sn-2021"]),
        (("-c", "sn"), ["sn-2021"]),
        (("-c", "ks", "-y", "2022"), ["ks-2022"]),
        (("-y", "2022", "-y", "2021"), ["ks-2022", "sn-2021"]),
    ],
    ids=["all", "a committee", "one of its years", "years"],
)
def test_a_chapter_is_of_the_committees_and_years_that_are_named(
    project: Workspace, options: tuple[str, ...], made: list[str]
) -> None:
    done(project, "new", "chapter", "mine", *options)
    reports = params.committee_years(project)
    tasks = scheduling.tasks(project, reports, ["sv"])
    assert [task.params.slug for task in tasks if task.chapter == "mine"] == made


def test_a_project_without_a_list_of_its_own_gets_one_with_the_chapter(project: Workspace) -> None:
    project.contents.unlink()
    done(project, "new", "chapter", "mine")
    assert "mine" in book.contents(project).chapters
    assert project.contents.read_text("utf-8").startswith("# The book")


@pytest.mark.parametrize(
    "arguments",
    [
        ("chapter", "mine", "--after", "budget", "--title", "Mitt"),
        ("dataset", "calls"),
    ],
    ids=["chapter", "dataset"],
)
def test_a_dry_run_says_what_would_be_written_and_writes_nothing(
    project: Workspace, arguments: tuple[str, ...]
) -> None:
    before = files(project)
    said = done(project, "new", *arguments, "--dry-run")
    assert "would be written" in said
    assert files(project) == before
    assert json.loads(done(project, "new", *arguments, "--json"))["written"]
    assert files(project) != before


CHAPTER, DATASET = ("chapter", "mine"), ("dataset", "calls")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("chapter", "budget"), "there is a chapter budget already"),
        (("chapter", "quality"), "there is a chapter quality already"),
        (("chapter", "sources"), "there is a chapter sources already"),
        (("chapter", "Mitt kapitel"), "'Mitt kapitel' is no name of a chapter; expected at most"),
        (("chapter", "../mine"), "'../mine' is no name of a chapter"),
        (("chapter", "class"), "class is a reserved word"),
        (("chapter", "con"), "con is a reserved word"),
        (("chapter", "budget-origins"), "would be the page of another chapter's origins"),
        ((*CHAPTER, "--after", "bugdet"), "--after: the chapter bugdet is in no part; expected"),
        ((*CHAPTER, "--after", "quality"), "--after: the chapter quality is in no part"),
        ((*CHAPTER, "--title", "*Mitt*"), "--title: '*Mitt*' is given; expected a title without"),
        ((*CHAPTER, "--title", "en:Mine"), "--title: there is none in sv"),
        ((*CHAPTER, "-c", "kx"), "--committee: the committee kx is unknown; expected one of ks"),
        ((*CHAPTER, "-y", "1999"), "--year: no report matches; params/ has ks-2024"),
        ((*CHAPTER, "--dataset", "visits"), "--dataset: the dataset visits is unknown"),
        ((*CHAPTER, "--dataset", "goals"), "goals has no column of figures to show"),
        ((*CHAPTER, "--instead-of", "budget"), "no committee is named; add --committee"),
        (
            (*CHAPTER, "--instead-of", "budget", "-c", "ks", "--title", "Mitt"),
            "--instead-of: it is the same chapter with another notebook",
        ),
        ((*CHAPTER, "--as-of", "2025-08-31"), "No such option: --as-of"),
        (("dataset", "goals"), "there is a dataset goals already"),
        (("dataset", "provenance"), "provenance is a reserved word"),
        (("dataset", "my-calls"), "'my-calls' is no name of a dataset"),
        ((*DATASET, "--title", "Mina #1"), "--title: 'Mina #1' is given; expected a title"),
        ((*DATASET, "--committee", "ks"), "No such option: --committee"),
        (("budgett", "-c", "ks"), "alereport new: Invalid value for KIND: 'budgett' is nothing"),
        (("plann",), "expected plan, amendment, interim, annual, chapter or dataset"),
    ],
)
def test_what_cannot_be_added_is_refused_in_one_line_and_nothing_is_written(
    untouched: Workspace, arguments: tuple[str, ...], message: str
) -> None:
    before = files(untouched)
    ended = run_alereport(untouched, "new", *arguments)
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1), ended.stdout
    assert message in ended.stderr
    assert files(untouched) == before


def test_a_list_whose_entries_share_a_line_is_left_as_it_is(project: Workspace) -> None:
    project.contents.write_text(
        "- {page: index, title: {sv: Om}}\n"
        "- {part: plan, chapters: [{notebook: budget, title: {sv: Ekonomi}}]}\n",
        encoding="utf-8",
    )
    before = files(project)
    ended = run_alereport(project, "new", *CHAPTER)
    assert ended.returncode == 10
    assert "add it by hand: notebook: mine, of: plan, title: {sv: Mine}" in ended.stderr
    assert files(project) == before


def test_what_a_notebook_reads_after_data_is_no_name_of_a_dataset() -> None:
    fields = {field.name for field in dataclasses.fields(Report)}
    assert fields | SOURCE_DATASET.keys() | {"loaded_by"} <= names.OF_A_REPORT
