"""Figures of an evaluation: its spider diagram, bars by area and a heat map of its questions.

The frames are those of `analysis.evaluation`. Points reached are solid, the maximum outlined.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from alereport import language
from alereport.language import gettext as _
from alereport.language import number
from alereport.presentation.display import Displayable, headline_and_values
from alereport.presentation.figures.drawing import (
    INK,
    WIDTH,
    drawn_as_svg,
    house_style,
    names_of,
    panels,
    shown_figure,
)
from alereport.presentation.figures.heat_map import heat_map
from alereport.presentation.figures.spider import spider
from alereport.presentation.headlines import evaluation as headlines
from alereport.presentation.text import evaluation as words
from alereport.presentation.words import sources

LABEL = "municipality-evaluation"
BAR_ROW = 0.42
"""Inches a question takes whose name stands above its bar."""


def evaluation_profile(areas: pd.DataFrame) -> Displayable:
    """The spider diagram the evaluation has, without the average that the source text lacks."""
    if areas.empty:
        return words.no_evaluation()
    with house_style():
        svg = drawn_as_svg(spider(areas))
    values = [f"{words.titled(row)} {number(row['points'])}" for _index, row in areas.iterrows()]
    return _figure(
        areas,
        "profile",
        svg,
        headline=headlines.profile(areas),
        caption=_(
            "Points by area; the outer ring is the maximum of 100, the inner one 50. The national "
            "average in the evaluation's own diagram is not in the source text."
        ),
        alt=_("Spider diagram of the points by area: {values}.").format(values="; ".join(values)),
        values=values,
    )


def evaluation_areas(areas: pd.DataFrame) -> Displayable:
    """Each area's points (solid) of its maximum (outlined), and what is left to it."""
    if areas.empty:
        return words.no_evaluation()
    named = areas.assign(name=[words.titled(row) for _index, row in areas.iterrows()])
    with house_style():
        figure, (names, points, missing) = panels(named)
        names_of(names, named)
        _stretch(points, (0.42, 0.46))
        _stretch(missing, (0.88, 0.12))
        points.set_xlim(0, 1.02 * named["max_points"].max())
        for at, (_index, row) in enumerate(named.iterrows()):
            _bar_of_maximum(points, at, row, 0.56)
        points.set_title(_("Points"), fontsize=9, color=INK, pad=4)
        _column_of_missing(missing, named)
        svg = drawn_as_svg(figure)
    values = [_points_of(row) for _index, row in named.iterrows()]
    return _figure(
        areas,
        "areas",
        svg,
        headline=headlines.areas(areas),
        caption=_("Points reached (solid) of the maximum (outlined) by area."),
        alt=_("Bar chart of the points by area: {values}.").format(values="; ".join(values)),
        values=values,
    )


def evaluation_questions(questions: pd.DataFrame) -> Displayable:
    """A heat map: each question's share of its points, area by area; weak ones are framed."""
    if questions.empty:
        return words.no_evaluation()
    with house_style():
        svg = drawn_as_svg(heat_map(questions))
    values = [
        f"{words.titled(row)} {words.percent_as_printed(row)}"
        for _index, row in questions.iterrows()
    ]
    caption = _(
        "Percent of the points by question, as printed; the stronger the shade, the more. "
        "Framed: at most half."
    )
    return _figure(
        questions,
        "questions",
        svg,
        headline=headlines.questions(questions),
        caption=" ".join(part for part in (caption, words.footnote(questions)) if part),
        alt=_("Heat map of the percent of the points by question: {values}.").format(
            values="; ".join(values)
        ),
        values=values,
    )


def evaluation_distance(questions: pd.DataFrame) -> Displayable:
    """The questions farthest from their maximum, in points: what there is to win.

    Args:
        questions: One row is one question, the farthest first.
    """
    if questions.empty:
        return words.no_evaluation()
    with house_style():
        figure, axes = _rows_with_names_above(questions)
        for at, (_index, row) in enumerate(questions.iterrows()):
            axes.text(0, at - 0.33, words.titled(row), va="center", fontsize=9)
            _bar_of_maximum(axes, at + 0.12, row, 0.34)
            left = f"{language.MINUS}{number(row['missing_points'])}"
            axes.text(axes.get_xlim()[1], at + 0.12, left, ha="right", va="center_baseline")
        svg = drawn_as_svg(figure)
    values = [_points_of(row) for _index, row in questions.iterrows()]
    return _figure(
        questions,
        "distance",
        svg,
        headline=headlines.distance(questions),
        caption=_(
            "The {count} questions with most points left: points reached (solid) of the maximum "
            "(outlined); to the right, what is left."
        ).format(count=number(len(questions))),
        alt=_("Bar chart of the points left by question: {values}.").format(
            values="; ".join(values)
        ),
        values=values,
    )


def _stretch(axes: Axes, place: tuple[float, float]) -> None:
    """Set a panel's left edge and width, as parts of the figure's width."""
    old = axes.get_position()
    axes.set_position((place[0], old.y0, place[1], old.height))


def _bar_of_maximum(axes: Axes, at: float, row: pd.Series[Any], height: float) -> None:
    axes.barh(at, row["max_points"], height=height, facecolor="none", edgecolor=INK, linewidth=0.8)
    axes.barh(at, row["points"], height=height, facecolor=INK, edgecolor=INK, linewidth=0.8)
    inside = 0.02 * axes.get_xlim()[1]
    axes.text(
        row["points"] - inside,
        at,
        number(row["points"]),
        ha="right",
        va="center_baseline",
        color="#ffffff",
        fontsize=8.5,
    )


def _column_of_missing(axes: Axes, rows: pd.DataFrame) -> None:
    axes.set_xlim(0, 1)
    axes.set_title(_("Left"), fontsize=9, color=INK, pad=4, x=0.98, ha="right")
    for at, missing in enumerate(rows["missing_points"]):
        axes.text(0.98, at, f"{language.MINUS}{number(missing)}", ha="right", va="center")


def _rows_with_names_above(rows: pd.DataFrame) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(WIDTH, BAR_ROW * len(rows) + 0.06))
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0, 1.14 * rows["max_points"].max())
    axes.set_ylim(len(rows) - 0.4, -0.6)
    return figure, axes


def _points_of(row: pd.Series[Any]) -> str:
    name = row["name"] if "question" not in row else words.titled(row)
    return _("{name} {points} of {most}, {missing} left").format(
        name=name,
        points=number(row["points"]),
        most=number(row["max_points"]),
        missing=number(row["missing_points"]),
    )


def _figure(
    of: pd.DataFrame,
    name: str,
    svg: bytes,
    *,
    headline: str,
    caption: str,
    alt: str,
    values: list[str],
) -> Displayable:
    return shown_figure(
        svg,
        label=f"{LABEL}-{name}",
        headline=headline,
        caption=f"{caption} {sources.source(of)}",
        alt=alt,
        traced=headline_and_values(headline, of, values, of["rows"]),
        drawn={
            _("Area") if name in {"profile", "areas"} else _("Question"): [
                words.titled(row) for _index, row in of.iterrows()
            ],
            _("Points"): map(number, of["points"]),
            _("Maximum"): map(number, of["max_points"]),
            _("Left to the maximum"): map(number, of["missing_points"]),
        },
    )
