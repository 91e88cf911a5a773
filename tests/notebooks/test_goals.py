"""The goals notebook, executed, against what was read by hand in the documents."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from alereport.base.workspace import Workspace
from alereport.exhibits.model import Exhibit
from tests.conftest import exhibits_of, label_of
from tests.handmade import plain
from tests.notebooks.conftest import outputs_in_book

EXPECTED = Path(__file__).parents[1] / "data" / "published_goals.csv"
REPORTS = (("ks-2024", "sv"), ("ks-2022", "sv"), ("sn-2021", "sv"), ("sn-2021", "en"))
NEVER = ("ej rapporterat", "har gått ut", "not reported", "has passed")
"""What may not be said of the committed plans, whose years no document covers."""


def published() -> list[dict[str, str]]:
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def shown_in_book(built: Workspace, report: str, language: str) -> list[Any]:
    """What the executed notebook shows, cell by cell."""
    return outputs_in_book(built, f"{report}/goals", language)


@cache
def parts(built: Workspace, report: str, language: str) -> list[Exhibit]:
    """The exhibits of the executed notebook, those of a group one by one."""
    shown = shown_in_book(built, report, language)
    return [exhibit for each in shown for exhibit in exhibits_of(each)]


def named(built: Workspace, report: str, name: str) -> str:
    """The Markdown of the exhibit with a label or an identifier."""
    (found,) = [each for each in parts(built, report, "sv") if name in (each.label, each.id)]
    return plain(found.markdown)


def cell(table: str, row: str, column: str) -> str:
    lines = [line for line in table.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    (found,) = [each for each in cells if each[0] == row]
    return found[cells[0].index(column)]


@pytest.mark.parametrize("expected", published(), ids=lambda row: "/".join(list(row.values())[:4]))
def test_what_is_published_is_as_read_by_hand(expected: dict[str, str], built: Workspace) -> None:
    shown = named(built, expected["report"], expected["shown"])
    if expected["row"]:
        assert cell(shown, expected["row"], expected["column"]) == expected["words"]
    else:
        assert expected["words"] in shown


@pytest.mark.parametrize("report", REPORTS, ids="/".join)
def test_every_cell_shows_an_exhibit_and_none_fails(
    report: tuple[str, str], built: Workspace
) -> None:
    shown = shown_in_book(built, *report)
    assert {each["output_type"] for each in shown} == {"execute_result"}
    assert sum(bool(exhibits_of(each)) for each in shown) >= 12  # Of the others nothing is said.
    labels = [label for each in shown if (label := label_of(each))]
    assert len(labels) == len(set(labels)) >= 2


@pytest.mark.parametrize("report", REPORTS, ids="/".join)
def test_nobody_is_blamed_for_what_no_document_could_report(
    report: tuple[str, str], built: Workspace
) -> None:
    text = " ".join(each.markdown for each in parts(built, *report))
    assert [words for words in NEVER if words in text] == []


def test_a_plan_whose_year_lies_ahead_has_no_follow_up(built: Workspace) -> None:
    assert "follow-up" not in {each.id for each in parts(built, "ks-2024", "sv")}
