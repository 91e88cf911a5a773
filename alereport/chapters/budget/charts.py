"""The charts of the chapter on the budget; the frames are from its analyses."""

from __future__ import annotations

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.budget import headlines
from alereport.chapters.budget.columns import amounts, change_columns, compared_labels
from alereport.chapters.common import rows
from alereport.chapters.common.sentences import plan_labels
from alereport.charts.bridges import Pillar, Step, bridge_panel, bridge_rows
from alereport.charts.marks import Draw, Mark, Panel, Pin, Row, Words, difference
from alereport.charts.rows import rows_chart
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow
from alereport.exhibits.model import Chart, Group, Text, nothing
from alereport.exhibits.phrases import Phrase, fill
from alereport.exhibits.values import Cell


def bridge(bridge: pd.DataFrame) -> Chart | Group:
    """Draw the steps from the budget of the year before to the plan's, and each in percent.

    The exhibit is empty where the totals are missing or not comparable: there is nothing between
    them to explain.
    """
    total = rows.total(bridge)
    if pd.isna(total["change_tkr"]) or pd.notna(total["break_reason"]):
        return nothing()
    year = int(bridge["plan_year"].iloc[-1])
    steps = bridge.assign(name=bridge["name"].fillna(_("Not explained by the areas")))
    caption = _("From budget {previous} to budget {year}, area by area, SEK thousand.")
    columns = [
        building.texts("name", _("Area")),
        amounts("previous_budget_tkr", _("Budget {year}").format(year=year - 1)),
        amounts("budget_tkr", _("Budget {year}").format(year=year)),
        Column("change_tkr", _("Change"), _change),
        Column("change_percent", _("Change, %"), lambda row: values.percent(row["change_percent"])),
    ]
    return building.chart(
        _drawn_bridge(steps, year),
        steps,
        columns,
        key="area",
        headline=headlines.changes(bridge),
        alt=_("Waterfall chart of the change by area in SEK thousand: {values}."),
        marks=_change_mark,
        **plan_labels(bridge, "bridge", caption, previous=year - 1),
    )


def _drawn_bridge(steps: pd.DataFrame, year: int) -> Draw:
    total = steps.iloc[-1]
    pillars = (
        _pillar(year - 1, total["previous_budget_tkr"], ()),
        _pillar(year, total["budget_tkr"], _percent_pin(total.to_dict())),
    )
    between = [_step(row) for row in steps.iloc[:-1].to_dict("records")]
    drawn = bridge_rows(pillars[0], between, pillars[1])
    headings = (_("SEK thousand"), _("Change, %"))
    return rows_chart(drawn, [bridge_panel(drawn, headings[0], share=2), Panel(headings[1])])


def _pillar(year: int, amount: float, percent: tuple[Mark, ...]) -> Pillar:
    name = _("Budget {year}").format(year=year)
    return Pillar(name, amount, str(values.amount(amount)), beside=(percent,))


def _step(row: FrameRow) -> Step:
    change = row["change_tkr"]
    return Step(
        str(row["name"]),
        0.0 if pd.isna(change) else float(change),
        str(_change(row)),
        broken=bool(pd.notna(row["break_reason"])),
        beside=(() if row["requirement"] else _percent_pin(row),),
    )


def _change(row: FrameRow) -> Cell:
    """Return a change; the word for a break where the two years are not comparable."""
    if pd.notna(row["break_reason"]):
        return values.not_comparable(_("break"))
    return values.amount(row["change_tkr"], unit="tkr", signed=True, basis="derived")


def _percent_pin(row: FrameRow) -> tuple[Mark, ...]:
    percent = row["change_percent"]
    if pd.isna(percent):
        return () if pd.notna(row["break_reason"]) else (Words(locales.DASH),)
    look = "more" if percent > 0 else "less" if percent < 0 else "solid"
    return (Pin(percent, locales.change(percent, 1), look),)


