"""What the committee is asked to do: who, when, and what the plan says about it.

The arguments are frames of `Report` or `Overall`; `links` is `goal_links`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from alereport.chapters.common.rows import SOURCE, in_file_order
from alereport.chapters.goals.analysis import ANSWERS, COUNCIL, GOAL, answer_paths, in_plan_order
from alereport.chapters.goals.follow_up import status


def steps(goals: pd.DataFrame, *, links: pd.DataFrame) -> pd.DataFrame:
    """Return the activities that carry out an assignment, as the plan itself has them.

    Returns:
        One row is one activity printed under an assignment, or linked to it by the document:
        `assignment`, `goal` (the activity), `responsible`, `due`, `hedge` and `row`.
    """
    plan = in_plan_order(goals)
    activities = plan[plan["level"].eq("activity")].assign(row=lambda rows: rows.index)
    stated = links[links["basis"].eq("document")].rename(columns={"answers": "assignment"})
    printed = activities.rename(columns={"parent": "assignment"})
    pairs = pd.concat([frame[["goal", "assignment"]] for frame in (printed, stated)])
    assignments = plan.loc[plan["level"].eq("assignment"), "goal"]
    pairs = pairs[pairs["assignment"].isin(assignments)].drop_duplicates()
    table = activities.merge(pairs, on="goal")
    return table[["assignment", "goal", "responsible", "due", "hedge", "row"]]


def assignments(
    goals: pd.DataFrame,
    *,
    links: pd.DataFrame,
    explanations: pd.DataFrame,
    follow_up: pd.DataFrame,
    as_of: date,
) -> pd.DataFrame:
    """Return the assignments of a plan, as a person reads them.

    Args:
        goals, links, explanations, follow_up: See the module.
        as_of: The day; what is reported for a later day does not count.

    Returns:
        One row is one assignment in the plan's order: the columns of `follow_up.status`,
        `comment` and `plain` (what the plan says will be done, and what it means in a plain
        sentence, in the analyst's words; empty where nobody wrote it), and of the activities
        that carry it out `steps_due` (each date with its hedge; a year only if none is closer)
        and `steps_responsible`.
    """
    statuses = status(goals, follow_up=follow_up, as_of=as_of)
    table = statuses[statuses["level"].eq("assignment")].reset_index(drop=True)
    written = explanations[explanations["kind"].isin(["comment", "plain"])]
    activities = steps(goals, links=links)
    records = []
    for goal, rows in zip(table["goal"], table["rows"], strict=True):
        own_words = written[written["goal"].eq(goal)]
        own_steps = activities[activities["assignment"].eq(goal)]
        records.append(
            {
                "comment": _words(own_words, "comment"),
                "plain": _words(own_words, "plain"),
                "steps_due": _dates(own_steps),
                "steps_responsible": tuple(own_steps["responsible"].dropna().unique()),
                "rows": in_file_order((*rows, *own_steps["row"], *own_words.index)),
            }
        )
    columns = ["comment", "plain", "steps_due", "steps_responsible", "rows"]
    added = pd.DataFrame(records, columns=columns, index=table.index)
    return pd.concat([table.drop(columns="rows"), added], axis="columns")


def _words(explanations: pd.DataFrame, kind: str) -> str:
    """Return what is written of one kind; empty if nothing is."""
    return " ".join(explanations.loc[explanations["kind"].eq(kind), "text"])


def _dates(rows: pd.DataFrame) -> tuple[tuple[str, Any], ...]:
    """Return each date once, earliest first, with its hedge; a year only if none is closer."""
    dated = rows.dropna(subset=["due"]).drop_duplicates(["due", "hedge"]).sort_values("due")
    closer = dated[dated["due"].str.len().gt(len("2024"))]
    shown = dated if closer.empty else closer
    return tuple(zip(shown["due"], shown["hedge"], strict=True))


def unanswered(goals: pd.DataFrame, *, links: pd.DataFrame) -> pd.DataFrame:
    """Return what the council asks for and under which the plan has nothing.

    A planning comment is an answer, whatever it says; so is anything printed under it or linked
    to it.

    Returns:
        One row is one goal, focus area or assignment of the council without an answer: `goal`,
        `level`, `name`, the source columns and `rows`.
    """
    plan = in_plan_order(goals)
    is_work = plan["level"].isin(ANSWERS)
    paths = answer_paths(goals, links=links)
    answered = paths.loc[paths["goal"].isin(plan.loc[is_work, "goal"]), "to"]
    requests = plan["level"].isin(COUNCIL) | (
        plan["level"].isin(("focus_area", "assignment")) & plan["decided_by"].eq("council")
    )
    empty = plan[requests & plan["commented"].ne("yes") & ~plan["goal"].isin(answered)]
    rows: list[Any] = [(row,) for row in empty.index]
    return empty.assign(rows=rows)[[*GOAL, *SOURCE, "rows"]].reset_index(drop=True)
