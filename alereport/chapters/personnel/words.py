"""How staff and sick leave are written, alike in figures, tables and text."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.base.language import number, percent
from alereport.data.datasets import TOTAL

NOT_TOLD = ".."
"""What stands in the place of a figure that is withheld, as in the official statistics."""


def unit_name(unit: str) -> str:
    """A unit as its name begins a line."""
    return _("Whole committee") if unit == TOTAL else unit[:1].upper() + unit[1:]


def about(row: pd.Series[Any], column: str, decimals: int = 0) -> str:
    """A number of people, said to be approximate where its document says so."""
    value = row[column]
    if pd.isna(value):
        return language.DASH
    written = number(value, decimals)
    return _("about {amount}").format(amount=written) if row["approximate"] else written


def aim(row: pd.Series[Any]) -> str:
    """How many employees a manager is to have, such as `20–30`."""
    return f"{number(row['lowest'])}{language.DASH}{number(row['highest'])}"


def sick_leave(row: pd.Series[Any], column: str) -> str:
    """A figure in percent; marked where it is withheld, a dash where there is none."""
    if pd.isna(row[column]):
        return NOT_TOLD if row["withheld"] else language.DASH
    return percent(row[column])


def why_withheld() -> str:
    """The footnote of what is withheld."""
    return _(
        "The figure is not disclosed: the group is small or of an unknown number, or a small "
        "group's figure could be reckoned from it."
    )


def short_period(period: str) -> str:
    """A year, or a month over its year, as it is named under a column."""
    if "-" not in period:
        return period
    return f"{language.month(date.fromisoformat(f'{period}-01'))}\n{period[:4]}"


def in_a_sentence(unit: str) -> str:
    """A unit as it is named inside a sentence."""
    return _("the whole committee") if unit == TOTAL else unit
