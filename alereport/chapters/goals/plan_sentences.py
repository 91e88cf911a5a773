"""The sentences on the thread, the plans and their follow-up, each with its condition.

A condition takes counts of the rows that the sentence speaks of, and whether a document covers the
plan's year (see `coverage`).
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.goals.coverage import COVERED, UNCOVERED
from alereport.chapters.goals.follow_up import is_followed_up
from alereport.chapters.goals.sentences import counted
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    data_text,
    fill,
    fill_each,
    fill_first,
    listing,
    message,
)

THREAD = (
    Sentence(
        "all-stated",
        message("The plan itself says which of the council's goals each assignment belongs to."),
        lambda facts: facts["stated"] and not facts["unstated"],
    ),
    Sentence(
        "some-stated",
        message(
            "The plan says of {stated} of its {count} assignments which of the council's goals "
            "they belong to; for the others it is judged here."
        ),
        lambda facts: facts["stated"] and facts["unstated"] and facts["judged"],
    ),
    Sentence(
        "none-stated",
        message(
            "The plan says of no assignment which of the council's goals it belongs to; it is "
            "judged here."
        ),
        lambda facts: not facts["stated"] and facts["judged"],
    ),
    Sentence(
        "most",
        message("{many} of the {count} assignments belong to “{most}”."),
        lambda facts: facts["has_most"] and facts["is_alone"],
    ),
    Sentence(
        "without",
        message("Without an assignment: {without}."),
        lambda facts: facts["count"] and facts["goals_without"],
    ),
)
"""How the assignments hang together with the council's goals."""

PLANS = (
    Sentence(
        "all-new",
        message("None of the council's goals in the plan for {before} remains; all are new."),
        lambda facts: facts["new"] and facts["gone"] and not facts["kept"],
    ),
    Sentence(
        "all-kept",
        message("The council's goals are the same as in the plan for {before}."),
        lambda facts: facts["kept"] and not facts["new"] and not facts["gone"],
    ),
    Sentence(
        "some-new",
        message("New among the council's goals since the plan for {before}: {new_names}."),
        lambda facts: facts["kept"] and facts["new"],
    ),
    Sentence(
        "some-gone",
        message("No longer among the council's goals since the plan for {before}: {gone_names}."),
        lambda facts: facts["kept"] and facts["gone"],
    ),
)
"""Which of the council's goals were in the committee's plan before."""

EMPTY = (
    Sentence(
        "unanswered",
        message("The plan has nothing under {names}."),
        lambda facts: facts["unanswered"],
    ),
)
"""What the council asks for and the plan has no word about."""

FOLLOW_UP = (
    Sentence(
        "reported",
        message(
            "Until {day} there is a report on {reported} of the plan's {count} goals and tasks "
            "({titles})."
        ),
        lambda facts: facts["is_covered"] and facts["reported"],
    ),
    Sentence(
        "nothing",
        message(
            "Until {day} there is no report on any of the plan's {count} goals and tasks "
            "({titles})."
        ),
        lambda facts: facts["is_covered"] and facts["count"] and not facts["reported"],
    ),
    Sentence(
        "later",
        message("Later documents mention some of the work:"),
        lambda facts: facts["is_uncovered"] and facts["reported"],
    ),
)
"""What documents later than the plan report of it."""


def thread(table: pd.DataFrame, council: pd.DataFrame) -> dict[str, Phrase]:
    """Return how the assignments hang together with the council's goals, by key in `THREAD`.

    Args:
        table: `analysis.thread`.
        council: `analysis.council_goals`.
    """
    answers = table["answers"]
    stated = table[answers.map(lambda each: "document" in each.values()).astype(bool)]
    of_goal = {
        goal: table[answers.map(lambda each, goal=goal: goal in each).astype(bool)]
        for goal in council["goal"]
    }
    names = dict(zip(council["goal"], council["name"], strict=True))
    most = max(of_goal, key=lambda goal: len(of_goal[goal]), default="")
    many = len(of_goal[most]) if most else 0
    without = [names[goal] for goal, rows in of_goal.items() if rows.empty]
    facts = {
        "count": len(table),
        "stated": len(stated),
        "unstated": len(table) - len(stated),
        "judged": sum(set(each.values()) == {"analyst"} for each in answers),
        "has_most": 1 < many < len(table) < 2 * many,
        "is_alone": [len(rows) for rows in of_goal.values()].count(many) == 1,
        "goals_without": len(without),
    }
    return fill_each(
        THREAD,
        facts,
        most=data_text(names.get(most, "")),
        without=_quoted(without),
        count=counted(table),
        stated=counted(stated),
        many=counted(of_goal.get(most, table[:0])),
    )


def plans(council: pd.DataFrame, year: int) -> dict[str, Phrase]:
    """Return which of the council's goals are new or gone, by key in `PLANS`.

    Args:
        council: `plans.council_goals`.
        year: The year of the newest plan.
    """
    states = {state: council[council["state"].eq(state)] for state in ("kept", "new", "gone")}
    facts = {state: len(rows) for state, rows in states.items()}
    earlier = [column for column in council.columns if isinstance(column, int) and column < year]
    return fill_each(
        PLANS,
        facts,
        before=max(earlier, default=year - 1),
        new_names=_quoted(states["new"]["name"]),
        gone_names=_quoted(states["gone"]["name"]),
    )


def unanswered(rows: pd.DataFrame) -> Phrase:
    """Return what the council asks for and the plan has nothing under; see `unanswered`."""
    return fill_first(EMPTY, {"unanswered": len(rows)}, names=_quoted(rows["name"]))


def follow_up(statuses: pd.DataFrame, covered: pd.DataFrame) -> Phrase:
    """Return what later documents report on a plan; empty where none could or does.

    Args:
        statuses: `follow_up.status` of one plan.
        covered: `coverage.coverage` of the same plan.
    """
    if covered.empty:
        return Phrase()
    plan, reported = covered.iloc[0], statuses[is_followed_up(statuses)]
    facts = {
        "count": len(statuses),
        "reported": len(reported),
        "is_covered": plan["state"] == COVERED,
        "is_uncovered": plan["state"] == UNCOVERED,
    }
    return fill_first(
        FOLLOW_UP,
        facts,
        day="" if pd.isna(plan["until"]) else locales.day(plan["until"].date()),
        titles=locales.listing([*plan["titles"]]),
        count=counted(statuses),
        reported=counted(reported),
    )


def _quoted(names: Iterable[str]) -> Phrase:
    return listing([fill(_("“{name}”"), name=data_text(str(name))) for name in names])
