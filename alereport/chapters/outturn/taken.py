"""A measure that a report names, in words: what, by whom, when, and how far it has come."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.exhibits import values
from alereport.exhibits.building import FrameRow
from alereport.exhibits.phrases import Phrase, data_text, fill, in_sentence, joined, message

STATUSES = {
    "not_started": message("not started"),
    "in_progress": message("in progress"),
    "done": message("done"),
}
"""How far a measure has come."""


def status(code: str) -> str:
    """Return the name of a status."""
    name = STATUSES[code]
    return _(name)


def measure(row: FrameRow, prefix: str = "") -> Phrase:
    """Return a measure with its owner, date and status; empty if there is none.

    Args:
        row: A row of `deviations`, or with its columns.
        prefix: How the names of those columns begin, such as `from_`.
    """
    own = {
        column: row[f"{prefix}{column}"]
        for column in ("measure_taken", "responsible", "due", "hedge", "status")
    }
    if pd.isna(own["measure_taken"]):
        return Phrase()
    what = data_text(str(own["measure_taken"]).rstrip("."))
    facts = [
        data_text(in_sentence(str(own["responsible"]))) if pd.notna(own["responsible"]) else "",
        _due(own) if pd.notna(own["due"]) else "",
        status(own["status"]) if pd.notna(own["status"]) else "",
    ]
    details = joined(facts, ", ")
    return fill("{what} ({details})", what=what, details=details) if details else what


def _due(row: dict[str, Any]) -> str:
    words = locales.period(str(row["due"]))
    return values.with_hedge(str(row["hedge"]), words) if pd.notna(row["hedge"]) else words
