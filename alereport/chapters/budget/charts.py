"""The charts of the chapter on the budget; the frames are from `analysis`."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from alereport.base.locales import gettext as _
from alereport.chapters.budget import sentences
from alereport.chapters.common.sentences import plan_labels
from alereport.charts.drawing import drawn_as_svg, house_style
from alereport.charts.stacked import (
    TYPE,
    amount_bars,
    bar_middle,
    difference_bars,
    percent_pins,
    stacked_panels,
)
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, numbers
from alereport.exhibits.model import Chart
from alereport.exhibits.phrases import Phrase, fill

LIGHT = "#cfd6da"


def bridge(bridge: pd.DataFrame) -> Chart:
    """Draw the change of the budget by area: a waterfall in tkr and pins in percent."""
    year = int(bridge["plan_year"].iloc[-1])
    steps = bridge.assign(name=bridge["name"].fillna(_("Not explained by the areas")))
    caption = _(
        "From budget {previous} (the upright line) to budget {year}, area by area, SEK thousand."
    )
    columns = [
        building.texts("name", _("Area")),
        numbers("previous_budget_tkr", _("Budget {year}").format(year=year - 1), unit="tkr"),
        numbers("budget_tkr", _("Budget {year}").format(year=year), unit="tkr"),
        numbers("change_tkr", _("Change"), unit="tkr", basis="derived"),
        Column("change_percent", _("Change, %"), lambda row: values.percent(row["change_percent"])),
    ]
    return building.chart(
        _bridge_svg(steps, year),
        steps,
        columns,
        key="area",
        headline=sentences.change_headline(bridge),
        alt=_("Waterfall chart of the change by area in SEK thousand: {values}."),
        marks=_change_mark,
        **plan_labels(bridge, "bridge", caption, previous=year - 1),
    )


def _bridge_svg(steps: pd.DataFrame, year: int) -> bytes:
    total = steps.iloc[-1]
    names = [
        *steps["name"].iloc[:-1],
        _labelled_amount(_("Budget {year}"), year, total["budget_tkr"]),
    ]
    with house_style(TYPE):
        figure, (amounts, percents) = stacked_panels(
            names,
            bars=1,
            headings=(
                _labelled_amount(_("Budget {year}"), year - 1, total["previous_budget_tkr"]),
                _("Change, %"),
            ),
            share=0.6,
        )
        difference_bars(amounts, steps, "change_tkr")
        _connectors(amounts, steps)
        percent_pins(percents, steps, "change_percent")
        return drawn_as_svg(figure)


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
        _forecast_svg(forecast),
        forecast,
        columns,
        key="area",
        headline=sentences.forecast_headline(forecast),
        alt=alt.replace("{year}", str(year)),
        marks=_forecast_mark,
        **plan_labels(forecast, "forecast", caption) | {"as_of": year},
    )


def _forecast_svg(forecast: pd.DataFrame) -> bytes:
    with house_style(TYPE):
        figure, (amounts, deviations) = stacked_panels(
            forecast["name"].tolist(),
            bars=2,
            headings=(_("SEK thousand"), _("Difference")),
            share=0.6,
        )
        amount_bars(
            amounts,
            forecast,
            [
                ("previous_budget_tkr", "", _("budget")),
                ("previous_forecast_tkr", "/////", _("forecast")),
            ],
        )
        difference_bars(deviations, forecast, "deviation_tkr", bars=2)
        return drawn_as_svg(figure)


def _labelled_amount(label: str, year: int, amount: float) -> str:
    return f"{label.format(year=year)}: {values.amount(amount)}"


def _connectors(axes: Axes, steps: pd.DataFrame) -> None:
    """Draw a thin line from the end of each step to the start of the next."""
    for number, end in enumerate(steps["to_tkr"].iloc[:-1]):
        middles = [bar_middle(number, 1), bar_middle(number + 1, 1)]
        axes.plot([end, end], middles, color=LIGHT, linewidth=0.8, zorder=0)


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
