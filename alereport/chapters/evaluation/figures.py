"""Figures of an evaluation: its spider diagram, bars by area and a heat map of its questions.

The frames are those of `analysis.evaluation`. Points reached are solid, the maximum outlined.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.base.language import number
from alereport.chapters.evaluation import headlines
from alereport.chapters.evaluation import text as words
from alereport.chapters.evaluation.heat_map import heat_map
from alereport.chapters.evaluation.spider import spider
from alereport.charts.drawing import INK, drawn_as_svg, house_style, shown_figure
from alereport.charts.stacked import BAR, FILL, SMALL, TYPE, bar_at, stacked
from alereport.exhibits import sources
from alereport.exhibits.display import Displayable, headline_and_values

LABEL = "municipality-evaluation"


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
    svg = _points_and_left(areas)
    values = [_points_of(row) for _index, row in areas.iterrows()]
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
    svg = _points_and_left(questions)
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


def _points_and_left(rows: pd.DataFrame) -> bytes:
    """Each row's points (solid) of its maximum (outlined) under its name, and what is left."""
    names = [words.titled(row) for _index, row in rows.iterrows()]
    headings = (_("Points"), _("Left"))
    with house_style(TYPE):
        figure, (points, missing) = stacked(
            names, bars=1, headings=headings, share=0.84, total=False
        )
        points.set_xlim(-0.004 * rows["max_points"].max(), 1.01 * rows["max_points"].max())
        for at, (_index, row) in enumerate(rows.iterrows()):
            _bar_of_maximum(points, bar_at(at, 1), row)
            left = f"{language.MINUS}{number(row['missing_points'])}"
            missing.text(0, bar_at(at, 1), left, va="center_baseline", fontsize=SMALL)
        return drawn_as_svg(figure)


def _bar_of_maximum(axes: Axes, at: float, row: pd.Series[Any]) -> None:
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


def _points_of(row: pd.Series[Any]) -> str:
    return _("{name} {points} of {most}, {missing} left").format(
        name=words.titled(row),
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
