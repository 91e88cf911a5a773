"""The charts of the chapter on the budget; the frames are from `analysis`."""

from __future__ import annotations

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.budget import sentences
from alereport.chapters.common.sentences import plan_labels
from alereport.charts.bridges import Pillar, Step, bridge_panel, bridge_rows
from alereport.charts.canvas import Look
from alereport.charts.marks import Bar, Draw, Mark, Panel, Pin, Row, Words, difference
from alereport.charts.rows import rows_chart
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, numbers
from alereport.exhibits.model import Chart
from alereport.exhibits.phrases import Phrase, fill


def bridge(bridge: pd.DataFrame) -> Chart:
    """Draw the change of the budget by area: a waterfall in tkr and pins in percent."""
    year = int(bridge["plan_year"].iloc[-1])
    steps = bridge.assign(name=bridge["name"].fillna(_("Not explained by the areas")))
    caption = _("From budget {previous} to budget {year}, area by area, SEK thousand.")
    columns = [
        building.texts("name", _("Area")),
        numbers("previous_budget_tkr", _("Budget {year}").format(year=year - 1), unit="tkr"),
        numbers("budget_tkr", _("Budget {year}").format(year=year), unit="tkr"),
        numbers("change_tkr", _("Change"), unit="tkr", basis="derived"),
        Column("change_percent", _("Change, %"), lambda row: values.percent(row["change_percent"])),
    ]
    return building.chart(
        _drawn_bridge(steps, year),
        steps,
        columns,
        key="area",
        headline=sentences.change_headline(bridge),
        alt=_("Waterfall chart of the change by area in SEK thousand: {values}."),
        marks=_change_mark,
        **plan_labels(bridge, "bridge", caption, previous=year - 1),
    )


def _drawn_bridge(steps: pd.DataFrame, year: int) -> Draw:
    total = steps.iloc[-1]
    rows = bridge_rows(
        _pillar(year - 1, total["previous_budget_tkr"], ()),
        [_step(row) for row in steps.iloc[:-1].to_dict("records")],
        _pillar(year, total["budget_tkr"], _percent_pin(total.to_dict())),
    )
    headings = (_("SEK thousand"), _("Change, %"))
    return rows_chart(rows, [bridge_panel(rows, headings[0], share=2), Panel(headings[1])])


def _pillar(year: int, amount: float, percent: tuple[Mark, ...]) -> Pillar:
    name = _("Budget {year}").format(year=year)
    return Pillar(name, amount, str(values.amount(amount)), beside=(percent,))


def _step(row: FrameRow) -> Step:
    change = row["change_tkr"]
    return Step(
        str(row["name"]),
        0.0 if pd.isna(change) else float(change),
        str(values.amount(change, signed=True)),
        broken=bool(pd.notna(row["break_reason"])),
        beside=(_percent_pin(row),),
    )


def _percent_pin(row: FrameRow) -> tuple[Mark, ...]:
    percent = row["change_percent"]
    if pd.isna(percent):
        return (Words(_("break") if pd.notna(row["break_reason"]) else locales.DASH),)
    look = "more" if percent > 0 else "less" if percent < 0 else "solid"
    return (Pin(percent, locales.change(percent, 1), look),)


def forecast_against_budget(forecast: pd.DataFrame) -> Chart:
    """Draw the forecast of the year before (hatched) against its budget (outlined)."""
    year = int(forecast["plan_year"].iloc[0]) - 1
    caption = _(
        "Forecast {year} (hatched) against budget {year} (outlined) by area; "
        "the difference is forecast less budget."
    ).format(year=year)
    columns = [
        building.texts("name", _("Area")),
        numbers("previous_forecast_tkr", _("Forecast {year}").format(year=year), unit="tkr"),
        numbers("previous_budget_tkr", _("Budget {year}").format(year=year), unit="tkr"),
        numbers("deviation_tkr", _("Difference"), unit="tkr", basis="derived"),
    ]
    alt = _("Bar chart of forecast and budget {year} by area in SEK thousand: {values}.")
    return building.chart(
        _drawn_forecast(forecast),
        forecast,
        columns,
        key="area",
        headline=sentences.forecast_headline(forecast),
        alt=alt.replace("{year}", str(year)),
        marks=_forecast_mark,
        **plan_labels(forecast, "forecast", caption) | {"as_of": year},
    )


def _drawn_forecast(forecast: pd.DataFrame) -> Draw:
    names = (_("budget"), _("forecast"))
    rows = [
        _forecast_row(row, names if number == 0 else ("", ""))
        for number, row in enumerate(forecast.to_dict("records"))
    ]
    return rows_chart(rows, [Panel(_("SEK thousand"), 2), Panel(_("Difference"))])


def _forecast_row(row: FrameRow, names: tuple[str, str]) -> Row:
    kinds: tuple[tuple[str, Look], ...] = (
        ("previous_budget_tkr", "outline"),
        ("previous_forecast_tkr", "hatch"),
    )
    bars = [
        Bar(row[column], f"{values.amount(row[column])} {name}".strip(), look, line=line)
        for line, ((column, look), name) in enumerate(zip(kinds, names, strict=True))
        if pd.notna(row[column])
    ]
    is_total = row["area"] == TOTAL
    marks = (bars, [difference(row["deviation_tkr"])])
    return Row(str(row["name"]), marks, strong=is_total, ruled=is_total)


def _change_mark(row: FrameRow) -> Phrase:
    """Describe an area's bar in the chart of changes."""
    mark = fill(
        "{area} {change}",
        area=str(row["name"]),
        change=values.amount(row["change_tkr"], unit="tkr", signed=True),
    )
    return mark if pd.isna(row["break_reason"]) else fill("{it} ({why})", it=mark, why=_("break"))


def _forecast_mark(row: FrameRow) -> Phrase:
    """Describe an area's bars in the chart of forecast and budget."""
    return fill(
        _("{area} forecast {forecast}, budget {budget}"),
        area=str(row["name"]),
        forecast=values.amount(row["previous_forecast_tkr"], unit="tkr"),
        budget=values.amount(row["previous_budget_tkr"], unit="tkr"),
    )
