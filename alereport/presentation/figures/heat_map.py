"""A heat map of questions by area, in shades of grey."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from alereport.language import number
from alereport.presentation.figures.drawing import INK, WIDTH
from alereport.presentation.text import evaluation as words

SHADES = ((50, "#f1f2f3"), (60, "#dfe2e4"), (70, "#c8cdd0"), (80, "#aeb5ba"), (100, "#3a444b"))
"""The more of its points a question reaches, the darker: each shade, and the percent it ends at.
Greys, so that they change places with the ink on a dark page, in steps on which ink or white is
readable (at least 4.5:1) on both."""
DEEPEST = SHADES[-1][1]
ROW = 0.42
"""Inches an area takes."""


def heat_map(questions: pd.DataFrame) -> Figure:
    """One row is one area, one cell one question; weak ones are framed."""
    figure, (names, cells) = _panels(questions)
    _names_of_areas(names, questions)
    for at, (_area, of_area) in enumerate(questions.groupby("area")):
        for place, (_index, row) in enumerate(of_area.iterrows()):
            _cell(cells, place, at, row)
    return figure


def _panels(questions: pd.DataFrame) -> tuple[Figure, tuple[Axes, Axes]]:
    count = questions["area"].nunique()
    most = int(questions.groupby("area").size().max())
    height = ROW * count + 0.04
    figure = Figure(figsize=(WIDTH, height))
    names = figure.add_axes((0.0, 0.0, 0.40, 1.0))
    cells = figure.add_axes((0.41, 0.0, 0.59, 1.0))
    for axes in (names, cells):
        axes.set_ylim(count - 0.48, -0.52)
    cells.set_xlim(-0.02, most + 0.02)
    return figure, (names, cells)


def _names_of_areas(axes: Axes, questions: pd.DataFrame) -> None:
    axes.set_xlim(0, 1)
    for at, (area, rows) in enumerate(questions.groupby("area")):
        name = f"{area} {rows['area_name'].iloc[0]}"
        lines = textwrap.wrap(name, 26, break_long_words=False)
        axes.text(0, at, "\n".join(lines), va="center", fontsize=9, linespacing=1.0)


def _cell(axes: Axes, place: int, at: int, row: pd.Series[Any]) -> None:
    colour = next(shade for end, shade in SHADES if row["percent"] <= end)
    axes.add_patch(Rectangle((place + 0.03, at - 0.45), 0.94, 0.9, facecolor=colour, linewidth=0))
    if row["weak"]:
        frame = Rectangle((place + 0.05, at - 0.42), 0.90, 0.84, fill=False, edgecolor=INK)
        frame.set_linewidth(1.6)
        axes.add_patch(frame)
    ink = "#ffffff" if colour == DEEPEST else INK
    axes.text(
        place + 0.5, at - 0.22, row["question"], ha="center", va="center", fontsize=7.5, color=ink
    )
    mark = "" if row["percent_follows"] else f" {words.MARK}"
    axes.text(
        place + 0.5,
        at + 0.15,
        f"{number(row['percent'])}{mark}",
        ha="center",
        va="center",
        fontsize=9.5,
        fontweight="bold",
        color=ink,
    )
