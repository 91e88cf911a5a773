"""What the chapter on the whole municipality shows. The frames are those of `analysis`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.chapters.common.sentences import change_percent
from alereport.chapters.overview import sentences
from alereport.chapters.overview.analysis import KEY
from alereport.chapters.overview.sentences import committee_year, counted, dataset_name, gate_says
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, Record, named, numbers, rows_of
from alereport.exhibits.model import Group, Heading, Line, Table, Text
from alereport.exhibits.phrases import Words, joined
from alereport.exhibits.sources import sourced
from alereport.exhibits.values import Cell


def lead(years: pd.DataFrame) -> Text:
    """What would do if nothing else were read: what the report holds, and the largest budget."""
    largest = joined([sentences.largest_budget(years), "."], "")
    said = [
        Line(key="holds", words=sentences.holds(years), rows=rows_of(years)),
        Line(key="largest-budget", words=largest, rows=rows_of(years)),
    ]
    return building.lines("lead", said)


def cards(years: pd.DataFrame, verdicts: pd.DataFrame) -> Group:
    """Each committee's year on a card of its own.

    Args:
        years: `committee_years`.
        verdicts: `verdict`.
    """
    found = years.merge(verdicts, how="left", on=KEY).to_dict("records")
    return building.together(*map(_card, found), role="cards")


def _card(row: Record) -> Group:
    told = _of_a_plan(row) if row["has_plan"] else {"plan": (_("Plan"), _("missing in the data"))}
    told["gate"] = (_("The gate"), gate_says(row["state"]))
    points = [named(key, term, said, row["rows"]) for key, (term, said) in told.items()]
    name = committee_year(row)
    card = building.points("", points, name=building.key_of(row, KEY), about=name)
    return building.together(Heading(words=name, level=3), card, role="card")


def _of_a_plan(row: Record) -> dict[str, tuple[str, Words]]:
    """What is said of a year with a plan, by what it is; what has no words is left out."""
    late = counted(row["overdue"]) if row["overdue"] else ""
    return {
        "budget": (_("Budget"), values.million(row["budget_tkr"])),
        "change": (_("Change"), sentences.change(row)),
        "council-goals": (_("The council's goals"), counted(row["council_goals"])),
        "assignments": (_("Assignments"), counted(row["assignments"])),
        "overdue": (_("Past their date"), late),
        "sick-leave": (_("Sick leave"), sentences.sick_leave(row)),
        "in-the-data": (_("In the data"), sentences.covered(row)),
    }


def committees(years: pd.DataFrame) -> Table:
    """The committees' years side by side; one row is one committee and year."""
    change = {"unit": "tkr", "signed": True, "basis": "derived"}
    columns = [
        Column("name", _("Committee"), committee_year, figures=False),
        numbers("budget_tkr", _("Budget"), unit="tkr"),
        numbers("change_tkr", _("Change"), **change),
        Column("change_percent", _("Change, %"), change_percent),
        numbers("deviation_tkr", _("Forecast less budget"), **change),
        numbers("council_goals", _("The council's goals"), basis="derived"),
        numbers("assignments", _("Assignments"), basis="derived"),
        numbers("overdue", _("Past their date"), basis="derived"),
    ]
    caption = _(
        "The committees side by side, net cost in SEK thousand. The forecast is of the year "
        "before. A dash is what the data do not hold. The years differ between the committees."
    )
    return building.table(
        years,
        columns,
        name="municipality-committees",
        key=KEY,
        caption=sourced(caption, years[years["section"].notna()]),
    )


def coverage(covered: pd.DataFrame, years: pd.DataFrame) -> Table:
    """How many rows the data hold of what a reader would look for; a dash for none.

    Args:
        covered: `analysis.coverage`.
        years: `analysis.committee_years`, which name and order the columns.
    """
    counts = covered.set_index([*KEY, "dataset"])["count"].to_dict()
    named = Column("dataset", _("In the data"), lambda row: dataset_name(row["dataset"]), False)
    columns = [
        Column(building.key_of(year, KEY), committee_year(year), partial(_rows_there, counts, year))
        for year in years.to_dict("records")
    ]
    caption = _(
        "What the data hold of each committee's documents, in rows. A dash is looked for and "
        "missing; an empty cell is not looked for in such a document."
    )
    return building.table(
        covered[["dataset"]].drop_duplicates(),
        [named, *columns],
        name="municipality-coverage",
        key="dataset",
        caption=caption,
    )


def _rows_there(counts: Mapping[Any, int], year: Record, row: Record) -> Cell:
    count = counts.get((year["committee"], year["year"], row["dataset"]))
    if count is None:
        return values.blank()
    return counted(count) if count else values.silent()
