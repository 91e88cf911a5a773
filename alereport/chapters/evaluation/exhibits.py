"""The tables and texts of the chapter on an evaluation. The frames are those of `analysis`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.base.settings import Evaluation
from alereport.chapters.evaluation import sentences
from alereport.chapters.evaluation.sentences import (
    numbered_name,
    percent_as_printed,
    points,
    with_mark_and_source,
)
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, rows_of, sentence
from alereport.exhibits.model import Group, Line, Table, Text, nothing
from alereport.exhibits.values import Cell, amount

NAME = "municipality-evaluation"
MOST_GOALS = 3
"""The most goals named in a cell; the rest are counted, to keep the row readable on a phone."""


def lead(areas: pd.DataFrame) -> Text:
    """Return which areas stand out by points, and what the evaluators themselves conclude."""
    if areas.empty:
        missing = sentence("none", _("An evaluation is missing in the sources."))
        return building.lines("lead", [missing])
    concluded = areas[areas["conclusion"].notna()]
    lines = [
        Line(key="lead", words=sentences.lead(areas), rows=rows_of(areas)),
        *(
            Line(key=f"conclusion/{number}", words=words, rows=rows_of(concluded))
            for number, words in enumerate(sentences.conclusion(areas), 1)
        ),
    ]
    return building.lines("lead", lines, as_of=areas["year"].iloc[0])


def about(about: pd.DataFrame, evaluations: Iterable[Evaluation] = ()) -> Text:
    """Return what the evaluation is, when it was made and what it builds on.

    Args:
        about: `analysis.about`.
        evaluations: `Municipality.evaluations`.
    """
    lines = [
        Line(key=key, words=words, rows=row["rows"])
        for row in about.to_dict("records")
        for key, words in sentences.about(row, evaluations).items()
    ]
    return building.lines("about-document", lines, name="about")


def about_the_areas(areas: pd.DataFrame, evaluations: Iterable[Evaluation] = ()) -> Text | Group:
    """Return the sum of the points, and the areas' other names; see `about`."""
    if areas.empty:
        return nothing()
    lines = [
        Line(key="sum", words=sentences.total(areas, evaluations), rows=rows_of(areas)),
        *building.marks_of_rows(areas, sentences.other_name, key="number"),
    ]
    return building.lines("report-note", lines, name="areas")


def findings(answered: pd.DataFrame, questions: pd.DataFrame) -> Text | Group:
    """Return how many questions reach at most half their points, and how many have goals."""
    if questions.empty:
        return nothing()
    asked, linked = rows_of(questions), rows_of(answered)
    lines = [
        Line(key=key, words=words, rows=asked if key == "weak" else linked)
        for key, words in sentences.findings(answered, len(questions)).items()
    ]
    return building.lines("commentary", lines)


def answers(answered: pd.DataFrame) -> Table | Group:
    """Return a table of the questions with at most half their points; one row is one question."""
    if answered.empty:
        return nothing()
    columns = [
        Column("question", _("Question"), _question_cell, figures=False),
        _percent_column(),
        Column("goals", _("Goals in the plans"), _goals_cell, figures=False),
    ]
    caption = _("Questions with at most half their points, the lowest first.")
    return _table(answered, columns, caption, "answers")


def questions(questions: pd.DataFrame) -> Table | Group:
    """Return a table of the points of every question; one row is one question."""
    if questions.empty:
        return nothing()
    caption = _("Points by question {year}; the first digit is the area.")
    columns = points_columns(_("Question"))
    return _table(questions, columns, caption.format(year=questions["year"].iloc[0]), "questions")


def points_columns(heading: str, *, with_percent: bool = True) -> list[Column]:
    """Return the columns with the names of questions or areas and their points."""
    return [
        Column("name", heading, _question_cell, figures=False),
        Column("points", _("Points"), partial(_points_cell, "points")),
        Column("max_points", _("Maximum"), partial(_points_cell, "max_points")),
        *([_percent_column().first()] if with_percent else []),
    ]


def _percent_column() -> Column:
    return Column("percent", _("Of the points"), percent_as_printed)


def _table(frame: pd.DataFrame, columns: list[Column], caption: str, name: str) -> Table:
    return building.table(
        frame,
        columns,
        name=f"{NAME}-{name}",
        key="number",
        caption=with_mark_and_source(caption, frame),
        as_of=frame["year"].iloc[0],
    )


def _points_cell(column: str, row: FrameRow) -> Cell:
    return points(row[column])


def _question_cell(row: FrameRow) -> Cell:
    return values.named(numbered_name(row))


def _goals_cell(row: FrameRow) -> Cell:
    if not row["goals"]:
        return values.silent(_("no goal"))
    titles = [
        f"{title} ({committee.upper()}\u00a0{year})" for title, committee, year in row["goals"]
    ]
    if (more := len(titles) - MOST_GOALS) > 0:
        others = _("and {count} more").format(count=amount(more))
        return values.words("; ".join([*titles[:MOST_GOALS], others]))
    return values.named("; ".join(titles))
