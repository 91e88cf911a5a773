"""The budget, the overview and the easy-to-read summary, executed on the committed data."""

from __future__ import annotations

from functools import cache

import pytest

from alereport.base.workspace import Workspace
from tests.conftest import ROOT, labelled_words
from tests.notebooks.conftest import outputs_here, outputs_in_book

PUBLISHED = [
    [cell.strip() for cell in line.split("|")]
    for line in (ROOT / "tests/data/published_budget.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
"""Figures typed and calculated by hand from the documents: report, label, words, figure, how."""


@cache
def _words_in_book(built: Workspace, report: str) -> list[tuple[str, str]]:
    """The label and the Markdown of each output of a report such as `budget ks-2024`."""
    notebook, _space, of = report.partition(" ")
    return labelled_words(outputs_in_book(built, f"{of or 'municipality'}/{notebook}", "sv"))


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: " ".join(row[:4]))
def test_a_figure_is_printed_as_it_was_calculated_by_hand(built: Workspace, row: list[str]) -> None:
    report, label, words, figure, _how = row
    lines = [
        line
        for of, markdown in _words_in_book(built, report)
        if of == label
        for line in markdown.splitlines()
        if words in line and "base64" not in line
    ]
    assert lines, f"no line of {label or 'the words'} has {words}"
    if label.startswith("tbl-"):
        lines = [cell.strip(" *¹²³") for line in lines for cell in line.split("|")]
        assert figure in lines
    else:
        assert any(figure in line for line in lines)


def test_a_year_without_a_plan_is_shown_without_failing(built: Workspace) -> None:
    outputs = outputs_here(built, "easy", committee="ks", year=2016, language="sv")
    shown = [markdown for _label, markdown in labelled_words(outputs)]
    assert any("Vi har ingen plan för det här året." in markdown for markdown in shown)


def test_over_the_years_only_what_compares_is_told(built: Workspace) -> None:
    told = "går att jämföra får"
    reports = ("budget ks-2024", "budget ks-2022", "budget sn-2021")
    shown = {
        report: "\n".join(markdown for _label, markdown in _words_in_book(built, report))
        for report in reports
    }
    assert [report for report in reports if told in shown[report]] == ["budget ks-2024"]
