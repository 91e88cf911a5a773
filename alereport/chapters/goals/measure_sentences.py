"""The sentences on the measures of a plan's goals, each with its condition.

A condition takes counts of rows of `measures.progress`, or which of its values a measure has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    data_text,
    fill_each,
    fill_first,
    in_sentence,
    joined,
    listing,
    message,
)
from alereport.exhibits.values import Cell

DIRECTIONS = (
    Sentence(
        "increase",
        message("To rise, without a number: {increase}."),
        lambda facts: facts["increases"],
    ),
    Sentence(
        "decrease",
        message("To fall, without a number: {decrease}."),
        lambda facts: facts["decreases"],
    ),
    Sentence(
        "balance",
        message("A target without a number: {other}."),
        lambda facts: facts["others"],
    ),
)
"""The measures whose target has no number."""

TARGETS = (
    Sentence(
        "no-year",
        message("No target has a year in the plan."),
        lambda facts: facts["count"] and not facts["dated"],
    ),
    Sentence(
        "no-base",
        message("The plan does not say what the percentage is of: {without_base}."),
        lambda facts: facts["baseless"],
    ),
)
"""What must be known of the targets that have a number."""

WHOSE = (
    Sentence(
        "all",
        message("All the measures are of the whole municipality, not of the committee alone."),
        lambda facts: facts["of_the_municipality"] == facts["count"] > 1,
    ),
    Sentence(
        "one",
        message("The measure is of the whole municipality, not of the committee alone."),
        lambda facts: facts["of_the_municipality"] == facts["count"] == 1,
    ),
    Sentence(
        "some",
        message(
            "Measures of the committee's own work: {own}; the others are of the whole municipality."
        ),
        lambda facts: 0 < facts["of_the_municipality"] < facts["count"],
    ),
)
"""Whose the measures are; nothing is said of the committee's own."""

POINTS = (
    Sentence(
        "outturn",
        message("{name}: {start}, then {latest}; the target is {target}."),
        lambda facts: facts["start"] and facts["latest"] and facts["target"],
    ),
    Sentence(
        "outturn-without-start",
        message("{name}: {latest}; the target is {target}."),
        lambda facts: facts["latest"] and facts["target"] and not facts["start"],
    ),
    Sentence(
        "start",
        message("{name}: from {start} to {target}."),
        lambda facts: facts["start"] and facts["target"] and not facts["latest"],
    ),
    Sentence(
        "target",
        message("{name}: the target is {target}."),
        lambda facts: facts["target"] and not facts["start"] and not facts["latest"],
    ),
    Sentence(
        "outturn-without-target",
        message("{name}: {start}, then {latest}."),
        lambda facts: facts["start"] and facts["latest"] and not facts["target"],
    ),
)
"""What a measure is to reach, from where, and how far it has come."""

STATUS = (
    Sentence(
        "on-track", message("The measure is on track."), lambda row: row["status"] == "on_track"
    ),
    Sentence("off", message("The measure is off track."), lambda row: row["status"] == "off"),
)
"""Whether a measure with an outturn is on its way; nothing where it cannot be told."""


def directions(in_words: pd.DataFrame) -> dict[str, Phrase]:
    """Return which measures are to rise or fall, by key in `DIRECTIONS`.

    Args:
        in_words: The rows of `measures.progress` whose target has no number.
    """
    ways = in_words["comparators"].map(lambda comparators: next(iter(comparators), ""))
    parts = {
        "increase": in_words[ways.eq("increase")],
        "decrease": in_words[ways.eq("decrease")],
        "other": in_words[ways.isin(["=", ">=", "<="])],
    }
    facts = {f"{way}s": len(rows) for way, rows in parts.items()}
    return fill_each(
        DIRECTIONS, facts, **{way: names_in_sentence(rows["name"]) for way, rows in parts.items()}
    )


def targets(numbered: pd.DataFrame) -> dict[str, Phrase]:
    """Return what must be known of the targets with a number, by key in `TARGETS`.

    Args:
        numbered: The rows of `measures.progress` whose target has a number.
    """
    baseless = numbered[numbered["unit"].eq("%") & numbered["basis"].isna()]
    facts = {
        "count": len(numbered),
        "dated": int(numbered["target_year"].notna().sum()),
        "baseless": len(baseless),
    }
    return fill_each(TARGETS, facts, without_base=names_in_sentence(baseless["name"]))


def whose(progress: pd.DataFrame) -> Phrase:
    """Return which measures are the municipality's; empty if all are the committee's own."""
    own = progress[progress["whose"].ne("municipality")]
    facts = {"count": len(progress), "of_the_municipality": len(progress) - len(own)}
    return fill_first(WHOSE, facts, own=names_in_sentence(own["name"]))


def points(row: Any, cells: Mapping[str, Cell]) -> Phrase:
    """Return where a measure started, where it stands and where it is to be.

    Args:
        row: A row of `measures.progress`.
        cells: Its `start`, `latest` and `target`; those that it has not are silent.
    """
    facts = {name: not cell.is_empty for name, cell in cells.items()}
    found = fill_first(POINTS, facts, name=data_text(str(row["name"])), **cells)
    return joined([found, fill_first(STATUS, row) if found else ""])


def names_in_sentence(names: Iterable[str]) -> Phrase:
    return listing([data_text(in_sentence(str(name))) for name in names])
