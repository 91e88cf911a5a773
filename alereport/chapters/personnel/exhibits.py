"""What the chapter on staff shows beside its charts. The frames are those of `analysis`.

`units` is `staff_by_unit`, `leave` is `sick_leave_by_period`, `certain` is `certainty`, `seven` is
`statutory_sick_leave` and `aims` is `staff_aims`; `chapter` is the report, such as `sn-2021`, and
`year` is its year.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.base.languages import OF_THE_DATA
from alereport.chapters.personnel import words
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, Record, key_figure, numbers, rows_of, sentence
from alereport.exhibits.model import Group, KeyFigure, KeyFigures, Line, Table, Text, nothing
from alereport.exhibits.notes import mark
from alereport.exhibits.phrases import Words, say, say_many
from alereport.exhibits.sources import sourced
from alereport.exhibits.values import WITHHELD, Cell, Comparator


def unit() -> Column:
    """The column of the units."""
    return Column("unit", _("Unit"), _unit, figures=False)


def people(column: str, heading: str) -> Column:
    """A column of numbers of people."""
    return Column(column, heading, lambda row: words.people(row, column))


def on_leave(column: str, heading: str) -> Column:
    """A column of sick leave in percent."""
    return Column(column, heading, lambda row: words.leave_percent(row, column))


def lead(units: pd.DataFrame, leave: pd.DataFrame, *, year: int) -> Text:
    """The one sentence, or two, that would do if nothing else were read."""
    disclosed = leave[leave["total_percent"].notna()]
    said = []
    if not units.empty:
        said.append(Line(key="staff", words=words.staff(units), rows=rows_of(units)))
    if not disclosed.empty:
        row = words.leading(disclosed)
        of_leave = words.sick_leave(row, year, without_staff=units.empty)
        said.append(Line(key="sick-leave", words=of_leave, rows=row["rows"]))
    if not said:
        neither = _("The plan for {year} states neither the number of employees nor sick leave.")
        said.append(sentence("nothing", neither, year=year))
    return building.lines("lead", said, as_of=year)


def key_figures(
    units: pd.DataFrame, leave: pd.DataFrame, certain: pd.DataFrame
) -> KeyFigures | Group:
    """Up to four figures, each with what it is compared with; nothing where there is none."""
    disclosed = leave[leave["total_percent"].notna()]
    of_staff = [] if units.empty else _staff_figures(units, certain.iloc[0])
    of_leave = [] if disclosed.empty else _leave_figures(words.leading(disclosed))
    both = of_staff[:2] + of_leave[:2] if of_staff and of_leave else of_staff + of_leave
    return KeyFigures(id="key-figures", figures=tuple(both)) if both else nothing()


def _staff_figures(units: pd.DataFrame, certain: pd.Series[Any]) -> list[KeyFigure]:
    whole, parts = units.iloc[-1], units[units["unit"].ne(TOTAL)]
    heads, managers = words.people(whole, "headcount"), values.amount(whole["managers"])
    unsure = _part(certain["approximate_figures"], certain["figures"])
    share = values.percent(certain["approximate_headcount_percent"], decimals=0)
    note = say(_("of whom managers: {count}"), count=managers)
    of = say(_("{share} of the employees"), share=share)
    return [
        key_figure("employees", _("Employees"), heads, note, whole["rows"]),
        *_load_figures(whole, parts[parts["per_manager"].notna()]),
        key_figure("approximate", _("Approximate figures"), unsure, of, certain["rows"]),
    ]


def _load_figures(whole: pd.Series[Any], managed: pd.DataFrame) -> list[KeyFigure]:
    if managed.empty:
        return []
    load, aim = words.people(whole, "per_manager"), say(_("aim {aim}"), aim=words.aim(whole))
    below, above = (managed["against_target"].eq(side).sum() for side in ("below", "above"))
    sides = say(
        _("{below} below, {above} above"), below=values.count(below), above=values.count(above)
    )
    outside, rows = _part(below + above, len(managed)), rows_of(managed)
    return [
        key_figure("per-manager", _("Employees per manager"), load, aim, whole["rows"]),
        key_figure("outside-the-aim", _("Units outside the aim"), outside, sides, rows),
    ]


def _part(part: int, whole: int) -> Words:
    return say(_("{part} of {whole}"), part=values.count(part), whole=values.count(whole))


def _leave_figures(row: pd.Series[Any]) -> list[KeyFigure]:
    unit = words.in_a_sentence(row["unit"])
    figures = {
        "total_percent": (_("Sick leave, {unit}").format(unit=unit), row["change_points"]),
        "long_term_percent": (_("Long-term sick leave"), row["long_term_change_points"]),
        "short_percent": (_("Shorter sick leave"), words.short_change(row)),
        "long_term_part_percent": (_("Long-term part"), math.nan),
    }
    return [
        key_figure(
            column,
            name,
            words.leave_percent(row, column),
            _since(change, row),
            row["rows"],
        )
        for column, (name, change) in figures.items()
        if pd.notna(row[column])
    ]


def _since(change: float, row: pd.Series[Any]) -> Words:
    """The period of a figure, and how it has changed since the one before where that is known."""
    period = words.period(row["period"])
    if pd.isna(change):
        return period
    since = say(
        _("{change} percentage points since {period}"),
        change=words.points(change),
        period=words.period(row["previous_period"]),
    )
    return say("{period}; {since}", period=period, since=since)


def commentary(units: pd.DataFrame, leave: pd.DataFrame) -> Text | Group:
    """What stands out, and what explains the development; nothing where there are no figures."""
    known = leave[leave["total_percent"].notna() & leave["long_term_change_points"].notna()]
    said = [
        *_on_managers(units[units["unit"].ne(TOTAL) & units["per_manager"].notna()]),
        *(
            Line(key=f"sick-leave/{row['unit']}", words=words.development(row), rows=row["rows"])
            for row in known.groupby("unit").tail(1).to_dict("records")
        ),
    ]
    return building.lines("commentary", said) if said else nothing()


def _on_managers(managed: pd.DataFrame) -> list[Line]:
    if len(managed) < 2:
        return []
    loads = managed["per_manager"].astype("float64")
    most, least = managed.iloc[loads.argmax()], managed.iloc[loads.argmin()]
    ends = sentence(
        "ends",
        _("{most} has most employees per manager, {many}; {least} has fewest, {few}."),
        (*most["rows"], *least["rows"]),
        most=words.unit_name(most["unit"]),
        many=words.people(most, "per_manager"),
        least=words.in_a_sentence(least["unit"]),
        few=words.people(least, "per_manager"),
    )
    above = managed[managed["more_managers"].notna()].to_dict("records")
    return [ends, *map(_with_more_managers, above)]


def _with_more_managers(row: Record) -> Line:
    more = int(row["more_managers"])
    load = row["employees"] / (row["managers"] + more)
    said = say_many(
        "With {count} manager more, {unit} would have {load} each.",
        "With {count} managers more, {unit} would have {load} each.",
        more,
        unit=words.in_a_sentence(row["unit"]),
        load=values.amount(load, decimals=1, basis="derived"),
    )
    return Line(key=f"more-managers/{row['unit']}", words=said, rows=row["rows"])


def aim_source(units: pd.DataFrame, source: str) -> Text | Group:
    """Where the aim for managers is from; nothing where no unit is held against it."""
    if units.empty:
        return nothing()
    said = _("The municipality's aim of {aim} employees per manager: {source}.")
    return building.note("aim-source", say(said, aim=words.aim(units.iloc[0]), source=source))


def staff(units: pd.DataFrame, *, chapter: str) -> Table | Group:
    """How many each unit has and how many employees its managers have; one row is one unit.

    Nothing where no document says, as the chart does.
    """
    if units.empty:
        return nothing()
    year = units["year"].iloc[0]
    aim = _("Aim {aim}").format(aim=words.aim(units.iloc[0]))
    compares = bool(units["previous_headcount"].notna().any())
    notes = _staff_notes(units)
    change = Column("change", _("Change"), _change_of_headcount)
    since = Column("previous_year", _("Since"), _since_year)
    columns = [
        Column("unit", _("Unit"), partial(_marked_unit, list(notes)), figures=False),
        numbers("managers", _("Managers")),
        people("employees", _("Employees under them")),
        people("headcount", _("All employees")),
        *([change, since] if compares else []),
        people("per_manager", _("Per manager")),
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


def _unit(row: Record) -> Cell:
    spoken = "" if row["unit"] == TOTAL else OF_THE_DATA
    return values.words(words.unit_name(row["unit"]), language=spoken)


def _marked_unit(notes: Sequence[str], row: Record) -> Cell:
    """A unit with the signs of its footnotes."""
    is_total = row["unit"] == TOTAL
    marks = [
        f" {mark(at)}"
        for at, name in enumerate(notes, 1)
        if (name == "total" if is_total else name != "total" and row[name])
    ]
    cell = values.words(_("Total")) if is_total else _unit(row)
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
        unit(),
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
    notes = [f"{mark(1)} {unlike}"] if len(_unlike(leave)) else []
    return building.table(
        leave,
        columns,
        name=f"{chapter}-sick-leave",
        key=("unit", "period"),
        caption=sourced(caption, leave),
        notes=notes + _note_on_withheld(leave["withheld"]),
        as_of=max(leave["period"]),
    )


def _unlike(leave: pd.DataFrame) -> pd.DataFrame:
    """The rows whose change is between a month and a year."""
    return leave[leave["change_points"].notna() & ~leave["comparable"].astype(bool)]


def _period() -> Column:
    return Column("period", _("Period"), lambda row: words.period(row["period"]), figures=False)


def _change(column: str) -> Column:
    return Column(column, _("Change"), partial(_points, column))


def _points(column: str, row: Record) -> Cell:
    if row["change_withheld"]:
        return values.withheld().model_copy(update={"words": language.DASH})
    change = words.points(row[column])
    unlike = change.is_number and not row["comparable"]
    return change.model_copy(update={"mark": mark(1) if unlike else ""})


def _note_on_withheld(withheld: Iterable[object]) -> list[str]:
    return [f"{WITHHELD} {words.why_withheld()}"] if any(withheld) else []


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
        Column(item, _(heading).format(age=words.AGES.get(item)), partial(words.of_seven, item))
        for item, heading in words.SEVEN.items()
    ]
    return building.table(
        seven,
        [unit(), _period(), *columns],
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


def what_is_missing(
    units: pd.DataFrame, leave: pd.DataFrame, aims: pd.DataFrame, *, year: int
) -> Text:
    """What is missing, withheld or does not compare, point by point."""
    points = [*_of_staff(units, year), *_of_leave(leave, year)]
    if not (aims["about"].eq("turnover") & aims["outturn"].notna()).any():
        points.append(sentence("no-turnover", _("The source has no figure on staff turnover.")))
    return building.points("missing", points or [sentence("nothing", _("Nothing is missing."))])


def _of_staff(units: pd.DataFrame, year: int) -> list[Line]:
    if units.empty:
        return [sentence("no-staff", _(words.NO_STAFF))]
    parts, stated = units[units["unit"].ne(TOTAL)], int(units["year"].iloc[0])
    points: list[Line] = []
    if stated < year:
        said = _("The number of employees is that of {stated}; {year} is missing.")
        points.append(sentence("old-staff", said, stated=stated, year=year))
    if unmanaged := words.named(parts[parts["per_manager"].isna()]):
        said = _("No manager is stated for {units}, so there are no employees per manager.")
        points.append(sentence("no-manager", said, units=unmanaged))
    if permanent := words.named(parts[parts["permanent_only"]]):
        said = _("Only permanent employees are counted in {units}: numbers do not quite compare.")
        points.append(sentence("permanent-only", said, units=permanent))
    if parts["previous_headcount"].isna().all():
        said = _("There is no earlier number of employees to compare with.")
        points.append(sentence("no-earlier-staff", said))
    return points


def _of_leave(leave: pd.DataFrame, year: int) -> list[Line]:
    if leave.empty:
        return [sentence("no-sick-leave", _(words.NO_SICK_LEAVE))]
    points: list[Line] = []
    latest = max(leave["period"])
    if int(latest[:4]) < year - 1:
        said = _("The latest sick leave is from {period}; the plan for {year} states none.")
        points.append(sentence("old-sick-leave", said, period=words.period(latest), year=year))
    if leave["unit"].ne(TOTAL).all():
        said = _("Sick leave is stated for {units} alone and not for the whole committee.")
        points.append(sentence("units-alone", said, units=words.named(leave)))
    if unlike := words.named(_unlike(leave)):
        said = _("For {units} a month stands against a whole year: they do not quite compare.")
        points.append(sentence("month-and-year", said, units=unlike))
    disclosed = leave[~leave["withheld"].astype(bool)]
    if uncounted := words.named(disclosed[disclosed["employees"].isna()]):
        said = _(
            "How many employees the sick leave is of is not stated for {units}; the figures are "
            "shown because a public plan prints them."
        )
        points.append(sentence("unknown-employees", said, units=uncounted))
    if withheld := int(leave["withheld"].sum()):
        points.append(Line(key="withheld", words=words.withheld(withheld)))
    return points
