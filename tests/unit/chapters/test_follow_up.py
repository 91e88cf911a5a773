"""Dates, what is late and what is reported; the plans beside each other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alereport.chapters.goals import coverage, follow_up, plans
from tests import handmade_goals as made
from tests.handmade import unordered

AS_OF = date(2023, 12, 31)
PLAN = made.goals(
    {"goal": "mal", "level": "strategic_goal", "theme": "ett"},
    {"goal": "dag", "level": "activity", "due": "2023-12-30"},
    {"goal": "kvartal", "level": "assignment", "due": "2023-Q4", "responsible": "HR"},
    {"goal": "manad", "level": "activity", "due": "2023-11"},
    {"goal": "ar", "level": "focus_area", "due": "2022"},
    {"goal": "utan", "level": "assignment"},
)
KNOWN = made.follow_up(
    ("dag", "2023-06-30", "in_progress"),
    ("dag", "2023-12-31", "done"),
    ("dag", "2024-06-30", "deviating"),
)


def known(plan: pd.DataFrame = PLAN) -> pd.DataFrame:
    return follow_up.status(plan, follow_up=KNOWN, as_of=AS_OF)


def test_the_latest_report_by_the_day_counts_and_no_later_one() -> None:
    table = known().set_index("goal")
    assert table["status"].to_dict() == {
        "mal": "not_reported",
        "dag": "done",
        "kvartal": "not_reported",
        "manad": "not_reported",
        "ar": "not_reported",
        "utan": "not_reported",
    }
    assert table["rows"]["dag"] == ("data/follow_up/a-plan.csv#3", "data/goals/a-plan.csv#3")


def test_evidence_is_named_only_where_something_is_reported() -> None:
    table = known().set_index("goal")
    assert table["evidence_title"].dropna().to_dict() == {"dag": "Årsredovisning 2024"}
    assert table["reported"].dropna().to_dict() == {"dag": pd.Timestamp(2023, 12, 31)}


def covered(*documents: tuple[str, int, str], as_of: date = AS_OF) -> pd.DataFrame:
    return coverage.coverage(made.documents(*documents), goals=PLAN, as_of=as_of)


def calendar(*documents: tuple[str, int, str]) -> pd.DataFrame:
    found = covered(*documents, as_of=date(2025, 12, 31))
    return follow_up.calendar(known(), covered=found).set_index("goal")


def test_the_calendar_has_quarters_then_the_year_and_activities_without_a_date_last() -> None:
    plan = made.goals(
        {"goal": "utan", "level": "activity"},
        {"goal": "ar", "level": "focus_area", "due": "2024"},
        {"goal": "var", "level": "activity", "due": "2024-02"},
        {"goal": "host", "level": "activity", "due": "2024-Q4"},
        {"goal": "uppdrag", "level": "assignment"},
        {"goal": "nasta", "level": "activity", "due": "2025-01-15"},
    )
    found = follow_up.calendar(known(plan), covered=covered())
    assert list(zip(found["goal"], found["when"], strict=True)) == [
        ("var", "2024-Q1"),
        ("host", "2024-Q4"),
        ("ar", "2024"),
        ("nasta", "2025-Q1"),
        ("utan", ""),
    ]


def test_a_date_is_missed_only_if_a_follow_up_of_the_year_speaks_of_a_later_day() -> None:
    assert not calendar()["overdue"].any()
    assert not calendar(("cover_letter", 2024, "2024-12-31"))["overdue"].any()
    assert not calendar(("annual_report", 2023, "2023-12-31"))["overdue"].any()
    missed = calendar(("interim_report", 2024, "2024-08-31"))["overdue"]
    assert missed.to_dict() == {"ar": True, "manad": True, "dag": False, "kvartal": True}


@pytest.mark.parametrize(
    ("documents", "as_of", "state"),
    [
        ([], date(2023, 12, 31), "ahead"),
        ([("plan", 2024, "2023-12-31")], date(2023, 12, 31), "ahead"),
        ([], date(2024, 1, 1), "uncovered"),
        ([("annual_report", 2024, "2024-12-31")], date(2024, 6, 30), "uncovered"),
        ([("annual_report", 2024, "2024-12-31")], date(2025, 1, 1), "covered"),
        ([("interim_report", 2024, "2024-04-30")], date(2025, 1, 1), "covered"),
        ([("annual_report", 2023, "2023-12-31")], date(2025, 1, 1), "uncovered"),
        ([("cover_letter", 2024, "2024-12-31")], date(2025, 1, 1), "uncovered"),
        ([("evaluation", 2024, "2024-12-31")], date(2025, 1, 1), "uncovered"),
        ([("plan", 2025, "2024-12-31")], date(2025, 1, 1), "uncovered"),
    ],
)
def test_a_plan_is_covered_by_a_report_of_its_own_year_alone(
    documents: list[tuple[str, int, str]], as_of: date, state: str
) -> None:
    (row,) = covered(*documents, as_of=as_of).to_dict("records")
    assert row["state"] == state
    assert bool(row["rows"]) == (state == "covered") == pd.notna(row["until"])


def test_another_committees_report_covers_nothing() -> None:
    others = made.documents(("annual_report", 2024, "2024-12-31"), committee="sn")
    found = coverage.coverage(others, goals=PLAN, as_of=date(2025, 1, 1))
    assert found["state"].tolist() == ["uncovered"]


@given(st.randoms())
def test_the_order_of_the_rows_changes_no_status(chance: Any) -> None:
    rows = PLAN.iloc[chance.sample(range(len(PLAN)), len(PLAN))]
    told = KNOWN.iloc[chance.sample(range(len(KNOWN)), len(KNOWN))]
    found = follow_up.status(rows, follow_up=told, as_of=AS_OF)
    pd.testing.assert_frame_equal(unordered(found), unordered(known()))


BEFORE = made.goals(
    {"goal": "gammal", "level": "strategic_goal", "theme": "ett", "section": "4.1"},
    {"goal": "slut", "level": "strategic_goal", "theme": "borta", "section": "4.2"},
    {"goal": "gjort", "level": "activity", "due": "2022"},
    plan_year=2022,
    document_title="Plan 2022",
).rename(index=lambda row: row.replace("a-plan", "a-older-plan"))


def test_goals_of_the_council_are_tied_over_the_plans_by_their_theme() -> None:
    table = plans.council_goals(PLAN, before=BEFORE).set_index("theme")
    assert table["state"].to_dict() == {"ett": "kept", "borta": "gone"}
    assert table.loc["ett", [2022, 2024]].tolist() == ["4.1", "3.1"]
    assert pd.isna(table.loc["borta", 2024])
    assert table["name"]["ett"] == "Mal"
    assert table["titles"]["ett"] == ("Plan 2022", "Nämndplan 2024")


def test_the_first_plan_has_nothing_to_be_compared_with() -> None:
    table = plans.council_goals(PLAN, before=BEFORE.iloc[:0])
    assert table["state"].tolist() == ["only"]
