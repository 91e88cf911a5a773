"""Rows under the words that name them, so that the type is large enough on a phone."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from alereport.charts.drawing import INK, WIDTH

LINE = 0.19
"""Inches a line of words takes."""
APART = 0.12
"""Inches between two rows."""
SIZE = 12.0
ACROSS = 50
"""Characters that a name has room for on a line."""
HEAD, FOOT = 0.36, 0.06
"""Inches over and under the rows."""

Span = tuple[float, float]
"""Where a panel stands: its left edge and its width, as parts of the figure's width."""


@dataclass(frozen=True)
class Panels:
    """A figure with one panel per column of it; a row's place is given in inches.

    Attributes:
        figure: The whole.
        panels: Its panels; the names of the rows stand across them.
        middles: Where the middle of each row is under its name, from the top.
    """

    figure: Figure
    panels: tuple[Axes, ...]
    middles: tuple[float, ...]


def wrapped(words: str, width: int) -> str:
    """The words in lines of at most `width` characters."""
    return "\n".join(textwrap.wrap(words, width, break_long_words=False))


def panels(
    names: Sequence[str], spans: Sequence[Span], *, lines: Sequence[int] = (), foot: float = FOOT
) -> Panels:
    """A figure of named rows.

    Args:
        names: What each row is called.
        spans: The panels.
        lines: For each row, how many lines its panels need; by default one.
        foot: Inches under the rows.
    """
    needed = lines or [1] * len(names)
    said = [wrapped(name, ACROSS) for name in names]
    tall = [LINE * (name.count("\n") + 1) for name in said]
    heights = [name + LINE * least + APART for name, least in zip(tall, needed, strict=True)]
    total = sum(heights)
    figure = Figure(figsize=(WIDTH, HEAD + total + foot))
    bottom, height = foot / (HEAD + total + foot), total / (HEAD + total + foot)
    canvas, *others = [
        figure.add_axes((left, bottom, width, height)) for left, width in ((0.0, 1.0), *spans)
    ]
    for each in (canvas, *others):
        each.set_ylim(total, 0)
    tops = [sum(heights[:at]) for at in range(len(heights))]
    for name, top, high in zip(said, tops, tall, strict=True):
        canvas.text(0, top + high / 2, name, va="center", fontsize=SIZE, linespacing=1.0)
    middles = [
        top + high + LINE * least / 2 for top, high, least in zip(tops, tall, needed, strict=True)
    ]
    return Panels(figure, tuple(others), tuple(middles))


def an_inch(axes: Axes) -> tuple[float, float]:
    """An inch across and an inch down, as parts of a panel."""
    return axes.figure.dpi / axes.bbox.width, axes.figure.dpi / axes.bbox.height


def heading(axes: Axes, words: str) -> None:
    """What a panel shows, over it."""
    over = 1 + 0.1 * an_inch(axes)[1]
    axes.text(0.0, over, words, transform=axes.transAxes, fontsize=SIZE, color=INK, va="bottom")
