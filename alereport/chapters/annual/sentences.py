"""What the chapter on the annual report can say, and when each sentence is true.

A row is one figure of `analysis.scorecard`, or one perspective of `analysis.by_perspective`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.exhibits import values
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    joined,
    message,
    say,
    say_first,
    say_many,
)
from alereport.exhibits.values import Cell

Facts = Any
"""A row of a frame, or what is counted in one."""

LEAD = (
    Sentence(
        "no-figures",
        message("The annual report for {year} has no figures."),
        lambda card: card.empty,
    ),
    Sentence(
        "no-targets",
        message("The annual report for {year} has {figures} figures, none with a target."),
        lambda card: card["target"].isna().all(),
    ),
    Sentence(
        "one-target",
        message(
            "Of the {figures} figures in the annual report for {year}, one has a target. {outturn}."
        ),
        lambda card: card["target"].notna().sum() == 1,
    ),
    Sentence(
        "targets",
        message(
            "Of the {figures} figures in the annual report for {year}, {aimed} have a target; "
            "{reached} of them are reached."
        ),
    ),
)

VERDICTS = (
    Sentence("not-reported", message("not reported"), lambda row: pd.isna(row["value"])),
    Sentence("unsure", message("cannot be said"), lambda row: pd.isna(row["reached"])),
    Sentence("reached", message("reached"), lambda row: row["reached"]),
    Sentence("not-reached", message("not reached")),
)

IN_SHORT = (
    Sentence(
        "no-figures",
        message("only words in the annual report"),
        lambda row: not row["figures"],
    ),
    Sentence("no-targets", message("none has a target"), lambda row: not row["with_target"]),
    Sentence("targets", message("{reached} of {aimed} targets reached")),
)


def perspective(name: object) -> str:
    """A perspective of the scorecard, in the language spoken now."""
    return {
        "customer": _("Customer"),
        "processes": _("Processes"),
        "resources": _("Resources"),
        "economy": _("Economy"),
    }[str(name)]


def outturn(row: Facts, *, has_unit: bool = True) -> Cell:
    """A figure's outturn, said to be about so much where the document says so."""
    hedge = "approximate" if row["approximate"] else ""
    return values.measured(row["value"], unit=row["unit"], hedge=hedge, has_unit=has_unit)


def target(row: Facts, *, has_unit: bool = True) -> Cell:
    """A figure's target, such as `minst 1,5 %`; silent where there is none."""
    asked = row["comparator"]
    comparator = "" if pd.isna(asked) else asked
    return values.measured(
        row["target"], unit=row["unit"], comparator=comparator, has_unit=has_unit
    )


def difference(row: Facts, *, has_unit: bool = True) -> Cell:
    """How far the outturn is from its target, such as `+0,82 procentenheter`."""
    unit = _("percentage points") if row["unit"] == "%" else row["unit"]
    return values.amount(
        row["deviation"],
        unit=unit,
        decimals=max(outturn(row).decimals, target(row).decimals),
        signed=True,
        has_unit=has_unit,
        basis="derived",
    )


def verdict(row: Facts) -> Cell:
    """Whether a target was reached, in words; silent where there is none."""
    return values.silent() if pd.isna(row["target"]) else values.words(say_first(VERDICTS, row))


def against_target(row: Facts) -> Phrase:
    """A figure beside its target: `Befolkningsökning 2,32 % mot målet minst 1,5 %: nått`."""
    return say(
        _("{indicator} {outturn} against the target {target}: {verdict}"),
        indicator=row["indicator"],
        outturn=outturn(row),
        target=target(row),
        verdict=verdict(row),
    )


def margin(row: Facts) -> Phrase:
    """A figure beside its target, and how far it is from it."""
    said = against_target(row)
    if pd.isna(row["deviation"]):
        return joined([said, "."], "")
    sentence = _("{outturn} (difference {difference}).")
    return say(sentence, outturn=said, difference=difference(row))


def before(row: Facts) -> Phrase:
    """What the same indicator was in an earlier year."""
    return say(
        _("{indicator} was {value} in {year}."),
        indicator=row["indicator"],
        value=values.measured(row["previous_value"], unit=row["unit"]),
        year=int(row["previous_year"]),
    )


def lead(card: pd.DataFrame, year: int) -> Phrase:
    """How many figures the annual report has, and how many of their targets are reached."""
    aimed = card[card["target"].notna()]
    return say_first(
        LEAD,
        card,
        year=year,
        figures=values.count(len(card)),
        aimed=values.count(len(aimed)),
        reached=_reached(aimed),
        outturn="" if aimed.empty else against_target(aimed.iloc[0]),
    )


def found(aimed: pd.DataFrame) -> Phrase:
    """What the chart of targets finds."""
    if len(aimed) == 1:
        return against_target(aimed.iloc[0])
    sentence = _("{reached} of {aimed} targets were reached")
    return say(sentence, reached=_reached(aimed), aimed=values.count(len(aimed)))


def _reached(aimed: pd.DataFrame) -> Cell:
    return values.count(int(aimed["reached"].sum()))


def figures(row: Facts) -> Phrase:
    """How many figures a perspective has."""
    return say_many("{count} figure", "{count} figures", row["figures"])


def in_short(row: Facts) -> Phrase:
    """How the targets of a perspective went."""
    reached, aimed = values.count(row["reached"]), values.count(row["with_target"])
    return say_first(IN_SHORT, row, reached=reached, aimed=aimed)


def no_report(reports: pd.DataFrame, year: int) -> Phrase:
    """That there is no annual report for the year, and which is the latest."""
    missing = say(_("The annual report for {year} is missing in the sources."), year=year)
    if reports.empty:
        return missing
    latest = say(_("The latest one there is for {year}."), year=int(reports["year"].max()))
    return joined([missing, latest])
