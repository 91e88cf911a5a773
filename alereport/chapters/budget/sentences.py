"""The sentences of the chapter on the budget, each with its condition.

The condition takes a row of `analysis.change_by_area` or `forecast_against_budget`, most often
that of the total.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.chapters.common import rows
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    Words,
    fill,
    fill_first,
    fill_plural,
    in_sentence,
    listing,
    message,
)
from alereport.exhibits.values import money, percent

Facts = Any
"""A row of a frame."""


def is_silent(total: Facts) -> bool:
    return bool(pd.isna(total["change_tkr"]))


def is_broken(total: Facts) -> bool:
    return bool(pd.notna(total["break_reason"]))


def grows(total: Facts) -> bool:
    return bool(total["change_tkr"] > 0)


def falls(total: Facts) -> bool:
    return bool(total["change_tkr"] < 0)


def is_over(total: Facts) -> bool:
    return bool(total["deviation_tkr"] > 0)


def is_under(total: Facts) -> bool:
    return bool(total["deviation_tkr"] < 0)


def has_no_forecast(total: Facts) -> bool:
    return bool(pd.isna(total["deviation_tkr"]))


LEAD = (
    Sentence(
        "no-budget-before",
        message("The plan's budget for {year} is {budget}; it has none for {previous}."),
        is_silent,
    ),
    Sentence(
        "not-comparable",
        message(
            "The plan's budget for {year} is {budget}, against {before} for {previous}, "
            "but the two years are not comparable."
        ),
        is_broken,
    ),
    Sentence(
        "more",
        message("The plan's budget for {year} is {budget}, {difference} more than for {previous}."),
        grows,
    ),
    Sentence(
        "less",
        message("The plan's budget for {year} is {budget}, {difference} less than for {previous}."),
        falls,
    ),
    Sentence(
        "same", message("The plan's budget for {year} is {budget}, the same as for {previous}.")
    ),
)

FORECAST = (
    Sentence(
        "over",
        message("The forecast for {year} is {forecast}, {difference} over its budget."),
        is_over,
    ),
    Sentence(
        "under",
        message("The forecast for {year} is {forecast}, {difference} under its budget."),
        is_under,
    ),
    Sentence(
        "equal",
        message("The forecast for {year} is {forecast}, equal to its budget."),
        lambda total: total["deviation_tkr"] == 0,
    ),
)

BESIDE_FORECAST = (
    Sentence(
        "above",
        message("{difference} above the forecast for {year}"),
        lambda facts: facts["compares"] and facts["above_tkr"] > 0,
    ),
    Sentence(
        "below",
        message("{difference} below the forecast for {year}"),
        lambda facts: facts["compares"] and facts["above_tkr"] < 0,
    ),
    Sentence(
        "equal",
        message("as much as the forecast for {year}"),
        lambda facts: facts["compares"] and facts["above_tkr"] == 0,
    ),
    Sentence(
        "not-comparable",
        message("not comparable with {year}"),
        lambda facts: not facts["compares"],
    ),
)

AGAINST_FORECAST = (
    Sentence("over", message("{difference} over budget {year}"), is_over),
    Sentence("under", message("{difference} under budget {year}"), is_under),
    Sentence("equal", message("equal to budget {year}"), lambda total: total["deviation_tkr"] == 0),
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

MOST = (
    Sentence(
        "more-comparable",
        message("Of what is comparable, the largest increase is for {area}, {change}."),
        lambda row: row["total_broken"] and grows(row),
    ),
    Sentence(
        "less-comparable",
        message("Of what is comparable, the largest decrease is for {area}, {change}."),
        lambda row: row["total_broken"] and falls(row),
    ),
    Sentence("more", message("The largest increase is for {area}, {change}."), grows),
    Sentence("less", message("The largest decrease is for {area}, {change}."), falls),
)

REQUIREMENT = (
    Sentence(
        "without-year-before",
        message("{amount}"),
        lambda row: pd.isna(row["previous_tkr"]),
    ),
    Sentence(
        "new",
        message("{amount}, none in {previous}"),
        lambda row: row["previous_tkr"] == 0,
    ),
    Sentence(
        "tightened",
        message("{amount}, {change} more than in {previous} ({before})"),
        lambda row: row["change_percent"] > 0,
    ),
    Sentence(
        "eased",
        message("{amount}, {change} less than in {previous} ({before})"),
        lambda row: row["change_percent"] < 0,
    ),
    Sentence(
        "unchanged",
        message("{amount}, as in {previous}"),
        lambda row: row["change_percent"] == 0,
    ),
)


def in_percent(value: float) -> Phrase:
    """Return a percentage without its sign as running text has it, such as `1,8 procent`."""
    return fill(_("{number} per cent"), number=percent(abs(value), has_unit=False))


def changed_by(row: Facts) -> Words:
    """Return a row's change without its sign, in per cent too if the two years are comparable."""
    change = money(row["change_tkr"], hedge=row["change_hedge"])
    if pd.isna(row["change_percent"]):
        return change
    return fill("{change} ({percent})", change=change, percent=in_percent(row["change_percent"]))


