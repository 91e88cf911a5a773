"""The sentences on where the tax goes, and when each of them is true.

The frames are those of `analysis`: `areas`, `rate`, `per_inhabitant`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.exhibits import values
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    fill,
    fill_each,
    fill_first,
    in_sentence,
    message,
)
from alereport.exhibits.values import Cell

Facts = Any

LEAD = (
    Sentence(
        "none", message("What the areas cost is not among the data."), lambda areas: not areas
    ),
    Sentence(
        "several",
        message(
            "Of a hundred kronor that the areas below cost in {year}, {first_kronor} went to "
            "{first}, {second_kronor} to {second} and {third_kronor} to {third}."
        ),
        lambda areas: areas > 2,
    ),
    Sentence("one", message("What the areas cost {year} stands below.")),
)

RESERVATIONS = (
    Sentence(
        "not-whole",
        message(
            "The list has the {count} areas that were read from the source. What the municipality "
            "does beside them is not in it, so the list is not the whole of its costs."
        ),
        lambda facts: facts["areas"] > 0,
    ),
    Sentence(
        "gross",
        message(
            "The costs are gross, not net: what an area gets in fees and grants is not taken off. "
            "So a hundred kronor of cost are not a hundred kronor of tax; equalisation, grants and "
            "fees pay a part."
        ),
        lambda facts: facts["areas"] > 0,
    ),
    Sentence(
        "fees",
        message("{names} are paid by fees, stand apart, and take nothing of the hundred kronor."),
        lambda facts: facts["by_fees"] > 1,
    ),
    Sentence(
        "fee",
        message("{names} is paid by fees, stands apart, and takes nothing of the hundred kronor."),
        lambda facts: facts["by_fees"] == 1,
    ),
)

TAX = (
    Sentence(
        "tax",
        message(
            "The tax to the municipality was {rate} kronor of each hundred kronor of taxable "
            "income in {year}."
        ),
        lambda facts: facts["rates"] > 0,
    ),
    Sentence(
        "left-out",
        message(
            "Taxable income is what is left after the basic deduction, so it is less than the pay. "
            "Tax reductions, such as the one for work, and the tax to the region are left out. The "
            "tax is spread as the gross costs are: an example, not an account."
        ),
        lambda facts: facts["rates"] > 0,
    ),
    Sentence(
        "no-rate",
        message("The tax rate of {year} is not among the data, so no tax is computed."),
        lambda facts: not facts["rates"],
    ),
)

INHABITANT = (
    Sentence(
        "counted",
        message("The inhabitants are those on 31 December of the year before the budget."),
        lambda facts: facts["known"] > 0,
    ),
    Sentence(
        "years-differ",
        message("The budgets are of different years, and cannot be ranked."),
        lambda facts: facts["years"] > 1,
    ),
    Sentence(
        "unknown",
        message("The population of the year before is not among the data for {names}."),
        lambda facts: facts["unknown"] > 0,
    ),
)


def kronor(value: float, *, decimals: int = 2) -> Cell:
    """Return an amount in kronor, computed here."""
    return values.amount(value, decimals=decimals, basis="derived")


def of_hundred(row: Facts) -> Phrase:
    """Return what an area takes of a hundred kronor, with the unit: its share of those together."""
    share = kronor(row["of_hundred"]).model_copy(update={"rows": tuple(row["of_rows"])})
    return fill(_("{kronor} kronor"), kronor=share)


def lead(areas: pd.DataFrame) -> Phrase:
    """Return what the three largest areas take of a hundred kronor."""
    taxed = areas[~areas["by_fees"]].to_dict("records")
    gaps: dict[str, Any] = {"year": str(areas["year"].iloc[0]) if len(areas) else ""}
    for place, row in zip(("first", "second", "third"), taxed, strict=False):
        gaps |= {place: in_sentence(str(row["name"])), f"{place}_kronor": of_hundred(row)}
    return fill_first(LEAD, len(taxed), **gaps)


def headline(areas: pd.DataFrame) -> Phrase:
    """Return the headline of the bars."""
    taxed = areas[~areas["by_fees"]].iloc[0]
    return fill(
        _("Most goes to {area}: {amount} of a hundred"),
        area=in_sentence(str(taxed["name"])),
        amount=of_hundred(taxed),
    )


def reservations(areas: pd.DataFrame) -> dict[str, Phrase]:
    """Return what the list does not have, by the key of each sentence."""
    by_fees = areas.loc[areas["by_fees"], "name"].astype(str)
    names = [name if not at else in_sentence(name) for at, name in enumerate(by_fees)]
    facts = {"areas": len(areas), "by_fees": len(names)}
    gaps = {"count": locales.count(len(areas)), "names": locales.listing(names)}
    return fill_each(RESERVATIONS, facts, **gaps)


def tax(areas: pd.DataFrame, rate: pd.DataFrame) -> dict[str, Phrase]:
    """Return the tax rate and what is left out, by the key of each sentence."""
    if areas.empty:
        return {}
    rates = [kronor(value) for value in rate["rate"]]
    gaps: dict[str, Any] = {"year": str(areas["year"].iloc[0])}
    return fill_each(TAX, {"rates": len(rates)}, **gaps, **({"rate": rates[0]} if rates else {}))


def inhabitants(budgets: pd.DataFrame) -> dict[str, Phrase]:
    """Return which inhabitants are meant, and what cannot be compared."""
    unknown = budgets.loc[budgets["per_inhabitant"].isna(), "name"].astype(str)
    facts = {
        "known": len(budgets) - len(unknown),
        "unknown": len(unknown),
        "years": budgets["year"].nunique(),
    }
    return fill_each(INHABITANT, facts, names=locales.listing(list(map(in_sentence, unknown))))
