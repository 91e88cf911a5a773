"""The sentences of the chapter on the annual report, each with its condition.

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
    fill,
    fill_first,
    fill_plural,
    joined,
    message,
)
from alereport.exhibits.values import Cell

Facts = Any
"""A row of a frame, or counts of its rows."""

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

TARGET_REACHED = (
    Sentence("not-reported", message("not reported"), lambda row: pd.isna(row["value"])),
    Sentence("unsure", message("cannot be said"), lambda row: pd.isna(row["reached"])),
    Sentence("reached", message("reached"), lambda row: row["reached"]),
    Sentence("not-reached", message("not reached")),
)

TARGET_SUMMARY = (
    Sentence(
        "no-figures",
        message("only words in the annual report"),
        lambda row: not row["figures"],
    ),
    Sentence("no-targets", message("none has a target"), lambda row: not row["with_target"]),
    Sentence("targets", message("{reached} of {aimed} targets reached")),
)


def perspective(name: object) -> str:
    """Return the name of a perspective, in the current language."""
    return {
        "customer": _("Customer"),
        "processes": _("Processes"),
        "resources": _("Resources"),
        "economy": _("Economy"),
    }[str(name)]


def outturn(row: Facts, *, has_unit: bool = True) -> Cell:
    """Return a figure's outturn, with the document's own hedge if it has one."""
    hedge = "" if pd.isna(row["hedge"]) else row["hedge"]
    return values.measured(row["value"], unit=row["unit"], hedge=hedge, has_unit=has_unit)


def target(row: Facts, *, has_unit: bool = True) -> Cell:
    """Return a figure's target, such as `minst 1,5 %`; a silent cell if it has none."""
    comparator = "" if pd.isna(row["comparator"]) else row["comparator"]
    return values.measured(
        row["target"], unit=row["unit"], comparator=comparator, has_unit=has_unit
    )


def difference(row: Facts, *, has_unit: bool = True) -> Cell:
    """Return outturn less target, such as `+0,82 procentenheter`."""
    unit = _("percentage points") if row["unit"] == "%" else row["unit"]
    return values.amount(
        row["deviation"],
        unit=unit,
        decimals=max(outturn(row).decimals, target(row).decimals),
        signed=True,
        has_unit=has_unit,
        basis="derived",
    )


def target_reached(row: Facts) -> Cell:
    """Return in words whether the target was reached; a silent cell if there is no target."""
    return (
        values.silent() if pd.isna(row["target"]) else values.words(fill_first(TARGET_REACHED, row))
    )


def against_target(row: Facts) -> Phrase:
    """Return a figure against its target: `Folkökning 2,32 % mot målet minst 1,5 %: nått`."""
    return fill(
        _("{indicator} {outturn} against the target {target}: {verdict}"),
        indicator=row["indicator"],
        outturn=outturn(row),
        target=target(row),
        verdict=target_reached(row),
    )


def margin(row: Facts) -> Phrase:
    """Return a figure against its target, with the difference."""
    comparison = against_target(row)
    if pd.isna(row["deviation"]):
        return joined([comparison, "."], "")
    sentence = _("{outturn} (difference {difference}).")
    return fill(sentence, outturn=comparison, difference=difference(row))


def previous_value(row: Facts) -> Phrase:
    """Return the sentence on the same indicator in an earlier year."""
    return fill(
        _("{indicator} was {value} in {year}."),
        indicator=row["indicator"],
        value=values.measured(row["previous_value"], unit=row["unit"]),
        year=int(row["previous_year"]),
    )


def lead(card: pd.DataFrame, year: int) -> Phrase:
    """Return the sentence on how many figures, targets and reached targets there are."""
    with_target = card[card["target"].notna()]
    return fill_first(
        LEAD,
        card,
        year=year,
        figures=values.count(len(card)),
        aimed=values.count(len(with_target)),
        reached=_reached_count(with_target),
        outturn="" if with_target.empty else against_target(with_target.iloc[0]),
    )


def headline(with_target: pd.DataFrame) -> Phrase:
    """Return the headline of the chart of targets."""
    if len(with_target) == 1:
        return against_target(with_target.iloc[0])
    sentence = _("{reached} of {aimed} targets were reached")
    return fill(sentence, reached=_reached_count(with_target), aimed=values.count(len(with_target)))


def _reached_count(with_target: pd.DataFrame) -> Cell:
    return values.count(int(with_target["reached"].sum()))


def figures(row: Facts) -> Phrase:
    """Return the number of figures of a perspective, in words."""
    return fill_plural("{count} figure", "{count} figures", row["figures"])


def target_summary(row: Facts) -> Phrase:
    """Return how many targets of a perspective were reached, in words."""
    reached, with_target = values.count(row["reached"]), values.count(row["with_target"])
    return fill_first(TARGET_SUMMARY, row, reached=reached, aimed=with_target)


def no_report(reports: pd.DataFrame, year: int) -> Phrase:
    """Return the sentences that the year has no annual report, and which one is the latest."""
    missing = fill(_("The annual report for {year} is missing in the sources."), year=year)
    if reports.empty:
        return missing
    latest = fill(_("The latest one there is for {year}."), year=int(reports["year"].max()))
    return joined([missing, latest])
