"""Tables of an evaluation. The frames are those of `analysis.evaluation`."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.base.language import number
from alereport.chapters.evaluation import text as words
from alereport.exhibits import sources
from alereport.exhibits.display import Column, Displayable, Swedish, table

LABEL = "municipality-evaluation"
AT_MOST = 3
"""Goals named in a cell; the rest are counted, so that a row can be read on a phone."""


def evaluation_areas(areas: pd.DataFrame, total: pd.DataFrame) -> Displayable:
    """The areas' points, and their sum; one row is one area."""
    if areas.empty:
        return words.no_evaluation()
    whole = total.iloc[0]
    rows = [
        [Swedish(words.titled(row)), *_points(row), words.percent_as_printed(row)]
        for _index, row in areas.iterrows()
    ]
    rows.append([_("Total"), *_points(whole), language.DASH])
    caption = _("Points by area {year}; the total is reckoned here.").format(year=whole["year"])
    return table(
        _columns(_("Area")),
        rows,
        caption=_whole_caption(caption, areas),
        label=f"{LABEL}-areas",
        total=True,
        made_from=[*areas["rows"], whole["rows"]],
    )


def evaluation_questions(questions: pd.DataFrame) -> Displayable:
    """Every question's points; one row is one question."""
    if questions.empty:
        return words.no_evaluation()
    caption = _("Points by question {year}; the first digit is the area.").format(
        year=questions["year"].iloc[0]
    )
    return _by_question(questions, caption, "questions")


def evaluation_weakest(weakest: pd.DataFrame) -> Displayable:
    """The weakest questions, the weakest first; one row is one question."""
    if weakest.empty:
        return words.no_evaluation()
    caption = _("The {count} weakest questions, the weakest first.")
    return _by_question(weakest, caption.format(count=number(len(weakest))), "weakest")


def evaluation_strongest(strongest: pd.DataFrame) -> Displayable:
    """The strongest questions, the strongest first; one row is one question."""
    if strongest.empty:
        return words.no_evaluation()
    caption = _("The {count} strongest questions, the strongest first.")
    return _by_question(strongest, caption.format(count=number(len(strongest))), "strongest")


def evaluation_answers(answered: pd.DataFrame) -> Displayable:
    """Which goals answer a question, the weakest question first; one row is one question."""
    if answered.empty:
        return words.no_evaluation()
    columns = [
        Column(_("Question"), figures=False),
        Column(_("Goals that answer"), figures=False),
    ]
    rows = [
        [Swedish(f"{words.titled(row)}, {words.percent_as_printed(row)}"), _goals(row)]
        for _index, row in answered.iterrows()
    ]
    caption = _(
        "Weak questions (at most half the points) and questions that a goal answers, the weakest "
        "first."
    )
    return table(
        columns,
        rows,
        caption=_whole_caption(caption, answered),
        label=f"{LABEL}-answers",
        made_from=tuple(answered["rows"]),
    )


def _by_question(questions: pd.DataFrame, caption: str, name: str) -> Displayable:
    rows = [
        [Swedish(words.titled(row)), *_points(row), words.percent_as_printed(row)]
        for _index, row in questions.iterrows()
    ]
    return table(
        _columns(_("Question")),
        rows,
        caption=_whole_caption(caption, questions),
        label=f"{LABEL}-{name}",
        made_from=tuple(questions["rows"]),
    )


def _columns(naming: str) -> list[Column]:
    return [
        Column(naming, figures=False),
        Column(_("Points")),
        Column(_("Maximum")),
        Column(_("Left to the maximum")),
        Column(_("Of the points")),
    ]


def _points(row: pd.Series[Any]) -> list[str]:
    return [number(row[column]) for column in ("points", "max_points", "missing_points")]


def _goals(row: pd.Series[Any]) -> str:
    if not row["goals"]:
        return _("No goal answers.") if row["weak"] else language.DASH
    named = [
        f"{title} ({str(committee).upper()}\u00a0{year})" for title, committee, year in row["goals"]
    ]
    if (more := len(named) - AT_MOST) > 0:
        return "; ".join([*named[:AT_MOST], _("and {count} more").format(count=number(more))])
    return Swedish("; ".join(named))


def _whole_caption(caption: str, of: pd.DataFrame) -> str:
    parts = (caption, words.footnote(of), sources.source(of))
    return " ".join(part for part in parts if part)
