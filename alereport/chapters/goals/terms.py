"""Names of statuses, dates and reasons in the chapter on goals, and texts for empty exhibits."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.goals.coverage import COVERED
from alereport.chapters.goals.follow_up import NOT_REPORTED
from alereport.exhibits import values
from alereport.exhibits.phrases import message
from alereport.exhibits.values import Cell

STATUSES = {
    "not_reported": message("not reported"),
    "not_started": message("not started"),
    "in_progress": message("in progress"),
    "submitted": message("proposal submitted"),
    "done": message("done"),
    "deviating": message("off plan"),
}
"""The names of the follow-up statuses."""

REASONS = {
    "no_measure": message("no measure"),
    "no_target": message("measure without a number to reach"),
    "no_owner": message("nobody responsible"),
    "no_date": message("no date"),
    "no_outcome": message("only the outcome is missing"),
    "old_outcome": message("the outcome is older than the period"),
}
"""Why a goal or assignment cannot be judged."""

NO_GOALS = message("The source has no goals for the plan.")


def status(row: Mapping[Hashable, Any], *, state: str) -> str:
    """Return how far something has come and who says so; empty where no document could say.

    Args:
        row: A row of `follow_up.status`.
        state: What covers its plan; see `coverage`.
    """
    words = reported(row["status"])
    if row["status"] == NOT_REPORTED:
        return words if state == COVERED else ""
    if row["by_plan"]:
        return _("{status} according to the plan").format(status=words)
    return _("{status} according to {title}").format(status=words, title=row["evidence_title"])


def reported(key: str) -> str:
    """Return the name of a status that a document reports."""
    name = STATUSES[key]
    return _(name)


def due(row: Mapping[Hashable, Any]) -> Cell:
    """Return a day, month, quarter or year that the plan prints, in words and with its hedge."""
    return Cell(value=str(row["due"]), words=period(str(row["due"]), row["hedge"]))


def period(due: str, hedge: Any) -> str:
    """Return a printed date in words, with its hedge, such as `början av 2024`."""
    words = locales.period(due)
    return words if pd.isna(hedge) else values.with_hedge(hedge, words)


def reasons(keys: Iterable[str]) -> str:
    """Return why something cannot be judged, as a list in words."""
    return locales.listing([_(REASONS[key]) for key in keys])
