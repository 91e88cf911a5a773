"""The tables of staff and sick leave. The frames are those of `analysis`.

`units` is `staff_by_unit`, `leave` is `sick_leave_by_period`, `seven` is `statutory_sick_leave`
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
from alereport.chapters.personnel.sentences import on_leave, people_of, unit_column
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, Record, numbers
from alereport.exhibits.model import Group, Table, Text, nothing
from alereport.exhibits.notes import mark
from alereport.exhibits.sources import sourced
from alereport.exhibits.values import WITHHELD, Cell, Comparator


def staff(units: pd.DataFrame, *, chapter: str) -> Table | Group:
    """How many each unit has and how many employees its managers have; one row is one unit.

    Nothing where no document says, as the chart does.
    """
    if units.empty:
        return nothing()
    year = units["year"].iloc[0]
    aim = _("Aim {aim}").format(aim=sentences.aim(units.iloc[0]))
    compares = bool(units["previous_headcount"].notna().any())
    notes = _staff_notes(units)
    change = Column("change", _("Change"), _change_of_headcount)
    since = Column("previous_year", _("Since"), _since_year)
    columns = [
        Column("unit", _("Unit"), partial(_marked_unit, list(notes)), figures=False),
        numbers("managers", _("Managers")),
        people_of("employees", _("Employees under them")),
        people_of("headcount", _("All employees")),
        *([change, since] if compares else []),
        people_of("per_manager", _("Per manager")),
        Column("against_target", aim, _against_target, figures=False),
    ]
    return building.table(
        units,
        columns,
        name=f"{chapter}-staff",
        key="unit",
        caption=sourced(_("Employees by unit {year}, as heads.").format(year=year), units),
        total=units["unit"].iloc[-1] == TOTAL,
        notes=[f"{mark(at)} {note}" for at, note in enumerate(notes.values(), 1)],
        as_of=year,
    )


def _staff_notes(units: pd.DataFrame) -> dict[str, str]:
    """The footnotes that the rows need, by what they are about, in their order."""
    notes = {
        "permanent_only": _("Only permanent employees are counted."),
        "approximate": _("The document itself calls the number approximate."),
        "employees_reckoned": _(
            "The document gives everybody; the employees are everybody less the managers."
        ),
        "total": _("Per manager in the units that have managers."),
    }
    parts = units[units["unit"].ne(TOTAL)]
    needed = {name: bool(parts[name].any()) for name in notes if name != "total"}
    needed["total"] = len(parts) < len(units) and bool(parts["per_manager"].isna().any())
    return {name: note for name, note in notes.items() if needed[name]}


def _marked_unit(notes: Sequence[str], row: Record) -> Cell:
    """A unit with the signs of its footnotes."""
    is_total = row["unit"] == TOTAL
    marks = [
        f" {mark(at)}"
        for at, name in enumerate(notes, 1)
        if (name == "total" if is_total else name != "total" and row[name])
    ]
    cell = values.words(_("Total")) if is_total else sentences.unit(row)
    return cell.model_copy(update={"mark": "".join(marks)})


def _change_of_headcount(row: Record) -> Cell:
    change = row["headcount"] - row["previous_headcount"]
    return values.amount(change, signed=True, basis="derived")


def _since_year(row: Record) -> Cell:
    year = row["previous_year"]
    return values.silent() if pd.isna(year) else values.year(int(year))


def _against_target(row: Record) -> Cell:
    sides = {"below": _("below"), "within": _("within"), "above": _("above")}
    side = row["against_target"]
    return values.silent() if pd.isna(side) else values.words(sides[side])


def sick_leave(leave: pd.DataFrame, *, chapter: str) -> Table | Group:
    """How sick leave has developed; one row is one unit in one period.

    Nothing where no document says, as the chart does.
    """
    if leave.empty:
        return nothing()
    columns = [
        unit_column(),
        _period(),
        on_leave("total_percent", _("All sick leave")),
        _change("change_points"),
        on_leave("long_term_percent", _("Long-term")),
        _change("long_term_change_points"),
        on_leave("short_percent", _("Shorter")),
        on_leave("long_term_part_percent", _("Long-term part")),
    ]
    caption = _(
        "Sick leave in percent of agreed working time; changes in percentage points since the "
        "period before; the long-term part is of all sick leave."
    )
    unlike = _("A month against a whole year, or the other way: the two do not quite compare.")
    notes = [f"{mark(1)} {unlike}"] if len(not_comparable(leave)) else []
    return building.table(
        leave,
        columns,
        name=f"{chapter}-sick-leave",
        key=("unit", "period"),
        caption=sourced(caption, leave),
        notes=notes + _note_on_withheld(leave["withheld"]),
        as_of=max(leave["period"]),
    )


def _period() -> Column:
    return Column("period", _("Period"), lambda row: sentences.period(row["period"]), figures=False)


def _change(column: str) -> Column:
    return Column(column, _("Change"), partial(_points, column))


def _points(column: str, row: Record) -> Cell:
    if row["change_withheld"]:
        return values.withheld().model_copy(update={"words": locales.DASH})
    change = sentences.points(row[column])
    unlike = change.is_number and not row["comparable"]
    return change.model_copy(update={"mark": mark(1) if unlike else ""})


def _note_on_withheld(withheld: Iterable[object]) -> list[str]:
    return [f"{WITHHELD} {sentences.why_withheld()}"] if any(withheld) else []


def statutory_sick_leave(seven: pd.DataFrame, *, chapter: str) -> Table | Text:
    """The figures that the law asks for; one row is one unit in one period.

    Says so where no document has any.
    """
    if seven.empty:
        none = _(
            "The source has no sick leave by sex and age or of 60 days or more, which the law "
            "asks of the municipality's annual report."
        )
        return building.note("no-statutory-sick-leave", none)
    caption = _(
        "Sick leave by sex and age in percent of each group's agreed working time, as chapter 11 "
        "of the law (2018:597) on municipal accounts asks of an annual report."
    )
    columns = [
        Column(
            item, _(heading).format(age=sentences.AGES.get(item)), partial(sentences.of_seven, item)
        )
        for item, heading in sentences.SEVEN.items()
    ]
    return building.table(
        seven,
        [unit_column(), _period(), *columns],
        name=f"{chapter}-statutory-sick-leave",
        key=("unit", "period"),
        caption=sourced(caption, seven),
        notes=_note_on_withheld(seven["withheld"]),
        as_of=seven["period"].iloc[0],
    )


def aims(aims: pd.DataFrame, *, chapter: str) -> Table | Text:
    """What the plan aims at for sick leave and turnover; one row is one measure."""
    if aims.empty:
        none = _("The source has no target for sick leave or staff turnover.")
        return building.note("no-aims", none)
    caption = _("Targets for sick leave and staff turnover; a dash: the plan has no figure.")
    columns = [
        building.quotes("name", _("Measure")),
        Column("baseline", _("Where it started"), partial(_measured, "baseline")),
        Column("outturn", _("Outturn"), partial(_measured, "outturn")),
        Column("target", _("Target"), _target, figures=False),
    ]
    return building.table(
        aims,
        columns,
        name=f"{chapter}-staff-aims",
        key="measure",
        caption=sourced(caption, aims),
    )


def _measured(column: str, row: Record, comparator: Comparator = "") -> Cell:
    unit: str = "" if pd.isna(row["unit"]) else str(row["unit"])
    return values.measured(row[column], unit=unit, comparator=comparator)


def _target(row: Record) -> Cell:
    ways = {"decrease": _("to fall"), "increase": _("to rise")}
    asked = row["comparator"]
    if asked in ways:
        return Cell(value=row["target"], comparator=asked, words=ways[asked])
    return _measured("target", row, "" if pd.isna(asked) else asked)
