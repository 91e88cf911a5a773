"""The gate's checks written directly in pandas, which benchmarks compare the engine with."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.gate.check import Check
from alereport.gate.conditions import RULES


def holds(check: Check, rows: pd.DataFrame) -> pd.Series[bool]:
    """Return, for each row, whether a check holds."""
    if check.expectation in RULES:
        return RULES[check.expectation](**check.arguments).holds(rows)
    return _BUILT_IN[check.expectation](rows, **check.arguments)


def _filled(rows: pd.DataFrame, column: str) -> pd.Series[bool]:
    return rows[column].notna()


def _in_set(rows: pd.DataFrame, column: str, value_set: list[Any]) -> pd.Series[bool]:
    return rows[column].isna() | rows[column].isin(value_set)


def _matches(rows: pd.DataFrame, column: str, regex: str) -> pd.Series[bool]:
    return rows[column].isna() | rows[column].str.contains(regex)


def _between(
    rows: pd.DataFrame, column: str, min_value: float | None, max_value: float | None
) -> pd.Series[bool]:
    cells = rows[column]
    within = pd.Series(data=True, index=rows.index)
    if min_value is not None:
        within &= cells.ge(min_value).fillna(value=True).astype(bool)
    if max_value is not None:
        within &= cells.le(max_value).fillna(value=True).astype(bool)
    return within


def _unique(rows: pd.DataFrame, column: str) -> pd.Series[bool]:
    return rows[column].isna() | ~rows[column].duplicated(keep=False)


def _unique_together(
    rows: pd.DataFrame, column_list: list[str], ignore_row_if: str
) -> pd.Series[bool]:
    if ignore_row_if != "never":
        raise NotImplementedError(ignore_row_if)
    return ~rows.duplicated(column_list, keep=False)


_BUILT_IN = {
    "ExpectColumnValuesToNotBeNull": _filled,
    "ExpectColumnValuesToBeInSet": _in_set,
    "ExpectColumnValuesToMatchRegex": _matches,
    "ExpectColumnValuesToBeBetween": _between,
    "ExpectColumnValuesToBeUnique": _unique,
    "ExpectCompoundColumnsToBeUnique": _unique_together,
}
