"""What a plan's goals lack: findings of the report, not errors in the data.

The arguments are frames of `Report`, as in `analysis`; `checked` is from `checks`.
"""

from __future__ import annotations

import pandas as pd

from alereport.chapters.common.rows import SOURCE
from alereport.chapters.goals.analysis import ANSWERS, COUNCIL, GOAL, in_plan_order, source_of, ways
from alereport.data import schemas

MEASURED = (*COUNCIL, "committee_goal")
"""The levels that are goals to be reached, so that a measure is asked of them."""


def checks(goals: pd.DataFrame, *, links: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """What is asked of each goal, and whether it is there.

    Returns:
        One row is one question asked of one goal: `gap` (its short name, see `_asked`), `goal`,
        `level`, `name`, `lacking`, the source columns and `rows`; question by question, each in
        the plan's order.
    """
    plan = in_plan_order(goals)
    plan["rows"] = [(row,) for row in plan.index]
    parts = [
        plan.loc[asked, [*GOAL, *SOURCE, "rows"]].assign(gap=gap, lacking=lacking[asked])
        for gap, (asked, lacking) in _asked(plan, goals, links, measures).items()
    ]
    columns = ["gap", *GOAL, "lacking", *SOURCE, "rows"]
    return pd.concat(parts)[columns].astype({"lacking": bool}).reset_index(drop=True)


def _asked(
    plan: pd.DataFrame, goals: pd.DataFrame, links: pd.DataFrame, measures: pd.DataFrame
) -> dict[str, tuple[pd.Series[bool], pd.Series[bool]]]:
    """Each gap by its short name: which goals are asked, and which have it."""
    above = ways(goals, links=links)
    answering = above[above["goal"].isin(plan.loc[plan["level"].isin(ANSWERS), "goal"])]
    council = plan.loc[plan["level"].isin(COUNCIL), "goal"]
    unanswered = ~plan["goal"].isin(answering["to"])
    leading = answering.loc[answering["to"].isin(council), "goal"]
    own = measures["goal"]
    measured = [*own, *above.loc[above["goal"].isin(own), "to"]]
    assignment, activity = plan["level"].eq("assignment"), plan["level"].eq("activity")
    given = plan["level"].isin(["assignment", "focus_area"]) & plan["decided_by"].eq("council")
    return {
        "council_goal_without_answer": (plan["level"].isin(COUNCIL), unanswered),
        "request_without_answer": (given, unanswered),
        "without_council_goal": (plan["level"].isin(ANSWERS), ~plan["goal"].isin(leading)),
        "goal_without_measure": (plan["level"].isin(MEASURED), ~plan["goal"].isin(measured)),
        "assignment_without_date": (assignment, plan["due"].isna()),
        "assignment_without_owner": (assignment, plan["responsible"].isna()),
        "activity_without_date": (activity, plan["due"].isna()),
        "activity_without_owner": (activity, plan["responsible"].isna()),
    }


def findings(checked: pd.DataFrame) -> pd.DataFrame:
    """How many goals have each gap.

    Returns:
        One row is one question that is asked of any goal: `gap`, `count` (of goals that lack
        it), `asked` (of goals it is asked of), the source columns with every section asked and
        `rows`: of the goals that lack it, or of all asked where none does.
    """
    found = []
    for gap, asked in checked.groupby("gap", sort=False):
        lacking = asked[asked["lacking"]]
        shown = asked if lacking.empty else lacking
        counts = {"gap": gap, "count": len(lacking), "asked": len(asked)}
        found.append({**counts, **source_of(asked), "rows": tuple(shown["rows"].explode())})
    return pd.DataFrame(found, columns=["gap", "count", "asked", *SOURCE, "rows"])


def goals_with_gaps(checked: pd.DataFrame) -> pd.DataFrame:
    """The goals that lack something.

    Returns:
        One row is one goal in the plan's order: `goal`, `level`, `name`, `gaps` (their short
        names), the source columns and `rows`.
    """
    lacking = checked[checked["lacking"]]
    gaps = lacking.groupby("goal")["gap"].agg(tuple)
    goals = lacking.drop_duplicates("goal").sort_values(
        "rows",
        key=lambda rows: rows.map(lambda each: schemas.place_of(each[0])),
        ignore_index=True,
    )
    table = goals.assign(gaps=goals["goal"].map(gaps))
    return table[[*GOAL, "gaps", *SOURCE, "rows"]]
