"""What a person types in a cell, as the text of a dataset's cell."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alereport.data.schemas import Field
from alereport.workbooks import cells
from alereport.workbooks.cells import Typed, UnreadableCellError


def column(kind: str, **more: Any) -> Field:
    return Field.model_validate({"name": "x", "type": kind, "description": "", **more})


MIDNIGHT = datetime.combine(date(2025, 8, 31), time())
AMOUNT = column("integer", unit="tkr")
VALUE = column("number")
SHARE = column("number", unit="%")
DAY = column("date")
WORDS = column("string")
WHEN = column("string", constraints={"pattern": "[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?|-Q[1-4])?"})


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (12345, "12345"),
        (12345.0, "12345"),
        (3487.0000000001, "3487"),
        ("12 345", "12345"),
        ("12\u00a0345", "12345"),
        ("1\u202f234\u2009567", "1234567"),
        (" 500 ", "500"),
        ("\u2212500", "-500"),
        ("\u2013 500", "-500"),
        ("(1 500)", "-1500"),
        ("+300", "300"),
        ("0", "0"),
        ("-0", "0"),
        ("007", "7"),
        ("500,0", "500"),
        ("500 tkr", "500"),
        ("\u2013", ""),
        ("-", ""),
        ("  ", ""),
        (None, ""),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed: object, text: str) -> None:
    assert cells.text(Typed(typed), AMOUNT) == text


@pytest.mark.parametrize(
    "typed",
    [
        "12 34",
        "1.234.567",
        "1,5",
        0.5,
        "12O",
        "tre",
        True,
        "1e5",
        "5-",
        MIDNIGHT,
        10**17,
    ],
)
def test_an_amount_that_could_be_another_is_refused(typed: object) -> None:
    with pytest.raises(UnreadableCellError, match="integer"):
        cells.text(Typed(typed), AMOUNT)


def test_a_percentage_is_no_amount() -> None:
    with pytest.raises(UnreadableCellError, match="percentage"):
        cells.text(Typed(0.068, "0.0%"), AMOUNT)


@pytest.mark.parametrize(
    ("typed", "form", "text"),
    [
        (6.8, "General", "6.8"),
        ("6,80", "@", "6.80"),
        ("6.8 %", "@", "6.8"),
        (0.068, "0.0%", "6.8"),
        (6.8, '0.0" %"', "6.8"),
        (1e-7, "General", "0.0000001"),
    ],
)
def test_a_percentage_is_read_in_per_cent(typed: object, form: str, text: str) -> None:
    assert cells.text(Typed(typed, form), SHARE) == text


@pytest.mark.parametrize(
    ("typed", "hedge", "amount"),
    [
        ("cirka 12 000", "cirka", "12000"),
        ("mer än 5", "mer än", "5"),
        ("ca \u2212300", "ca", "-300"),
        (7, "", "7"),
        ("12 000", "", "12000"),
        ("", "", ""),
    ],
)
def test_a_word_may_stand_before_a_figure(typed: object, hedge: str, amount: str) -> None:
    assert cells.hedged(Typed(typed), AMOUNT) == (hedge, amount)


def test_words_without_a_figure_are_none() -> None:
    with pytest.raises(UnreadableCellError):
        cells.hedged(Typed("cirka"), AMOUNT)


@given(st.integers(-(10**9), 10**9), st.sampled_from(["", "ca", "drygt", "mer än", "nästan"]))
def test_a_figure_with_its_word_is_read_back(amount: int, hedge: str) -> None:
    written = cells.with_hedge(hedge, str(amount))
    assert cells.hedged(Typed(written), AMOUNT) == (hedge, str(amount))


@given(st.floats(allow_nan=True, allow_infinity=True) | st.integers() | st.text(max_size=30))
def test_whatever_is_typed_is_a_number_or_refused(typed: object) -> None:
    try:
        text = cells.text(Typed(typed), VALUE)
    except UnreadableCellError:
        return
    assert text == "" or float(text) == float(text)


@pytest.mark.parametrize(
    "typed",
    [date(2025, 8, 31), MIDNIGHT, "2025-08-31", "2025-08-31 00:00:00", " 2025‑08‑31"],
)
def test_a_day_is_read_however_excel_keeps_it(typed: object) -> None:
    assert cells.text(Typed(typed), DAY) == "2025-08-31"


@pytest.mark.parametrize("typed", ["31/8 2025", "2025-02-30", 45900, MIDNIGHT.replace(hour=12)])
def test_what_may_be_another_day_is_refused(typed: object) -> None:
    with pytest.raises(UnreadableCellError, match="a date such as"):
        cells.text(Typed(typed), DAY)


def test_a_month_that_excel_made_a_day_is_a_month_again() -> None:
    august = MIDNIGHT.replace(day=1)
    assert cells.text(Typed(august, "mmm-yy"), WHEN) == "2025-08"
    assert cells.text(Typed(august, "yyyy-mm-dd"), WHEN) == "2025-08-01"


def test_a_section_that_excel_made_a_day_is_refused() -> None:
    with pytest.raises(UnreadableCellError, match="format the cell as text"):
        cells.text(Typed(MIDNIGHT.replace(month=1, day=3), "d.m"), WORDS)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("=1+1", "=1+1"),
        ("@x", "@x"),
        ("a\r\nb", "a\nb"),
        ("a_x000D_\nb", "a\nb"),
        ("a\u030asa ", "åsa"),
        (3, "3"),
        (6.1, "6.1"),
    ],
)
def test_words_are_read_as_they_stand(typed: object, text: str) -> None:
    assert cells.text(Typed(typed), WORDS) == text


def test_a_control_character_is_refused() -> None:
    with pytest.raises(UnreadableCellError, match=r"U\+0007"):
        cells.text(Typed("a\x07"), WORDS)


@pytest.mark.parametrize(
    ("typed", "text"), [("Ja", "true"), (True, "true"), ("nej", "false"), (0, "false")]
)
def test_yes_and_no_are_read(typed: object, text: str) -> None:
    assert cells.text(Typed(typed), column("boolean")) == text


def test_a_choice_is_read_by_its_words_and_another_refused() -> None:
    words = {"pågår": "in_progress", "in_progress": "in_progress"}
    assert cells.text(Typed(" PÅGÅR "), WORDS, words) == "in_progress"
    with pytest.raises(UnreadableCellError, match="one of pågår"):
        cells.text(Typed("klart"), WORDS, words)
