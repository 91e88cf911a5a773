"""What stands out in the whole municipality, and what the data hold of it."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alereport.chapters.overview import analysis as overview
from tests.handmade import amounts, breaks, budgets, with_total

AREAS = with_total({"kost": (1100, 1000, 1250), "hr": (500, 500, 400), "it": (90, 100, 100)})
OLD = with_total({"kost": (1000, 900, 950), "pension": (80, 70, 300)})
DOCUMENTS = pd.DataFrame(
    [
        ("plan-2022", "Plan 2022", "ks", 2022, "plan"),
        ("plan-2024", "Plan 2024", "ks", 2024, "plan"),
        ("report-2016", "Årsredovisning 2016", "ks", 2016, "annual_report"),
        ("evaluation", "Kommunkompassen", None, 2020, "evaluation"),
    ],
    columns=["document", "title", "committee", "year", "kind"],
).astype({"year": "Int64"})
COMMITTEES = pd.DataFrame({"committee": ["ks"], "name": ["Kommunstyrelsen"]})
GOALS = pd.DataFrame(
    [
        ("ks", 2024, "direction_goal"),
        ("ks", 2024, "council_goal"),
        ("ks", 2024, "assignment"),
        ("ks", 2024, "activity"),
        ("ks", 2022, "committee_goal"),
    ],
    columns=["committee", "plan_year", "level"],
    index=[f"data/goals/a-plan.csv#{line}" for line in range(2, 7)],
)
SICK_LEAVE = pd.DataFrame(
    [
        ("plan-2022", "kontaktcenter", "2020", "total", 14.6, True),
        ("plan-2022", "kontaktcenter", "2021-08", "total", 26.7, True),
        ("plan-2022", "kontaktcenter", "2021-09", "women", 40.0, True),
        ("plan-2024", "arkiv", "2023", "total", 9.0, False),
    ],
    columns=["document", "unit", "period", "group", "total_percent", "already_public"],
    index=[f"data/sick_leave/a-plan.csv#{line}" for line in range(2, 6)],
)
FILES = pd.DataFrame(
    [
        ("data/areas/areas.csv", 9, None, "green"),
        ("data/budget/plan-2024.csv", 12, "plan-2024", "amber"),
        ("data/goals/plan-2024.csv", 5, "plan-2024", "green"),
        ("data/indicators/report-2016.csv", 4, "report-2016", "green"),
    ],
    columns=["file", "rows", "document", "state"],
)


def years() -> pd.DataFrame:
    return overview.committee_years(
        DOCUMENTS,
        committees=COMMITTEES,
        changes=overview.changes_by_area(budgets({2022: OLD, 2024: AREAS})),
        goals=GOALS,
        sick_leave=SICK_LEAVE,
    )


def test_every_year_with_a_document_of_the_committee_is_one_row_the_latest_first() -> None:
    assert years()["year"].tolist() == [2024, 2022, 2016]
    assert years()["has_plan"].tolist() == [True, True, False]
    assert set(years()["name"]) == {"Kommunstyrelsen"}


def test_a_year_has_its_total_and_its_forecasts_deviation() -> None:
    row = years().iloc[0]
    assert row[["budget_tkr", "change_tkr", "deviation_tkr"]].tolist() == [1750, 150, 90]
    assert row["change_percent"] == pytest.approx(9.375)


def test_goals_are_counted_by_level() -> None:
    counts = ["council_goals", "committee_goals", "assignments", "activities"]
    assert years().loc[0, counts].tolist() == [2, 0, 1, 1]
    assert years().loc[1, counts].tolist() == [0, 1, 0, 0]


def test_a_year_without_a_plan_has_no_figures_rather_than_noughts() -> None:
    row = years().iloc[2]
    assert row[["budget_tkr", "assignments", "sick_leave_percent"]].isna().all()
    assert row["rows"] == ()


def test_of_sick_leave_only_the_latest_total_that_a_document_prints_itself_is_taken() -> None:
    printed = years().set_index("year")["sick_leave_percent"]
    assert printed[2022] == 26.7
    assert pd.isna(printed[2024])  # It is not public as it stands.


def test_a_year_knows_the_rows_of_its_total_its_goals_and_its_sick_leave() -> None:
    assert years().loc[1, "rows"][-2:] == (
        "data/goals/a-plan.csv#6",
        "data/sick_leave/a-plan.csv#3",
    )


def test_the_largest_changes_are_of_areas_that_compare_either_way() -> None:
    changes = overview.changes_by_area(budgets({2022: OLD, 2024: AREAS}))
    found = overview.largest_changes(changes, count=3)
    assert found["area"].tolist() == ["kost", "pension", "hr"]
    assert found["change_tkr"].tolist() == [250, 230, -100]
    broken = overview.changes_by_area(amounts(AREAS, breaks={"kost": "Flyttat"}))
    assert overview.largest_changes(broken)["area"].tolist() == ["hr"]


TKR = st.integers(-2_000_000, 2_000_000)


@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(TKR, TKR, TKR), min_size=1),
    st.integers(1, 5),
)
def test_no_area_that_is_left_out_changes_more_than_one_that_is_named(
    areas: dict, count: int
) -> None:
    changes = overview.changes_by_area(amounts(with_total(areas)))
    named = overview.largest_changes(changes, count=count)
    sizes = sorted((abs(now - before) for _f, before, now in areas.values()), reverse=True)
    assert named["change_tkr"].abs().tolist() == [size for size in sizes if size][:count]


def test_breaks_have_the_names_of_their_areas() -> None:
    areas = pd.DataFrame({"committee": ["ks"], "area": ["pension"], "name": ["Pensioner"]})
    found = overview.named_breaks(breaks({("pension", 2023): "Flyttade"}), areas)
    assert found[["year", "name", "reason"]].to_numpy().tolist() == [
        [2023, "Pensioner", "Flyttade"]
    ]
    assert found["rows"].tolist() == [("data/breaks/a-plan.csv#2",)]


def test_coverage_counts_what_is_there_and_what_is_looked_for_and_missing() -> None:
    covered = overview.coverage(FILES, DOCUMENTS).set_index(["year", "dataset"])["count"]
    assert covered[2024].to_dict() == dict.fromkeys(overview.PLAN_DATASETS, 0) | {
        "budget": 12,
        "goals": 5,
    }
    assert covered[2022].sum() == 0
    assert covered[2016].to_dict() == {"indicators": 4}


def test_the_verdict_on_a_year_is_the_worst_on_its_files() -> None:
    found = overview.verdict(overview.coverage(FILES, DOCUMENTS)).set_index("year")
    assert found["state"].fillna("none").to_dict() == {2024: "amber", 2022: "none", 2016: "green"}
    assert found.loc[2016, "missing"] == ()
    assert "investments" in found.loc[2024, "missing"]
    assert "goals" not in found.loc[2024, "missing"]
