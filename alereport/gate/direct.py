"""The gate's checks directly in pandas, for a preview; what is published is judged by the engine.

Our conditions are asked themselves, which the engine's expectations only wrap. Its six own
expectations that schemas use are written here again, and tests show on spoilt data that both find
the same rows. Benchmarks measure the engine against it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from alereport.data import datasets
from alereport.gate.check import Check, not_computed
from alereport.gate.conditions import RULES


class Direct:
    """Checks datasets without Great Expectations, and stores nothing."""

    def broken_places(
        self, dataset: str, checks: Sequence[Check], rows: pd.DataFrame
    ) -> list[list[str]]:
        """See `engine.Evaluator`."""
        table = rows.reset_index()
        return [
            table.loc[~_holds(dataset, check, table), datasets.ROW].tolist() for check in checks
        ]


def _holds(dataset: str, check: Check, table: pd.DataFrame) -> pd.Series[bool]:
    try:
        return holds(check, table)
    except Exception as problem:  # Any, as the engine does: the conditions are data.
        raise not_computed(dataset, check, str(problem)) from problem


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
    return rows[column].isna() | rows[column].str.match(regex)  # It begins with ^.


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


_BUILT_IN: Mapping[str, Callable[..., pd.Series[bool]]] = {
    "ExpectColumnValuesToNotBeNull": _filled,
    "ExpectColumnValuesToBeInSet": _in_set,
    "ExpectColumnValuesToMatchRegex": _matches,
    "ExpectColumnValuesToBeBetween": _between,
    "ExpectColumnValuesToBeUnique": _unique,
    "ExpectCompoundColumnsToBeUnique": _unique_together,
}
