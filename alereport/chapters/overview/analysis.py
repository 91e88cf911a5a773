"""The whole municipality: every committee and year at a glance, and what stands out.

The arguments are frames of `report.Overall` and of `goals.follow_up` over all plans. Amounts are
net cost in tkr.
"""

from __future__ import annotations

from pathlib import PurePosixPath

import pandas as pd

from alereport.chapters.budget import analysis as budget
from alereport.chapters.goals.analysis import COUNCIL
from alereport.data.datasets import TOTAL

OF_A_PLAN = ("budget", "earmarks", "investments", "goals", "measures", "personnel", "sick_leave")
"""The datasets a reader would look for in a committee's plan."""
OF_AN_ANNUAL_REPORT = ("indicators",)
WORST_FIRST = ("red", "amber", "green")
KEY = ["committee", "year"]


def changes_by_area(budgets: pd.DataFrame) -> pd.DataFrame:
    """`budget.change_by_area` of every plan, with `deviation_tkr` of `forecast_against_budget`.

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
    scheduled: pd.DataFrame,
    sick_leave: pd.DataFrame,
) -> pd.DataFrame:
    """Each committee's year in a few figures.

    Args:
        documents: `Overall.documents`.
        committees: `Overall.committees`.
        changes: `changes_by_area`.
        goals: `Overall.goals`.
        scheduled: `follow_up.schedule` of all plans.
        sick_leave: `Overall.sick_leave`; only what a public document already prints is used, and
            of that the latest period's highest total.

    Returns:
        One row is one committee and year that has a plan or an annual report, the latest first:
        `committee`, `name`, `year`, `title` (of its plan, else of its annual report), `section`
        (of its budget), `has_plan`, the total's `budget_tkr`, `previous_budget_tkr`,
        `change_tkr`, `change_percent`, `break_reason`, `deviation_tkr` (forecast less budget of
        the year before), the number of `council_goals`, `committee_goals`, `assignments` and
        `activities` and of those `overdue` (missing without a plan), `sick_leave_unit`,
        `sick_leave_period`, `sick_leave_percent`, and `rows`.
    """
    own = documents[documents["committee"].notna()]
    plans_first = own.sort_values("kind", key=lambda kind: kind.ne("plan"), kind="stable")
    years = plans_first.drop_duplicates(KEY).sort_values(
        ["year", "committee"], ascending=[False, True], kind="stable"
    )
    table = years[["committee", "year", "document", "title"]].reset_index(drop=True)
    table["name"] = table["committee"].map(committees.set_index("committee")["name"])
    table["has_plan"] = years["kind"].eq("plan").to_numpy()
    totals = changes[changes["area"].eq(TOTAL)].rename(columns={"plan_year": "year"})
    totals = totals.drop(columns=["area", "name", "title", "share_percent"])
    table = table.merge(totals, how="left", on=KEY, validate="one_to_one")
    counted = _counted(goals, scheduled)
    table = table.merge(counted, how="left", on=KEY, suffixes=("", "_of_goals"))
    table = table.merge(_highest_printed(sick_leave), how="left", on="document")
    parts = [table.pop(name) for name in ("rows", "rows_of_goals", "rows_of_sick_leave")]
    table["rows"] = [
        tuple(row for part in of for row in (part if isinstance(part, tuple) else ()))
        for of in zip(*parts, strict=True)
    ]
    return table


LEVELS = {
    "council_goals": COUNCIL,
    "committee_goals": ("committee_goal",),
    "assignments": ("assignment",),
    "activities": ("activity",),
}


def _counted(goals: pd.DataFrame, scheduled: pd.DataFrame) -> pd.DataFrame:
    plan = ["committee", "plan_year"]
    levels = {name: goals["level"].isin(levels).astype(int) for name, levels in LEVELS.items()}
    by_plan = goals.assign(**levels, rows=goals.index).groupby(plan)
    table = by_plan.agg({**dict.fromkeys(LEVELS, "sum"), "rows": tuple})
    late = scheduled[scheduled["overdue"]].groupby(plan).size()
    table["overdue"] = late.reindex(table.index, fill_value=0)
    return table.reset_index(names=KEY)


def printed_totals(sick_leave: pd.DataFrame) -> pd.DataFrame:
    """The totals that the documents print themselves, the latest period's highest last."""
    printed = sick_leave[
        sick_leave["already_public"].astype(bool)
        & sick_leave["group"].eq("total")
        & sick_leave["total_percent"].notna()
    ]
    return printed.sort_values(["period", "total_percent"])


def _highest_printed(sick_leave: pd.DataFrame) -> pd.DataFrame:
    """Of each document the latest period's highest total that it prints itself."""
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
    """The areas whose budgets change most, either way, between years that compare.

    Args:
        changes: `changes_by_area`.
        count: How many.

    Returns:
        The rows of `changes`, the largest first; of equal ones, in their order.
    """
    compared = changes[
        changes["area"].ne(TOTAL)
        & changes["break_reason"].isna()
        & changes["change_tkr"].fillna(0.0).ne(0.0)
    ]
    largest = compared["change_tkr"].abs().nlargest(count)
    return compared.loc[largest.index].reset_index(drop=True)


def named_breaks(breaks: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Where series stop being comparable.

    Args:
        breaks: `Overall.breaks`.
        areas: `Overall.areas`.

    Returns:
        One row is one break: `committee`, `year`, `area`, `name` (of the area), `reason`, `rows`.
    """
    names = areas.set_index(["committee", "area"])["name"]
    of_area = pd.MultiIndex.from_frame(breaks[["committee", "area"]])
    made_from = breaks.index.to_series().map(lambda row: (row,))
    table = breaks.assign(name=names.reindex(of_area).to_numpy(), rows=made_from)
    return table[[*KEY, "area", "name", "reason", "rows"]].reset_index(drop=True)


def coverage(provenance: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """What the data hold of each committee's year, and what the gate says of it.

    Args:
        provenance: `Overall.provenance`.
        documents: `Overall.documents`.

    Returns:
        One row is one dataset that a reader would look for in a document of the committee and
        year: `committee`, `year`, `dataset`, `count` (of its rows; nought where it is missing),
        `state` (the gate's; missing where there is none).
    """
    own = documents[documents["committee"].notna()]
    looked_for = {"plan": OF_A_PLAN, "annual_report": OF_AN_ANNUAL_REPORT}
    wanted = own.assign(dataset=own["kind"].map(looked_for)).explode("dataset")
    folders = [PurePosixPath(file).parent.name for file in provenance["file"]]
    files = provenance.assign(dataset=folders)[["document", "dataset", "rows", "state"]]
    table = wanted.merge(files, how="left", on=["document", "dataset"])
    count = table["rows"].astype("Float64").fillna(0).astype("int64")
    return table.assign(count=count)[[*KEY, "dataset", "count", "state"]]


def verdict(covered: pd.DataFrame) -> pd.DataFrame:
    """The gate's verdict on each committee's year: the worst on any of its files.

    Args:
        covered: `coverage`.

    Returns:
        One row is one committee and year: `committee`, `year`, `state`, `missing` (the datasets
        there are none of, in their order).
    """
    found = []
    for key, rows in covered.groupby(KEY, sort=False):
        states = set(rows["state"].dropna())
        worst = next((state for state in WORST_FIRST if state in states), None)
        missing = tuple(rows.loc[rows["count"].eq(0), "dataset"])
        found.append((*key, worst, missing))
    return pd.DataFrame(found, columns=[*KEY, "state", "missing"])
