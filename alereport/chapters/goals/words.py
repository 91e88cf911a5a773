"""What the chapter on goals can say, and what it calls levels, statuses and gaps.

The frames are those of `analysis`, `follow_up`, `measures` and `gaps`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.chapters.goals.follow_up import is_reported
from alereport.data.datasets import TOTAL
from alereport.exhibits import values
from alereport.exhibits.phrases import Phrase, Words, message, say
from alereport.exhibits.values import Cell

LEVELS = {
    "strategic_goal": (message("strategic goal"), message("Strategic goals")),
    "direction_goal": (message("direction goal"), message("Direction goals")),
    "council_goal": (message("council goal"), message("Council goals")),
    "focus_area": (message("focus area"), message("Focus areas")),
    "committee_goal": (message("committee goal"), message("Committee goals")),
    "assignment": (message("assignment"), message("Assignments")),
    "activity": (message("activity"), message("Activities")),
}
"""What one goal of each level is called, and what several are as a heading."""

STATUSES = {
    "not_reported": message("not reported"),
    "not_started": message("not started"),
    "in_progress": message("in progress"),
    "done": message("done"),
    "deviating": message("deviating"),
}
"""What a status of the follow-up is called."""

PROGRESS = {
    "on_track": message("on track"),
    "off": message("off track"),
    "not_reported": message("not reported"),
    "no_target": message("no target"),
}
"""What the status of a measure is called."""

GAPS = {
    "council_goal_without_answer": message("Council goals without an answer"),
    "request_without_answer": message(
        "The council's focus areas and assignments without an answer"
    ),
    "without_council_goal": message(
        "Focus areas, committee goals, assignments and activities that lead to no council goal"
    ),
    "goal_without_measure": message("Council and committee goals without a measure"),
    "assignment_without_date": message("Assignments without a date"),
    "assignment_without_owner": message("Assignments without anyone responsible"),
    "activity_without_date": message("Activities without a date"),
    "activity_without_owner": message("Activities without anyone responsible"),
}
"""What each gap is called as a finding."""

WITHOUT = {
    "answer": message("answer"),
    "council_goal": message("council goal"),
    "measure": message("measure"),
    "date": message("date"),
    "owner": message("someone responsible"),
}
"""What is lacking, by how the short name of a gap ends."""

NO_COUNCIL_GOALS = message("The source has no council goals for the plan.")
NO_DATES = message("Nothing in the plan has a date.")
NO_NUMBERED_TARGETS = message("No measure of the plan has a target with a number.")
NO_TARGETS_IN_WORDS = message("No measure of the plan has a target in words.")
NOTHING_LACKING = message("No goal or task lacks what is asked of it.")
NOTHING_REPORTED = message("No document reports on the plan's goals and tasks.")


def level(of: str) -> str:
    """What one goal of a level is called."""
    return _(LEVELS[of][0])


def levels(of: str) -> str:
    """What the goals of a level, or the total, are called as a heading."""
    return _("Total") if of == TOTAL else _(LEVELS[of][1])


def status(of: str, *, overdue: bool = False) -> str:
    """What a status of the follow-up is called."""
    words = _(STATUSES[of])
    return _("{status}, date passed").format(status=words) if overdue else words


def progress(of: str) -> str:
    """What the status of a measure is called."""
    return _(PROGRESS[of])


def period(printed: str) -> Cell:
    """A day, month, quarter or year as the plan prints it, in words."""
    return Cell(value=printed, words=language.period(printed))


def gap(of: str) -> str:
    """What a gap is called, as the name of a finding."""
    return _(GAPS[of])


def lacking(gaps: Iterable[str]) -> str:
    """What a goal lacks, such as `datum och ansvarig`."""
    return language.listing([_(WITHOUT[each.partition("without_")[2]]) for each in gaps])


def in_turn(said: Mapping[str, Words], apart: str) -> Phrase:
    """Words one after the other, by what each is of."""
    return say(apart.join(f"{{{name}}}" for name in said), **said)


def share(part: int, whole: int) -> Cell:
    """A part in percent; where there is no whole, none is asked for."""
    return values.percent(100 * part / whole, decimals=0) if whole else values.not_expected()


def answers(thread: pd.DataFrame, known: pd.DataFrame, year: int) -> Phrase:
    """How many goals of the council the plan answers, and how many have a measure."""
    counts = _counts(thread)
    if known.empty:
        sentence = _("The source has no goals for {year}.")
    elif thread.empty:
        sentence = _("The plan for {year} names no council goal.")
    elif counts["unanswered"] and counts["unmeasured"]:
        sentence = _(
            "The plan for {year} answers {answered} of {count} council goals; "
            "{unmeasured} without a measure."
        )
    elif counts["unanswered"]:
        sentence = _("The plan for {year} answers {answered} of {count} council goals.")
    elif counts["unmeasured"]:
        sentence = _(
            "The plan for {year} answers every one of the {count} council goals, "
            "but there is no measure for {unmeasured} of them."
        )
    else:
        sentence = _(
            "The plan for {year} answers every one of the {count} council goals, "
            "and each has a measure."
        )
    return say(sentence, year=year, **_cells(counts))


def follow_up(known: pd.DataFrame, as_of: date) -> Phrase:
    """What later documents report by a day; nothing of a plan without goals."""
    if known.empty:
        return Phrase()
    counts = {
        "count": len(known),
        "reported": is_reported(known).sum(),
        "done": known["status"].eq("done").sum(),
    }
    if counts["reported"]:
        sentence = _(
            "By {day} later documents report on {reported} of its {count} goals and tasks, "
            "{done} of them as done."
        )
    else:
        sentence = _("By {day} no document reports on any of its {count} goals and tasks.")
    return say(sentence, day=language.day(as_of), **_cells(counts))


def thread_found(thread: pd.DataFrame) -> Phrase:
    """What the chart of the red thread finds."""
    counts = _counts(thread)
    if counts["unanswered"]:
        found = _("Council goals without an answer in the plan: {unanswered} of {count}")
    elif counts["unmeasured"]:
        found = _("Every council goal has an answer; without a measure: {unmeasured} of {count}")
    else:
        found = _("Every council goal has an answer and a measure")
    return say(found, **_cells(counts))


def dates_found(line: pd.DataFrame) -> Phrase:
    """What the chart of dates finds."""
    counts = {
        "overdue": int(line["overdue"].sum()),
        "of_year": int(line.loc[line["due"].str.len().eq(len("2024")), "count"].sum()),
        "count": int(line["count"].sum()),
    }
    if counts["overdue"]:
        found = _("Dates passed without being reported done: {overdue} of {count}")
    elif counts["of_year"]:
        found = _("No date has passed; {of_year} of {count} have no closer date than a year")
    else:
        found = _("No date has passed without being reported done")
    return say(found, **_cells(counts))


def measures_found(numbered: pd.DataFrame) -> Phrase:
    """What the chart of measures finds; its rows have a target with a number."""
    on_track, off = (numbered["status"].eq(each).sum() for each in ("on_track", "off"))
    if not on_track and not off:
        return say(_("No target with a number has a reported outturn"))
    found = _("Targets with a number on track: {on_track} of {count}, off track: {off}")
    return say(found, **_cells({"on_track": on_track, "off": off, "count": len(numbered)}))


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
