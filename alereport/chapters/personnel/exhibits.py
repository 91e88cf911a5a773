"""What the chapter on staff shows beside its charts. The frames are those of `analysis`.

`units` is `staff_by_unit`, `leave` is `sick_leave_by_period`, `certain` is `certainty` and `aims`
is `staff_aims`; `year` is that of the report.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.chapters.common.sentences import part
from alereport.chapters.personnel import sentences
from alereport.chapters.personnel.analysis import not_comparable
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import Record, key_figure, rows_of, sentence
from alereport.exhibits.model import Group, KeyFigure, KeyFigures, Line, Text, nothing
from alereport.exhibits.phrases import Words, say, say_many


def lead(units: pd.DataFrame, leave: pd.DataFrame, *, year: int) -> Text:
    """The one sentence, or two, that would do if nothing else were read."""
    said = []
    if not units.empty:
        said.append(Line(key="staff", words=sentences.staff(units), rows=rows_of(units)))
    if (row := sentences.leading(leave)) is not None:
        of_leave = sentences.sick_leave(row, year, without_staff=units.empty)
        said.append(Line(key="sick-leave", words=of_leave, rows=row["rows"]))
    if not said:
        neither = _("The plan for {year} states neither the number of employees nor sick leave.")
        said.append(sentence("nothing", neither, year=year))
    return building.lines("lead", said, as_of=year)


def key_figures(
    units: pd.DataFrame, leave: pd.DataFrame, certain: pd.DataFrame
) -> KeyFigures | Group:
    """Up to four figures, each with what it is compared with; nothing where there is none."""
    row = sentences.leading(leave)
    of_staff = [] if units.empty else _staff_figures(units, certain.iloc[0])
    of_leave = [] if row is None else _leave_figures(row)
    both = of_staff[:2] + of_leave[:2] if of_staff and of_leave else of_staff + of_leave
    return KeyFigures(id="key-figures", figures=tuple(both)) if both else nothing()


def _staff_figures(units: pd.DataFrame, certain: pd.Series[Any]) -> list[KeyFigure]:
    whole, parts = units.iloc[-1], units[units["unit"].ne(TOTAL)]
    heads, managers = sentences.people(whole, "headcount"), values.amount(whole["managers"])
    unsure = part(certain["approximate_figures"], certain["figures"])
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
    load = sentences.people(whole, "per_manager")
    aim = say(_("aim {aim}"), aim=sentences.aim(whole))
    below, above = (managed["against_target"].eq(side).sum() for side in ("below", "above"))
    sides = say(
        _("{below} below, {above} above"), below=values.count(below), above=values.count(above)
    )
    outside, rows = part(below + above, len(managed)), rows_of(managed)
    return [
        key_figure("per-manager", _("Employees per manager"), load, aim, whole["rows"]),
        key_figure("outside-the-aim", _("Units outside the aim"), outside, sides, rows),
    ]


def _leave_figures(row: pd.Series[Any]) -> list[KeyFigure]:
    unit = sentences.in_a_sentence(row["unit"])
    figures = {
        "total_percent": (_("Sick leave, {unit}").format(unit=unit), row["change_points"]),
        "long_term_percent": (_("Long-term sick leave"), row["long_term_change_points"]),
        "short_percent": (_("Shorter sick leave"), sentences.short_change(row)),
        "long_term_part_percent": (_("Long-term part"), math.nan),
    }
    return [
        key_figure(
            column, name, sentences.leave_percent(row, column), _since(change, row), row["rows"]
        )
        for column, (name, change) in figures.items()
        if pd.notna(row[column])
    ]


def _since(change: float, row: pd.Series[Any]) -> Words:
    """The period of a figure, and how it has changed since the one before where that is known."""
    period = sentences.period(row["period"])
    if pd.isna(change):
        return period
    since = say(
        _("{change} percentage points since {period}"),
        change=sentences.points(change),
        period=sentences.period(row["previous_period"]),
    )
    return say("{period}; {since}", period=period, since=since)


def commentary(units: pd.DataFrame, leave: pd.DataFrame) -> Text | Group:
    """What stands out, and what explains the development; nothing where there are no figures."""
    known = leave[leave["total_percent"].notna() & leave["long_term_change_points"].notna()]
    said = [
        *_on_managers(units[units["unit"].ne(TOTAL) & units["per_manager"].notna()]),
        *(
            Line(
                key=f"sick-leave/{row['unit']}", words=sentences.development(row), rows=row["rows"]
            )
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
        most=sentences.unit_name(most["unit"]),
        many=sentences.people(most, "per_manager"),
        least=sentences.in_a_sentence(least["unit"]),
        few=sentences.people(least, "per_manager"),
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
        unit=sentences.in_a_sentence(row["unit"]),
        load=values.amount(load, decimals=1, basis="derived"),
    )
    return Line(key=f"more-managers/{row['unit']}", words=said, rows=row["rows"])


def aim_source(units: pd.DataFrame, source: str) -> Text | Group:
    """Where the aim for managers is from; nothing where no unit is held against it."""
    if units.empty:
        return nothing()
    said = _("The municipality's aim of {aim} employees per manager: {source}.")
    return building.note("aim-source", say(said, aim=sentences.aim(units.iloc[0]), source=source))


def what_is_missing(
    units: pd.DataFrame, leave: pd.DataFrame, aims: pd.DataFrame, *, year: int
) -> Text:
    """What is missing, withheld or does not compare, point by point."""
    points = [*_of_staff(units, year), *_of_leave(leave, year)]
    if not (aims["about"].eq("turnover") & aims["outturn"].notna()).any():
        points.append(sentence("no-turnover", _("The source has no figure on staff turnover.")))
    return building.points("missing", points or [sentence("nothing", _("Nothing is missing."))])


def _of_staff(units: pd.DataFrame, year: int) -> Iterator[Line]:
    if units.empty:
        yield sentence("no-staff", _(sentences.NO_STAFF))
        return
    parts, stated = units[units["unit"].ne(TOTAL)], int(units["year"].iloc[0])
    if stated < year:
        said = _("The number of employees is that of {stated}; {year} is missing.")
        yield sentence("old-staff", said, stated=stated, year=year)
    if unmanaged := sentences.named(parts[parts["per_manager"].isna()]):
        said = _("No manager is stated for {units}, so there are no employees per manager.")
        yield sentence("no-manager", said, units=unmanaged)
    if permanent := sentences.named(parts[parts["permanent_only"]]):
        said = _("Only permanent employees are counted in {units}: numbers do not quite compare.")
        yield sentence("permanent-only", said, units=permanent)
    if parts["previous_headcount"].isna().all():
        said = _("There is no earlier number of employees to compare with.")
        yield sentence("no-earlier-staff", said)


def _of_leave(leave: pd.DataFrame, year: int) -> Iterator[Line]:
    if leave.empty:
        yield sentence("no-sick-leave", _(sentences.NO_SICK_LEAVE))
        return
    latest = max(leave["period"])
    if int(latest[:4]) < year - 1:
        said = _("The latest sick leave is from {period}; the plan for {year} states none.")
        yield sentence("old-sick-leave", said, period=sentences.period(latest), year=year)
    if leave["unit"].ne(TOTAL).all():
        said = _("Sick leave is stated for {units} alone and not for the whole committee.")
        yield sentence("units-alone", said, units=sentences.named(leave))
    if late := sentences.named(not_comparable(leave)):
        said = _("For {units} a month stands against a whole year: they do not quite compare.")
        yield sentence("month-and-year", said, units=late)
    disclosed = leave[~leave["withheld"].astype(bool)]
    if uncounted := sentences.named(disclosed[disclosed["employees"].isna()]):
        said = _(
            "How many employees the sick leave is of is not stated for {units}; the figures are "
            "shown because a public plan prints them."
        )
        yield sentence("unknown-employees", said, units=uncounted)
    if withheld := int(leave["withheld"].sum()):
        yield Line(key="withheld", words=sentences.withheld(withheld))
