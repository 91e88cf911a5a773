"""The chapters on the evaluation and on what became of a year, executed on the real data.

`published_evaluation.csv` is typed from the documents and calculated by hand: a change of the data
or of the calculation is a diff against it.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import nbformat
import pytest

from alereport.base.workspace import Workspace
from alereport.exhibits import model
from alereport.exhibits.traced import traced_lines
from tests.handmade import plain
from tests.notebooks.conftest import outputs_here, outputs_in_book

PUBLISHED = Path(__file__).parents[1] / "data" / "published_evaluation.csv"
ROWS = list(csv.DictReader(PUBLISHED.read_text(encoding="utf-8").splitlines()))
Chapter = dict[str, str]
"""What each part of a chapter publishes, by its label or role."""


def by_name(outputs: list[nbformat.NotebookNode]) -> Chapter:
    return {
        _name(output): _words(output)
        for output in outputs
        if "text/markdown" in output.get("data", {})
    }


def _name(output: nbformat.NotebookNode) -> str:
    label = (
        exhibit.label
        if (exhibit := _exhibit(output))
        else output.metadata.get("alereport", {}).get("label")
    )
    markdown = output.data["text/markdown"]
    block = re.match(r"::: \{\.([a-z-]+)\}", markdown)
    return label or (block[1] if block else markdown)


def _exhibit(output: nbformat.NotebookNode) -> model.Exhibit | None:
    """What an output holds as values; a chapter that shows its words alone holds none."""
    return model.read(output.data[model.MIME]) if model.MIME in output.data else None


def _words(output: nbformat.NotebookNode) -> str:
    exhibit = _exhibit(output)
    old = output.metadata.get("alereport", {}).get("traced", ())
    lines = (
        [each.words for each in traced_lines(exhibit)]
        if exhibit
        else [each["words"] for each in old]
    )
    shown = re.sub(r"data:image/[^)]+", "", output.data["text/markdown"]).replace("\\", "")
    return plain("\n".join([shown, *lines]))


@pytest.fixture(scope="module")
def chapters(built: Workspace) -> dict[str, Chapter]:
    return {
        "evaluation": by_name(outputs_in_book(built, "municipality/evaluation", "sv")),
        "follow_up": by_name(outputs_in_book(built, "ks-2016/follow_up", "sv")),
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['where']}: {row['printed']}")
def test_a_published_figure_is_the_one_calculated_by_hand(
    chapters: dict[str, Chapter], row: dict[str, str]
) -> None:
    assert row["printed"] in chapters[row["chapter"]][row["where"]]


def test_the_letter_of_2016_is_called_a_letter(chapters: dict[str, Chapter]) -> None:
    chapter = chapters["follow_up"]
    assert "inte årsredovisningen själv" in chapter["about-document"]
    assert "Källa: Tjänsteutlåtande: Årsredovisning" in chapter["tbl-ks-2016-indicators"]


def test_a_plan_shows_the_figures_that_a_councillor_would_quote(built: Workspace) -> None:
    chapter = by_name(outputs_in_book(built, "ks-2024/goals", "sv"))
    shown = chapter["tbl-ks-2024-indicators"]
    assert "Nya företag i kommunen hittills under året | nej | 2023 | cirka 150" in shown
    assert "365" not in shown


@pytest.mark.parametrize(("committee", "year"), [("ks", 2024), ("sn", 2021)])
def test_a_year_without_an_annual_report_runs_and_says_so(
    committee: str, year: int, built: Workspace
) -> None:
    asked = {"committee": committee, "year": year, "language": "en"}
    chapter = by_name(outputs_here(built, "follow_up", **asked))
    assert f"No report in the sources follows {year} up." in chapter["lead"]
    assert f"tbl-{committee}-{year}-indicators" not in chapter
