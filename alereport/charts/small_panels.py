"""Small panels side by side on one scale: a thing in each, its years from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from alereport.charts import letters
from alereport.charts.canvas import Anchor, Canvas, Look
from alereport.charts.marks import Draw
from alereport.exhibits.widths import Width

TALLEST, FILL = 72, 0.62
"""Pixels of the tallest column, and the share of its place that a column fills."""


@dataclass(frozen=True)
class Point:
    """A value at a place from left to right.

    Attributes:
        label: What stands below, such as a year.
        value: The value; none is a gap.
        words: The value as it is written.
        look: See `canvas.Look`.
        broken: Whether a break lies before it, so that it does not compare with those before.
    """

    label: str
    value: float | None
    words: str = ""
    look: Look = "outline"
    broken: bool = False


@dataclass(frozen=True)
class SmallPanel:
    """A panel: what it is about, and its values.

    Attributes:
        name: What it is about.
        points: The values in order.
        note: Words below the name, such as the change over all of them.
        own_scale: Whether it is drawn on a scale of its own, as a total is.
    """

    name: str
    points: Sequence[Point]
    note: str = ""
    own_scale: bool = False


def small_panels(
    panels: Sequence[SmallPanel],
    *,
    columns: int = 4,
    as_lines: bool = False,
    tallest: int = TALLEST,
) -> Draw:
    """Return how to draw panels on one scale from zero.

    Args:
        panels: The panels, in order.
        columns: How many stand side by side in a wide drawing; in a narrow one half as many.
        as_lines: Whether values are dots joined by lines, not columns.
        tallest: The pixels from the lowest value, or zero, to the highest.
    """
    return lambda width: _svg(width, panels, columns, as_lines=as_lines, tallest=tallest)


def _svg(
    width: Width, panels: Sequence[SmallPanel], columns: int, *, as_lines: bool, tallest: int
) -> bytes:
    canvas = Canvas(width)
    across = columns if width.names_beside else max(1, columns // 2)
    shared = _scale([panel for panel in panels if not panel.own_scale], tallest)
    place, top = 100 / across, 0.0
    for first in range(0, len(panels), across):
        row = panels[first : first + across]
        names = [_name(panel, width, across) for panel in row]
        head = max(map(len, names)) * (width.text + 4)
        head += (width.text + 4) * any(panel.note for panel in row) + width.text + 8
        scales = [_scale([panel], tallest) if panel.own_scale else shared for panel in row]
        zero = top + head + max(unit * high for unit, _low, high in scales)
        for number, (panel, lines) in enumerate(zip(row, names, strict=True)):
            left = number * place
            _head(canvas, left, top, lines, panel.note)
            span = (left, place - canvas.share(16))
            _points(canvas, panel, span, (zero, scales[number][0]), as_lines)
        top = zero - min(unit * low for unit, low, _high in scales) + width.text + 20
    return canvas.svg(top)


def _scale(panels: Sequence[SmallPanel], tallest: int) -> tuple[float, float, float]:
    """Return the pixels of one unit, and the least and the greatest value."""
    values = [point.value for panel in panels for point in panel.points if point.value is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    return tallest / ((high - low) or 1.0), low, high


def _name(panel: SmallPanel, width: Width, across: int) -> list[str]:
    room = width.pixels / across - 16
    return letters.wrapped(panel.name, room, width.text - 1, strong=True)


def _head(canvas: Canvas, left: float, top: float, lines: Sequence[str], note: str) -> None:
    size = canvas.width.text
    written = [(line, "strong") for line in lines] + ([(note, "faint")] if note else [])
    for number, (words, look) in enumerate(written):
        middle = top + (size + 4) * (number + 0.5)
        canvas.text(left, middle, words, size=size - 1, look=look)


def _points(
    canvas: Canvas,
    panel: SmallPanel,
    span: tuple[float, float],
    scale: tuple[float, float],
    as_lines: bool,
) -> None:
    (left, across), (zero, unit), size = span, scale, canvas.width.text - 1
    place = across / max(1, len(panel.points))
    middles = [left + (number + 0.5) * place for number in range(len(panel.points))]
    canvas.line((left, zero, left + across, zero))
    if as_lines:
        _joined(canvas, panel.points, middles, scale)
    for point, middle in zip(panel.points, middles, strict=True):
        _point(canvas, point, (middle, place), scale, as_lines=as_lines)
    ends = [zero - unit * (point.value or 0.0) for point in panel.points]
    words = [point.words for point in panel.points]
    reach = _reach(words, place * canvas.width.pixels / 100, size) if as_lines else 0
    above = [min(zero, end) - size * 0.75 for end in _highest_near(ends, reach)]
    below = [max(zero, end) + size * 0.8 for end in ends]
    _write(canvas, words, middles, above, place)
    _write(canvas, [point.label for point in panel.points], middles, below, place, look="faint")


def _reach(words: Sequence[str], room: float, size: float) -> int:
    """Return how many places to its side the widest value lies over: at least the next one."""
    return max(1, ceil(max((letters.width(each, size) for each in words), default=0.0) / room) - 1)


def _highest_near(ends: Sequence[float], reach: int) -> Sequence[float]:
    """Return the heights that values are written above: of dots, that of those below them too."""
    if not reach:
        return ends
    return [min(ends[max(0, at - reach) : at + reach + 1]) - 3 for at in range(len(ends))]


def _point(
    canvas: Canvas,
    point: Point,
    slot: tuple[float, float],
    scale: tuple[float, float],
    *,
    as_lines: bool,
) -> None:
    (middle, place), (zero, unit) = slot, scale
    if point.broken:
        edge = middle - place / 2
        canvas.line((edge, zero - TALLEST, edge, zero), "dashed")
    if point.value is None:
        return
    end, half = zero - unit * point.value, FILL * place / 2
    if as_lines:
        canvas.dot(middle, end, point.look, 4)
    else:
        canvas.rect(middle - half, min(zero, end), 2 * half, abs(end - zero), point.look)


def _write(
    canvas: Canvas,
    words: Sequence[str],
    middles: Sequence[float],
    heights: Sequence[float],
    place: float,
    look: str = "",
) -> None:
    """Write words at their points; only the first and the last where all would collide."""
    room, size = place * canvas.width.pixels / 100, canvas.width.text - 1
    if all(letters.width(each, size) < room - 2 for each in words):
        anchors: dict[int, Anchor] = dict.fromkeys(range(len(words)), "middle")
    else:
        anchors = {0: "start", len(words) - 1: "end"}
    to_edge = {"start": -place / 2, "middle": 0.0, "end": place / 2}
    for at, anchor in anchors.items():
        if words[at]:
            x = middles[at] + to_edge[anchor]
            canvas.text(x, heights[at], words[at], anchor=anchor, size=size, look=look)


def _joined(
    canvas: Canvas,
    points: Sequence[Point],
    middles: Sequence[float],
    scale: tuple[float, float],
) -> None:
    zero, unit = scale
    for (one, x), (other, to) in pairwise(zip(points, middles, strict=True)):
        if one.value is not None and other.value is not None and not other.broken:
            canvas.line((x, zero - unit * one.value, to, zero - unit * other.value), "rule", 2)
