"""A committee's budget: changes, forecasts, series over the years, investments and earmarks.

Amounts are net cost in tkr: a larger number is a larger cost, a positive difference costs more.
The arguments named `amounts` are `Report.budget`: one row is one cell of a plan's budget table.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from alereport.chapters.common.rows import ABOUT, SOURCE, in_file_order, parts, rows_by_key
from alereport.data.datasets import TOTAL

PLAN = ["committee", "plan_year"]
AREA = [*PLAN, "area"]
"""The columns that identify a plan, and an area in it."""

CELLS = {
    "previous_forecast_tkr": (1, "forecast"),
    "previous_budget_tkr": (1, "budget"),
    "budget_tkr": (0, "budget"),
}
"""The amounts a plan prints for an area: how many years before its own year, and which kind."""

HEDGES = {column: column.replace("_tkr", "_hedge") for column in CELLS}
"""The columns with the document's own hedge of each amount."""

REST = "rest"
"""The area, in `bridge`, for the part of the total's change that no area explains."""


def change_by_area(amounts: pd.DataFrame) -> pd.DataFrame:
    """Compare the budget of each plan with the year before, area by area.

    Returns:
        One row is one area in the plan's order, then the requirements to save, the printed total
        last, with `area`, `name`, `requirement` (whether it is one), `previous_forecast_tkr`,
        `previous_budget_tkr`, `budget_tkr` and the document's hedge of each (`budget_hedge`),
        `change_tkr`, `change_hedge` (`about` if it is computed from a hedged amount),
        `change_percent`, `share_percent` (of all areas, one decimal, together exactly 100; missing
        for a requirement, and for a total that one lowers), `break_reason`, the source:
        `committee`, `plan_year`, `title`, `section`, and `rows` (of the data it is computed from).
        `change_percent` is calculated on the absolute value of the previous budget, and is
        missing if that is zero or the two years are not comparable.
    """
    table = _one_row_per_area(amounts)
    change = table["budget_tkr"] - table["previous_budget_tkr"]
    comparable = table["break_reason"].isna() & table["previous_budget_tkr"].ne(0)
    percent = 100 * change / table["previous_budget_tkr"].abs().where(comparable)
    shares = [_shares(plan) for _plan, plan in table.groupby(PLAN)]
    return table.assign(
        change_tkr=change,
        change_hedge=computed_hedge(table, "budget_hedge", "previous_budget_hedge"),
        change_percent=percent,
        share_percent=pd.concat(shares) if shares else np.nan,
    )


def forecast_against_budget(amounts: pd.DataFrame) -> pd.DataFrame:
    """Compare the forecast of the year before with its budget.

    Returns:
        One row is one area in the plan's order, the printed total last, with `area`, `name`,
        `requirement`, `previous_forecast_tkr`, `previous_budget_tkr`, `deviation_tkr` (forecast
        less budget: positive is more than planned), the hedge of each, `deviation_percent` (of the
        absolute budget), the source columns and the `rows` of `change_by_area`.
    """
    table = _one_row_per_area(amounts).drop(columns=["budget_tkr", "budget_hedge", "break_reason"])
    over, base = deviation(table), table["previous_budget_tkr"].abs()
    return table.assign(
        deviation_tkr=over,
        deviation_hedge=computed_hedge(table, "previous_forecast_hedge", "previous_budget_hedge"),
        deviation_percent=100 * over / base.where(base.ne(0)),
    )


def deviation(areas: pd.DataFrame) -> pd.Series[float]:
    """Return forecast less budget of the year before, for the rows of `change_by_area`."""
    return areas["previous_forecast_tkr"] - areas["previous_budget_tkr"]


def computed_hedge(amounts: pd.DataFrame, *hedges: str) -> pd.Series[Any]:
    """Return the hedge of what is computed from amounts: `about` where one of them is hedged."""
    is_hedged = amounts[[*hedges]].notna().any(axis="columns")
    return pd.Series(None, amounts.index, dtype="object").mask(is_hedged, ABOUT)


def bridge(changes: pd.DataFrame) -> pd.DataFrame:
    """Return the steps from the budget of the year before to the plan's, area by area.

    Args:
        changes: `change_by_area`.

    Returns:
        The rows of `change_by_area`, the total last. If the areas' changes do not add up to the
        total's, as when a plan leaves an amount out, a row with the area `rest` and no name comes
        before the total.
    """
    last = changes["area"].eq(TOTAL)
    areas, total = changes[~last], changes[last]
    missing = total["change_tkr"].sum() - areas["change_tkr"].sum()
    if missing and total["change_tkr"].notna().all():
        rest = {**total.iloc[0], "area": REST, "name": None, "change_tkr": missing}
        rest |= {"change_percent": np.nan, "break_reason": None, "budget_tkr": np.nan}
        areas = pd.concat([areas, pd.DataFrame([rest])], ignore_index=True)
    return pd.concat([areas, total], ignore_index=True)


