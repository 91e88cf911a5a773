"""The chart of a committee's budgets over the years; the frame is from `analysis.series`."""

from __future__ import annotations

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.budget import headlines
from alereport.chapters.budget.columns import amounts
from alereport.chapters.common.rows import parts
from alereport.chapters.common.sentences import plan_labels
from alereport.charts.small_panels import Point, SmallPanel, small_panels
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, rows_of
from alereport.exhibits.model import Chart, Group, Line, nothing
from alereport.exhibits.phrases import Phrase, fill, joined

LEAST = 3
"""The fewest years that are drawn: two are a change, which a bar shows."""


def series_chart(series: pd.DataFrame, compared: pd.DataFrame) -> Chart | Group:
    """Draw the budgets of the areas that compare, year by year, on one scale.

    The total is not among them, nor a requirement to save. The exhibit is empty where no area has
    three years or more.

    Args:
        series: `analysis.series`.
        compared: `comparable.comparable_total`, whose years and areas are shown.
    """
    areas = parts(series[series["area"].isin(compared["area"])])
    if areas.empty:
        return nothing()
    first, last = int(compared["first_year"].iloc[0]), int(compared["last_year"].iloc[0])
    shown = areas[areas["year"].between(first, last) & areas["budget_tkr"].notna()]
    if shown["year"].nunique() < LEAST:
        return nothing()
    caption = _(
        "Budget {first}{dash}{last} of the areas that are comparable, SEK thousand; the percentage "
        "is the change from {first} to {last}."
    )
    columns = [
        building.texts("name", _("Area")),
        Column("year", _("Year"), lambda row: values.year(row["year"])),
        amounts("budget_tkr", _("budget").capitalize()),
    ]
    return building.chart(
        small_panels(
            [_panel(years) for _area, years in shown.groupby("area", sort=False)],
            columns=4,
            as_lines=True,
        ),
        shown,
        columns,
        key=("area", "year"),
        headline=headlines.series(compared),
        alt=_("Line chart of the budget by area and year in SEK thousand: {values}."),
        marks=[
            Line(key=str(area), words=_mark(years), rows=rows_of(years))
            for area, years in shown.groupby("area", sort=False)
        ],
        **plan_labels(shown, "series", caption, first=first, dash=locales.DASH, last=last),
    )


def _mark(years: pd.DataFrame) -> Phrase:
    """Describe an area's line in words."""
    words = [
        fill("{year}: {budget}", year=int(year), budget=values.amount(amount, unit="tkr"))
        for year, amount in zip(years["year"], years["budget_tkr"], strict=True)
    ]
    return fill("{area} {years}", area=str(years["name"].iloc[0]), years=joined(words, ", "))


def _panel(years: pd.DataFrame) -> SmallPanel:
    points = [
        Point(str(year), float(amount), locales.number(amount), "solid")
        for year, amount in zip(years["year"], years["budget_tkr"], strict=True)
    ]
    first, last = years["budget_tkr"].iloc[0], years["budget_tkr"].iloc[-1]
    percent = locales.percent(100 * (last - first) / abs(first), signed=True) if first else ""
    return SmallPanel(str(years["name"].iloc[0]), points, percent)
