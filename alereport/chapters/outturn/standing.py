"""Where each committee stands on the latest day that a report of its year speaks of."""

from __future__ import annotations

import pandas as pd

from alereport.chapters.outturn.outcomes import outcomes
from alereport.data.datasets import TOTAL

PREFERRED = ("outturn", "forecast", "period")
"""Which comparison tells most of a year: what it became, what is expected, what is so far."""
COLUMNS = [
    *("committee", "year", "area", "document", "as_of", "comparison", "amount_tkr", "hedge"),
    *("budget_tkr", "budget_hedge", "deviation_tkr", "title", "section", "rows"),
]


def standing(outturn: pd.DataFrame, budgets: pd.DataFrame) -> pd.DataFrame:
    """Return the net cost of each committee and year beside its budget, by its latest report.

    Args:
        outturn: `Report.outturn` or `Overall.outturn`; may be empty.
        budgets: `Loaded.budgets`, which tell only of which form a frame without rows is.

    Returns:
        One row is one committee and year, the latest year of each committee last: `committee`,
        `year`, `area` (`total`), `document`, `as_of` (the last day of the latest report with a
        total), `comparison` (the first of `PREFERRED` that the report has), `amount_tkr`,
        `budget_tkr` (missing if the report prints none), their `hedge` and `budget_hedge`,
        `deviation_tkr` (plus: under budget), `title`, `section` and `rows`.
    """
    found = outcomes(budgets.iloc[:0], outturn)
    totals = found[found["area"].eq(TOTAL) & found["side"].eq("net")]
    rank = -totals["comparison"].map(PREFERRED.index).astype("int64")
    ordered = totals.assign(rank=rank).sort_values(["as_of", "rank"], kind="stable")
    latest = ordered.drop_duplicates(["committee", "year"], keep="last")
    return latest.sort_values(["committee", "year"])[COLUMNS].reset_index(drop=True)
