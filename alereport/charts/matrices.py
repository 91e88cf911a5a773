"""A matrix: rows and columns of things, and a dot where two belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alereport.charts import letters
from alereport.charts.canvas import Canvas, Look
from alereport.charts.marks import Draw
from alereport.exhibits.widths import Width

CELL = 34
"""The least width of a column, and the height of a row, in pixels."""


@dataclass(frozen=True)
class MatrixRow:
    """A row of a matrix.

    Attributes:
        name: Its name.
        dots: For each column how its dot looks (`solid`: stated, `outline`: judged), or nothing.
    """

    name: str
    dots: Sequence[Look | None]


def matrix(columns: Sequence[str], rows: Sequence[MatrixRow]) -> Draw:
    """Return how to draw a matrix.

    Args:
        columns: The headings of the columns, so short that they fit above a dot, such as `3.3.1`.
        rows: The rows, in order.
    """
    return lambda width: _svg(width, columns, rows)


def _svg(width: Width, columns: Sequence[str], rows: Sequence[MatrixRow]) -> bytes:
    canvas, line = Canvas(width), width.text + 4
    beside = width.names_beside
    room = min(0.5 * width.pixels, width.pixels - CELL * len(columns)) if beside else width.pixels
    left = room if beside else 0.0
    step = (width.pixels - left) / max(1, len(columns))
    middles = [canvas.share(left + step * (number + 0.5)) for number in range(len(columns))]
    for middle, heading in zip(middles, columns, strict=True):
        canvas.text(middle, line / 2, heading, anchor="middle", size=width.text - 1, look="faint")
    top = line + 4.0
    for row in rows:
        names = letters.wrapped(row.name, room - 12, width.text)
        height = max(len(names) * line, CELL - 8) if beside else len(names) * line + CELL - 10
        canvas.line((0, top, 100, top), "hair")
        for number, name in enumerate(names):
            first = top + 4 + ((height - len(names) * line) / 2 if beside else 0)
            canvas.text(0, first + line * (number + 0.5), name)
        middle = top + 4 + (height / 2 if beside else height - (CELL - 10) / 2)
        for x, look in zip(middles, row.dots, strict=True):
            if look:
                canvas.dot(x, middle, look, 6)
        top += height + 8
    return canvas.svg(top)
