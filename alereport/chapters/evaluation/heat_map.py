"""A heat map of questions by area, in shades of grey."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base.locales import number
from alereport.chapters.evaluation.sentences import MARK
from alereport.charts.canvas import Canvas
from alereport.charts.marks import Draw
from alereport.exhibits.widths import Width

SHADES = (50, 60, 70, 80, 100)
"""The highest percent of each shade: the more points a question reaches, the darker."""
CELL, GAP = 44, 8
"""Heights in pixels: a cell, and the space between two areas."""


def heat_map(questions: pd.DataFrame) -> Draw:
    """Return how to draw one row for each area, one cell for each question, weak ones framed."""
    return lambda width: _svg(width, questions)


def _svg(width: Width, questions: pd.DataFrame) -> bytes:
    canvas, line, top = Canvas(width), width.text + 6, 0.0
    most = int(questions.groupby("area").size().max())
    for area, area_questions in questions.groupby("area"):
        name = f"{area} {area_questions['area_name'].iloc[0]}"
        canvas.text(0, top + line / 2, name)
        for column, (_label, row) in enumerate(area_questions.iterrows()):
            _draw_cell(canvas, (100 * column / most, 100 / most), top + line, row)
        top += line + CELL + GAP
    return canvas.svg(top)


def shade(percent: float) -> int:
    """Return the shade of a percentage, from 0 (the lightest) on."""
    return next(number for number, end in enumerate(SHADES) if percent <= end)


def _draw_cell(canvas: Canvas, span: tuple[float, float], top: float, row: pd.Series[Any]) -> None:
    (left, across), size = span, canvas.width.text - 1
    frame = ' stroke-width="2"' if row["weak"] else ""
    look = f"shade{shade(row['percent'])}" + (" weak" if row["weak"] else "")
    canvas.raw(
        f'<rect class="{look}" x="{left + 0.3:.2f}%" y="{top + 1:g}" '
        f'width="{across - 0.6:.2f}%" height="{CELL - 2}"{frame}/>'
    )
    mark = "" if row["percent_follows"] else f" {MARK}"
    tone = "on-dark" if shade(row["percent"]) == len(SHADES) - 1 else ""
    for part, words, strong in (
        (0.28, row["question"], ""),
        (0.72, f"{number(row['percent'])}{mark}", "strong"),
    ):
        look = f"{tone} {strong}".strip()
        middle = left + across / 2
        canvas.text(middle, top + part * CELL, words, anchor="middle", size=size, look=look)
