"""The sentences on where the municipality lies among others, and when each of them is true.

A `row` is one of `analysis.spread` or `analysis.changes`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.chapters.common.sentences import in_words
from alereport.chapters.comparison.cells import (
    decimals_of,
    difference,
    figure,
    is_money,
    without_unit,
)
from alereport.exhibits.phrases import Phrase, Sentence, Words, fill_first, message
from alereport.exhibits.values import Cell

Facts = Any


def _has_change(row: Facts) -> bool:
    return bool(pd.notna(row["own_change"]) and pd.notna(row["median_change"]))


PLACE = (
    Sentence(
        "no-own",
        message("{name} has no value for {year}. The median of {group} is {median}."),
        lambda row: pd.isna(row["own"]),
    ),
    Sentence(
        "few",
        message("{name} has {own} in {year}; {n} of {of} municipalities have a value."),
        lambda row: pd.isna(row["median"]),
    ),
    Sentence(
        "above",
        message(
            "{name} has {own} in {year}, more than the upper quartile of {group} ({upper}); their "
            "median is {median}."
        ),
        lambda row: row["own"] > row["upper_quartile"],
    ),
    Sentence(
        "below",
        message(
            "{name} has {own} in {year}, less than the lower quartile of {group} ({alone}); their "
            "median is {median}."
        ),
        lambda row: row["own"] < row["lower_quartile"],
    ),
    Sentence(
        "between",
        message(
            "{name} has {own} in {year}, between the quartiles of {group} ({lower} and {upper}); "
            "their median is {median}."
        ),
    ),
)
CHANGE = (
    Sentence(
        "rise-in-current-prices",
        message(
            "From {first} to {last} the increase in {name} is {own_change}, in the prices of each "
            "year; the median of the changes in {group} is {median_change}."
        ),
        lambda row: _has_change(row) and row["own_change"] > 0 and is_money(row["unit"]),
    ),
    Sentence(
        "fall-in-current-prices",
        message(
            "From {first} to {last} the decrease in {name} is {own_change}, in the prices of each "
            "year; the median of the changes in {group} is {median_change}."
        ),
        lambda row: _has_change(row) and row["own_change"] < 0 and is_money(row["unit"]),
    ),
    Sentence(
        "rise",
        message(
            "From {first} to {last} the increase in {name} is {own_change}; the median of the "
            "changes in {group} is {median_change}."
        ),
        lambda row: _has_change(row) and row["own_change"] > 0,
    ),
    Sentence(
        "fall",
        message(
            "From {first} to {last} the decrease in {name} is {own_change}; the median of the "
            "changes in {group} is {median_change}."
        ),
        lambda row: _has_change(row) and row["own_change"] < 0,
    ),
    Sentence(
        "same",
        message(
            "From {first} to {last} there is no change in {name}; the median of the changes in "
            "{group} is {median_change}."
        ),
        _has_change,
    ),
)
"""The own change, of which `own_change` is rounded as it is shown, beside the group's."""

GROUP = (
    Sentence(
        "all",
        message("all {count} municipalities"),
        lambda row: row["n"] == row["of"],
    ),
    Sentence("some", message("{n} of {of} municipalities")),
)
"""Of how many municipalities something is, of how many there are in the group."""

HEADLINE = (
    Sentence(
        "no-own",
        message("{label} {year}: the median of {n} municipalities is {median}"),
        lambda row: pd.isna(row["own"]) and pd.notna(row["median"]),
    ),
    Sentence(
        "few",
        message("{label} {year}: {own} in {name}"),
        lambda row: pd.isna(row["median"]),
    ),
    Sentence(
        "same",
        message("{label} {year}: {own} in {name}, the same as the median of {n} municipalities"),
        lambda row: row["apart"] == 0,
    ),
    Sentence(
        "more",
        message("{label} {year}: {own} in {name}, {apart} more than the median"),
        lambda row: row["apart"] > 0,
    ),
    Sentence("less", message("{label} {year}: {own} in {name}, {apart} less than the median")),
)

