"""The budget, the overview and the easy-to-read summary, executed on the committed data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from tests.conftest import ROOT, labelled_words, outputs_of

PUBLISHED = [
    [cell.strip() for cell in line.split("|")]
    for line in (ROOT / "tests/data/published_budget.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
"""Figures typed and reckoned by hand from the documents: report, label, words, figure, how."""

Executed = Callable[[str], list[tuple[str, str]]]


@pytest.fixture(scope="module")
def executed(_checked_once: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Executed:
    """The label and the Markdown of each output of a report such as `budget ks-2024`."""
    folder, known = tmp_path_factory.mktemp("executed"), {}

    def outputs(report: str) -> list[tuple[str, str]]:
        if report not in known:
            known[report] = _outputs(_checked_once, report, folder / f"{report}.ipynb")
        return known[report]

    return outputs


def _outputs(project: Workspace, report: str, target: Path) -> list[tuple[str, str]]:
    notebook, _space, of = report.partition(" ")
    committee, _dash, year = of.partition("-")
    given = {"committee": committee, "year": year} if of else {}
    return labelled_words(outputs_of(project, notebook, target, **given, language="sv"))


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: " ".join(row[:4]))
def test_a_figure_is_printed_as_it_was_reckoned_by_hand(executed: Executed, row: list[str]) -> None:
    report, label, words, figure, _how = row
    lines = [
        line
        for of, markdown in executed(report)
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


def test_a_year_without_a_plan_is_shown_without_failing(executed: Executed) -> None:
    said = [markdown for _label, markdown in executed("easy ks-2016")]
    assert any("Vi har ingen plan för det här året." in markdown for markdown in said)


@pytest.mark.parametrize("report", ["budget sn-2021", "budget ks-2022"])
def test_a_plan_without_an_investment_plan_or_plans_before_it_says_so(
    executed: Executed, report: str
) -> None:
    said = "\n".join(markdown for _label, markdown in executed(report))
    assert "Investeringsplan saknas i underlaget." in said
    assert "Tidigare planer saknas i underlaget" in said
