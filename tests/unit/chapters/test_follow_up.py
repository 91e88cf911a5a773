"""Dates, what is late and what is reported; the plans beside each other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alereport.chapters.goals import follow_up, plans
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


def test_statuses_are_counted_by_level_with_their_total() -> None:
    table = follow_up.status_by_level(known()).set_index("level")
    assert table.loc["activity", ["not_reported", "done", "goals"]].tolist() == [1, 1, 2]
    assert table.loc["total", ["not_reported", "done", "goals"]].tolist() == [5, 1, 6]
    assert table.index[-1] == "total"


def test_a_date_is_the_time_it_is_printed_as() -> None:
    table = follow_up.schedule(known(), as_of=AS_OF).set_index("goal")
    assert table[["starts", "ends"]].agg(tuple, axis="columns").to_dict() == {
        "ar": (date(2022, 1, 1), date(2022, 12, 31)),
        "manad": (date(2023, 11, 1), date(2023, 11, 30)),
        "dag": (date(2023, 12, 30),) * 2,
        "kvartal": (date(2023, 10, 1), date(2023, 12, 31)),
    }


def test_what_is_late_has_passed_its_last_day_and_is_not_done() -> None:
    table = follow_up.schedule(known(), as_of=AS_OF).set_index("goal")["overdue"]
    assert table.to_dict() == {"ar": True, "manad": True, "dag": False, "kvartal": False}
    later = follow_up.schedule(known(), as_of=date(2024, 1, 1)).set_index("goal")["overdue"]
    assert later["kvartal"]


def test_many_with_one_date_become_one_row_of_the_time_line() -> None:
    plan = made.goals(
        *({"goal": goal, "level": "activity", "due": "2022"} for goal in ("dag", "x", "y", "z")),
        {"goal": "w", "level": "activity", "due": "2023-Q4"},
    )
    line = follow_up.time_line(follow_up.schedule(known(plan), as_of=AS_OF))
    assert line["due"].tolist() == ["2022", "2023-Q4"]
    assert line[["count", "overdue", "done"]].to_numpy().tolist() == [[4, 3, 1], [1, 0, 0]]
    assert line["name"].isna().tolist() == [True, False]
    assert len(line["rows"].iloc[0]) == 5


def test_few_with_one_date_stand_for_themselves() -> None:
    line = follow_up.time_line(follow_up.schedule(known(), as_of=AS_OF))
    assert line["due"].tolist() == ["2022", "2023-11", "2023-12-30", "2023-Q4"]
    assert line["name"].tolist() == ["Ar", "Manad", "Dag", "Kvartal"]
    assert line[["count", "overdue", "done"]].sum().tolist() == [4, 2, 1]


def test_a_plan_without_dates_has_an_empty_schedule() -> None:
    plan = made.goals({"goal": "utan", "level": "assignment"})
    scheduled = follow_up.schedule(known(plan), as_of=AS_OF)
    assert scheduled.empty
    assert follow_up.time_line(scheduled).empty


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
    assert len(plans.contents(PLAN, before=BEFORE.iloc[:0])) == 1


@pytest.mark.parametrize(
    ("year", "expected"), [(2022, [2, 0, 0, 0, 1, 1, 1, 0]), (2024, [1, 1, 0, 2, 2, 4, 3, 1])]
)
def test_what_each_plan_holds_is_counted(year: int, expected: list[int]) -> None:
    table = plans.contents(PLAN, before=BEFORE).set_index("plan_year")
    counts = ["council", *plans.ANSWERS, "work", "dated", "owned"]
    assert table.loc[year, counts].tolist() == expected
