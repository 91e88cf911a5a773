"""Charts with each row's name above it, so that the text is large enough on a phone."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from alereport.charts.drawing import INK, WIDTH

LINE = 0.19
"""Height of a line of text in inches."""
ROW_GAP = 0.12
"""Space between two rows in inches."""
SIZE = 12.0
NAME_WIDTH = 50
"""Characters of a name on one line."""
HEAD, FOOT = 0.36, 0.06
"""Space above and below the rows in inches."""

Span = tuple[float, float]
"""The left edge and the width of a panel, as shares of the figure's width."""


@dataclass(frozen=True)
class Panels:
    """A figure with one panel per column; vertical positions are in inches.

    Attributes:
        figure: The figure.
        panels: Its panels; the names of the rows are written across all of them.
        middles: The middle of each row below its name, in inches from the top.
    """

    figure: Figure
    panels: tuple[Axes, ...]
    middles: tuple[float, ...]


def wrap(words: str, width: int) -> str:
    """Return the words in lines of at most `width` characters."""
    return "\n".join(textwrap.wrap(words, width, break_long_words=False))


def panels(
    names: Sequence[str], spans: Sequence[Span], *, lines: Sequence[int] = (), foot: float = FOOT
) -> Panels:
    """Return a figure with the names of the rows and empty panels.

    Args:
        names: The names of the rows.
        spans: The panels.
        lines: How many lines each row needs below its name; by default one.
        foot: Space below the rows in inches.
    """
    line_counts = lines or [1] * len(names)
    wrapped_names = [wrap(name, NAME_WIDTH) for name in names]
    name_heights = [LINE * (name.count("\n") + 1) for name in wrapped_names]
    heights = [
        name_height + LINE * count + ROW_GAP
        for name_height, count in zip(name_heights, line_counts, strict=True)
    ]
    total = sum(heights)
    figure = Figure(figsize=(WIDTH, HEAD + total + foot))
    bottom, height = foot / (HEAD + total + foot), total / (HEAD + total + foot)
    canvas, *axes_of_spans = [
        figure.add_axes((left, bottom, width, height)) for left, width in ((0.0, 1.0), *spans)
    ]
    for axes in (canvas, *axes_of_spans):
        axes.set_ylim(total, 0)
    tops = [sum(heights[:number]) for number in range(len(heights))]
    for name, top, name_height in zip(wrapped_names, tops, name_heights, strict=True):
        canvas.text(0, top + name_height / 2, name, va="center", fontsize=SIZE, linespacing=1.0)
    middles = [
        top + name_height + LINE * count / 2
        for top, name_height, count in zip(tops, name_heights, line_counts, strict=True)
    ]
    return Panels(figure, tuple(axes_of_spans), tuple(middles))


def inch_fractions(axes: Axes) -> tuple[float, float]:
    """Return an inch across and an inch down, as shares of a panel's width and height."""
    return axes.figure.dpi / axes.bbox.width, axes.figure.dpi / axes.bbox.height


def write_heading(axes: Axes, words: str) -> None:
    """Write a heading above a panel."""
    bottom = 1 + 0.1 * inch_fractions(axes)[1]
    axes.text(0.0, bottom, words, transform=axes.transAxes, fontsize=SIZE, color=INK, va="bottom")
