"""A total per inhabitant, and its change in real terms, with what was used for both.

Inhabitants are those on 31 December of the year before. The change in real terms is the change
after the price index for municipal services (PKV, from SKR): `(1 + change) / (1 + index) - 1`, with
the last forecast of the index that was published before the year began, as that is what a budget is
made from.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.chapters.common.rows import in_file_order, total
from alereport.data.datasets import TOTAL

COLUMNS = [
    *("kind", "year", "amount_tkr", "counted", "inhabitants", "per_inhabitant"),
    *("change_percent", "published", "price_percent", "real_percent", "rows"),
]


def of_budget(
    changes: pd.DataFrame, *, population: pd.DataFrame, prices: pd.DataFrame
) -> pd.DataFrame:
    """Return the total of a plan's budget per inhabitant and in real terms.

    Args:
        changes: `budget.analysis.change_by_area`, of one plan.
        population: `Report.population`: one row is the inhabitants on 31 December of a year.
        prices: `Report.prices`: one row is the index of one year by one forecast; may be empty.

    Returns:
        One row, or none without a plan: `kind` (`budget`), `year`, `amount_tkr`, `inhabitants` on
        31 December of the year `counted`, `per_inhabitant` (kronor; missing where the population
        is), `change_percent` (nominal; missing where the two years do not compare), the
        forecast's day (`published`), `price_percent` (the index) and `real_percent` (all missing
        where no forecast reaches the year), and `rows`.
    """
    if changes.empty:
        return pd.DataFrame(columns=COLUMNS)
    whole = total(changes)
    row = pd.DataFrame(
        {
            "kind": "budget",
            "year": [int(whole["plan_year"])],
            "amount_tkr": [whole["budget_tkr"]],
            "change_percent": [whole["change_percent"]],
            "rows": [whole["rows"]],
        }
    )
    return of_totals(row, population=population, prices=prices)


def of_report(standing: pd.DataFrame, *, year: int, population: pd.DataFrame) -> pd.DataFrame:
    """Return a report's outturn or forecast of a whole year per inhabitant; see `of_budget`.

    Args:
        standing: `outturn.accounts.by_area`; may be empty.
        year: The year.
        population: `Report.population`.

    Returns:
        The same columns; `kind` is `outturn` or `forecast`. No row where the report has no total.
    """
    whole = standing[standing["area"].eq(TOTAL) & standing["amount_tkr"].notna()]
    rows = pd.DataFrame(
        {
            "kind": whole["comparison"].astype("object"),
            "year": year,
            "amount_tkr": whole["amount_tkr"],
            "change_percent": float("nan"),
            "rows": whole["rows"],
        }
    )
    return of_totals(rows.iloc[:1], population=population, prices=None)


def of_totals(
    totals: pd.DataFrame, *, population: pd.DataFrame, prices: pd.DataFrame | None
) -> pd.DataFrame:
    """Return totals per inhabitant and in real terms, in their order; see `of_budget`.

    Args:
        totals: One row is one total of one year: `kind`, `year`, `amount_tkr`, `change_percent`
            (missing where the two years do not compare) and `rows`.
        population: `Report.population`, or `Overall.population`.
        prices: `Report.prices`, or `Overall.prices`; None where no change is asked for.
    """
    found = [
        {
            **row,
            **per_inhabitant(row["amount_tkr"], year=int(row["year"]), population=population),
            **_real(row, prices),
        }
        for row in totals.to_dict("records")
    ]
    for row in found:
        row["rows"] = in_file_order((*row["rows"], *row["people_rows"], *row["price_rows"]))
    return pd.DataFrame(found, columns=COLUMNS)


def per_inhabitant(amount_tkr: float, *, year: int, population: pd.DataFrame) -> dict[str, Any]:
    """Return the inhabitants that a year's amount is divided by, and the amount for each.

    Args:
        amount_tkr: The amount.
        year: The year that it is for.
        population: `Report.population`, or `Overall.population`.

    Returns:
        `counted` (the year before, on whose 31 December they are counted), `inhabitants`,
        `per_inhabitant` (kronor; both missing where the population is) and `people_rows`.
    """
    counted = year - 1
    known = population[population["year"].eq(counted)]
    people = float(known["inhabitants"].iloc[0]) if len(known) else float("nan")
    return {
        "counted": counted,
        "inhabitants": people,
        "per_inhabitant": 1000 * float(amount_tkr) / people,
        "people_rows": tuple(map(str, known.index)),
    }


def _real(row: dict[Any, Any], prices: pd.DataFrame | None) -> dict[str, Any]:
    """Return the index for the year by the last forecast before it, and the change beyond it."""
    nominal = float(row["change_percent"])
    known = pd.DataFrame() if prices is None else prices[prices["year"].eq(row["year"])]
    if len(known):
        known = known[known["published"].lt(pd.Timestamp(f"{row['year']}-01-01"))]
    if known.empty or nominal != nominal:  # noqa: PLR0124 - only NaN differs from itself
        missing = dict.fromkeys(("price_percent", "real_percent"), float("nan"))
        return {"published": pd.NaT, **missing, "price_rows": ()}
    last = known.sort_values("published", kind="stable").iloc[-1]
    price = float(last["pkv_percent"])
    return {
        "published": last["published"],
        "price_percent": price,
        "real_percent": 100 * ((1 + nominal / 100) / (1 + price / 100) - 1),
        "price_rows": (str(last.name),),
    }
