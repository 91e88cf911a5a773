"""The charts of the red thread and of dates; frames are from `analysis` and `follow_up`."""

from __future__ import annotations

from datetime import date

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common.sentences import plan_labels
from alereport.chapters.goals import sentences, terms
from alereport.chapters.goals.follow_up import NOT_REPORTED
from alereport.chapters.goals.labels import empty_note
from alereport.charts.canvas import Look
from alereport.charts.marks import Bar, Panel, Row, Words
from alereport.charts.rows import rows_chart
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, numbers, texts
from alereport.exhibits.model import Chart, Text
from alereport.exhibits.phrases import Phrase, fill
from alereport.exhibits.values import Cell, count


def red_thread_chart(thread: pd.DataFrame) -> Chart | Text:
    """Draw how many answers each goal of the council has: stated (solid), judged (light)."""
    if thread.empty:
        return empty_note("red-thread-chart", terms.NO_COUNCIL_GOALS)
    caption = _(
        "Answers to each council goal in the plan for {year}: focus areas, committee goals, "
        "assignments and activities. The text's colour: the document says so. Grey: the analyst "
        "judges so."
    )
    columns = [
        texts("name", _("Council goal")),
        numbers("answers", _("Answers"), basis="derived"),
        numbers("by_analyst", _("Judged"), basis="derived"),
        numbers("measures", _("Measures"), basis="derived"),
    ]
    return building.chart(
        rows_chart(list(map(_thread_row, thread.to_dict("records"))), _thread_panels()),
        thread,
        columns,
        key="goal",
        headline=sentences.thread_headline(thread),
        alt=_("Bar chart of the answers to each council goal: {values}."),
        marks=_thread_mark,
        **plan_labels(thread, "red-thread", caption),
    )


def _thread_mark(row: FrameRow) -> Phrase:
    """Describe a goal's bar in the chart of the red thread."""
    return fill(
        _("{name}: answers {answers}, of which judged {judged}, measures {measures}"),
        name=str(row["name"]),
        answers=count(row["answers"]),
        judged=count(row["by_analyst"]),
        measures=count(row["measures"]),
    )


def _thread_panels() -> list[Panel]:
    return [Panel(" + ".join((_("stated"), _("judged")))), Panel(_("Measures"), 0.0, axis=False)]


def _thread_row(row: FrameRow) -> Row:
    stated, judged = row["by_document"], row["by_analyst"]
    total = f"{stated} + {judged}" if judged else locales.number(stated) if stated else _("none")
    bars = [Bar(stated), Bar(stated + judged, total, "earlier", start=stated)]
    measures = locales.number(row["measures"]) if row["measures"] else _("none")
    return Row(str(row["name"]), (bars, [Words(measures)]))


def time_line(line: pd.DataFrame, *, as_of: date) -> Chart | Text:
    """Draw when everything with a date is to be done, with the overdue ones marked.

    Args:
        line: From `follow_up.time_line`.
        as_of: The day that decides what is overdue; it is marked by a line.
    """
    if line.empty:
        return empty_note("time-line", terms.NO_DATES)
    caption = _(
        "What has a date in the plan for {year}, from the first to the last day of what is "
        "printed. Outlined: planned. Orange: passed on {as_of} and not reported done. "
        "The text's colour: reported done."
    )
    labels = plan_labels(line, "time-line", caption, as_of=locales.day(as_of)) | {"as_of": as_of}
    columns = [
        Column("name", _("Goal or task"), _label, figures=False),
        Column("due", _("Due"), terms.due, figures=False),
        Column("status", _("Status"), _status_cell, figures=False),
    ]
    return building.chart(
        rows_chart([_period(row, as_of) for row in line.to_dict("records")], [Panel(axis=False)]),
        line,
        columns,
        key="about",
        headline=sentences.dates_headline(line),
        alt=_("Time line of what is to be done: {values}."),
        marks=lambda row: f"{_label(row)} {_note(row)}",
        **labels,
    )


def _label(row: FrameRow) -> str:
    if pd.notna(row["name"]):
        return str(row["name"])
    return _("{count} with the same date, named in the table").format(count=row["count"])


def _note(row: FrameRow) -> str:
    """Return when it is to be done and its status."""
    return ", ".join([str(terms.due(row)), *_statuses(row)])


def _status_cell(row: FrameRow) -> Cell:
    statuses = _statuses(row)
    return values.words(", ".join(statuses)) if statuses else values.silent()


def _statuses(row: FrameRow) -> list[str]:
    overdue, status = row["overdue"], row["status"]
    if row["count"] > 1:
        numbers = {_("{count} overdue"): overdue, _("{count} done"): row["done"]}
    else:
        numbers = {_("overdue"): overdue, terms.status(status): status != NOT_REPORTED}
    return [text.format(count=number) for text, number in numbers.items() if number]


def _period(row: FrameRow, as_of: date) -> Row:
    """Return the days of a date, counted from the last day that the report knows of."""
    starts, ends = ((row[end] - as_of).days for end in ("starts", "ends"))
    is_done, is_overdue = row["done"] == row["count"], row["overdue"] > 0
    look: Look = "solid" if is_done else "more" if is_overdue else "outline"
    return Row(_label(row), ([Bar(max(ends + 1, starts + 1), _note(row), look, start=starts)],))
