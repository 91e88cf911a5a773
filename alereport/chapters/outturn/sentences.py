"""The sentences on the economy of a year, each with its condition.

Facts say `over_tkr`: how much more than its budget something costs, less than zero if less, and
missing if no budget is printed beside it.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.chapters.common import rows
from alereport.chapters.common.rows import ABOUT
from alereport.chapters.common.sentences import in_words
from alereport.data.datasets import TOTAL
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    Words,
    data_text,
    fill,
    fill_first,
    in_sentence,
    message,
)
from alereport.exhibits.values import Cell, money, percent

Facts = Any


def _over(comparison: str, facts: Facts) -> bool:
    return bool(facts["comparison"] == comparison and pd.notna(facts["over_tkr"]))


WHAT = (
    Sentence(
        "outturn-over",
        message("The outturn for {year} was {amount}, {difference} over the budget"),
        lambda facts: _over("outturn", facts) and facts["over_tkr"] > 0,
    ),
    Sentence(
        "outturn-under",
        message("The outturn for {year} was {amount}, {difference} under the budget"),
        lambda facts: _over("outturn", facts) and facts["over_tkr"] < 0,
    ),
    Sentence(
        "outturn-equal",
        message("The outturn for {year} was {amount}, equal to the budget"),
        lambda facts: _over("outturn", facts),
    ),
    Sentence(
        "outturn-alone",
        message("The outturn for {year} was {amount}; no budget is printed beside it"),
        lambda facts: facts["comparison"] == "outturn",
    ),
    Sentence(
        "forecast-over",
        message(
            "The forecast for {year} is {amount} in the report until {day}, {difference} over the "
            "budget"
        ),
        lambda facts: _over("forecast", facts) and facts["over_tkr"] > 0,
    ),
    Sentence(
        "forecast-under",
        message(
            "The forecast for {year} is {amount} in the report until {day}, {difference} under the "
            "budget"
        ),
        lambda facts: _over("forecast", facts) and facts["over_tkr"] < 0,
    ),
    Sentence(
        "forecast-equal",
        message(
            "The forecast for {year} is {amount} in the report until {day}, equal to the budget"
        ),
        lambda facts: _over("forecast", facts),
    ),
    Sentence(
        "forecast-alone",
        message(
            "The forecast for {year} is {amount} in the report until {day}; no budget is printed "
            "beside it"
        ),
        lambda facts: facts["comparison"] == "forecast",
    ),
    Sentence(
        "period-over",
        message("Until {day} the net cost was {amount}, {difference} over the period's budget"),
        lambda facts: _over("period", facts) and facts["over_tkr"] > 0,
    ),
    Sentence(
        "period-under",
        message("Until {day} the net cost was {amount}, {difference} under the period's budget"),
        lambda facts: _over("period", facts) and facts["over_tkr"] < 0,
    ),
    Sentence(
        "period-equal",
        message("Until {day} the net cost was {amount}, equal to the period's budget"),
        lambda facts: _over("period", facts),
    ),
    Sentence(
        "period-alone",
        message("Until {day} the net cost was {amount}; no budget of the period is printed"),
        lambda facts: facts["comparison"] == "period",
    ),
)
"""What the year, or the part of it that has passed, costs beside its budget."""

MOST = (
    Sentence(
        "requirement-over",
        message("the largest overrun is the requirement to save “{area}”, {difference}"),
        lambda facts: facts["requirement"] and facts["over_tkr"] > 0,
    ),
    Sentence(
        "over",
        message("the largest overrun is in {area}, {difference}"),
        lambda facts: facts["over_tkr"] > 0,
    ),
    Sentence(
        "under",
        message("the largest surplus is in {area}, {difference}"),
        lambda facts: facts["over_tkr"] < 0,
    ),
)
"""The area that deviates most in the direction of the total."""

STORY = (
    Sentence("why", message("{what}; {most}: {cause}."), lambda facts: facts["has_cause"]),
    Sentence("where", message("{what}; {most}."), lambda facts: facts["has_most"]),
    Sentence("alone", message("{what}."), lambda facts: facts["has_total"]),
    Sentence(
        "without-total",
        message("The figures until {day} are in the tables; no total is printed."),
        lambda facts: not facts["has_total"],
    ),
)
"""The story in one sentence."""

DEVIATION = (
    Sentence(
        "over",
        message("{difference} over the budget"),
        lambda facts: facts["over_tkr"] > 0,
    ),
    Sentence(
        "under",
        message("{difference} under the budget"),
        lambda facts: facts["over_tkr"] < 0,
    ),
    Sentence("equal", message("equal to the budget"), lambda facts: facts["over_tkr"] == 0),
)


def net(value_tkr: float, *, hedge: object = None) -> Cell:
    """Return a net amount as running text has it; one that is an income keeps its minus."""
    return money(value_tkr, hedge=hedge, signed=bool(value_tkr < 0))


def hedge_of(row: Facts) -> str | None:
    """Return the hedge of a difference between two amounts; none if neither has one."""
    return ABOUT if pd.notna(row["hedge"]) or pd.notna(row["budget_hedge"]) else None


def story(stood: pd.DataFrame, causes: pd.DataFrame, *, year: int) -> Phrase:
    """Return the story of a report: what it costs beside the budget, mostly where, and why.

    Args:
        stood: `accounts.by_area`, or `accounts.period` where the report has nothing else.
        causes: `accounts.explained`.
        year: The year.
    """
    total, area = _total(stood), most(stood)
    cause = None if area is None else _cause(causes, area)
    return fill_first(
        STORY,
        {
            "has_total": total is not None,
            "has_most": area is not None,
            "has_cause": cause is not None,
        },
        what="" if total is None else _what(total, year),
        most="" if area is None else _where(area),
        cause=data_text(in_sentence(cause.rstrip("."))) if cause else "",
        day=locales.day(stood["as_of"].iloc[-1]),
    )


def _total(stood: pd.DataFrame) -> Facts | None:
    totals = stood[stood["area"].eq(TOTAL)]
    return None if totals.empty else totals.iloc[0]


def most(stood: pd.DataFrame) -> Facts | None:
    """Return the area that deviates most in the direction of the total; none if it is alone."""
    total = _total(stood)
    if total is None or pd.isna(total["deviation_tkr"]) or not total["deviation_tkr"]:
        return None
    areas = stood[stood["area"].ne(TOTAL) & stood["deviation_tkr"].notna()]
    same = areas[areas["deviation_tkr"].mul(total["deviation_tkr"]).gt(0)]
    return None if same.empty else rows.furthest(same, "deviation_tkr")


def causes_of(causes: pd.DataFrame, area: Facts) -> pd.DataFrame:
    """Return the deviations that the report of an area's amounts explains it by."""
    return causes[causes["area"].eq(area["area"]) & causes["document"].eq(area["document"])]


