"""Columns of several exhibits of the budget, and the labels of those over two plans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.chapters.common.sentences import plan_labels
from alereport.data.datasets import TOTAL
from alereport.exhibits import sources, values
from alereport.exhibits.building import Column, FrameRow
from alereport.exhibits.notes import mark
from alereport.exhibits.phrases import Phrase, data_text, joined
from alereport.exhibits.values import Cell


def amounts(column: str, heading: str, **fields: Any) -> Column:
    """Return a column of amounts in tkr, each with the hedge that its document has."""
    hedge = column.replace("_tkr", "_hedge")

    def cell(row: FrameRow) -> Cell:
        words = row[hedge] if isinstance(row.get(hedge), str) else ""
        return values.amount(row[column], unit="tkr", hedge=words, **fields)

    return Column(column, heading, cell)


def change_columns(compared: pd.DataFrame) -> list[Column]:
    """Return the columns of the table, and of the chart's values."""
    first, last = _years(compared)
    return [
        Column("name", _("Area"), _name, figures=False),
        amounts("last_tkr", _("Budget {year}").format(year=last)).first(),
        amounts("change_tkr", _("Change"), signed=True, basis="derived").first(),
        Column(
            "change_percent",
            _("Change, %"),
            lambda row: values.percent(row["change_percent"], signed=True),
        ).first(),
        amounts("first_tkr", _("Budget {year}").format(year=first)),
    ]


def compared_labels(compared: pd.DataFrame, exhibit: str, caption: str) -> dict[str, Any]:
    """Return the name, caption and year of an exhibit, with both plans as its source."""
    first, last = _years(compared)
    plans = compared[["first_title", "first_section"]].set_axis(["title", "section"], axis=1)
    source = sources.source(pd.concat([compared[["title", "section"]], plans]).dropna())
    return plan_labels(compared, exhibit, caption, source=source, first=first, last=last)


def _years(compared: pd.DataFrame) -> tuple[int, int]:
    return int(compared["first_year"].iloc[0]), int(compared["last_year"].iloc[0])


def _name(row: FrameRow) -> Cell:
    if row["area"] == TOTAL:
        return values.words(_("Comparable areas in all"))
    return values.named(row["name"])


def year_amount(year: int, column: str, reasons: Sequence[str], area: FrameRow) -> Cell:
    """Return an area's amount of a year, with a footnote mark if the year has a break."""
    row = area["years"][year]
    is_shown = column == "budget_tkr" or pd.notna(row[column])
    is_marked = pd.notna(row["break_reason"]) and is_shown
    note = mark(reasons.index(row["break_reason"]) + 1) if is_marked else ""
    hedge = row[column.replace("_tkr", "_hedge")]
    cell = values.amount(row[column], unit="tkr", hedge=hedge if isinstance(hedge, str) else "")
    return cell.model_copy(update={"mark": note})


def break_notes(reasons: Sequence[str]) -> list[Phrase]:
    """Return the footnotes on why years are not comparable, each with its mark."""
    return [
        joined([mark(number), data_text(f"{reason}.")]) for number, reason in enumerate(reasons, 1)
    ]
