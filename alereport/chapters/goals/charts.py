"""The charts of the red thread and of dates. The frames are those of `analysis` and `follow_up`."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common.sentences import of_plan
from alereport.chapters.goals import sentences, terms
from alereport.chapters.goals.follow_up import NOT_REPORTED
from alereport.chapters.goals.labels import instead_of
from alereport.charts import worded
from alereport.charts.drawing import INK, MORE, drawn_as_svg, house_style
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, Record, numbers, texts
from alereport.exhibits.model import Chart, Text
from alereport.exhibits.phrases import Phrase, say
from alereport.exhibits.values import Cell, count

THREAD = ((0.0, 0.78), (0.84, 0.16))
TIME_LINE = ((0.02, 0.53), (0.62, 0.38))
JUDGED = "#c3cbd0"
BAR = 0.15
"""Inches a bar is thick."""


def red_thread_chart(thread: pd.DataFrame) -> Chart | Text:
    """How many answers each goal of the council has: stated (solid), judged (light)."""
    if thread.empty:
        return instead_of("red-thread-chart", terms.NO_COUNCIL_GOALS)
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
        _drawn_thread(thread),
        thread,
        columns,
        key="goal",
        headline=sentences.thread_found(thread),
        alt=_("Bar chart of the answers to each council goal: {values}."),
        marks=_answers,
        **of_plan(thread, "red-thread", caption),
    )


def _answers(row: Record) -> Phrase:
    """What the chart of the red thread shows of a goal."""
    return say(
        _("{name}: answers {answers}, of which judged {judged}, measures {measures}"),
        name=str(row["name"]),
        answers=count(row["answers"]),
        judged=count(row["by_analyst"]),
        measures=count(row["measures"]),
    )


def _drawn_thread(thread: pd.DataFrame) -> bytes:
    with house_style():
        drawn = worded.panels(thread["name"].tolist(), THREAD)
        bars, measures = drawn.panels
        _answer_bars(bars, thread, drawn.middles)
        _legend(bars)
        measures.set_xlim(0, 1)
        worded.heading(measures, _("Measures"))
        for number, middle in zip(thread["measures"], drawn.middles, strict=True):
            shown = locales.number(number) if number else _("none")
            _number(measures, number, (0, middle), shown)
        return drawn_as_svg(drawn.figure)


def _answer_bars(axes: Axes, thread: pd.DataFrame, middles: tuple[float, ...]) -> None:
    most = max(1, int(thread["answers"].max()))
    axes.set_xlim(0, 1.45 * most)
    for row, middle in zip(thread.to_dict("records"), middles, strict=True):
        said, judged = row["by_document"], row["by_analyst"]
        axes.barh(middle, said, height=BAR, color=INK)
        axes.barh(middle, judged, left=said, height=BAR, color=JUDGED)
        shown = f"{said} + {judged}" if judged else locales.number(said) if said else _("none")
        _number(axes, said + judged, (said + judged + 0.04 * most, middle), shown)


def _number(axes: Axes, number: int, at: tuple[float, float], shown: str) -> None:
    """A number in words; none stands out."""
    weight = "normal" if number else "bold"
    axes.text(*at, shown, va="center", fontsize=worded.SIZE, fontweight=weight)


def _legend(axes: Axes) -> None:
    """The two kinds of answers, over their bars."""
    wide, inch = worded.an_inch(axes)
    over: dict[str, Any] = {"transform": axes.transAxes}
    for left, colour, name in ((0.0, INK, _("stated")), (1.0, JUDGED, _("judged"))):
        corner, size = (left * wide, 1 + 0.13 * inch), (0.1 * wide, 0.1 * inch)
        look = over | {"facecolor": colour, "edgecolor": "none", "clip_on": False}
        axes.add_patch(Rectangle(corner, *size, **look))
        at = ((left + 0.15) * wide, 1 + 0.1 * inch)
        axes.text(*at, name, fontsize=worded.SIZE, va="bottom", **over)


def time_line(line: pd.DataFrame, *, as_of: date) -> Chart | Text:
    """When everything with a date is to be done, late ones marked.

    Args:
        line: From `follow_up.time_line`.
        as_of: The day that what is late is late on; it is marked by a line.
    """
    if line.empty:
        return instead_of("time-line", terms.NO_DATES)
    caption = _(
        "What has a date in the plan for {year}, from the first to the last day of what is "
        "printed. Outlined: planned. Orange: passed on {as_of} and not reported done. "
        "The text's colour: reported done."
    )
    known = of_plan(line, "time-line", caption, as_of=locales.day(as_of)) | {"as_of": as_of}
    columns = [
        Column("name", _("Goal or task"), _name_of, figures=False),
        texts("due", _("Due")),
        Column("status", _("Status"), _known_in_words, figures=False),
    ]
    return building.chart(
        _drawn_line(line, as_of),
        line,
        columns,
        key="about",
        headline=sentences.dates_found(line),
        alt=_("Time line of what is to be done: {values}."),
        marks=lambda row: f"{_name_of(row)} {_note_of(row)}".replace("\n", ", "),
        **known,
    )


def _drawn_line(line: pd.DataFrame, as_of: date) -> bytes:
    rows = line.to_dict("records")
    names, notes = [_name_of(row) for row in rows], [_note_of(row) for row in rows]
    lines = [note.count("\n") + 1 for note in notes]
    with house_style():
        drawn = worded.panels(names, TIME_LINE, lines=lines, foot=0.32)
        times, beside = drawn.panels
        _time_axis(times, line, as_of, drawn.middles)
        beside.set_xlim(0, 1)
        for row, note, middle in zip(rows, notes, drawn.middles, strict=True):
            _period(times, row, middle)
            beside.text(0, middle, note, va="center", fontsize=worded.SIZE, linespacing=1.0)
        return drawn_as_svg(drawn.figure)


def _name_of(row: Record) -> str:
    if pd.notna(row["name"]):
        return str(row["name"])
    return _("{count} with the same date, named in the table").format(count=row["count"])


def _note_of(row: Record) -> str:
    """When it is to be done, and under it what is known of it."""
    due = worded.wrapped(locales.period(str(row["due"])), 20)
    return "\n".join([due, *_known_of(row)])


def _known_in_words(row: Record) -> Cell:
    known = _known_of(row)
    return values.words(", ".join(known)) if known else values.silent()


def _known_of(row: Record) -> list[str]:
    late, status = row["overdue"], row["status"]
    if row["count"] > 1:
        known = {_("{count} overdue"): late, _("{count} done"): row["done"]}
    else:
        known = {_("overdue"): late, terms.status(status): status != NOT_REPORTED}
    return [said.format(count=number) for said, number in known.items() if number]


def _time_axis(axes: Axes, rows: pd.DataFrame, as_of: date, middles: tuple[float, ...]) -> None:
    first, last = min(*rows["starts"], as_of), max(*rows["ends"], as_of)
    low, high = first.toordinal(), last.toordinal() + 1
    room = 0.02 * (high - low)
    axes.set_xlim(low - room, high + room)
    for start in pd.date_range(first, last, freq="YS"):
        _beside(axes, start.toordinal(), middles, color="#dde2e5", linewidth=0.8, zorder=0)
    _wide, inch = worded.an_inch(axes)
    look: dict[str, Any] = {"transform": axes.get_xaxis_transform(), "fontsize": worded.SIZE}
    for at, name in _ticks(first, last):
        axes.text(at, 1 + 0.08 * inch, name, ha="center", va="bottom", **look)
    today = as_of.toordinal() + 1
    _beside(axes, today, middles, color=INK, linewidth=1, linestyle=(0, (3, 2)))
    side = _towards_the_middle((as_of.toordinal() - low) / (high - low))
    axes.text(today, -0.06 * inch, locales.day(as_of), ha=side, va="top", **look)


def _towards_the_middle(part: float) -> Literal["left", "center", "right"]:
    """How words at a part of the width stand so that they stay within it."""
    return "left" if part < 0.25 else "right" if part > 0.75 else "center"


def _beside(axes: Axes, day: int, middles: tuple[float, ...], **look: Any) -> None:
    """A line at a day, beside each row but not through its name."""
    for middle in middles:
        axes.plot([day, day], [middle - worded.LINE / 2, middle + worded.LINE / 2], **look)


def _ticks(first: date, last: date) -> list[tuple[float, str]]:
    """Where a word stands over the time line: quarters of one year, otherwise years."""
    days = (last - first).days
    if days <= 400:
        quarters = pd.date_range(first, last, freq="QS")
        return [(each.toordinal() + 14, locales.month(each)) for each in quarters]
    ends = [
        (max(first, date(year, 1, 1)).toordinal(), min(last, date(year, 12, 31)).toordinal(), year)
        for year in range(first.year, last.year + 1)
    ]
    return [((start + end) / 2, str(year)) for start, end, year in ends if end - start > 0.1 * days]


def _period(axes: Axes, row: Record, middle: float) -> None:
    starts, ends = row["starts"], row["ends"]
    done, late = row["done"] == row["count"], row["overdue"] > 0
    low, high = axes.get_xlim()
    least = 0.03 * (high - low)  # A day is still to be seen in a time line of years.
    axes.barh(
        middle,
        max(ends.toordinal() + 1 - starts.toordinal(), least),
        left=starts.toordinal(),
        height=BAR,
        facecolor=INK if done else MORE if late else "white",
        edgecolor=MORE if late else INK,
        zorder=2,
    )
