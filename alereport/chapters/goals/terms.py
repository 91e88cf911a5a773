"""Names of levels, statuses and gaps in the chapter on goals, and texts for empty exhibits."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.data.datasets import TOTAL
from alereport.exhibits import values
from alereport.exhibits.phrases import Phrase, Words, fill, message
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
"""The name of one goal of each level, and the heading for several."""

STATUSES = {
    "not_reported": message("not reported"),
    "not_started": message("not started"),
    "in_progress": message("in progress"),
    "done": message("done"),
    "deviating": message("deviating"),
}
"""The names of the follow-up statuses."""

PROGRESS = {
    "on_track": message("on track"),
    "off": message("off track"),
    "not_reported": message("not reported"),
    "no_target": message("no target"),
}
"""The names of the statuses of a measure."""

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
"""The name of each gap as a finding."""

WITHOUT = {
    "answer": message("answer"),
    "council_goal": message("council goal"),
    "measure": message("measure"),
    "date": message("date"),
    "owner": message("someone responsible"),
}
"""The name of what is lacking, by the last part of a gap's short name (after `without_`)."""

NO_COUNCIL_GOALS = message("The source has no council goals for the plan.")
NO_DATES = message("Nothing in the plan has a date.")
NO_NUMBERED_TARGETS = message("No measure of the plan has a target with a number.")
NO_TARGETS_IN_WORDS = message("No measure of the plan has a target in words.")
NOTHING_LACKING = message("No goal or task lacks what is asked of it.")
NOTHING_REPORTED = message("No document reports on the plan's goals and tasks.")


def level(key: str) -> str:
    """Return the name of one goal of a level."""
    return _(LEVELS[key][0])


def levels(key: str) -> str:
    """Return the heading for the goals of a level, or for the total."""
    return _("Total") if key == TOTAL else _(LEVELS[key][1])


def status(key: str, *, overdue: bool = False) -> str:
    """Return the name of a follow-up status."""
    words = _(STATUSES[key])
    return _("{status}, date passed").format(status=words) if overdue else words


def progress(key: str) -> str:
    """Return the name of the status of a measure."""
    return _(PROGRESS[key])


def due(row: Mapping[Hashable, Any]) -> Cell:
    """Return a day, month, quarter or year that the plan prints, in words and with its hedge."""
    words, hedge = locales.period(str(row["due"])), row["hedge"]
    shown = words if pd.isna(hedge) else values.with_hedge(hedge, words)
    return Cell(value=str(row["due"]), words=shown)


def gap(key: str) -> str:
    """Return the name of a gap as a finding."""
    return _(GAPS[key])


def lacking(gaps: Iterable[str]) -> str:
    """Return what a goal lacks as a list in words, such as `datum och ansvarig`."""
    return locales.listing([_(WITHOUT[gap_key.partition("without_")[2]]) for gap_key in gaps])


def joined_facts(facts: Mapping[str, Words], separator: str) -> Phrase:
    """Join the words about each fact, with a separator."""
    return fill(separator.join(f"{{{name}}}" for name in facts), **facts)


def share(part: int, total: int) -> Cell:
    """Return a part of a total in percent; a cell with nothing expected if the total is zero."""
    return values.percent(100 * part / total, decimals=0) if total else values.not_expected()
