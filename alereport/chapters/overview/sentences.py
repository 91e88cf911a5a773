"""What the chapter on the whole municipality can say. The frames are those of `analysis`."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common import rows
from alereport.chapters.common.sentences import checked, with_percent
from alereport.exhibits import values
from alereport.exhibits.phrases import Phrase, Words, say, say_many

counted = partial(values.amount, basis="derived")
"""How many there are; silent where the data hold none of what is counted."""


def committee_year(row: Any) -> str:
    """What a committee's year is called, such as `Kommunstyrelsen 2024`."""
    return f"{row['name']} {row['year']}"


def dataset_name(dataset: str) -> str:
    """What a dataset is called among readers."""
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


def gate_says(state: str | None) -> str:
    """The gate's verdict in a word or two."""
    return checked(state, "sealed") or locales.DASH


def holds(years: pd.DataFrame) -> Phrase:
    """What the report holds."""
    return say(
        _("The report holds {years} of {committees}, {first}{dash}{last}."),
        years=say_many(
            "{count} plan or annual report", "{count} plans or annual reports", len(years)
        ),
        committees=say_many(
            "{count} committee", "{count} committees", years["committee"].nunique()
        ),
        first=int(years["year"].min()),
        last=int(years["year"].max()),
        dash=locales.DASH,
    )


def largest_budget(years: pd.DataFrame) -> Phrase:
    """The largest budget of a committee."""
    planned = years[years["budget_tkr"].notna()]
    if planned.empty:
        return say(_("No committee has a budget in the data"))
    row = rows.most(planned, "budget_tkr")
    return say(
        _("The largest budget is {committee} {year}, {amount}"),
        committee=row["name"],
        year=int(row["year"]),
        amount=values.million(row["budget_tkr"]),
    )


def change(row: Any) -> Words:
    """How a year's budget changes; nothing where the data do not say."""
    if pd.isna(row["change_tkr"]):
        return ""
    if pd.notna(row["break_reason"]):
        return _("does not compare with {year}").format(year=row["year"] - 1)
    return with_percent(values.million(row["change_tkr"], signed=True), row, signed=True)


def sick_leave(row: Any) -> Words:
    """The highest sick leave that the year's plan prints itself."""
    if pd.isna(row["sick_leave_percent"]):
        return _("missing in the data")
    return say(
        _("{percent} in {unit}, {period}"),
        percent=values.percent(row["sick_leave_percent"], basis="equal"),
        unit=row["sick_leave_unit"],
        period=locales.period(str(row["sick_leave_period"])),
    )


def covered(row: Any) -> str:
    """What the data lack of a year."""
    if not row["missing"]:
        return _("everything looked for")
    names = [dataset_name(name).lower() for name in row["missing"]]
    return _("missing: {datasets}").format(datasets=locales.listing(names))
