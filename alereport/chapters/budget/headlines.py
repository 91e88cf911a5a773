"""The headlines of the charts of the chapter on the budget: what each shows, in a sentence."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.chapters.budget.sentences import (
    changed_by,
    has_no_forecast,
    in_percent,
    is_over,
    is_under,
    not_comparable,
    up_and_down,
)
from alereport.chapters.common import rows
from alereport.chapters.common.sentences import part_in_words
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    Words,
    capitalised,
    fill_first,
    fill_plural,
    in_sentence,
    joined,
    message,
)
from alereport.exhibits.values import count, money

Facts = Any

CHANGES = (
    Sentence(
        "up-and-down",
        message(
            "The largest decrease is for {least}, {decrease}, and the largest increase for "
            "{most}, {increase}"
        ),
        lambda facts: facts["up"] and facts["down"],
    ),
    Sentence(
        "up", message("The largest increase is for {most}, {increase}"), lambda facts: facts["up"]
    ),
    Sentence(
        "down",
        message("The largest decrease is for {least}, {decrease}"),
        lambda facts: facts["down"],
    ),
    Sentence("unchanged", message("No area changes")),
)
"""Of the numbers of comparable areas that grow and that fall."""

FORECAST = (
    Sentence("no-forecast", message("The plan has no forecast for {year}"), has_no_forecast),
    Sentence(
        "half-is-a-saving",
        message(
            "The forecast for {year} is {difference} over budget; about half of that, {unbooked}, "
            "is the saving for {year}, which the forecast does not have"
        ),
        lambda facts: is_over(facts) and 45 <= facts["unbooked_percent"] <= 55,
    ),
    Sentence(
        "partly-a-saving",
        message(
            "The forecast for {year} is {difference} over budget; {unbooked} of that "
            "is the saving for {year}, which the forecast does not have"
        ),
        lambda facts: is_over(facts) and 0 < facts["unbooked_percent"] <= 100,
    ),
    Sentence(
        "over",
        message(
            "The forecast for {year} is {difference} over budget; the largest overrun is in {most}"
        ),
        lambda facts: is_over(facts) and facts["most"],
    ),
    Sentence(
        "under-in-spite",
        message(
            "The forecast for {year} is {difference} under budget, in spite of {over} over for "
            "{most}"
        ),
        lambda facts: is_under(facts) and facts["over_tkr"] > 0,
    ),
    Sentence(
        "under",
        message(
            "The forecast for {year} is {difference} under budget; {part} areas are under "
            "and none over"
        ),
        is_under,
    ),
    Sentence(
        "equal",
        message("The forecast for {year} equals the budget"),
        lambda facts: facts["deviation_tkr"] == 0,
    ),
    Sentence("over-alone", message("The forecast for {year} is {difference} over budget"), is_over),
)


def changes(changes: pd.DataFrame) -> Phrase:
    """Return the headline of the chart of changes, with the areas that are not comparable.

    The largest decrease stands first, since the question most often is why there is less.
    """
    up, down = up_and_down(changes)
    areas = rows.parts(changes)
    headline = fill_first(
        CHANGES,
        {"up": len(up), "down": len(down)},
        **_named("most", "increase", None if up.empty else rows.largest(up, "change_tkr")),
        **_named("least", "decrease", None if down.empty else rows.smallest(down, "change_tkr")),
    )
    broken = areas[areas["break_reason"].notna()]
    return joined([headline, not_comparable(broken)], "; ")


def _named(name: str, change: str, area: Facts | None) -> dict[str, Words]:
    """Return the gaps for an area's name and its change; none if there is no such area."""
    if area is None:
        return {}
    amount = money(area["change_tkr"], hedge=area["change_hedge"])
    return {name: in_sentence(str(area["name"])), change: amount}


