"""The sentences of the easy-to-read summary, each with its condition.

A condition on money takes a difference in tkr: None if the years are not comparable, NaN if the
plan does not print the amounts.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.languages import DATA_LANGUAGE
from alereport.chapters.common import rows
from alereport.exhibits import values
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    fill_first,
    in_sentence,
    joined,
    message,
    plural,
)
from alereport.exhibits.values import Cell

SMALL = 500
"""An amount in tkr that is smaller rounds to zero in whole millions."""
ABOUT_TEN = 10
"""The fewest people that are told in whole tens."""
A_THOUSAND = 1_000
"""From this on kronor are shown in whole hundreds, below it in whole tens."""


def _is_small(tkr: float) -> bool:
    return abs(tkr) < SMALL


ABOUT = (
    Sentence(
        "about",
        message("Here you can read about the {name} in {year}. The text is easy to read."),
        lambda plans: plans > 0,
    ),
    Sentence("no-plan", message("We have no plan for this year.")),
)
"""Of how many plans the year has."""

BUDGET_THEN = (
    Sentence(
        "budget-then",
        message("That budget was {budget}."),
        lambda since_tkr: not _is_small(since_tkr),
    ),
)
"""Of how far the year's budget in a report is from the plan's."""

MORE = (
    Sentence(
        "more",
        message("You can read more on the pages about the money, the goals and the staff."),
        lambda plans: plans > 0,
    ),
)

BUDGET = (
    Sentence(
        "changed-since",
        message("The {name} may use {amount} in {year}, by its plan."),
        lambda total: total["budget_tkr"] > 0 and not _is_small(total["since_tkr"]),
    ),
    Sentence(
        "budget",
        message("The {name} may use {amount} in {year}."),
        lambda total: total["budget_tkr"] > 0,
    ),
)
"""Of the plan's total, and how far the year's budget in its latest report is from it."""

EACH = (
    Sentence(
        "each",
        message("Shared equally, it is about SEK {amount} for each person in {municipality}."),
        lambda row: row["amount_tkr"] > 0 and pd.notna(row["per_inhabitant"]),
    ),
)
"""Of the budget beside the inhabitants at the end of the year before."""

LARGEST = (
    Sentence(
        "largest",
        message("The largest amount goes to {area}: {amount}."),
        lambda facts: facts["areas"] > 1 and facts["as_large"] == 1 and facts["budget_tkr"] > 0,
    ),
)
"""Of the area with the largest budget, how many have one, and how many have one as large."""

MUST_SAVE = (
    Sentence(
        "must-save",
        message("The {name} must save {amount}."),
        lambda row: row["amount_tkr"] > 0,
    ),
)

ALSO_NAMED = (
    Sentence(
        "also-named",
        message("The plan also names a requirement to save {amount}."),
        lambda row: row["amount_tkr"] > 0,
    ),
)

EXPECTED = (
    Sentence(
        "expected",
        message("It seems that {year} will cost {amount}."),
        lambda total: pd.notna(total["previous_forecast_tkr"]) and pd.notna(total["deviation_tkr"]),
    ),
)

REPORTED = (
    Sentence(
        "outturn",
        message("The {name} used {amount} in {year}."),
        lambda row: row["comparison"] == "outturn",
    ),
    Sentence(
        "forecast",
        message("On {day}, the {name} believed that it would use {amount} in {year}."),
        lambda row: row["comparison"] == "forecast",
    ),
    Sentence(
        "period",
        message("From the start of the year to {day}, the {name} used {amount}."),
        lambda row: row["comparison"] == "period",
    ),
)
"""What the latest report of the year says that was used, or will be."""

AGAINST_ITS_BUDGET = (
    Sentence("same", message("That is about as much as its budget then."), _is_small),
    Sentence("more", message("That is {amount} more than its budget then."), lambda tkr: tkr > 0),
    Sentence("less", message("That is {amount} less than its budget then."), lambda tkr: tkr < 0),
)
"""How that is against the budget in the report, which may be another than the plan's."""

COUNCIL_GOALS = (
    Sentence(
        "goals",
        plural(
            "The politicians in the council have set {count} goal:",
            "The politicians in the council have set {count} goals:",
        ),
        lambda goals: goals > 0,
    ),
)

ASSIGNMENTS = (
    Sentence(
        "assignments",
        plural("The committee has {count} assignment.", "The committee has {count} assignments."),
        lambda assignments: assignments > 0,
    ),
)

SOME = (
    Sentence(
        "some",
        plural("Here is {count} of them:", "Here are {count} of them:"),
        lambda facts: 0 < facts["shown"] < facts["assignments"],
    ),
)

HEADCOUNT = (
    Sentence(
        "unknown",
        message("The plan does not say how many people work here."),
        lambda facts: not facts["people"] and not facts["sick_leave"],
    ),
    Sentence(
        "headcount",
        message("About {count} people work for the committee."),
        lambda facts: facts["people"] >= ABOUT_TEN,
    ),
    Sentence(
        "few",
        plural("{count} person works for the committee.", "{count} people work for the committee."),
        lambda facts: facts["people"] > 0,
    ),
)
"""Of how many people the plan counts, and how many figures on sick leave it prints."""

SICK_LEAVE = (
    Sentence(
        "of-all",
        message("{hours} of 100 working hours were sick leave in {period}."),
        lambda facts: facts["of_all"],
    ),
    Sentence(
        "of-a-unit",
        message(
            "In one unit, {unit}, {hours} of 100 working hours were sick leave in {period}. "
            "We do not know how it was in the other units."
        ),
        lambda facts: facts["units"] == 1,
    ),
    Sentence(
        "of-several-units",
        message(
            "Sick leave is not the same in all units. The most was in {unit}. There, {hours} of "
            "100 working hours were sick leave in {period}."
        ),
        lambda facts: facts["units"] > 1 and facts["as_high"] == 1,
    ),
)
"""Of whether the latest figure is of the whole committee, or else of how many units there are
figures, and of how many as high."""