def _cause(causes: pd.DataFrame, area: Facts) -> str | None:
    own = causes_of(causes, area)["cause"]
    return None if own.empty else str(own.iloc[0])


def _facts(row: Facts) -> dict[str, Any]:
    deviation = row["deviation_tkr"]
    return {**row, "over_tkr": float("nan") if pd.isna(deviation) else -int(deviation)}


def _what(total: Facts, year: int) -> Phrase:
    return fill_first(
        WHAT,
        _said(_facts(total), "comparison"),
        year=year,
        day=locales.day(total["as_of"]),
        amount=net(total["amount_tkr"], hedge=total["hedge"]),
        difference=_with_percent(total),
    )


def _said(facts: dict[str, Any], *columns: str) -> dict[str, Any]:
    """Return the facts that a condition is asked about, and no other."""
    return {column: facts[column] for column in (*columns, "over_tkr")}


def _with_percent(row: Facts) -> Words:
    """Return a deviation without its sign, in per cent of a budget that is a cost too."""
    if pd.isna(row["deviation_tkr"]):
        return ""
    difference = money(row["deviation_tkr"], hedge=hedge_of(row))
    if not row["budget_tkr"] > 0:
        return difference
    share = percent(abs(100 * row["deviation_tkr"] / row["budget_tkr"]))
    return fill("{difference} ({percent})", difference=difference, percent=in_words(share))


def _where(area: Facts) -> Phrase:
    return fill_first(
        MOST,
        _said(_facts(area), "requirement"),
        area=in_sentence(str(area["name"])),
        difference=money(area["deviation_tkr"], hedge=hedge_of(area)),
    )


def deviation(row: Facts, *, prefix: str = "") -> Phrase:
    """Return how far something is from its budget, in words; empty if no budget is printed.

    Args:
        row: A row with `deviation_tkr`, `hedge` and `budget_hedge`.
        prefix: How the names of those columns begin, such as `from_`.
    """
    own = {
        column: row[f"{prefix}{column}"] for column in ("deviation_tkr", "hedge", "budget_hedge")
    }
    if pd.isna(own["deviation_tkr"]):
        return Phrase()
    difference = money(own["deviation_tkr"], hedge=hedge_of(own))
    return fill_first(DEVIATION, _said(_facts(own)), difference=difference)
