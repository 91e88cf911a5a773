"""Measures with their chart, dates and follow-up in the chapter on goals.

The frames are from `measures` and `follow_up`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common.sentences import plan_labels
from alereport.chapters.goals import sentences, terms
from alereport.chapters.goals.follow_up import STATUSES, is_reported
from alereport.chapters.goals.labels import empty_note, table
from alereport.chapters.goals.measures import has_number
from alereport.charts.canvas import Look
from alereport.charts.marks import Bar, Mark, Panel, Row, Words
from alereport.charts.rows import rows_chart
from alereport.exhibits import building, sources, values
from alereport.exhibits.building import Column, FrameRow, numbers, texts
from alereport.exhibits.model import Chart, Group, Table, Text
from alereport.exhibits.phrases import Phrase, data_text
from alereport.exhibits.values import Cell

LOOKS: dict[str, Look] = {"start": "earlier", "latest": "solid", "target": "outline"}
"""How the bar of each value looks."""
MEASURE = ("measure", "target_year")
"""The columns that identify a target of a measure."""


def measures_rule() -> Text:
    """Return the note on when a measure is on track, off track or not reported."""
    rule = _(
        "The rule: a measure starts from its baseline, or else from the earliest outturn before "
        "the target's year. It is reported once there is a later outturn; a target alone, or a "
        "target and a start, is not reported. It is on track where that outturn meets the target "
        "or, before the target's year, has come at least as far as a straight line from the "
        "start; a target in words asks only which way it has moved. Otherwise it is off track."
    )
    return building.note("measures-rule", rule)


def measures_chart(progress: pd.DataFrame) -> Chart | Text:
    """Draw each target with a number (outlined), its start (light) and latest outturn (dark).

    Every measure has its own scale, from zero.
    """
    numbered = progress[has_number(progress)]
    if numbered.empty:
        return empty_note("measures-chart", terms.NO_NUMBERED_TARGETS)
    caption = _(
        "Measures whose target has a number, plan for {year}. Outlined: target. Grey: where it "
        "started. The text's colour: the latest outturn. Each measure has its own scale."
    )
    return building.chart(
        rows_chart(list(map(_measure_row, numbered.to_dict("records"))), [Panel(high=1.0)]),
        numbered,
        _columns(has_unit=False),
        key=MEASURE,
        headline=sentences.measures_headline(numbered),
        alt=_("Bar chart of measures from outturn to target: {values}."),
        marks=_mark,
        **plan_labels(numbered, "measures", caption),
    )


def numbered_measures(progress: pd.DataFrame) -> Table | Text:
    """Return the table of measures whose target has a number; one row is one target year."""
    numbered = progress[has_number(progress)]
    caption = _("Measures in the plan for {year} whose target has a number; year in brackets.")
    if_empty = terms.NO_NUMBERED_TARGETS
    columns = _columns(has_unit=True)
    return table(numbered, columns, "measures", caption, key=MEASURE, if_empty=if_empty)


def _columns(*, has_unit: bool) -> list[Column]:
    """Return the columns of a measure, with its unit in each value or in a separate column."""
    return [
        texts("name", _("Measure")),
        *([] if has_unit else [texts("unit", _("Unit"))]),
        Column("start", _("Start"), partial(_point, "start", has_unit=has_unit)),
        Column("latest", _("Latest outturn"), partial(_point, "latest", has_unit=has_unit)),
        Column("target", _("Target"), partial(_target, has_unit=has_unit)),
        Column("status", _("Status"), _progress_status, figures=False),
    ]


def measures_in_words(progress: pd.DataFrame) -> Table | Text:
    """Return the table of measures whose target has no number; one row is one target year."""
    in_words = progress[~has_number(progress)]
    columns = [
        texts("name", _("Measure")),
        texts("goal_name", _("Of the goal or task")),
        Column("target", _("Target"), _target_in_words, figures=False),
        Column("status", _("Status"), _progress_status, figures=False),
    ]
    caption = _("Measures in the plan for {year} whose target has no number; year in brackets.")
    if_empty = terms.NO_TARGETS_IN_WORDS
    return table(in_words, columns, "measures-in-words", caption, key=MEASURE, if_empty=if_empty)


def _point(point: str, row: FrameRow, *, has_unit: bool = True) -> Cell:
    """Return the value and year of a measure at the `start` or at the `latest` outturn."""
    value, year = row[f"{point}_value"], row[f"{point}_year"]
    return values.silent() if pd.isna(value) else _measured(row, [value], year, has_unit=has_unit)


def _target(row: FrameRow, *, has_unit: bool = True) -> Cell:
    """Return a target with a number, such as `minst 30 % (2024)` or `1,9-2,4 % (2021)`."""
    both_bounds = ((">=", row["target_low"]), ("<=", row["target_high"]))
    bounds = {comparator: end for comparator, end in both_bounds if pd.notna(end)}
    ends = list(dict.fromkeys(bounds.values()))
    comparator = "" if len(ends) > 1 else "=" if len(bounds) > 1 else next(iter(bounds))
    options = {"has_unit": has_unit, "comparator": comparator, "hedge": row["target_hedge"]}
    return _measured(row, ends, row["target_year"], **options)


def _measured(row: FrameRow, ends: Sequence[float], year: object, **options: Any) -> Cell:
    """Return a measured value or the two ends of a range, with at most two decimals."""
    decimals = max(values.decimals_needed(end, 2) for end in ends)
    is_exact = all(round(end, decimals) == end for end in ends)
    return values.amount(
        ends[0],
        upper=ends[1] if len(ends) > 1 else None,
        unit=row["unit"] if pd.notna(row["unit"]) else "",
        decimals=decimals,
        basis="equal" if is_exact else "rounded",
        year=_year(year),
        **options,
    )


def _year(year: Any) -> str:
    """Return a year as text; empty where the document prints none."""
    return "" if pd.isna(year) else str(year)


def _target_in_words(row: FrameRow) -> Cell:
    """Return which way a measure is to move, such as `öka (2024)`; silent if it has no target."""
    comparators = row["comparators"]
    if not comparators:
        return values.silent()
    directions = {"increase": _("increase"), "decrease": _("decrease")}
    words = ", ".join(directions.get(name, _("in words")) for name in comparators)
    comparator = comparators[0] if len(comparators) == 1 and comparators[0] in directions else ""
    return Cell(value=words, comparator=comparator, year=_year(row["target_year"]))


def _status_lines(row: FrameRow) -> list[str]:
    """Return the status and, if late, that the target's year has passed without a report."""
    status = terms.progress(row["status"])
    return [status, _("the year has passed")] if row["late"] else [status]


