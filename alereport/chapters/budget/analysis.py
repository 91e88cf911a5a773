"""A committee's budget: changes, forecasts, series over the years, investments and earmarks.

Amounts are net cost in tkr: a larger number is a larger cost, a positive difference costs more.
The arguments named `amounts` are `Report.budget`: one row is one cell of a plan's budget table.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from alereport.chapters.common.rows import SOURCE, in_file_order, made_from
from alereport.data.datasets import TOTAL

PLAN = ["committee", "plan_year"]
AREA = [*PLAN, "area"]
"""What a plan is known by, and an area in it."""

CELLS = {
    "previous_forecast_tkr": (1, "forecast"),
    "previous_budget_tkr": (1, "budget"),
    "budget_tkr": (0, "budget"),
}
"""What a plan says of an area: of how many years before its own, and of which kind."""

REST = "rest"
"""The area, in `bridge`, of what the areas do not explain of the total's change."""


def change_by_area(amounts: pd.DataFrame) -> pd.DataFrame:
    """A plan's budget beside the year before, area by area; that of several plans, one by one.

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
    shares = [_shares(plan) for _plan, plan in table.groupby(PLAN)]
    return table.assign(
        change_tkr=change,
        change_percent=percent,
        share_percent=pd.concat(shares) if shares else np.nan,
    )


def forecast_against_budget(amounts: pd.DataFrame) -> pd.DataFrame:
    """How the year before is expected to end, against its budget.

    Returns:
        One row is one area in the plan's order, the printed total last, with `area`, `name`,
        `previous_forecast_tkr`, `previous_budget_tkr`, `deviation_tkr` (forecast less budget:
        positive costs more than planned), the source columns and the `rows` of `change_by_area`.
    """
    table = _one_row_per_area(amounts).drop(columns=["budget_tkr", "break_reason"])
    return table.assign(deviation_tkr=deviation(table))


def deviation(areas: pd.DataFrame) -> pd.Series[float]:
    """Forecast less budget of the year before, of the areas of `change_by_area`."""
    return areas["previous_forecast_tkr"] - areas["previous_budget_tkr"]


def bridge(changes: pd.DataFrame) -> pd.DataFrame:
    """The way from the budget of the year before to the plan's, area by area.

    Args:
        changes: `change_by_area`.

    Returns:
        The rows of `change_by_area` with `from_tkr` and `to_tkr`: where the area's change begins
        and ends, both as differences from the total of the year before. The total begins at
        nought. Where the areas' changes do not add up to the total's, as when a plan leaves an
        amount out, a row with the area `rest` and no name stands before the total.
    """
    last = changes["area"].eq(TOTAL)
    areas, total = changes[~last], changes[last]
    missing = total["change_tkr"].sum() - areas["change_tkr"].sum()
    if missing and total["change_tkr"].notna().all():
        rest = {**total.iloc[0], "area": REST, "name": None, "change_tkr": missing}
        rest |= {"change_percent": np.nan, "break_reason": None, "budget_tkr": np.nan}
        areas = pd.concat([areas, pd.DataFrame([rest])], ignore_index=True)
    change = areas["change_tkr"].fillna(0.0)
    areas = areas.assign(from_tkr=change.cumsum() - change, to_tkr=change.cumsum())
    total = total.assign(from_tkr=0.0, to_tkr=total["change_tkr"].fillna(0.0))
    return pd.concat([areas, total], ignore_index=True)


def series(budgets: pd.DataFrame, breaks: pd.DataFrame) -> pd.DataFrame:
    """The committee's budgets and forecasts over all the years its plans speak of.

    A year's budget is the one its own plan adopted; where that plan is not in the data, the one
    the next plan gives as the year before's.

    Args:
        budgets: `Report.budgets`.
        breaks: `Report.breaks`.

    Returns:
        One row is one area and year, every year from the first to the last, in the order of the
        latest plan, then the areas that have ended, the total last: `area`, `name`, `year`,
        `budget_tkr`, `forecast_tkr` (missing where no plan says), `break_reason` (why it does
        not compare with the year before), `compares` (no break stands between it and the last
        year), the source columns (`title` and `section` are missing where no plan says
        anything, `plan_year` is the latest plan's) and `rows`.
    """
    used = _own_first(budgets)
    latest = budgets.sort_values("plan_year", ascending=False, kind="stable")
    named = latest.drop_duplicates("area").set_index("area")["name"]
    areas = [*named.index[named.index != TOTAL], TOTAL]
    years = range(int(used["year"].min()), int(used["year"].max()) + 1)
    cells = pd.MultiIndex.from_product([areas, years], names=["area", "year"])
    said = pd.concat([used, breaks.rename_axis("row")])
    first = said.drop_duplicates(["area", "year"]).set_index(["area", "year"])
    table = first[["title", "section"]].reindex(cells)
    for kind in ("budget", "forecast"):
        amounts = used[used["kind"].eq(kind)].set_index(["area", "year"])["amount_tkr"]
        table[f"{kind}_tkr"] = amounts.reindex(cells).astype("float64")
    broken = breaks.drop_duplicates(["area", "year"], keep="last").set_index(["area", "year"])
    table["break_reason"] = broken["reason"].reindex(cells)
    table["rows"] = made_from(said, ["area", "year"], cells)
    return table.reset_index().assign(
        name=lambda rows: rows["area"].map(named),
        compares=_compares_with_the_last,
        committee=budgets["committee"].iloc[0],
        plan_year=int(budgets["plan_year"].max()),
    )


def _own_first(budgets: pd.DataFrame) -> pd.DataFrame:
    """The amount of each area, year and kind: of the year's own plan, else of the latest."""
    own = budgets["plan_year"].eq(budgets["amount_year"])
    ordered = budgets.assign(own=own).sort_values(["own", "plan_year"], kind="stable")[::-1]
    used = ordered.rename(columns={"amount_year": "year"})
    return used.drop_duplicates(["area", "year", "kind"])


def _compares_with_the_last(table: pd.DataFrame) -> pd.Series[bool]:
    """Whether no break stands between a year and the last one; a break begins its own year."""
    broken = table["break_reason"].notna()
    from_here = broken[::-1].groupby(table["area"]).cumsum().astype("int64")
    return from_here.sub(broken.astype("int64")).eq(0)


def earmarks_by_kind(earmarks: pd.DataFrame, amounts: pd.DataFrame) -> pd.DataFrame:
    """The efficiency requirements and ventures a plan's text names.

    Args:
        earmarks: `Report.earmarks`; may be empty.
        amounts: `Report.budget`, which names the areas.

    Returns:
        One row is one earmark, efficiency requirements first, each kind in the plan's order:
        `kind`, `item`, `name` (of its area; missing where the text names none), `amount_tkr`
        (missing where the text names none), `approximate`, `as_printed`, the source columns and
        `rows`.
    """
    names = amounts.drop_duplicates("area").set_index("area")["name"]
    table = earmarks.sort_values("kind", kind="stable")
    rows = pd.Series([(row,) for row in table.index], table.index, dtype="object")
    table = table.assign(name=table["area"].map(names), rows=rows)
    columns = ["kind", "item", "name", "amount_tkr", "approximate", "as_printed"]
    return table[[*columns, *SOURCE, "rows"]].reset_index(drop=True)


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
    rows = made_from(investments, "item", wide.index)
    if len(wide) > 1:
        wide.loc[TOTAL] = wide.sum()
        rows[TOTAL] = in_file_order(investments.index)
    source = investments[SOURCE].iloc[0]
    table = wide.assign(total_tkr=wide.sum(axis="columns"), **source, rows=rows)
    return table.reset_index(names="item")


def _one_row_per_area(amounts: pd.DataFrame) -> pd.DataFrame:
    years_before = amounts["plan_year"] - amounts["amount_year"]
    cells = {
        column: amounts[years_before.eq(before) & amounts["kind"].eq(kind)]
        for column, (before, kind) in CELLS.items()
    }
    order = amounts[AREA].drop_duplicates().assign(last=lambda rows: rows["area"].eq(TOTAL))
    order = order.sort_values([*PLAN, "last"], kind="stable")
    planned_first = amounts.assign(before=years_before.ne(0)).sort_values("before", kind="stable")
    rows = planned_first.drop_duplicates(AREA).set_index(AREA)
    areas = rows.reindex(pd.MultiIndex.from_frame(order[AREA]))
    areas["break_reason"] = areas["break_reason"].mask(areas["before"])
    for column, chosen in cells.items():
        areas[column] = chosen.set_index(AREA)["amount_tkr"].astype("float64")
    areas["rows"] = made_from(pd.concat(cells.values()), AREA, areas.index)
    columns = ["area", "name", *CELLS, "break_reason", *SOURCE, "rows"]
    return areas.reset_index()[columns]


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
