"""What a figure of an evaluation finds, in one line over it."""

from __future__ import annotations

import pandas as pd

from alereport.base.language import gettext as _
from alereport.base.language import number
from alereport.chapters.common import rows
from alereport.chapters.evaluation import text as words


def profile(areas: pd.DataFrame) -> str:
    """What the spider diagram finds."""
    best, worst = rows.most(areas, "points"), rows.least(areas, "points")
    return _("Strongest in {best} ({most}), weakest in {worst} ({least})").format(
        best=best["name"],
        most=number(best["points"]),
        worst=worst["name"],
        least=number(worst["points"]),
    )


def areas(areas: pd.DataFrame) -> str:
    """What the bars by area find."""
    worst = rows.most(areas, "missing_points")
    return _("{missing} points are left to the maximum, most in {area} ({most})").format(
        missing=number(areas["missing_points"].sum()),
        area=worst["name"],
        most=number(worst["missing_points"]),
    )


def questions(questions: pd.DataFrame) -> str:
    """What the heat map finds."""
    weak = questions[questions["weak"]]
    if weak.empty:
        return _("Every question reaches more than half its points")
    return _("{weak} of {count} questions reach at most half their points").format(
        weak=number(len(weak)), count=number(len(questions))
    )


def distance(questions: pd.DataFrame) -> str:
    """What the bars of the points left find."""
    first = rows.most(questions, "missing_points")
    return _("Most is left in {question}: {points} points").format(
        question=words.titled(first), points=number(first["missing_points"])
    )
