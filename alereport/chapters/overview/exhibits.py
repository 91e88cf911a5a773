"""What the report holds of the whole municipality: every plan in a line, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common.sentences import change_percent
from alereport.chapters.overview import sentences
from alereport.chapters.overview.sentences import committee_year
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, numbers
from alereport.exhibits.model import Line, Table, Text
from alereport.exhibits.sources import with_source
from alereport.exhibits.values import Cell


def plans(every: pd.DataFrame) -> Table:
    """Return a table with a line for each plan.

    Args:
        every: `analysis.in_terms`.
    """
    columns = [
        Column("name", _("Committee and year"), committee_year, figures=False),
        numbers("budget_tkr", _("Budget"), unit="tkr"),
        Column("change_tkr", _("Change"), _change),
        Column("change_percent", _("Change, %"), change_percent),
        Column("real_percent", _("Change in real terms, %"), _real),
        numbers("per_inhabitant", _("Kronor per inhabitant"), unit="kr", basis="estimated"),
        numbers(
            "deviation_tkr",
            _("Forecast less budget, year before"),
            unit="tkr",
            signed=True,
            basis="derived",
        ),
    ]
    caption = _(
        "Every plan in the report, net cost in SEK thousand. The plans are of different years and "
        "committees, and are not compared with each other."
    )
    return building.table(
        every,
        columns,
        name="municipality-plans",
        key=["committee", "year"],
        caption=with_source(caption, every),
    )


def _change(row: FrameRow) -> Cell:
    """Return the change from the year before, none where the two are not comparable."""
    if isinstance(row["break_reason"], str):
        return values.silent()
    return values.amount(row["change_tkr"], unit="tkr", signed=True, basis="derived")


def _real(row: FrameRow) -> Cell:
    """Return the change beyond the price index, none where the two years are not comparable."""
    return values.amount(row["real_percent"], unit="%", decimals=1, signed=True, basis="estimated")


def contents(documents: pd.DataFrame, others: Sequence[Mapping[str, str]]) -> Text:
    """Return what the report is made from, and which committees are not in it.

    Args:
        documents: `Overall.documents`.
        others: `Municipality.other_committees`.
    """
    names = [locales.for_reader(name) for name in others]
    places = tuple(map(str, documents.index))
    lines = [
        Line(key="contents", words=sentences.contents(documents), rows=places),
        Line(key="evaluations", words=sentences.evaluations(documents), rows=places),
        Line(key="others", words=sentences.others(names)),
    ]
    return building.lines("contents", lines)
