"""A committee's goals: the tree of the plan and the red thread from the council to the work.

The arguments named `goals` and `links` are `Report.goals` and `Report.goal_links`. In the frames
made here `name` is the goal's title and `title` its document's; the order is the plan's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from alereport.chapters.common.rows import SOURCE
from alereport.data import schemas

COUNCIL = ("strategic_goal", "direction_goal", "council_goal")
"""The levels of the council's own goals."""
ANSWERS = ("focus_area", "committee_goal", "assignment", "activity")
"""The levels that can answer a goal of the council."""
LEVELS = (*COUNCIL, *ANSWERS)
"""Every level, from the council to the work."""
WORK = ("assignment", "activity")
"""The levels that somebody is to do by some day."""
GOAL = ["goal", "level", "name"]


def in_plan_order(goals: pd.DataFrame) -> pd.DataFrame:
    """The goals in the order of their files, with `name`, `title` and the source columns."""
    order = sorted(goals.index, key=schemas.place_of)
    return goals.loc[order].rename(columns={"title": "name", "document_title": "title"})


def sorted_rows(rows: Iterable[str]) -> tuple[str, ...]:
    """Rows of the data, each once, in the order of their files."""
    return tuple(sorted(set(rows), key=schemas.place_of))


def source_of(rows: pd.DataFrame) -> list[object]:
    """What `SOURCE` says of several goals taken together: the first's plan, every section."""
    first = rows.iloc[0]
    return [*first[SOURCE[:-1]], tuple(rows["section"].explode().unique())]


@dataclass(frozen=True)
class _Step:
    """A step up the red thread: what is answered, whether the document says so, and its row."""

    to: str
    of_document: bool
    row: str


def _steps(plan: pd.DataFrame, links: pd.DataFrame) -> dict[str, list[_Step]]:
    """From each goal: to the one it is printed under, then to those it is said to answer.

    That one goal of the council answers another is no answer of the committee's: such a link is
    no step.
    """
    steps: dict[str, list[_Step]] = defaultdict(list)
    council = set(plan.loc[plan["level"].isin(COUNCIL), "goal"])
    for row, goal, parent in zip(plan.index, plan["goal"], plan["parent"], strict=True):
        if pd.notna(parent):
            steps[goal].append(_Step(str(parent), True, str(row)))
    of_document = links["basis"].eq("document")
    for link in sorted(
        zip(links["goal"], links["answers"], of_document, links.index, strict=True),
        key=lambda link: schemas.place_of(link[3]),
    ):
        goal, to, said, row = link
        if goal not in council:
            steps[goal].append(_Step(str(to), bool(said), str(row)))
    return steps


def _reached(
    start: str, steps: dict[str, list[_Step]], *, of_document: bool
) -> dict[str, tuple[str, ...]]:
    """Every goal above another, with the rows of the shortest way there.

    Args:
        start: The goal.
        steps: The steps up from each goal.
        of_document: Only the steps that a document takes.
    """
    ways: dict[str, tuple[str, ...]] = {start: ()}
    queue = [start]
    for at in queue:
        for step in steps.get(at, ()):
            if step.to not in ways and (step.of_document or not of_document):
                ways[step.to] = (*ways[at], step.row)
                queue.append(step.to)
    del ways[start]
    return ways


@dataclass(frozen=True)
class Way:
    """How one goal answers another: whether the document says so all along, and the rows."""

    of_document: bool
    rows: tuple[str, ...]


def ways(goals: pd.DataFrame, *, links: pd.DataFrame) -> dict[str, dict[str, Way]]:
    """What each goal answers, near or far, and how; see `answers`."""
    plan = in_plan_order(goals)
    steps = _steps(plan, links)
    place = dict(zip(plan["goal"], plan.index, strict=True))
    found: dict[str, dict[str, Way]] = {}
    for goal in plan["goal"]:
        said = _reached(goal, steps, of_document=True)
        anyhow = {**_reached(goal, steps, of_document=False), **said}
        found[goal] = {
            to: Way(to in said, sorted_rows((place[goal], place[to], *rows)))
            for to, rows in anyhow.items()
            if to in place
        }
    return found


