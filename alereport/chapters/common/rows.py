"""Helpers for frames of several chapters: their source columns, and how to select rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from alereport.data import addresses
from alereport.data.datasets import TOTAL

SOURCE = ["committee", "plan_year", "title", "section"]
"""The source columns: the plan that a row is from, and where in it. A frame also has a column
`rows` with the rows of the data (their addresses) that each of its rows was made from."""
ABOUT = "about"
"""The hedge of what is computed from amounts that their document hedges; see `values.COMPUTED`."""


def in_file_order(rows: Iterable[object]) -> tuple[str, ...]:
    """Return rows of the data without duplicates, file by file.

    Within a file they keep their order, which in a frame of the data is that of the file.
    """
    return tuple(sorted(dict.fromkeys(map(str, rows)), key=addresses.file_of))


def behind(frame: pd.DataFrame) -> tuple[str, ...]:
    """Return the rows of the data that the rows of a frame were made from, file by file."""
    return in_file_order(row for rows in frame["rows"] for row in rows)


def rows_by_key(
    frame: pd.DataFrame, columns: str | list[str], keys: pd.Index[Any]
) -> pd.Series[Any]:
    """Return the rows of the data with each key; empty for a key that no row has.

    Args:
        frame: Rows of the data.
        columns: The column, or columns, that hold the keys.
        keys: The keys to look up.
    """
    groups = frame.groupby(columns).groups
    places = [in_file_order(groups.get(key, ())) for key in keys]
    return pd.Series(places, index=keys, dtype="object")


def plans(documents: pd.DataFrame) -> pd.DataFrame:
    """Return the plans of some documents, such as those that a chapter on a plan tells of."""
    return documents[documents["kind"].eq("plan")]


def rows_at(table: pd.DataFrame, key: object) -> tuple[str, ...]:
    """Return the rows of the data behind a frame's row, by its index; none if there is no such."""
    found: Any = table["rows"].get(key, ())
    return tuple(found)


def of_each(frame: pd.DataFrame) -> tuple[str, ...]:
    """Return one row of the data for each row of a frame, to count them by."""
    return tuple(next(iter(rows), "") for rows in frame["rows"])


def total(rows: pd.DataFrame) -> pd.Series[Any]:
    """Return the row of the printed total."""
    return rows[rows["area"].eq(TOTAL)].iloc[0]


def parts(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the areas, without requirements to save and without their total."""
    return rows[rows["area"].ne(TOTAL) & ~rows["requirement"]]


def requirements(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that are requirements to save and no areas."""
    return rows[rows["requirement"]]


def comparable(changes: pd.DataFrame) -> pd.DataFrame:
    """Return the areas whose two years are comparable."""
    areas = parts(changes)
    return areas[areas["break_reason"].isna() & areas["change_tkr"].notna()]


def largest(rows: pd.DataFrame, column: str) -> pd.Series[Any]:
    """Return the row with the largest value in a column; the first of several."""
    return rows.iloc[rows[column].argmax()]


def smallest(rows: pd.DataFrame, column: str) -> pd.Series[Any]:
    """Return the row with the smallest value in a column; the first of several."""
    return rows.iloc[rows[column].argmin()]


def furthest(rows: pd.DataFrame, column: str) -> pd.Series[Any]:
    """Return the row whose value in a column is furthest from zero; the first of several."""
    return rows.iloc[rows[column].abs().argmax()]


def years(row: pd.Series[Any]) -> tuple[int, int]:
    """Return the year of a row's plan, and the year before."""
    year = int(row["plan_year"])
    return year, year - 1
