"""Charts of an evaluation: its spider diagram, bars by area and a heat map of its questions.

The frames are those of `analysis`. Points reached are solid, the maximum outlined.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.base.locales import number
from alereport.chapters.evaluation import sentences
from alereport.chapters.evaluation.exhibits import NAME, measured, no_evaluation
from alereport.chapters.evaluation.heat_map import heat_map
from alereport.chapters.evaluation.sentences import captioned, percent_as_printed, points, titled
from alereport.chapters.evaluation.spider import spider
from alereport.charts.drawing import INK, drawn_as_svg, house_style
from alereport.charts.stacked import BAR, FILL, SMALL, TYPE, bar_at, stacked
from alereport.exhibits import building, values
from alereport.exhibits.building import Record
from alereport.exhibits.model import Chart, Text
from alereport.exhibits.phrases import Phrase, say
from alereport.exhibits.sources import sourced


def profile(areas: pd.DataFrame) -> Chart | Text:
    """The spider diagram the evaluation has, without the average that the source text lacks."""
    return _chart(
        areas,
        "profile",
        partial(_drawn, spider),
        found=sentences.profile_found,
        caption=_(
            "Points by area; the outer ring is the maximum of 100, the inner one 50. The national "
            "average in the evaluation's own diagram is not in the source text."
        ),
        alt=_("Spider diagram of the points by area: {values}."),
        marks=_reached,
    )


def areas_chart(areas: pd.DataFrame) -> Chart | Text:
    """Each area's points (solid) of its maximum (outlined), and what is left to it."""
    return _chart(
        areas,
        "areas",
        _points_and_left,
        found=sentences.areas_found,
        caption=_("Points reached (solid) of the maximum (outlined) by area."),
        alt=_("Bar chart of the points by area: {values}."),
        marks=_reached_and_left,
    )


def questions_chart(questions: pd.DataFrame) -> Chart | Text:
    """A heat map: each question's share of its points, area by area; weak ones are framed."""
    return _chart(
        questions,
        "questions",
        partial(_drawn, heat_map),
        found=sentences.questions_found,
        caption=_(
            "Percent of the points by question, as printed; the stronger the shade, the more. "
            "Framed: at most half."
        ),
        alt=_("Heat map of the percent of the points by question: {values}."),
        marks=_share,
        with_percent=True,
    )


def distance(questions: pd.DataFrame) -> Chart | Text:
    """The questions farthest from their maximum, in points: what there is to win."""
    return _chart(
        questions,
        "distance",
        _points_and_left,
        found=sentences.distance_found,
        caption=_(
            "The {count} questions with most points left: points reached (solid) of the maximum "
            "(outlined); to the right, what is left."
        ),
        alt=_("Bar chart of the points left by question: {values}."),
        marks=_reached_and_left,
    )


def _chart(
    of: pd.DataFrame,
    name: str,
    draw: Callable[[pd.DataFrame], bytes],
    *,
    found: Callable[[pd.DataFrame], Phrase],
    caption: str,
    with_percent: bool = False,
    **how: Any,
) -> Chart | Text:
    """A chart with the points of each area or question; says so where there is no evaluation."""
    if of.empty:
        return no_evaluation()
    said = caption.format(count=values.count(len(of)))
    return building.chart(
        draw(of),
        of,
        measured(of, with_percent=with_percent),
        name=f"{NAME}-{name}",
        key="number",
        headline=found(of),
        caption=captioned(said, of) if with_percent else sourced(said, of),
        as_of=of["year"].iloc[0],
        **how,
    )


def _reached(row: Record) -> Phrase:
    return say("{name} {points}", name=titled(row), points=points(row["points"]))


def _share(row: Record) -> Phrase:
    return say("{name} {percent}", name=titled(row), percent=percent_as_printed(row))


def _reached_and_left(row: Record) -> Phrase:
    return say(
        _("{name} {points} of {most}, {missing} left"),
        name=titled(row),
        points=points(row["points"]),
        most=points(row["max_points"]),
        missing=points(row["missing_points"], basis="derived"),
    )


def _drawn(figure: Callable[[pd.DataFrame], Figure], of: pd.DataFrame) -> bytes:
    with house_style():
        return drawn_as_svg(figure(of))


def _points_and_left(rows: pd.DataFrame) -> bytes:
    """Each row's points (solid) of its maximum (outlined) under its name, and what is left."""
    names = [titled(row) for row in rows.to_dict("records")]
    headings = (_("Points"), _("Left"))
    with house_style(TYPE):
        figure, (points, missing) = stacked(
            names, bars=1, headings=headings, share=0.84, total=False
        )
        points.set_xlim(-0.004 * rows["max_points"].max(), 1.01 * rows["max_points"].max())
        for at, row in enumerate(rows.to_dict("records")):
            _bar_of_maximum(points, bar_at(at, 1), row)
            left = f"{locales.MINUS}{number(row['missing_points'])}"
            missing.text(0, bar_at(at, 1), left, va="center_baseline", fontsize=SMALL)
        return drawn_as_svg(figure)


def _bar_of_maximum(axes: Axes, at: float, row: Record) -> None:
    look: dict[str, Any] = {"height": FILL * BAR, "edgecolor": INK, "linewidth": 0.8}
    axes.barh(at, row["max_points"], facecolor="none", **look)
    axes.barh(at, row["points"], facecolor=INK, **look)
    inside = 0.02 * axes.get_xlim()[1]
    axes.text(
        row["points"] - inside,
        at,
        number(row["points"]),
        ha="right",
        va="center_baseline",
        color="#ffffff",
        fontsize=SMALL,
    )
