"""The goals notebook, executed, against numbers calculated by hand from the documents."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from alereport.base.workspace import Workspace
from tests.conftest import exhibits_of, label_of
from tests.handmade import plain
from tests.notebooks.conftest import outputs_in_book

EXPECTED = Path(__file__).parents[1] / "data" / "published_goals.csv"
REPORTS = (("ks-2024", "sv"), ("ks-2022", "sv"), ("sn-2021", "sv"), ("sn-2021", "en"))


def published() -> list[dict[str, str]]:
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def shown_in_book(built: Workspace, report: str, language: str) -> list[dict[str, Any]]:
    """What the executed notebook shows, cell by cell."""
    return outputs_in_book(built, f"{report}/goals", language)


def markdown(output: dict[str, Any]) -> str:
    return plain("".join(output["data"]["text/markdown"]))


def named(shown: list[dict[str, Any]], name: str) -> str:
    """The Markdown of what bears a label or is a block of that name."""
    (found,) = [
        markdown(each)
        for each in shown
        if label_of(each) == name or markdown(each).startswith(f"::: {{.{name}}}")
    ]
    return found


def cell(table: str, row: str, column: str) -> str:
    lines = [line for line in table.splitlines() if line.startswith("|")]
    cells = [[_bare(cell) for cell in line.strip("|").split(" | ")] for line in lines]
    (found,) = [each for each in cells if each[0] == row]
    return found[cells[0].index(column)]


def _bare(cell: str) -> str:
    """A cell without what marks that of a total."""
    return cell.strip().removesuffix("]{.total}").strip("[*")


@pytest.mark.parametrize("expected", published(), ids=lambda row: "/".join(list(row.values())[:4]))
def test_a_published_number_is_as_calculated_by_hand(
    expected: dict[str, str], built: Workspace
) -> None:
    shown = named(shown_in_book(built, expected["report"], "sv"), expected["shown"])
    if expected["row"]:
        assert cell(shown, expected["row"], expected["column"]) == expected["words"]
    else:
        assert expected["words"] in shown


@pytest.mark.parametrize("report", REPORTS, ids="/".join)
def test_every_cell_shows_something_in_both_formats_and_none_fails(
    report: tuple[str, str], built: Workspace
) -> None:
    shown = shown_in_book(built, *report)
    assert {each["output_type"] for each in shown} == {"execute_result"}
    assert all({"text/markdown", "text/html"} <= set(each["data"]) for each in shown)
    assert all(markdown(each).strip() for each in shown)
    assert len(shown) >= 25
    labels = [label for each in shown if (label := label_of(each))]
    assert len(labels) == len(set(labels)) >= 9
    assert all(exhibits_of(each) for each in shown)


def test_the_last_table_names_the_files_of_the_chapter_alone(built: Workspace) -> None:
    last = markdown(shown_in_book(built, "ks-2024", "sv")[-1])
    assert "data/goals/ks-namndplan-2024.csv" in last
    assert "data/budget/" not in last
