"""The values of the chapter on staff: names of units, numbers of people, and sick leave.

A `row` is from `analysis.staff_by_unit`, `analysis.sick_leave_by_period` or
`analysis.statutory_sick_leave`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.data.datasets import TOTAL
from alereport.exhibits import values
from alereport.exhibits.building import Column
from alereport.exhibits.phrases import in_sentence, message
from alereport.exhibits.values import Basis, Cell

Facts = Any
"""A row of a frame."""

STATED_COLUMNS = ("total_percent", "long_term_percent")
"""The figures on sick leave that are in the data; the others are computed from them."""
STATUTORY_HEADINGS = {
    "total": message("Total"),
    "long_term_share": message("Of it 60 days or more"),
    "women": message("Women"),
    "men": message("Men"),
    "age_0_29": message("{age} or younger"),
    "age_30_49": "30–49",
    "age_50_plus": message("{age} or older"),
}
"""The headings of `analysis.ITEMS`, with a gap for the age that a group begins or ends with."""
AGES = {"age_0_29": 29, "age_50_plus": 50}


def unit_name(unit: object) -> str:
    """Return the name of a unit at the start of a line."""
    name = str(unit)
    return _("Whole committee") if name == TOTAL else name[:1].upper() + name[1:]


def in_a_sentence(unit: str) -> str:
    """Return the name of a unit inside a sentence."""
    return _("the whole committee") if unit == TOTAL else in_sentence(unit)


def unit(row: Facts) -> Cell:
    """Return a unit's name as a cell."""
    return values.named(unit_name(row["unit"]))


def unit_column() -> Column:
    """Return the column of the units."""
    return Column("unit", _("Unit"), unit, figures=False)


def people_column(column: str, heading: str) -> Column:
    """Return a column with numbers of people."""
    return Column(column, heading, lambda row: people(row, column))


def leave_column(column: str, heading: str) -> Column:
    """Return a column with sick leave in percent."""
    return Column(column, heading, lambda row: leave_percent(row, column))


def period(value: Any) -> Cell:
    """Return a year or a month in words; some units have figures by year and others by month."""
    return values.silent() if pd.isna(value) else values.words(locales.period(value))


def people(row: Facts, column: str) -> Cell:
    """Return a number of people, hedged and whole if the document calls it approximate."""
    is_stated = column == "employees" and not row["employees_calculated"]
    is_ratio = column == "per_manager" and not row["approximate"] and pd.notna(row[column])
    return values.amount(
        row[column],
        decimals=min(values.decimals_needed(row[column], 4), 1) if is_ratio else 0,
        hedge="about" if row["approximate"] else "",
        basis="equal" if is_stated and row["unit"] != TOTAL else "derived",
    )


def aim(row: Facts) -> Cell:
    """Return the aim for the number of employees per manager, such as `20–30`."""
    return values.amount(row["lowest"], upper=row["highest"])


def leave_percent(row: Facts, column: str, *, has_unit: bool = True) -> Cell:
    """Return a figure on sick leave, withheld if privacy requires it."""
    is_stated = column in STATED_COLUMNS
    return _percent(row[column], is_stated, withheld=row["withheld"], has_unit=has_unit)


def statutory_percent(item: str, row: Facts) -> Cell:
    """Return one of the seven figures that the law requires."""
    return _percent(row[item], is_stated=True, withheld=item in row["withheld"])


def _percent(value: float, is_stated: bool, *, withheld: bool, has_unit: bool = True) -> Cell:
    if withheld:
        return values.withheld()
    if pd.isna(value):
        return values.silent()
    stated_basis: Basis = "equal" if values.decimals_needed(value, 4) <= 1 else "rounded"
    return values.percent(value, basis=stated_basis if is_stated else "derived", has_unit=has_unit)


def points(change: float) -> Cell:
    """Return a difference in percentage points; the unit is written in the sentence or heading."""
    return values.amount(
        change, unit=_("percentage points"), decimals=1, signed=True, basis="derived"
    )
