"""What frames of several chapters have in common: their source, and rows picked out of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from alereport.data import schemas
from alereport.data.datasets import TOTAL

SOURCE = ["committee", "plan_year", "title", "section"]
"""Which plan a row is from, and where in it: what a source line needs. Beside them, `rows` of a
frame holds the rows of the data (`file:line`) that its row was made from."""


def in_file_order(places: Iterable[object]) -> tuple[str, ...]:
    """Rows of the data, each once, in the order of their files."""
    return tuple(sorted({str(place) for place in places}, key=schemas.place_of))


def made_from(frame: pd.DataFrame, columns: str | list[str], keys: pd.Index[Any]) -> pd.Series[Any]:
    """The rows of the data that each key stands in; empty for a key that is in none.

    Args:
        frame: Rows of the data.
        columns: The column, or columns, of the keys.
        keys: The keys.
    """
    groups = frame.groupby(columns).groups
    found = [in_file_order(groups.get(key, ())) for key in keys]
    return pd.Series(found, index=keys, dtype="object")


def total(rows: pd.DataFrame) -> pd.Series[Any]:
    """The printed total."""
    return rows[rows["area"].eq(TOTAL)].iloc[0]


def parts(rows: pd.DataFrame) -> pd.DataFrame:
    """The areas without their total."""
    return rows[rows["area"].ne(TOTAL)]


def comparable(changes: pd.DataFrame) -> pd.DataFrame:
    """The areas whose two years compare."""
    areas = parts(changes)
    return areas[areas["break_reason"].isna() & areas["change_tkr"].notna()]


def most(rows: pd.DataFrame, column: str) -> pd.Series[Any]:
    """The row with the largest value; of equal ones, the first."""
    return rows.iloc[rows[column].argmax()]


def least(rows: pd.DataFrame, column: str) -> pd.Series[Any]:
    """The row with the smallest value; of equal ones, the first."""
    return rows.iloc[rows[column].argmin()]


def years(row: pd.Series[Any]) -> tuple[int, int]:
    """The year a row's plan is for, and the year before."""
    year = int(row["plan_year"])
    return year, year - 1
