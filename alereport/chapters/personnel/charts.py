"""The charts of the chapter on staff.

`units` is `analysis.staff_by_unit`, `leave` is `analysis.sick_leave_by_period`; `chapter` is the
report, such as `sn-2021`.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.personnel import sentences
from alereport.chapters.personnel.sentences import leave_column, people_column, unit_column
from alereport.charts.marks import Band, Bar, Draw, Mark, Panel, Row, Words
from alereport.charts.rows import rows_chart
from alereport.charts.small_panels import Point, SmallPanel, small_panels
from alereport.data.datasets import TOTAL
from alereport.exhibits import building
from alereport.exhibits.building import FrameRow, rows_of
from alereport.exhibits.model import Chart, Text
from alereport.exhibits.sources import with_source
from alereport.exhibits.values import WITHHELD

PERIODS = 3
"""How many periods are shown for each unit."""


def staff_chart(units: pd.DataFrame, *, chapter: str) -> Chart | Text:
    """Return a chart of the employees of each unit, and of those per manager against the aim."""
    if units.empty:
        return building.note("no-staff", _(sentences.NO_STAFF))
    parts = units[units["unit"].ne(TOTAL)].reset_index(drop=True)
    year = parts["year"].iloc[0]
    caption = _(
        "Employees by unit, and employees per manager beside the municipality's aim (grey), {year}."
    ).format(year=year)
    return building.chart(
        _drawn_staff(parts),
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


def _drawn_staff(parts: pd.DataFrame) -> Draw:
    aim = sentences.aim(parts.iloc[0])
    headings = (_("Employees"), _("Per manager (aim {aim})").format(aim=aim))
    rows = [
        Row(sentences.unit_name(row["unit"]), (_heads(row), _load(row)))
        for row in parts.to_dict("records")
    ]
    return rows_chart(rows, [Panel(headings[0]), Panel(headings[1], 1.4)])


def _heads(row: FrameRow) -> list[Mark]:
    words = str(sentences.people(row, "headcount"))
    return [Words(words) if pd.isna(row["headcount"]) else Bar(row["headcount"], words)]


def _load(row: FrameRow) -> list[Mark]:
    """Return the employees per manager, in front of the aim."""
    load, words = row["per_manager"], str(sentences.load(row))
    if pd.isna(load):
        return [Words(words)]
    band = Band(row["lowest"], row["highest"])
    return [band, Bar(load, ""), Words(words, end=max(load, row["highest"]))]


def sick_leave_chart(leave: pd.DataFrame, *, chapter: str) -> Chart | Text:
    """Return a chart of how each unit's total and long-term sick leave have changed."""
    if leave.empty:
        return building.note("no-sick-leave", _(sentences.NO_SICK_LEAVE))
    shown = leave.groupby("unit", sort=False).tail(PERIODS).reset_index(drop=True)
    return building.chart(
        small_panels(_leave_panels(shown), columns=2),
        shown,
        [
            unit_column(),
            building.texts("period", _("Period")),
            leave_column("total_percent", _("All sick leave")),
            leave_column("long_term_percent", _("Long-term")),
        ],
        name=f"{chapter}-sick-leave",
        key=("unit", "period"),
        headline=sentences.sick_leave_headline(leave),
        finding=rows_of(leave),
        caption=with_source(_leave_caption(shown), shown),
        alt=_("Column chart of sick leave and long-term sick leave: {values}."),
        marks=sentences.period_mark,
        as_of=max(shown["period"]),
    )


def _leave_caption(shown: pd.DataFrame) -> str:
    phrases = [
        _(
            "Sick leave in percent of agreed working time (solid, the latest in the text's "
            "colour), and the difference from the period before in percentage points."
        )
    ]
    if not shown.loc[shown["previous_period"].notna(), "comparable"].all():
        phrases.append(_("Periods that are not equally long do not quite compare."))
    if shown["withheld"].any():
        phrases += [WITHHELD, sentences.why_withheld()]
    return " ".join(phrases)


def _leave_panels(shown: pd.DataFrame) -> list[SmallPanel]:
    """Return for each unit a panel of all its sick leave and one of the long-term."""
    measures = (
        ("total_percent", _("All sick leave, %")),
        ("long_term_percent", _("Long-term, %")),
    )
    units = list(shown.groupby("unit", sort=False))
    return [
        SmallPanel(
            f"{sentences.unit_name(name)}: {heading}" if len(units) > 1 else heading,
            [_period(row, column, is_last=at == len(rows) - 1) for at, row in enumerate(rows)],
        )
        for name, group in units
        for rows in [group.to_dict("records")]
        for column, heading in measures
    ]


def _period(row: FrameRow, column: str, *, is_last: bool) -> Point:
    value: float | None = None if pd.isna(row[column]) else float(row[column])
    words = str(sentences.leave_percent(row, column, has_unit=False))
    return Point(_short_period(row["period"]), value, words, "solid" if is_last else "earlier")


def _short_period(period: str) -> str:
    """Return the name of a period below its column: a year, or its months and year."""
    if "-" not in period:
        return period
    ends = [date.fromisoformat(f"{month}-01") for month in period.split("/")]
    return f"{locales.DASH.join(map(locales.month, ends))} {period[-7:-3]}"
