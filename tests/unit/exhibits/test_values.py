"""A number stays a number: what a cell holds, and how it is written."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from alereport.base import locales
from alereport.exhibits import values
from alereport.exhibits.values import Cell, as_text

NBSP = "\u00a0"


def in_both(cell: Cell) -> tuple[str, str]:
    found = []
    for spoken in ("sv", "en"):
        with locales.using(spoken):
            found.append(as_text(cell).replace(NBSP, " "))
    return found[0], found[1]


@pytest.mark.parametrize(
    ("cell", "sv", "en"),
    [
        (values.amount(154390, unit="tkr"), "154 390", "154,390"),
        (values.amount(-2884, signed=True), "−2 884", "−2,884"),
        (values.amount(3476, signed=True), "+3 476", "+3,476"),
        (values.tkr(154390), "154 390 tkr", "SEK 154,390 thousand"),
        (values.million(2850), "2,9 mkr", "SEK 2.9 million"),
        (values.money(-2850), "2,9 mkr", "SEK 2.9 million"),
        (values.money(677, signed=True), "+677 000 kronor", "+SEK 677,000"),
        (values.money(-8000, hedge="drygt"), "drygt 8 mkr", "just over SEK 8 million"),
        (values.percent(2.25), "2,3 %", "2.3%"),
        (values.percent(-2.25, signed=True), "−2,3 %", "−2.3%"),
        (values.amount(12, unit="dagar", has_unit=True), "12 dagar", "12 dagar"),
        (values.amount(12, unit="dagar"), "12", "12"),
        (values.amount(30, unit="%", has_unit=True, comparator=">="), "minst 30 %", "at least 30%"),
        (values.amount(5, comparator="<="), "högst 5", "at most 5"),
        (
            values.amount(1.9, upper=2.4, unit="%", decimals=1, has_unit=True, year="2024"),
            "1,9–2,4 % (2024)",
            "1.9–2.4% (2024)",
        ),
        (values.amount(179, hedge="about"), "cirka 179", "about 179"),
        (values.amount(179, hedge="drygt"), "drygt 179", "just over 179"),
        (values.amount(7, mark="¹"), "7¹", "7¹"),
        (values.year(2024), "2024", "2024"),
        (values.year("2021-08"), "2021-08", "2021-08"),
        (values.words("Kost"), "Kost", "Kost"),
        (values.silent(), "–", "–"),
        (values.silent("utan belopp"), "utan belopp", "utan belopp"),
        (values.withheld(), "..", ".."),
        (values.not_comparable("seriebrott"), "seriebrott", "seriebrott"),
        (values.blank(), "", ""),
    ],
)
def test_a_cell_is_written_in_the_language_spoken(cell: Cell, sv: str, en: str) -> None:
    assert in_both(cell) == (sv, en)


@pytest.mark.parametrize("missing", [math.nan, None, pd.NA, np.float64("nan"), pd.NaT])
def test_a_missing_number_is_silent_and_never_a_value(missing: object) -> None:
    cell = values.amount(missing, unit="tkr")  # type: ignore[arg-type]
    assert (cell.state, cell.value, cell.unit) == ("silent", None, "tkr")
    assert not cell.is_number


@pytest.mark.parametrize("number", [np.int64(7), np.float64(7), 7, 7.0])
def test_a_number_of_numpys_is_one_of_pythons(number: float) -> None:
    cell = values.amount(number)
    assert type(cell.value) in {int, float}
    assert Cell.model_validate_json(cell.model_dump_json()) == cell


def test_a_cell_keeps_the_value_that_it_shows_rounded() -> None:
    cell = values.million(154390)
    assert (cell.value, cell.unit, cell.basis) == (154390, "tkr", "rounded")
    assert values.rounded(cell, 154390) == Decimal("154.4")
    assert values.rounded(values.percent(2.25), 2.25) == Decimal("2.3")


def test_an_empty_cell_says_which_of_four_things_it_means() -> None:
    empty = [
        values.silent(),
        values.withheld(),
        values.not_comparable("seriebrott"),
        values.blank(),
    ]
    assert len({cell.state for cell in empty}) == 4
    assert not any(cell.is_number or cell.value for cell in empty)


@pytest.mark.parametrize(
    ("value", "decimals"), [(50, 0), (50.0, 0), (2.32, 2), (1.5, 1), (0.12345, 4), (100.10, 1)]
)
def test_a_measured_value_has_the_decimals_it_has(value: float, decimals: int) -> None:
    found = values.measured(value, unit="%", comparator=">=")
    assert (found.value, found.decimals, found.comparator) == (value, decimals, ">=")


@pytest.mark.parametrize("missing", [None, math.nan, pd.NA])
def test_a_measured_value_that_is_missing_is_silent(missing: float) -> None:
    assert values.measured(missing, unit="%") == values.amount(math.nan, unit="%")
