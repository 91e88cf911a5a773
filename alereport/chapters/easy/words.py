"""What the easy-to-read summary can say of the money, and what its words mean."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.chapters.common import rows
from alereport.exhibits import values
from alereport.exhibits.phrases import Phrase, joined, message, say
from alereport.exhibits.values import Cell

SMALL = 500
"""What is less, in tkr, is nothing in whole millions."""
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
    words = language.ngettext(
        "SEK\u00a0{count}\u00a0million", "SEK\u00a0{count}\u00a0million", count
    ).format(count=language.number(count))
    return values.amount(abs(amount_tkr), unit="tkr", scale=3, basis="rounded", words=words)


def compared(total: pd.Series[Any]) -> Phrase:
    """What the year's money is, beside the year before."""
    change = total["change_tkr"]
    if pd.notna(total["break_reason"]):
        sentence = _("You cannot compare that with {year}, because what is counted has changed.")
    elif pd.isna(change):
        sentence = _("We do not know how much it was in {year}.")
    elif abs(change) < SMALL:
        sentence = _("That is almost as much as in {year}.")
    elif change > 0:
        sentence = _("That is {amount} more than in {year}.")
    else:
        sentence = _("That is {amount} less than in {year}.")
    return say(sentence, amount=millions(change), year=rows.years(total)[1])


def expected(total: pd.Series[Any]) -> Phrase:
    """How the year before seems to end; nothing where the plan does not say."""
    year, deviation = rows.years(total)[1], total["deviation_tkr"]
    if pd.isna(deviation):
        return Phrase()
    if abs(deviation) < SMALL:
        planned = _("That is about as much as planned.")
    elif deviation > 0:
        planned = _("That is {amount} more than planned.")
    else:
        planned = _("That is {amount} less than planned.")
    forecast = millions(total["previous_forecast_tkr"])
    costs = say(_("The year {year} seems to cost {amount}."), year=year, amount=forecast)
    return joined([costs, say(planned, amount=millions(deviation))])
