"""The easy-to-read summary of a committee's year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common import rows
from alereport.chapters.easy import sentences
from alereport.chapters.easy.sentences import MEANINGS, SMALL, millions
from alereport.chapters.goals.analysis import COUNCIL
from alereport.chapters.overview.analysis import printed_totals
from alereport.exhibits import building, values
from alereport.exhibits.building import sentence
from alereport.exhibits.model import Group, Heading, Line, Text
from alereport.exhibits.phrases import data_text, fill_plural


def to_read(
    name: str,
    year: int,
    *,
    changes: pd.DataFrame,
    forecast: pd.DataFrame,
    goals: pd.DataFrame,
    personnel: pd.DataFrame,
    sick_leave: pd.DataFrame,
) -> Group:
    """Return the easy-to-read summary of a committee's year.

    Args:
        name: The committee's name.
        year: The year.
        changes: `budget.analysis.change_by_area`; empty if the year has no plan.
        forecast: `budget.analysis.forecast_against_budget`; empty if the year has no plan.
        goals: `Report.goals`.
        personnel: `Report.personnel`.
        sick_leave: `Report.sick_leave`; only what the year's own plan prints is used.
    """
    about = _("Here you can read in short about {name} in {year}. The text is easy to read.")
    meanings = [sentence(key, _(meaning)) for key, meaning in MEANINGS.items()]
    parts = {
        _("About this page"): [
            _paragraphs("about", sentence("about", about, name=name, year=year))
        ],
        **_parts_of_plan(name, changes, forecast, goals, personnel, sick_leave),
        _("What the words mean"): [_paragraphs("meanings", *meanings)],
    }
    exhibits = [
        exhibit for heading, texts in parts.items() for exhibit in (Heading(words=heading), *texts)
    ]
    return building.group(*exhibits, role="easy-to-read")


def _parts_of_plan(
    name: str,
    changes: pd.DataFrame,
    forecast: pd.DataFrame,
    goals: pd.DataFrame,
    personnel: pd.DataFrame,
    sick_leave: pd.DataFrame,
) -> dict[str, list[Text]]:
    """Return the parts about the year's plan by their headings."""
    if changes.empty:
        no_plan = sentence("no-plan", _("We have no plan for this year."))
        return {_("The money"): [_paragraphs("money", no_plan)]}
    title = changes["title"].iloc[0]
    plan_frames = [frame[frame["title"].eq(title)] for frame in (personnel, sick_leave)]
    return {
        _("The money"): [_paragraphs("money", *_money(name, changes, forecast))],
        _("The goals"): [*_goals(goals)],
        _("The staff"): [_paragraphs("staff", *_staff(*plan_frames))],
    }


def _paragraphs(name: str, *lines: Line) -> Text:
    return building.lines("", lines, name=name, layout="paragraphs")


def _money(name: str, changes: pd.DataFrame, forecast: pd.DataFrame) -> Iterator[Line]:
    total, areas = rows.total(changes), rows.comparable(changes)
    forecast_total = rows.total(forecast)
    year, budget = rows.years(total)[0], millions(total["budget_tkr"])
    may_use = _("{name} may use {amount} in {year}.")
    yield sentence("budget", may_use, total["rows"], name=name, amount=budget, year=year)
    yield Line(key="compared", words=sentences.comparison(total), rows=total["rows"])
    largest = rows.largest(rows.parts(changes), "budget_tkr")
    yield _area_line("largest", _("Most money goes to {area}: {amount}."), largest, "budget_tkr")
    if not areas.empty and (most := rows.largest(areas, "change_tkr"))["change_tkr"] >= SMALL:
        increase = _("{area} gets {amount} more. That is the largest increase.")
        yield _area_line("increase", increase, most, "change_tkr")
    if not areas.empty and (least := rows.smallest(areas, "change_tkr"))["change_tkr"] <= -SMALL:
        decrease = _("{area} gets {amount} less. That is the largest decrease.")
        yield _area_line("decrease", decrease, least, "change_tkr")
    yield Line(
        key="expected", words=sentences.forecast(forecast_total), rows=forecast_total["rows"]
    )


def _area_line(key: str, words: str, area: pd.Series[Any], column: str) -> Line:
    return sentence(key, words, area["rows"], area=area["name"], amount=millions(area[column]))


def _goals(goals: pd.DataFrame) -> Iterator[Text]:
    council_goals = goals[goals["level"].isin(COUNCIL)]
    assignments = goals[goals["level"].eq("assignment")]
    if council_goals.empty and assignments.empty:
        yield _paragraphs("goals", sentence("no-goals", _("The plan has no goals.")))
        return
    if not council_goals.empty:
        goal_count = fill_plural(
            "The politicians in the council have set {count} goal:",
            "The politicians in the council have set {count} goals:",
            len(council_goals),
        )
        line = Line(key="goals", words=goal_count, rows=tuple(council_goals.index))
        yield _paragraphs("goals", line)
        titles = [
            Line(key=row["goal"], words=data_text(row["title"]), rows=(str(place),))
            for place, row in council_goals.iterrows()
        ]
        yield building.points("", titles, name="council-goals")
    assignment_count = fill_plural(
        "The committee has {count} assignment.",
        "The committee has {count} assignments.",
        len(assignments),
    )
    line = Line(key="assignments", words=assignment_count, rows=tuple(assignments.index))
    yield _paragraphs("assignments", line)


def _staff(personnel: pd.DataFrame, sick_leave: pd.DataFrame) -> Iterator[Line]:
    latest = printed_totals(sick_leave)[-1:]
    if personnel.empty and latest.empty:
        yield sentence("unknown", _("The plan does not say how many people work here."))
    if not personnel.empty:
        headcount = sum(_headcount(unit) for _name, unit in personnel.groupby("unit"))
        people = values.amount(round(headcount, -1), basis="derived")
        people_work = _("About {count} people work for the committee.")
        yield sentence("headcount", people_work, personnel.index, count=people)
    for place, row in latest.iterrows():
        yield sentence(
            "sick-leave",
            _("In {unit}, {hours} of 100 working hours were sick leave ({period})."),
            (str(place),),
            unit=row["unit"],
            hours=values.amount(row["total_percent"], unit="%", basis="rounded"),
            period=locales.period(str(row["period"])),
        )


def _headcount(unit: pd.DataFrame) -> int:
    """Return the headcount of a unit: of all if the plan prints it, else managers and employees."""
    counts = unit.groupby("role")["headcount"].sum()
    return int(counts["all"] if "all" in counts else counts.sum())
