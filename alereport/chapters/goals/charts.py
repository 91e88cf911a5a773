"""The charts of the red thread and of dates; frames are from `analysis` and `follow_up`."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common.sentences import plan_labels
from alereport.chapters.goals import sentences, terms
from alereport.chapters.goals.follow_up import NOT_REPORTED
from alereport.chapters.goals.labels import empty_note
from alereport.charts import worded
from alereport.charts.drawing import INK, MORE, drawn_as_svg, house_style
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, numbers, texts
from alereport.exhibits.model import Chart, Text
from alereport.exhibits.phrases import Phrase, fill
from alereport.exhibits.values import Cell, count

THREAD = ((0.0, 0.78), (0.84, 0.16))
TIME_LINE = ((0.02, 0.53), (0.62, 0.38))
JUDGED = "#c3cbd0"
BAR = 0.15
"""Thickness of a bar, in inches."""


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
        _thread_svg(thread),
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


def _thread_svg(thread: pd.DataFrame) -> bytes:
    with house_style():
        layout = worded.panels(thread["name"].tolist(), THREAD)
        bars, measures = layout.panels
        _answer_bars(bars, thread, layout.middles)
        _legend(bars)
        measures.set_xlim(0, 1)
        worded.write_heading(measures, _("Measures"))
        for number, middle in zip(thread["measures"], layout.middles, strict=True):
            label = locales.number(number) if number else _("none")
            _write_number(measures, number, (0, middle), label)
        return drawn_as_svg(layout.figure)


def _answer_bars(axes: Axes, thread: pd.DataFrame, middles: tuple[float, ...]) -> None:
    most = max(1, int(thread["answers"].max()))
    axes.set_xlim(0, 1.45 * most)
    for row, middle in zip(thread.to_dict("records"), middles, strict=True):
        stated, judged = row["by_document"], row["by_analyst"]
        axes.barh(middle, stated, height=BAR, color=INK)
        axes.barh(middle, judged, left=stated, height=BAR, color=JUDGED)
        total = stated + judged
        label = (
            f"{stated} + {judged}" if judged else locales.number(stated) if stated else _("none")
        )
        _write_number(axes, total, (total + 0.04 * most, middle), label)


def _write_number(axes: Axes, number: int, position: tuple[float, float], label: str) -> None:
    """Write a number; zero is in bold."""
    weight = "normal" if number else "bold"
    axes.text(*position, label, va="center", fontsize=worded.SIZE, fontweight=weight)


def _legend(axes: Axes) -> None:
    """Draw the legend of the two kinds of answers, above the bars."""
    inch_across, inch_down = worded.inch_fractions(axes)
    in_axes: dict[str, Any] = {"transform": axes.transAxes}
    for left, colour, name in ((0.0, INK, _("stated")), (1.0, JUDGED, _("judged"))):
        corner = (left * inch_across, 1 + 0.13 * inch_down)
        size = (0.1 * inch_across, 0.1 * inch_down)
        style = in_axes | {"facecolor": colour, "edgecolor": "none", "clip_on": False}
        axes.add_patch(Rectangle(corner, *size, **style))
        position = ((left + 0.15) * inch_across, 1 + 0.1 * inch_down)
        axes.text(*position, name, fontsize=worded.SIZE, va="bottom", **in_axes)


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
        _time_line_svg(line, as_of),
        line,
        columns,
        key="about",
        headline=sentences.dates_headline(line),
        alt=_("Time line of what is to be done: {values}."),
        marks=lambda row: f"{_label(row)} {_note(row)}".replace("\n", ", "),
        **labels,
    )


def _time_line_svg(line: pd.DataFrame, as_of: date) -> bytes:
    rows = line.to_dict("records")
    labels, notes = [_label(row) for row in rows], [_note(row) for row in rows]
    lines = [note.count("\n") + 1 for note in notes]
    with house_style():
        layout = worded.panels(labels, TIME_LINE, lines=lines, foot=0.32)
        periods, text_panel = layout.panels
        _time_axis(periods, line, as_of, layout.middles)
        text_panel.set_xlim(0, 1)
        for row, note, middle in zip(rows, notes, layout.middles, strict=True):
            _period(periods, row, middle)
            text_panel.text(0, middle, note, va="center", fontsize=worded.SIZE, linespacing=1.0)
        return drawn_as_svg(layout.figure)


def _label(row: FrameRow) -> str:
    if pd.notna(row["name"]):
        return str(row["name"])
    return _("{count} with the same date, named in the table").format(count=row["count"])


def _note(row: FrameRow) -> str:
    """Return when it is to be done and, on the lines below, its status."""
    due = worded.wrap(str(terms.due(row)), 20)
    return "\n".join([due, *_statuses(row)])


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


def _time_axis(axes: Axes, rows: pd.DataFrame, as_of: date, middles: tuple[float, ...]) -> None:
    first, last = min(*rows["starts"], as_of), max(*rows["ends"], as_of)
    low, high = first.toordinal(), last.toordinal() + 1
    margin = 0.02 * (high - low)
    axes.set_xlim(low - margin, high + margin)
    for start in pd.date_range(first, last, freq="YS"):
        _day_line(axes, start.toordinal(), middles, color="#dde2e5", linewidth=0.8, zorder=0)
    _inch_across, inch_down = worded.inch_fractions(axes)
    style: dict[str, Any] = {"transform": axes.get_xaxis_transform(), "fontsize": worded.SIZE}
    for x, name in _ticks(first, last):
        axes.text(x, 1 + 0.08 * inch_down, name, ha="center", va="bottom", **style)
    today = as_of.toordinal() + 1
    _day_line(axes, today, middles, color=INK, linewidth=1, linestyle=(0, (3, 2)))
    alignment = _alignment((as_of.toordinal() - low) / (high - low))
    axes.text(today, -0.06 * inch_down, locales.day(as_of), ha=alignment, va="top", **style)


def _alignment(share: float) -> Literal["left", "center", "right"]:
    """Return the alignment that keeps text within the width, for a position as a share of it."""
    return "left" if share < 0.25 else "right" if share > 0.75 else "center"


def _day_line(axes: Axes, day: int, middles: tuple[float, ...], **style: Any) -> None:
    """Draw a vertical line at a day, in each row but not through its name."""
    for middle in middles:
        axes.plot([day, day], [middle - worded.LINE / 2, middle + worded.LINE / 2], **style)


def _ticks(first: date, last: date) -> list[tuple[float, str]]:
    """Return the positions and labels above the time line: quarters of one year, else years."""
    days = (last - first).days
    if days <= 400:
        quarters = pd.date_range(first, last, freq="QS")
        return [(quarter.toordinal() + 14, locales.month(quarter)) for quarter in quarters]
    ends = [
        (max(first, date(year, 1, 1)).toordinal(), min(last, date(year, 12, 31)).toordinal(), year)
        for year in range(first.year, last.year + 1)
    ]
    return [((start + end) / 2, str(year)) for start, end, year in ends if end - start > 0.1 * days]


def _period(axes: Axes, row: FrameRow, middle: float) -> None:
    starts, ends = row["starts"], row["ends"]
    is_done, is_overdue = row["done"] == row["count"], row["overdue"] > 0
    low, high = axes.get_xlim()
    shortest = 0.03 * (high - low)  # So that one day is visible on a time line of years.
    axes.barh(
        middle,
        max(ends.toordinal() + 1 - starts.toordinal(), shortest),
        left=starts.toordinal(),
        height=BAR,
        facecolor=INK if is_done else MORE if is_overdue else "white",
        edgecolor=MORE if is_overdue else INK,
        zorder=2,
    )
