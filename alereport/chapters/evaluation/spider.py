"""A spider diagram of the areas, drawn only because the evaluation's own document has one."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from alereport.base.locales import NBSP, number
from alereport.chapters.evaluation.sentences import numbered_name
from alereport.charts import letters
from alereport.charts.canvas import Anchor, Canvas
from alereport.charts.marks import Draw
from alereport.exhibits.building import FrameRow
from alereport.exhibits.widths import Width

RINGS = (50, 100)
"""The percentages of the maximum at which the diagram has a ring."""
RADIUS = {"wide": 130, "narrow": 74}
"""The distance from the centre to the maximum in pixels, by width."""

Corner = tuple[float, float]


def spider(areas: pd.DataFrame) -> Draw:
    """Return how to draw the areas' shares of their maximum, the first one up, then clockwise."""
    return lambda width: _svg(width, areas)


def _svg(width: Width, areas: pd.DataFrame) -> bytes:
    """Draw the diagram; where there is no room beside it, the names are in a list below it."""
    radius, count = RADIUS[width.name], len(areas)
    height = 2 * radius + 6 * (width.text + 4)
    drawing, diagram = Canvas(width), Canvas(width)
    rows = areas.to_dict("records")
    if width.names_beside:
        labels = [
            [*_lines(row, width, radius if at % (count / 2) else 0), number(row["points"])]
            for at, row in enumerate(rows)
        ]
    else:
        labels = [[f"{row['area']}: {number(row['points'])}"] for row in rows]
    diagram.raw(f'<g transform="translate(0 {height / 2:g})">')
    for ring in RINGS:
        diagram.raw(f'<polygon class="ring" points="{_joined([ring] * count, radius)}"/>')
    for x, y in corners([100] * count, radius):
        diagram.raw(f'<path class="ring" d="M0 0L{x:.1f} {y:.1f}"/>')
    percents = (100 * areas["points"] / areas["max_points"]).tolist()
    diagram.raw(f'<polygon class="profile" points="{_joined(percents, radius)}"/>')
    _write_labels(diagram, labels, radius)
    diagram.raw("</g>")
    drawing.centred(diagram)
    if width.names_beside:
        return drawing.svg(height)
    line = width.text + 4
    for at, row in enumerate(rows):
        drawing.text(0, height + line * (at + 0.5), numbered_name(row))
    return drawing.svg(height + line * count)


def corners(percents: list[float], radius: float) -> list[Corner]:
    """Return the positions of values in the diagram, the first one up, then clockwise."""
    step = 2 * math.pi / len(percents)
    return [
        (
            radius * value / 100 * math.sin(index * step),
            -radius * value / 100 * math.cos(index * step),
        )
        for index, value in enumerate(percents)
    ]


def _joined(percents: list[float], radius: float) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in corners(percents, radius))


def _lines(row: FrameRow, width: Width, radius: float) -> list[str]:
    """Return an area's name in lines that fit beside the diagram, or above if it has no radius."""
    room = width.pixels / 2 - radius - 10
    return letters.wrapped(numbered_name(row).replace(" ", NBSP, 1), room, width.text)


def _write_labels(diagram: Canvas, labels: Sequence[Sequence[str]], radius: float) -> None:
    line = diagram.width.text + 3
    outer = corners([100 + 1000 / radius] * len(labels), radius)
    for (x, y), lines in zip(outer, labels, strict=True):
        is_vertical = abs(x) < 4
        anchor: Anchor = "middle" if is_vertical else "start" if x > 0 else "end"
        high = len(lines) * line
        top = y - high / 2 if not is_vertical else y - high if y < 0 else y
        for at, words in enumerate(lines):
            _write(diagram, (x, top + (at + 0.5) * line), words, anchor)


def _write(diagram: Canvas, corner: Corner, words: str, anchor: Anchor) -> None:
    diagram.text(0, corner[1], words, anchor=anchor, shift=corner[0])
