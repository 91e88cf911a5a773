"""The chart of a committee's budgets over the years; the frame is from `analysis.series`."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.budget import sentences
from alereport.chapters.common.sentences import plan_labels
from alereport.charts.drawing import FAINT, INK, WIDTH, drawn_as_svg, house_style
from alereport.charts.stacked import LETTER, SMALL, TYPE
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, numbers, rows_of
from alereport.exhibits.model import Chart, Line, Text
from alereport.exhibits.phrases import Phrase, fill, joined

NAME, NOTE, VALUE, COLUMN, YEAR, GAP = 0.25, 0.19, 0.2, 0.52, 0.22, 0.08
"""Heights in inches: an area's name, the label of a break, a value, the tallest column, the years
and the space between areas."""


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
    with house_style(TYPE):
        svg = drawn_as_svg(_figure(series))
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
        svg,
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


def _figure(series: pd.DataFrame) -> Figure:
    parts = series[series["area"].ne(TOTAL)]
    panels = [rows for _area, rows in series.groupby("area", sort=False)]
    scales = [_scale(rows if rows["area"].iloc[0] == TOTAL else parts) for rows in panels]
    heights = [_heights(rows, scale) for rows, scale in zip(panels, scales, strict=True)]
    height = YEAR + sum(panel_height for panel_height, _below in heights) + YEAR
    figure = Figure(figsize=(WIDTH, height))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    years = panels[0]["year"].tolist()
    slot = WIDTH / len(years)
    top = YEAR
    for rows, scale, (panel_height, below) in zip(panels, scales, heights, strict=True):
        _panel(axes, rows, scale, (top, top + panel_height - below - GAP), slot)
        top += panel_height
    for number, year in enumerate(years):
        for y in (YEAR / 2, height - YEAR / 2):
            axes.text((number + 0.5) * slot, y, str(year), ha="center", va="center")
    return figure


def _scale(rows: pd.DataFrame) -> float:
    """Return the height of one tkr, in inches."""
    largest = float(rows[["budget_tkr", "forecast_tkr"]].abs().max().max())
    return COLUMN / largest if largest else 0.0


def _heights(rows: pd.DataFrame, scale: float) -> tuple[float, float]:
    """Return the height of an area's panel and of the part below its zero line, in inches."""
    amounts = rows[["budget_tkr", "forecast_tkr"]]
    lowest, highest = float(amounts.min().min()), float(amounts.max().max())
    note = NOTE if rows["break_reason"].notna().any() else 0.0
    above = VALUE + scale * max(0.0, highest)
    below = VALUE - scale * lowest if lowest < 0 else 0.0
    return NAME + note + above + below + GAP, below


def _panel(
    axes: Axes, rows: pd.DataFrame, scale: float, span: tuple[float, float], slot: float
) -> None:
    top, zero = span
    is_total = rows["area"].iloc[0] == TOTAL
    name, weight = str(rows["name"].iloc[0]), "bold" if is_total else "normal"
    axes.text(0, top + NAME / 2, name, va="center", fontweight=weight)
    axes.plot([0, WIDTH], [zero, zero], color=INK, linewidth=0.8)
    for number, row in enumerate(rows.to_dict("records")):
        if pd.notna(row["break_reason"]):
            left = number * slot
            axes.plot([left, left], [top + NAME, zero], color=FAINT, linestyle="--")
            label, width = _("break"), LETTER * len(_("break")) + 0.1
            side = "right" if left + width > WIDTH else "left"
            x = left - 0.05 if side == "right" else left + 0.05
            axes.text(x, top + NAME + NOTE / 2, label, ha=side, va="center", fontsize=SMALL)
        _columns(axes, row, scale, zero, (number * slot, slot))


def _columns(
    axes: Axes, row: dict[Hashable, Any], scale: float, zero: float, slot: tuple[float, float]
) -> None:
    amounts = ((row["budget_tkr"], ""), (row["forecast_tkr"], "/////"))
    columns = [(amount, hatch) for amount, hatch in amounts if pd.notna(amount)]
    left, width = slot
    centre = left + width / 2
    if not columns:  # No plan has amounts for the year.
        axes.text(centre, zero - VALUE / 2, locales.DASH, ha="center", va="center")
    step = width / max(len(columns), 1)
    style: dict[str, Any] = {"width": 0.3 * width, "facecolor": "none", "edgecolor": INK}
    for number, (amount, hatch) in enumerate(columns):
        middle = centre + (number - (len(columns) - 1) / 2) * step
        axes.bar(middle, -scale * amount, bottom=zero, hatch=hatch, **style)
        label = locales.number(amount)
        if LETTER * len(label) > step:
            continue  # The value is in the table.
        y = zero - scale * amount + (VALUE / 2 if amount < 0 else -VALUE / 2)
        axes.text(middle, y, label, ha="center", va="center", fontsize=SMALL)
