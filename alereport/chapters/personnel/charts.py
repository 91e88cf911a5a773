"""The chart of staff: `units` is `analysis.staff_by_unit`."""

from __future__ import annotations

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.chapters.personnel import cells, sentences
from alereport.chapters.personnel.cells import people_column, unit_column
from alereport.charts.marks import Band, Bar, Draw, Mark, Panel, Row, Words
from alereport.charts.rows import rows_chart
from alereport.data.datasets import TOTAL
from alereport.exhibits import building
from alereport.exhibits.building import FrameRow, rows_of
from alereport.exhibits.model import Chart, Group, nothing
from alereport.exhibits.phrases import Sentence, fill_first, message
from alereport.exhibits.sources import with_source

CAPTION = (
    Sentence(
        "aim",
        message(
            "Employees by unit, and employees per manager, {year}. The grey area ends at "
            "{highest}, the most that the aim allows."
        ),
        lambda row: pd.notna(row["highest"]),
    ),
    Sentence("no-aim", message("Employees by unit, and employees per manager, {year}.")),
)


def staff_chart(units: pd.DataFrame, *, chapter: str) -> Chart | Group:
    """Return a chart of the employees of each unit, and of those per manager against the aim.

    Empty if fewer than two units have managers: there is nothing to compare.

    Args:
        units: See above.
        chapter: The report, such as `sn-2021`.
    """
    parts = units[units["unit"].ne(TOTAL)].reset_index(drop=True)
    if parts["per_manager"].notna().sum() < 2:
        return nothing()
    year = parts["year"].iloc[0]
    caption = str(
        fill_first(CAPTION, parts.iloc[0], year=str(year), highest=str(parts["highest"].iloc[0]))
    )
    return building.chart(
        _drawn(parts),
        parts,
        [
            unit_column(),
            people_column("headcount", _("Employees")),
            people_column("per_manager", _("Per manager")),
        ],
        name=f"{chapter}-staff",
        key="unit",
        headline=sentences.staff_headline(units),
        finding=rows_of(units),
        caption=with_source(caption, parts),
        alt=_("Bar chart of employees and employees per manager by unit: {values}."),
        marks=sentences.unit_mark,
        as_of=year,
    )


def _drawn(parts: pd.DataFrame) -> Draw:
    rows = [
        Row(cells.unit_name(row["unit"]), (_heads(row), _per_manager(row)))
        for row in parts.to_dict("records")
    ]
    return rows_chart(rows, [Panel(_("Employees")), Panel(_("Per manager"))])


def _heads(row: FrameRow) -> list[Mark]:
    return [Bar(row["headcount"], str(cells.people(row, "headcount")))]


def _per_manager(row: FrameRow) -> list[Mark]:
    """Return the employees per manager, in front of what the aim allows if there is one."""
    people = row["per_manager"]
    if pd.isna(people):
        return [Words(_("no manager stated"))]
    words = str(cells.people(row, "per_manager"))
    if pd.isna(row["highest"]):
        return [Bar(people), Words(words, end=people)]
    end = max(people, row["highest"])
    return [Band(0.0, row["highest"]), Bar(people), Words(words, end=end)]
