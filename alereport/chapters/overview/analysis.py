"""The whole municipality: an overview of every committee and year, and what stands out.

The arguments are frames of `report.Overall`. Amounts are net cost in tkr.
"""

from __future__ import annotations

from pathlib import PurePosixPath

import pandas as pd

from alereport.chapters.annual.analysis import LOOKING_BACK
from alereport.chapters.budget import analysis as budget
from alereport.chapters.goals.analysis import COUNCIL
from alereport.data.datasets import TOTAL

PLAN_DATASETS = (
    "budget",
    "earmarks",
    "investments",
    "goals",
    "measures",
    "personnel",
    "sick_leave",
)
"""The datasets that a reader expects from a committee's plan."""
ANNUAL_REPORT_DATASETS = ("indicators",)
DATASETS_BY_KIND = {"plan": PLAN_DATASETS, **dict.fromkeys(LOOKING_BACK, ANNUAL_REPORT_DATASETS)}
"""The datasets that a reader expects, by the kind of document; nothing of the other kinds."""
WORST_FIRST = ("red", "amber", "green")
KEY = ["committee", "year"]


def changes_by_area(budgets: pd.DataFrame) -> pd.DataFrame:
    """Return `budget.change_by_area` of every plan, with its `deviation_tkr` (`budget.deviation`).

    Args:
        budgets: `Overall.budgets`.
    """
    changes = budget.change_by_area(budgets)
    return changes.assign(deviation_tkr=budget.deviation(changes))


def committee_years(
    documents: pd.DataFrame,
    *,
    committees: pd.DataFrame,
    changes: pd.DataFrame,
    goals: pd.DataFrame,
    sick_leave: pd.DataFrame,
) -> pd.DataFrame:
    """Return each committee's year in a few figures.

    Args:
        documents: `Overall.documents`.
        committees: `Overall.committees`.
        changes: `changes_by_area`.
        goals: `Overall.goals`.
        sick_leave: `Overall.sick_leave`; only figures that a public document already prints are
            used, and of these the highest total of the latest period.

    Returns:
        One row is one committee and year with a plan or an annual report, the latest first:
        `committee`, `name`, `year`, `title` (of its plan, or else its annual report), `section`
        (of its budget), `has_plan`, the total's `budget_tkr`, `previous_budget_tkr`,
        `change_tkr`, `change_percent`, `break_reason`, `deviation_tkr` (forecast less budget of
        the year before), the numbers of `council_goals`, `committee_goals`, `assignments`,
        `activities` (missing without a plan), `sick_leave_unit`,
        `sick_leave_period`, `sick_leave_percent`, and `rows`.
    """
    committee_documents = _of_committees(documents)
    plans_first = committee_documents.sort_values(
        "kind", key=lambda kind: kind.ne("plan"), kind="stable"
    )
    years = plans_first.drop_duplicates(KEY).sort_values(
        ["year", "committee"], ascending=[False, True], kind="stable"
    )
    table = years[["committee", "year", "document", "title"]].reset_index(drop=True)
    table["name"] = table["committee"].map(committees.set_index("committee")["name"])
    table["has_plan"] = years["kind"].eq("plan").to_numpy()
    totals = changes[changes["area"].eq(TOTAL)].rename(columns={"plan_year": "year"})
    totals = totals.drop(columns=["area", "name", "title", "share_percent"])
    table = table.merge(totals, how="left", on=KEY, validate="one_to_one")
    goal_counts = _goal_counts(goals)
    table = table.merge(goal_counts, how="left", on=KEY, suffixes=("", "_of_goals"))
    table = table.merge(_highest_printed_totals(sick_leave), how="left", on="document")
    parts = [table.pop(name) for name in ("rows", "rows_of_goals", "rows_of_sick_leave")]
    table["rows"] = [
        tuple(row for part in row_parts for row in (part if isinstance(part, tuple) else ()))
        for row_parts in zip(*parts, strict=True)
    ]
    return table


def _of_committees(documents: pd.DataFrame) -> pd.DataFrame:
    """Return the committees' documents of the kinds that a reader expects something of."""
    return documents[documents["committee"].notna() & documents["kind"].isin(DATASETS_BY_KIND)]


LEVELS = {
    "council_goals": COUNCIL,
    "committee_goals": ("committee_goal",),
    "assignments": ("assignment",),
    "activities": ("activity",),
}


