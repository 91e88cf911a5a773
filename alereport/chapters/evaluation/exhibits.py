"""The tables and texts of the chapter on an evaluation. The frames are those of `analysis`."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.chapters.common import rows
from alereport.chapters.evaluation import sentences
from alereport.chapters.evaluation.sentences import (
    numbered_name,
    percent_as_printed,
    points,
    with_mark_and_source,
)
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, key_figure, numbers, rows_of, sentence
from alereport.exhibits.model import KeyFigure, KeyFigures, Line, Table, Text
from alereport.exhibits.phrases import fill, joined, listing
from alereport.exhibits.values import Cell

NAME = "municipality-evaluation"
MOST_GOALS = 3
"""The most goals named in a cell; the rest are counted, to keep the row readable on a phone."""


def no_evaluation() -> Text:
    """Return the note that replaces a missing evaluation."""
    return building.note("no-evaluation", _("An evaluation is missing in the sources."))


def lead(areas: pd.DataFrame, total: pd.DataFrame) -> Text:
    """Return the main finding in one sentence."""
    if areas.empty:
        return building.lines("lead", no_evaluation().lines)
    total_row = total.iloc[0]
    line = Line(key="lead", words=sentences.lead(areas, total_row), rows=rows_of(areas))
    return building.lines("lead", [line], as_of=total_row["year"])


def key_figures(
    areas: pd.DataFrame, total: pd.DataFrame, answered: pd.DataFrame, *, count: int
) -> KeyFigures | Text:
    """Return four key figures, each with a note; `count` is the number of questions."""
    if areas.empty:
        return no_evaluation()
    best, worst = rows.largest(areas, "points"), rows.smallest(areas, "points")
    total_row = total.iloc[0]
    weak = answered[answered["weak"]]
    answered_weak = values.count(weak["answers"].gt(0).sum())
    figures = (
        key_figure(
            "points",
            _("Points in all"),
            sentences.of_maximum(total_row, "derived"),
            _("a sum that the evaluation itself does not print"),
            total_row["rows"],
        ),
        _area_figure("strongest-area", _("Strongest area"), best),
        _area_figure("weakest-area", _("Weakest area"), worst),
        key_figure(
            "weak-questions",
            _("Weak questions"),
            sentences.part_of(values.count(len(weak)), values.count(count)),
            fill(
                _("at most half the points; {answered} answered by a goal"), answered=answered_weak
            ),
            rows_of(weak),
        ),
    )
    return KeyFigures(id="key-figures", as_of=str(total_row["year"]), figures=figures)


def _area_figure(key: str, name: str, area: pd.Series[Any]) -> KeyFigure:
    return key_figure(key, name, points(area["points"]), str(area["name"]), area["rows"])


def findings(answered: pd.DataFrame) -> Text:
    """Return which weak questions the goals of the plans answer, and which no goal answers."""
    weak = answered[answered["weak"]]
    if weak.empty:
        no_weak = joined([sentences.questions_headline(weak), "."], "")
        return building.lines("commentary", [Line(key="none-weak", words=no_weak)])
    unanswered = weak[weak["answers"].eq(0)]
    summary = _("Goals in the plans answer {met} of the {weak} weak questions.")
    counts = {"met": values.count(len(weak) - len(unanswered)), "weak": values.count(len(weak))}
    findings = [sentence("met", summary, rows_of(weak), **counts)]
    if not unanswered.empty:
        names = listing([numbered_name(row) for row in unanswered.to_dict("records")])
        none = _("No goal answers {questions}.")
        findings.append(sentence("unmet", none, rows_of(unanswered), questions=names))
    if (weakest := weak.iloc[0])["answers"] == 0:
        first = _("The weakest question of all, {question}, is among them.")
        findings.append(sentence("weakest", first, weakest["rows"], question=weakest["question"]))
    findings.append(Line(key="basis", words=sentences.basis(answered), rows=rows_of(answered)))
    return building.lines("commentary", findings)


def what_is_missing(
    areas: pd.DataFrame, questions: pd.DataFrame, differences: pd.DataFrame
) -> Text:
    """Return a list of what the evaluation does not say, and of where it contradicts itself."""
    if areas.empty:
        return no_evaluation()
    average = _(
        "The evaluation's own spider diagram also has a national average. Its values are not in "
        "the source text, so the average is missing here."
    )
    earlier = _(
        "Earlier evaluations are missing in the sources, so no development over time is shown."
    )
    missing = [sentence("national-average", average), sentence("earlier", earlier)]
    if inconsistent := sentences.inconsistent_percentages(areas, questions):
        percentages = _("Printed percentages that do not follow from the points: {found}.")
        missing.append(sentence("percentages", percentages, found=listing(inconsistent)))
    if not differences.empty:
        missing.append(Line(key="sums", words=sentences.sums_that_differ(differences)))
    return building.points("missing", missing)


def areas(areas: pd.DataFrame, total: pd.DataFrame) -> Table | Text:
    """Return a table of the areas' points and their sum; one row is one area."""
    total_row = total.assign(number=TOTAL, percent_follows=True)
    with_total = pd.concat([areas, total_row], ignore_index=True)
    caption = _("Points by area {year}; the total is calculated here.")
    return _points_table(with_total, caption, "areas", total=True)