def series(budgets: pd.DataFrame, breaks: pd.DataFrame) -> pd.DataFrame:
    """Collect the committee's budgets and forecasts for all the years that its plans cover.

    A year's budget is the one in that year's own plan; if that plan is not in the data, the one
    the next plan prints for the year before.

    Args:
        budgets: `Report.budgets`.
        breaks: `Report.breaks`.

    Returns:
        One row is one area and year, every year from the first to the last, in the order of the
        latest plan, then the areas that have ended, the total last: `area`, `name`, `year`,
        `budget_tkr`, `forecast_tkr` (missing if no plan prints it), the hedge of each,
        `requirement`, `break_reason` (why it is
        not comparable with the year before), `compares` (True if there is no break between it
        and the last year), the source columns (`title` and `section` are missing if no plan
        has the year, `plan_year` is the latest plan's) and `rows`.
    """
    chosen = _chosen_amounts(budgets)
    latest = budgets.sort_values("plan_year", ascending=False, kind="stable")
    registered = latest.drop_duplicates("area").set_index("area")[["name", "requirement"]]
    areas = [*registered.index[registered.index != TOTAL], TOTAL]
    years = range(int(chosen["year"].min()), int(chosen["year"].max()) + 1)
    cells = pd.MultiIndex.from_product([areas, years], names=["area", "year"])
    all_rows = pd.concat([chosen, breaks.rename_axis("row")])
    first = all_rows.drop_duplicates(["area", "year"]).set_index(["area", "year"])
    table = first[["title", "section"]].reindex(cells)
    for kind in ("budget", "forecast"):
        amounts = chosen[chosen["kind"].eq(kind)].set_index(["area", "year"]).reindex(cells)
        table[f"{kind}_tkr"] = amounts["amount_tkr"].astype("float64")
        table[f"{kind}_hedge"] = amounts["hedge"]
    broken = breaks.drop_duplicates(["area", "year"], keep="last").set_index(["area", "year"])
    table["break_reason"] = broken["reason"].reindex(cells)
    table["rows"] = rows_by_key(all_rows, ["area", "year"], cells)
    return table.reset_index().assign(
        name=lambda rows: rows["area"].map(registered["name"]),
        requirement=lambda rows: rows["area"].map(registered["requirement"]),
        compares=_compares_with_latest,
        committee=budgets["committee"].iloc[0],
        plan_year=int(budgets["plan_year"].max()),
    )


def _chosen_amounts(budgets: pd.DataFrame) -> pd.DataFrame:
    """Choose one amount per area, year and kind: the year's own plan's, else the latest plan's."""
    is_own_plan = budgets["plan_year"].eq(budgets["amount_year"])
    ordered = budgets.assign(own_plan=is_own_plan).sort_values(
        ["own_plan", "plan_year"], kind="stable"
    )[::-1]
    renamed = ordered.rename(columns={"amount_year": "year"})
    return renamed.drop_duplicates(["area", "year", "kind"])


def _compares_with_latest(table: pd.DataFrame) -> pd.Series[bool]:
    """True if there is no break after a year; a break in the year itself does not count."""
    has_break = table["break_reason"].notna()
    breaks_from_year = has_break[::-1].groupby(table["area"]).cumsum().astype("int64")
    return breaks_from_year.sub(has_break.astype("int64")).eq(0)


def earmarks_by_kind(earmarks: pd.DataFrame, amounts: pd.DataFrame) -> pd.DataFrame:
    """List the efficiency requirements and initiatives that a plan's text names.

    Args:
        earmarks: `Report.earmarks`; may be empty.
        amounts: `Report.budget`, which names the areas.

    Returns:
        One row is one earmark, efficiency requirements first, each kind in the plan's order:
        `kind`, `item`, `area` and its `name` (missing if the text names none), `measured`
        (whether the amount is a `total` or an `increase`), `amount_tkr` (missing if the text
        names none), `hedge` (the document's own), the source columns and `rows`.
    """
    names = amounts.drop_duplicates("area").set_index("area")["name"]
    table = earmarks.sort_values("kind", kind="stable")
    rows = pd.Series([(row,) for row in table.index], table.index, dtype="object")
    table = table.assign(name=table["area"].map(names), rows=rows)
    columns = ["kind", "item", "area", "name", "measured", "amount_tkr", "hedge"]
    return table[[*columns, *SOURCE, "rows"]].reset_index(drop=True)


