"""Bar charts with each row's name above its bars, so that the text is large enough on a phone."""

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
"""Font sizes in points: 11 and 10 pixels on a screen that is 320 pixels wide."""
HEAD, NAME, BAR, GAP = 0.27, 0.225, 0.205, 0.075
"""Heights in inches: the panels' headings, a row's name, one bar, the space below the row."""
ON_PAPER = {"facecolor": "#ffffff", "linewidth": 0, "pad": 0.5}
"""The white box behind a name, so that no line crosses it."""
FILL = 0.84
"""The share of its height that a bar fills."""
LETTER, VALUE_GAP = 0.5 * SMALL / 72, 0.06
"""Widths in inches: one letter of a value, and the space between the value and its bar."""


@dataclass(frozen=True)
class Value:
    """A value written at the end of its bar.

    Attributes:
        end: Where the bar ends, in the units of the panel.
        middle: The middle of the bar, in inches from the top.
        words: The value as text.
        left: Whether it is written to the left of the end.
        strong: Whether it is bold.
    """

    end: float
    middle: float
    words: str
    left: bool = False
    strong: bool = False


def stacked_panels(
    names: Sequence[str], *, bars: int, headings: tuple[str, str], share: float, total: bool = True
) -> tuple[Figure, tuple[Axes, Axes]]:
    """Return a figure with two panels side by side, for bars below the names of their rows.

    The vertical axis is in inches from the top.

    Args:
        names: The names of the rows, in order.
        bars: How many bars each row has, one below the other.
        headings: The headings of the panels.
        share: The share of the width that the first panel takes.
        total: Whether the last row is the total of the others.
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


def bar_middle(number: int, bars: int, bar: float = 0) -> float:
    """Return the middle of a row's bar, in inches from the top; rows and bars count from 0."""
    return _top(number, bars) + NAME + (bar + 0.5) * BAR


def amount_bars(axes: Axes, rows: pd.DataFrame, bars: Sequence[tuple[str, str, str]]) -> None:
    """Draw bars from zero with their values; a missing value has no bar.

    Args:
        axes: The panel.
        rows: One row is one row of the chart.
        bars: For each bar of a row: its column, its hatch, and the label that is written after
            the first value of that column.
    """
    values, labelled = [], set()
    for number, row in enumerate(rows.to_dict("records")):
        for bar, (column, hatch, label) in enumerate(bars):
            if pd.isna(amount := row[column]):
                continue
            middle = bar_middle(number, len(bars), bar)
            axes.barh(
                middle, amount, height=FILL * BAR, facecolor="none", edgecolor=INK, hatch=hatch
            )
            words = locales.number(amount) + (f" {label}" if bar not in labelled else "")
            values.append(Value(max(amount, 0.0), middle, words, strong=row.get("area") == TOTAL))
            labelled.add(bar)
    amounts = rows[[column for column, _hatch, _label in bars]]
    write_values(axes, values, min(0.0, amounts.min().min()), max(0.0, amounts.max().max()))
    zero_line(axes, range(len(rows)), len(bars))


def difference_bars(axes: Axes, rows: pd.DataFrame, column: str, *, bars: int = 1) -> None:
    """Draw bars of signed differences; a difference across a break is dashed and not filled.

    Args:
        axes: The panel.
        rows: One row is one bar, which starts at `from_tkr` if there is such a column, else at 0.
        column: The column of the differences.
        bars: How many bars a row has in the other panel.
    """
    values, ends, from_zero = [], [0.0], []
    for number, row in enumerate(rows.to_dict("records")):
        start, change = row.get("from_tkr", 0.0), row[column]
        size = 0.0 if pd.isna(change) else change
        middle = bar_middle(number, bars, (bars - 1) / 2)
        broken = pd.notna(row.get("break_reason"))
        colour = FAINT if broken else MORE if size > 0 else LESS
        axes.barh(
            middle,
            size,
            left=start,
            height=FILL * BAR,
            facecolor="none" if broken else colour,
            edgecolor=colour,
            linestyle="--" if broken else "-",
        )
        words = str(amount(change, signed=True))
        values.append(Value(start + size, middle, words, size < 0, row.get("area") == TOTAL))
        ends += [start, start + size]
        from_zero += [] if start else [number]
    write_values(axes, values, min(ends), max(ends))
    zero_line(axes, from_zero, bars)


def percent_pins(axes: Axes, rows: pd.DataFrame, column: str) -> None:
    """Draw percentages as pins; after a break, write the word for it instead."""
    values = []
    for number, row in enumerate(rows.to_dict("records")):
        middle, percent = bar_middle(number, 1), row[column]
        strong = row.get("area") == TOTAL
        if pd.isna(percent):
            words = _("break") if pd.notna(row["break_reason"]) else locales.DASH
            values.append(Value(0.0, middle, words, strong=strong))
            continue
        colour = MORE if percent > 0 else LESS if percent < 0 else INK
        axes.plot([0, percent], [middle, middle], color=colour, linewidth=1.6)
        axes.plot(percent, middle, "s", color=colour, markersize=4.5)
        values.append(Value(percent, middle, locales.change(percent, 1), percent < 0, strong))
    percents = rows[column].fillna(0.0)
    write_values(axes, values, min(0.0, percents.min()), max(0.0, percents.max()))
    zero_line(axes, range(len(rows)), 1)


def zero_line(axes: Axes, rows: Iterable[int], bars: int) -> None:
    """Draw the line that the bars start from, along each row's bars but not through its name."""
    for number in rows:
        top = _top(number, bars) + NAME
        axes.plot([0, 0], [top, top + bars * BAR], color=INK, linewidth=0.8)


def write_values(axes: Axes, values: Sequence[Value], low: float, high: float) -> None:
    """Write the values and set the limits of the panel so that there is room for each of them.

    Args:
        axes: The panel.
        values: The values.
        low: The lowest end of a bar.
        high: The highest end of a bar.
    """
    width = axes.get_position().width * WIDTH
    left, right = low, high if high > low else low + 1.0
    for _round in range(40):  # The width of a text in units depends on the limits themselves.
        unit = (right - left) / width
        widths = [
            (value, unit * (VALUE_GAP + LETTER * len(value.words) + 0.04)) for value in values
        ]
        left = min([low, *(value.end - needed for value, needed in widths if value.left)])
        right = max([high, *(value.end + needed for value, needed in widths if not value.left)])
        right = right if right > left else left + 1.0
    margin = 0.012 * (right - left)
    axes.set_xlim(left - margin, right + margin)
    gap = VALUE_GAP * (right - left + 2 * margin) / width
    for value in values:
        axes.text(
            value.end - gap if value.left else value.end + gap,
            value.middle,
            value.words,
            ha="right" if value.left else "left",
            va="center",
            fontsize=SMALL,
            fontweight="bold" if value.strong else "normal",
        )
