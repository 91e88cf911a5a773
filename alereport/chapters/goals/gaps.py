"""Gaps: what a plan's goals lack. They are findings of the report, not errors in the data.

The arguments are frames of `Report`, as in `analysis`; `checked` is from `checks`.
"""

from __future__ import annotations

import pandas as pd

from alereport.chapters.common.rows import SOURCE
from alereport.chapters.goals.analysis import (
    ANSWERS,
    COUNCIL,
    GOAL,
    answer_paths,
    in_plan_order,
    source_of,
)

MEASURED = (*COUNCIL, "committee_goal")
"""The levels of goals to be reached, which should therefore have a measure."""


def checks(goals: pd.DataFrame, *, links: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """Check each goal for what it should have.

    Returns:
        One row is one check of one goal: `gap` (its short name, see `_gap_conditions`), `goal`,
        `level`, `name`, `lacking` (True if the goal has the gap), the source columns, `rows` and
        `place` (of the goal in the plan, from 0); gap by gap, each in the plan's order.
    """
    plan = in_plan_order(goals)
    plan["rows"] = [(row,) for row in plan.index]
    plan["place"] = range(len(plan))
    columns = [*GOAL, *SOURCE, "rows", "place"]
    parts = [
        plan.loc[applies, columns].assign(gap=gap, lacking=lacking[applies])
        for gap, (applies, lacking) in _gap_conditions(plan, goals, links, measures).items()
    ]
    table = pd.concat(parts)[["gap", *GOAL, "lacking", *SOURCE, "rows", "place"]]
    return table.astype({"lacking": bool}).reset_index(drop=True)


def _gap_conditions(
    plan: pd.DataFrame, goals: pd.DataFrame, links: pd.DataFrame, measures: pd.DataFrame
) -> dict[str, tuple[pd.Series[bool], pd.Series[bool]]]:
    """Return, by the short name of each gap, which goals are checked for it and which have it.

    A request under which the plan has a planning comment is answered, whatever the comment says.
    """
    paths = answer_paths(goals, links=links)
    answering = paths[paths["goal"].isin(plan.loc[plan["level"].isin(ANSWERS), "goal"])]
    council = plan.loc[plan["level"].isin(COUNCIL), "goal"]
    unanswered = ~plan["goal"].isin(answering["to"])
    with_council_goal = answering.loc[answering["to"].isin(council), "goal"]
    measure_goals = measures["goal"]
    measured = [*measure_goals, *paths.loc[paths["goal"].isin(measure_goals), "to"]]
    assignment, activity = plan["level"].eq("assignment"), plan["level"].eq("activity")
    request = plan["level"].isin(["assignment", "focus_area"]) & plan["decided_by"].eq("council")
    return {
        "council_goal_without_answer": (plan["level"].isin(COUNCIL), unanswered),
        "request_without_answer": (request, unanswered & plan["commented"].ne("yes")),
        "without_council_goal": (
            plan["level"].isin(ANSWERS),
            ~plan["goal"].isin(with_council_goal),
        ),
        "goal_without_measure": (plan["level"].isin(MEASURED), ~plan["goal"].isin(measured)),
        "assignment_without_date": (assignment, plan["due"].isna()),
        "assignment_without_owner": (assignment, plan["responsible"].isna()),
        "activity_without_date": (activity, plan["due"].isna()),
        "activity_without_owner": (activity, plan["responsible"].isna()),
    }


def findings(checked: pd.DataFrame) -> pd.DataFrame:
    """Count the goals that have each gap.

    Returns:
        One row is one gap that any goal is checked for: `gap`, `count` (of the goals that have
        it), `asked` (the number of goals checked for it), the source columns with the sections
        of all goals checked, and `rows`: of the goals that have the gap, or of all goals checked
        if none has it.
    """
    records = []
    for gap, gap_checks in checked.groupby("gap", sort=False):
        lacking = gap_checks[gap_checks["lacking"]]
        traced = gap_checks if lacking.empty else lacking
        counts = {"gap": gap, "count": len(lacking), "asked": len(gap_checks)}
        rows = tuple(traced["rows"].explode())
        records.append({**counts, **source_of(gap_checks), "rows": rows})
    return pd.DataFrame(records, columns=["gap", "count", "asked", *SOURCE, "rows"])


def goals_with_gaps(checked: pd.DataFrame) -> pd.DataFrame:
    """Return the goals that have any gap.

    Returns:
        One row is one goal in the plan's order: `goal`, `level`, `name`, `gaps` (their short
        names), the source columns and `rows`.
    """
    lacking = checked[checked["lacking"]]
    gaps = lacking.groupby("goal")["gap"].agg(tuple)
    goals = lacking.drop_duplicates("goal").sort_values("place", ignore_index=True)
    table = goals.assign(gaps=goals["goal"].map(gaps))
    return table[[*GOAL, "gaps", *SOURCE, "rows"]]
