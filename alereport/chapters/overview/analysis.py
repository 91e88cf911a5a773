"""The plans of the whole municipality, and the latest of them with what other chapters compute.

The arguments are frames of `report.Overall`. Amounts are net cost in tkr.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from alereport.chapters.budget import analysis as budget
from alereport.chapters.budget import comparable, explained, questions, requirements
from alereport.chapters.common import amendments as decisions
from alereport.chapters.outturn import accounts
from alereport.data.datasets import TOTAL

PLAN = ["committee", "plan_year"]


@dataclass(frozen=True)
class Plan:
    """A committee's plan for the latest year that there is a plan for.

    Attributes:
        committee: The committee's short name.
        name: Its name in the report's language.
        year: The plan's year.
        changes: `budget.explained.with_reasons`.
        forecast: `budget.analysis.forecast_against_budget`.
        required: `budget.requirements.must_save`.
        questions: `budget.questions.questions`.
        compared: `budget.comparable.comparable_total`; empty where no two years compare.
        left_out: `budget.comparable.left_out`.
    """

    committee: str
    name: str
    year: int
    changes: pd.DataFrame
    forecast: pd.DataFrame
    required: pd.DataFrame
    questions: pd.DataFrame
    compared: pd.DataFrame
    left_out: pd.DataFrame


def plans(budgets: pd.DataFrame, committees: pd.DataFrame) -> pd.DataFrame:
    """Return the total of every plan's budget, the latest year first.

    Args:
        budgets: `Overall.budgets`.
        committees: `Overall.committees`.

    Returns:
        One row is one plan: `committee`, `year`, `name` (of the committee), the total's
        `budget_tkr`, `change_tkr`, `change_percent`, `break_reason` (missing where it is
        comparable with the year before), `deviation_tkr` (forecast less budget of the year
        before), `title`, `section` and `rows`.
    """
    changes = budget.change_by_area(budgets)
    totals = changes[changes["area"].eq(TOTAL)]
    names = committees.set_index("committee")["name"]
    table = totals.assign(
        year=totals["plan_year"].astype(int),
        deviation_tkr=budget.deviation(totals),
        name=totals["committee"].map(names),
    )
    return table.sort_values(
        ["year", "committee"], ascending=[False, True], kind="stable"
    ).reset_index(drop=True)


def latest_plans(
    budgets: pd.DataFrame,
    committees: pd.DataFrame,
    *,
    breaks: pd.DataFrame,
    earmarks: pd.DataFrame,
    explanations: pd.DataFrame,
    least_tkr: int,
) -> tuple[Plan, ...]:
    """Return the plans for the latest year, in the order of the committees.

    Args:
        budgets: `Overall.budgets`.
        committees: `Overall.committees`.
        breaks: `Overall.breaks`.
        earmarks: `Overall.earmarks`.
        explanations: `Overall.explanations`.
        least_tkr: See `budget.explained.with_reasons`.
    """
    every = plans(budgets, committees)
    found = []
    for row in every[every["year"].eq(every["year"].max())].to_dict("records"):
        committee, year = str(row["committee"]), int(row["year"])
        of_committee = budgets[budgets["committee"].eq(committee)]
        amounts = of_committee[of_committee["plan_year"].eq(year)]
        own_breaks = breaks[breaks["committee"].eq(committee)]
        changes = explained.with_reasons(
            budget.change_by_area(amounts), explanations, least_tkr=least_tkr
        )
        forecast = budget.forecast_against_budget(amounts)
        named = budget.earmarks_by_kind(_of_plan(earmarks, committee, year), amounts)
        required = requirements.must_save(changes, named)
        found.append(
            Plan(
                committee=committee,
                name=str(row["name"]),
                year=year,
                changes=changes,
                forecast=forecast,
                required=required,
                questions=questions.questions(changes, forecast, required),
                compared=comparable.comparable_total(of_committee, own_breaks),
                left_out=comparable.left_out(of_committee, own_breaks),
            )
        )
    return tuple(found)


def path(
    latest: tuple[Plan, ...],
    compared: pd.DataFrame,
    *,
    amendments: pd.DataFrame,
    budgets: pd.DataFrame,
    documents: pd.DataFrame,
) -> pd.DataFrame:
    """Return the path of the year of the one latest plan, as `outturn.accounts.path`.

    It has no row where the latest plans are several, or no report tells of the year.

    Args:
        latest: `latest_plans`.
        compared: `outturn.outcomes.outcomes`.
        amendments: `Overall.amendments`.
        budgets: `Overall.budgets`.
        documents: `Overall.documents`.
    """
    plan = latest[0] if len(latest) == 1 else None
    committee, year = (plan.committee, plan.year) if plan else ("", 0)
    reports = accounts.reports(documents, committee=committee, year=year)
    if accounts.of_year(compared, reports).empty:
        budgets, amendments = budgets.iloc[:0], amendments.iloc[:0]
    own = amendments[amendments["committee"].eq(committee)]
    return accounts.path(
        compared,
        reports,
        budget=_of_plan(budgets, committee, year),
        told=decisions.decided(own, year=year),
    )


def _of_plan(rows: pd.DataFrame, committee: str, year: int) -> pd.DataFrame:
    return rows[rows["committee"].eq(committee) & rows["plan_year"].eq(year)]


def printed_totals(sick_leave: pd.DataFrame) -> pd.DataFrame:
    """Return the totals that the documents print, sorted by period and then by size."""
    printed = sick_leave[
        sick_leave["already_public"].astype(bool)
        & sick_leave["group"].eq("total")
        & sick_leave["total_percent"].notna()
    ]
    return printed.sort_values(["period", "total_percent"])
