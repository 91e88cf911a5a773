"""The personnel notebook, executed, against numbers calculated by hand from the documents."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from tests.conftest import labelled_words
from tests.notebooks.conftest import outputs_in_book

with (Path(__file__).parents[1] / "data" / "published_personnel.csv").open(
    encoding="utf-8"
) as file:
    PUBLISHED = list(csv.DictReader(file))
"""Each figure with its report, the label it stands under, words of its line, and how it was
calculated by hand."""

REPORTS = sorted({(row["report"], row["language"]) for row in PUBLISHED})


@cache
def words_in_book(built: Workspace, report: str, language: str) -> list[tuple[str, str]]:
    """The label and the Markdown of each output of the notebook."""
    return labelled_words(outputs_in_book(built, f"{report}/personnel", language))


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: " ".join(list(row.values())[:5]))
def test_a_figure_is_printed_as_it_was_calculated_by_hand(
    built: Workspace, row: dict[str, str]
) -> None:
    lines = [
        line
        for label, markdown in words_in_book(built, row["report"], row["language"])
        if label == row["label"]
        for line in markdown.splitlines()
        if row["words"] in line and "base64" not in line
    ]
    assert lines, f"no line of {row['label'] or 'the words'} has {row['words']}"
    if row["label"].startswith("tbl-"):
        cells = [cell.strip(" *¹²³⁴") for line in lines for cell in line.split("|")]
        assert row["printed"] in cells
    else:
        assert any(row["printed"] in line for line in lines)


@pytest.mark.parametrize("of", REPORTS, ids="-".join)
def test_every_chapter_has_its_lead_its_source_and_the_analysts_words(
    built: Workspace, of: tuple[str, str]
) -> None:
    shown = "\n".join(markdown for _label, markdown in words_in_book(built, *of))
    for part in ("::: {.lead}", "::: {.about-document}", "::: {.analyst}"):
        assert shown.count(part) == 1
    labels = [label for label, _markdown in words_in_book(built, *of) if label]
    assert len(labels) == len(set(labels))


def test_a_plan_without_figures_shows_none_of_an_older_plan(built: Workspace) -> None:
    shown = words_in_book(built, "ks-2024", "sv")
    assert [label for label, _markdown in shown if label] == []
    assert "26,7" not in "\n".join(markdown for _label, markdown in shown)
    assert not any("{.key-figures}" in markdown for _label, markdown in shown)
