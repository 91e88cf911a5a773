"""Figures of goals. The frames are those of `analysis.goals` and `analysis.follow_up`."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from typing import Any, Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.chapters.goals import headlines, no_goals
from alereport.chapters.goals import words as goal_words
from alereport.charts import worded
from alereport.charts.drawing import INK, MORE, drawn_as_svg, house_style, shown_figure
from alereport.exhibits import sources
from alereport.exhibits.display import Displayable, headline_and_values

THREAD = ((0.0, 0.78), (0.84, 0.16))
TIME_LINE = ((0.02, 0.53), (0.62, 0.38))
JUDGED = "#c3cbd0"
BAR = 0.15
"""Inches a bar is thick."""


def red_thread(thread: pd.DataFrame) -> Displayable:
    """How many answers each goal of the council has: stated (solid), judged (light)."""
    if thread.empty:
        return no_goals.no_council_goals()
    with house_style():
        drawn = worded.panels(thread["name"].tolist(), THREAD)
        bars, measures = drawn.panels
        _answer_bars(bars, thread, drawn.middles)
        _legend(bars)
        measures.set_xlim(0, 1)
        worded.heading(measures, _("Measures"), left=True)
        for count, middle in zip(thread["measures"], drawn.middles, strict=True):
            words = language.number(count) if count else _("none")
            weight = "normal" if count else "bold"
            measures.text(0, middle, words, va="center", fontsize=worded.SIZE, fontweight=weight)
        svg = drawn_as_svg(drawn.figure)
    values = [
        _("{name}: answers {answers}, of which judged {judged}, measures {measures}").format(
            name=row["name"],
            answers=row["answers"],
            judged=row["by_analyst"],
            measures=row["measures"],
        )
        for row in thread.to_dict("records")
    ]
    caption = _(
        "Answers to each council goal in the plan for {year}: focus areas, committee goals, "
        "assignments and activities. The text's colour: the document says so. Grey: the analyst "
        "judges so."
    ).format(year=thread["plan_year"].iloc[0])
    alt = _("Bar chart of the answers to each council goal: {values}.").format(
        values="; ".join(values)
    )
    columns: dict[str, Iterable[str]] = {
        _("Council goal"): thread["name"],
        _("Answers"): map(str, thread["answers"]),
        _("Judged"): map(str, thread["by_analyst"]),
        _("Measures"): map(str, thread["measures"]),
    }
    headline = headlines.red_thread(thread)
    return _figure(thread, "red-thread", svg, headline, caption, alt, values, drawn=columns)


def _answer_bars(axes: Axes, thread: pd.DataFrame, middles: tuple[float, ...]) -> None:
    most = max(1, int(thread["answers"].max()))
    axes.set_xlim(0, 1.45 * most)
    for row, middle in zip(thread.to_dict("records"), middles, strict=True):
        said, judged = row["by_document"], row["by_analyst"]
        axes.barh(middle, said, height=BAR, color=INK)
        axes.barh(middle, judged, left=said, height=BAR, color=JUDGED)
        words = f"{said} + {judged}" if judged else language.number(said)
        axes.text(
            said + judged + 0.04 * most,
            middle,
            words if said + judged else _("none"),
            va="center",
            fontsize=worded.SIZE,
            fontweight="normal" if said + judged else "bold",
        )


def _legend(axes: Axes) -> None:
    """The two kinds of answers, over their bars."""
    wide, inch = worded.an_inch(axes)
    for left, colour, words in ((0.0, INK, _("stated")), (1.0, JUDGED, _("judged"))):
        axes.add_patch(
            Rectangle(
                (left * wide, 1 + 0.13 * inch),
                *(0.1 * wide, 0.1 * inch),
                transform=axes.transAxes,
                clip_on=False,
                facecolor=colour,
                edgecolor="none",
            )
        )
        axes.text(
            (left + 0.15) * wide,
            1 + 0.1 * inch,
            words,
            transform=axes.transAxes,
            fontsize=worded.SIZE,
            va="bottom",
        )


def time_line(line: pd.DataFrame, *, as_of: date) -> Displayable:
    """When everything with a date is to be done, late ones marked.

    Args:
        line: From `analysis.follow_up.time_line`.
        as_of: The day that what is late is late on; it is marked by a line.
    """
    if line.empty:
        return no_goals.no_dates()
    rows = line.to_dict("records")
    names, notes = [_name_of(row) for row in rows], [_note_of(row) for row in rows]
    with house_style():
        drawn = worded.panels(
            names,
            TIME_LINE,
            lines=[note.count("\n") + 1 for note in notes],
            foot=0.32,
        )
        times, words = drawn.panels
        _time_axis(times, line, as_of, drawn.middles)
        words.set_xlim(0, 1)
        for row, note, middle in zip(rows, notes, drawn.middles, strict=True):
            _period(times, row, middle)
            words.text(0, middle, note, va="center", fontsize=worded.SIZE, linespacing=1.0)
        svg = drawn_as_svg(drawn.figure)
    values = [f"{name} {note}".replace("\n", ", ") for name, note in zip(names, notes, strict=True)]
    caption = _(
        "What has a date in the plan for {year}, from the first to the last day of what is "
        "printed. Outlined: planned. Orange: passed on {as_of} and not reported done. "
        "The text's colour: reported done."
    ).format(year=line["plan_year"].iloc[0], as_of=language.day(as_of))
    alt = _("Time line of what is to be done: {values}.").format(values="; ".join(values))
    headline = headlines.time_line(line)
    columns: dict[str, Iterable[str]] = {
        _("Goal or task"): names,
        _("Due"): line["due"],
        _("Status"): [", ".join(_known_of(row)) for row in rows],
    }
    return _figure(line, "time-line", svg, headline, caption, alt, values, drawn=columns)


def _name_of(row: dict[Hashable, Any]) -> str:
    if pd.notna(row["name"]):
        return str(row["name"])
    return _("{count} with the same date, named in the table").format(count=row["count"])


def _note_of(row: dict[Hashable, Any]) -> str:
    """When it is to be done, and under it what is known of it."""
    due = worded.wrapped(language.period(str(row["due"])), 20)
    return "\n".join([due, *_known_of(row)])


def _known_of(row: dict[Hashable, Any]) -> list[str]:
    late, done = row["overdue"], row["done"]
    if row["count"] > 1:
        known = [
            _("{count} overdue").format(count=late) if late else "",
            _("{count} done").format(count=done) if done else "",
        ]
    else:
        reported = row["status"] != "not_reported"
        known = [
            _("overdue") if late else "",
            goal_words.status(row["status"]) if reported else "",
        ]
    return [word for word in known if word]


def _time_axis(axes: Axes, rows: pd.DataFrame, as_of: date, middles: tuple[float, ...]) -> None:
    first, last = min(*rows["starts"], as_of), max(*rows["ends"], as_of)
    low, high = first.toordinal(), last.toordinal() + 1
    room = 0.02 * (high - low)
    axes.set_xlim(low - room, high + room)
    years = range(first.year, last.year + 1)
    for year in years:
        start = date(year, 1, 1).toordinal()
        if low <= start:
            _beside(axes, start, middles, color="#dde2e5", linewidth=0.8, zorder=0)
    _wide, inch = worded.an_inch(axes)
    for at, words in _ticks(first, last):
        axes.text(
            at,
            1 + 0.08 * inch,
            words,
            transform=axes.get_xaxis_transform(),
            ha="center",
            va="bottom",
            fontsize=worded.SIZE,
        )
    _beside(axes, as_of.toordinal() + 1, middles, color=INK, linewidth=1, linestyle=(0, (3, 2)))
    axes.text(
        as_of.toordinal() + 1,
        -0.06 * inch,
        language.day(as_of),
        transform=axes.get_xaxis_transform(),
        ha=_towards_the_middle((as_of.toordinal() - low) / (high - low)),
        va="top",
        fontsize=worded.SIZE,
    )


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
        starts = [
            date(year, month, 1) for year in (first.year, last.year) for month in (1, 4, 7, 10)
        ]
        inside = sorted({each for each in starts if first <= each <= last})
        return [(each.toordinal() + 14, language.month(each)) for each in inside]
    ends = [
        (max(first, date(year, 1, 1)).toordinal(), min(last, date(year, 12, 31)).toordinal(), year)
        for year in range(first.year, last.year + 1)
    ]
    return [((start + end) / 2, str(year)) for start, end, year in ends if end - start > 0.1 * days]


def _period(axes: Axes, row: dict[Hashable, Any], middle: float) -> None:
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


def _figure(  # noqa: PLR0913 - all that is said of it, each once
    of: pd.DataFrame,
    name: str,
    svg: bytes,
    headline: str,
    caption: str,
    alt: str,
    values: list[str],
    *,
    drawn: Mapping[str, Iterable[str]],
) -> Displayable:
    """A figure of a plan's goals, with its source; see `figures.budget`."""
    first = of.iloc[0]
    return shown_figure(
        svg,
        label=f"{first['committee']}-{first['plan_year']}-{name}",
        headline=headline,
        caption=f"{caption} {sources.source(of)}",
        alt=alt,
        traced=headline_and_values(headline, of, values, of["rows"]),
        drawn=drawn,
    )
