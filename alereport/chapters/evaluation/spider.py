"""A spider diagram of the areas, drawn only because the evaluation's own document has one."""

from __future__ import annotations

import math
import textwrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from alereport.base.locales import NBSP, number
from alereport.chapters.evaluation.sentences import numbered_name
from alereport.charts.drawing import FAINT, LESS, WIDTH

RINGS = (50, 100)
"""The percentages of the maximum at which the diagram has a ring."""
SIZE = 11.0
RADIUS = 1.05
"""The distance from the centre to the maximum in inches."""


def spider(areas: pd.DataFrame) -> Figure:
    """Return a diagram of the areas' shares of their maximum, the first one up, then clockwise."""
    height = 3.3
    figure = Figure(figsize=(WIDTH, height))
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(-WIDTH / 2, WIDTH / 2)
    axes.set_ylim(-height / 2, height / 2)
    _draw_rings(axes, len(areas))
    _draw_profile(axes, areas)
    _draw_names(axes, areas)
    return figure


def _corners(percents: list[float]) -> list[tuple[float, float]]:
    """Return the positions of values in the diagram, the first one up, then clockwise."""
    step = 2 * math.pi / len(percents)
    return [
        (
            RADIUS * value / 100 * math.sin(index * step),
            RADIUS * value / 100 * math.cos(index * step),
        )
        for index, value in enumerate(percents)
    ]


def _draw_rings(axes: Axes, count: int) -> None:
    look: dict[str, Any] = {"fill": False, "edgecolor": FAINT, "linewidth": 0.8}
    for ring in RINGS:
        axes.add_patch(Polygon(_corners([ring] * count), closed=True, **look))
    for x, y in _corners([100] * count):
        axes.plot([0, x], [0, y], color=FAINT, linewidth=0.5)


def _draw_profile(axes: Axes, areas: pd.DataFrame) -> None:
    corners = _corners((100 * areas["points"] / areas["max_points"]).tolist())
    axes.add_patch(Polygon(corners, closed=True, facecolor=LESS, alpha=0.16, edgecolor="none"))
    axes.add_patch(Polygon(corners, closed=True, fill=False, edgecolor=LESS, linewidth=1.8))
    axes.plot(*zip(*corners, strict=True), "o", color=LESS, markersize=4)


def _draw_names(axes: Axes, areas: pd.DataFrame) -> None:
    positions = _corners([108] * len(areas))
    for (x, y), (_index, row) in zip(positions, areas.iterrows(), strict=True):
        is_vertical = abs(x) < 0.1
        lines = _lines(row, 40 if is_vertical else 17)
        align = "center" if is_vertical else "left" if x > 0 else "right"
        side = ("bottom" if y > 0 else "top") if is_vertical else "center"
        axes.text(
            x,
            y,
            "\n".join([*lines, number(row["points"])]),
            ha=align,
            va=side,
            fontsize=SIZE,
            linespacing=1.05,
        )


def _lines(row: pd.Series[Any], width: int) -> list[str]:
    """Return an area's name in lines, with its number never alone on a line."""
    name = numbered_name(row).replace(" ", NBSP, 1)
    return textwrap.wrap(name, width, break_long_words=False)
