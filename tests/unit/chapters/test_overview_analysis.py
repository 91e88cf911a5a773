"""The plans of the municipality, and the latest of them."""

from __future__ import annotations

import pandas as pd
import pytest

from alereport.chapters.overview import analysis as overview
from alereport.chapters.overview.analysis import Plan
from tests.handmade import breaks, budgets, earmarks, explanations, with_total

AREAS = with_total({"kost": (1100, 1000, 950), "hr": (500, 500, 520), "it": (90, 100, 100)})
OLD = with_total({"kost": (1000, 900, 950), "hr": (80, 70, 300)})
COMMITTEES = pd.DataFrame(
    {"committee": ["ks", "sn"], "name": ["Kommunstyrelsen", "Servicenämnden"]}
)
SICK_LEAVE = pd.DataFrame(
    [
        ("plan-2022", "kontaktcenter", "2020", "total", 14.6, True),
        ("plan-2022", "kontaktcenter", "2021-09", "women", 40.0, True),
        ("plan-2024", "arkiv", "2023", "total", 9.0, False),
    ],
    columns=["document", "unit", "period", "group", "total_percent", "already_public"],
)


def latest(
    plans: pd.DataFrame | None = None, reasons: dict[str, str] | None = None
) -> tuple[Plan, ...]:
    return overview.latest_plans(
        budgets({2022: OLD, 2024: AREAS}) if plans is None else plans,
        COMMITTEES,
        breaks=breaks({}),
        earmarks=earmarks(("efficiency", "Krav", "total", -80, "drygt")),
        explanations=explanations(reasons or {}),
        least_tkr=10,
    )


def of_two_committees() -> pd.DataFrame:
    mine = budgets({2022: OLD, 2024: AREAS})
    other = budgets({2024: AREAS}).assign(committee="sn")
    other.index = other.index.str.replace("a-plan", "another-plan")
    return pd.concat([mine, other])


def test_every_plan_is_one_row_with_its_total_the_latest_year_first() -> None:
    table = overview.plans(of_two_committees(), COMMITTEES)
    assert table[["committee", "year"]].to_numpy().tolist() == [
        ["ks", 2024],
        ["sn", 2024],
        ["ks", 2022],
    ]
    first = table.iloc[0]
    assert first[["name", "budget_tkr"]].tolist() == ["Kommunstyrelsen", 1570]
    assert first[["change_tkr", "deviation_tkr"]].tolist() == [-30, 90]
    assert first["change_percent"] == pytest.approx(-1.875)


def test_only_the_plans_of_the_latest_year_are_the_latest() -> None:
    assert [(plan.committee, plan.year) for plan in latest()] == [("ks", 2024)]
    assert [plan.committee for plan in latest(of_two_committees())] == ["ks", "sn"]


def test_a_latest_plan_has_what_its_own_chapter_computes() -> None:
    (plan,) = latest(reasons={"total": "Mindre pengar."})
    assert plan.name == "Kommunstyrelsen"
    assert plan.changes["plan_year"].unique().tolist() == [2024]
    assert plan.changes.iloc[-1]["reason"] == "Mindre pengar."
    assert plan.required["amount_tkr"].tolist() == [80]
    assert plan.compared.iloc[-1][["first_year", "last_year"]].tolist() == [2022, 2024]


def test_of_sick_leave_only_a_total_that_a_document_prints_itself_is_taken() -> None:
    assert overview.printed_totals(SICK_LEAVE)["unit"].tolist() == ["kontaktcenter"]
