"""The exhibits of the chapter on the quality of the data.

The frames are those of `report.quality.Quality` and of `analysis`.
"""

from __future__ import annotations

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.chapters.quality import analysis, sentences
from alereport.chapters.quality.sentences import CHECKED
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, sentence, texts
from alereport.exhibits.model import Group, Line, Table, Text, nothing
from alereport.exhibits.phrases import data_text
from alereport.exhibits.values import Cell

NAME = "municipality-quality"


def lead(total: pd.Series[int]) -> Text:
    """Return whether the data have passed, in one sentence or two."""
    return building.lines("lead", [Line(key="lead", words=sentences.lead(total))])


def what_is_checked() -> Text:
    """Return what is checked before anything is published, and what no check can detect."""
    points = [sentence(key, _(words)) for key, words in CHECKED.items()]
    return building.points("commentary", points, name="checked")


def numbers_in_text(numbers: pd.DataFrame) -> Text:
    """Return how many of the numbers in the analyst's texts match rows of the data.

    Args:
        numbers: `Quality.numbers`.
    """
    words = sentences.numbers(numbers)
    rows = tuple(dict.fromkeys(numbers["row"]))
    return building.lines(
        "commentary", [Line(key="numbers", words=words, rows=rows)], name="numbers"
    )


def broken(broken: pd.DataFrame) -> Table | Group:
    """Return a table of the rows of the data that break a rule and are not accepted."""
    if broken.empty:
        return nothing()
    columns = [
        Column("place", _("Where"), _place, figures=False, where=True),
        Column("value", _("What stands there"), _value, figures=False),
        texts("why", _("What must hold")),
        Column("severity", _("Consequence"), _consequence, figures=False),
    ]
    frame = broken.assign(rows=broken["row"].map(lambda row: (row,)))
    return building.table(
        frame.assign(key=analysis.row_keys(frame, ["row", "rule"])),
        columns,
        name=f"{NAME}-broken",
        key="key",
        caption=_("Rows that deviate and are not accepted."),
    )


def accepted(accepted: pd.DataFrame) -> Text | Group:
    """Return why each known deviation may stand, as a list."""
    reasons = analysis.reasons(accepted)
    if reasons.empty:
        return nothing()
    points = [
        Line(key=f"{number}", words=data_text(row["reason"]), rows=row["rows"])
        for number, row in enumerate(reasons.to_dict("records"), 1)
    ]
    return building.points("commentary", points, name="accepted")


def _place(row: FrameRow) -> str:
    template = _("{data}: {document}, line {line}")
    document: str = _("register") if pd.isna(row["document"]) else row["document"]
    return template.format(data=row["title"], document=document, line=row["line"])


def _value(row: FrameRow) -> Cell:
    if pd.isna(row["value"]):
        return values.withheld(_("(withheld)"))
    return values.words(row["value"])


def _consequence(row: FrameRow) -> str:
    return {"error": _("stops publishing"), "warning": _("warning")}[row["severity"]]