def forecast_against_budget(forecast: pd.DataFrame) -> Chart | Text | Group:
    """Draw how far the forecast of the year before is from its budget, by size.

    The exhibit is empty where the plan has no forecast, and a sentence where it equals the budget.
    """
    total = rows.total(forecast)
    if forecast["deviation_tkr"].isna().all():
        return nothing()
    if not forecast["deviation_tkr"].fillna(0.0).any():
        line = building.sentence("equal", "{it}.", total["rows"], it=headlines.forecast(forecast))
        return building.lines("forecast", [line])
    year = int(total["plan_year"]) - 1
    caption = _("Forecast less budget {year} by area, SEK thousand.").format(year=year)
    columns = [
        building.texts("name", _("Area")),
        amounts("previous_forecast_tkr", _("Forecast {year}").format(year=year)),
        amounts("previous_budget_tkr", _("Budget {year}").format(year=year)),
        amounts("deviation_tkr", _("Difference"), signed=True, basis="derived"),
    ]
    alt = _("Bar chart of forecast less budget {year} by area in SEK thousand: {values}.")
    ordered = _by_size(forecast, "deviation_tkr")
    return building.chart(
        _drawn_differences(ordered, "deviation_tkr", "deviation_percent"),
        ordered,
        columns,
        key="area",
        headline=headlines.forecast(forecast),
        alt=alt.replace("{year}", str(year)),
        marks=_deviation_mark,
        **plan_labels(forecast, "forecast", caption) | {"as_of": year},
    )


def compared_chart(compared: pd.DataFrame, left_out: pd.DataFrame) -> Chart | Group:
    """Draw the change of each area that compares over the years, by size.

    Args:
        compared: `comparable.comparable_total`; the exhibit is empty if it is.
        left_out: `comparable.left_out`.
    """
    if compared.empty:
        return nothing()
    ordered = _by_size(compared, "change_tkr")
    return building.chart(
        _drawn_differences(ordered, "change_tkr", "change_percent"),
        ordered,
        change_columns(compared),
        key="area",
        headline=headlines.compared(compared, left_out),
        alt=_("Bar chart of the change by area in SEK thousand: {values}."),
        marks=_change_mark,
        **compared_labels(
            compared,
            "compared-changes",
            _("Change of the budget from {first} to {last} by area, SEK thousand."),
        ),
    )


def _by_size(areas: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the areas by a column, those that move as the total does first, the total last.

    Requirements to save stand apart, between the areas and the total.
    """
    total = areas[areas["area"].eq(TOTAL)]
    largest_first = bool(total[column].iloc[0] > 0)
    ordered = rows.parts(areas).sort_values(column, ascending=not largest_first, kind="stable")
    table = pd.concat([ordered, rows.requirements(areas), total], ignore_index=True)
    return table.assign(name=table["name"].fillna(_("Comparable areas in all")))


def _drawn_differences(areas: pd.DataFrame, amount: str, percent: str) -> Draw:
    """Draw differences in tkr as bars and in percent as pins, the total apart."""
    drawn = [
        Row(
            str(row["name"]),
            (
                [difference(row[amount])],
                ()
                if row["requirement"]
                else _percent_pin({"change_percent": row[percent], "break_reason": None}),
            ),
            strong=row["area"] == TOTAL,
            ruled=row["area"] == TOTAL,
        )
        for row in areas.to_dict("records")
    ]
    return rows_chart(drawn, [Panel(_("SEK thousand"), 2), Panel(_("per cent"))])


def _change_mark(row: FrameRow) -> Phrase:
    """Describe an area's bar in a chart of changes."""
    change = _change({"break_reason": None} | dict(row))
    return fill("{area} {change}", area=str(row["name"]), change=change)


def _deviation_mark(row: FrameRow) -> Phrase:
    """Describe an area's bar in the chart of forecast and budget."""
    difference = values.amount(row["deviation_tkr"], unit="tkr", signed=True)
    return fill("{area} {difference}", area=str(row["name"]), difference=difference)
