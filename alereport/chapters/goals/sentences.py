"""The sentences of the chapter on goals, each with its condition.

The frames are from `analysis`, `gaps`, `follow_up`, `measures` and `plans`; a condition takes
counts of their rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from alereport.base import locales
from alereport.chapters.common import rows
from alereport.chapters.goals import terms
from alereport.chapters.goals.follow_up import is_followed_up
from alereport.chapters.goals.measures import has_number
from alereport.exhibits import values
from alereport.exhibits.phrases import Phrase, Sentence, fill_each, fill_first, message
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
        "by-the-plan",
        message(
            "By {day} no later document reports on any of its {count} goals and tasks; the plan "
            "itself reports on {own} of them."
        ),
        lambda counts: counts["own"],
    ),
    Sentence(
        "nothing",
        message("By {day} no later document reports on any of its {count} goals and tasks."),
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

THREAD_HEADLINE = (
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

DATES_HEADLINE = (
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

MEASURES_HEADLINE = (
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
        message("No council goal of the earlier plan is in this one, so none can be followed."),
        lambda states: not states <= {"only"} and "kept" not in states,
    ),
)


def answers(thread: pd.DataFrame, statuses: pd.DataFrame, year: int) -> Phrase:
    """Return the sentence on how many goals of the council have answers and measures."""
    counts = _counts(thread) | {"goals": len(statuses)}
    return fill_first(ANSWERS, counts, year=year, **_cells(counts))


def follow_up(statuses: pd.DataFrame, as_of: date) -> Phrase:
    """Return the sentence on what is reported by a day; empty for a plan without goals."""
    followed_up = is_followed_up(statuses)
    counts = {
        "count": len(statuses),
        "reported": int(followed_up.sum()),
        "own": int(statuses["by_plan"].sum()),
        "done": int(statuses.loc[followed_up, "status"].eq("done").sum()),
    }
    return fill_first(FOLLOW_UP, counts, day=locales.day(as_of), **_cells(counts))


def commentary(thread: pd.DataFrame, findings: pd.DataFrame) -> dict[str, Phrase]:
    """Return the sentences on the answers and the most common gap, by key in `COMMENTARY`."""
    most, least = rows.largest(thread, "answers"), rows.smallest(thread, "answers")
    worst = rows.largest(findings, "count")
    counts = {
        "many": int(most["answers"]),
        "few": int(least["answers"]),
        "judged": int(thread["by_analyst"].sum()),
        "total": int(thread["answers"].sum()),
        "count": int(worst["count"]),
        "asked": int(worst["asked"]),
    }
    return fill_each(
        COMMENTARY,
        counts,
        most=str(most["name"]),
        least=str(least["name"]),
        share=terms.share(counts["judged"], counts["total"]),
        gap=terms.gap(worst["gap"]).lower(),
        **_cells(counts),
    )


def thread_headline(thread: pd.DataFrame) -> Phrase:
    """Return the headline of the chart of the red thread."""
    counts = _counts(thread)
    return fill_first(THREAD_HEADLINE, counts, **_cells(counts))


def dates_headline(line: pd.DataFrame) -> Phrase:
    """Return the headline of the chart of dates."""
    counts = {
        "overdue": int(line["overdue"].sum()),
        "of_year": int(line.loc[line["due"].str.len().eq(len("2024")), "count"].sum()),
        "count": int(line["count"].sum()),
    }
    return fill_first(DATES_HEADLINE, counts, **_cells(counts))


def measures_headline(numbered: pd.DataFrame) -> Phrase:
    """Return the headline of the chart of measures, whose targets all have a number."""
    counts = {status: int(numbered["status"].eq(status).sum()) for status in ("on_track", "off")}
    return fill_first(MEASURES_HEADLINE, counts, **_cells(counts | {"count": len(numbered)}))


def missing(
    statuses: pd.DataFrame, progress: pd.DataFrame, council: pd.DataFrame
) -> dict[str, Phrase]:
    """Return sentences, by key, on what is left out or not comparable in the documents."""
    measures = {
        "count": int((~has_number(progress)).sum()),
        "outturns": int(progress["latest_value"].notna().sum()),
        "total": len(progress),
    }
    goals = {"count": int((~is_followed_up(statuses)).sum()), "total": len(statuses)}
    return {
        **fill_each(MEASURES_MISSING, measures, **_cells(measures)),
        **fill_each(GOALS_MISSING, goals, **_cells(goals)),
        **fill_each(PLANS_MISSING, set(council["state"])),
    }


def _counts(thread: pd.DataFrame) -> dict[str, int]:
    """Count the goals of the council, and how many have no answer or no measure."""
    unanswered = int(thread["answers"].eq(0).sum())
    return {
        "count": len(thread),
        "answered": len(thread) - unanswered,
        "unanswered": unanswered,
        "unmeasured": int(thread["measures"].eq(0).sum()),
    }


def _cells(counts: Mapping[str, int]) -> dict[str, Cell]:
    return {name: values.count(number) for name, number in counts.items()}
