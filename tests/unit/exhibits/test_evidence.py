"""The numbers of a sentence, compared with the rows that the sentence names."""

from __future__ import annotations

from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from alereport.data import schemas
from alereport.exhibits import values
from alereport.exhibits.building import lines, sentence
from alereport.exhibits.evidence import Evidence, numbers
from alereport.exhibits.phrases import Words
from alereport.exhibits.values import Cell

ROOT = Path(__file__).parents[3]
BUDGET = {
    "data/budget/plan.csv#hr/2023": ("hr", 2023, 26_000),
    "data/budget/plan.csv#hr/2024": ("hr", 2024, 26_677),
    "data/budget/plan.csv#total/2023": ("total", 2023, 157_274),
    "data/budget/plan.csv#total/2024": ("total", 2024, 154_390),
}
HR = ("data/budget/plan.csv#hr/2023", "data/budget/plan.csv#hr/2024")
TOTALS = ("data/budget/plan.csv#total/2023", "data/budget/plan.csv#total/2024")


def read(row: str) -> tuple[str, schemas.Schema, dict[str, str]] | None:
    if row not in BUDGET:
        return None
    area, year, amount = BUDGET[row]
    cells = {"area": area, "amount_year": f"{year}", "kind": "budget", "amount_tkr": f"{amount}"}
    return "budget", schemas.schema(Workspace(ROOT), "budget"), {"plan_year": "2024", **cells}


def verdict(gap: Words | int, rows: tuple[str, ...] = TOTALS) -> bool:
    text = lines("lead", [sentence("said", "It is {gap}.", rows, gap=gap)])
    (number,) = numbers(text)
    return Evidence(read).supports(number)


@pytest.mark.parametrize(
    ("cell", "rows"),
    [
        (values.tkr(154_390), TOTALS),
        (values.million(154_390), TOTALS),
        (values.tkr(2_884, basis="derived"), TOTALS),
        (values.percent(-1.8337423858997672), TOTALS),
        (values.percent(1.8), TOTALS),
        (values.year(2024), TOTALS),
        (values.count(1, rows=HR[:1]), TOTALS),
        (values.count(0), ()),
        (values.percent(100 * 26_677 / 154_390), (*HR, *TOTALS)),
        # Of two years, as of two documents, only a number that names both rows is their sum.
        (values.tkr(52_677).model_copy(update={"rows": HR}), TOTALS),
    ],
)
def test_a_number_of_its_rows_is_supported_and_spoilt_it_is_not(
    cell: Cell, rows: tuple[str, ...]
) -> None:
    assert verdict(cell, rows)
    assert isinstance(cell.value, (int, float))
    for sign in (1, -1):
        step = max(abs(cell.value) * 0.03, 10.0**-cell.decimals)
        spoilt = cell.value + sign * (step if cell.unit == "%" else max(1, round(step)))
        assert not verdict(cell.model_copy(update={"value": spoilt}), rows)


def test_a_number_said_to_be_that_of_a_row_may_not_be_computed() -> None:
    assert not verdict(values.tkr(2_884))
    assert verdict(values.tkr(2_884, basis="derived"))


def test_a_number_that_names_no_row_is_not_supported() -> None:
    assert not verdict(values.tkr(154_390), ())
    assert not verdict(values.count(3), ())


def test_a_count_without_rows_of_its_own_is_of_the_rows_of_its_line() -> None:
    assert verdict(values.count(2), HR)
    assert verdict(values.count(1), HR)
    assert not verdict(values.count(3), HR)


def test_a_count_with_rows_of_its_own_is_how_many_they_are() -> None:
    assert verdict(values.count(2, rows=HR))
    assert not verdict(values.count(1, rows=HR))
    assert not verdict(values.count(3, rows=(*HR, HR[0])))


def test_the_year_of_the_report_may_be_said_of_anything() -> None:
    text = lines("lead", [sentence("said", "In {year}.", year=2022)])
    (number,) = numbers(text)
    assert Evidence(read, {2022}).supports(number)
    assert not Evidence(read).supports(number)


def test_a_sum_of_rows_that_the_number_does_not_name_is_not_supported() -> None:
    assert not verdict(values.tkr(52_677), HR)


def test_an_estimate_is_no_number_of_rows() -> None:
    estimate = values.percent(12.3, basis="estimated")
    assert not list(numbers(lines("lead", [sentence("said", "It is {gap}.", HR, gap=estimate)])))
