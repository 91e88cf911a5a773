"""The sentences on the comparison itself: the indicators, the group, and what is not said.

A `row` is one of `analysis.spread`, or of `Overall.comparison_indicators`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common.sentences import in_words
from alereport.chapters.comparison.cells import figure
from alereport.exhibits import values
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    Words,
    fill_each,
    fill_first,
    in_sentence,
    message,
)

Facts = Any

AGE = (
    Sentence(
        "old",
        message(
            "The figures were fetched {fetched}, before {year}, the year of the latest plan. "
            "Kolada may have revised them since, and have figures of later years."
        ),
        lambda facts: facts["fetched"] < facts["plan_year"],
    ),
)
"""Said of the year in which a snapshot was fetched, and the year of the latest plan."""
ABOUT_INDICATOR = (
    Sentence(
        "turned",
        message(
            "Kolada has the values with a minus sign; here they are without it, so that a larger "
            "number is a larger cost."
        ),
        lambda row: row["turned"],
    ),
    Sentence(
        "lower",
        message("By the indicator's own definition, lower is better."),
        lambda row: row["direction"] == "lower",
    ),
    Sentence(
        "higher",
        message("By the indicator's own definition, higher is better."),
        lambda row: row["direction"] == "higher",
    ),
    Sentence(
        "none",
        message("The indicator does not say whether more or less is better."),
        lambda row: row["direction"] == "none",
    ),
)
"""What is said of an indicator, every sentence that is true."""

MISSING = (
    Sentence(
        "missing",
        message("{year} has no value of {names}, and n is {n} of {of}."),
        lambda row: len(row["missing"]) > 0,
    ),
)

GROUP = (
    Sentence(
        "named",
        message(
            "They are {names}, each counted as one, whatever its size. Median and quartiles are by "
            "linear interpolation, as Excel's QUARTILE.INC has them."
        ),
        lambda group: group["municipalities"] > 1 and group["has_reason"],
    ),
    Sentence(
        "group",
        message(
            "The {count} municipalities are {names}, each counted as one, whatever its size. "
            "Median and quartiles are by linear interpolation, as Excel's QUARTILE.INC has them."
        ),
        lambda group: group["municipalities"] > 1,
    ),
)

DEFINITION = (
    Sentence(
        "defined",
        message("{definition} Its title in Kolada: {title}."),
        lambda row: pd.notna(row["definition"]) and pd.notna(row["title"]),
    ),
    Sentence("described", message("{definition}"), lambda row: pd.notna(row["definition"])),
    Sentence(
        "titled", message("Its title in Kolada: {title}."), lambda row: pd.notna(row["title"])
    ),
    Sentence("unknown", message("Kolada's definition of {indicator} was not read.")),
)

LIKENESS = (
    Sentence(
        "method",
        message(
            "RKA, which runs Kolada, finds similar municipalities by reference cost and population "
            "among others. Here it is done with {variables}. The difference in each is divided by "
            "its standard deviation in the group, so that no unit weighs more than another, and "
            "the distance is their weighted sum. It is not RKA's own list."
        ),
        lambda count: count > 0,
    ),
)

BESIDE = (
    Sentence(
        "differs",
        message(
            "The municipality itself gives its {name} as {printed} in {year}, by {source}. That is "
            "not {label}, which is {value} the same year."
        ),
        lambda row: pd.notna(row["of_kolada"]),
    ),
    Sentence(
        "alone",
        message(
            "The municipality itself gives its {name} as {printed} in {year}, by {source}. That is "
            "not {label}."
        ),
    ),
)
"""What is said of a figure of the municipality's own that is easily taken for one of Kolada's."""

PRELIMINARY = (
    Sentence(
        "preliminary",
        message("Values marked with a p are preliminary in Kolada and may be changed."),
        lambda rows: bool(rows["preliminary"].any()),
    ),
)

LIMITS = (
    Sentence(
        "committees",
        message(
            "The figures are of the whole municipality. They do not say what {committees} cost, or "
            "how well they use their budgets."
        ),
        lambda facts: facts["committees"] > 0,
    ),
    Sentence(
        "costs",
        message(
            "A net cost per inhabitant depends on how many are young and old, on distances and on "
            "ambition, and not on efficiency alone. A difference from the median is a question to "
            "ask, not an answer."
        ),
        lambda facts: facts["costs"],
    ),
)


def about(row: Facts) -> dict[str, Phrase]:
    """Return what must be known of an indicator, by the key of each sentence."""
    return fill_each(ABOUT_INDICATOR, row)


def missing(row: Facts) -> Phrase:
    """Return which municipalities have no value in a year; empty if none lacks one."""
    names = locales.listing(list(row["missing"]))
    return fill_first(
        MISSING, row, year=str(row["year"]), names=names, n=str(row["n"]), of=str(row["of"])
    )


def preliminary(rows: pd.DataFrame) -> Phrase:
    """Return what the mark of a preliminary value means; empty if none is."""
    return fill_first(PRELIMINARY, rows)


def limits(compared: pd.DataFrame, committees: Iterable[str]) -> dict[str, Phrase]:
    """Return what the figures do not say, by the key of each sentence."""
    names = [_("the {name}").format(name=in_sentence(str(name))) for name in committees]
    facts = {"committees": len(names), "costs": bool(compared["turned"].any())}
    return fill_each(LIMITS, facts, committees=locales.listing(names))


def group(names: Iterable[str], *, has_reason: bool) -> Phrase:
    """Return which municipalities the group has, and how many where no reason before it says."""
    listed = list(names)
    facts = {"municipalities": len(listed), "has_reason": has_reason}
    return fill_first(GROUP, facts, count=locales.count(len(listed)), names=locales.listing(listed))


def definition(row: Facts) -> Phrase:
    """Return an indicator's definition in the project's words, and its title in Kolada."""
    gaps: dict[str, Words | int] = {
        "title": str(row["title"]),
        "indicator": str(row["indicator"]),
        "definition": values.named(row["definition"]),
    }
    return fill_first(DEFINITION, row, **gaps)


def beside(row: Facts) -> Phrase:
    """Return the municipality's own figure beside Kolada's; a row of `analysis.beside`."""
    return fill_first(
        BESIDE,
        row,
        name=in_sentence(str(row["name"])),
        printed=in_words(values.percent(row["value"], basis="equal"))
        if row["unit"] == "%"
        else figure(row, "value", basis="equal"),
        year=str(row["year"]),
        source=str(row["source"]),
        label=in_sentence(str(row["label"])),
        value=in_words(values.percent(row["of_kolada"], basis="rounded"))
        if row["unit"] == "%"
        else figure(row, "of_kolada"),
    )


def likeness(variables: Iterable[Facts], weights: Mapping[str, float]) -> Phrase:
    """Return by what the similar municipalities are found: rows of `analysis.values`."""
    names = [
        _("{label} (weight {weight})").format(
            label=in_sentence(str(row["label"])),
            weight=locales.number(weights[str(row["indicator"])], 2),
        )
        for row in variables
    ]
    return fill_first(LIKENESS, len(names), variables=locales.listing(names))


def age(fetched: str, plan_year: int) -> Phrase:
    """Return that a snapshot is older than the latest plan; empty if it is not.

    Args:
        fetched: The day or the month it was fetched.
        plan_year: The year of the latest plan.
    """
    facts = {"fetched": int(fetched[:4]), "plan_year": plan_year}
    return fill_first(AGE, facts, fetched=locales.period(fetched), year=str(plan_year))