def questions(questions: pd.DataFrame) -> Table | Text:
    """Return a table of the points of every question; one row is one question."""
    caption = _("Points by question {year}; the first digit is the area.")
    return _points_table(questions, caption, "questions")


def weakest(weakest: pd.DataFrame) -> Table | Text:
    """Return a table of the weakest questions, the weakest first; one row is one question."""
    caption = _("The {count} weakest questions, the weakest first.")
    return _points_table(weakest, caption, "weakest")


def strongest(strongest: pd.DataFrame) -> Table | Text:
    """Return a table of the strongest questions, the strongest first; one row is one question."""
    caption = _("The {count} strongest questions, the strongest first.")
    return _points_table(strongest, caption, "strongest")


def answers(answered: pd.DataFrame) -> Table | Text:
    """Return a table of the goals that answer each question, the weakest question first."""
    if answered.empty:
        return no_evaluation()
    columns = [
        Column("question", _("Question"), _question_cell, figures=False),
        Column("goals", _("Goals that answer"), _goals_cell, figures=False),
    ]
    caption = _(
        "Weak questions (at most half the points) and questions that a goal answers, the weakest "
        "first."
    )
    return _table(answered, columns, caption, "answers")


def points_columns(frame: pd.DataFrame, *, with_percent: bool) -> list[Column]:
    """Return the columns with the names of questions or areas and their points."""
    percent = [Column("percent", _("Of the points"), percent_as_printed)]
    return [
        Column(
            "name", _("Question") if "question" in frame else _("Area"), _name_cell, figures=False
        ),
        Column("points", _("Points"), partial(_points_cell, "points")),
        Column("max_points", _("Maximum"), partial(_points_cell, "max_points")),
        numbers("missing_points", _("Left to the maximum"), unit="points", basis="derived"),
        *(percent if with_percent else ()),
    ]


def _points_table(
    frame: pd.DataFrame, caption: str, name: str, *, total: bool = False
) -> Table | Text:
    if frame.empty:
        return no_evaluation()
    filled = caption.format(year=frame["year"].iloc[0], count=values.count(len(frame)))
    return _table(frame, points_columns(frame, with_percent=True), filled, name, total=total)


def _table(
    frame: pd.DataFrame, columns: list[Column], caption: str, name: str, *, total: bool = False
) -> Table:
    return building.table(
        frame,
        columns,
        name=f"{NAME}-{name}",
        key="number",
        caption=with_mark_and_source(caption, frame),
        total=total,
        as_of=frame["year"].iloc[0],
    )


def _name_cell(row: FrameRow) -> Cell:
    is_total = row["number"] == TOTAL
    return values.words(_("Total")) if is_total else values.named(numbered_name(row))


def _points_cell(column: str, row: FrameRow) -> Cell:
    return points(row[column], basis="derived" if row["number"] == TOTAL else "equal")


def _question_cell(row: FrameRow) -> Cell:
    return values.named(f"{numbered_name(row)}, {percent_as_printed(row)}")


def _goals_cell(row: FrameRow) -> Cell:
    if not row["goals"]:
        return values.silent(_("No goal answers."))
    titles = [
        f"{title} ({committee.upper()}\u00a0{year})" for title, committee, year in row["goals"]
    ]
    if (more := len(titles) - MOST_GOALS) > 0:
        others = _("and {count} more").format(count=values.count(more))
        return values.words("; ".join([*titles[:MOST_GOALS], others]))
    return values.named("; ".join(titles))
