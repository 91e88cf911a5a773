"""What became of a budget: forecasts and outturn beside it, from plans and from follow-ups.

A plan prints last year's forecast in its own budget table; an interim or annual report prints its
figures in `outturn`. Both are read here as the same thing.
"""

from __future__ import annotations

import pandas as pd

from alereport.chapters.common.rows import in_file_order

KEY = ["committee", "year", "area", "side", "document"]
OF_BUDGET = {"forecast": "forecast_year", "budget": "budget_year", "outturn": "outturn_year"}
"""The kinds of amounts in a plan's table that are of a year before its own, as in `outturn`."""
PAIRS = {
    "period": ("outturn_period", "budget_period"),
    "forecast": ("forecast_year", "budget_year"),
    "outturn": ("outturn_year", "budget_year"),
}
"""What is compared with which budget, by the name of the comparison."""
COLUMNS = [
    *KEY,
    *("as_of", "comparison", "amount_tkr", "hedge", "budget_tkr", "budget_hedge", "deviation_tkr"),
    *("title", "section", "rows"),
]


def outcomes(budgets: pd.DataFrame, outturn: pd.DataFrame) -> pd.DataFrame:
    """Return every forecast and outturn beside the budget of the same document.

    Args:
        budgets: `Report.budgets`; may be empty.
        outturn: `Report.outturn`; may be empty.

    Returns:
        One row is one comparison of one area in one document, the earliest `as_of` first:
        `committee`, `year`, `area`, `side` (`net`, `cost` or `income`), `document`, `as_of` (the
        last day it reports), `comparison` (`period`, `forecast` or `outturn`), `amount_tkr`,
        `budget_tkr` (missing if the document prints none), their own words of how certain they are
        (`hedge`, `budget_hedge`), `deviation_tkr` (plus: under budget;
        of incomes, plus: more than budgeted), `title`, `section` and `rows`.
    """
    amounts = pd.concat([_of_plans(budgets), outturn])
    amounts = amounts.assign(row=amounts.index)
    by_kind = {kind: rows.set_index(KEY) for kind, rows in amounts.groupby("kind")}
    empty = amounts.iloc[:0].set_index(KEY)
    tables = [
        _compared(by_kind.get(kind, empty), by_kind.get(budget_kind, empty), comparison)
        for comparison, (kind, budget_kind) in PAIRS.items()
    ]
    return pd.concat(tables)[COLUMNS].sort_values("as_of", kind="stable", ignore_index=True)


def _of_plans(budgets: pd.DataFrame) -> pd.DataFrame:
    """Return the amounts of plans for the years before their own, in the form of `outturn`."""
    earlier = budgets[budgets["amount_year"] < budgets["plan_year"]]
    last_day = pd.to_datetime(
        {"year": earlier["plan_year"].astype("int64") - 1, "month": 12, "day": 31}
    )
    return earlier.assign(
        year=earlier["amount_year"], kind=earlier["kind"].map(OF_BUDGET), side="net", as_of=last_day
    )


def _compared(amounts: pd.DataFrame, budget: pd.DataFrame, comparison: str) -> pd.DataFrame:
    """Return amounts beside the budget of the same document, year, area and side."""
    table = amounts.assign(
        comparison=comparison,
        budget_tkr=budget["amount_tkr"].reindex(amounts.index),
        budget_hedge=budget["hedge"].reindex(amounts.index),
        budget_row=budget["row"].reindex(amounts.index),
    ).reset_index()
    sign = table["side"].eq("income").map({True: -1, False: 1}).astype("Int64")
    rows = zip(table["row"], table["budget_row"], strict=True)
    return table.assign(
        deviation_tkr=(table["budget_tkr"] - table["amount_tkr"]) * sign,
        rows=pd.Series(
            [in_file_order(row for row in pair if pd.notna(row)) for pair in rows],
            table.index,
            dtype="object",
        ),
    )
