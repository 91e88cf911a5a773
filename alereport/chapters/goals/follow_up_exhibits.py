"""The calendar of a plan, and what later documents report on it, in the chapter on goals.

The frames: `statuses` is from `follow_up.status`, `dates` from `follow_up.calendar`, and `covered`
from `coverage.coverage`.
"""

from __future__ import annotations

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.chapters.goals import plan_sentences, terms
from alereport.chapters.goals.follow_up import is_followed_up
from alereport.exhibits import building, sources
from alereport.exhibits.building import FrameRow, labelled_line, rows_of
from alereport.exhibits.model import Group, Line, Outline, nothing
from alereport.exhibits.phrases import Phrase, data_text, fill, in_sentence, joined


def calendar(dates: pd.DataFrame, covered: pd.DataFrame) -> Group:
    """Return what is to be done, quarter by quarter, then what has only a year or no date."""
    if dates.empty:
        return nothing()
    states = dict(zip(covered["plan_year"], covered["state"], strict=True))
    lines: list[Line] = []
    depths: list[int] = []
    for when, rows in dates.groupby("when", sort=False):
        lines.append(labelled_line(str(when) or "undated", _when(str(when)), "", rows_of(rows)))
        depths.append(0)
        for row in rows.to_dict("records"):
            details = _details(row, states[row["plan_year"]])
            lines.append(labelled_line(row["goal"], data_text(row["name"]), details, row["rows"]))
            depths.append(1)
    outline = Outline(id="calendar", lines=tuple(lines), depths=tuple(depths))
    source = building.sentence("source", "{source}", source=sources.source(dates))
    return building.group(outline, building.lines("source", [source], name="calendar-source"))


def _when(when: str) -> str:
    """Return the heading of a quarter, of what has only a year, or of what has no date."""
    if not when:
        return _("Without a date in the plan")
    if "Q" in when:
        return _("Quarter {quarter}, {year}").format(quarter=when[-1], year=when[:4])
    return _("Some time during {year}").format(year=when)


def _details(row: FrameRow, state: str) -> Phrase | str:
    """Return the date where it says more than its heading, who, and how far it has come."""
    has_more: bool = pd.notna(row["due"]) and (row["due"] != row["when"] or pd.notna(row["hedge"]))
    facts = [
        str(terms.due(row)) if has_more else "",
        in_sentence(str(row["responsible"])) if pd.notna(row["responsible"]) else "",
        terms.status(row, state=state) if row["by_plan"] else "",
        _("the date has passed") if row["overdue"] else "",
    ]
    parts = [data_text(fact) for fact in facts if fact]
    return joined(["(", joined(parts, "; "), ")"], "") if parts else ""


def reports(statuses: pd.DataFrame, covered: pd.DataFrame) -> Group:
    """Return what documents later than the plan report on it; nothing where none does."""
    summary = plan_sentences.follow_up(statuses, covered)
    if not summary:
        return nothing()
    reported = statuses[is_followed_up(statuses)]
    notes = [
        labelled_line(row["goal"], data_text(row["name"]), _report(row), row["rows"])
        for row in reported.to_dict("records")
    ]
    line = Line(key="follow-up", words=summary, rows=rows_of(statuses))
    return building.group(
        building.lines("", [line], name="follow-up"),
        *([building.points("", notes, name="reports")] if notes else []),
    )


def _report(row: FrameRow) -> Phrase:
    """Return how far a goal has come, the evidence in short, and where it is reported."""
    note: Phrase | str = data_text(str(row["note"])) if pd.notna(row["note"]) else ""
    place = sources.place(row["evidence_title"], [row["evidence_section"]])
    status = terms.reported(row["status"])
    return fill("{status}. {note} ({place})", status=status, note=note, place=place)
