"""One value of an analyst's frame as a cell of a table."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.errors import TableError
from alereport.base.locales import gettext as _
from alereport.base.printable import without_controls
from alereport.exhibits import values
from alereport.exhibits.values import YEAR, Cell

LONGEST = 1000
"""Characters of a text in a cell."""
DECIMALS = 2
"""Decimals that are written at most where the analyst does not say how many."""
PERIODS = {"D": "%Y-%m-%d", "M": "%Y-%m", "Q": "%Y-Q%q", "Y": "%Y"}
"""How a period of pandas is written in the data, by the first letter of its frequency."""


def cell(  # noqa: PLR0911 - one for each kind of value
    value: Any, *, unit: str = "", decimals: int = 0, place: tuple[str, object]
) -> Cell:
    """Return a value as a cell.

    Args:
        value: A number, text, date, period, interval or boolean, or a missing one.
        unit: The unit of a number.
        decimals: The decimals of a number.
        place: The column in messages, and the number of the row in it, from 1.

    Raises:
        TableError: The value is of another kind, or is an infinite number.
    """
    if hasattr(value, "item") and not isinstance(value, pd.Timestamp) and _is_scalar(value):
        value = value.item()  # A number of NumPy.
    if _is_scalar(value) and pd.isna(value):
        return values.silent()
    if isinstance(value, bool):
        return values.words(_("yes") if value else _("no"))
    if is_number(value):
        return _number(value, unit, decimals, place)
    if isinstance(value, str):
        return _text(value, place)
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, pd.Period) and value.freqstr[0] in PERIODS:
        printed = value.strftime(PERIODS[value.freqstr[0]])
        return Cell(value=printed, words=locales.period(printed))
    if isinstance(value, pd.Interval) and is_number(value.left):
        least = _number(value.left, unit, decimals, place)
        most = _number(value.right, unit, decimals, place)
        return least.model_copy(update={"upper": most.value})
    raise _refusal(place, f"an object of type {type(value).__name__}")


def _is_scalar(value: Any) -> bool:
    return bool(pd.api.types.is_scalar(value))


def is_number(value: Any) -> bool:
    """True if a value is a number, whichever library it is of; a boolean is none."""
    if isinstance(value, bool) or type(value).__name__ in {"bool", "bool_"}:
        return False
    if isinstance(value, Decimal | Fraction):
        return True
    return bool(pd.api.types.is_integer(value) or pd.api.types.is_float(value))


def decimals_of(column: Iterable[Any]) -> int:
    """Return how many decimals the numbers of a column have, at most two."""
    found = (float(value) for value in column if is_number(value))
    finite = (value for value in found if math.isfinite(value))
    return max((values.decimals_needed(value, DECIMALS) for value in finite), default=0)


def _number(value: Any, unit: str, decimals: int, place: tuple[str, object]) -> Cell:
    number = value if isinstance(value, int) else float(value)
    if not math.isfinite(number):
        raise _refusal(place, "an infinite number, as a division by zero gives")
    if unit == YEAR and number == int(number):
        return values.year(int(number))
    return Cell(value=number, unit=unit, decimals=decimals, basis="derived")


def _text(value: str, place: tuple[str, object]) -> Cell:
    line = " ".join(without_controls(value).split())
    if len(line) > LONGEST:
        raise _refusal(place, f"a text of {len(line)} characters")
    return values.named(line) if line else values.blank()


def _day(value: date) -> Cell:
    """Return a date as the report writes it; a time of day follows it, in its own time zone."""
    day = value.date() if isinstance(value, datetime) else value
    words = locales.day(day)
    if not isinstance(value, datetime) or not (value.hour or value.minute or value.second):
        return Cell(value=day.isoformat(), words=words)
    time = f"{value.hour:02}:{value.minute:02}"
    return Cell(value=f"{day.isoformat()} {time}", words=f"{words} {time}")


def _refusal(place: tuple[str, object], found: str) -> TableError:
    column, number = place
    where = f"{column}, row {number}" if isinstance(number, int) else f"{column}, {number}"
    return TableError(
        where,
        found,
        "a number, a text, a date or a boolean",
        "leave it out or make it one of these first",
    )
