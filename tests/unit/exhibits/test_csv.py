"""Tables for other programs: numbers as numbers, words as words, one thing a column."""

from __future__ import annotations

import pytest

from alereport.base import locales
from alereport.exhibits import csv_files, values
from alereport.exhibits.model import Column, Row, Table
from alereport.exhibits.values import Cell


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-a", "@sum", "\tx", "\r=1", "'=1", "-1-2"])
def test_a_text_that_would_be_a_formula_is_neutralised(cell: str) -> None:
    assert csv_files.without_formula(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "=", "<=", ">=", "0", "-2884", "-8.2", "Ale - kommun", "'s"])
def test_a_figure_or_a_text_that_is_none_stays(cell: str) -> None:
    assert csv_files.without_formula(cell) == cell


def table(names: list[str], **columns: list[Cell]) -> Table:
    """A table whose first column names its rows; each other is its heading and its cells."""
    naming = Column(key="name", heading="Område", figures=False)
    others = [Column(key=heading, heading=heading) for heading in columns]
    cells = zip(*columns.values(), strict=True)
    rows = [
        Row(key=name, cells=(values.words(name), *row))
        for name, row in zip(names, cells, strict=True)
    ]
    return Table(id="x", caption="", columns=(naming, *others), rows=tuple(rows))


def lines(of: Table, speaking: str = "sv") -> list[str]:
    with locales.using(speaking):
        return csv_files.to_csv(of).decode().splitlines()


@pytest.mark.parametrize("speaking", ["sv", "en"])
def test_a_table_is_a_file_of_numbers_whatever_the_language(speaking: str) -> None:
    made = table(
        ["=Kost", "-2", "Totalt"],
        Plan=[values.amount(-2884.4), values.silent(), values.amount(154390, mark="¹")],
        Andel=[values.percent(8.25), values.silent(), values.percent(100)],
    )
    assert lines(made, speaking) == [
        'Område,Plan,"Andel, %"',
        "'=Kost,-2884,8.3",
        "-2,,",
        "Totalt,154390,100.0",
    ]


def test_a_target_is_split_into_what_is_asked_the_number_and_the_year() -> None:
    made = table(
        ["Nöjda", "Svar", "Sjuka"],
        Mål=[
            values.amount(30, unit="%", has_unit=True, comparator=">=", year="2024"),
            values.amount(10, upper=12, unit="%", has_unit=True),
            Cell(comparator="decrease", words="minska"),
        ],
    )
    assert lines(made) == [
        'Område,"Mål, jämförelse","Mål, %","Mål, %, till","Mål, år"',
        "Nöjda,>=,30,,2024",
        "Svar,,10,12,",
        "Sjuka,decrease,,,",
    ]


def test_units_that_differ_and_hedges_stand_in_columns_of_their_own() -> None:
    made = table(
        ["Nöjda", "Antal"],
        Utfall=[
            values.amount(80.5, unit="%", decimals=1, has_unit=True),
            values.amount(7, hedge="about"),
        ],
    )
    assert lines(made) == [
        'Område,"Utfall, förbehåll",Utfall,"Utfall, enhet"',
        "Nöjda,,80.5,%",
        "Antal,cirka,7,",
    ]


def test_a_word_in_the_place_of_a_number_is_a_note_beside_an_empty_cell() -> None:
    made = table(
        ["Kost", "IT", "HR", "Kök"],
        Förändring=[
            values.not_comparable("seriebrott"),
            values.withheld(),
            values.silent(),
            values.amount(3, signed=True),
        ],
    )
    assert lines(made) == [
        'Område,Förändring,"Förändring, anmärkning"',
        "Kost,,seriebrott",
        "IT,,..",
        "HR,,",
        "Kök,3,",
    ]


def test_a_heading_that_says_percent_says_it_once() -> None:
    made = lines(table(["Kost"], **{"Förändring, %": [values.percent(8.2, signed=True)]}))
    assert made == ['Område,"Förändring, %"', "Kost,8.2"]


def test_an_amount_in_millions_is_the_number_that_is_shown() -> None:
    assert lines(table(["Kost"], Budget=[values.million(154390)]))[1] == "Kost,154.4"
