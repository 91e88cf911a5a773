"""The exhibits of the chapter on the whole municipality. The frames are those of `analysis`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.chapters.common.sentences import change_percent
from alereport.chapters.overview import sentences
from alereport.chapters.overview.analysis import KEY
from alereport.chapters.overview.sentences import (
    committee_year,
    counted,
    dataset_name,
    gate_verdict,
)
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, labelled_line, numbers, rows_of
from alereport.exhibits.model import Group, Heading, Line, Table, Text
from alereport.exhibits.phrases import Words, joined
from alereport.exhibits.sources import with_source
from alereport.exhibits.values import Cell


def lead(years: pd.DataFrame) -> Text:
    """Return the lead: what the report contains, and the largest budget."""
    largest = joined([sentences.largest_budget(years), "."], "")
    lead_lines = [
        Line(key="holds", words=sentences.contents(years), rows=rows_of(years)),
        Line(key="largest-budget", words=largest, rows=rows_of(years)),
    ]
    return building.lines("lead", lead_lines)


def cards(years: pd.DataFrame, verdicts: pd.DataFrame) -> Group:
    """Return a card for each committee and year.

    Args:
        years: `committee_years`.
        verdicts: `verdict`.
    """
    rows = years.merge(verdicts, how="left", on=KEY).to_dict("records")
    return building.group(*map(_card, rows), role="cards")


def _card(row: FrameRow) -> Group:
    facts = _plan_facts(row) if row["has_plan"] else {"plan": (_("Plan"), _("missing in the data"))}
    facts["gate"] = (_("The gate"), gate_verdict(row["state"]))
    points = [labelled_line(key, term, words, row["rows"]) for key, (term, words) in facts.items()]
    name = committee_year(row)
    card = building.points("", points, name=building.key_of(row, KEY), about=name)
    return building.group(Heading(words=name, level=3), card, role="card")


def _plan_facts(row: FrameRow) -> dict[str, tuple[str, Words]]:
    """Return the facts about a year with a plan, as term and words; empty ones are left out."""
    return {
        "budget": (_("Budget"), values.million(row["budget_tkr"])),
        "change": (_("Change"), sentences.change(row)),
        "council-goals": (_("The council's goals"), counted(row["council_goals"])),
        "assignments": (_("Assignments"), counted(row["assignments"])),
        "sick-leave": (_("Sick leave"), sentences.sick_leave(row)),
        "in-the-data": (_("In the data"), sentences.missing_datasets(row)),
    }


def committees(years: pd.DataFrame) -> Table:
    """Return a table that compares the committees; one row is one committee and year."""
    change_fields: dict[str, Any] = {"unit": "tkr", "signed": True, "basis": "derived"}
    columns = [
        Column("name", _("Committee"), committee_year, figures=False),
        numbers("budget_tkr", _("Budget"), unit="tkr"),
        numbers("change_tkr", _("Change"), **change_fields),
        Column("change_percent", _("Change, %"), change_percent),
        numbers("deviation_tkr", _("Forecast less budget"), **change_fields),
        numbers("council_goals", _("The council's goals"), basis="derived"),
        numbers("assignments", _("Assignments"), basis="derived"),
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
        caption=with_source(caption, years[years["section"].notna()]),
    )


def coverage(covered: pd.DataFrame, years: pd.DataFrame) -> Table:
    """Return a table of how many rows of each expected dataset there are; a dash means none.

    Args:
        covered: `analysis.coverage`.
        years: `analysis.committee_years`, which gives the names and the order of the columns.
    """
    counts = covered.set_index([*KEY, "dataset"])["count"].to_dict()
    name_column = Column(
        "dataset", _("In the data"), lambda row: dataset_name(row["dataset"]), False
    )
    columns = [
        Column(
            building.key_of(year, KEY), committee_year(year), partial(_row_count_cell, counts, year)
        )
        for year in years.to_dict("records")
    ]
    caption = _(
        "What the data hold of each committee's documents, in rows. A dash is looked for and "
        "missing; an empty cell is not looked for in such a document."
    )
    return building.table(
        covered[["dataset"]].drop_duplicates(),
        [name_column, *columns],
        name="municipality-coverage",
        key="dataset",
        caption=caption,
    )


def _row_count_cell(counts: Mapping[Any, int], year: FrameRow, row: FrameRow) -> Cell:
    count = counts.get((year["committee"], year["year"], row["dataset"]))
    if count is None:
        return values.blank()
    return counted(count) if count else values.silent()
