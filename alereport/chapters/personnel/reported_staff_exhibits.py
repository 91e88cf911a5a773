"""The staff and the sick leave of a part of a year, shown.

In `reported_staff`, `leave` is `sick_leave_of_period` and `staff` is `staff_of_period`; `chapter`
is the report, such as `sn-2021`.
"""

from __future__ import annotations

from functools import partial

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common.rows import ABOUT
from alereport.chapters.personnel import cells, sentences, tables
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, rows_of
from alereport.exhibits.model import Group, Line, Table, Text, nothing
from alereport.exhibits.phrases import Phrase, Sentence, fill_first, plural
from alereport.exhibits.sources import with_source
from alereport.exhibits.values import Cell

HEADS = (
    Sentence(
        "listed",
        plural(
            "The unit that the report lists had {heads} employees on {day}.",
            "The units that the report lists had {heads} employees in all on {day}.",
        ),
        lambda facts: facts["units"] > 0 and facts["days"] == 1 and facts["headcount"] > 0,
    ),
)
"""How many the units have; nothing where they are counted on different days."""


def period_lead(leave: pd.DataFrame, staff: pd.DataFrame) -> Text | Group:
    """Return how many the staff are by the latest report, and its sick leave; empty without any."""
    lines = [Line(key="staff", words=_heads(staff), rows=rows_of(staff))] if len(staff) else []
    if (row := sentences.leading_row(leave)) is not None:
        lines.append(Line(key="sick-leave", words=sentences.sick_leave(row), rows=row["rows"]))
    return building.lines("", lines, name="staff-of-period") if lines else nothing()


def _heads(staff: pd.DataFrame) -> Phrase:
    heads, days = int(staff["headcount"].sum()), staff["as_of"].nunique()
    hedge = ABOUT if staff["hedge"].notna().any() else ""
    counted = tuple(row for rows in staff["counted"] for row in rows)
    return fill_first(
        HEADS,
        {"units": len(staff), "days": days, "headcount": heads},
        count=len(staff),
        heads=values.amount(heads, basis="derived", hedge=hedge, rows=counted),
        day=locales.day(staff["as_of"].max().date()),
    )


def period_sick_leave(leave: pd.DataFrame, *, chapter: str) -> Table | Group:
    """Return the table of sick leave of the period, with that of the same months a year before."""
    return tables.sick_leave(leave, chapter=f"{chapter}-period", in_report=True)


def period_staff(staff: pd.DataFrame, *, chapter: str) -> Table | Group:
    """Return the table of how many each unit has by the report and by the plan."""
    if staff.empty:
        return nothing()
    columns = [
        cells.unit_column(),
        Column("headcount", _("All employees"), partial(_heads_of, "headcount", "hedge")).first(),
        Column("as_of", _("Day"), partial(_day, "as_of"), figures=False),
        Column(
            "plan_headcount", _("In the plan"), partial(_heads_of, "plan_headcount", "plan_hedge")
        ),
        Column("plan_as_of", _("Day in the plan"), partial(_day, "plan_as_of"), figures=False),
        Column("change", _("Change"), _change).first(),
    ]
    caption = _(
        "Employees by unit in the report, as heads, beside the plan. No change is given where one "
        "counts permanent staff alone."
    )
    return building.table(
        staff,
        columns,
        name=f"{chapter}-period-staff",
        key="unit",
        caption=with_source(caption, staff),
        as_of=f"{staff['as_of'].max():%Y-%m-%d}",
    )


def _heads_of(column: str, hedge: str, row: FrameRow) -> Cell:
    hedged: str = row[hedge] if pd.notna(row[hedge]) else ""
    return values.amount(row[column], hedge=hedged, basis="derived")


def _day(column: str, row: FrameRow) -> Cell:
    if pd.isna(row[column]):
        return values.silent()
    day = row[column].date()
    return Cell(value=day.isoformat(), words=locales.day(day))


def _change(row: FrameRow) -> Cell:
    if not row["comparable"]:
        return values.silent()
    is_hedged: bool = pd.notna(row["hedge"]) or pd.notna(row["plan_hedge"])
    change = row["headcount"] - row["plan_headcount"]
    return values.amount(change, signed=True, basis="derived", hedge=ABOUT if is_hedged else "")
