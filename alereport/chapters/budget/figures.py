"""Figures of the budget. The frames are those of `analysis.budget`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd
from matplotlib.axes import Axes

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.chapters.budget import headlines
from alereport.charts.drawing import drawn_as_svg, house_style, shown_figure
from alereport.charts.stacked import (
    TYPE,
    amount_bars,
    bar_at,
    difference_bars,
    percent_pins,
    stacked,
)
from alereport.exhibits import sources
from alereport.exhibits.display import Displayable, headline_and_values, shown

LIGHT = "#cfd6da"


def bridge(bridge: pd.DataFrame) -> Displayable:
    """The way from last year's budget to this year's: a waterfall in tkr and pins in percent."""
    total = bridge.iloc[-1]
    year = int(total["plan_year"])
    steps = bridge.assign(name=bridge["name"].fillna(_("Not explained by the areas")))
    named = [*steps["name"].iloc[:-1], _amount_of(_("Budget {year}"), year, total["budget_tkr"])]
    with house_style(TYPE):
        figure, (amounts, percents) = stacked(
            named,
            bars=1,
            headings=(
                _amount_of(_("Budget {year}"), year - 1, total["previous_budget_tkr"]),
                _("Change, %"),
            ),
            share=0.6,
        )
        difference_bars(amounts, steps, "change_tkr")
        _connectors(amounts, steps)
        percent_pins(percents, steps, "change_percent")
        svg = drawn_as_svg(figure)
    caption = _(
        "From budget {previous} (the upright line) to budget {year}, area by area, SEK thousand."
    ).format(year=year, previous=year - 1)
    headline = headlines.change_by_area(bridge)
    values = _values_of_change(steps)
    alt = _("Waterfall chart of the change by area in SEK thousand: {values}.").format(
        values="; ".join(values)
    )
    drawn = {
        _("Area"): steps["name"],
        _("Budget {year}").format(year=year - 1): map(shown, steps["previous_budget_tkr"]),
        _("Budget {year}").format(year=year): map(shown, steps["budget_tkr"]),
        _("Change"): map(shown, steps["change_tkr"]),
        _("Change, %"): [shown(change, language.percent) for change in steps["change_percent"]],
    }
    return _figure(bridge, "bridge", svg, headline, caption, alt, values, drawn=drawn)


def forecast_against_budget(forecast: pd.DataFrame) -> Displayable:
    """How the year before is expected to end: forecast (hatched) against budget (outlined)."""
    year = int(forecast["plan_year"].iloc[0]) - 1
    with house_style(TYPE):
        figure, (amounts, deviations) = stacked(
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
        svg = drawn_as_svg(figure)
    caption = _(
        "Forecast {year} (hatched) against budget {year} (outlined) by area; "
        "the difference is forecast less budget."
    ).format(year=year)
    headline = headlines.forecast_against_budget(forecast)
    values = _values_of_forecast(forecast)
    alt = _("Bar chart of forecast and budget {year} by area in SEK thousand: {values}.").format(
        year=year, values="; ".join(values)
    )
    drawn = {
        _("Area"): forecast["name"],
        _("Forecast {year}").format(year=year): map(shown, forecast["previous_forecast_tkr"]),
        _("Budget {year}").format(year=year): map(shown, forecast["previous_budget_tkr"]),
        _("Difference"): map(shown, forecast["deviation_tkr"]),
    }
    return _figure(forecast, "forecast", svg, headline, caption, alt, values, drawn=drawn)


def _amount_of(what: str, year: int, amount: float) -> str:
    return f"{what.format(year=year)}: {shown(amount)}"


def _connectors(axes: Axes, steps: pd.DataFrame) -> None:
    """Thin lines from where a step ends to where the next begins."""
    for number, end in enumerate(steps["to_tkr"].iloc[:-1]):
        ends = [bar_at(number, 1), bar_at(number + 1, 1)]
        axes.plot([end, end], ends, color=LIGHT, linewidth=0.8, zorder=0)


def _values_of_change(changes: pd.DataFrame) -> list[str]:
    """What the figure of changes shows of each area, in words."""
    return [
        f"{row['name']} {shown(row['change_tkr'], language.change)}"
        + (f" ({_('break')})" if pd.notna(row["break_reason"]) else "")
        for _index, row in changes.iterrows()
    ]


def _values_of_forecast(parts: pd.DataFrame) -> list[str]:
    """What the figure of forecast and budget shows of each area, in words."""
    return [
        _("{area} forecast {forecast}, budget {budget}").format(
            area=row["name"],
            forecast=shown(row["previous_forecast_tkr"]),
            budget=shown(row["previous_budget_tkr"]),
        )
        for _index, row in parts.iterrows()
    ]


def _figure(  # noqa: PLR0913 - all that is said of it, each once
    of: pd.DataFrame,
    name: str,
    svg: bytes,
    headline: str,
    caption: str,
    alt: str,
    values: list[str],
    *,
    drawn: Mapping[str, Iterable[str]],
) -> Displayable:
    """A figure of a plan's budget, with its source.

    Args:
        of: What it shows; one row is one mark.
        name: What it is referred to by within its chapter.
        svg: The drawing.
        headline: What it finds.
        caption: What it shows.
        alt: What it shows, for those who cannot see it.
        values: What it shows of each row of `of`, in words.
        drawn: See `shown_figure`.
    """
    first = of.iloc[0]
    return shown_figure(
        svg,
        label=f"{first['committee']}-{first['plan_year']}-{name}",
        headline=headline,
        caption=f"{caption} {sources.source(of)}",
        alt=alt,
        traced=headline_and_values(headline, of, values, of["rows"]),
        drawn=drawn,
    )
