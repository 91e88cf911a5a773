"""The texts and key figures of the chapter on staff. The frames are those of `analysis`.

`units` is `staff_by_unit`, `leave` is `sick_leave_by_period`, `certainty` is `certainty` and `aims`
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
from alereport.exhibits.building import FrameRow, key_figure, rows_of, sentence
from alereport.exhibits.model import Group, KeyFigure, KeyFigures, Line, Text, nothing
from alereport.exhibits.phrases import Words, fill, fill_plural


def lead(units: pd.DataFrame, leave: pd.DataFrame, *, year: int) -> Text:
    """Return the main finding in one or two sentences."""
    lead_lines = []
    if not units.empty:
        lead_lines.append(Line(key="staff", words=sentences.staff(units), rows=rows_of(units)))
    if (row := sentences.leading_row(leave)) is not None:
        words = sentences.sick_leave(row, year, without_staff=units.empty)
        lead_lines.append(Line(key="sick-leave", words=words, rows=row["rows"]))
    if not lead_lines:
        neither = _("The plan for {year} states neither the number of employees nor sick leave.")
        lead_lines.append(sentence("nothing", neither, year=year))
    return building.lines("lead", lead_lines, as_of=year)


def key_figures(
    units: pd.DataFrame, leave: pd.DataFrame, certainty: pd.DataFrame
) -> KeyFigures | Group:
    """Return up to four key figures, each with a note to compare it with; empty without data."""
    row = sentences.leading_row(leave)
    staff = [] if units.empty else _staff_figures(units, certainty.iloc[0])
    sick = [] if row is None else _leave_figures(row)
    figures = staff[:2] + sick[:2] if staff and sick else staff + sick
    return KeyFigures(id="key-figures", figures=tuple(figures)) if figures else nothing()


def _staff_figures(units: pd.DataFrame, certainty: pd.Series[Any]) -> list[KeyFigure]:
    total, parts = units.iloc[-1], units[units["unit"].ne(TOTAL)]
    heads, managers = sentences.people(total, "headcount"), values.amount(total["managers"])
    approximate = part(certainty["approximate_figures"], certainty["figures"])
    share = values.percent(certainty["approximate_headcount_percent"], decimals=0)
    note = fill(_("of whom managers: {count}"), count=managers)
    approximate_share = fill(_("{share} of the employees"), share=share)
    return [
        key_figure("employees", _("Employees"), heads, note, total["rows"]),
        *_load_figures(total, parts[parts["per_manager"].notna()]),
        key_figure(
            "approximate",
            _("Approximate figures"),
            approximate,
            approximate_share,
            certainty["rows"],
        ),
    ]


def _load_figures(total: pd.Series[Any], managed: pd.DataFrame) -> list[KeyFigure]:
    if managed.empty:
        return []
    load = sentences.people(total, "per_manager")
    aim = fill(_("aim {aim}"), aim=sentences.aim(total))
    below, above = (managed["against_target"].eq(side).sum() for side in ("below", "above"))
    sides = fill(
        _("{below} below, {above} above"), below=values.count(below), above=values.count(above)
    )
    outside, rows = part(below + above, len(managed)), rows_of(managed)
    return [
        key_figure("per-manager", _("Employees per manager"), load, aim, total["rows"]),
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
    """Return the period of a figure, with the change since the previous period if it is known."""
    period = sentences.period(row["period"])
    if pd.isna(change):
        return period
    since = fill(
        _("{change} percentage points since {period}"),
        change=sentences.points(change),
        period=sentences.period(row["previous_period"]),
    )
    return fill("{period}; {since}", period=period, since=since)


def commentary(units: pd.DataFrame, leave: pd.DataFrame) -> Text | Group:
    """Return what stands out, and what explains the changes; empty if there are no figures."""
    with_change = leave[leave["total_percent"].notna() & leave["long_term_change_points"].notna()]
    comments = [
        *_manager_lines(units[units["unit"].ne(TOTAL) & units["per_manager"].notna()]),
        *(
            Line(
                key=f"sick-leave/{row['unit']}", words=sentences.development(row), rows=row["rows"]
            )
            for row in with_change.groupby("unit").tail(1).to_dict("records")
        ),
    ]
    return building.lines("commentary", comments) if comments else nothing()


def _manager_lines(managed: pd.DataFrame) -> list[Line]:
    if len(managed) < 2:
        return []
    loads = managed["per_manager"].astype("float64")
    highest, lowest = managed.iloc[loads.argmax()], managed.iloc[loads.argmin()]
    ends = sentence(
        "ends",
        _("{most} has most employees per manager, {many}; {least} has fewest, {few}."),
        (*highest["rows"], *lowest["rows"]),
        most=sentences.unit_name(highest["unit"]),
        many=sentences.people(highest, "per_manager"),
        least=sentences.in_a_sentence(lowest["unit"]),
        few=sentences.people(lowest, "per_manager"),
    )
    above = managed[managed["more_managers"].notna()].to_dict("records")
    return [ends, *map(_with_more_managers, above)]


def _with_more_managers(row: FrameRow) -> Line:
    more = int(row["more_managers"])
    load = row["employees"] / (row["managers"] + more)
    words = fill_plural(
        "With {count} manager more, {unit} would have {load} each.",
        "With {count} managers more, {unit} would have {load} each.",
        more,
        unit=sentences.in_a_sentence(row["unit"]),
        load=values.amount(load, decimals=1, basis="derived"),
    )
    return Line(key=f"more-managers/{row['unit']}", words=words, rows=row["rows"])


def aim_source(units: pd.DataFrame, source: str) -> Text | Group:
    """Return the source of the aim for managers; empty if no unit is compared with it."""
    if units.empty:
        return nothing()
    words = _("The municipality's aim of {aim} employees per manager: {source}.")
    return building.note("aim-source", fill(words, aim=sentences.aim(units.iloc[0]), source=source))


def what_is_missing(
    units: pd.DataFrame, leave: pd.DataFrame, aims: pd.DataFrame, *, year: int
) -> Text:
    """Return a list of what is missing, withheld or not comparable."""
    points = [*_missing_staff(units, year), *_missing_leave(leave, year)]
    if not (aims["about"].eq("turnover") & aims["outturn"].notna()).any():
        points.append(sentence("no-turnover", _("The source has no figure on staff turnover.")))
    return building.points("missing", points or [sentence("nothing", _("Nothing is missing."))])


def _missing_staff(units: pd.DataFrame, year: int) -> Iterator[Line]:
    if units.empty:
        yield sentence("no-staff", _(sentences.NO_STAFF))
        return
    parts, stated = units[units["unit"].ne(TOTAL)], int(units["year"].iloc[0])
    if stated < year:
        words = _("The number of employees is that of {stated}; {year} is missing.")
        yield sentence("old-staff", words, stated=stated, year=year)
    if unmanaged := sentences.unit_list(parts[parts["per_manager"].isna()]):
        words = _("No manager is stated for {units}, so there are no employees per manager.")
        yield sentence("no-manager", words, units=unmanaged)
    if permanent := sentences.unit_list(parts[parts["permanent_only"]]):
        words = _("Only permanent employees are counted in {units}: numbers do not quite compare.")
        yield sentence("permanent-only", words, units=permanent)
    if parts["previous_headcount"].isna().all():
        words = _("There is no earlier number of employees to compare with.")
        yield sentence("no-earlier-staff", words)


def _missing_leave(leave: pd.DataFrame, year: int) -> Iterator[Line]:
    if leave.empty:
        yield sentence("no-sick-leave", _(sentences.NO_SICK_LEAVE))
        return
    latest = max(leave["period"])
    if int(latest[:4]) < year - 1:
        words = _("The latest sick leave is from {period}; the plan for {year} states none.")
        yield sentence("old-sick-leave", words, period=sentences.period(latest), year=year)
    if leave["unit"].ne(TOTAL).all():
        words = _("Sick leave is stated for {units} alone and not for the whole committee.")
        yield sentence("units-alone", words, units=sentences.unit_list(leave))
    if late := sentences.unit_list(not_comparable(leave)):
        words = _("For {units} the two periods are not equally long and do not quite compare.")
        yield sentence("unequal-periods", words, units=late)
    disclosed = leave[~leave["withheld"].astype(bool)]
    if uncounted := sentences.unit_list(disclosed[disclosed["employees"].isna()]):
        words = _(
            "How many employees the sick leave is of is not stated for {units}; the figures are "
            "shown because a public plan prints them."
        )
        yield sentence("unknown-employees", words, units=uncounted)
    if withheld := int(leave["withheld"].sum()):
        yield Line(key="withheld", words=sentences.withheld(withheld))
