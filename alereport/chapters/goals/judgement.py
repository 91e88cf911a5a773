"""What can be judged: whether a plan makes it possible to say that a goal was reached.

The auditors are to judge whether the results in the interim and annual reports are compatible
with the goals that the council has decided (kommunallagen 2017:725, chapter 12, section 2). That
takes a measure with a number to reach and an outcome; of an assignment it takes somebody
responsible, a date and a report.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.chapters.common.rows import SOURCE, in_file_order
from alereport.chapters.goals.analysis import COUNCIL, GOAL, answer_paths
from alereport.chapters.goals.assignments import steps
from alereport.chapters.goals.coverage import AHEAD, with_coverage
from alereport.chapters.goals.follow_up import SETTLED

REASONS = (
    "no_measure",
    "no_target",
    "no_owner",
    "no_date",
    "no_outcome",
    "old_outcome",
)
"""Why something cannot be judged: the plan's own gaps first, then those of the follow-up."""
OF_THE_OUTCOME = ("no_outcome", "old_outcome")
JUDGED = (*COUNCIL, "assignment")
"""The levels that the council answers for, or asks for."""


def judgements(
    goals: pd.DataFrame,
    *,
    links: pd.DataFrame,
    measures: pd.DataFrame,
    statuses: pd.DataFrame,
    covered: pd.DataFrame,
) -> pd.DataFrame:
    """Return whether each goal of the council and each assignment can be judged, and why not.

    A goal has the measures of its own and of what the document itself puts under it; one complete
    measure is enough. An assignment has the dates and owners of its activities too, and one that
    is reported done, or handed in for a decision, needs neither. No outcome is asked of a year
    that has not begun.

    Args:
        goals, links, measures: Frames of `Report` or `Overall`; `links` is `goal_links`.
        statuses: From `follow_up.status`.
        covered: From `coverage.coverage`.

    Returns:
        One row is one goal of the council or assignment, in the plan's order: `goal`, `level`,
        `name`, `can_be_judged`, `reasons` (of `REASONS`; empty if it can), `measures` (the names
        of those with a number to reach, or else of all), `state` (of the coverage of its plan),
        `status`, `by_plan` and `row` (of `statuses`), the source columns, and `rows`: of the
        goal, its measures, activities and reports.
    """
    plan = with_coverage(statuses[statuses["level"].isin(JUDGED)], covered)
    paths = answer_paths(goals, links=links)
    stated = paths[paths["basis"].eq("document")]
    answering = {goal: set(rows["goal"]) for goal, rows in stated.groupby("to")}
    activities = steps(goals, links=links)
    by_assignment = dict(iter(activities.groupby("assignment")))
    records = []
    for row in plan.to_dict("records"):
        is_goal = row["level"] in COUNCIL
        below = {row["goal"], *answering.get(row["goal"], ())}
        own = measures[measures["goal"].isin(below)] if is_goal else measures[:0]
        tasks = by_assignment.get(row["goal"], activities[:0])
        reasons = _reasons_of_goal(row, own) if is_goal else _reasons_of_assignment(row, tasks)
        records.append(
            {
                "can_be_judged": not reasons,
                "reasons": reasons,
                "measures": tuple(
                    (_numbered(own) if _numbered(own).size else own)["name"].unique()
                ),
                "rows": in_file_order((*row["rows"], *own.index, *tasks["row"])),
            }
        )
    columns = ["can_be_judged", "reasons", "measures", "rows"]
    judged = pd.DataFrame(records, columns=columns, index=plan.index)
    table = pd.concat([plan.drop(columns="rows"), judged.astype({"can_be_judged": bool})], axis=1)
    table = table.sort_values("level", key=lambda level: level.eq("assignment"), kind="stable")
    columns = [*GOAL, "can_be_judged", "reasons", "measures", "state", "status", "by_plan", "row"]
    return table[[*columns, *SOURCE, "rows"]].reset_index(drop=True)


def _reasons_of_goal(row: dict[Any, Any], measures: pd.DataFrame) -> tuple[str, ...]:
    """Return why a goal of the council cannot be judged."""
    if measures.empty:
        return ("no_measure",)
    numbered = _numbered(measures)
    if numbered.empty:
        return ("no_target",)
    outcomes = measures[
        measures["measure"].isin(numbered["measure"])
        & measures["kind"].eq("outturn")
        & measures["value"].notna()
    ]
    if row["state"] == AHEAD or outcomes["year"].ge(row["plan_year"]).any():
        return ()
    return ("no_outcome",) if outcomes.empty else ("old_outcome",)


def _numbered(measures: pd.DataFrame) -> pd.DataFrame:
    """Return the targets that have a number."""
    return measures[measures["kind"].eq("target") & measures["value"].notna()]


def _reasons_of_assignment(row: dict[Any, Any], tasks: pd.DataFrame) -> tuple[str, ...]:
    """Return why an assignment cannot be judged."""
    if row["status"] in SETTLED:
        return ()
    lacking = {
        "no_owner": pd.isna(row["responsible"]) and tasks["responsible"].isna().all(),
        "no_date": pd.isna(row["due"]) and tasks["due"].isna().all(),
    }
    is_reported = pd.notna(row["reported"])
    is_old = is_reported and row["reported"].year < row["plan_year"]
    if row["state"] != AHEAD:
        lacking |= {"no_outcome": not is_reported, "old_outcome": is_old}
    return tuple(reason for reason, holds in lacking.items() if holds)
