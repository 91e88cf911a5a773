"""A committee's budget: changes, forecasts and investments.

Amounts are net cost in tkr: a larger number is a larger cost, a positive difference costs more.
The arguments named `amounts` are `Report.budget`: one row is one cell of a plan's budget table.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from alereport import datasets
from alereport.datasets import TOTAL

SOURCE = ["committee", "plan_year", "title", "section"]
"""Which plan a row is from, and where in it: what a source line needs. Beside them, `rows` of a
frame made here holds the rows of the data (`file:line`) that its row was made from."""


def change_by_area(amounts: pd.DataFrame) -> pd.DataFrame:
    """The plan's budget beside the year before, area by area.

    Returns:
        One row is one area in the plan's order, the printed total last, with `area`, `name`,
        `previous_forecast_tkr`, `previous_budget_tkr`, `budget_tkr`,
        `change_tkr`, `change_percent`, `share_percent` (of the total, one decimal, the areas
        together exactly 100), `break_reason`, the source: `committee`, `plan_year`, `title`,
        `section`, and `rows` (of the data it was made from). `change_percent` is reckoned on the
        size of the previous budget and is missing where that is nought or the two years do not
        compare.
    """
    table = _one_row_per_area(amounts)
    change = table["budget_tkr"] - table["previous_budget_tkr"]
    comparable = table["break_reason"].isna() & table["previous_budget_tkr"].ne(0)
    percent = 100 * change / table["previous_budget_tkr"].abs().where(comparable)
    return table.assign(change_tkr=change, change_percent=percent, share_percent=_shares(table))


def forecast_against_budget(amounts: pd.DataFrame) -> pd.DataFrame:
    """How the year before is expected to end, against its budget.

    Returns:
        One row is one area in the plan's order, the printed total last, with `area`, `name`,
        `previous_forecast_tkr`, `previous_budget_tkr`, `deviation_tkr` (forecast less budget:
        positive costs more than planned), the source columns and the `rows` of `change_by_area`.
    """
    table = _one_row_per_area(amounts).drop(columns=["budget_tkr", "break_reason"])
    return table.assign(deviation_tkr=table["previous_forecast_tkr"] - table["previous_budget_tkr"])


def investments_by_item(investments: pd.DataFrame) -> pd.DataFrame:
    """The plan's investments, item by item and year by year.

    Args:
        investments: `Report.investments`; may be empty.

    Returns:
        One row is one item in the plan's order, then `Total` where there is more than one:
        `item`, one column per year (named by its number, tkr), `total_tkr`, the source columns
        and the `rows` of `change_by_area`; empty for an empty frame.
    """
    if investments.empty:
        return pd.DataFrame(columns=["item", "total_tkr", *SOURCE, "rows"])
    order = investments["item"].drop_duplicates()
    wide = investments.pivot(index="item", columns="amount_year", values="amount_tkr")
    wide = wide.reindex(order).astype("Int64").rename(columns=int)
    wide.columns.name = None
    made_from = rows_by(investments, "item")
    if len(wide) > 1:
        wide.loc[TOTAL] = wide.sum()
        made_from[TOTAL] = tuple(sorted(investments.index, key=datasets.place_of))
    source = investments[SOURCE].iloc[0]
    table = wide.assign(total_tkr=wide.sum(axis="columns"), **source).reset_index(names="item")
    return table.assign(rows=table["item"].map(made_from))


def _one_row_per_area(amounts: pd.DataFrame) -> pd.DataFrame:
    year = int(amounts["plan_year"].iloc[0])
    cells = {
        "previous_forecast_tkr": (year - 1, "forecast"),
        "previous_budget_tkr": (year - 1, "budget"),
        "budget_tkr": (year, "budget"),
    }
    planned_first = amounts.assign(before=amounts["amount_year"].ne(year))
    order = amounts["area"].drop_duplicates()
    rows = planned_first.sort_values("before", kind="stable").drop_duplicates("area")
    areas = rows.set_index("area").reindex(order)
    areas["break_reason"] = areas["break_reason"].mask(areas["before"])
    for column, (amount_year, kind) in cells.items():
        chosen = amounts[amounts["amount_year"].eq(amount_year) & amounts["kind"].eq(kind)]
        areas[column] = chosen.set_index("area")["amount_tkr"].astype("Float64").astype("float64")
    table = areas.reset_index()
    last = table["area"].eq(TOTAL)
    used = [amounts["amount_year"].eq(at) & amounts["kind"].eq(kind) for at, kind in cells.values()]
    made_from = amounts[pd.concat(used, axis="columns").any(axis="columns")]
    table["rows"] = table["area"].map(rows_by(made_from, "area"))
    columns = ["area", "name", *cells, "break_reason", *SOURCE, "rows"]
    return pd.concat([table[~last], table[last]], ignore_index=True)[columns]


def rows_by(frame: pd.DataFrame, column: str) -> dict[str, tuple[str, ...]]:
    """For each value of a column, the rows of the data it stands in, in the order of the file."""
    return {
        str(value): tuple(sorted(rows.index, key=datasets.place_of))
        for value, rows in frame.groupby(column)
    }


def _shares(table: pd.DataFrame) -> pd.Series[float]:
    total = table.loc[table["area"].eq(TOTAL), "budget_tkr"].sum()
    parts = table.loc[table["area"].ne(TOTAL), "budget_tkr"]
    if not total or parts.isna().any():
        return pd.Series(np.nan, index=table.index)
    shares = largest_remainder(1000 * parts / total, 1000) / 10
    return shares.reindex(table.index, fill_value=100.0)


def largest_remainder(parts: pd.Series[float], whole: int) -> pd.Series[float]:
    """The parts as whole numbers that sum to `whole`, each less than one from its exact value.

    Every part is rounded down and the rest goes, one each, to the largest fractions (Hamilton's
    method); of equal fractions, the first in the frame's order.

    Args:
        parts: Exact parts that sum to `whole`; a part may be negative.
        whole: What the rounded parts sum to.
    """
    floors = parts.map(math.floor)
    rest = whole - int(floors.sum())
    first = (floors - parts).sort_values(kind="stable").index[:rest]
    return (floors + pd.Series(1, index=first).reindex(parts.index, fill_value=0)).astype("float64")
