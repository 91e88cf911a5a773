"""The chart of a committee's budgets over the years; the frame is from `analysis.series`."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.budget import sentences
from alereport.chapters.common.sentences import plan_labels
from alereport.charts.canvas import Look
from alereport.charts.small_panels import Point, SmallPanel, small_panels
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, numbers, rows_of
from alereport.exhibits.model import Chart, Line, Text
from alereport.exhibits.phrases import Phrase, fill, joined


def series_chart(series: pd.DataFrame) -> Chart | Text:
    """Draw every area's budget (outlined) and forecast (hatched) by year, the total last.

    Return a note instead if there are no more years than one plan has.
    """
    first, last = int(series["year"].min()), int(series["year"].max())
    if series["year"].nunique() <= 2:
        text = _(
            "Earlier plans are missing in the data, so the series has only {first} and {last}, "
            "which are compared above."
        )
        return building.note("no-series", fill(text, first=first, last=last))
    caption = _(
        "Budget (outlined) and forecast (hatched) {first}{dash}{last} by area, SEK thousand. A "
        "dashed line is a break. The total has a scale of its own."
    )
    columns = [
        building.texts("name", _("Area")),
        Column("year", _("Year"), lambda row: values.year(row["year"])),
        numbers("budget_tkr", _("budget").capitalize(), unit="tkr"),
        numbers("forecast_tkr", _("forecast").capitalize(), unit="tkr"),
    ]
    return building.chart(
        small_panels(
            [_panel(rows) for _area, rows in series.groupby("area", sort=False)], columns=3
        ),
        series,
        columns,
        key=("area", "year"),
        headline=sentences.series_headline(series),
        finding=rows_of(series[series["area"].eq(TOTAL)]),
        alt=_("Column chart of budget and forecast by area and year in SEK thousand: {values}."),
        marks=[
            Line(key=str(area), words=_mark(rows), rows=rows_of(rows))
            for area, rows in series.groupby("area", sort=False)
        ],
        **plan_labels(series, "series", caption, first=first, dash=locales.DASH, last=last),
    )


def _mark(rows: pd.DataFrame) -> Phrase:
    """Describe an area's columns in words."""
    years = joined([_year_in_words(row) for row in rows.to_dict("records")], ", ")
    return fill("{area} {years}", area=str(rows["name"].iloc[0]), years=years)


def _year_in_words(row: dict[Hashable, Any]) -> Phrase:
    label = f" {_('break')}" if pd.notna(row["break_reason"]) else ""
    budget = values.amount(row["budget_tkr"], unit="tkr")
    words = fill("{year}{broken}: {budget}", year=int(row["year"]), broken=label, budget=budget)
    if pd.isna(row["forecast_tkr"]):
        return words
    forecast = values.amount(row["forecast_tkr"], unit="tkr")
    return fill("{it} ({what} {forecast})", it=words, what=_("forecast"), forecast=forecast)


def _panel(rows: pd.DataFrame) -> SmallPanel:
    points = [point for row in rows.to_dict("records") for point in _points(row)]
    is_total = rows["area"].iloc[0] == TOTAL
    return SmallPanel(str(rows["name"].iloc[0]), points, own_scale=is_total)


def _points(row: dict[Hashable, Any]) -> list[Point]:
    """Return a year's budget and, where there is one, its forecast."""
    label, broken = str(row["year"]), pd.notna(row["break_reason"])
    points = [_point(label, row["budget_tkr"], "outline", broken=broken)]
    if pd.notna(row["forecast_tkr"]):
        points.append(_point("", row["forecast_tkr"], "hatch"))
    return points


def _point(label: str, amount: Any, look: Look, *, broken: bool = False) -> Point:
    if pd.isna(amount):
        return Point(label, None, locales.DASH, look, broken=broken)
    return Point(label, float(amount), locales.number(amount), look, broken=broken)
