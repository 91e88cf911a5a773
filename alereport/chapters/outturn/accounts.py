"""The economy of a year as its follow-ups report it: the latest by area, and the year's path.

`compared` is `outcomes.outcomes`; `reports` is `reports` below.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from alereport.chapters.common import amendments
from alereport.chapters.common.rows import ABOUT, behind, in_file_order, rows_at
from alereport.data.datasets import TOTAL

FOLLOW_UPS = ("interim_report", "cover_letter", "annual_report")
"""The kinds of documents that follow a year up; of those of one day, the last counts."""
YEAR = ("outturn", "forecast")
"""The comparisons of the whole year, the one that counts first."""
PERIOD = "period"
AMOUNTS = ["amount_tkr", "hedge", "budget_tkr", "budget_hedge", "deviation_tkr"]
PLACE = ["document", "as_of", "title", "section"]
BY_AREA = [
    *("document", "as_of", "title", "section", "area", "name", "requirement", "comparison"),
    *("plan_tkr", "plan_hedge", "amended_tkr", "amended_hedge", *AMOUNTS, "rows"),
]


def reports(documents: pd.DataFrame, *, committee: str, year: int) -> pd.DataFrame:
    """Return the documents that follow a committee's year up, of `Report.documents`, in order."""
    own = documents[
        documents["committee"].eq(committee)
        & documents["year"].eq(year)
        & documents["kind"].isin(FOLLOW_UPS)
    ]
    ranked = own.assign(rank=own["kind"].map(FOLLOW_UPS.index))
    return ranked.sort_values(["as_of", "rank", "document"])[documents.columns]


