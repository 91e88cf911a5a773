"""What the chapter on an evaluation shows beside its charts. The frames are those of `analysis`."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.chapters.common import rows
from alereport.chapters.evaluation import sentences
from alereport.chapters.evaluation.sentences import captioned, percent_as_printed, points, titled
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, Record, key_figure, numbers, rows_of, sentence
from alereport.exhibits.model import KeyFigure, KeyFigures, Line, Table, Text
from alereport.exhibits.phrases import joined, listing, say
from alereport.exhibits.values import Cell

NAME = "municipality-evaluation"
AT_MOST = 3
"""Goals named in a cell; the rest are counted, so that a row can be read on a phone."""


def no_evaluation() -> Text:
    """What stands in the place of an evaluation that does not exist."""
    return building.note("no-evaluation", _("An evaluation is missing in the sources."))


def lead(areas: pd.DataFrame, total: pd.DataFrame) -> Text:
    """The one sentence that would do if nothing else were read."""
    if areas.empty:
        return building.lines("lead", no_evaluation().lines)
    whole = total.iloc[0]
    said = Line(key="lead", words=sentences.lead(areas, whole), rows=rows_of(areas))
    return building.lines("lead", [said], as_of=whole["year"])


def key_figures(
    areas: pd.DataFrame, total: pd.DataFrame, answered: pd.DataFrame, *, count: int
) -> KeyFigures | Text:
    """Four figures, each with what it is compared with; `count` is of all questions."""
    if areas.empty:
        return no_evaluation()
    best, worst, whole = rows.most(areas, "points"), rows.least(areas, "points"), total.iloc[0]
    weak = answered[answered["weak"]]
    by_goal = values.count(weak["answers"].gt(0).sum())
    figures = (
        key_figure(
            "points",
            _("Points in all"),
            sentences.of_maximum(whole, "derived"),
            _("a sum that the evaluation itself does not print"),
            whole["rows"],
        ),
        _area("strongest-area", _("Strongest area"), best),
        _area("weakest-area", _("Weakest area"), worst),
        key_figure(
            "weak-questions",
            _("Weak questions"),
            sentences.of(values.count(len(weak)), values.count(count)),
            say(_("at most half the points; {answered} answered by a goal"), answered=by_goal),
            rows_of(weak),
        ),
    )
    return KeyFigures(id="key-figures", as_of=str(whole["year"]), figures=figures)


def _area(key: str, name: str, area: pd.Series[Any]) -> KeyFigure:
    return key_figure(key, name, points(area["points"]), str(area["name"]), area["rows"])


def findings(answered: pd.DataFrame) -> Text:
    """Which weak questions the plans' goals answer, and which none answers."""
    weak = answered[answered["weak"]]
    if weak.empty:
        none_is_weak = joined([sentences.questions_found(weak), "."], "")
        return building.lines("commentary", [Line(key="none-weak", words=none_is_weak)])
    unmet = weak[weak["answers"].eq(0)]
    met = _("Goals in the plans answer {met} of the {weak} weak questions.")
    counts = {"met": values.count(len(weak) - len(unmet)), "weak": values.count(len(weak))}
    said = [sentence("met", met, rows_of(weak), **counts)]
    if not unmet.empty:
        unanswered = listing([titled(row) for row in unmet.to_dict("records")])
        none = _("No goal answers {questions}.")
        said.append(sentence("unmet", none, rows_of(unmet), questions=unanswered))
    if (weakest := weak.iloc[0])["answers"] == 0:
        first = _("The weakest question of all, {question}, is among them.")
        said.append(sentence("weakest", first, weakest["rows"], question=weakest["question"]))
    said.append(Line(key="basis", words=sentences.basis(answered), rows=rows_of(answered)))
    return building.lines("commentary", said)


