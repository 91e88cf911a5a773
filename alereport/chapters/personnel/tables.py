"""The tables of staff and sick leave. The frames are those of `analysis`.

`units` is `staff_by_unit`, `leave` is `sick_leave_by_period`, `figures` is `statutory_sick_leave`
and `aims` is `staff_aims`; `chapter` is the report, such as `sn-2021`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.personnel import sentences
from alereport.chapters.personnel.analysis import not_comparable
from alereport.chapters.personnel.sentences import leave_column, people_column, unit_column
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, numbers
from alereport.exhibits.model import Group, Table, Text, nothing
from alereport.exhibits.notes import mark
from alereport.exhibits.sources import with_source
from alereport.exhibits.values import WITHHELD, Cell, Comparator


def staff(units: pd.DataFrame, *, chapter: str) -> Table | Group:
    """Return a table of employees and employees per manager; one row is one unit.

    Empty if no document has them; the chart then says so.
    """
    if units.empty:
        return nothing()
    year = units["year"].iloc[0]
    aim = _("Aim {aim}").format(aim=sentences.aim(units.iloc[0]))
    has_previous = bool(units["previous_headcount"].notna().any())
    notes = _staff_notes(units)
    change = Column("change", _("Change"), _change_of_headcount)
    since = Column("previous_year", _("Since"), _since_year)
    columns = [
        Column("unit", _("Unit"), partial(_marked_unit, list(notes)), figures=False),
        numbers("managers", _("Managers")),
        people_column("employees", _("Employees under them")),
        people_column("headcount", _("All employees")),
        *([change, since] if has_previous else []),
        people_column("per_manager", _("Per manager")),
        Column("against_target", aim, _against_target, figures=False),
    ]
    return building.table(
        units,
        columns,
        name=f"{chapter}-staff",
        key="unit",
        caption=with_source(_("Employees by unit {year}, as heads.").format(year=year), units),
        total=units["unit"].iloc[-1] == TOTAL,
        notes=[f"{mark(number)} {note}" for number, note in enumerate(notes.values(), 1)],
        as_of=year,
    )


def _staff_notes(units: pd.DataFrame) -> dict[str, str]:
    """Return the footnotes that the rows need, by subject, in their order."""
    notes = {
        "permanent_only": _("Only permanent employees are counted."),
        "approximate": _("The document itself calls the number approximate."),
        "employees_calculated": _(
            "The document gives everybody; the employees are everybody less the managers."
        ),
        "total": _("Per manager in the units that have managers."),
    }
    parts = units[units["unit"].ne(TOTAL)]
    needed = {name: bool(parts[name].any()) for name in notes if name != "total"}
    needed["total"] = len(parts) < len(units) and bool(parts["per_manager"].isna().any())
    return {name: note for name, note in notes.items() if needed[name]}


def _marked_unit(notes: Sequence[str], row: FrameRow) -> Cell:
    """Return a unit with the signs of its footnotes."""
    is_total = row["unit"] == TOTAL
    marks = [
        f" {mark(number)}"
        for number, name in enumerate(notes, 1)
        if (name == "total" if is_total else name != "total" and row[name])
    ]
    cell = values.words(_("Total")) if is_total else sentences.unit(row)
    return cell.model_copy(update={"mark": "".join(marks)})


def _change_of_headcount(row: FrameRow) -> Cell:
    change = row["headcount"] - row["previous_headcount"]
    return values.amount(change, signed=True, basis="derived")


def _since_year(row: FrameRow) -> Cell:
    year = row["previous_year"]
    return values.silent() if pd.isna(year) else values.year(int(year))


def _against_target(row: FrameRow) -> Cell:
    texts = {"below": _("below"), "within": _("within"), "above": _("above")}
    side = row["against_target"]
    return values.silent() if pd.isna(side) else values.words(texts[side])


def sick_leave(leave: pd.DataFrame, *, chapter: str) -> Table | Group:
    """Return a table of how sick leave has changed; one row is one unit in one period.

    Empty if no document has it; the chart then says so.
    """
    if leave.empty:
        return nothing()
    columns = [
        unit_column(),
        _period_column(),
        leave_column("total_percent", _("All sick leave")),
        _change_column("change_points"),
        leave_column("long_term_percent", _("Long-term")),
        _change_column("long_term_change_points"),
        leave_column("short_percent", _("Shorter")),
        leave_column("long_term_part_percent", _("Long-term part")),
    ]
    caption = _(
        "Sick leave in percent of agreed working time; changes in percentage points since the "
        "period before; the long-term part is of all sick leave."
    )
    not_quite_comparable = _("The two periods are not equally long and do not quite compare.")
    notes = [f"{mark(1)} {not_quite_comparable}"] if len(not_comparable(leave)) else []
    return building.table(
        leave,
        columns,
        name=f"{chapter}-sick-leave",
        key=("unit", "period"),
        caption=with_source(caption, leave),
        notes=notes + _withheld_notes(leave["withheld"]),
        as_of=max(leave["period"]),
    )


def _period_column() -> Column:
    return Column("period", _("Period"), lambda row: sentences.period(row["period"]), figures=False)


def _change_column(column: str) -> Column:
    return Column(column, _("Change"), partial(_change_cell, column))


def _change_cell(column: str, row: FrameRow) -> Cell:
    if row["change_withheld"]:
        return values.withheld().model_copy(update={"words": locales.DASH})
    change = sentences.points(row[column])
    needs_mark = change.is_number and not row["comparable"]
    return change.model_copy(update={"mark": mark(1) if needs_mark else ""})


def _withheld_notes(withheld: Iterable[object]) -> list[str]:
    return [f"{WITHHELD} {sentences.why_withheld()}"] if any(withheld) else []


def statutory_sick_leave(figures: pd.DataFrame, *, chapter: str) -> Table | Text:
    """Return a table of the figures that the law requires; one row is one unit in one period.

    A note if no document has any.
    """
    if figures.empty:
        note = _(
            "The source has no sick leave by sex and age or of 60 days or more, which the law "
            "asks of the municipality's annual report."
        )
        return building.note("no-statutory-sick-leave", note)
    caption = _(
        "Sick leave by sex and age in percent of each group's agreed working time, as chapter 11 "
        "of the law (2018:597) on municipal accounts asks of an annual report."
    )
    columns = [
        Column(
            item,
            _(heading).format(age=sentences.AGES.get(item)),
            partial(sentences.statutory_percent, item),
        )
        for item, heading in sentences.STATUTORY_HEADINGS.items()
    ]
    return building.table(
        figures,
        [unit_column(), _period_column(), *columns],
        name=f"{chapter}-statutory-sick-leave",
        key=("unit", "period"),
        caption=with_source(caption, figures),
        notes=_withheld_notes(figures["withheld"]),
        as_of=figures["period"].iloc[0],
    )


def aims(aims: pd.DataFrame, *, chapter: str) -> Table | Text:
    """Return a table of the targets for sick leave and turnover; one row is one measure."""
    if aims.empty:
        note = _("The source has no target for sick leave or staff turnover.")
        return building.note("no-aims", note)
    caption = _("Targets for sick leave and staff turnover; a dash: the plan has no figure.")
    columns = [
        building.texts("name", _("Measure")),
        Column("baseline", _("Where it started"), partial(_measure_cell, "baseline")),
        Column("outturn", _("Outturn"), partial(_measure_cell, "outturn")),
        Column("target", _("Target"), _target_cell, figures=False),
    ]
    return building.table(
        aims,
        columns,
        name=f"{chapter}-staff-aims",
        key="measure",
        caption=with_source(caption, aims),
    )


def _measure_cell(column: str, row: FrameRow, comparator: Comparator = "") -> Cell:
    unit: str = "" if pd.isna(row["unit"]) else str(row["unit"])
    return values.measured(row[column], unit=unit, comparator=comparator)


def _target_cell(row: FrameRow) -> Cell:
    directions = {"decrease": _("to fall"), "increase": _("to rise")}
    comparator = row["comparator"]
    if comparator in directions:
        return Cell(value=row["target"], comparator=comparator, words=directions[comparator])
    return _measure_cell("target", row, "" if pd.isna(comparator) else comparator)
