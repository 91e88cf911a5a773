"""A committee's goals: the tree of the plan and the red thread from the council to the work.

The arguments named `goals`, `links` and `measures` are `Report.goals`, `Report.goal_links` and
`Report.measures`. In the frames made here `name` is the goal's title and `title` its document's;
the order is the plan's.
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
"""The levels that somebody is to do by some day."""
GOAL = ["goal", "level", "name"]
COUNTS = [*ANSWERS, "answers", "by_document", "by_analyst", "measures"]


def in_plan_order(goals: pd.DataFrame) -> pd.DataFrame:
    """The goals in the order of their files, with `name`, `title` and the source columns."""
    order = in_file_order(goals.index)
    return goals.loc[list(order)].rename(columns={"title": "name", "document_title": "title"})


def counts_by_level(goals: pd.DataFrame) -> dict[str, int]:
    """How many goals there are of each level in `ANSWERS`."""
    return {level: int(goals["level"].eq(level).sum()) for level in ANSWERS}


def source_of(goals: pd.DataFrame) -> dict[str, object]:
    """What `SOURCE` says of several goals taken together: the first's plan, every section."""
    plan = goals.iloc[0][SOURCE[:-1]]
    return {**plan, "section": tuple(goals["section"].explode().unique())}


def _steps(plan: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """From each goal: to the one it is printed under, then to those it is said to answer.

    That one goal of the council answers another is no answer of the committee's: such a link is
    no step.
    """
    council = plan.loc[plan["level"].isin(COUNCIL), "goal"]
    printed = plan[["goal", "parent"]].dropna().set_axis(["goal", "to"], axis="columns")
    linked = links.loc[list(in_file_order(links.index)), ["goal", "answers", "basis"]]
    linked = linked[~linked["goal"].isin(council)].rename(columns={"answers": "to"})
    return pd.concat([printed.assign(basis="document"), linked])


def _by_goal(steps: pd.DataFrame) -> dict[str, list[tuple[str, str]]]:
    """The steps up from each goal: to which, and the row of the data that says so."""
    return {
        str(goal): list(zip(own["to"], own.index, strict=True))
        for goal, own in steps.groupby("goal")
    }


def _reached(start: str, steps: Mapping[str, list[tuple[str, str]]]) -> dict[str, tuple[str, ...]]:
    """Every goal above another, with the rows of the shortest way there."""
    paths: dict[str, tuple[str, ...]] = {start: ()}
    queue = [start]
    for at in queue:
        for to, row in steps.get(at, ()):
            if to not in paths:
                paths[to] = (*paths[at], row)
                queue.append(to)
    del paths[start]
    return paths


def ways(goals: pd.DataFrame, *, links: pd.DataFrame) -> pd.DataFrame:
    """What each goal answers, near or far, whatever their levels; see `answers`.

    Returns:
        One row is one goal and one that it answers: `goal`, `to`, `basis` and `rows`.
    """
    plan = in_plan_order(goals)
    place = dict(zip(plan["goal"], plan.index, strict=True))
    steps = _steps(plan, links)
    stated, every = _by_goal(steps[steps["basis"].eq("document")]), _by_goal(steps)
    found = []
    for goal in plan["goal"]:
        by_document = _reached(goal, stated)
        for to, rows in (_reached(goal, every) | by_document).items():
            if to in place:
                basis = "document" if to in by_document else "analyst"
                found.append((goal, to, basis, in_file_order((place[goal], place[to], *rows))))
    return pd.DataFrame(found, columns=["goal", "to", "basis", "rows"])


def answers(goals: pd.DataFrame, *, links: pd.DataFrame) -> pd.DataFrame:
    """What answers each goal of the council.

    A goal answers the goal it is printed under and those its links name, and what these answer
    in their turn; a link from one goal of the council to another is not followed.

    Returns:
        One row is one goal below the council's that answers one goal of the council:
        `council_goal`, `goal`, `level`, `name`, `basis` (`document` where a way leads there that
        the document states all along, otherwise `analyst`) and `rows`.
    """
    return _answers(in_plan_order(goals), ways(goals, links=links))


def _answers(plan: pd.DataFrame, above: pd.DataFrame) -> pd.DataFrame:
    """Of what each goal of a plan answers, the committee's answers to the council; see `answers`.

    Args:
        plan: The goals, from `in_plan_order`.
        above: The same goals' `ways`.
    """
    found = above.rename(columns={"to": "council_goal"})
    to_council = found["council_goal"].isin(plan.loc[plan["level"].isin(COUNCIL), "goal"])
    named = found[to_council].merge(plan.loc[plan["level"].isin(ANSWERS), GOAL], on="goal")
    return named[["council_goal", *GOAL, "basis", "rows"]]


def red_thread(goals: pd.DataFrame, *, links: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """What the plan answers each goal of the council with.

    Returns:
        One row is one goal of the council: `goal`, `level`, `name`, one count per level in
        `ANSWERS`, `answers` (their sum), `by_document` and `by_analyst` (which make up
        `answers`), `measures` (of the goal and of what stands under it or answers it, each
        once), the source: `committee`, `plan_year`, `title`, `section` (of the goal and of all
        that is counted), and `rows`.
    """
    plan = in_plan_order(goals)
    council = plan[plan["level"].isin(COUNCIL)]
    above = ways(goals, links=links)
    found = _answers(plan, above)
    counted = []
    for goal in council["goal"]:
        measured = [goal, *above.loc[above["to"].eq(goal), "goal"]]
        own = found[found["council_goal"].eq(goal)]
        counted.append(_counted(goal, plan, own, measures[measures["goal"].isin(measured)]))
    table = pd.DataFrame(counted, columns=[*COUNTS, "section", "rows"], index=council.index)
    whole = pd.concat([council[[*GOAL, *SOURCE[:-1]]], table], axis="columns")
    return whole[[*GOAL, *COUNTS, *SOURCE, "rows"]].reset_index(drop=True)


def _counted(
    goal: str, plan: pd.DataFrame, own: pd.DataFrame, measures: pd.DataFrame
) -> dict[str, Any]:
    """What one goal of the council is answered with, by its answers and measures."""
    shown = plan[plan["goal"].isin([goal, *own["goal"]])]
    by_document = int(own["basis"].eq("document").sum())
    return {
        **counts_by_level(own),
        "answers": len(own),
        "by_document": by_document,
        "by_analyst": len(own) - by_document,
        "measures": measures["measure"].nunique(),
        "section": tuple(dict.fromkeys([*shown["section"], *measures["section"]])),
        "rows": in_file_order(
            (*plan.index[plan["goal"].eq(goal)], *measures.index, *own["rows"].explode())
        ),
    }


def tree(goals: pd.DataFrame, *, links: pd.DataFrame) -> pd.DataFrame:
    """The plan as it is printed, each goal followed by what stands under it.

    Returns:
        One row is one goal: `goal`, `level`, `name`, `depth` (0 for what stands under none),
        `root_level` (the level of the one it stands under in the end), `responsible`, `due`,
        `answers` (the names of the goals its links say it answers, each with `document` or
        `analyst`), the source columns and `rows`.
    """
    plan = in_plan_order(goals)
    names = dict(zip(plan["goal"], plan["name"], strict=True))
    parents = plan["parent"].where(plan["parent"].isin(names)).fillna("")
    children = plan.groupby(parents)["goal"].agg(list).to_dict()
    depths: dict[str, int] = {}
    # What stands under itself has no root; it is shown all the same, after the others.
    waiting = [(goal, 0) for goal in (*children.get("", ()), *plan["goal"])][::-1]
    while waiting:
        goal, depth = waiting.pop()
        if goal not in depths:
            depths[goal] = depth
            waiting.extend((child, depth + 1) for child in reversed(children.get(goal, [])))
    placed = plan.assign(row=plan.index).set_index("goal").loc[list(depths)].reset_index()
    placed["depth"] = list(depths.values())
    placed["root_level"] = placed["level"].where(placed["depth"].eq(0)).ffill()
    linked = links.loc[list(in_file_order(links.index[links["answers"].isin(names)]))]
    own = [linked[linked["goal"].eq(goal)] for goal in placed["goal"]]
    said: list[Any] = [tuple(zip(of["answers"].map(names), of["basis"], strict=True)) for of in own]
    rows: list[Any] = [
        in_file_order((row, *of.index)) for row, of in zip(placed["row"], own, strict=True)
    ]
    columns = [*GOAL, "depth", "root_level", "responsible", "due", "answers", *SOURCE, "rows"]
    return placed.assign(answers=said, rows=rows)[columns]
