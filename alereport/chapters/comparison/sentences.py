"""The sentences of the comparison with other municipalities, and when each of them is true.

A `row` is one of `analysis.spread` or `analysis.changes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
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
from alereport.exhibits.values import Basis, Cell

Facts = Any

PLACE = (
    Sentence(
        "no-own",
        message(
            "{name} has no value {year}. The median of {n} of {of} municipalities is {median}."
        ),
        lambda row: pd.isna(row["own"]),
    ),
    Sentence(
        "few",
        message("{name} has {own} {year}; {n} of {of} municipalities have a value."),
        lambda row: pd.isna(row["median"]),
    ),
    Sentence(
        "above",
        message(
            "{name} has {own} {year}, more than the upper quartile of {n} of {of} municipalities "
            "({upper}); their median is {median}."
        ),
        lambda row: row["own"] > row["upper_quartile"],
    ),
    Sentence(
        "below",
        message(
            "{name} has {own} {year}, less than the lower quartile of {n} of {of} municipalities "
            "({lower}); their median is {median}."
        ),
        lambda row: row["own"] < row["lower_quartile"],
    ),
    Sentence(
        "between",
        message(
            "{name} has {own} {year}, between the quartiles of {n} of {of} municipalities ({lower} "
            "and {upper}); their median is {median}."
        ),
    ),
)
CHANGE = (
    Sentence(
        "change",
        message(
            "From {first} to {last} it has changed by {own_change} in {name}; the median of the "
            "changes of {n} of {of} municipalities is {median_change}."
        ),
        lambda row: pd.notna(row["own_change"]) and pd.notna(row["median_change"]),
    ),
)

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
        message("{label} {year}: {own} in {name}, as the median of {n} municipalities"),
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
        "group",
        message(
            "The {count} municipalities are {names}, each counted as one, whatever its size. "
            "Median and quartiles are by linear interpolation, as Excel's QUARTILE.INC has them."
        ),
        lambda municipalities: municipalities > 1,
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
            "The municipality itself gives its {name} as {printed} {year} ({source}). That is not "
            "{label}, which is {value} the same year."
        ),
        lambda row: pd.notna(row["of_kolada"]),
    ),
    Sentence(
        "alone",
        message(
            "The municipality itself gives its {name} as {printed} {year} ({source}). That is not "
            "{label}."
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


def figure(row: Facts, column: Any, *, basis: Basis = "rounded") -> Cell:
    """Return a value of an indicator with its unit: percentages with two decimals."""
    decimals = decimals_of(row["unit"])
    return values.amount(
        row[column], unit=str(row["unit"]), decimals=decimals, basis=basis, has_unit=True
    )


def difference(row: Facts, column: str, *, signed: bool = True, basis: Basis = "estimated") -> Cell:
    """Return a difference between two values of an indicator; of percentages in points."""
    unit = _("percentage points") if row["unit"] == "%" else str(row["unit"])
    cell = figure(row, column, basis=basis)
    return cell.model_copy(update={"unit": unit, "signed": signed})


def decimals_of(unit: object) -> int:
    """Return how many decimals a value in a unit is shown with."""
    return 2 if str(unit) == "%" else 0


def _gaps(row: Facts, name: str) -> dict[str, Words | int]:
    return {
        "name": name,
        "year": str(row["year"]),
        "own": figure(row, "own"),
        "n": str(row["n"]),
        "of": str(row["of"]),
        "median": figure(row, "median", basis="estimated"),
        "lower": without_unit(figure(row, "lower_quartile", basis="estimated")),
        "upper": figure(row, "upper_quartile", basis="estimated"),
        "label": str(row["label"]),
        "apart": _size(row),
    }


def _size(row: Facts) -> Cell:
    """Return how far the own value is from the median, without the unit it has been told in."""
    cell = difference({**row, "size": abs(_apart(row))}, "size", signed=False)
    return cell if row["unit"] == "%" else without_unit(cell)


def without_unit(cell: Cell) -> Cell:
    """Return a cell whose unit stands elsewhere, such as in a heading."""
    return cell.model_copy(update={"has_unit": False})


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
    return fill_first(CHANGE, row, **_change_gaps(row, name))


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
        "n": str(row["n"]),
        "of": str(row["of"]),
    }


def _own_change(row: Facts) -> Cell:
    """Return the own change, which its two values give."""
    rows = {"rows": row["own_rows"]}
    return difference(row, "own_change", basis="derived").model_copy(update=rows)


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
    names = [in_sentence(str(name)) for name in committees]
    facts = {"committees": len(names), "costs": bool(compared["turned"].any())}
    return fill_each(LIMITS, facts, committees=locales.listing(names))


def group(names: Iterable[str]) -> Phrase:
    """Return how many municipalities the group has, and which."""
    listed = list(names)
    return fill_first(GROUP, len(listed), count=str(len(listed)), names=locales.listing(listed))


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
        printed=values.percent(row["value"], basis="equal")
        if row["unit"] == "%"
        else figure(row, "value", basis="equal"),
        year=str(row["year"]),
        source=str(row["source"]),
        label=in_sentence(str(row["label"])),
        value=values.percent(row["of_kolada"], basis="rounded")
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
