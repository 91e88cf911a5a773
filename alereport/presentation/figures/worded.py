"""Panels whose rows are as tall as the words that name them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from alereport.presentation.figures.drawing import INK, WIDTH

LINE = 0.155
"""Inches a line of words takes."""
APART = 0.13
"""Inches between the words of two rows."""
SIZE = 10.0
HEAD, FOOT = 0.32, 0.06
"""Inches over and under the rows."""

Span = tuple[float, float]
"""Where a panel stands: its left edge and its width, as parts of the figure's width."""


@dataclass(frozen=True)
class Panels:
    """A figure with one panel per column of it; a row's place is given in inches.

    Attributes:
        figure: The whole.
        names: The panel of the names.
        others: The panels to its right.
        middles: Where the middle of each row is, from the top.
    """

    figure: Figure
    names: Axes
    others: tuple[Axes, ...]
    middles: tuple[float, ...]


def wrapped(words: str, width: int) -> str:
    """The words in lines of at most `width` characters."""
    return "\n".join(textwrap.wrap(words, width, break_long_words=False))


def panels(
    names: Sequence[str], spans: Sequence[Span], *, lines: Sequence[int] = (), foot: float = FOOT
) -> Panels:
    """A figure of named rows.

    Args:
        names: What each row is called; line breaks are kept.
        spans: The panels, that of the names first.
        lines: For each row, how many lines its other panels need; by default one.
        foot: Inches under the rows.
    """
    needed = lines or [1] * len(names)
    heights = [
        LINE * max(name.count("\n") + 1, least) + APART
        for name, least in zip(names, needed, strict=True)
    ]
    total = sum(heights)
    figure = Figure(figsize=(WIDTH, HEAD + total + foot))
    bottom, height = foot / (HEAD + total + foot), total / (HEAD + total + foot)
    axes = [figure.add_axes((left, bottom, width, height)) for left, width in spans]
    for each in axes:
        each.set_ylim(total, 0)
    middles = tuple(sum(heights[:at]) + heights[at] / 2 for at in range(len(heights)))
    axes[0].set_xlim(0, 1)
    for name, middle in zip(names, middles, strict=True):
        axes[0].text(0, middle, name, va="center", fontsize=SIZE, linespacing=1.0, color=INK)
    return Panels(figure, axes[0], tuple(axes[1:]), middles)


def an_inch(axes: Axes) -> tuple[float, float]:
    """An inch across and an inch down, as parts of a panel."""
    return axes.figure.dpi / axes.bbox.width, axes.figure.dpi / axes.bbox.height


def heading(axes: Axes, words: str, *, left: bool = False) -> None:
    """What a panel shows, over it."""
    axes.text(
        x=0.0 if left else 0.5,
        ha="left" if left else "center",
        y=1 + 0.1 * an_inch(axes)[1],
        s=words,
        transform=axes.transAxes,
        fontsize=SIZE,
        color=INK,
        va="bottom",
    )
