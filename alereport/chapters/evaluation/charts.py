"""Charts of an evaluation: a spider diagram, bars by area and a heat map of the questions.

The frames are those of `analysis`. Points reached are solid, the maximum is outlined.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.base.locales import number
from alereport.chapters.evaluation import sentences
from alereport.chapters.evaluation.exhibits import NAME, no_evaluation, points_columns
from alereport.chapters.evaluation.heat_map import heat_map
from alereport.chapters.evaluation.sentences import (
    numbered_name,
    percent_as_printed,
    points,
    with_mark_and_source,
)
from alereport.chapters.evaluation.spider import spider
from alereport.charts.marks import Bar, Draw, Panel, Row, Words
from alereport.charts.rows import rows_chart
from alereport.exhibits import building, values
from alereport.exhibits.building import FrameRow
from alereport.exhibits.model import Chart, Text
from alereport.exhibits.phrases import Phrase, fill
from alereport.exhibits.sources import with_source


def profile(areas: pd.DataFrame) -> Chart | Text:
    """Return the evaluation's spider diagram, without the average, which the source text lacks."""
    return _chart(
        areas,
        "profile",
        spider,
        headline=sentences.profile_headline,
        caption=_(
            "Points by area; the outer ring is the maximum of 100, the inner one 50. The national "
            "average in the evaluation's own diagram is not in the source text."
        ),
        alt=_("Spider diagram of the points by area: {values}."),
        marks=_points_mark,
    )


def areas_chart(areas: pd.DataFrame) -> Chart | Text:
    """Return a chart of each area's points (solid) of the maximum (outlined), and what is left."""
    return _chart(
        areas,
        "areas",
        _drawn_points,
        headline=sentences.areas_headline,
        caption=_("Points reached (solid) of the maximum (outlined) by area."),
        alt=_("Bar chart of the points by area: {values}."),
        marks=_points_left_mark,
    )


def questions_chart(questions: pd.DataFrame) -> Chart | Text:
    """Return a heat map of each question's share of its points, by area; weak ones are framed."""
    return _chart(
        questions,
        "questions",
        heat_map,
        headline=sentences.questions_headline,
        caption=_(
            "Percent of the points by question, as printed; the stronger the shade, the more. "
            "Framed: at most half."
        ),
        alt=_("Heat map of the percent of the points by question: {values}."),
        marks=_percent_mark,
        with_percent=True,
    )


def distance(questions: pd.DataFrame) -> Chart | Text:
    """Return a chart of the questions with the most points left to the maximum."""
    return _chart(
        questions,
        "distance",
        _drawn_points,
        headline=sentences.distance_headline,
        caption=_(
            "The {count} questions with most points left: points reached (solid) of the maximum "
            "(outlined); to the right, what is left."
        ),
        alt=_("Bar chart of the points left by question: {values}."),
        marks=_points_left_mark,
    )


def _chart(
    frame: pd.DataFrame,
    name: str,
    draw: Callable[[pd.DataFrame], Draw],
    *,
    headline: Callable[[pd.DataFrame], Phrase],
    caption: str,
    with_percent: bool = False,
    **fields: Any,
) -> Chart | Text:
    """Return a chart of the points of areas or questions; a note if there is no evaluation."""
    if frame.empty:
        return no_evaluation()
    filled = caption.format(count=values.count(len(frame)))
    return building.chart(
        draw(frame),
        frame,
        points_columns(frame, with_percent=with_percent),
        name=f"{NAME}-{name}",
        key="number",
        headline=headline(frame),
        caption=with_mark_and_source(filled, frame) if with_percent else with_source(filled, frame),
        as_of=frame["year"].iloc[0],
        **fields,
    )


def _points_mark(row: FrameRow) -> Phrase:
    return fill("{name} {points}", name=numbered_name(row), points=points(row["points"]))


def _percent_mark(row: FrameRow) -> Phrase:
    return fill("{name} {percent}", name=numbered_name(row), percent=percent_as_printed(row))


def _points_left_mark(row: FrameRow) -> Phrase:
    return fill(
        _("{name} {points} of {most}, {missing} left"),
        name=numbered_name(row),
        points=points(row["points"]),
        most=points(row["max_points"]),
        missing=points(row["missing_points"], basis="derived"),
    )


def _drawn_points(rows: pd.DataFrame) -> Draw:
    """Draw each row's points (solid) of its maximum (outlined), and what is left."""
    drawn = [
        Row(numbered_name(row), (_points_bars(row), [Words(number(row["missing_points"]))]))
        for row in rows.to_dict("records")
    ]
    return rows_chart(drawn, [Panel(_("Points"), 1.0), Panel(_("Left"), 0.0, axis=False)])


def _points_bars(row: FrameRow) -> list[Bar]:
    words = f"{number(row['points'])}/{number(row['max_points'])}"
    return [Bar(row["points"]), Bar(row["max_points"], words, "outline")]
