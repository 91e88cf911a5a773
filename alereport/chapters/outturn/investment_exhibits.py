"""The table of the investment projects; the frame is `investments.latest`."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow
from alereport.exhibits.model import Group, Table, nothing
from alereport.exhibits.sources import with_source
from alereport.exhibits.values import Cell


def projects(projects: pd.DataFrame, *, chapter: str) -> Table | Group:
    """Return the table of the projects in the last report that tells of any; empty if none does.

    Args:
        projects: `investments.latest`.
        chapter: The report, such as `ks-2024`.
    """
    if projects.empty:
        return nothing()
    day, before = projects["as_of"].iloc[0], projects["from_as_of"].iloc[0]
    moved = _("Forecast since {day}").format(day=locales.day(before)) if pd.notna(before) else ""
    columns = [
        building.texts("item", _("Project")),
        _amounts("decided_total_tkr", _("Decided")).first(),
        _amounts("forecast_total_tkr", _("Forecast, whole project")).first(),
        _amounts("deviation_tkr", _("Deviation"), signed=True, basis="derived").first(),
        _amounts("spent_total_tkr", _("Spent so far")),
        _amounts("forecast_year_tkr", _("Forecast {year}").format(year=day.year)),
        *([_amounts("moved_tkr", moved, signed=True, basis="derived")] if moved else []),
        Column("finished", _("Finished"), _finished, figures=False),
    ]
    caption = _("Investment projects in the report until {day}, SEK thousand.")
    return building.table(
        projects,
        columns,
        name=f"{chapter}-projects",
        key="project",
        caption=with_source(caption.format(day=locales.day(day)), projects),
        as_of=day.date(),
    )


def _amounts(column: str, heading: str, **fields: Any) -> Column:
    def cell(row: FrameRow) -> Cell:
        hedge = row["hedge"] if isinstance(row["hedge"], str) else ""
        return values.amount(row[column], unit="tkr", hedge=hedge, **fields)

    return Column(column, heading, cell)


def _finished(row: FrameRow) -> Cell:
    if pd.isna(row["finished"]):
        return values.silent()
    return Cell(value=str(row["finished"]), words=locales.period(str(row["finished"])))
