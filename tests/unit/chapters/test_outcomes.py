"""Forecasts and outturn beside the budget, from plans and from follow-ups."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from alereport.base.workspace import Workspace
from alereport.chapters.outturn.outcomes import outcomes
from alereport.data import datasets

REPOSITORY = Workspace(Path(__file__).parents[3])


def budgets() -> pd.DataFrame:
    return datasets.read_dataset(REPOSITORY, "budget").assign(title="Plan")


def outturn(*rows: tuple[str, str, str, int]) -> pd.DataFrame:
    """The interim report as of 31 August 2024; one row is area, side, kind and amount."""
    said = {"document": "ks-delar-2024", "section": "3", "committee": "ks", "year": 2024}
    frame = pd.DataFrame(
        [
            {**said, "area": area, "side": side, "kind": kind, "amount_tkr": amount}
            for area, side, kind, amount in rows
        ],
        columns=[*said, "area", "side", "kind", "amount_tkr"],
        index=[f"data/outturn/ks-delar-2024.csv:{line}" for line in range(2, 2 + len(rows))],
    )
    types = {"year": "Int64", "amount_tkr": "Int64"}
    return frame.astype(types).assign(as_of=pd.Timestamp(2024, 8, 31), title="Delårsrapport")


def deviation(table: pd.DataFrame, area: str, comparison: str, side: str = "net") -> int:
    rows = table.query("area == @area and comparison == @comparison and side == @side")
    return int(rows["deviation_tkr"].item())


def test_a_plans_own_forecast_is_read_as_a_follow_up_of_the_year_before() -> None:
    table = outcomes(budgets(), outturn())
    totals = table[table["area"].eq("total")].set_index("document")
    assert totals.loc["ks-namndplan-2024", "amount_tkr"] == 144_074
    assert totals.loc["ks-namndplan-2024", "budget_tkr"] == 157_274
    assert totals.loc["ks-namndplan-2024", "deviation_tkr"] == 13_200
    assert totals.loc["ks-namndplan-2024", "as_of"] == pd.Timestamp(2023, 12, 31)
    assert totals.loc["sn-verksamhetsplan-2021", "deviation_tkr"] == -13_340
    assert set(table["comparison"]) == {"forecast"}
    assert table["year"].lt(2024).all()


def test_a_plan_and_a_report_of_one_year_stand_in_one_table() -> None:
    reported = outturn(
        ("hr", "net", "budget_year", 20_450),
        ("hr", "net", "forecast_year", 21_000),
    )
    table = outcomes(budgets(), reported)
    assert table["as_of"].is_monotonic_increasing
    assert deviation(table[table["year"].eq(2024)], "hr", "forecast") == -550
    assert deviation(table[table["document"].eq("ks-namndplan-2024")], "hr", "forecast") != -550


def test_plus_is_under_budget_and_for_incomes_more_than_budgeted() -> None:
    table = outcomes(
        budgets().iloc[:0],
        outturn(
            ("hr", "cost", "budget_period", 1000),
            ("hr", "cost", "outturn_period", 900),
            ("hr", "income", "budget_period", 300),
            ("hr", "income", "outturn_period", 350),
        ),
    )
    assert deviation(table, "hr", "period", "cost") == 100
    assert deviation(table, "hr", "period", "income") == 50


def test_an_outturn_without_a_budget_has_no_deviation() -> None:
    table = outcomes(budgets().iloc[:0], outturn(("hr", "net", "outturn_year", 900)))
    assert table["deviation_tkr"].isna().all()
    assert table["rows"].tolist() == [("data/outturn/ks-delar-2024.csv:2",)]


def test_without_amounts_there_is_nothing_to_compare() -> None:
    assert outcomes(budgets().iloc[:0], outturn()).empty