def forecast(forecast: pd.DataFrame) -> Phrase:
    """Return the headline of the chart of forecast against budget."""
    total, areas = rows.total(forecast), rows.parts(forecast)
    over = areas[areas["deviation_tkr"] > 0]
    most = None if over.empty else rows.largest(over, "deviation_tkr")
    saving = rows.requirements(forecast)
    unbooked = saving.loc[saving["previous_forecast_tkr"].eq(0), "deviation_tkr"].sum()
    facts = {
        **total,
        "most": most is not None,
        "over_tkr": 0.0 if most is None else most["deviation_tkr"],
        "unbooked_percent": 100 * unbooked / total["deviation_tkr"] if is_over(total) else 0.0,
    }
    difference = {**total, "change_tkr": total["deviation_tkr"]}
    difference |= {"change_percent": total["deviation_percent"]}
    difference |= {"change_hedge": total["deviation_hedge"]}
    return fill_first(
        FORECAST,
        facts,
        year=rows.years(total)[1],
        difference=changed_by(difference),
        unbooked=money(unbooked),
        most="" if most is None else in_sentence(str(most["name"])),
        over=money(facts["over_tkr"]),
        part=part_in_words(areas[areas["deviation_tkr"].lt(0)], areas),
    )


COMPARED = (
    Sentence(
        "grows-without",
        message("Without {left_out} the budget grows by {percent} from {first} to {last}"),
        lambda facts: facts["left_out"] and facts["change_tkr"] > 0,
    ),
    Sentence(
        "falls-without",
        message("Without {left_out} the budget falls by {percent} from {first} to {last}"),
        lambda facts: facts["left_out"] and facts["change_tkr"] < 0,
    ),
    Sentence(
        "same-without",
        message("Without {left_out} the budget is the same in {last} as in {first}"),
        lambda facts: facts["left_out"] and facts["change_tkr"] == 0,
    ),
    Sentence(
        "grows",
        message("The budget grows by {percent} from {first} to {last}"),
        lambda facts: facts["change_tkr"] > 0,
    ),
    Sentence(
        "falls",
        message("The budget falls by {percent} from {first} to {last}"),
        lambda facts: facts["change_tkr"] < 0,
    ),
    Sentence("same", message("The budget is the same in {last} as in {first}")),
)


def compared(compared: pd.DataFrame, left_out: pd.DataFrame) -> Phrase:
    """Return what the comparable part of the budget does over the years.

    Args:
        compared: `comparable.comparable_total`, not empty.
        left_out: `comparable.left_out`.
    """
    total = compared.iloc[-1]
    return fill_first(
        COMPARED,
        {**total, "left_out": len(left_out)},
        left_out=locales.listing([in_sentence(str(name)) for name in left_out["name"]]),
        percent=in_percent(total["change_percent"]),
        first=int(total["first_year"]),
        last=int(total["last_year"]),
    )


SERIES = (
    Sentence(
        "up-and-down",
        message("{more} and {fewer} get less in {last} than in {first}"),
        lambda counts: counts["up"] and counts["down"],
    ),
    Sentence(
        "up",
        message("{more} in {last} than in {first}, and none less"),
        lambda counts: counts["up"],
    ),
    Sentence(
        "down",
        message("No area gets more in {last} than in {first}"),
        lambda counts: counts["down"],
    ),
    Sentence("same", message("No area changes from {first} to {last}")),
)


def series(compared: pd.DataFrame) -> Phrase:
    """Return the headline of the chart over the years.

    Args:
        compared: `comparable.comparable_total`, not empty.
    """
    up, down = up_and_down(compared.assign(break_reason=None))
    total = compared.iloc[-1]
    headline = fill_first(
        SERIES,
        {"up": len(up), "down": len(down)},
        more=fill_plural(
            "{count} area gets more", "{count} areas get more", len(up), rows.of_each(up)
        ),
        fewer=count(len(down), rows.of_each(down)),
        first=int(total["first_year"]),
        last=int(total["last_year"]),
    )
    return capitalised(headline)
