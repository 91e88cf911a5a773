"""What can be judged of a plan's goals and assignments, and why not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from alereport.chapters.goals import coverage, follow_up, judgement
from tests import handmade_goals as made

AHEAD, LATER = date(2023, 12, 31), date(2025, 6, 30)
ANNUAL = ("annual_report", 2024, "2024-12-31")
TARGET = {"measure": "trygghet", "goal": "mal", "comparator": ">=", "value": 5, "year": None}


def judged(
    plan: pd.DataFrame,
    *,
    links: pd.DataFrame | None = None,
    measures: pd.DataFrame | None = None,
    reports: pd.DataFrame | None = None,
    documents: tuple[Any, ...] = (),
    as_of: date = AHEAD,
) -> pd.DataFrame:
    """The judgements of a plan, by goal."""
    reported = made.follow_up() if reports is None else reports
    return judgement.judgements(
        plan,
        links=made.links() if links is None else links,
        measures=made.measures() if measures is None else measures,
        statuses=follow_up.status(plan, follow_up=reported, as_of=as_of),
        covered=coverage.coverage(made.documents(*documents), goals=plan, as_of=as_of),
    ).set_index("goal")


def goal(*values: dict[str, Any], **options: Any) -> tuple[str, ...]:
    """Why the council's goal `mal` cannot be judged, with the values of its measures."""
    plan = made.goals({"goal": "mal", "level": "council_goal"})
    table = judged(plan, measures=made.measures(*values), **options)
    assert table["can_be_judged"]["mal"] == (not table["reasons"]["mal"])
    return tuple(table["reasons"]["mal"])


def outturn(year: int) -> dict[str, Any]:
    return {"measure": "trygghet", "goal": "mal", "kind": "outturn", "year": year, "value": 5}


def test_a_goal_needs_a_measure_with_a_number_to_reach() -> None:
    assert goal() == ("no_measure",)
    assert goal(TARGET | {"comparator": "increase", "value": None}) == ("no_target",)
    assert goal(outturn(2024)) == ("no_target",)
    assert goal(TARGET) == ()


def test_no_outcome_is_asked_of_a_year_that_has_not_begun() -> None:
    assert goal(TARGET, as_of=AHEAD) == ()
    assert goal(TARGET, as_of=LATER) == ("no_outcome",)


@pytest.mark.parametrize("documents", [(), (ANNUAL,)])
def test_an_outcome_must_be_of_the_period(documents: tuple[Any, ...]) -> None:
    options = {"documents": documents, "as_of": LATER}
    assert goal(TARGET, **options) == ("no_outcome",)
    assert goal(TARGET, outturn(2023), **options) == ("old_outcome",)
    assert goal(TARGET, outturn(2024), **options) == ()
    assert goal(TARGET, outturn(2024) | {"measure": "annat"}, **options) == ("no_outcome",)


def test_a_goal_has_the_measures_of_what_the_document_puts_under_it_and_no_others() -> None:
    plan = made.goals(
        {"goal": "mal", "level": "council_goal"},
        {"goal": "annat", "level": "council_goal"},
        {"goal": "under", "level": "committee_goal", "parent": "mal"},
    )
    table = judged(
        plan,
        links=made.links(("under", "annat", "analyst")),
        measures=made.measures(TARGET | {"goal": "under"}),
    )
    assert table["reasons"].to_dict() == {"mal": (), "annat": ("no_measure",)}
    assert table["measures"]["mal"] == ("Trygghet",)
    assert "data/measures/a-plan.csv#2" in table["rows"]["mal"]


def assignment(report: tuple[str, str] | None = None, **options: Any) -> tuple[str, ...]:
    """Why an assignment cannot be judged; it is reported on a day with a status."""
    fields = {name: options.pop(name) for name in ("responsible", "due") if name in options}
    plan = made.goals({"goal": "uppdrag", "level": "assignment", **fields})
    reports = made.follow_up(("uppdrag", *report)) if report else None
    return tuple(judged(plan, reports=reports, **options)["reasons"]["uppdrag"])


def test_an_assignment_needs_somebody_responsible_and_a_date() -> None:
    assert assignment() == ("no_owner", "no_date")
    assert assignment(responsible="HR") == ("no_date",)
    assert assignment(due="2024") == ("no_owner",)
    assert assignment(responsible="HR", due="2024") == ()


def test_an_assignment_that_is_reported_done_needs_neither() -> None:
    assert assignment(("2023-12-31", "done")) == ()
    assert assignment(("2023-12-31", "in_progress")) == ("no_owner", "no_date")


def test_an_assignment_of_a_year_that_is_over_needs_a_report_of_that_year() -> None:
    whole = {"responsible": "HR", "due": "2024", "as_of": LATER}
    assert assignment(**whole) == ("no_outcome",)
    assert assignment(("2023-12-31", "in_progress"), **whole) == ("old_outcome",)
    assert assignment(("2024-12-31", "in_progress"), **whole) == ()


def test_an_assignment_has_the_date_and_the_people_of_its_activities() -> None:
    plan = made.goals(
        {"goal": "uppdrag", "level": "assignment"},
        {"goal": "a", "level": "activity", "parent": "uppdrag", "due": "2024", "responsible": "HR"},
    )
    table = judged(plan)
    assert table["reasons"].to_dict() == {"uppdrag": ()}
    assert "data/goals/a-plan.csv#3" in table["rows"]["uppdrag"]


def test_goals_of_the_council_come_before_assignments_and_nothing_else_is_judged() -> None:
    plan = made.goals(
        {"goal": "uppdrag", "level": "assignment"},
        {"goal": "mal", "level": "direction_goal"},
        {"goal": "eget", "level": "committee_goal"},
        {"goal": "a", "level": "activity"},
    )
    assert judged(plan).index.tolist() == ["mal", "uppdrag"]
    assert judged(made.goals()).empty
