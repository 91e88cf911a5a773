"""A committee's goals: the thread from the council to the work.

The arguments named `goals` and `links` are `Report.goals` and `Report.goal_links`. In the frames
returned here `name` is the goal's title and `title` is its document's title; the rows are in the
plan's order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from alereport.chapters.common.rows import SOURCE, in_file_order

COUNCIL = ("strategic_goal", "direction_goal", "council_goal")
"""The levels of the council's own goals."""
ANSWERS = ("focus_area", "committee_goal", "assignment", "activity")
"""The levels that can answer a goal of the council."""
GOAL = ["goal", "level", "name"]


def in_plan_order(goals: pd.DataFrame) -> pd.DataFrame:
    """Return the goals in the order of their files, with `name`, `title` and the source columns."""
    order = in_file_order(goals.index)
    return goals.loc[list(order)].rename(columns={"title": "name", "document_title": "title"})


def _steps(plan: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Return the steps up from each goal: to its parent, then to the goals it is linked to.

    A link from a goal of the council is left out, as it is no answer of the committee's.
    """
    council = plan.loc[plan["level"].isin(COUNCIL), "goal"]
    printed = plan[["goal", "parent"]].dropna().set_axis(["goal", "to"], axis="columns")
    linked = links.loc[list(in_file_order(links.index)), ["goal", "answers", "basis"]]
    linked = linked[~linked["goal"].isin(council)].rename(columns={"answers": "to"})
    return pd.concat([printed.assign(basis="document"), linked])


def _steps_by_goal(steps: pd.DataFrame) -> dict[str, list[tuple[str, str]]]:
    """Return the steps up from each goal: the goal above, and the row of the data that says so."""
    return {
        str(goal): list(zip(group["to"], group.index, strict=True))
        for goal, group in steps.groupby("goal")
    }


def _goals_above(
    start: str, steps: Mapping[str, list[tuple[str, str]]]
) -> dict[str, tuple[str, ...]]:
    """Return every goal above `start`, with the rows of the shortest path to it."""
    paths: dict[str, tuple[str, ...]] = {start: ()}
    queue = [start]
    for goal in queue:
        for to, row in steps.get(goal, ()):
            if to not in paths:
                paths[to] = (*paths[goal], row)
                queue.append(to)
    del paths[start]
    return paths


def answer_paths(goals: pd.DataFrame, *, links: pd.DataFrame) -> pd.DataFrame:
    """Compute all that each goal answers, directly or indirectly, at any level; see `answers`.

    Returns:
        One row is one goal and one goal that it answers: `goal`, `to`, `basis` and `rows`.
    """
    plan = in_plan_order(goals)
    places = dict(zip(plan["goal"], plan.index, strict=True))
    steps = _steps(plan, links)
    all_steps = _steps_by_goal(steps)
    document_steps = _steps_by_goal(steps[steps["basis"].eq("document")])
    records = []
    for goal in plan["goal"]:
        by_document = _goals_above(goal, document_steps)
        for to, rows in (_goals_above(goal, all_steps) | by_document).items():
            if to in places:
                basis = "document" if to in by_document else "analyst"
                rows_of_path = in_file_order((places[goal], places[to], *rows))
                records.append((goal, to, basis, rows_of_path))
    return pd.DataFrame(records, columns=["goal", "to", "basis", "rows"])


def answers(goals: pd.DataFrame, *, links: pd.DataFrame) -> pd.DataFrame:
    """Compute what answers each goal of the council.

    A goal answers the goal it is printed under, the goals its links name, and what those goals
    answer in turn; a link from one goal of the council to another is not followed.

    Returns:
        One row is one goal below the council's that answers one goal of the council:
        `council_goal`, `goal`, `level`, `name`, `basis` (`document` if the document states every
        step of some path between them, otherwise `analyst`) and `rows`.
    """
    return _council_answers(in_plan_order(goals), answer_paths(goals, links=links))


def _council_answers(plan: pd.DataFrame, paths: pd.DataFrame) -> pd.DataFrame:
    """Select the committee's answers to goals of the council; see `answers`.

    Args:
        plan: The goals, from `in_plan_order`.
        paths: `answer_paths` of the same goals.
    """
    renamed = paths.rename(columns={"to": "council_goal"})
    to_council = renamed["council_goal"].isin(plan.loc[plan["level"].isin(COUNCIL), "goal"])
    merged = renamed[to_council].merge(plan.loc[plan["level"].isin(ANSWERS), GOAL], on="goal")
    return merged[["council_goal", *GOAL, "basis", "rows"]]


def thread(goals: pd.DataFrame, *, links: pd.DataFrame) -> pd.DataFrame:
    """Return which goal of the council each assignment belongs to.

    Returns:
        One row is one assignment, in the plan's order: `goal`, `level`, `name`, `answers` (by
        short name of each goal of the council it answers, `document` or `analyst`; see
        `answers`), `row` (of the assignment itself), the source columns and `rows`.
    """
    plan = in_plan_order(goals)
    found = answers(goals, links=links)
    table = plan[plan["level"].eq("assignment")].reset_index(names="row")
    records: list[Any] = []
    for goal, row in zip(table["goal"], table["row"], strict=True):
        own = found[found["goal"].eq(goal)]
        basis = dict(zip(own["council_goal"], own["basis"], strict=True))
        records.append((basis, in_file_order((row, *own["rows"].explode().dropna()))))
    added = pd.DataFrame(records, columns=["answers", "rows"], index=table.index)
    return pd.concat([table[[*GOAL, "row", *SOURCE]], added], axis="columns")


def council_goals(goals: pd.DataFrame) -> pd.DataFrame:
    """Return the council's goals in the plan's order: `goal`, `level`, `name` and `rows`."""
    plan = in_plan_order(goals)
    council = plan[plan["level"].isin(COUNCIL)]
    rows: list[Any] = [(row,) for row in council.index]
    return council.assign(rows=rows).reset_index(drop=True)
