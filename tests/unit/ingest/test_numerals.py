"""A printed number: every way of writing it, and those that have two readings or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alereport.ingest.numerals import Separator, is_nothing, numeral, separator_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("154 390", 154390),
        ("154\u00a0390", 154390),
        ("154\u202f390", 154390),
        ("154\u2009390", 154390),
        ("1.250.000", 1250000),
        ("1,250,000.5", 1250000.5),
        ("12,5", 12.5),
        ("-2 884", -2884),
        ("−2 884", -2884),
        ("– 2 884", -2884),
        ("(1 488)", -1488),
        ("1 500-", -1500),
        ("+1 428", 1428),
        ("81%", 81),
        ("81,4 %", 81.4),
        ("4 200*", 4200),
        ("4 200²", 4200),
        ("0,125", 0.125),
        ("0", 0),
    ],
)
def test_a_number_is_read(text: str, value: float) -> None:
    found = numeral(text)
    assert found is not None
    assert found.value == value
    assert not found.is_ambiguous


@pytest.mark.parametrize(
    "text", ["01 234", "12 34", "1.23.4", "(5", "-(5)", "2024-01-31", "ca 5", "a1"]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert numeral(text) is None


@pytest.mark.parametrize("text", ["", " ", "-", "–", "−", "--", "…", "..", ". .", "n/a"])
def test_a_dash_is_nothing(text: str) -> None:
    assert is_nothing(text)


@pytest.mark.parametrize("text", ["1.234", "1,234"])
def test_one_separator_before_three_digits_has_two_readings(text: str) -> None:
    found = numeral(text)
    assert found is not None
    assert found.is_ambiguous
    values = {numeral(text, separator).value for separator in Separator}  # type: ignore[union-attr]
    assert values == {1.234, 1234.0}


@pytest.mark.parametrize(
    ("texts", "separator"),
    [
        (["12,5"], Separator.COMMA),
        (["1.250.000"], Separator.COMMA),
        (["1,250,000"], Separator.POINT),
        (["1,250.5"], Separator.POINT),
        (["1.234", "3.2.1", "2024.01.31"], None),
        (["12,5", "1,250.5"], None),
    ],
)
def test_other_figures_of_the_document_decide(
    texts: list[str], separator: Separator | None
) -> None:
    assert separator_of(texts) is separator


@given(st.integers(-(10**9), 10**9), st.sampled_from([" ", "\u00a0", "\u202f", ""]))
def test_a_number_is_read_as_it_was_printed(value: int, blank: str) -> None:
    printed = f"{value:,}".replace(",", blank)
    found = numeral(printed)
    assert found is not None
    assert found.value == value


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_none(text: str) -> None:
    for separator in (None, *Separator):
        numeral(text, separator)
    separator_of([text])
