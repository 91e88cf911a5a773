"""The chart of a committee's budgets over the years. The frame is `analysis.series`."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.budget import sentences
from alereport.chapters.common.sentences import of_plan
from alereport.charts.drawing import FAINT, INK, WIDTH, drawn_as_svg, house_style
from alereport.charts.stacked import LETTER, SMALL, TYPE
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, numbers, rows_of
from alereport.exhibits.model import Chart, Line, Text
from alereport.exhibits.phrases import Phrase, joined, say

NAME, NOTE, VALUE, COLUMN, YEAR, GAP = 0.25, 0.19, 0.2, 0.52, 0.22, 0.08
"""Inches: an area's name, the word for a break, a value, the tallest column, the years, space."""


def series_chart(series: pd.DataFrame) -> Chart | Text:
    """Every area's budget (outlined) and forecast (hatched), year by year, the total last.

    Says so where there are no more years than those of one plan.
    """
    first, last = int(series["year"].min()), int(series["year"].max())
    if series["year"].nunique() <= 2:
        said = _(
            "Earlier plans are missing in the data, so the series has only {first} and {last}, "
            "which are compared above."
        )
        return building.note("no-series", say(said, first=first, last=last))
    with house_style(TYPE):
        svg = drawn_as_svg(_drawn(series))
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
        headline=sentences.series_found(series),
        finding=rows_of(series[series["area"].eq(TOTAL)]),
        alt=_("Column chart of budget and forecast by area and year in SEK thousand: {values}."),
        marks=[
            Line(key=str(area), words=_over_the_years(rows), rows=rows_of(rows))
            for area, rows in series.groupby("area", sort=False)
        ],
        **of_plan(series, "series", caption, first=first, dash=locales.DASH, last=last),
    )


def _over_the_years(rows: pd.DataFrame) -> Phrase:
    """What the chart shows of an area."""
    years = joined([_in_words(row) for row in rows.to_dict("records")], ", ")
    return say("{area} {years}", area=str(rows["name"].iloc[0]), years=years)


def _in_words(row: dict[Hashable, Any]) -> Phrase:
    broken = f" {_('break')}" if pd.notna(row["break_reason"]) else ""
    budget = values.amount(row["budget_tkr"], unit="tkr")
    shown = say("{year}{broken}: {budget}", year=int(row["year"]), broken=broken, budget=budget)
    if pd.isna(row["forecast_tkr"]):
        return shown
    forecast = values.amount(row["forecast_tkr"], unit="tkr")
    return say("{it} ({what} {forecast})", it=shown, what=_("forecast"), forecast=forecast)


def _drawn(series: pd.DataFrame) -> Figure:
    parts = series[series["area"].ne(TOTAL)]
    panels = [rows for _area, rows in series.groupby("area", sort=False)]
    scales = [_scale(rows if rows["area"].iloc[0] == TOTAL else parts) for rows in panels]
    rooms = [_room(rows, scale) for rows, scale in zip(panels, scales, strict=True)]
    height = YEAR + sum(tall for tall, _under in rooms) + YEAR
    figure = Figure(figsize=(WIDTH, height))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    years = panels[0]["year"].tolist()
    slot = WIDTH / len(years)
    top = YEAR
    for rows, scale, (tall, under) in zip(panels, scales, rooms, strict=True):
        _panel(axes, rows, scale, (top, top + tall - under - GAP), slot)
        top += tall
    for number, year in enumerate(years):
        for at in (YEAR / 2, height - YEAR / 2):
            axes.text((number + 0.5) * slot, at, str(year), ha="center", va="center")
    return figure


def _scale(rows: pd.DataFrame) -> float:
    """Inches a tkr takes."""
    largest = float(rows[["budget_tkr", "forecast_tkr"]].abs().max().max())
    return COLUMN / largest if largest else 0.0


def _room(rows: pd.DataFrame, scale: float) -> tuple[float, float]:
    """Inches an area takes, and how many of them its columns have under their line."""
    amounts = rows[["budget_tkr", "forecast_tkr"]]
    lowest, highest = float(amounts.min().min()), float(amounts.max().max())
    note = NOTE if rows["break_reason"].notna().any() else 0.0
    over = VALUE + scale * max(0.0, highest)
    under = VALUE - scale * lowest if lowest < 0 else 0.0
    return NAME + note + over + under + GAP, under


def _panel(
    axes: Axes, rows: pd.DataFrame, scale: float, ends: tuple[float, float], slot: float
) -> None:
    top, ground = ends
    is_total = rows["area"].iloc[0] == TOTAL
    name, weight = str(rows["name"].iloc[0]), "bold" if is_total else "normal"
    axes.text(0, top + NAME / 2, name, va="center", fontweight=weight)
    axes.plot([0, WIDTH], [ground, ground], color=INK, linewidth=0.8)
    for number, row in enumerate(rows.to_dict("records")):
        if pd.notna(row["break_reason"]):
            left = number * slot
            axes.plot([left, left], [top + NAME, ground], color=FAINT, linestyle="--")
            words, room = _("break"), LETTER * len(_("break")) + 0.1
            side = "right" if left + room > WIDTH else "left"
            at = left - 0.05 if side == "right" else left + 0.05
            axes.text(at, top + NAME + NOTE / 2, words, ha=side, va="center", fontsize=SMALL)
        _columns(axes, row, scale, ground, (number * slot, slot))


def _columns(
    axes: Axes, row: dict[Hashable, Any], scale: float, ground: float, room: tuple[float, float]
) -> None:
    both = ((row["budget_tkr"], ""), (row["forecast_tkr"], "/////"))
    kinds = [(amount, hatch) for amount, hatch in both if pd.notna(amount)]
    left, width = room
    centre = left + width / 2
    if not kinds:  # No plan says anything of the year.
        axes.text(centre, ground - VALUE / 2, locales.DASH, ha="center", va="center")
    step = width / max(len(kinds), 1)
    look: dict[str, Any] = {"width": 0.3 * width, "facecolor": "none", "edgecolor": INK}
    for number, (amount, hatch) in enumerate(kinds):
        middle = centre + (number - (len(kinds) - 1) / 2) * step
        axes.bar(middle, -scale * amount, bottom=ground, hatch=hatch, **look)
        words = locales.number(amount)
        if LETTER * len(words) > step:
            continue  # It stands in the table.
        at = ground - scale * amount + (VALUE / 2 if amount < 0 else -VALUE / 2)
        axes.text(middle, at, words, ha="center", va="center", fontsize=SMALL)