def answers(goals: pd.DataFrame, *, links: pd.DataFrame) -> pd.DataFrame:
    """What answers each goal of the council.

    A goal answers the goal it is printed under and those its links name, and what these answer
    in their turn; a link from one goal of the council to another is not followed.

    Returns:
        One row is one goal below the council's that answers one goal of the council:
        `council_goal`, `goal`, `level`, `name`, `basis` (`document` where a way leads there that
        the document states all along, otherwise `analyst`) and `rows`.
    """
    plan = in_plan_order(goals)
    found = ways(goals, links=links)
    council = plan.loc[plan["level"].isin(COUNCIL), "goal"]
    pairs = [
        (to, *row, "document" if way.of_document else "analyst", way.rows)
        for row in plan.loc[plan["level"].isin(ANSWERS), GOAL].itertuples(index=False, name=None)
        for to, way in found[row[0]].items()
        if to in set(council)
    ]
    return pd.DataFrame(pairs, columns=["council_goal", *GOAL, "basis", "rows"])


def red_thread(goals: pd.DataFrame, *, links: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """What the plan answers each goal of the council with.

    Args:
        goals: `Report.goals`.
        links: `Report.goal_links`.
        measures: `Report.measures`.

    Returns:
        One row is one goal of the council: `goal`, `level`, `name`, one count per level in
        `ANSWERS`, `answers` (their sum), `by_document` and `by_analyst` (which make up
        `answers`), `measures` (of the goal and of what stands under it or answers it, each
        once), the source: `committee`, `plan_year`, `title`, `section` (of the goal and of all
        that is counted), and `rows`.
    """
    plan = in_plan_order(goals)
    council = plan[plan["level"].isin(COUNCIL)]
    found = answers(goals, links=links)
    above = ways(goals, links=links)
    place = dict(zip(plan["goal"], plan.index, strict=True))
    counted = []
    for goal in council["goal"]:
        own = found[found["council_goal"].eq(goal)]
        below = {each for each in above if goal in above[each]}
        measured = measures[measures["goal"].isin({goal, *below})]
        shown = plan[plan["goal"].isin({goal, *own["goal"]})]
        by_document = int(own["basis"].eq("document").sum())
        counted.append(
            {
                **{level: int(own["level"].eq(level).sum()) for level in ANSWERS},
                "answers": len(own),
                "by_document": by_document,
                "by_analyst": len(own) - by_document,
                "measures": measured["measure"].nunique(),
                "section": tuple(dict.fromkeys([*shown["section"], *measured["section"]])),
                "rows": sorted_rows(
                    (place[goal], *measured.index, *(row for rows in own["rows"] for row in rows))
                ),
            }
        )
    counts = [*ANSWERS, "answers", "by_document", "by_analyst", "measures"]
    table = pd.DataFrame(counted, columns=[*counts, "section", "rows"], index=council.index)
    whole = pd.concat([council[[*GOAL, *SOURCE[:-1]]], table], axis="columns")
    return whole[[*GOAL, *counts, *SOURCE, "rows"]].reset_index(drop=True)


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
    parents = plan["parent"].where(plan["parent"].isin(names))
    children = {
        parent: list(rows["goal"]) for parent, rows in plan.groupby(parents.fillna(""), sort=False)
    }
    depths: dict[str, int] = {}
    # What stands under itself has no root; it is told all the same, after the others.
    waiting = [(goal, 0) for goal in (*children.get("", ()), *plan["goal"])][::-1]
    while waiting:
        goal, depth = waiting.pop()
        if goal not in depths:
            depths[goal] = depth
            waiting.extend((child, depth + 1) for child in reversed(children.get(goal, [])))
    placed = plan.assign(row=plan.index).set_index("goal").loc[list(depths)].reset_index()
    placed["depth"] = list(depths.values())
    placed["root_level"] = placed["level"].where(placed["depth"].eq(0)).ffill()
    said, rows = [], []
    for goal, row in zip(placed["goal"], placed["row"], strict=True):
        own = links[links["goal"].eq(goal) & links["answers"].isin(names)]
        own = own.loc[sorted(own.index, key=schemas.place_of)]
        said.append(tuple((names[to], basis) for to, basis in own[["answers", "basis"]].to_numpy()))
        rows.append(sorted_rows((row, *own.index)))
    table = placed.assign(answers=pd.Series(said, dtype=object), rows=pd.Series(rows, dtype=object))
    columns = [*GOAL, "depth", "root_level", "responsible", "due", "answers", *SOURCE, "rows"]
    return table[columns]
