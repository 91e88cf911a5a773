"""The gate's checks written directly in pandas: what the benchmarks compare the engine with."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.gate.checks import Check
from alereport.gate.expectations import RULES


def holds(check: Check, rows: pd.DataFrame) -> pd.Series[bool]:
    """For each row, whether what a check asks for holds."""
    asked = check.expectation
    name = type(asked).__name__
    if name in RULES:
        return RULES[name].condition(**asked.arguments).holds(rows)
    return _ENGINES_OWN[name](asked, rows)


def _filled(asked: Any, rows: pd.DataFrame) -> pd.Series[bool]:
    return rows[asked.column].notna()


def _in_set(asked: Any, rows: pd.DataFrame) -> pd.Series[bool]:
    return rows[asked.column].isna() | rows[asked.column].isin(asked.value_set)


def _matches(asked: Any, rows: pd.DataFrame) -> pd.Series[bool]:
    return rows[asked.column].isna() | rows[asked.column].str.contains(asked.regex)


def _between(asked: Any, rows: pd.DataFrame) -> pd.Series[bool]:
    cells = rows[asked.column]
    within = pd.Series(data=True, index=rows.index)
    if asked.min_value is not None:
        within &= cells.ge(asked.min_value).fillna(value=True).astype(bool)
    if asked.max_value is not None:
        within &= cells.le(asked.max_value).fillna(value=True).astype(bool)
    return within


def _once(asked: Any, rows: pd.DataFrame) -> pd.Series[bool]:
    return rows[asked.column].isna() | ~rows[asked.column].duplicated(keep=False)


def _once_together(asked: Any, rows: pd.DataFrame) -> pd.Series[bool]:
    return ~rows.duplicated(asked.column_list, keep=False)


_ENGINES_OWN = {
    "ExpectColumnValuesToNotBeNull": _filled,
    "ExpectColumnValuesToBeInSet": _in_set,
    "ExpectColumnValuesToMatchRegex": _matches,
    "ExpectColumnValuesToBeBetween": _between,
    "ExpectColumnValuesToBeUnique": _once,
    "ExpectCompoundColumnsToBeUnique": _once_together,
}
