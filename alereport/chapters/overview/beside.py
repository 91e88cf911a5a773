"""The committees beside each other: the latest plan of each, one row a committee.

Each row is of its own year, and none is compared with another: they stand in the order of the
register.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from alereport.chapters.common import terms
from alereport.chapters.common.rows import behind
from alereport.chapters.goals.analysis import COUNCIL
from alereport.data.datasets import TOTAL

IN_TERMS = ["counted", "per_inhabitant", "published", "price_percent", "real_percent"]
"""The columns of `terms.of_totals` that a committee has."""
YEAR = len("2024")
"""How long the code of a period is that is a whole year."""


def beside(
    plans: pd.DataFrame,
    committees: pd.DataFrame,
    *,
    population: pd.DataFrame,
    prices: pd.DataFrame,
    forecasts: pd.DataFrame,
    judged: pd.DataFrame,
    sick_leave: pd.DataFrame,
) -> pd.DataFrame:
    """Return the latest plan of each committee with what is known of the committee beside it.

    Args:
        plans: `analysis.plans`.
        committees: `Overall.committees`.
        population: `Overall.population`.
        prices: `Overall.prices`.
        forecasts: `outturn.record.forecasts`, of all committees.
        judged: `goals.judgement.judgements`, of all plans.
        sick_leave: `Overall.sick_leave`, of which small groups are already withheld.

    Returns:
        One row is one committee that has a plan, in the order of the register: the columns of
        `plans`, with `change_percent` missing across a break; those of `IN_TERMS`, of the year's
        budget, and `terms_rows`; `errors` (how many years have a forecast and an outturn),
        `error_percent` (the mean of how far, whichever way, they ended from the last forecast of
        the year, in per cent of its budget; missing without any) and `error_rows`; `goals` (of the
        council, in the plan), `judgeable` (how many of them can be judged), `state` (of the
        coverage of the plan) and `goal_rows`; `sick_percent` with its `sick_period` (the latest
        whole year that a document gives for the whole committee, or else the latest period;
        missing without any), `sick_withheld`, `sick_units` (whether documents give single units
        alone) and `sick_rows`; and in `rows` all of these rows.
    """
    latest = plans.drop_duplicates("committee").set_index("committee", drop=False)
    order = [each for each in committees["committee"] if each in latest.index]
    table = in_terms(latest.loc[order].reset_index(drop=True), population, prices)
    table = _joined(table, lambda row: _record(row, forecasts))
    table = _joined(table, lambda row: _goals(row, judged))
    table = _joined(table, lambda row: _sick_leave(row, sick_leave))
    names = ["terms_rows", "error_rows", "goal_rows", "sick_rows"]
    used = [
        tuple(dict.fromkeys(place for name in ("rows", *names) for place in row[name]))
        for row in table.to_dict("records")
    ]
    return table.assign(plan_rows=table["rows"], rows=pd.Series(used, table.index, dtype="object"))


def in_terms(plans: pd.DataFrame, population: pd.DataFrame, prices: pd.DataFrame) -> pd.DataFrame:
    """Return plans with what their budgets are per inhabitant and in real terms.

    Args:
        plans: `analysis.plans`, or some of its rows.
        population: `Overall.population`.
        prices: `Overall.prices`.

    Returns:
        The same rows with the columns of `IN_TERMS` (`per_inhabitant` in kronor, missing where the
        population is; `real_percent` missing across a break, and where no forecast of prices
        reaches the year) and `terms_rows`, those of both series and of the budget.
    """
    comparable = plans["change_percent"].where(plans["break_reason"].isna())
    plans = plans.assign(change_percent=comparable.astype("float64"))
    totals = plans.assign(kind="budget", amount_tkr=plans["budget_tkr"])
    known = terms.of_totals(totals, population=population, prices=prices).set_axis(plans.index)
    return plans.assign(**{name: known[name] for name in IN_TERMS}, terms_rows=known["rows"])


def _joined(table: pd.DataFrame, found: Callable[[dict[Any, Any]], dict[str, Any]]) -> pd.DataFrame:
    """Return the table with the columns that a function gives each of its rows."""
    columns = pd.DataFrame([found(row) for row in table.to_dict("records")], index=table.index)
    return pd.concat([table, columns], axis="columns")


def _record(plan: dict[Any, Any], forecasts: pd.DataFrame) -> dict[str, Any]:
    """Return how far the committee's years have ended from the last forecast of each."""
    own = forecasts[forecasts["committee"].eq(plan["committee"])]
    known = own[own["error_percent"].notna()].drop_duplicates("year", keep="last")
    return {
        "errors": len(known),
        "error_percent": known["error_percent"].abs().mean(),
        "error_rows": behind(known),
    }


def _goals(plan: dict[Any, Any], judged: pd.DataFrame) -> dict[str, Any]:
    """Return how many of the council's goals in the plan can be judged."""
    is_own = judged["committee"].eq(plan["committee"]) & judged["plan_year"].eq(plan["year"])
    goals = judged[is_own & judged["level"].isin(COUNCIL)]
    return {
        "goals": len(goals),
        "judgeable": int(goals["can_be_judged"].sum()),
        "state": next(iter(goals["state"]), ""),
        "goal_rows": behind(goals),
    }


def _sick_leave(plan: dict[Any, Any], sick_leave: pd.DataFrame) -> dict[str, Any]:
    """Return the committee's latest sick leave, of a whole year where there is one."""
    own = sick_leave[sick_leave["committee"].eq(plan["committee"])]
    whole = own[own["unit"].eq(TOTAL) & own["group"].eq(TOTAL)]
    if whole.empty:
        missing = {"sick_percent": float("nan"), "sick_period": None, "sick_withheld": False}
        return missing | {"sick_units": len(own) > 0, "sick_rows": ()}
    is_year = whole["period"].str.len().eq(YEAR)
    chosen = whole[is_year] if is_year.any() else whole
    last = chosen.sort_values("period", key=_ends, kind="stable").iloc[-1]
    return {
        "sick_percent": last["total_percent"],
        "sick_period": str(last["period"]),
        "sick_withheld": bool(last["withheld"]),
        "sick_units": False,
        "sick_rows": (str(last.name),),
    }


def _ends(periods: pd.Series[Any]) -> pd.Series[Any]:
    """Return when each period ends: its last month, or its year."""
    return periods.str.slice(-7)
