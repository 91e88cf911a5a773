"""The values of Kolada's indicators. A `row` is one of `analysis.spread`, `changes` or `values`."""

from __future__ import annotations

from typing import Any

from alereport.base.locales import gettext as _
from alereport.exhibits import values
from alereport.exhibits.values import Basis, Cell

Facts = Any

CURRENCY = ("kr", "SEK", "tkr", "mkr")
"""How a unit of money begins."""


def figure(row: Facts, column: Any, *, basis: Basis = "rounded") -> Cell:
    """Return a value of an indicator with its unit: percentages with two decimals."""
    decimals = decimals_of(row["unit"])
    return values.amount(
        row[column], unit=str(row["unit"]), decimals=decimals, basis=basis, has_unit=True
    )


def difference(row: Facts, column: str, *, signed: bool = True, basis: Basis = "estimated") -> Cell:
    """Return a difference between two values of an indicator; of percentages in points."""
    unit = _("percentage points") if row["unit"] == "%" else str(row["unit"])
    cell = figure(row, column, basis=basis)
    return cell.model_copy(update={"unit": unit, "signed": signed})


def decimals_of(unit: object) -> int:
    """Return how many decimals a value in a unit is shown with."""
    return 2 if str(unit) == "%" else 0


def is_money(unit: object) -> bool:
    """Return whether a unit is kronor of the year's own prices, alone or for each of something."""
    return str(unit).split()[0] in CURRENCY


def without_unit(cell: Cell) -> Cell:
    """Return a cell whose unit stands elsewhere, such as in a heading."""
    return cell.model_copy(update={"has_unit": False})