def what_is_missing(
    areas: pd.DataFrame, questions: pd.DataFrame, differences: pd.DataFrame
) -> Text:
    """What the evaluation does not say, and where it says two things."""
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
    if found := sentences.not_following(areas, questions):
        percentages = _("Printed percentages that do not follow from the points: {found}.")
        missing.append(sentence("percentages", percentages, found=listing(found)))
    if not differences.empty:
        missing.append(Line(key="sums", words=sentences.sums_that_differ(differences)))
    return building.points("missing", missing)


def areas(areas: pd.DataFrame, total: pd.DataFrame) -> Table | Text:
    """The areas' points, and their sum; one row is one area."""
    whole = total.assign(number=TOTAL, percent_follows=True)
    summed = pd.concat([areas, whole], ignore_index=True)
    caption = _("Points by area {year}; the total is reckoned here.")
    return _measured(summed, caption, "areas", total=True)


def questions(questions: pd.DataFrame) -> Table | Text:
    """Every question's points; one row is one question."""
    caption = _("Points by question {year}; the first digit is the area.")
    return _measured(questions, caption, "questions")


def weakest(weakest: pd.DataFrame) -> Table | Text:
    """The weakest questions, the weakest first; one row is one question."""
    caption = _("The {count} weakest questions, the weakest first.")
    return _measured(weakest, caption, "weakest")


def strongest(strongest: pd.DataFrame) -> Table | Text:
    """The strongest questions, the strongest first; one row is one question."""
    caption = _("The {count} strongest questions, the strongest first.")
    return _measured(strongest, caption, "strongest")


def answers(answered: pd.DataFrame) -> Table | Text:
    """Which goals answer a question, the weakest question first; one row is one question."""
    if answered.empty:
        return no_evaluation()
    columns = [
        Column("question", _("Question"), _question, figures=False),
        Column("goals", _("Goals that answer"), _goals, figures=False),
    ]
    caption = _(
        "Weak questions (at most half the points) and questions that a goal answers, the weakest "
        "first."
    )
    return _table(answered, columns, caption, "answers")


def measured(of: pd.DataFrame, *, with_percent: bool) -> list[Column]:
    """The columns that name questions or areas, and that say their points."""
    is_percent = [Column("percent", _("Of the points"), percent_as_printed)]
    return [
        Column("name", _("Question") if "question" in of else _("Area"), _named, figures=False),
        Column("points", _("Points"), partial(_points, "points")),
        Column("max_points", _("Maximum"), partial(_points, "max_points")),
        numbers("missing_points", _("Left to the maximum"), unit="points", basis="derived"),
        *(is_percent if with_percent else ()),
    ]


def _measured(of: pd.DataFrame, caption: str, name: str, *, total: bool = False) -> Table | Text:
    if of.empty:
        return no_evaluation()
    said = caption.format(year=of["year"].iloc[0], count=values.count(len(of)))
    return _table(of, measured(of, with_percent=True), said, name, total=total)


def _table(
    of: pd.DataFrame, columns: list[Column], caption: str, name: str, *, total: bool = False
) -> Table:
    return building.table(
        of,
        columns,
        name=f"{NAME}-{name}",
        key="number",
        caption=captioned(caption, of),
        total=total,
        as_of=of["year"].iloc[0],
    )


def _named(row: Record) -> Cell:
    is_total = row["number"] == TOTAL
    return values.words(_("Total")) if is_total else values.quoted(titled(row))


def _points(column: str, row: Record) -> Cell:
    return points(row[column], basis="derived" if row["number"] == TOTAL else "equal")


def _question(row: Record) -> Cell:
    return values.quoted(f"{titled(row)}, {percent_as_printed(row)}")


def _goals(row: Record) -> Cell:
    if not row["goals"]:
        return values.silent(_("No goal answers."))
    named = [
        f"{title} ({committee.upper()}\u00a0{year})" for title, committee, year in row["goals"]
    ]
    if (more := len(named) - AT_MOST) > 0:
        others = _("and {count} more").format(count=values.count(more))
        return values.words("; ".join([*named[:AT_MOST], others]))
    return values.quoted("; ".join(named))
