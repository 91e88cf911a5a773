"""A run chart: a series in time around its median, its values joined by straight lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from alereport.charts import letters
from alereport.charts.canvas import Anchor, Canvas
from alereport.charts.marks import Draw
from alereport.exhibits.widths import Width

TALL = 150
"""Pixels from the lowest to the highest value."""


@dataclass(frozen=True)
class Moment:
    """A value of the series.

    Attributes:
        label: Its time, such as a month.
        value: The value; none is a gap, across which nothing is joined.
        words: The value as it is written beside the dot; empty where only the table has it.
        signalled: Whether a rule finds it, which is drawn as a larger dot.
    """

    label: str
    value: float | None
    words: str = ""
    signalled: bool = False


def run_chart(moments: Sequence[Moment], *, median: float, words: str) -> Draw:
    """Return how to draw a series in time with its median.

    Nothing is smoothed. The scale is from the lowest to the highest value: dots need no zero.

    Args:
        moments: The values in order, equally far apart; two or more of them known.
        median: The median, drawn as a line.
        words: What is written at the end of that line.
    """
    return lambda width: _svg(width, moments, median, words)


def _svg(width: Width, moments: Sequence[Moment], median: float, words: str) -> bytes:
    canvas, size = Canvas(width), width.text - 1
    across = 100 - canvas.share(letters.width(words, size) + 10)
    known = [moment.value for moment in moments if moment.value is not None]
    low, high = min([median, *known]), max([median, *known])
    bottom = 1.5 * size + TALL
    unit = TALL / ((high - low) or 1.0)
    step = across / len(moments)
    places = [
        ((at + 0.5) * step, None if moment.value is None else bottom - (moment.value - low) * unit)
        for at, moment in enumerate(moments)
    ]
    middle = bottom - (median - low) * unit
    canvas.line((0, middle, across, middle), "dashed")
    canvas.text(across, middle, words, shift=6, size=size, look="faint")
    for (x, y), (next_x, next_y) in pairwise(places):
        if y is not None and next_y is not None:
            canvas.line((x, y, next_x, next_y), "rule", 1.5)
    for moment, (x, y) in zip(moments, places, strict=True):
        if y is not None:
            _dot(canvas, moment, (x, y), is_above=y <= middle)
    foot = bottom + 2.6 * size
    ends: dict[Anchor, tuple[Moment, float]] = {
        "start": (moments[0], 0.0),
        "end": (moments[-1], across),
    }
    for anchor, (moment, x) in ends.items():
        canvas.text(x, foot, moment.label, anchor=anchor, size=size, look="faint")
    return canvas.svg(foot + size)


def _dot(canvas: Canvas, moment: Moment, place: tuple[float, float], *, is_above: bool) -> None:
    (x, y), size = place, canvas.width.text - 1
    canvas.dot(x, y, "solid" if moment.signalled else "earlier", 5 if moment.signalled else 3.5)
    if moment.words:
        half = canvas.share(letters.width(moment.words, size) / 2)
        height = y - size if is_above else y + size
        canvas.text(max(x, half), height, moment.words, anchor="middle", size=size)