def _progress_status(row: FrameRow) -> str:
    return ", ".join(_status_lines(row))


def _values(row: FrameRow) -> dict[str, Cell]:
    """Return the numbers of a measure by name: its start, latest outturn and target."""
    cells = {
        "start": _point("start", row),
        "latest": _point("latest", row),
        "target": _target(row),
    }
    return {name: cell for name, cell in cells.items() if cell.is_number}


def _mark(row: FrameRow) -> Phrase:
    """Describe a measure's bars in words."""
    return terms.joined_facts(
        {"name": row["name"], **_values(row), "status": _progress_status(row)}, ", "
    )


def _measure_row(row: FrameRow) -> Row:
    """Return a bar for each value of a measure, on its own scale, and its status below."""
    cells = _values(row)
    bars = {name: _ends(cell) for name, cell in cells.items()}
    span = max((abs(end) for bar in bars.values() for end in bar), default=0.0) or 1.0
    marks: list[Mark] = [
        Bar(high / span, str(cells[name]), LOOKS[name], start=low / span, line=line)
        for line, (name, (low, high)) in enumerate(bars.items())
    ]
    status = Words(_progress_status(row), line=len(marks))
    return Row(str(row["name"]), ([*marks, status],))


def _ends(cell: Cell) -> tuple[float, float]:
    """Return the ends of the bar of a value: zero and the value, or the ends of a range."""
    value = float(cell.value or 0)
    return (0.0, value) if cell.upper is None else (value, float(cell.upper))


def schedule(scheduled: pd.DataFrame) -> Table | Text:
    """Return the table of dates; one row is one goal or task, the earliest end first."""
    columns = [
        texts("name", _("Goal or task")),
        Column("due", _("Due"), terms.due, figures=False),
        Column("status", _("Status"), _status, figures=False),
        texts("responsible", _("Responsible")),
        texts("section", _("Section")),
    ]
    caption = _("What has a date in the plan for {year}, the earliest first.")
    return table(scheduled, columns, "dates", caption, key="goal", if_empty=terms.NO_DATES)


def _status(row: FrameRow) -> str:
    return terms.status(row["status"], overdue=row["overdue"])


def status_by_level(counts: pd.DataFrame) -> Table | Text:
    """Return the table of goals by status; one row is one level, the total last."""
    columns = [
        Column("level", _("Level"), lambda row: terms.levels(row["level"]), figures=False),
        *(
            numbers(status, terms.status(status).capitalize(), basis="derived")
            for status in STATUSES
        ),
        numbers("goals", _("Total"), basis="derived"),
    ]
    caption = _("Follow-up of the plan for {year}: number of goals and tasks by status.")
    if_empty = terms.NOTHING_REPORTED
    return table(counts, columns, "follow-up", caption, key="level", total=True, if_empty=if_empty)


def evidence(statuses: pd.DataFrame) -> Group | Text:
    """Return the table of what is reported and where, one row a goal that is reported on.

    Below the table is a summary of each report.
    """
    reported = statuses[is_reported(statuses)]
    if reported.empty:
        return empty_note("evidence", terms.NOTHING_REPORTED)
    columns = [
        texts("name", _("Goal or task")),
        Column("status", _("Status"), lambda row: terms.status(row["status"]), figures=False),
        Column("evidence", _("Evidence"), _evidence_place, figures=False),
        Column("reported", _("As of"), _reported_day, figures=False),
    ]
    caption = _(
        "What documents report on the plan for {year}; on the other goals and tasks they say "
        "nothing."
    )
    evidence_table = table(reported, columns, "evidence", caption, key="goal")
    notes = [
        building.labelled_line(
            row["goal"], str(row["name"]), data_text(str(row["note"])), row["rows"]
        )
        for row in reported[reported["note"].notna()].to_dict("records")
    ]
    return building.group(evidence_table, *([building.points("evidence", notes)] if notes else []))


def _evidence_place(row: FrameRow) -> str:
    place = sources.place(row["evidence_title"], [row["evidence_section"]])
    return (
        _("according to the plan itself: {place}").format(place=place) if row["by_plan"] else place
    )


def _reported_day(row: FrameRow) -> Cell:
    day = row["reported"].date()
    return Cell(value=day.isoformat(), words=locales.day(day))
