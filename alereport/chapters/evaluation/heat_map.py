"""A heat map of questions by area, in shades of grey."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from alereport.base.locales import number
from alereport.chapters.evaluation.sentences import MARK
from alereport.charts.drawing import INK, WIDTH
from alereport.charts.stacked import SMALL

SHADES = ((50, "#f1f2f3"), (60, "#dfe2e4"), (70, "#c8cdd0"), (80, "#aeb5ba"), (100, "#3a444b"))
"""The shades and the highest percent of each: the more points a question reaches, the darker.
They are greys, so that they are inverted with the text on a dark page, and dark or white text is
readable on each of them (at least 4.5:1) on light and dark pages."""
DEEPEST = SHADES[-1][1]
NAME, CELL, GAP = 0.24, 0.46, 0.06
"""Heights in inches: an area's name, its cells below it, the space between two areas."""
ROW = NAME + CELL + GAP


def heat_map(questions: pd.DataFrame) -> Figure:
    """Return a heat map: one row for each area, one cell for each question, weak ones framed."""
    count = questions["area"].nunique()
    most_questions = int(questions.groupby("area").size().max())
    figure = Figure(figsize=(WIDTH, ROW * count))
    names, cells = (figure.add_axes((0.0, 0.0, 1.0, 1.0)) for _panel in range(2))
    for axes in (names, cells):
        axes.set_ylim(ROW * count, 0)
    cells.set_xlim(-0.02, most_questions + 0.02)
    for index, (area, area_questions) in enumerate(questions.groupby("area")):
        name = f"{area} {area_questions['area_name'].iloc[0]}"
        names.text(0, ROW * index + NAME / 2, name, va="center", fontsize=SMALL)
        for column, (_label, row) in enumerate(area_questions.iterrows()):
            _draw_cell(cells, column, ROW * index + NAME, row)
    return figure


def _draw_cell(axes: Axes, column: int, top: float, row: pd.Series[Any]) -> None:
    colour = next(shade for end, shade in SHADES if row["percent"] <= end)
    axes.add_patch(Rectangle((column + 0.03, top), 0.94, CELL, facecolor=colour, linewidth=0))
    if row["weak"]:
        frame = Rectangle((column + 0.05, top + 0.02), 0.90, CELL - 0.04, fill=False, edgecolor=INK)
        frame.set_linewidth(1.6)
        axes.add_patch(frame)
    ink = "#ffffff" if colour == DEEPEST else INK
    mark = "" if row["percent_follows"] else f" {MARK}"
    percent = f"{number(row['percent'])}{mark}"
    for part, text, weight in ((0.29, row["question"], "normal"), (0.72, percent, "bold")):
        axes.text(
            column + 0.5,
            top + part * CELL,
            text,
            ha="center",
            va="center",
            fontsize=SMALL,
            fontweight=weight,
            color=ink,
        )
