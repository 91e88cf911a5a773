"""Rows whose names stand over their bars, so that the type is large enough on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.charts.drawing import FAINT, INK, LESS, MORE, WIDTH
from alereport.data.datasets import TOTAL
from alereport.exhibits.values import amount

TYPE, SMALL = 13.0, 12.0
"""Points: 11 and 10 pixels where the page is 320 pixels wide."""
HEAD, NAME, BAR, GAP = 0.27, 0.225, 0.205, 0.075
"""Inches: the panels' headings, a row's name, one of its bars, the space under it."""
ON_PAPER = {"facecolor": "#ffffff", "linewidth": 0, "pad": 0.5}
"""Behind a name: paper, so that no line goes through it."""
FILL = 0.84
"""How much of its height a bar fills."""
LETTER, BESIDE = 0.5 * SMALL / 72, 0.06
"""Inches: a letter of a value, and the space between it and its bar."""


@dataclass(frozen=True)
class Value:
    """A written value: where its bar ends, and on which side of that it stands."""

    end: float
    at: float
    words: str
    left: bool = False
    strong: bool = False


def stacked(
    names: Sequence[str], *, bars: int, headings: tuple[str, str], share: float, total: bool = True
) -> tuple[Figure, tuple[Axes, Axes]]:
    """Two panels of bars under the names of their rows; upwards is less, in inches.

    Args:
        names: The rows' names, in their order.
        bars: How many bars each row has, one under the other.
        headings: What each panel shows.
        share: How much of the width the first panel takes.
        total: The last row is the total of the others.
    """
    height = HEAD + len(names) * (NAME + bars * BAR + GAP)
    figure = Figure(figsize=(WIDTH, height))
    canvas = figure.add_axes((0, 0, 1, 1), zorder=1, facecolor="none")
    canvas.set_xlim(0, WIDTH)
    first = figure.add_axes((0, 0, share - 0.02, 1))
    second = figure.add_axes((share + 0.02, 0, 1 - share - 0.02, 1))
    for axes in (canvas, first, second):
        axes.set_ylim(height, 0)
    for left, heading in ((0.0, headings[0]), (share + 0.02, headings[1])):
        canvas.text(left * WIDTH, HEAD / 2, heading, va="center", fontsize=SMALL)
    for number, name in enumerate(names):
        is_total = total and number == len(names) - 1
        weight = "bold" if is_total else "normal"
        middle = _top(number, bars) + NAME / 2
        canvas.text(0, middle, name, va="center", fontweight=weight, bbox=ON_PAPER)
        if is_total:
            canvas.axhline(_top(number, bars) - GAP / 2, color=INK, linewidth=0.8)
    return figure, (first, second)


def _top(number: int, bars: int) -> float:
    return HEAD + number * (NAME + bars * BAR + GAP)


def bar_at(number: int, bars: int, which: float = 0) -> float:
    """The middle of a row's bar, in inches from the top."""
    return _top(number, bars) + NAME + (which + 0.5) * BAR


def amount_bars(axes: Axes, rows: pd.DataFrame, bars: Sequence[tuple[str, str, str]]) -> None:
    """Bars from zero, their values written after them; what is missing has none.

    Args:
        axes: The panel.
        rows: One row is one row of bars.
        bars: For each bar of a row its column, its hatch and what the first of them is called.
    """
    values, named = [], set()
    for number, row in enumerate(rows.to_dict("records")):
        for which, (column, hatch, what) in enumerate(bars):
            if pd.isna(amount := row[column]):
                continue
            at = bar_at(number, len(bars), which)
            axes.barh(at, amount, height=FILL * BAR, facecolor="none", edgecolor=INK, hatch=hatch)
            words = locales.number(amount) + (f" {what}" if which not in named else "")
            values.append(Value(max(amount, 0.0), at, words, strong=row.get("area") == TOTAL))
            named.add(which)
    amounts = rows[[column for column, _hatch, _what in bars]]
    written(axes, values, min(0.0, amounts.min().min()), max(0.0, amounts.max().max()))
    zero_line(axes, range(len(rows)), len(bars))


def difference_bars(axes: Axes, rows: pd.DataFrame, column: str, *, bars: int = 1) -> None:
    """Bars of what is more or less, with its sign; across a break dashed and unfilled.

    Args:
        axes: The panel.
        rows: One row is one bar, which begins at `from_tkr` where there is such a column.
        column: What is more or less.
        bars: How many bars a row has beside this one.
    """
    values, ends, from_zero = [], [0.0], []
    for number, row in enumerate(rows.to_dict("records")):
        start, change = row.get("from_tkr", 0.0), row[column]
        size = 0.0 if pd.isna(change) else change
        at = bar_at(number, bars, (bars - 1) / 2)
        broken = pd.notna(row.get("break_reason"))
        colour = FAINT if broken else MORE if size > 0 else LESS
        axes.barh(
            at,
            size,
            left=start,
            height=FILL * BAR,
            facecolor="none" if broken else colour,
            edgecolor=colour,
            linestyle="--" if broken else "-",
        )
        words = str(amount(change, signed=True))
        values.append(Value(start + size, at, words, size < 0, row.get("area") == TOTAL))
        ends += [start, start + size]
        from_zero += [] if start else [number]
    written(axes, values, min(ends), max(ends))
    zero_line(axes, from_zero, bars)


def percent_pins(axes: Axes, rows: pd.DataFrame, column: str) -> None:
    """Pins of percentages; the word for a break where one stands in their way."""
    values = []
    for number, row in enumerate(rows.to_dict("records")):
        at, percent = bar_at(number, 1), row[column]
        strong = row.get("area") == TOTAL
        if pd.isna(percent):
            words = _("break") if pd.notna(row["break_reason"]) else locales.DASH
            values.append(Value(0.0, at, words, strong=strong))
            continue
        colour = MORE if percent > 0 else LESS if percent < 0 else INK
        axes.plot([0, percent], [at, at], color=colour, linewidth=1.6)
        axes.plot(percent, at, "s", color=colour, markersize=4.5)
        values.append(Value(percent, at, locales.change(percent, 1), percent < 0, strong))
    drawn = rows[column].fillna(0.0)
    written(axes, values, min(0.0, drawn.min()), max(0.0, drawn.max()))
    zero_line(axes, range(len(rows)), 1)


def zero_line(axes: Axes, rows: Iterable[int], bars: int) -> None:
    """The line the bars begin at, beside each row's bars but not through its name."""
    for number in rows:
        top = _top(number, bars) + NAME
        axes.plot([0, 0], [top, top + bars * BAR], color=INK, linewidth=0.8)


def written(axes: Axes, values: Sequence[Value], low: float, high: float) -> None:
    """Write the values, with limits that leave each its room beyond what is drawn."""
    width = axes.get_position().width * WIDTH
    left, right = low, high if high > low else low + 1.0
    for _again in range(40):  # The room in units depends on the limits it is to fit in.
        unit = (right - left) / width
        rooms = [(value, unit * (BESIDE + LETTER * len(value.words) + 0.04)) for value in values]
        left = min([low, *(value.end - room for value, room in rooms if value.left)])
        right = max([high, *(value.end + room for value, room in rooms if not value.left)])
        right = right if right > left else left + 1.0
    margin = 0.012 * (right - left)
    axes.set_xlim(left - margin, right + margin)
    beside = BESIDE * (right - left + 2 * margin) / width
    for value in values:
        axes.text(
            value.end - beside if value.left else value.end + beside,
            value.at,
            value.words,
            ha="right" if value.left else "left",
            va="center",
            fontsize=SMALL,
            fontweight="bold" if value.strong else "normal",
        )
