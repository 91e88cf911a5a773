"""The easy-to-read summary of a committee's year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.languages import DATA_LANGUAGE
from alereport.base.locales import gettext as _
from alereport.chapters.common import rows
from alereport.chapters.easy import sentences
from alereport.chapters.easy.sentences import MEANINGS, millions
from alereport.chapters.goals.analysis import COUNCIL
from alereport.chapters.overview.analysis import printed_totals
from alereport.exhibits import building, values
from alereport.exhibits.building import sentence
from alereport.exhibits.model import Group, Heading, Line, Text
from alereport.exhibits.phrases import (
    data_text,
    fill_first,
    fill_plural,
    in_sentence,
    joined,
)

SHOWN = 3
"""How many assignments are told: those to be done first."""


def to_read(  # noqa: PLR0913 - a frame each
    name: str,
    year: int,
    *,
    documents: pd.DataFrame,
    changes: pd.DataFrame,
    forecast: pd.DataFrame,
    required: pd.DataFrame,
    goals: pd.DataFrame,
    explanations: pd.DataFrame,
    personnel: pd.DataFrame,
    sick_leave: pd.DataFrame,
) -> Group:
    """Return the easy-to-read summary of a committee's year.

    Args:
        name: The committee's name.
        year: The year.
        documents: `Report.documents`.
        changes: `budget.analysis.change_by_area`; empty if the year has no plan.
        forecast: `budget.analysis.forecast_against_budget`; empty if the year has no plan.
        required: `budget.requirements.must_save`.
        goals: `Report.goals`.
        explanations: `Report.explanations`; what is in easy words is used.
        personnel: `Report.personnel`.
        sick_leave: `Report.sick_leave`; only what the year's own plan prints is used.
    """
    plain = explanations[explanations["kind"].eq("plain")]
    plan = "" if changes.empty else str(changes["title"].iloc[0])
    plan_frames = [frame[frame["title"].eq(plan)] for frame in (personnel, sick_leave)]
    parts = {
        _("About this page"): [_paragraphs("about", *_about(name, year, documents, plan))],
        _("What the committee does"): [_paragraphs("committee", *_committee(plain))],
        _("The money"): [_paragraphs("money", *_money(name, changes, forecast, required))],
        _("The goals"): [*_goals(goals, plain)],
        _("What the committee must do"): [*_assignments(goals, plain)],
        _("The staff"): [_paragraphs("staff", *_staff(*plan_frames))] if plan else [],
        _("What the words mean"): [
            _paragraphs("meanings", *(sentence(key, _(said)) for key, said in MEANINGS.items()))
        ],
    }
    exhibits = [
        exhibit
        for heading, texts in parts.items()
        if any(text.lines for text in texts)
        for exhibit in (Heading(words=heading), *texts)
    ]
    return building.group(*exhibits, role="easy-to-read")


def _paragraphs(name: str, *lines: Line) -> Text:
    return building.lines("", lines, name=name, layout="paragraphs")


def _about(name: str, year: int, documents: pd.DataFrame, plan: str) -> Iterator[Line]:
    inside = in_sentence(name) if locales.is_current_language(DATA_LANGUAGE) else name
    about = _("Here you can read about the {name} in {year}. The text is easy to read.")
    yield sentence("about", about, name=inside, year=year)
    own = documents[documents["title"].eq(plan)]
    for place, row in own.iterrows():
        status = fill_first(sentences.STATUS, row["status"])
        yield Line(key="status", words=status, rows=(str(place),))
    more = _("You can read more on the pages about the money, the goals and the staff.")
    yield sentence("more", more)


def _committee(plain: pd.DataFrame) -> Iterator[Line]:
    for place, row in plain[plain["goal"].isna()].iterrows():
        yield Line(key="committee", words=data_text(row["text"]), rows=(str(place),))


def _money(
    name: str, changes: pd.DataFrame, forecast: pd.DataFrame, required: pd.DataFrame
) -> Iterator[Line]:
    if changes.empty:
        yield sentence("no-plan", _("We have no plan for this year."))
        return
    total, forecast_total = rows.total(changes), rows.total(forecast)
    year, budget = rows.years(total)[0], millions(total["budget_tkr"])
    may_use = _("The {name} may use {amount} in {year}.")
    yield sentence("budget", may_use, total["rows"], name=name, amount=budget, year=year)
    yield Line(key="compared", words=sentences.comparison(changes), rows=total["rows"])
    largest = rows.largest(rows.parts(changes), "budget_tkr")
    most = _("The largest amount goes to {area}: {amount}.")
    area, amount = data_text(in_sentence(largest["name"])), millions(largest["budget_tkr"])
    yield sentence("largest", most, largest["rows"], area=area, amount=amount)
    for _index, requirement in required.iterrows():
        yield _must_save(name, requirement)
    yield Line(
        key="expected", words=sentences.forecast(forecast_total), rows=forecast_total["rows"]
    )


def _must_save(name: str, required: pd.Series[Any]) -> Line:
    amount = millions(required["amount_tkr"], required["hedge"])
    must_save = _("The {name} must save {amount}.")
    return sentence("must-save", must_save, required["rows"], name=name, amount=amount)


def _goals(goals: pd.DataFrame, plain: pd.DataFrame) -> Iterator[Text]:
    council_goals = goals[goals["level"].isin(COUNCIL)]
    if council_goals.empty:
        return
    goal_count = fill_plural(
        "The politicians in the council have set {count} goal:",
        "The politicians in the council have set {count} goals:",
        len(council_goals),
        council_goals.index,
    )
    yield _paragraphs("goals", Line(key="goals", words=goal_count, rows=tuple(council_goals.index)))
    points = [
        Line(key=row["goal"], words=data_text(said), rows=rows_of_text)
        for row, said, rows_of_text in _in_easy_words(council_goals, plain)
    ]
    yield building.points("", points, name="council-goals")


def _assignments(goals: pd.DataFrame, plain: pd.DataFrame) -> Iterator[Text]:
    assignments = goals[goals["level"].eq("assignment")]
    if assignments.empty:
        return
    count = fill_plural(
        "The committee has {count} assignment.",
        "The committee has {count} assignments.",
        len(assignments),
        assignments.index,
    )
    shown = _earliest(assignments)[:SHOWN]
    some = fill_plural(
        "Here is {count} of them:", "Here are {count} of them:", len(shown), shown.index
    )
    words = joined([count, some]) if len(shown) < len(assignments) else count
    line = Line(key="assignments", words=words, rows=tuple(assignments.index))
    yield _paragraphs("assignments", line)
    points = [
        Line(
            key=row["goal"],
            words=joined([data_text(said), sentences.done(row)]),
            rows=rows_of_text,
        )
        for row, said, rows_of_text in _in_easy_words(shown, plain)
    ]
    yield building.points("", points, name="assignment-list")


def _earliest(assignments: pd.DataFrame) -> pd.DataFrame:
    """Return assignments by when they are to be done: months before the whole year, then none."""
    by_date = assignments["due"].str.pad(len("2024-12-31"), side="right", fillchar="~").argsort()
    return assignments.iloc[by_date]


def _in_easy_words(
    goals: pd.DataFrame, plain: pd.DataFrame
) -> Iterator[tuple[pd.Series[Any], str, tuple[str, ...]]]:
    """Yield each goal with its easy words, or its title where nobody wrote any, and their rows."""
    for place, row in goals.iterrows():
        written = plain[plain["goal"].eq(row["goal"])]
        said = written["text"].iloc[0] if not written.empty else f"{row['title']}."
        yield row, said, (str(place), *map(str, written.index))


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
            _(
                "In one unit, {unit}, {hours} of 100 working hours were sick leave in {period}. "
                "We do not know how it was in the other units."
            ),
            (str(place),),
            unit=row["unit"],
            hours=values.amount(row["total_percent"], unit="%", basis="rounded"),
            period=locales.period(str(row["period"])),
        )


def _headcount(unit: pd.DataFrame) -> int:
    """Return the headcount of a unit: of all if the plan prints it, else managers and employees."""
    counts = unit.groupby("role")["headcount"].sum()
    return int(counts["all"] if "all" in counts else counts.sum())