COMPARISON = (
    Sentence(
        "not-comparable",
        message("You cannot compare that with {year}. Other things were counted then."),
        lambda tkr: tkr is None,
    ),
    Sentence("unknown", message("We do not know how much it was in {year}."), pd.isna),
    Sentence("same", message("That is almost as much as in {year}."), _is_small),
    Sentence("more", message("That is {amount} more than in {year}."), lambda tkr: tkr > 0),
    Sentence("less", message("That is {amount} less than in {year}.")),
)

PARTS = (
    Sentence(
        "one-does-not-compare",
        message("But not the same things were counted in both years."),
        bool,
    ),
)

AGAINST_BUDGET = (
    Sentence("same", message("That is about as much as planned."), _is_small),
    Sentence("more", message("That is {amount} more than planned."), lambda tkr: tkr > 0),
    Sentence("less", message("That is {amount} less than planned.")),
)

STATUS = (
    Sentence(
        "draft",
        message("The plan we have read may not be finished."),
        lambda status: status == "draft",
    ),
    Sentence("proposal", message("The plan is a proposal."), lambda status: status == "proposal"),
    Sentence(
        "unknown",
        message("We do not know if the plan has been decided."),
        lambda status: status == "unknown",
    ),
)
"""What the plan is, as far as it shows; nothing is said of one that is decided."""

DUE = (
    Sentence("year", message("This must be done in {when}."), lambda due: len(due) == len("2024")),
    Sentence(
        "day",
        message("This must be done by {when}."),
        lambda due: len(due) == len("2024-12-31"),
    ),
    Sentence("month", message("This must be done by the end of {when}.")),
)

MEANINGS = {
    "council": message("The council: the politicians who decide the most in the municipality."),
    "committee": message("Committee: politicians who decide on one part of the municipality."),
    "assignment": message("Assignment: something that must be done."),
}
"""Explanations of words in the summary."""


def millions(amount_tkr: float, hedge: object = None) -> Cell:
    """Return an amount in tkr in whole millions, halves rounded up; a silent cell if missing.

    Args:
        amount_tkr: The amount.
        hedge: The document's own word beside it, if any.
    """
    if pd.isna(amount_tkr):
        return values.silent()
    count = int(abs(amount_tkr) / 1000 + 0.5)
    words = locales.ngettext(
        "SEK\u00a0{count}\u00a0million", "SEK\u00a0{count}\u00a0million", count
    ).format(count=locales.number(count))
    if isinstance(hedge, str):
        words = values.with_hedge(hedge, words)
    return values.amount(abs(amount_tkr), unit="tkr", scale=3, basis="rounded", words=words)


def comparison(changes: pd.DataFrame) -> Phrase:
    """Return the sentences that compare the year's budget with the year before.

    A total that compares, of areas of which one does not, is compared with a word of it.
    """
    total = rows.total(changes)
    year, change = rows.years(total)[1], total["change_tkr"]
    is_comparable = pd.isna(total["break_reason"])
    compared = fill_first(
        COMPARISON, change if is_comparable else None, amount=millions(change), year=year
    )
    has_broken_part = is_comparable and pd.notna(change) and changes["break_reason"].notna().any()
    return joined([compared, fill_first(PARTS, has_broken_part)])


def forecast(total: pd.Series[Any]) -> Phrase:
    """Return the sentences on the forecast of the year before; empty if the plan has none."""
    year, deviation = rows.years(total)[1], total["deviation_tkr"]
    amount = millions(total["previous_forecast_tkr"], total["previous_forecast_hedge"])
    costs = fill_first(EXPECTED, total, year=year, amount=amount)
    if not costs:
        return costs
    return joined([costs, fill_first(AGAINST_BUDGET, deviation, amount=millions(deviation))])


def reported(name: str, row: Any) -> Phrase:
    """Return what a report says of the money until its day, and how that is against its budget.

    Args:
        name: The committee's name.
        row: A row of `outturn.standing.standing`.
    """
    begins = row["comparison"] == "outturn" or not locales.is_current_language(DATA_LANGUAGE)
    said = fill_first(
        REPORTED,
        row,
        name=name if begins else in_sentence(name),
        amount=millions(row["amount_tkr"], row["hedge"]),
        day=locales.day(row["as_of"].date()),
        year=int(row["year"]),
    )
    if pd.isna(row["deviation_tkr"]):
        return said
    over = -int(row["deviation_tkr"])
    return joined([said, fill_first(AGAINST_ITS_BUDGET, over, amount=millions(over))])


def budget_then(row: Any, since_tkr: float) -> Phrase:
    """Return what the year's budget was in a report; empty where it is as in the plan.

    Args:
        row: A row of `outturn.standing.standing`.
        since_tkr: How far its budget is from the plan's.
    """
    budget = millions(row["budget_tkr"], row["budget_hedge"])
    return fill_first(BUDGET_THEN, since_tkr, budget=budget)


def done(goal: Any) -> Phrase:
    """Return when an assignment is to be done; empty where the plan is not sure of it."""
    if pd.isna(goal["due"]) or pd.notna(goal["hedge"]):
        return Phrase()
    due = _last_month(str(goal["due"]))
    return fill_first(DUE, due, when=locales.period(due))


def _last_month(due: str) -> str:
    """Return the last month of a quarter or an interval; a day, month or year as it is."""
    last = due.partition("/")[2] or due
    if "Q" not in last:
        return last
    return str(pd.Period(last).asfreq("M", how="end"))
