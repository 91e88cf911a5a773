"""Figures of the budget. The frames are those of `analysis.budget`."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from alereport import language
from alereport.datasets import TOTAL
from alereport.language import gettext as _
from alereport.presentation import headlines, text
from alereport.presentation.display import Displayable, Traced, rows_of, shown
from alereport.presentation.figures.drawing import (
    FAINT,
    INK,
    LESS,
    MORE,
    drawn_as_svg,
    house_style,
    names_of,
    panels,
    room_for_values,
    shown_figure,
    value_at,
)


def change_by_area(changes: pd.DataFrame) -> Displayable:
    """How each area's budget differs from the year before: bars in tkr and pins in percent."""
    with house_style():
        figure, (names, amounts, percents) = panels(changes)
        names_of(names, changes)
        _difference_bars(amounts, changes)
        _percent_pins(percents, changes)
        for axes, heading in ((amounts, _("Change, SEK thousand")), (percents, _("Change, %"))):
            axes.set_title(heading, fontsize=9, color=INK, pad=4)
        svg = drawn_as_svg(figure)
    total = changes.iloc[-1]
    caption = _("Change by area, budget {year} less budget {previous}.").format(
        year=total["plan_year"], previous=total["plan_year"] - 1
    )
    headline = headlines.change_by_area(changes)
    values = _values_of_change(changes)
    alt = _("Bar chart of the change by area in SEK thousand: {values}.").format(
        values="; ".join(values)
    )
    return _figure(changes, "change", svg, headline, caption, alt, values)


def forecast_against_budget(forecast: pd.DataFrame) -> Displayable:
    """How the year before is expected to end: forecast (hatched) against budget (outlined)."""
    parts = forecast[forecast["area"].ne(TOTAL)].reset_index(drop=True)
    with house_style():
        figure, (names, amounts, deviations) = panels(parts)
        names_of(names, parts)
        _paired_bars(amounts, parts)
        amounts.set_title(_("SEK thousand"), fontsize=9, color=INK, pad=4)
        deviations.set_title(_("Difference"), fontsize=9, color=INK, pad=4)
        deviations.set_xlim(0, 1)
        for at, value in enumerate(parts["deviation_tkr"]):
            deviations.text(1, at, shown(value, language.change), ha="right", va="center")
        svg = drawn_as_svg(figure)
    year = int(parts["plan_year"].iloc[0]) - 1
    caption = _(
        "Forecast {year} (hatched) against budget {year} (outlined) by area; "
        "the difference is forecast less budget."
    ).format(year=year)
    headline = headlines.forecast_against_budget(forecast)
    values = _values_of_forecast(parts)
    alt = _("Bar chart of forecast and budget {year} by area in SEK thousand: {values}.").format(
        year=year, values="; ".join(values)
    )
    return _figure(parts, "forecast", svg, headline, caption, alt, values)


def _difference_bars(axes: Axes, changes: pd.DataFrame) -> None:
    values = changes["change_tkr"].fillna(0)
    room_for_values(axes, values)
    axes.axvline(0, color=INK, linewidth=0.8)
    for at, (value, reason) in enumerate(zip(values, changes["break_reason"], strict=True)):
        broken = pd.notna(reason)
        colour = MORE if value > 0 else LESS
        axes.barh(
            at,
            value,
            height=0.56,
            facecolor="none" if broken else colour,
            edgecolor=FAINT if broken else colour,
            linestyle="--" if broken else "-",
        )
        value_at(axes, value, at, shown(changes["change_tkr"].iloc[at], language.change))


def _percent_pins(axes: Axes, changes: pd.DataFrame) -> None:
    values = changes["change_percent"]
    room_for_values(axes, values.fillna(0))
    low, high = axes.get_xlim()
    more_room_left = -low > high
    axes.axvline(0, color=INK, linewidth=0.8)
    for at, value in enumerate(values):
        if pd.isna(value):
            broken = pd.notna(changes["break_reason"].iloc[at])
            words = _("break") if broken else language.DASH
            value_at(axes, 0.0, at, words, left=more_room_left, size=8)
            continue
        colour = MORE if value > 0 else LESS if value < 0 else INK
        axes.plot([0, value], [at, at], color=colour, linewidth=1.4)
        axes.plot(value, at, "s", color=colour, markersize=4)
        value_at(axes, value, at, language.change(value, 1), gap=0.07)


def _paired_bars(axes: Axes, parts: pd.DataFrame) -> None:
    columns = ["previous_budget_tkr", "previous_forecast_tkr"]
    low, high = min(0.0, parts[columns].min().min()), max(0.0, parts[columns].max().max())
    span = (high - low) or 1.0
    axes.set_xlim(low - 0.02 * span, high + 0.34 * span)
    axes.axvline(0, color=INK, linewidth=0.8)
    for at, row in enumerate(parts.to_dict("records")):
        for offset, column, hatch in ((-0.19, columns[0], ""), (0.19, columns[1], "/////")):
            value = row[column]
            if pd.isna(value):
                continue
            axes.barh(at + offset, value, height=0.3, facecolor="none", edgecolor=INK, hatch=hatch)
            end = max(value, 0.0) + 0.03 * span
            axes.text(end, at + offset, language.number(value), va="center", fontsize=8.5)


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


def _figure(
    of: pd.DataFrame,
    name: str,
    svg: bytes,
    headline: str,
    caption: str,
    alt: str,
    values: list[str],
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
    """
    first = of.iloc[0]
    return shown_figure(
        svg,
        label=f"{first['committee']}-{first['plan_year']}-{name}",
        headline=headline,
        caption=f"{caption} {text.source(of)}",
        alt=alt,
        traced=(
            Traced(headline, rows_of(of)),
            *(Traced(words, rows) for words, rows in zip(values, of["rows"], strict=True)),
        ),
    )