def investments_by_item(investments: pd.DataFrame) -> pd.DataFrame:
    """Return the plan's investments, item by item and year by year.

    Args:
        investments: `Report.investments`; may be empty.

    Returns:
        One row is one item in the plan's order, then the total if there is more than one:
        `item`, one column per year (named by its number, tkr), `total_tkr`, `hedges` (the
        document's, by column), the source columns and `rows`; empty for an empty frame.
    """
    if investments.empty:
        return pd.DataFrame(columns=["item", "total_tkr", "hedges", *SOURCE, "rows"])
    order = investments["item"].drop_duplicates()
    wide = investments.pivot(index="item", columns="amount_year", values="amount_tkr")
    wide = wide.reindex(order).astype("Int64").rename(columns=int)
    wide.columns.name = None
    rows = rows_by_key(investments, "item", wide.index)
    hedges = _investment_hedges(investments, wide.index)
    if len(wide) > 1:
        wide.loc[TOTAL] = wide.sum()
        rows[TOTAL] = in_file_order(investments.index)
        hedges[TOTAL] = {column: ABOUT for each in hedges for column in each}
    source = investments[SOURCE].iloc[0]
    table = wide.assign(total_tkr=wide.sum(axis="columns"), hedges=hedges, **source, rows=rows)
    return table.reset_index(names="item")


def _investment_hedges(investments: pd.DataFrame, items: pd.Index[str]) -> pd.Series[Any]:
    """Return the hedges of each item by the column of the amount; a total of such is `about`."""
    hedged = investments[investments["hedge"].notna()]
    found: dict[str, dict[int | str, str]] = {item: {} for item in items}
    for item, year, hedge in hedged[["item", "amount_year", "hedge"]].itertuples(index=False):
        found[item] |= {int(year): hedge, "total_tkr": ABOUT}
    return pd.Series(found, index=items, dtype="object")


def _one_row_per_area(amounts: pd.DataFrame) -> pd.DataFrame:
    age = amounts["plan_year"] - amounts["amount_year"]
    cells = {
        column: amounts[age.eq(years) & amounts["kind"].eq(kind)]
        for column, (years, kind) in CELLS.items()
    }
    order = amounts[[*AREA, "requirement"]].drop_duplicates(AREA)
    order = order.assign(last=order["area"].eq(TOTAL))
    order = order.sort_values([*PLAN, "last", "requirement"], kind="stable")
    own_year_first = amounts.assign(is_previous=age.ne(0)).sort_values("is_previous", kind="stable")
    rows = own_year_first.drop_duplicates(AREA).set_index(AREA)
    areas = rows.reindex(pd.MultiIndex.from_frame(order[AREA]))
    areas["break_reason"] = areas["break_reason"].mask(areas["is_previous"])
    for column, column_amounts in cells.items():
        by_area = column_amounts.set_index(AREA)
        areas[column] = by_area["amount_tkr"].astype("float64")
        areas[HEDGES[column]] = by_area["hedge"]
    areas["rows"] = rows_by_key(pd.concat(cells.values()), AREA, areas.index)
    columns = ["area", "name", "requirement", *CELLS, *HEDGES.values(), "break_reason"]
    return areas.reset_index()[[*columns, *SOURCE, "rows"]]


def _shares(table: pd.DataFrame) -> pd.Series[float]:
    areas, of_total = parts(table)["budget_tkr"], table["area"].eq(TOTAL)
    total = areas.sum()
    if not total or areas.isna().any():
        return pd.Series(np.nan, index=table.index)
    shares = (largest_remainder(1000 * areas / total, 1000) / 10).reindex(table.index)
    return shares.mask(of_total & (table["budget_tkr"] == total), 100.0)


def largest_remainder(parts: pd.Series[float], total: int) -> pd.Series[float]:
    """Round the parts to integers that sum to `total`, each less than one from its exact value.

    Every part is rounded down, and the remainder is given, one each, to the largest fractions
    (Hamilton's method); of equal fractions, the first in the frame's order.

    Args:
        parts: Exact parts that sum to `total`; a part may be negative.
        total: The sum of the rounded parts.
    """
    floors = parts.map(math.floor)
    remainder = total - int(floors.sum())
    rounded_up = (floors - parts).sort_values(kind="stable").index[:remainder]
    return (floors + pd.Series(1, index=rounded_up).reindex(parts.index, fill_value=0)).astype(
        "float64"
    )
