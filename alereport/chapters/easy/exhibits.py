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
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import sentence
from alereport.exhibits.model import Group, Heading, Line, Text
from alereport.exhibits.phrases import (
    data_text,
    fill_first,
    in_sentence,
    joined,
)
from alereport.exhibits.values import Cell

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
    standing: pd.DataFrame,
    in_terms: pd.DataFrame,
    municipality: str,
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
        standing: `outturn.standing.standing`; of the year's own reports the latest comes first.
        in_terms: `common.terms.of_budget`; empty if the year has no plan.
        municipality: The municipality's name.
    """
    plain = explanations[explanations["kind"].eq("plain")]
    plan = "" if changes.empty else str(changes["title"].iloc[0])
    reported = standing[standing["year"].eq(year)]
    since_tkr = _since(changes, reported)
    plan_frames = [frame[frame["title"].eq(plan)] for frame in (personnel, sick_leave)]
    parts = {
        _("About this page"): [_paragraphs("about", *_about(name, year, documents, plan))],
        _("What the committee does"): [_paragraphs("committee", *_committee(plain))],
        _("The money"): [
            _paragraphs(
                "money",
                *_reported(name, reported, since_tkr),
                *_budget(name, changes, since_tkr),
                *_each(in_terms, municipality),
                *_money(name, changes, forecast, required, is_followed_up=not reported.empty),
            )
        ],
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
    own = documents[documents["title"].eq(plan)]
    about = fill_first(sentences.ABOUT, len(own), name=inside, year=year)
    yield Line(key="about", words=about, rows=tuple(map(str, own.index)))
    for place, row in own.iterrows():
        status = fill_first(sentences.STATUS, row["status"])
        yield Line(key="status", words=status, rows=(str(place),))
    yield Line(key="more", words=fill_first(sentences.MORE, len(own)))


def _committee(plain: pd.DataFrame) -> Iterator[Line]:
    for place, row in plain[plain["goal"].isna()].iterrows():
        yield Line(key="committee", words=data_text(row["text"]), rows=(str(place),))


def _reported(name: str, standing: pd.DataFrame, since_tkr: float) -> Iterator[Line]:
    """Yield what the latest report of the year says of the money."""
    for row in standing.to_dict("records"):
        words = joined([sentences.reported(name, row), sentences.budget_then(row, since_tkr)])
        yield Line(key="reported", words=words, rows=row["rows"])


def _since(changes: pd.DataFrame, standing: pd.DataFrame) -> float:
    """Return how far the year's budget in its latest report is from the plan's, in tkr."""
    of_year = standing[standing["comparison"].ne("period") & standing["budget_tkr"].notna()]
    if changes.empty or of_year.empty:
        return 0
    since = of_year["budget_tkr"].iloc[-1] - rows.total(changes)["budget_tkr"]
    return 0 if pd.isna(since) else float(since)


def _budget(name: str, changes: pd.DataFrame, since_tkr: float) -> Iterator[Line]:
    """Yield what the committee may use, and how that is against the year before."""
    if changes.empty:
        return
    total = rows.total(changes)
    year, budget = rows.years(total)[0], millions(total["budget_tkr"], total["budget_hedge"])
    facts = {**total, "since_tkr": since_tkr}
    may_use = fill_first(sentences.BUDGET, facts, name=name, amount=budget, year=year)
    yield Line(key="budget", words=may_use, rows=total["rows"])
    yield Line(key="compared", words=sentences.comparison(changes), rows=total["rows"])


def _each(in_terms: pd.DataFrame, municipality: str) -> Iterator[Line]:
    """Yield what the budget is for each person who lives in the municipality."""
    for row in in_terms.to_dict("records"):
        amount = _in_hundreds(row["per_inhabitant"])
        words = fill_first(sentences.EACH, row, amount=amount, municipality=municipality)
        yield Line(key="each", words=words, rows=row["rows"])


def _money(
    name: str,
    changes: pd.DataFrame,
    forecast: pd.DataFrame,
    required: pd.DataFrame,
    *,
    is_followed_up: bool,
) -> Iterator[Line]:
    """Yield what the most goes to, what must be saved, and what the year before seems to cost."""
    if changes.empty:
        return
    yield from _largest(rows.parts(changes))
    yield from _must_save(name, required)
    if not is_followed_up:  # The plan's forecast of the year before is old by then.
        total = rows.total(forecast)
        yield Line(key="expected", words=sentences.forecast(total), rows=total["rows"])


def _largest(areas: pd.DataFrame) -> Iterator[Line]:
    """Yield the area with the largest budget, where it is alone with it."""
    budgets = areas["budget_tkr"].dropna()
    if budgets.empty:
        return
    largest = rows.largest(areas.loc[budgets.index], "budget_tkr")
    facts = {
        "areas": len(budgets),
        "as_large": int(budgets.eq(largest["budget_tkr"]).sum()),
        "budget_tkr": largest["budget_tkr"],
    }
    amount = millions(largest["budget_tkr"], largest["budget_hedge"])
    area = data_text(in_sentence(largest["name"]))
    words = fill_first(sentences.LARGEST, facts, area=area, amount=amount)
    yield Line(key="largest", words=words, rows=largest["rows"])


def _must_save(name: str, required: pd.DataFrame) -> Iterator[Line]:
    """Yield what the committee must save, and what else the plan names, which is not added up."""
    for place, row in enumerate(required.to_dict("records")):
        amount = millions(row["amount_tkr"], row["hedge"])
        said = sentences.ALSO_NAMED if place else sentences.MUST_SAVE
        words = fill_first(said, row, name=name, amount=amount)
        yield Line(key="must-save", words=words, rows=row["rows"])


def _goals(goals: pd.DataFrame, plain: pd.DataFrame) -> Iterator[Text]:
    council_goals = goals[goals["level"].isin(COUNCIL)]
    if council_goals.empty:
        return
    places = tuple(map(str, council_goals.index))
    counted = fill_first(
        sentences.COUNCIL_GOALS, len(places), count=values.count(len(places), places)
    )
    yield _paragraphs("goals", Line(key="goals", words=counted, rows=places))
    points = [
        Line(key=row["goal"], words=data_text(said), rows=rows_of_text)
        for row, said, rows_of_text in _in_easy_words(council_goals, plain)
    ]
    yield building.points("", points, name="council-goals")


def _assignments(goals: pd.DataFrame, plain: pd.DataFrame) -> Iterator[Text]:
    assignments = goals[goals["level"].eq("assignment")]
    if assignments.empty:
        return
    shown = _earliest(assignments)[:SHOWN]
    facts = {"assignments": len(assignments), "shown": len(shown)}
    every, some = (
        values.count(len(frame), map(str, frame.index)) for frame in (assignments, shown)
    )
    counted = fill_first(sentences.ASSIGNMENTS, len(assignments), count=every)
    words = joined([counted, fill_first(sentences.SOME, facts, count=some)])
    line = Line(key="assignments", words=words, rows=tuple(map(str, assignments.index)))
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
    printed = printed_totals(sick_leave)
    people = sum(_headcount(unit) for _name, unit in personnel.groupby("unit"))
    facts = {"people": people, "sick_leave": len(printed)}
    words = fill_first(sentences.HEADCOUNT, facts, count=_in_tens(people))
    yield Line(key="headcount", words=words, rows=tuple(map(str, personnel.index)))
    latest = printed[printed["period"].eq(printed["period"].max())]
    of_all = latest[latest["unit"].eq(TOTAL)]
    for place, row in (latest if of_all.empty else of_all)[-1:].iterrows():
        facts = {
            "of_all": len(of_all),
            "units": latest["unit"].nunique(),
            "as_high": int(latest["total_percent"].eq(row["total_percent"]).sum()),
        }
        words = fill_first(
            sentences.SICK_LEAVE,
            facts,
            unit=data_text(in_sentence(str(row["unit"]))),
            hours=values.amount(row["total_percent"], unit="%", basis="rounded"),
            period=locales.period(str(row["period"])),
        )
        yield Line(key="sick-leave", words=words, rows=(str(place),))


def _in_hundreds(kronor: float) -> Cell:
    """Return an amount for each person, shown in whole hundreds, or tens below a thousand."""
    if pd.isna(kronor):
        return values.amount(kronor)
    about = round(kronor, -2 if kronor >= sentences.A_THOUSAND else -1)
    return values.amount(kronor, basis="estimated", words=locales.number(about))


def _in_tens(people: int) -> Cell:
    """Return a number of people, shown in whole tens if there are that many."""
    if people < sentences.ABOUT_TEN:
        return values.count(people)
    return values.amount(people, basis="derived", words=locales.number(round(people, -1)))


def _headcount(unit: pd.DataFrame) -> int:
    """Return the headcount of a unit: of all if the plan prints it, else managers and employees."""
    counts = unit.groupby("role")["headcount"].sum()
    return int(counts["all"] if "all" in counts else counts.sum())
