"""A year's economy as its reports tell it: by area, the path, from report to report."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alereport.chapters.common import amendments
from alereport.chapters.outturn import accounts, investments, movement
from alereport.chapters.outturn.outcomes import outcomes
from tests import handmade, handmade_outturn
from tests.handmade_outturn import ANNUAL, APRIL, AUGUST, whole_year

PLAN = handmade.amounts(
    handmade.with_total({"skola": (0, 90, 100), "vard": (0, 40, 50), "sparkrav": (0, 0, -5)})
)
REPORTS = {
    APRIL: whole_year(
        {"skola": 103, "vard": 50, "sparkrav": -5}, {"skola": 110, "vard": 49, "sparkrav": 0}
    ),
    AUGUST: {
        **whole_year(
            {"skola": 103, "vard": 48, "sparkrav": -5}, {"skola": 121, "vard": 45, "sparkrav": -5}
        ),
        "budget_period": {"skola": 69, "vard": 32, "sparkrav": -3, "total": 98},
        "outturn_period": {"skola": 74, "vard": 30, "sparkrav": 0, "total": 104},
    },
}
TOLD = handmade_outturn.amendments(
    (APRIL, "loner", "skola", 3, "2024-03-01"),
    (AUGUST, "loner", "skola", 3, "2024-03-01"),
    (AUGUST, "loner", "total", 3, "2024-03-01"),
    (AUGUST, "barn", "vard", -2, "2024-06-01"),
    (AUGUST, "sent", "vard", 7, "2024-10-01"),
)


def compared(reports: dict[str, handmade_outturn.Printed] = REPORTS) -> pd.DataFrame:
    return outcomes(PLAN, handmade_outturn.outturn(reports))


def by_area(*names: str) -> pd.DataFrame:
    table = accounts.by_area(
        compared(),
        handmade_outturn.documents(*names),
        areas=handmade_outturn.areas(),
        budget=PLAN,
        told=amendments.decided(TOLD, year=2024),
    )
    return table.set_index("area")


def test_a_decision_told_in_two_reports_is_counted_once() -> None:
    decided = amendments.decided(TOLD, year=2024)
    decisions = amendments.decisions(decided)
    assert decisions["amendment"].tolist() == ["loner", "barn", "sent"]
    assert decisions["amount_tkr"].tolist() == [3, -2, 7]
    assert decisions["areas"].tolist() == [("skola",), ("vard",), ("vard",)]
    assert len(decisions["rows"].iloc[0]) == 3
    assert amendments.by_area(decided)["amended_tkr"].to_dict() == {
        "skola": 3,
        "vard": 5,
        "total": 8,
    }
    assert amendments.decided(TOLD, year=2023).empty


def test_the_last_report_stands_beside_the_plan_and_the_decisions_until_its_day() -> None:
    table = by_area(APRIL, AUGUST)
    assert table.index.tolist() == ["skola", "vard", "sparkrav", "total"]
    assert table.loc["skola", ["plan_tkr", "amended_tkr", "budget_tkr"]].tolist() == [100, 3, 103]
    assert table.loc["vard", ["plan_tkr", "amended_tkr", "budget_tkr"]].tolist() == [50, -2, 48]
    assert table["amount_tkr"].tolist() == [121, 45, -5, 161]
    assert table["deviation_tkr"].tolist() == [-18, 3, 0, -15]
    assert pd.isna(table.loc["sparkrav", "amended_tkr"])
    assert table["requirement"].tolist() == [False, False, True, False]
    assert set(table["comparison"]) == {"forecast"}


def test_in_april_only_what_was_decided_until_then_counts() -> None:
    table = by_area(APRIL)
    assert table.loc["total", "amended_tkr"] == 3
    assert table.index[0] == "skola"
    assert table.loc["sparkrav", "deviation_tkr"] == -5


def test_the_period_is_compared_with_the_budget_of_the_period_alone() -> None:
    reports = handmade_outturn.documents(APRIL, AUGUST)
    table = accounts.period(compared(), reports, areas=handmade_outturn.areas())
    assert table["area"].tolist() == ["skola", "sparkrav", "vard", "total"]
    assert table["deviation_tkr"].tolist() == [-5, -3, 2, -6]
    assert table["budget_tkr"].tolist() == [69, -3, 32, 98]


def test_what_a_later_report_says_anew_is_kept_of_the_earlier_ones() -> None:
    period = {"skola": 30, "total": 30}
    april = {**REPORTS[APRIL], "outturn_period": period}
    annual = {"budget_year": {"skola": 103}, "outturn_year": {"skola": 118}}
    table = accounts.earlier(
        compared({**REPORTS, APRIL: april, ANNUAL: annual}),
        handmade_outturn.documents(APRIL, AUGUST, ANNUAL),
        areas=handmade_outturn.areas(),
    ).set_index(["document", "area"])
    # April says nothing that is not said again; August's part of the year is the last there is.
    assert table.loc[(APRIL, "skola"), "period_amount_tkr"] == 30
    assert table.loc[(APRIL, "skola"), "year_amount_tkr"] == 110
    assert table.loc[(AUGUST, "skola"), "year_amount_tkr"] == 121
    assert table.xs(AUGUST)["period_amount_tkr"].isna().all()
    assert ANNUAL not in table.index
    assert table.xs(APRIL).index[-1] == "total"


def test_one_report_alone_is_not_kept_twice() -> None:
    reports = handmade_outturn.documents(AUGUST)
    of_august = compared({AUGUST: REPORTS[AUGUST]})
    assert accounts.earlier(of_august, reports, areas=handmade_outturn.areas()).empty


def test_costs_and_incomes_stand_beside_each_other() -> None:
    printed = {
        APRIL: {
            "cost budget_year": {"skola": 120, "total": 120},
            "cost forecast_year": {"skola": 125, "total": 125},
            "income budget_year": {"skola": 20, "total": 20},
            "income forecast_year": {"skola": 21, "total": 21},
        }
    }
    reports = handmade_outturn.documents(APRIL)
    table = accounts.sides(compared(printed), reports, areas=handmade_outturn.areas())
    skola = table.iloc[0]
    assert skola["cost_amount_tkr"] == 125
    assert skola["cost_deviation_tkr"] == -5
    assert skola["income_deviation_tkr"] == 1
    none = accounts.sides(compared(), reports, areas=handmade_outturn.areas())
    assert none.empty


def test_the_path_goes_from_the_plan_to_the_last_report() -> None:
    told = amendments.decided(TOLD, year=2024)
    reports = handmade_outturn.documents(APRIL, AUGUST)
    steps = accounts.path(compared(), reports, budget=PLAN, told=told)
    assert steps["step"].tolist() == ["plan", "amended", "forecast", "forecast"]
    assert steps["amount_tkr"].tolist() == [145, 153, 159, 161]
    assert steps["deviation_tkr"].tolist()[2:] == [-11, -15]
    assert steps["as_of"].tolist()[1] == pd.Timestamp("2024-10-01")


def test_the_outturn_of_the_year_counts_before_a_forecast_of_it() -> None:
    annual = {"budget_year": {"total": 100}, "outturn_year": {"total": 90}}
    both = {**REPORTS, ANNUAL: annual}
    reports = handmade_outturn.documents(APRIL, AUGUST, ANNUAL)
    last = accounts.yearly(compared(both), reports).iloc[-1]
    assert (last["comparison"], last["deviation_tkr"]) == ("outturn", 10)


def moves(reports: dict[str, handmade_outturn.Printed]) -> pd.DataFrame:
    named = handmade_outturn.documents(*reports)
    reported = movement.by_report(compared(reports), named, areas=handmade_outturn.areas())
    return movement.moves(reported).set_index("area")


def test_a_move_is_that_of_the_deviation_not_of_the_forecast() -> None:
    moved = moves(REPORTS)
    assert moved["moved_tkr"].to_dict() == {"skola": -11, "vard": 2, "sparkrav": 5, "total": -4}
    assert moved.loc["total", ["from_amount_tkr", "amount_tkr"]].tolist() == [159, 161]
    assert moves({APRIL: REPORTS[APRIL]}).empty


def test_a_move_within_what_a_report_rounds_to_is_none() -> None:
    exact = {"budget_year": {"total": 1004}, "forecast_year": {"total": 1072}}
    rounded = {"budget_year": {"total": 1000}, "outturn_year": {"total": 1100}}
    moved = moves({AUGUST: exact, ANNUAL: rounded})
    assert moved.loc["total", "moved_tkr"] == 0
    assert moved.loc["total", "deviation_tkr"] == -100
    farther = {"budget_year": {"total": 1000}, "outturn_year": {"total": 1300}}
    assert moves({AUGUST: exact, ANNUAL: farther}).loc["total", "moved_tkr"] == -232


DEVIATIONS = handmade_outturn.deviations(
    (APRIL, {"deviation": "stod", "area": "skola", "cause": "Stöd", "measure_taken": "Översyn"}),
    (APRIL, {"deviation": "hyra", "area": "vard", "cause": "Hyra", "measure_taken": "Flytt"}),
    (APRIL, {"deviation": "krav", "area": "sparkrav", "cause": "Krav"}),
    (AUGUST, {"deviation": "stod-2", "follows": "stod", "area": "skola", "cause": "Mer stöd"}),
    (AUGUST, {"deviation": "krav", "area": "sparkrav", "cause": "Krav", "status": "done"}),
    (AUGUST, {"deviation": "el", "cause": "El"}),
)


def test_a_cause_goes_on_by_what_it_follows_or_by_its_name() -> None:
    reports = handmade_outturn.documents(APRIL, AUGUST)
    found = movement.continued(DEVIATIONS, reports, areas=handmade_outturn.areas())
    states = found.set_index("deviation")["state"].to_dict()
    assert states == {"stod-2": "same", "krav": "same", "el": "new", "hyra": "gone"}
    assert found.set_index("deviation").loc["stod-2", "from_measure_taken"] == "Översyn"
    assert pd.isna(found.set_index("deviation").loc["el", "name"])


def test_nothing_is_gone_where_the_later_report_explains_nothing() -> None:
    reports = handmade_outturn.documents(APRIL, AUGUST)
    of_april = DEVIATIONS[DEVIATIONS["document"].eq(APRIL)]
    found = movement.continued(of_april, reports, areas=handmade_outturn.areas())
    assert found.empty
    assert accounts.explained(of_april, reports)["deviation"].tolist() == ["stod", "hyra", "krav"]


def test_a_project_stands_as_in_the_last_report_beside_the_one_before() -> None:
    told = handmade_outturn.projects(
        (APRIL, "skola", 100, 10, 100),
        (AUGUST, "skola", 100, 40, 130),
        (AUGUST, "bro", 50, 5, None),
    )
    reports = handmade_outturn.documents(APRIL, AUGUST)
    table = investments.latest(told, reports).set_index("project")
    assert table.loc["skola", ["deviation_tkr", "moved_tkr"]].tolist() == [-30, 30]
    assert table.loc["bro", ["deviation_tkr", "moved_tkr"]].isna().all()
    assert len(table.loc["skola", "rows"]) == 2
    assert investments.latest(told, handmade_outturn.documents()).empty


NUMBERS = st.integers(-(10**6), 10**6)
TABLES = st.dictionaries(st.sampled_from(["skola", "vard", "sparkrav"]), NUMBERS, min_size=1)


@given(printed=st.lists(st.tuples(TABLES, TABLES), min_size=1, max_size=3), order=st.randoms())
def test_the_areas_add_up_to_the_total_in_whatever_order_the_rows_and_documents_come(
    printed: list[tuple[dict[str, int], dict[str, int]]], order: object
) -> None:
    names = [APRIL, AUGUST, ANNUAL][: len(printed)]
    tables = {
        name: whole_year(
            {**dict.fromkeys(two[1], 0), **two[0]}, {**dict.fromkeys(two[0], 0), **two[1]}
        )
        for name, two in zip(names, printed, strict=True)
    }
    reports, areas = handmade_outturn.documents(*names), handmade_outturn.areas()
    outturn = handmade_outturn.outturn(tables)
    places = list(range(len(outturn)))
    order.shuffle(places)  # type: ignore[attr-defined]
    told = amendments.decided(TOLD, year=2024)
    one, other = (
        accounts.by_area(outcomes(PLAN, rows), reports, areas=areas, budget=PLAN, told=told)
        for rows in (outturn, outturn.iloc[places])
    )
    for column in ("amount_tkr", "budget_tkr", "deviation_tkr"):
        assert one[column].iloc[:-1].sum() == one[column].iloc[-1]
    assert one["area"].iloc[-1] == "total"
    assert one["deviation_tkr"].iloc[:-1].abs().is_monotonic_decreasing
    figures = ["amount_tkr", "budget_tkr", "deviation_tkr", "plan_tkr", "amended_tkr"]
    pd.testing.assert_frame_equal(
        one.set_index("area")[figures].sort_index(), other.set_index("area")[figures].sort_index()
    )


@pytest.mark.parametrize("names", [(APRIL, AUGUST), (AUGUST, APRIL)])
def test_the_order_of_the_register_does_not_matter(names: tuple[str, ...]) -> None:
    register = handmade_outturn.documents(*names)
    reports = accounts.reports(register, committee="ks", year=2024)
    assert reports["document"].tolist() == [APRIL, AUGUST]
    assert accounts.reports(register, committee="sn", year=2024).empty
