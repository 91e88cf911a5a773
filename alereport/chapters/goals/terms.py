"""What the chapter on goals calls levels, statuses and gaps, and what it says where it has none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from alereport.base import locales
from alereport.base.locales import gettext as _
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
    return Cell(value=printed, words=locales.period(printed))


def gap(of: str) -> str:
    """What a gap is called, as the name of a finding."""
    return _(GAPS[of])


def lacking(gaps: Iterable[str]) -> str:
    """What a goal lacks, such as `datum och ansvarig`."""
    return locales.listing([_(WITHOUT[each.partition("without_")[2]]) for each in gaps])


def in_turn(said: Mapping[str, Words], apart: str) -> Phrase:
    """Words one after the other, by what each is of."""
    return say(apart.join(f"{{{name}}}" for name in said), **said)


def share(part: int, whole: int) -> Cell:
    """A part in percent; where there is no whole, none is asked for."""
    return values.percent(100 * part / whole, decimals=0) if whole else values.not_expected()
