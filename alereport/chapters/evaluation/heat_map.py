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
"""The more of its points a question reaches, the darker: each shade, and the percent it ends at.
Greys, so that they change places with the ink on a dark page, in steps on which ink or white is
readable (at least 4.5:1) on both."""
DEEPEST = SHADES[-1][1]
NAME, CELL, GAP = 0.24, 0.46, 0.06
"""Inches: an area's name, its cells under it, the space between two areas."""
ROW = NAME + CELL + GAP


def heat_map(questions: pd.DataFrame) -> Figure:
    """One row is one area, one cell one question; weak ones are framed."""
    count = questions["area"].nunique()
    most = int(questions.groupby("area").size().max())
    figure = Figure(figsize=(WIDTH, ROW * count))
    names, cells = (figure.add_axes((0.0, 0.0, 1.0, 1.0)) for _panel in range(2))
    for axes in (names, cells):
        axes.set_ylim(ROW * count, 0)
    cells.set_xlim(-0.02, most + 0.02)
    for at, (area, of_area) in enumerate(questions.groupby("area")):
        name = f"{area} {of_area['area_name'].iloc[0]}"
        names.text(0, ROW * at + NAME / 2, name, va="center", fontsize=SMALL)
        for place, (_index, row) in enumerate(of_area.iterrows()):
            _cell(cells, place, ROW * at + NAME, row)
    return figure


def _cell(axes: Axes, place: int, top: float, row: pd.Series[Any]) -> None:
    colour = next(shade for end, shade in SHADES if row["percent"] <= end)
    axes.add_patch(Rectangle((place + 0.03, top), 0.94, CELL, facecolor=colour, linewidth=0))
    if row["weak"]:
        frame = Rectangle((place + 0.05, top + 0.02), 0.90, CELL - 0.04, fill=False, edgecolor=INK)
        frame.set_linewidth(1.6)
        axes.add_patch(frame)
    ink = "#ffffff" if colour == DEEPEST else INK
    mark = "" if row["percent_follows"] else f" {MARK}"
    percent = f"{number(row['percent'])}{mark}"
    for part, said, weight in ((0.29, row["question"], "normal"), (0.72, percent, "bold")):
        axes.text(
            place + 0.5,
            top + part * CELL,
            said,
            ha="center",
            va="center",
            fontsize=SMALL,
            fontweight=weight,
            color=ink,
        )
