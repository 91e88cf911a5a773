"""Numbers and dates as Swedish documents print them."""

from __future__ import annotations

import pytest

from alereport.texts import numbers


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ökade 2016 med 2,32 %", [2016, 2.32]),
        ("Med Facebook nås ca 6 500 personer", [6500]),
        ("årsanslag 1 000 1 000", [1000, 1000]),
        ("under 2019 550 elever", [2019, 550]),
        ("154\u00a0390 tkr", [154390]),
        ("runt 1,9–2,4 procent", [1.9, 2.4]),
        ("20-30 medarbetare per chef", [20, 30]),
        ("ett 30-tal personer", [30, 1]),
        ("fem medarbetare, varav Tre projektledare", [5, 3]),
        ("varannan vecka", [2]),
        ("kommunens tredje utvärdering", [3]),
        ("ska halveras", [50]),
        ("mellan 25 till över tusen", [25, 1000]),
        ("trettio femtedelar av inget", [30]),
        ("tjugofem lärare och hundra elever", [25, 100]),
        ("1\u202f250 eller 1\u2009250 elever", [1250, 1250]),
        ("1.234.567 besök", [1234567]),
        ("1.234 eller 1.9", [1234, 1.234, 1.9]),
        ("1.234,5 ton", [1234.5]),
    ],
)
def test_numbers_are_read_in_digits_and_in_letters(words: str, expected: list[float]) -> None:
    assert list(numbers.amounts(words)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("hemsida på 1,8 mkr", [1800]),
        ("drygt åtta miljoner kronor", [8000]),
        ("är cirka 3 Mkr exklusive", [3000]),
        ("1 000 tkr", [1000]),
        ("2 %, alltså 4 miljoner", [2, 4000]),
        ("2,5 mnkr och 300 kkr", [2500, 300]),
        ("1 250 000 kronor, 1 249 700 kr", [1250, 1250]),
        ("1,2 miljarder kronor", [1200000]),
    ],
)
def test_money_is_read_in_thousands(words: str, expected: list[float]) -> None:
    assert list(numbers.amounts(words, in_tkr=True)) == expected


def test_millions_are_no_thousands_where_it_is_not_money() -> None:
    assert list(numbers.amounts("1,2 miljoner medarbetare")) == [1.2]


@pytest.mark.parametrize(
    ("value", "expected"), [(154390, "154 390"), (-6936, "-6 936"), (0, "0"), (1e6, "1 000 000")]
)
def test_a_whole_number_is_written_with_spaces(value: float, expected: str) -> None:
    assert numbers.format_number(value) == expected


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("2024", ["2024"]),
        ("2024-05", ["maj 2024", "2024-05"]),
        ("2024-Q2", ["Q2 2024", "andra kvartalet"]),
        ("2021-01-01", ["1 januari 2021", "2021-01-01"]),
    ],
)
def test_a_date_may_be_printed_in_words(due: str, expected: list[str]) -> None:
    assert numbers.dates(due) == expected
