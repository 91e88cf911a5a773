"""The sentences of the easy-to-read summary, each with its condition.

A condition on money takes a difference in tkr: None if the years are not comparable, NaN if the
plan does not print the amounts.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common import rows
from alereport.exhibits import values
from alereport.exhibits.phrases import Phrase, Sentence, fill, fill_first, joined, message
from alereport.exhibits.values import Cell

SMALL = 500
"""An amount in tkr that is smaller rounds to zero in whole millions."""


def _is_small(tkr: float) -> bool:
    return abs(tkr) < SMALL


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
    Sentence("closer", message("This must be done by {when}.")),
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
    if pd.isna(deviation):
        return Phrase()
    amount = millions(total["previous_forecast_tkr"])
    costs = fill(_("It seems that {year} will cost {amount}."), year=year, amount=amount)
    return joined([costs, fill_first(AGAINST_BUDGET, deviation, amount=millions(deviation))])


def done(goal: Any) -> Phrase:
    """Return when an assignment is to be done; empty where the plan is not sure of it."""
    if pd.isna(goal["due"]) or pd.notna(goal["hedge"]):
        return Phrase()
    due = str(goal["due"])
    return fill_first(DUE, due, when=locales.period(due))
