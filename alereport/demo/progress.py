"""Made-up progress of a plan's goals and measures, as reports and the next plan tell it.

What the last of them says of a goal is drawn first; what the earlier ones say leads there.
"""

from __future__ import annotations

from collections.abc import Iterator

from alereport.demo.committees import APRIL, AUGUST, DECEMBER, Document, Row, plan
from alereport.demo.goals import Measure, goals, last_value, outturn_cells, own_measures

SECTION = "2.1"
STATUS = {
    "done": ("Arbetet är avslutat.", "The work has been completed."),
    "in_progress": ("Arbetet fortsätter.", "The work continues."),
    "deviating": ("Arbetet är försenat.", "The work is delayed."),
    "not_started": ("Arbetet har ännu inte börjat.", "The work has not yet begun."),
    "submitted": (
        "Ett förslag är lämnat för beslut.",
        "A proposal has been handed in for a decision.",
    ),
}
"""The note on each status, in Swedish and in English."""
LAST = ("done", "in_progress", "deviating", "not_started")
BEFORE = {
    "done": {APRIL: ("not_started", "in_progress"), AUGUST: ("submitted", "deviating", "done")},
    "in_progress": {APRIL: ("not_started", "in_progress"), AUGUST: ("in_progress",)},
    "deviating": {APRIL: ("in_progress",), AUGUST: ("in_progress", "deviating")},
    "not_started": {APRIL: ("not_started",), AUGUST: ("not_started", "deviating")},
}
"""The statuses that can come before each of the last, by month."""
REPORTED_SHARE = 0.7
"""The share of a plan's goals that are followed up at all."""
LEFT_OUT = 0.1
"""The share of them that an interim report says nothing of."""


def follow_up(document: Document) -> Iterator[Row]:
    """Yield what a plan says of the goals of the plan before it, if there is one."""
    if document.year > document.committee.years[0]:
        for goal, status in _last_statuses(plan(document.committee, document.year - 1)).items():
            yield _status(document, goal, status)


def status_of_goals(document: Document) -> Iterator[Row]:
    """Yield what a report says of the goals of its year's plan."""
    statuses = _last_statuses(plan(document.committee, document.year))
    rng = document.rng("progress", str(document.month))
    for goal, last in statuses.items():
        if document.month == DECEMBER:
            yield _status(document, goal, last)
        elif rng.random() >= LEFT_OUT:
            yield _status(document, goal, rng.choice(BEFORE[last][document.month]))


def _status(document: Document, goal: str, status: str) -> Row:
    note, note_en = STATUS[status]
    return document.row(SECTION, goal=goal, status=status, note=note, note_en=note_en)


def _last_statuses(year_plan: Document) -> dict[str, str]:
    """Return what is said last of each of a plan's goals that is followed up."""
    rng = year_plan.rng("follow-up")
    return {
        str(row["goal"]): rng.choice(LAST)
        for row in goals(year_plan)
        if rng.random() < REPORTED_SHARE
    }


def measures_of_the_year(document: Document) -> Iterator[Row]:
    """Yield the outturn of each of the plan's measures that has a number."""
    for measure, value in _values(document):
        yield _outturn(document, measure, value, "under året")


def measures_so_far(document: Document) -> Iterator[Row]:
    """Yield the outturn of about half of them, by the end of August; April reports none."""
    for measure, value in _values(document) if document.month == AUGUST else ():
        if document.rng("so far", measure.slug).random() < 0.5:
            so_far = round(value * 2 / 3) if measure.slug == "besok" else value
            yield _outturn(document, measure, so_far, "till och med augusti")


def _values(document: Document) -> Iterator[tuple[Measure, int]]:
    """Yield the measures of a report's plan with what the next plan says that the year came to."""
    next_plan = plan(document.committee, document.year + 1)
    for measure in own_measures(plan(document.committee, document.year)):
        value = last_value(next_plan, measure)
        if value is not None:
            yield measure, value


def _outturn(document: Document, measure: Measure, value: int, when: str) -> Row:
    cells = outturn_cells(measure, document.year, value, when)
    return measure.row | document.row(SECTION) | cells
