"""One line under a total: what it is per inhabitant, and its change in real terms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.chapters.common.sentences import in_words
from alereport.exhibits import building, values
from alereport.exhibits.model import Group, Line, Text, nothing
from alereport.exhibits.phrases import Sentence, fill_first, message

LEAST_PERCENT = 0.05
"""The least change in per cent that is one, as it is written with one decimal."""

PER_INHABITANT = (
    Sentence(
        "budget",
        message(
            "The budget for {year} is SEK {amount} per inhabitant ({inhabitants} inhabitants on "
            "31 December {counted})."
        ),
        lambda facts: facts["kind"] == "budget" and pd.notna(facts["inhabitants"]),
    ),
    Sentence(
        "outturn",
        message(
            "The outturn for {year} is SEK {amount} per inhabitant ({inhabitants} inhabitants on "
            "31 December {counted})."
        ),
        lambda facts: facts["kind"] == "outturn" and pd.notna(facts["inhabitants"]),
    ),
    Sentence(
        "forecast",
        message(
            "The forecast for {year} is SEK {amount} per inhabitant ({inhabitants} inhabitants on "
            "31 December {counted})."
        ),
        lambda facts: facts["kind"] == "forecast" and pd.notna(facts["inhabitants"]),
    ),
    Sentence(
        "no-population",
        message(
            "What it is per inhabitant is not computed: the data has no population for "
            "31 December {counted}."
        ),
        lambda facts: pd.isna(facts["inhabitants"]),
    ),
)
IN_REAL_TERMS = (
    Sentence(
        "more",
        message(
            "In real terms the budget is {percent} more than for {previous} (price index for "
            "municipal services {prices} for {year}, forecast of {published})."
        ),
        lambda facts: facts["real_percent"] >= LEAST_PERCENT,
    ),
    Sentence(
        "less",
        message(
            "In real terms the budget is {percent} less than for {previous} (price index for "
            "municipal services {prices} for {year}, forecast of {published})."
        ),
        lambda facts: facts["real_percent"] <= -LEAST_PERCENT,
    ),
    Sentence(
        "same",
        message(
            "In real terms the budget is as large as for {previous} (price index for municipal "
            "services {prices} for {year}, forecast of {published})."
        ),
        lambda facts: abs(facts["real_percent"]) < LEAST_PERCENT,
    ),
    Sentence(
        "no-prices",
        message(
            "Its change in real terms is not computed: the data has no forecast of the price index "
            "for {year}."
        ),
        lambda facts: (
            facts["kind"] == "budget"
            and pd.notna(facts["change_percent"])
            and pd.isna(facts["real_percent"])
        ),
    ),
)


def in_terms(totals: pd.DataFrame) -> Text | Group:
    """Return a total per inhabitant and its change in real terms, in one line.

    Args:
        totals: `terms.of_budget` or `terms.of_report`; empty where there is no total.
    """
    if totals.empty:
        return nothing()
    row = totals.iloc[0]
    return building.lines("report-note", _lines(row), name="in-terms", as_of=int(row["year"]))


def _lines(row: pd.Series[Any]) -> Iterator[Line]:
    gaps = {"year": str(row["year"]), "counted": str(row["counted"])}
    amount = values.amount(row["per_inhabitant"], basis="estimated")
    inhabitants = values.amount(row["inhabitants"])
    words = fill_first(PER_INHABITANT, row, amount=amount, inhabitants=inhabitants, **gaps)
    yield Line(key="per-inhabitant", words=words, rows=row["rows"])
    real = values.percent(abs(row["real_percent"]), basis="estimated")
    prices = values.percent(row["price_percent"], signed=True, basis="equal")
    published = row["published"]
    day = locales.day(published.date()) if pd.notna(published) else ""
    words = fill_first(
        IN_REAL_TERMS,
        row,
        percent=in_words(real),
        prices=prices,
        previous=str(row["year"] - 1),
        published=day,
        **gaps,
    )
    yield Line(key="in-real-terms", words=words, rows=row["rows"])
