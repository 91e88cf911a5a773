"""Rows beside the lines of their document, without what is withheld."""

from __future__ import annotations

import pytest

from alereport.base.errors import WITHHELD
from alereport.base.workspace import Workspace
from alereport.texts import side_by_side
from alereport.texts.document import Line, Source
from alereport.texts.side_by_side import Compared
from tests.conftest import ROOT, edit

REPOSITORY = Workspace(ROOT)
BUDGET = "data/budget/ks-namndplan-2024.csv"
SICK_LEAVE = "data/sick_leave/ks-verksamhetsplan-2022.csv"
PLAN = Source(
    "ks-namndplan-2024",
    "4 Ekonomi\n\n4.1 Budget\n\nEkonomiavdelningen\t19 284\t20 184\t20 450\n\n"
    "Ekonomiavdelningen har 9 saker.\n",
    ["4.1"],
)


def compared(file: str, *lines: int, source: Source | None = PLAN) -> list[Compared]:
    return side_by_side.compared(REPOSITORY, ROOT / file, lines, source)


def test_a_row_stands_beside_the_line_that_prints_its_figure() -> None:
    (row,) = compared(BUDGET, 7)
    assert (row.place, row.cells["amount_tkr"]) == (f"{BUDGET}:7", "20450")
    assert "document" not in row.cells
    assert row.lines == (Line(5, "Ekonomiavdelningen\t19 284\t20 184\t20 450"),)
    assert (row.problem, row.as_json()["found"]) == ("", True)


def test_a_row_that_no_line_prints_says_what_was_expected() -> None:
    other = Source("x", "4.1 B\n\nEkonomiavdelningen\t19 284\t20 184\t99\n", ["4.1"])
    (row,) = compared(BUDGET, 7, source=other)
    expected = "19 284 20 184 99, as printed beside Ekonomiavdelningen"
    assert row.problem == f"amount_tkr: expected {expected}"
    assert ([line.number for line in row.lines], row.as_json()["found"]) == ([3], False)


def test_without_a_document_nothing_is_said_of_whether_a_row_stands_there() -> None:
    (row,) = compared(BUDGET, 7, source=None)
    assert (row.lines, row.as_json()["found"]) == ((), None)


def test_all_rows_are_those_of_the_file() -> None:
    rows = side_by_side.compared(REPOSITORY, ROOT / BUDGET, None, None)
    assert [row.place for row in rows] == [f"{BUDGET}:{line}" for line in range(2, 26)]


def test_a_row_of_a_register_is_looked_for_in_no_document() -> None:
    (row,) = compared("data/committees/committees.csv", 2)
    assert (row.cells["committee"], row.as_json()["found"]) == ("ks", None)


def test_a_withheld_row_is_shown_by_the_numbers_of_its_lines_alone(project: Workspace) -> None:
    source = Source("ks-verksamhetsplan-2022", "7 P\n\nKontaktcenter: 14,6 och 5,6.\n", ["7"])
    edit(project, SICK_LEAVE, ",14.6,5.6,,,true", ",14.6,5.7,,,false")
    (row,) = side_by_side.compared(project, project.root / SICK_LEAVE, [2], source)
    assert row.cells["total_percent"] == WITHHELD
    assert row.lines == (Line(3, WITHHELD),)
    assert row.problem == f"long_term_percent: expected {WITHHELD}"
    assert "14" not in str(row)


@pytest.mark.parametrize(
    ("before", "after", "dots"),
    [(0, 0, (False, False)), (9, 400, (False, True)), (400, 9, (True, False))],
)
def test_a_line_as_long_as_a_page_is_cut_around_what_the_row_says(
    before: int, after: int, dots: tuple[bool, bool]
) -> None:
    line = Line(1, f"{'a ' * before}Kontaktcenter{' b' * after}")
    shown = side_by_side.excerpt(line, ["1", "kontaktcenter"])
    assert "Kontaktcenter" in shown
    assert (shown.startswith("… "), shown.endswith(" …")) == dots
    assert len(shown) <= side_by_side.WINDOW + 4
