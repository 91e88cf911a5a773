"""The sentences of the chapter on the budget, each with its condition.

The condition takes a row of `analysis.change_by_area` or `forecast_against_budget`, most often
that of the total.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.chapters.common import rows
from alereport.chapters.common.sentences import with_percent
from alereport.data.datasets import TOTAL
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    fill,
    fill_first,
    fill_plural,
    joined,
    message,
)
from alereport.exhibits.values import million, tkr

Facts = Any
"""A row of a frame."""


def _is_silent(total: Facts) -> bool:
    return bool(pd.isna(total["change_tkr"]))


def _is_broken(total: Facts) -> bool:
    return bool(pd.notna(total["break_reason"]))


def _grows(total: Facts) -> bool:
    return bool(total["change_tkr"] > 0)


def _falls(total: Facts) -> bool:
    return bool(total["change_tkr"] < 0)


def _is_over(total: Facts) -> bool:
    return bool(total["deviation_tkr"] > 0)


def _is_under(total: Facts) -> bool:
    return bool(total["deviation_tkr"] < 0)


def _has_no_forecast(total: Facts) -> bool:
    return bool(pd.isna(total["deviation_tkr"]))


LEAD = (
    Sentence(
        "no-budget-before",
        message("The budget for {year} is {budget}; the plan has no budget for {previous}."),
        _is_silent,
    ),
    Sentence(
        "not-comparable",
        message(
            "The budget for {year} is {budget}, against {before} for {previous}, "
            "but the two years do not compare."
        ),
        _is_broken,
    ),
    Sentence(
        "more",
        message("The budget for {year} is {budget}, {difference} more than for {previous}."),
        _grows,
    ),
    Sentence(
        "less",
        message("The budget for {year} is {budget}, {difference} less than for {previous}."),
        _falls,
    ),
    Sentence("same", message("The budget for {year} is {budget}, the same as for {previous}.")),
)

FORECAST = (
    Sentence(
        "over",
        message("The forecast for {year} is {forecast}, {difference} over its budget."),
        _is_over,
    ),
    Sentence(
        "under",
        message("The forecast for {year} is {forecast}, {difference} under its budget."),
        _is_under,
    ),
    Sentence("equal", message("The forecast for {year} is {forecast}, equal to its budget.")),
)

AGAINST_BUDGET = (
    Sentence("no-budget", message("no budget for {year} in the plan"), _is_silent),
    Sentence("not-comparable", message("does not compare with {year}"), _is_broken),
    Sentence("change", message("{change} on {year}")),
)

AGAINST_FORECAST = (
    Sentence("over", message("{difference} over budget {year}"), _is_over),
    Sentence("under", message("{difference} under budget {year}"), _is_under),
    Sentence("equal", message("equal to budget {year}")),
)

CHANGE_HEADLINE = (
    Sentence("no-budget", message("The plan has no budget for {year}"), _is_silent),
    Sentence(
        "grows-not-comparable",
        message("The budget grows by {difference}, but the years do not compare"),
        lambda total: _is_broken(total) and _grows(total),
    ),
    Sentence(
        "falls-not-comparable",
        message("The budget falls by {difference}, but the years do not compare"),
        _is_broken,
    ),
    Sentence("unchanged", message("The total is unchanged"), lambda total: not total["change_tkr"]),
    Sentence(
        "grows-most",
        message("The budget grows by {difference}, most for {area}"),
        lambda total: _grows(total) and total["most"] is not None,
    ),
    Sentence("grows", message("The budget grows by {difference}"), _grows),
    Sentence(
        "falls-most",
        message("The budget falls by {difference}, most for {area}"),
        lambda total: total["most"] is not None,
    ),
    Sentence("falls", message("The budget falls by {difference}")),
)

FORECAST_HEADLINE = (
    Sentence("no-forecast", message("The plan has no forecast for {year}"), _has_no_forecast),
    Sentence(
        "over",
        message("The forecast for {year} is {difference} over budget, most for {area}"),
        _is_over,
    ),
    Sentence(
        "under",
        message("The forecast for {year} is {difference} under budget, most for {area}"),
        _is_under,
    ),
    Sentence("equal", message("The forecast for {year} equals the budget")),
)

SERIES_HEADLINE = (
    Sentence("grows", message("The budget grows by {difference} from {first} to {last}"), _grows),
    Sentence("falls", message("The budget falls by {difference} from {first} to {last}"), _falls),
    Sentence("same", message("The budget is as large in {last} as in {first}")),
)

COMPOSITION = (
    Sentence(
        "nothing",
        message("No comparable area changes."),
        lambda counts: not counts["up"] and not counts["down"],
    ),
    Sentence(
        "only-falls",
        message("No comparable area grows; {falls} by {sum_down} in all."),
        lambda counts: not counts["up"],
    ),
    Sentence(
        "only-grows",
        message("No comparable area falls; {grows} by {sum_up} in all."),
        lambda counts: not counts["down"],
    ),
    Sentence("both", message("In all, {grows} by {sum_up} and {falls} by {sum_down}.")),
)

EXTREMES = (
    Sentence(
        "both",
        message("The largest increase is in {most}; the largest decrease is in {least}."),
        lambda counts: counts["up"] and counts["down"],
    ),
    Sentence("up", message("The largest increase is in {most}."), lambda counts: counts["up"]),
    Sentence("down", message("The largest decrease is in {least}."), lambda counts: counts["down"]),
)


def lead(total: Facts) -> Phrase:
    """Return the most important sentence of the chapter: the budget and its change."""
    year, previous = rows.years(total)
    difference = tkr(abs(total["change_tkr"]), basis="derived")
    return fill_first(
        LEAD,
        total,
        year=year,
        previous=previous,
        budget=tkr(total["budget_tkr"]),
        before=tkr(total["previous_budget_tkr"]),
        difference=with_percent(difference, total),
    )


def against_budget(total: Facts, previous: int) -> Phrase:
    """Return the comparison of the budget with the year before, for a key figure."""
    change = million(total["change_tkr"], signed=True)
    return fill_first(
        AGAINST_BUDGET, total, year=previous, change=with_percent(change, total, signed=True)
    )


def against_forecast(total: Facts, previous: int) -> Phrase:
    """Return the comparison of the forecast with its budget, for a key figure."""
    difference = million(abs(total["deviation_tkr"]))
    return fill_first(AGAINST_FORECAST, total, year=previous, difference=difference)


def forecast(total: Facts) -> Phrase:
    """Return the sentence on the forecast of the year before; empty if the plan has none."""
    if _has_no_forecast(total):
        return Phrase()
    return fill_first(
        FORECAST,
        total,
        year=rows.years(total)[1],
        forecast=tkr(total["previous_forecast_tkr"]),
        difference=tkr(abs(total["deviation_tkr"]), basis="derived"),
    )


def composition(changes: pd.DataFrame) -> Phrase:
    """Return the sentence on how many areas grow and fall, and by how much in total."""
    up, down = _up_and_down(changes)
    return fill_first(
        COMPOSITION,
        {"up": len(up), "down": len(down)},
        grows=fill_plural("{count} area grows", "{count} areas grow", len(up)),
        falls=fill_plural("{count} area falls", "{count} areas fall", len(down)),
        sum_up=tkr(up["change_tkr"].sum(), basis="derived"),
        sum_down=tkr(-down["change_tkr"].sum(), basis="derived"),
    )


def extremes(changes: pd.DataFrame) -> Phrase:
    """Return the sentence on the largest increase and decrease; empty if no area changes."""
    up, down = _up_and_down(changes)
    return fill_first(
        EXTREMES,
        {"up": len(up), "down": len(down)},
        most="" if up.empty else _with_change(rows.largest(up, "change_tkr")),
        least="" if down.empty else _with_change(rows.smallest(down, "change_tkr")),
    )


def change_headline(changes: pd.DataFrame) -> Phrase:
    """Return the headline of the chart of changes."""
    total, areas = rows.total(changes), rows.comparable(changes)
    same_direction = areas[areas["change_tkr"].mul(total["change_tkr"]) > 0]
    extreme = rows.largest if total["change_tkr"] > 0 else rows.smallest
    most = None if same_direction.empty else extreme(areas, "change_tkr")["name"]
    return fill_first(
        CHANGE_HEADLINE,
        {**total, "most": most},
        year=rows.years(total)[1],
        difference=million(abs(total["change_tkr"])),
        area=str(most),
    )


def forecast_headline(forecast: pd.DataFrame) -> Phrase:
    """Return the headline of the chart of forecast against budget."""
    total, areas = rows.total(forecast), rows.parts(forecast)
    extreme = rows.largest if _is_over(total) else rows.smallest
    has_deviation = areas["deviation_tkr"].notna().any()
    return fill_first(
        FORECAST_HEADLINE,
        total,
        year=rows.years(total)[1],
        difference=million(abs(total["deviation_tkr"])),
        area=str(extreme(areas, "deviation_tkr")["name"]) if has_deviation else "",
    )


def series_headline(series: pd.DataFrame) -> Phrase:
    """Return the headline of the chart over the years: the total, in the years that compare."""
    totals = series[series["area"].eq(TOTAL) & series["budget_tkr"].notna()]
    compared = totals[totals["compares"]]
    first, last = compared.iloc[0], compared.iloc[-1]
    if len(compared) == 1:
        sentence = _("The budget for {year} does not compare with the years before")
        return fill(sentence, year=int(last["year"]))
    change = last["budget_tkr"] - first["budget_tkr"]
    headline = fill_first(
        SERIES_HEADLINE,
        {"change_tkr": change},
        difference=million(abs(change)),
        first=int(first["year"]),
        last=int(last["year"]),
    )
    if len(compared) == len(totals):
        return headline
    return joined([headline, _("; the years before do not compare")], "")


def _up_and_down(changes: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the comparable areas that grow, and the ones that fall."""
    areas = rows.comparable(changes)
    return areas[areas["change_tkr"] > 0], areas[areas["change_tkr"] < 0]


def _with_change(row: Facts) -> Phrase:
    change = tkr(row["change_tkr"], signed=True, basis="derived")
    return fill("{area}, {change}", area=row["name"], change=with_percent(change, row, signed=True))