def _goal_counts(goals: pd.DataFrame) -> pd.DataFrame:
    plan = ["committee", "plan_year"]
    levels = {name: goals["level"].isin(levels).astype(int) for name, levels in LEVELS.items()}
    by_plan = goals.assign(**levels, rows=goals.index).groupby(plan)
    table = by_plan.agg({**dict.fromkeys(LEVELS, "sum"), "rows": tuple})
    return table.reset_index(names=KEY)


def printed_totals(sick_leave: pd.DataFrame) -> pd.DataFrame:
    """Return the totals that the documents print, sorted by period and then by size."""
    printed = sick_leave[
        sick_leave["already_public"].astype(bool)
        & sick_leave["group"].eq("total")
        & sick_leave["total_percent"].notna()
    ]
    return printed.sort_values(["period", "total_percent"])


def _highest_printed_totals(sick_leave: pd.DataFrame) -> pd.DataFrame:
    """Return the highest printed total of the latest period of each document."""
    latest = printed_totals(sick_leave).drop_duplicates("document", keep="last")
    latest = latest.assign(rows=latest.index.to_series().map(lambda row: (row,)))
    names = {
        "unit": "sick_leave_unit",
        "period": "sick_leave_period",
        "total_percent": "sick_leave_percent",
        "rows": "rows_of_sick_leave",
    }
    return latest[["document", *names]].rename(columns=names)


def largest_changes(changes: pd.DataFrame, *, count: int = 3) -> pd.DataFrame:
    """Return the areas whose budgets change most, up or down, between comparable years.

    Args:
        changes: `changes_by_area`.
        count: The number of areas.

    Returns:
        The rows of `changes`, the largest change first; equal ones in their order.
    """
    comparable = changes[
        changes["area"].ne(TOTAL)
        & changes["break_reason"].isna()
        & changes["change_tkr"].fillna(0.0).ne(0.0)
    ]
    largest = comparable["change_tkr"].abs().nlargest(count)
    return comparable.loc[largest.index].reset_index(drop=True)


def named_breaks(breaks: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Return the breaks, where series stop being comparable.

    Args:
        breaks: `Overall.breaks`.
        areas: `Overall.areas`.

    Returns:
        One row is one break: `committee`, `year`, `area`, `name` (of the area), `reason`, `rows`.
    """
    names = areas.set_index(["committee", "area"])["name"]
    area_keys = pd.MultiIndex.from_frame(breaks[["committee", "area"]])
    source_rows = breaks.index.to_series().map(lambda row: (row,))
    table = breaks.assign(name=names.reindex(area_keys).to_numpy(), rows=source_rows)
    return table[[*KEY, "area", "name", "reason", "rows"]].reset_index(drop=True)


def coverage(provenance: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return how much data there is for each committee's year, and the verdict of the gate on it.

    Args:
        provenance: `Overall.provenance`.
        documents: `Overall.documents`.

    Returns:
        One row is one dataset that a reader expects from a document of the committee and year:
        `committee`, `year`, `dataset`, `count` (of its rows; zero if it is missing), `state` (by
        the gate; missing if there is none).
    """
    committee_documents = _of_committees(documents)
    kinds = committee_documents["kind"]
    expected = committee_documents.assign(dataset=kinds.map(DATASETS_BY_KIND)).explode("dataset")
    folders = [PurePosixPath(file).parent.name for file in provenance["file"]]
    files = provenance.assign(dataset=folders)[["document", "dataset", "rows", "state"]]
    table = expected.merge(files, how="left", on=["document", "dataset"])
    count = table["rows"].astype("Float64").fillna(0).astype("int64")
    return table.assign(count=count)[[*KEY, "dataset", "count", "state"]]


def verdict(covered: pd.DataFrame) -> pd.DataFrame:
    """Return the gate's verdict on each committee's year: the worst state of any of its files.

    Args:
        covered: `coverage`.

    Returns:
        One row is one committee and year: `committee`, `year`, `state`, `missing` (the datasets
        without rows, in their order).
    """
    verdicts = []
    for key, rows in covered.groupby(KEY, sort=False):
        states = set(rows["state"].dropna())
        worst = next((state for state in WORST_FIRST if state in states), None)
        missing = tuple(rows.loc[rows["count"].eq(0), "dataset"])
        verdicts.append((*key, worst, missing))
    return pd.DataFrame(verdicts, columns=[*KEY, "state", "missing"])
