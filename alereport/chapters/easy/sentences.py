"""What the easy-to-read summary can say of the money, and when each sentence is true.

The facts of a sentence are a difference in tkr: none where the years do not compare, NaN where
the plan does not say.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common import rows
from alereport.exhibits import values
from alereport.exhibits.phrases import Phrase, Sentence, joined, message, say, say_first
from alereport.exhibits.values import Cell

SMALL = 500
"""What is less, in tkr, is nothing in whole millions."""


def _is_small(tkr: float) -> bool:
    return abs(tkr) < SMALL


COMPARED = (
    Sentence(
        "not-comparable",
        message("You cannot compare that with {year}, because what is counted has changed."),
        lambda tkr: tkr is None,
    ),
    Sentence("unknown", message("We do not know how much it was in {year}."), pd.isna),
    Sentence("same", message("That is almost as much as in {year}."), _is_small),
    Sentence("more", message("That is {amount} more than in {year}."), lambda tkr: tkr > 0),
    Sentence("less", message("That is {amount} less than in {year}.")),
)

PLANNED = (
    Sentence("same", message("That is about as much as planned."), _is_small),
    Sentence("more", message("That is {amount} more than planned."), lambda tkr: tkr > 0),
    Sentence("less", message("That is {amount} less than planned.")),
)

MEANINGS = {
    "committee": message(
        "Committee: politicians who decide on one part of what the municipality does."
    ),
    "budget": message("Budget: a plan for how much money may be used."),
    "assignment": message("Assignment: something that the committee has been told to do."),
}
"""What the words of the summary mean."""


def millions(amount_tkr: float) -> Cell:
    """An amount in tkr in whole millions, halves rounded up; silent where there is none."""
    if pd.isna(amount_tkr):
        return values.silent()
    count = int(abs(amount_tkr) / 1000 + 0.5)
    words = locales.ngettext(
        "SEK\u00a0{count}\u00a0million", "SEK\u00a0{count}\u00a0million", count
    ).format(count=locales.number(count))
    return values.amount(abs(amount_tkr), unit="tkr", scale=3, basis="rounded", words=words)


def compared(total: pd.Series[Any]) -> Phrase:
    """What the year's money is, beside the year before."""
    year, change = rows.years(total)[1], total["change_tkr"]
    compares = pd.isna(total["break_reason"])
    return say_first(COMPARED, change if compares else None, amount=millions(change), year=year)


def expected(total: pd.Series[Any]) -> Phrase:
    """How the year before seems to end; nothing where the plan does not say."""
    year, deviation = rows.years(total)[1], total["deviation_tkr"]
    if pd.isna(deviation):
        return Phrase()
    forecast = millions(total["previous_forecast_tkr"])
    costs = say(_("The year {year} seems to cost {amount}."), year=year, amount=forecast)
    return joined([costs, say_first(PLANNED, deviation, amount=millions(deviation))])
