"""The cells of what is published: figures as numbers, words as words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from alereport.base import language
from alereport.exhibits import csv_files

NBSP, MINUS = "\u00a0", "\u2212"


@pytest.mark.parametrize(
    ("speaking", "shown", "value", "number_format"),
    [
        ("sv", f"154{NBSP}390", "154390", "#,##0"),
        ("sv", f"{MINUS}2{NBSP}884", "-2884", "#,##0"),
        ("sv", f"+3{NBSP}476", "3476", "+#,##0;-#,##0;#,##0"),
        ("sv", f"{MINUS}8,2{NBSP}%", "-0.082", "#,##0.0%"),
        ("sv", "5,6¹", "5.6", '#,##0.0"¹"'),
        ("sv", "2024", "2024", "0"),
        ("sv", "0", "0", "#,##0"),
        ("en", "1,154,390", "1154390", "#,##0"),
        ("en", "8.2%", "0.082", "#,##0.0%"),
    ],
)
def test_a_shown_figure_becomes_the_number_it_is(
    speaking: str, shown: str, value: str, number_format: str
) -> None:
    with language.using(speaking):
        read = csv_files.figure(shown)
    assert read is not None
    assert (read.value, read.number_format) == (Decimal(value), number_format)


@pytest.mark.parametrize(
    "shown", ["", "–", "seriebrott¹", "1 av 3", "2 884", "1,154,390", "2024-05"]
)
def test_what_is_no_figure_stays_words(shown: str) -> None:
    with language.using("sv"):
        assert csv_files.figure(shown) is None


@pytest.mark.parametrize("speaking", ["sv", "en"])
@pytest.mark.parametrize("value", [0, 7, -2884, 154390, 1234567, 0.5, -12345.6])
def test_every_figure_the_report_writes_is_read_back(speaking: str, value: float) -> None:
    with language.using(speaking):
        for shown in (language.number(value, 1), language.change(value, 1)):
            read = csv_files.figure(shown)
            assert read is not None
            assert float(read.value) == value
        percentage = csv_files.figure(language.percent(value))
        assert percentage is not None
        assert float(percentage.value * 100) == pytest.approx(value)


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-a", "@sum", "\tx", "\r=1", "'=1", "-1-2"])
def test_a_text_that_would_be_a_formula_is_neutralised(cell: str) -> None:
    assert csv_files.neutral(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "=", "<=", "0", "-2884", "-8.2", "Ale - kommun", "'s"])
def test_a_figure_or_a_text_that_is_none_stays(cell: str) -> None:
    assert csv_files.neutral(cell) == cell


def table(*columns: tuple[str, ...]) -> dict[str, Any]:
    """A table whose first column names its rows; each column is its heading and its cells."""
    headings, *rows = zip(*columns, strict=True)
    figures = [False] + [True] * (len(columns) - 1)
    return {"headings": headings, "figures": figures, "rows": rows}


def lines(of: dict[str, Any], speaking: str = "sv") -> list[str]:
    with language.using(speaking):
        return csv_files.csv_of_table(of).decode().splitlines()


def test_a_shown_table_is_a_file_of_numbers_whatever_the_language() -> None:
    swedish = table(
        ("Område", "=Kost", "-2", "Totalt"),
        ("2024", f"{MINUS}2{NBSP}884", "–", f"154{NBSP}390¹"),
        ("Andel", f"8,2{NBSP}%", "seriebrott", f"100,0{NBSP}%"),
    )
    english = table(
        ("Area", "=Kost", "-2", "Total"),
        ("2024", f"{MINUS}2,884", "–", "154,390¹"),
        ("Share", "8.2%", "break", "100.0%"),
    )
    figures = ["'=Kost,-2884,8.2", "-2,,seriebrott", "Totalt,154390,100.0"]
    assert lines(swedish) == ['Område,2024,"Andel, %"', *figures]
    assert lines(english, "en") == [
        'Area,2024,"Share, %"',
        *(line.replace("seriebrott", "break").replace("Totalt", "Total") for line in figures),
    ]


def test_a_percent_sign_stays_where_other_figures_have_none() -> None:
    made = lines(table(("Mått", "Nöjda", "Antal"), ("Utfall", f"80,5{NBSP}%", "7")))
    assert made == ["Mått,Utfall", f'Nöjda,"80,5{NBSP}%"', "Antal,7"]


def test_a_heading_that_says_percent_says_it_once() -> None:
    made = lines(table(("Område", "Kost"), ("Förändring, %", f"+8,2{NBSP}%")))
    assert made == ['Område,"Förändring, %"', "Kost,8.2"]
