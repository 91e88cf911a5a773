"""The sentences of the chapter on the whole municipality. The frames are those of `analysis`."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common import rows
from alereport.chapters.common.sentences import check_result, with_percent
from alereport.exhibits import values
from alereport.exhibits.phrases import Phrase, Words, fill, fill_plural

counted = partial(values.amount, basis="derived")
"""Return the cell of a count; silent if it is missing."""


def committee_year(row: Any) -> str:
    """Return the name of a committee's year, such as `Kommunstyrelsen 2024`."""
    return f"{row['name']} {row['year']}"


def dataset_name(dataset: str) -> str:
    """Return the name of a dataset for readers."""
    return {
        "budget": _("Budget"),
        "earmarks": _("Efficiency requirements and ventures"),
        "goals": _("Goals and assignments"),
        "indicators": _("Indicators"),
        "investments": _("Investments"),
        "measures": _("Measures"),
        "personnel": _("Staff"),
        "sick_leave": _("Sick leave"),
    }[dataset]


def gate_verdict(state: str | None) -> str:
    """Return the verdict of the gate in a word or two."""
    return check_result(state, "sealed") or locales.DASH


def contents(years: pd.DataFrame) -> Phrase:
    """Return a sentence on how many committees and years the report contains."""
    return fill(
        _("The report holds {years} of {committees}, {first}{dash}{last}."),
        years=fill_plural(
            "{count} plan or annual report", "{count} plans or annual reports", len(years)
        ),
        committees=fill_plural(
            "{count} committee", "{count} committees", years["committee"].nunique()
        ),
        first=int(years["year"].min()),
        last=int(years["year"].max()),
        dash=locales.DASH,
    )


def largest_budget(years: pd.DataFrame) -> Phrase:
    """Return a sentence on the largest budget of a committee."""
    planned = years[years["budget_tkr"].notna()]
    if planned.empty:
        return fill(_("No committee has a budget in the data"))
    row = rows.largest(planned, "budget_tkr")
    return fill(
        _("The largest budget is {committee} {year}, {amount}"),
        committee=row["name"],
        year=int(row["year"]),
        amount=values.million(row["budget_tkr"]),
    )


def change(row: Any) -> Words:
    """Return how a year's budget changes; empty if the data do not have it."""
    if pd.isna(row["change_tkr"]):
        return ""
    if pd.notna(row["break_reason"]):
        return _("does not compare with {year}").format(year=row["year"] - 1)
    return with_percent(values.million(row["change_tkr"], signed=True), row, signed=True)


def sick_leave(row: Any) -> Words:
    """Return the highest sick leave that the year's plan prints."""
    if pd.isna(row["sick_leave_percent"]):
        return _("missing in the data")
    return fill(
        _("{percent} in {unit}, {period}"),
        percent=values.percent(row["sick_leave_percent"], basis="equal"),
        unit=row["sick_leave_unit"],
        period=locales.period(str(row["sick_leave_period"])),
    )


def missing_datasets(row: Any) -> str:
    """Return which of the expected datasets are missing for a year."""
    if not row["missing"]:
        return _("everything looked for")
    names = [dataset_name(name).lower() for name in row["missing"]]
    return _("missing: {datasets}").format(datasets=locales.listing(names))
