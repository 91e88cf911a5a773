"""The tables of staff and sick leave. The frames are those of `analysis`.

`units` is `staff_by_unit`, `leave` is `sick_leave_by_period` and `figures` is
`statutory_sick_leave`; `chapter` is the report, such as `sn-2021`, and `by` is who says what the
aim for managers is. A table without rows is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.personnel import cells, sentences
from alereport.chapters.personnel.cells import leave_column, people_column, unit_column
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, numbers
from alereport.exhibits.model import Group, Table, nothing
from alereport.exhibits.notes import mark
from alereport.exhibits.phrases import Phrase, Sentence, fill_first, message
from alereport.exhibits.sources import with_source
from alereport.exhibits.values import WITHHELD, Cell

AIM = (
    Sentence(
        "aim",
        message(
            "According to {by}, the aim is {aim} employees per manager. A group of fewer than "
            "{lowest} is no deviation."
        ),
        lambda row: pd.notna(row["lowest"]) and pd.notna(row["highest"]),
    ),
)

CAPTION = (
    Sentence(
        "of-a-base",
        message("Sick leave in percent of {base}, {units}."),
        lambda facts: facts["bases"] == 1 and not facts["without"],
    ),
    Sentence(
        "of-nothing-said-in-report",
        message("Sick leave in percent, {units}; the report does not say of what."),
        lambda facts: not facts["bases"] and facts["in_report"],
    ),
    Sentence(
        "of-nothing-said",
        message("Sick leave in percent, {units}; the plan does not say of what."),
        lambda facts: not facts["bases"],
    ),
    Sentence("of-several", message("Sick leave in percent, {units}.")),
)
"""Of how many bases the figures have, how many figures have none, and whether a report has them."""

SHARE = (
    Sentence(
        "of-a-base",
        message("The share of 60 days or more is of {base}."),
        lambda facts: facts["bases"] > 0,
    ),
    Sentence(
        "of-nothing-said",
        message("The source does not say what the share of 60 days or more is a share of."),
        lambda facts: facts["shares"] > 0 and not facts["bases"],
    ),
)
"""Of how many bases the shares have, and how many shares there are."""


def staff(units: pd.DataFrame, *, chapter: str, by: Mapping[str, str] | None) -> Table | Group:
    """Return a table of employees and employees per manager; one row is one unit."""
    if units.empty:
        return nothing()
    year = units["year"].iloc[0]
    notes = _staff_notes(units)
    change = Column("change", _("Change"), _change_of_headcount)
    since = Column("previous_year", _("Since"), _since_year)
    columns = [
        Column("unit", _("Unit"), partial(_marked_unit, list(notes)), figures=False),
        numbers("managers", _("Managers")),
        people_column("employees", _("Employees under them")),
        people_column("headcount", _("All employees")).first(),
        *([change, since] if units["previous_headcount"].notna().any() else []),
        people_column("per_manager", _("Per manager")).first(),
    ]
    caption = _("Employees by unit {year}, as heads.").format(year=year)
    marked = [f"{mark(number)} {note}" for number, note in enumerate(notes.values(), 1)]
    return building.table(
        units,
        columns,
        name=f"{chapter}-staff",
        key="unit",
        caption=with_source(caption, units),
        total=units["unit"].iloc[-1] == TOTAL,
        notes=[*marked, *([_aim_note(units, locales.for_reader(by))] if by else [])],
        as_of=year,
    )


def _aim_note(units: pd.DataFrame, by: str) -> Phrase:
    """Return what the aim for managers is, and who says so."""
    row = units.iloc[0]
    return fill_first(AIM, row, aim=str(cells.aim(row)), by=by, lowest=str(row["lowest"]))


def _staff_notes(units: pd.DataFrame) -> dict[str, str]:
    """Return the footnotes that the rows need, by subject, in their order."""
    parts = units[units["unit"].ne(TOTAL)]
    notes = {
        "permanent_only": _("Only permanent employees are counted."),
        "approximate": _("The plan itself calls the number approximate."),
        "employees_calculated": _(
            "The plan gives everybody; the employees are everybody less the managers."
        ),
        "no_manager": _(
            "The plan states no manager, so the unit is only in the column of all employees."
        ),
    }
    flags = parts.assign(no_manager=parts["per_manager"].isna())
    return {name: note for name, note in notes.items() if flags[name].any()}


def _marked_unit(notes: Sequence[str], row: FrameRow) -> Cell:
    """Return a unit with the signs of its footnotes."""
    if row["unit"] == TOTAL:
        return values.words(_("Total"))
    flags = {**row, "no_manager": pd.isna(row["per_manager"])}
    marks = [f" {mark(number)}" for number, name in enumerate(notes, 1) if flags[name]]
    return cells.unit(row).model_copy(update={"mark": "".join(marks)})


def _change_of_headcount(row: FrameRow) -> Cell:
    change = row["headcount"] - row["previous_headcount"]
    return values.amount(change, signed=True, basis="derived")


def _since_year(row: FrameRow) -> Cell:
    year = row["previous_year"]
    return values.silent() if pd.isna(year) else values.year(int(year))


def sick_leave(leave: pd.DataFrame, *, chapter: str, in_report: bool = False) -> Table | Group:
    """Return a table of sick leave; one row is one unit in one period.

    Changes are shown only where a period compares with the one before.

    Args:
        leave: See above.
        chapter: See above.
        in_report: Whether the figures are those of a report that follows a year up.
    """
    if leave.empty:
        return nothing()
    is_compared = bool((leave["change_points"].notna() | leave["change_withheld"]).any())
    columns = [
        *([unit_column()] if len(set(leave["unit"])) > 1 else []),
        _period_column(),
        leave_column("total_percent", _("All sick leave")).first(),
        *([_change_column("change_points")] if is_compared else []),
        leave_column("long_term_percent", _("Of it long-term")).first(),
        *([_change_column("long_term_change_points")] if is_compared else []),
        leave_column("long_term_part_percent", _("Long-term share")),
    ]
    return building.table(
        leave,
        columns,
        name=f"{chapter}-sick-leave",
        key=("unit", "period"),
        caption=with_source(
            _leave_caption(leave, is_compared=is_compared, in_report=in_report), leave
        ),
        notes=_withheld_notes(leave["withheld"]),
        as_of=max(leave["period"]),
    )


def _leave_caption(leave: pd.DataFrame, *, is_compared: bool, in_report: bool) -> str:
    bases = leave["base"].dropna().unique()
    facts = {
        "bases": len(bases),
        "without": int(leave["base"].isna().sum()),
        "in_report": in_report,
    }
    base, units = locales.listing(list(map(str, bases))), sentences.unit_list(leave)
    parts = [str(fill_first(CAPTION, facts, base=base, units=units))]
    if leave["long_term_part_percent"].notna().any():
        parts.append(_("The share is computed here, of all sick leave in the period."))
    if is_compared and in_report:
        parts.append(_("Changes are in percentage points since the same months the year before."))
    elif is_compared:
        parts.append(_("Changes are in percentage points since the period before."))
    if not leave.loc[leave["previous_period"].notna(), "comparable"].all():
        parts.append(_("Periods that are not equally long cannot be compared."))
    return " ".join(parts)


def _period_column() -> Column:
    return Column("period", _("Period"), lambda row: cells.period(row["period"]), figures=False)


def _change_column(column: str) -> Column:
    return Column(column, _("Change"), partial(_change_cell, column))


def _change_cell(column: str, row: FrameRow) -> Cell:
    if row["change_withheld"]:
        return values.withheld().model_copy(update={"words": locales.DASH})
    return cells.points(row[column])


def _withheld_notes(withheld: Iterable[object]) -> list[str]:
    return [f"{WITHHELD} {sentences.why_withheld()}"] if any(withheld) else []


def statutory_sick_leave(figures: pd.DataFrame, *, chapter: str) -> Table | Group:
    """Return a table of the figures that the law requires; one row is one unit in one period."""
    if figures.empty:
        return nothing()
    caption = _(
        "Sick leave by group in percent of each group's agreed working time, as chapter 11 of the "
        "law (2018:597) on municipal accounts asks of an annual report."
    )
    columns = [
        Column(
            item,
            _(heading).format(age=cells.AGES.get(item)),
            partial(cells.statutory_percent, item),
        )
        for item, heading in cells.STATUTORY_HEADINGS.items()
    ]
    return building.table(
        figures,
        [unit_column(), _period_column(), *columns],
        name=f"{chapter}-statutory-sick-leave",
        key=("unit", "period"),
        caption=with_source(caption, figures),
        notes=[*_base_notes(figures), *_withheld_notes(figures["withheld"])],
        as_of=figures["period"].iloc[0],
    )


def _base_notes(figures: pd.DataFrame) -> list[str]:
    """Return what the share of 60 days or more is a share of; empty if there is no share."""
    stated = figures[figures["long_term_share"].notna()]
    bases = stated["base"].dropna().unique()
    listed = locales.listing([str(base) for base in bases])
    note = fill_first(SHARE, {"bases": len(bases), "shares": len(stated)}, base=listed)
    return [str(note)] if note else []
