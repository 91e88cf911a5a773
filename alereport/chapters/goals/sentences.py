"""What the chapter on goals can say, and when each sentence is true.

The frames are those of `analysis`, `gaps`, `follow_up`, `measures` and `plans`; the facts of a
sentence are counts of their rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from alereport.base import locales
from alereport.chapters.common import rows
from alereport.chapters.goals import terms
from alereport.chapters.goals.follow_up import is_reported
from alereport.chapters.goals.measures import has_number
from alereport.exhibits import values
from alereport.exhibits.phrases import Phrase, Sentence, message, say_each, say_first
from alereport.exhibits.values import Cell

ANSWERS = (
    Sentence(
        "no-goals",
        message("The source has no goals for {year}."),
        lambda counts: not counts["goals"],
    ),
    Sentence(
        "no-council-goals",
        message("The plan for {year} names no council goal."),
        lambda counts: not counts["count"],
    ),
    Sentence(
        "some-unanswered-and-unmeasured",
        message(
            "The plan for {year} answers {answered} of {count} council goals; "
            "{unmeasured} without a measure."
        ),
        lambda counts: counts["unanswered"] and counts["unmeasured"],
    ),
    Sentence(
        "some-unanswered",
        message("The plan for {year} answers {answered} of {count} council goals."),
        lambda counts: counts["unanswered"],
    ),
    Sentence(
        "some-unmeasured",
        message(
            "The plan for {year} answers every one of the {count} council goals, "
            "but there is no measure for {unmeasured} of them."
        ),
        lambda counts: counts["unmeasured"],
    ),
    Sentence(
        "all",
        message(
            "The plan for {year} answers every one of the {count} council goals, "
            "and each has a measure."
        ),
    ),
)

FOLLOW_UP = (
    Sentence(
        "reported",
        message(
            "By {day} later documents report on {reported} of its {count} goals and tasks, "
            "{done} of them as done."
        ),
        lambda counts: counts["reported"],
    ),
    Sentence(
        "nothing",
        message("By {day} no document reports on any of its {count} goals and tasks."),
        lambda counts: counts["count"],
    ),
)

COMMENTARY = (
    Sentence(
        "extremes",
        message("Most answers go to {most} ({many}), fewest to {least} ({few})."),
        lambda counts: counts["many"] > counts["few"],
    ),
    Sentence(
        "judged",
        message("Answers judged by the analyst: {judged} of {total} ({share})."),
        lambda counts: counts["total"],
    ),
    Sentence(
        "gap",
        message("The most common gap: {gap}, {count} of {asked}."),
        lambda counts: counts["count"],
    ),
    Sentence(
        "nothing",
        message("The plan has no answers, and lacks nothing that is asked of it."),
        lambda counts: not counts["total"] and not counts["count"],
    ),
)

THREAD_FOUND = (
    Sentence(
        "some-unanswered",
        message("Council goals without an answer in the plan: {unanswered} of {count}"),
        lambda counts: counts["unanswered"],
    ),
    Sentence(
        "some-unmeasured",
        message("Every council goal has an answer; without a measure: {unmeasured} of {count}"),
        lambda counts: counts["unmeasured"],
    ),
    Sentence("all", message("Every council goal has an answer and a measure")),
)

DATES_FOUND = (
    Sentence(
        "overdue",
        message("Dates passed without being reported done: {overdue} of {count}"),
        lambda counts: counts["overdue"],
    ),
    Sentence(
        "years-alone",
        message("No date has passed; {of_year} of {count} have no closer date than a year"),
        lambda counts: counts["of_year"],
    ),
    Sentence("none-overdue", message("No date has passed without being reported done")),
)

MEASURES_FOUND = (
    Sentence(
        "no-outturn",
        message("No target with a number has a reported outturn"),
        lambda counts: not counts["on_track"] and not counts["off"],
    ),
    Sentence(
        "on-track",
        message("Targets with a number on track: {on_track} of {count}, off track: {off}"),
    ),
)

MEASURES_MISSING = (
    Sentence(
        "no-outturns",
        message("No measure has an outturn later than the plan's own starting point."),
        lambda counts: counts["total"] and not counts["outturns"],
    ),
    Sentence(
        "targets-in-words",
        message("{count} of {total} measures have a target without a number."),
        lambda counts: counts["count"],
    ),
)

GOALS_MISSING = (
    Sentence(
        "no-goals",
        message("The source has no goals for the plan."),
        lambda counts: not counts["total"],
    ),
    Sentence(
        "not-reported",
        message("On {count} of {total} goals and tasks no later document says anything."),
        lambda counts: counts["count"],
    ),
)

PLANS_MISSING = (
    Sentence(
        "no-earlier-plan",
        message("The source has no earlier plan of the committee to compare with."),
        lambda states: states <= {"only"},
    ),
    Sentence(
        "none-kept",
        message("No council goal of the plan before stands in this one, so none can be followed."),
        lambda states: not states <= {"only"} and "kept" not in states,
    ),
)


def answers(thread: pd.DataFrame, known: pd.DataFrame, year: int) -> Phrase:
    """How many goals of the council the plan answers, and how many have a measure."""
    counts = _counts(thread) | {"goals": len(known)}
    return say_first(ANSWERS, counts, year=year, **_cells(counts))


def follow_up(known: pd.DataFrame, as_of: date) -> Phrase:
    """What later documents report by a day; nothing of a plan without goals."""
    counts = {
        "count": len(known),
        "reported": int(is_reported(known).sum()),
        "done": int(known["status"].eq("done").sum()),
    }
    return say_first(FOLLOW_UP, counts, day=locales.day(as_of), **_cells(counts))


def commentary(thread: pd.DataFrame, findings: pd.DataFrame) -> dict[str, Phrase]:
    """Where the answers are and what is lacking most, by the keys of `COMMENTARY`."""
    most, least = rows.most(thread, "answers"), rows.least(thread, "answers")
    worst = rows.most(findings, "count")
    counts = {
        "many": int(most["answers"]),
        "few": int(least["answers"]),
        "judged": int(thread["by_analyst"].sum()),
        "total": int(thread["answers"].sum()),
        "count": int(worst["count"]),
        "asked": int(worst["asked"]),
    }
    return say_each(
        COMMENTARY,
        counts,
        most=str(most["name"]),
        least=str(least["name"]),
        share=terms.share(counts["judged"], counts["total"]),
        gap=terms.gap(worst["gap"]).lower(),
        **_cells(counts),
    )


def thread_found(thread: pd.DataFrame) -> Phrase:
    """What the chart of the red thread finds."""
    counts = _counts(thread)
    return say_first(THREAD_FOUND, counts, **_cells(counts))


def dates_found(line: pd.DataFrame) -> Phrase:
    """What the chart of dates finds."""
    counts = {
        "overdue": int(line["overdue"].sum()),
        "of_year": int(line.loc[line["due"].str.len().eq(len("2024")), "count"].sum()),
        "count": int(line["count"].sum()),
    }
    return say_first(DATES_FOUND, counts, **_cells(counts))


def measures_found(numbered: pd.DataFrame) -> Phrase:
    """What the chart of measures finds; its rows have a target with a number."""
    counts = {each: int(numbered["status"].eq(each).sum()) for each in ("on_track", "off")}
    return say_first(MEASURES_FOUND, counts, **_cells(counts | {"count": len(numbered)}))


def missing(
    known: pd.DataFrame, progress: pd.DataFrame, council: pd.DataFrame
) -> dict[str, Phrase]:
    """What the plan and the documents after it do not say, and what does not compare."""
    measures = {
        "count": int((~has_number(progress)).sum()),
        "outturns": int(progress["latest_value"].notna().sum()),
        "total": len(progress),
    }
    goals = {"count": int((~is_reported(known)).sum()), "total": len(known)}
    return {
        **say_each(MEASURES_MISSING, measures, **_cells(measures)),
        **say_each(GOALS_MISSING, goals, **_cells(goals)),
        **say_each(PLANS_MISSING, set(council["state"])),
    }


def _counts(thread: pd.DataFrame) -> dict[str, int]:
    """How many goals of the council there are, and how many have no answer or no measure."""
    unanswered = int(thread["answers"].eq(0).sum())
    return {
        "count": len(thread),
        "answered": len(thread) - unanswered,
        "unanswered": unanswered,
        "unmeasured": int(thread["measures"].eq(0).sum()),
    }


def _cells(counts: Mapping[str, int]) -> dict[str, Cell]:
    return {name: values.count(number) for name, number in counts.items()}
