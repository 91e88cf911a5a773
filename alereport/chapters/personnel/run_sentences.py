"""The sentences on a run chart of sick leave, and when each of them is true.

`months` is `run_rules.series` of one unit.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.chapters.common.sentences import in_words
from alereport.chapters.personnel import cells
from alereport.chapters.personnel.run_rules import ASTRONOMICAL, SHIFT, TREND
from alereport.exhibits import values
from alereport.exhibits.phrases import Phrase, Sentence, Words, fill_each, fill_first, message
from alereport.exhibits.values import Cell

Facts = Any

HEADLINE = (
    Sentence(
        "signals",
        message("Sick leave in {unit} varied more than by chance"),
        lambda facts: facts["shift"] or facts["trend"] or facts["far"] or facts["uneven"],
    ),
    Sentence(
        "counted",
        message("Sick leave in {unit} varied around {median} as chance would have it"),
        lambda facts: facts["counted"],
    ),
    Sentence("no-signal", message("Sick leave in {unit} varied around {median}")),
)

FINDINGS = (
    Sentence(
        "shift",
        message(
            "Shift: at least {months} months in a row lie on the same side of the median, such as "
            "{when}. So many seldom do by chance."
        ),
        lambda facts: facts["shift"],
    ),
    Sentence(
        "trend",
        message(
            "Trend: at least {steps} months in a row only rise or only fall, such as {slope}. So "
            "many seldom do by chance."
        ),
        lambda facts: facts["trend"],
    ),
    Sentence(
        "too-few",
        message(
            "Too few runs: the line has {runs} runs on one side of the median, where chance would "
            "give {fewest} to {most}. The level has moved between times."
        ),
        lambda facts: facts["counted"] and facts["runs"] < facts["fewest"],
    ),
    Sentence(
        "too-many",
        message(
            "Too many runs: the line has {runs} runs on one side of the median, where chance would "
            "give {fewest} to {most}. It goes up and down too regularly, as when two sources "
            "are mixed."
        ),
        lambda facts: facts["counted"] and facts["runs"] > facts["most"],
    ),
    Sentence(
        "astronomical",
        message(
            "Astronomical point: {far} is so far from the others that its reason should be asked "
            "for by itself."
        ),
        lambda facts: facts["far"],
    ),
    Sentence(
        "nothing",
        message("None of the four rules finds anything: no single month needs an explanation."),
        lambda facts: facts["counted"] and not _found(facts),
    ),
    Sentence(
        "not-counted",
        message(
            "A month is missing, or no month lies apart from the median, so that the rule of the "
            "number of runs is not tried."
        ),
        lambda facts: not facts["counted"],
    ),
)
"""What the rules find, every sentence that is true."""

RULES = (
    Sentence(
        "rules",
        message(
            "The dashed line is the median; nothing is smoothed. The four rules are those that the "
            "NHS reads run charts by (Perla, Provost and Murray 2011): a shift is {months} months "
            "or more in a row on one side of the median, a trend {steps} or more that only rise or "
            "only fall, and the runs on one side are too few or too many where chance gives it "
            "less than once in twenty (Swed and Eisenhart 1943). An astronomical point is left to "
            "the eye; here it is a month further from every other than {times} times the "
            "median difference between one month and the next."
        ),
        lambda charts: charts > 0,
    ),
)


def _found(facts: Facts) -> bool:
    return bool(facts["shift"] or facts["trend"] or facts["far"] or facts["uneven"])


def facts(months: pd.DataFrame) -> dict[str, Any]:
    """Return what the rules found in the months of a unit."""
    first = months.iloc[0]
    counted = pd.notna(first["runs"])
    is_uneven = counted and not first["fewest"] <= first["runs"] <= first["most"]
    return {
        "shift": bool(months["shift"].any()),
        "trend": bool(months["trend"].any()),
        "far": bool(months["astronomical"].any()),
        "counted": bool(counted),
        "uneven": bool(is_uneven),
        **{name: first[name] for name in ("runs", "fewest", "most")},
    }


def headline(months: pd.DataFrame) -> Phrase:
    """Return what the chart of a unit shows."""
    unit = cells.in_a_sentence(str(months["unit"].iloc[0]))
    return fill_first(HEADLINE, facts(months), unit=unit, median=in_words(median(months)))


def median(months: pd.DataFrame) -> Cell:
    """Return the median of the known months."""
    return values.percent(months["median"].iloc[0], basis="estimated")


def findings(months: pd.DataFrame) -> dict[str, Phrase]:
    """Return what each rule finds, or that none does, by the key of its sentence."""
    first = months.iloc[0]
    counts = {
        name: _in_words(int(first[name])) if pd.notna(first[name]) else values.silent()
        for name in ("runs", "fewest", "most")
    }
    gaps: dict[str, Words | int] = {
        **counts,
        "months": _in_words(SHIFT),
        "steps": _in_words(TREND),
        "when": _stretch(months, "shift"),
        "slope": _stretch(months, "trend"),
        "far": _listed(months.loc[months["astronomical"], "period"]),
    }
    return fill_each(FINDINGS, facts(months), **gaps)


def rules(charts: int) -> Phrase:
    """Return how so many charts are read, and whose rules they are."""
    return fill_first(
        RULES,
        charts,
        months=_in_words(SHIFT),
        steps=_in_words(TREND),
        times=values.amount(ASTRONOMICAL, decimals=2, basis="estimated"),
    )


def _in_words(number: int) -> Cell:
    """Return a number that the method gives, such as how many months a rule asks for."""
    return Cell(value=number, basis="estimated", words=locales.count(number))


def _stretch(months: pd.DataFrame, rule: str) -> str:
    """Return the first months in a row that a rule finds, as from one month to another."""
    found = months.loc[months[rule].eq(1), "period"]
    if found.empty:
        return ""
    ends = [locales.period(period) for period in (found.iloc[0], found.iloc[-1])]
    return locales.DASH.join([f"{ends[0]}{locales.NBSP}", f"{locales.NBSP}{ends[1]}"])


def _listed(periods: Iterable[str]) -> str:
    return locales.listing([locales.period(period) for period in periods])