MARK = (
    Sentence("few", message("{year}: {name} {own}"), lambda row: pd.isna(row["median"])),
    Sentence(
        "no-own",
        message("{year}: median {median}, quartiles {lower} and {upper}, {n} of {of}"),
        lambda row: pd.isna(row["own"]),
    ),
    Sentence(
        "mark",
        message(
            "{year}: {name} {own}, median {median}, quartiles {lower} and {upper}, {n} of {of}"
        ),
    ),
)

CHANGE_HEADLINE = (
    Sentence("none", message("{label} in the municipalities"), lambda changes: not changes),
    Sentence(
        "change",
        message(
            "{label} from {first} to {last}: {own_change} in {name}, where the median of the "
            "changes is {median_change}"
        ),
    ),
)


def _gaps(row: Facts, name: str) -> dict[str, Words | int]:
    lower = figure(row, "lower_quartile", basis="estimated")
    return {
        "name": name,
        "year": str(row["year"]),
        "own": in_words(figure(row, "own")),
        "n": str(row["n"]),
        "of": str(row["of"]),
        "group": _group(row),
        "median": in_words(figure(row, "median", basis="estimated")),
        "lower": without_unit(lower),
        "alone": in_words(lower),
        "upper": in_words(figure(row, "upper_quartile", basis="estimated")),
        "label": str(row["label"]),
        "apart": _size(row),
    }


def _size(row: Facts) -> Cell:
    """Return how far the own value is from the median, without the unit it has been told in."""
    cell = difference({**row, "size": abs(_apart(row))}, "size", signed=False)
    return cell if row["unit"] == "%" else without_unit(cell)


def _group(row: Facts) -> Phrase:
    return fill_first(
        GROUP, row, count=locales.count(row["of"]), n=str(row["n"]), of=str(row["of"])
    )


def mark(row: Facts, name: str) -> Phrase:
    """Return what a strip of dots shows of a year."""
    return fill_first(MARK, row, **_gaps(row, name))


def _apart(row: Facts) -> float:
    """Return how far the own value is from the median, both rounded as they are shown."""
    decimals = decimals_of(row["unit"])
    apart = round(float(row["own"]), decimals) - round(float(row["median"]), decimals)
    return round(apart, decimals)


def place(row: Facts, name: str) -> Phrase:
    """Return where the own value lies among the group's in a year."""
    return fill_first(PLACE, row, **_gaps(row, name))


def headline(row: Facts, name: str) -> Phrase:
    """Return the headline of the strips of dots."""
    facts = {**row, "apart": _apart(row)}
    return fill_first(HEADLINE, facts, **_gaps(row, name))


def change(row: Facts, name: str) -> Phrase:
    """Return the own change beside the median of the group's."""
    shown = round(float(row["own_change"]), decimals_of(row["unit"]))
    gaps = _change_gaps(row, name)
    size = _own_change({**row, "own_change": abs(row["own_change"])}, signed=False)
    return fill_first(CHANGE, {**row, "own_change": shown}, **gaps | {"own_change": size})


def change_headline(values: pd.DataFrame, changes: pd.DataFrame, name: str) -> Phrase:
    """Return the headline of the small panels of an indicator; see `change`."""
    gaps: dict[str, Words | int] = {"label": str(values["label"].iloc[0])}
    for row in changes.to_dict("records"):
        gaps |= _change_gaps(row, name)
    return fill_first(CHANGE_HEADLINE, len(changes), **gaps)


def _change_gaps(row: Facts, name: str) -> dict[str, Words | int]:
    return {
        "name": name,
        "first": str(row["first"]),
        "last": str(row["last"]),
        "own_change": _own_change(row),
        "median_change": difference(row, "median_change"),
        "group": _group(row),
    }


def _own_change(row: Facts, *, signed: bool = True) -> Cell:
    """Return the own change, which its two values give."""
    rows = {"rows": row["own_rows"]}
    return difference(row, "own_change", signed=signed, basis="derived").model_copy(update=rows)
