"""A committee's goals: the tree of the plan and the red thread from the council to the work.

The arguments named `goals`, `links` and `measures` are `Report.goals`, `Report.goal_links` and
`Report.measures`. In the frames returned here `name` is the goal's title and `title` is its
document's title; the rows are in the plan's order.
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
LEVELS = (*COUNCIL, *ANSWERS)
"""Every level, from the council to the work."""
WORK = ("assignment", "activity")
"""The levels of work, which somebody is to do by a date."""
GOAL = ["goal", "level", "name"]
COUNTS = [*ANSWERS, "answers", "by_document", "by_analyst", "measures"]


def in_plan_order(goals: pd.DataFrame) -> pd.DataFrame:
    """Return the goals in the order of their files, with `name`, `title` and the source columns."""
    order = in_file_order(goals.index)
    return goals.loc[list(order)].rename(columns={"title": "name", "document_title": "title"})


def counts_by_level(goals: pd.DataFrame) -> dict[str, int]:
    """Count the goals of each level in `ANSWERS`."""
    return {level: int(goals["level"].eq(level).sum()) for level in ANSWERS}


def source_of(goals: pd.DataFrame) -> dict[str, object]:
    """Return the `SOURCE` columns of several goals together: the first's plan, every section."""
    plan = goals.iloc[0][SOURCE[:-1]]
    return {**plan, "section": tuple(goals["section"].explode().unique())}


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


def red_thread(goals: pd.DataFrame, *, links: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """Compute how the plan answers each goal of the council.

    Returns:
        One row is one goal of the council: `goal`, `level`, `name`, one count per level in
        `ANSWERS`, `answers` (their sum), `by_document` and `by_analyst` (which make up
        `answers`), `measures` (of the goal and of the goals under it or answering it, each
        counted once), the source: `committee`, `plan_year`, `title`, `section` (of the goal and
        of all that is counted), and `rows`.
    """
    plan = in_plan_order(goals)
    council = plan[plan["level"].isin(COUNCIL)]
    paths = answer_paths(goals, links=links)
    all_answers = _council_answers(plan, paths)
    records = []
    for goal in council["goal"]:
        goals_below = [goal, *paths.loc[paths["to"].eq(goal), "goal"]]
        goal_answers = all_answers[all_answers["council_goal"].eq(goal)]
        goal_measures = measures[measures["goal"].isin(goals_below)]
        records.append(_thread_record(goal, plan, goal_answers, goal_measures))
    table = pd.DataFrame(records, columns=[*COUNTS, "section", "rows"], index=council.index)
    thread = pd.concat([council[[*GOAL, *SOURCE[:-1]]], table], axis="columns")
    return thread[[*GOAL, *COUNTS, *SOURCE, "rows"]].reset_index(drop=True)


def _thread_record(
    goal: str, plan: pd.DataFrame, answers: pd.DataFrame, measures: pd.DataFrame
) -> dict[str, Any]:
    """Return the counts, sections and rows of one goal of the council."""
    counted_goals = plan[plan["goal"].isin([goal, *answers["goal"]])]
    by_document = int(answers["basis"].eq("document").sum())
    return {
        **counts_by_level(answers),
        "answers": len(answers),
        "by_document": by_document,
        "by_analyst": len(answers) - by_document,
        "measures": measures["measure"].nunique(),
        "section": tuple(dict.fromkeys([*counted_goals["section"], *measures["section"]])),
        "rows": in_file_order(
            (*plan.index[plan["goal"].eq(goal)], *measures.index, *answers["rows"].explode())
        ),
    }


def tree(goals: pd.DataFrame, *, links: pd.DataFrame) -> pd.DataFrame:
    """Return the plan as it is printed, each goal followed by the goals under it.

    Returns:
        One row is one goal: `goal`, `level`, `name`, `depth` (0 if it is under no other goal),
        `root_level` (the level of its topmost ancestor), `responsible`, `due`, `hedge` (of `due`),
        `answers` (the names of the goals its links say it answers, each with `document` or
        `analyst`), the source columns and `rows`.
    """
    plan = in_plan_order(goals)
    names = dict(zip(plan["goal"], plan["name"], strict=True))
    parents = plan["parent"].where(plan["parent"].isin(names)).fillna("")
    children = plan.groupby(parents)["goal"].agg(list).to_dict()
    depths: dict[str, int] = {}
    # A goal in a cycle of parents has no root; it is still included, after the others.
    stack = [(goal, 0) for goal in (*children.get("", ()), *plan["goal"])][::-1]
    while stack:
        goal, depth = stack.pop()
        if goal not in depths:
            depths[goal] = depth
            stack.extend((child, depth + 1) for child in reversed(children.get(goal, [])))
    ordered = plan.assign(row=plan.index).set_index("goal").loc[list(depths)].reset_index()
    ordered["depth"] = list(depths.values())
    ordered["root_level"] = ordered["level"].where(ordered["depth"].eq(0)).ffill()
    linked = links.loc[list(in_file_order(links.index[links["answers"].isin(names)]))]
    goal_links = [linked[linked["goal"].eq(goal)] for goal in ordered["goal"]]
    link_answers: list[Any] = [
        tuple(zip(frame["answers"].map(names), frame["basis"], strict=True)) for frame in goal_links
    ]
    rows: list[Any] = [
        in_file_order((row, *frame.index))
        for row, frame in zip(ordered["row"], goal_links, strict=True)
    ]
    columns = [
        *GOAL,
        "depth",
        "root_level",
        "responsible",
        "due",
        "hedge",
        "answers",
        *SOURCE,
        "rows",
    ]
    return ordered.assign(answers=link_answers, rows=rows)[columns]
