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
from alereport.exhibits.phrases import in_swedish, say_many


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
    """A committee's year for those who want it short and plain.

    Args:
        name: The committee's name.
        year: The year.
        changes: `budget.analysis.change_by_area`; empty where the year has no plan.
        forecast: `budget.analysis.forecast_against_budget`; empty where the year has no plan.
        goals: `Report.goals`.
        personnel: `Report.personnel`.
        sick_leave: `Report.sick_leave`; only what the year's plan prints itself is said.
    """
    about = _("Here you can read in short about {name} in {year}. The text is easy to read.")
    meanings = [sentence(key, _(meaning)) for key, meaning in MEANINGS.items()]
    parts = {
        _("About this page"): [
            _paragraphs("about", sentence("about", about, name=name, year=year))
        ],
        **_of_plan(name, changes, forecast, goals, personnel, sick_leave),
        _("What the words mean"): [_paragraphs("meanings", *meanings)],
    }
    shown = [each for head, texts in parts.items() for each in (Heading(words=head), *texts)]
    return building.together(*shown, role="easy-to-read")


def _of_plan(
    name: str,
    changes: pd.DataFrame,
    forecast: pd.DataFrame,
    goals: pd.DataFrame,
    personnel: pd.DataFrame,
    sick_leave: pd.DataFrame,
) -> dict[str, list[Text]]:
    """What the year's plan says, by its heading."""
    if changes.empty:
        no_plan = sentence("no-plan", _("We have no plan for this year."))
        return {_("The money"): [_paragraphs("money", no_plan)]}
    title = changes["title"].iloc[0]
    of_plan = [frame[frame["title"].eq(title)] for frame in (personnel, sick_leave)]
    return {
        _("The money"): [_paragraphs("money", *_money(name, changes, forecast))],
        _("The goals"): [*_goals(goals)],
        _("The staff"): [_paragraphs("staff", *_staff(*of_plan))],
    }


def _paragraphs(name: str, *said: Line) -> Text:
    return building.lines("", said, name=name, layout="paragraphs")


def _money(name: str, changes: pd.DataFrame, forecast: pd.DataFrame) -> Iterator[Line]:
    total, compared, expected = rows.total(changes), rows.comparable(changes), rows.total(forecast)
    year, budget = rows.years(total)[0], millions(total["budget_tkr"])
    use = _("{name} may use {amount} in {year}.")
    yield sentence("budget", use, total["rows"], name=name, amount=budget, year=year)
    yield Line(key="compared", words=sentences.compared(total), rows=total["rows"])
    largest = rows.most(rows.parts(changes), "budget_tkr")
    yield _of_area("largest", _("Most money goes to {area}: {amount}."), largest, "budget_tkr")
    if not compared.empty and (most := rows.most(compared, "change_tkr"))["change_tkr"] >= SMALL:
        more = _("{area} gets {amount} more. That is the largest increase.")
        yield _of_area("increase", more, most, "change_tkr")
    if not compared.empty and (least := rows.least(compared, "change_tkr"))["change_tkr"] <= -SMALL:
        less = _("{area} gets {amount} less. That is the largest decrease.")
        yield _of_area("decrease", less, least, "change_tkr")
    yield Line(key="expected", words=sentences.expected(expected), rows=expected["rows"])


def _of_area(key: str, words: str, area: pd.Series[Any], column: str) -> Line:
    return sentence(key, words, area["rows"], area=area["name"], amount=millions(area[column]))


def _goals(goals: pd.DataFrame) -> Iterator[Text]:
    of_council = goals[goals["level"].isin(COUNCIL)]
    assignments = goals[goals["level"].eq("assignment")]
    if of_council.empty and assignments.empty:
        yield _paragraphs("goals", sentence("no-goals", _("The plan has no goals.")))
        return
    if not of_council.empty:
        have_set = say_many(
            "The politicians in the council have set {count} goal:",
            "The politicians in the council have set {count} goals:",
            len(of_council),
        )
        yield _paragraphs("goals", Line(key="goals", words=have_set, rows=tuple(of_council.index)))
        titles = [
            Line(key=row["goal"], words=in_swedish(row["title"]), rows=(str(place),))
            for place, row in of_council.iterrows()
        ]
        yield building.points("", titles, name="council-goals")
    tasks = say_many(
        "The committee has {count} assignment.",
        "The committee has {count} assignments.",
        len(assignments),
    )
    counted = Line(key="assignments", words=tasks, rows=tuple(assignments.index))
    yield _paragraphs("assignments", counted)


def _staff(personnel: pd.DataFrame, sick_leave: pd.DataFrame) -> Iterator[Line]:
    latest = printed_totals(sick_leave)[-1:]
    if personnel.empty and latest.empty:
        yield sentence("unknown", _("The plan does not say how many people work here."))
    if not personnel.empty:
        whole = sum(_headcount(unit) for _name, unit in personnel.groupby("unit"))
        people = values.amount(round(whole, -1), basis="derived")
        work = _("About {count} people work for the committee.")
        yield sentence("headcount", work, personnel.index, count=people)
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
    """All of a unit where the plan counts all, else its managers and employees."""
    counts = unit.groupby("role")["headcount"].sum()
    return int(counts["all"] if "all" in counts else counts.sum())