def lead(total: Facts) -> Phrase:
    """Return the most important sentence of the chapter: the budget and its change."""
    year, previous = rows.years(total)
    return fill_first(
        LEAD,
        total,
        year=year,
        previous=previous,
        budget=money(total["budget_tkr"], hedge=total["budget_hedge"]),
        before=money(total["previous_budget_tkr"], hedge=total["previous_budget_hedge"]),
        difference=changed_by(total),
    )


def largest_change(changes: pd.DataFrame) -> pd.Series[Any] | None:
    """Return the comparable area that explains most of the total: of those that move with it.

    Where the total is not comparable or does not change, any area may be it.
    """
    total, areas = rows.total(changes), rows.comparable(changes)
    moving = areas[areas["change_tkr"] != 0]
    if not is_broken(total) and total["change_tkr"]:
        moving = moving[moving["change_tkr"].mul(total["change_tkr"]) > 0]
    return None if moving.empty else rows.furthest(moving, "change_tkr")


def opposite_change(changes: pd.DataFrame) -> pd.Series[Any] | None:
    """Return the comparable area that moves most against the total; None if there is none."""
    total, areas = rows.total(changes), rows.comparable(changes)
    against = areas[areas["change_tkr"].mul(total["change_tkr"]) < 0]
    return None if is_broken(total) or against.empty else rows.furthest(against, "change_tkr")


def most(area: Facts, total: Facts) -> Phrase:
    """Return the sentence on an area that changes most in one direction.

    Args:
        area: Its row, `largest_change` or `opposite_change`.
        total: The row of the total.
    """
    return fill_first(
        MOST,
        {**area, "total_broken": is_broken(total)},
        area=in_sentence(str(area["name"])),
        change=changed_by(area),
    )


def not_comparable(areas: pd.DataFrame) -> Phrase:
    """Return which areas are not comparable with the year before; empty if there are none."""
    if areas.empty:
        return Phrase()
    return fill_plural(
        "{areas} is not comparable with {previous}",
        "{areas} are not comparable with {previous}",
        len(areas),
        areas=listing([in_sentence(str(name)) for name in areas["name"]]),
        previous=rows.years(areas.iloc[0])[1],
    )


def beside_forecast(total: Facts) -> Phrase:
    """Return the comparison of the budget with the forecast of the year before."""
    above = total["budget_tkr"] - total["previous_forecast_tkr"]
    facts = {"above_tkr": above, "compares": not is_broken(total)}
    base = total["previous_forecast_tkr"]
    percentage = percent(abs(100 * above / base)) if base else money(above)
    return fill_first(BESIDE_FORECAST, facts, year=rows.years(total)[1], difference=percentage)


def against_forecast(total: Facts) -> Phrase:
    """Return the comparison of the forecast with its budget, for a key figure."""
    difference = money(total["deviation_tkr"], hedge=total["deviation_hedge"])
    return fill_first(AGAINST_FORECAST, total, year=rows.years(total)[1], difference=difference)


def forecast(total: Facts) -> Phrase:
    """Return the sentence on the forecast of the year before; empty if the plan has none."""
    if has_no_forecast(total):
        return Phrase()
    return fill_first(
        FORECAST,
        total,
        year=rows.years(total)[1],
        forecast=money(total["previous_forecast_tkr"], hedge=total["previous_forecast_hedge"]),
        difference=money(total["deviation_tkr"], hedge=total["deviation_hedge"]),
    )


def composition(changes: pd.DataFrame) -> Phrase:
    """Return the sentence on how many areas grow and fall, and by how much in total."""
    up, down = up_and_down(changes)
    return fill_first(
        COMPOSITION,
        {"up": len(up), "down": len(down)},
        grows=fill_plural("{count} area grows", "{count} areas grow", len(up), rows.of_each(up)),
        falls=fill_plural(
            "{count} area falls", "{count} areas fall", len(down), rows.of_each(down)
        ),
        sum_up=money(up["change_tkr"].sum()),
        sum_down=money(down["change_tkr"].sum()),
    )


def requirement(row: Facts) -> Phrase:
    """Return how much a requirement of `requirements.must_save` is, beside the year before."""
    return fill_first(
        REQUIREMENT,
        row,
        amount=money(row["amount_tkr"], hedge=row["hedge"]),
        before=money(row["previous_tkr"]),
        change=in_percent(row["change_percent"]),
        previous=rows.years(row)[1],
    )


def up_and_down(changes: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the comparable areas that grow, and the ones that fall."""
    areas = rows.comparable(changes)
    return areas[areas["change_tkr"] > 0], areas[areas["change_tkr"] < 0]