def of_year(compared: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return the comparisons that the reports make, in their order; one row as in `outcomes`."""
    order = {document: place for place, document in enumerate(reports["document"])}
    own = compared[compared["document"].isin(order)]
    ordered = own["document"].map(order).sort_values(kind="stable").index
    return own.loc[ordered].reset_index(drop=True)


def last_report(rows: pd.DataFrame) -> pd.DataFrame:
    """Return those of the last report, of rows in the order of the reports."""
    return rows[rows["document"].eq(rows["document"].iloc[-1])] if len(rows) else rows


def of_whole_year(compared: pd.DataFrame) -> pd.DataFrame:
    """Return each report's net amounts of the whole year: its outturn, or else its forecast."""
    net = compared[compared["side"].eq("net") & compared["comparison"].isin(YEAR)]
    rank = net["comparison"].map(YEAR.index)
    return net[rank.eq(rank.groupby(net["document"]).transform("min"))]


def yearly(compared: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return the net amounts of the whole year, those of one report for each day, in order."""
    rows = of_whole_year(of_year(compared, reports))
    last = rows.groupby("as_of")["document"].transform("last")
    return rows[rows["document"].eq(last)].reset_index(drop=True)


def by_area(
    compared: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    areas: pd.DataFrame,
    budget: pd.DataFrame,
    told: pd.DataFrame,
) -> pd.DataFrame:
    """Return how each area stands for the whole year, the largest deviation first.

    The last report with amounts of the whole year counts.

    Args:
        compared: See above.
        reports: See above.
        areas: `Report.areas`.
        budget: `Report.budget`; may be empty.
        told: `amendments.decided`.

    Returns:
        One row is one area, the total last: `document`, `as_of`, `title`, `section`, `area`,
        `name`, `requirement`, `comparison` (`outturn` or `forecast`), `plan_tkr` (the budget in the
        plan), `amended_tkr` (by decisions until `as_of`), `amount_tkr`, `budget_tkr` and
        `deviation_tkr` as in `outcomes`, a `hedge` of each, and `rows`. What no document has is
        missing.
    """
    rows = last_report(yearly(compared, reports))
    until = rows["as_of"].max()
    planned = _planned(budget)
    changed = amendments.by_area(told[told["decided"].le(until)])
    places = [
        in_file_order((*own, *rows_at(planned, area), *rows_at(changed, area)))
        for own, area in zip(rows["rows"], rows["area"], strict=True)
    ]
    found = rows.assign(
        plan_tkr=planned["amount_tkr"].reindex(rows["area"]).array,
        plan_hedge=planned["hedge"].reindex(rows["area"]).array,
        amended_tkr=changed["amended_tkr"].reindex(rows["area"]).array,
        amended_hedge=changed["hedge"].reindex(rows["area"]).array,
        rows=pd.Series(places, rows.index, dtype="object"),
    )
    return largest_first(named(found, areas))[BY_AREA]


def _planned(budget: pd.DataFrame) -> pd.DataFrame:
    """Return the plan's own budget by area, with the row of each."""
    own = budget[budget["amount_year"].eq(budget["plan_year"]) & budget["kind"].eq("budget")]
    places = [(str(row),) for row in own.index]
    return own.assign(rows=pd.Series(places, own.index, dtype="object")).set_index("area")


def period(compared: pd.DataFrame, reports: pd.DataFrame, *, areas: pd.DataFrame) -> pd.DataFrame:
    """Return how each area stands, of the last report that tells of a part of the year.

    Args:
        compared: See above.
        reports: See above.
        areas: `Report.areas`.

    Returns:
        One row is one area, the largest deviation first and the total last; see `by_area`.
    """
    own = of_year(compared, reports)
    net = last_report(own[own["side"].eq("net") & own["comparison"].eq(PERIOD)])
    columns = [column for column in BY_AREA if column.split("_")[0] not in {"plan", "amended"}]
    return largest_first(named(net, areas))[columns]


def earlier(compared: pd.DataFrame, reports: pd.DataFrame, *, areas: pd.DataFrame) -> pd.DataFrame:
    """Return what the reports said of each area that a later one has said again since.

    Args:
        compared: See above.
        reports: See above.
        areas: `Report.areas`.

    Returns:
        One row is one area in one report, the earliest first and each report's total last:
        `document`, `as_of`, `title`, `section`, `area`, `name`, `requirement`, `comparison` (of the
        whole year, missing if it is all in `by_area`), the amounts of `outcomes` as
        `period_amount_tkr`, `year_hedge` and so on, and `rows`.
    """
    net = of_year(compared, reports)
    net = net[net["side"].eq("net")]
    of_time = {PERIOD: net[net["comparison"].eq(PERIOD)], "year": of_whole_year(net)}
    told = [
        rows[rows["document"].ne(last_report(rows)["document"].max())].assign(time=time)
        for time, rows in of_time.items()
    ]
    both = pd.concat(told).sort_index(kind="stable")
    records = [_on_both(rows) for _key, rows in both.groupby(["document", "area"], sort=False)]
    columns = [f"{time}_{name}" for time in of_time for name in AMOUNTS]
    table = pd.DataFrame(records, columns=["area", *PLACE, "comparison", *columns, "rows"])
    order = table["document"].map(list(reports["document"]).index)
    table = table.assign(order=order, last=table["area"].eq(TOTAL))
    table = table.sort_values(["order", "last"], kind="stable", ignore_index=True)
    return named(table.drop(columns=["order", "last"]), areas)


def _on_both(rows: pd.DataFrame) -> dict[str, Any]:
    """Return what a report says of an area, for the part of the year and for all of it."""
    of_year = rows.loc[rows["time"].eq("year"), "comparison"]
    return {
        "area": rows["area"].iloc[0],
        **{column: rows[column].iloc[0] for column in PLACE},
        "comparison": None if of_year.empty else of_year.iloc[0],
        **_amounts_by(rows, "time"),
        "rows": behind(rows),
    }


def _amounts_by(rows: pd.DataFrame, column: str) -> dict[str, Any]:
    """Return the amounts of an area, each after the value of a column, such as `net_amount_tkr`."""
    return {
        f"{row[column]}_{name}": row[name] for row in rows.to_dict("records") for name in AMOUNTS
    }


def sides(compared: pd.DataFrame, reports: pd.DataFrame, *, areas: pd.DataFrame) -> pd.DataFrame:
    """Return the costs and incomes of the last report that prints them, of the longest time.

    Args:
        compared: See above.
        reports: See above.
        areas: `Report.areas`.

    Returns:
        One row is one area, the total last, empty if there are none: `area`, `name`, `requirement`,
        `comparison`, and the amounts of `outcomes` as `cost_amount_tkr`, `income_budget_tkr` and so
        on.
    """
    own = of_year(compared, reports)
    printed = last_report(own[own["side"].ne("net")])
    of_time = (printed[printed["comparison"].eq(name)] for name in (*YEAR, PERIOD))
    own = next((rows for rows in of_time if len(rows)), printed)
    records: list[dict[str, Any]] = []
    for area, rows in own.groupby("area", sort=False):
        first = {column: rows[column].iloc[0] for column in (*PLACE, "comparison")}
        records.append({"area": area, **first, **_amounts_by(rows, "side"), "rows": behind(rows)})
    columns = [f"{side}_{name}" for side in ("cost", "income") for name in AMOUNTS]
    table = pd.DataFrame(records, columns=["area", *PLACE, "comparison", *columns, "rows"])
    last = table["area"].eq(TOTAL)
    return named(pd.concat([table[~last], table[last]], ignore_index=True), areas)


def latest(*tables: pd.DataFrame) -> pd.DataFrame:
    """Return the table of the latest day; of several of one day the first."""
    there = [table for table in tables if len(table)]
    return max(there, key=lambda table: table["as_of"].iloc[0], default=tables[0])


def explained(deviations: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return the deviations that the last report with any explains, of `Report.deviations`."""
    own = [deviations[deviations["document"].eq(document)] for document in reports["document"]]
    return next((rows for rows in reversed(own) if len(rows)), deviations.iloc[:0])


def path(
    compared: pd.DataFrame, reports: pd.DataFrame, *, budget: pd.DataFrame, told: pd.DataFrame
) -> pd.DataFrame:
    """Return what the committee's whole year was decided, forecast and found to cost, in turn.

    Args:
        compared: See above.
        reports: See above.
        budget: `Report.budget`; may be empty.
        told: `amendments.decided`.

    Returns:
        One row is one step: `step` (`plan`, `amended`, `forecast` or `outturn`), `as_of` (of the
        last decision, or of the report; missing for the plan), `amount_tkr`, `hedge`,
        `deviation_tkr` (from the budget that the report prints; missing for a budget), `title`,
        `section` and `rows`.
    """
    rows = yearly(compared, reports)
    totals = rows[rows["area"].eq(TOTAL)]
    reported = totals.assign(step=totals["comparison"]).to_dict("records")
    steps = [*_budgets(_planned(budget), told), *reported]
    columns = ["step", "as_of", "amount_tkr", "hedge", "deviation_tkr", "title", "section", "rows"]
    types = {"amount_tkr": "Int64", "deviation_tkr": "Int64", "as_of": "datetime64[ns]"}
    return pd.DataFrame(steps, columns=columns).astype(types)


def _budgets(planned: pd.DataFrame, told: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """Return the budget of the plan, and what the decisions have made of it."""
    if TOTAL not in planned.index:
        return []
    columns = ("amount_tkr", "hedge", "title", "section")
    plan: dict[Hashable, Any] = {column: planned.loc[TOTAL, column] for column in columns}
    plan |= {"step": "plan", "rows": rows_at(planned, TOTAL)}
    changed = amendments.by_area(told)
    if TOTAL not in changed.index:
        return [plan]
    total = changed.loc[TOTAL]
    last = told.iloc[-1]
    amended: dict[Hashable, Any] = {
        "step": "amended",
        "as_of": told["decided"].max(),
        "amount_tkr": plan["amount_tkr"] + total["amended_tkr"],
        "hedge": ABOUT if total["hedge"] else plan["hedge"],
        "title": last["title"],
        "section": last["section"],
        "rows": in_file_order((*plan["rows"], *rows_at(changed, TOTAL))),
    }
    return [plan, amended]


def named(rows: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the name of each area, and whether it is a requirement to save."""
    registered = areas.set_index("area").reindex(rows["area"])
    return rows.assign(
        name=registered["name"].to_numpy(),
        requirement=registered["requirement"].fillna(value=False).to_numpy(dtype="bool"),
    )


def largest_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Return areas by the size of their deviation; those without one after them, the total last."""
    size = rows["deviation_tkr"].abs().fillna(-1).where(rows["area"].ne(TOTAL), -2)
    return rows.loc[size.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)
