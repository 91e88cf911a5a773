"""Tables of a chapter. The frames are those of `analysis.budget` and `Report`."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport import language
from alereport.datasets import TOTAL
from alereport.language import gettext as _
from alereport.presentation import notices, text
from alereport.presentation.display import Column, Displayable, shown, table


def change_by_area(changes: pd.DataFrame) -> Displayable:
    """The plan's budget beside the year before; one row is one area, the total last."""
    year = int(changes["plan_year"].iloc[0])
    columns = [
        Column(_("Area"), figures=False),
        Column(_("Forecast {year}").format(year=year - 1)),
        Column(_("Budget {year}").format(year=year - 1)),
        Column(_("Budget {year}").format(year=year)),
        Column(_("Change")),
        Column(_("Change, %")),
        Column(_("Share")),
    ]
    rows = [
        [
            str(row["name"]),
            shown(row["previous_forecast_tkr"]),
            shown(row["previous_budget_tkr"]),
            shown(row["budget_tkr"]),
            shown(row["change_tkr"], language.change),
            _("break") if pd.notna(row["break_reason"]) else _shown_change_percent(row),
            shown(row["share_percent"], language.percent),
        ]
        for _index, row in changes.iterrows()
    ]
    caption = _("Budget {year} by area, net cost in SEK thousand.").format(year=year)
    return _table(changes, "by-area", columns, rows, caption, total=True)


def investments(items: pd.DataFrame) -> Displayable:
    """The investment plan; one row is one item. Says so where the plan has none."""
    if items.empty:
        return text.no_investments()
    years = [column for column in items.columns if isinstance(column, int)]
    columns = [
        Column(_("Investment"), figures=False),
        *(Column(str(year)) for year in years),
        Column(_("Total")),
    ]
    rows = [
        [str(row["item"]), *(shown(row[year]) for year in years), shown(row["total_tkr"])]
        for _index, row in items.iterrows()
    ]
    has_total = items["item"].iloc[-1] == TOTAL
    if has_total:
        rows[-1][0] = _("Total")
    caption = _("Investment plan {first}{dash}{last}, expenditure in SEK thousand.").format(
        first=years[0], dash=language.DASH, last=years[-1]
    )
    return _table(items, "investments", columns, rows, caption, total=has_total)


def provenance(files: pd.DataFrame, changes: pd.DataFrame) -> Displayable:
    """Where the chapter comes from; one row is one data file.

    Args:
        files: `Report.provenance`.
        changes: The frame the chapter shows, for its committee and year.
    """
    columns = [
        Column(_("Data file"), figures=False),
        Column(_("Source"), figures=False),
        Column(_("Rows")),
        Column(_("Checked"), figures=False),
    ]
    rows = [
        [
            str(row["file"]),
            str(row["title"]) if pd.notna(row["title"]) else _("register"),
            language.number(row["rows"]),
            notices.checked(row["state"], row["seal"]),
        ]
        for _index, row in files.iterrows()
    ]
    return _table(changes, "provenance", columns, rows, _("The data behind this chapter."))


def _table(
    of: pd.DataFrame,
    name: str,
    columns: list[Column],
    rows: list[list[str]],
    caption: str,
    *,
    total: bool = False,
) -> Displayable:
    first = of.iloc[0]
    sourced = caption if name == "provenance" else f"{caption} {text.source(of)}"
    label = f"{first['committee']}-{first['plan_year']}-{name}"
    return table(columns, rows, caption=sourced, label=label, total=total)


def _shown_change_percent(row: pd.Series[Any]) -> str:
    return shown(row["change_percent"], lambda value: language.percent(value, signed=True))
