"""What the figures of a budget mean."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alereport.chapters.budget import analysis as budget
from alereport.chapters.common import rows as rows_of_chapters
from alereport.exhibits import values
from tests.handmade import amounts, breaks, budgets, earmarks, investments, with_total

AREAS = with_total({"kost": (1100, 1000, 1250), "hr": (500, 500, 400), "it": (90, 100, 100)})
TKR = st.integers(-2_000_000, 2_000_000)
MANY_AREAS = st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(TKR, TKR, TKR), min_size=1).map(
    with_total
)

"""A frame takes some ten milliseconds to make."""


def by_area(frame: pd.DataFrame, column: str) -> dict[str, object]:
    return dict(zip(frame["area"], frame[column], strict=True))


def test_each_area_has_its_three_amounts_and_their_difference() -> None:
    changes = budget.change_by_area(amounts(AREAS)).set_index("area")
    columns = ["previous_forecast_tkr", "previous_budget_tkr", "budget_tkr", "change_tkr"]
    assert changes.loc["kost", columns].tolist() == [1100, 1000, 1250, 250]
    assert changes.loc["hr", columns].tolist() == [500, 500, 400, -100]
    assert changes.loc["total", columns].tolist() == [1690, 1600, 1750, 150]


def test_a_percentage_is_reckoned_on_the_budget_before() -> None:
    changes = budget.change_by_area(amounts(AREAS))
    percent = {"kost": 25.0, "hr": -20.0, "it": 0.0, "total": 9.375}
    assert by_area(changes, "change_percent") == pytest.approx(percent)


def test_areas_come_in_the_order_of_the_plan_and_the_total_last() -> None:
    total_first = {"total": AREAS["total"], **AREAS}
    changes = budget.change_by_area(amounts(total_first))
    assert changes["area"].tolist() == ["kost", "hr", "it", "total"]
    assert changes.index.tolist() == [0, 1, 2, 3]


def test_every_row_knows_its_source() -> None:
    for frame in (
        budget.change_by_area(amounts(AREAS)),
        budget.forecast_against_budget(amounts(AREAS)),
    ):
        sources = frame[["committee", "plan_year", "title", "section"]].drop_duplicates()
        assert sources.to_numpy().tolist() == [["ks", 2024, "Nämndplan 2024", "4.1"]]


def test_no_percentage_crosses_a_break() -> None:
    changes = budget.change_by_area(amounts(AREAS, breaks={"kost": "Ramen flyttades"}))
    assert changes["change_percent"].isna().tolist() == [True, False, False, False]
    assert changes["break_reason"].notna().tolist() == [True, False, False, False]
    assert by_area(changes, "change_tkr")["kost"] == 250


def test_a_break_of_the_year_before_does_not_count_for_this_year() -> None:
    rows = amounts(AREAS)
    rows["break_reason"] = rows["break_reason"].mask(rows["amount_year"].eq(2023), "Flyttat")
    changes = budget.change_by_area(rows)
    assert changes["break_reason"].isna().all()
    assert changes["change_percent"].notna().all()


def test_no_percentage_is_reckoned_on_nought() -> None:
    changes = budget.change_by_area(amounts({"kost": (0, 0, 10), "total": (0, 0, 10)}))
    assert changes["change_percent"].isna().all()
    assert changes["change_tkr"].tolist() == [10, 10]


@pytest.mark.parametrize(
    ("before", "now", "percent"),
    [(-6485, -6936, -6.9545), (-100, -50, 50.0), (-100, 100, 200.0)],
)
def test_the_percentage_of_a_negative_budget_has_the_sign_of_its_change(
    before: int, now: int, percent: float
) -> None:
    areas = with_total({"kost": (0, 1000, 1000), "effektivisering": (0, before, now)})
    changes = budget.change_by_area(amounts(areas))
    found = by_area(changes, "change_percent")["effektivisering"]
    assert found == pytest.approx(percent, abs=0.0001)


def test_an_amount_the_plan_does_not_print_is_missing_and_not_nought() -> None:
    areas = {"kost": (None, None, 10), "hr": (5, 5, 5), "total": (5, 5, 15)}
    kost = budget.change_by_area(amounts(areas)).set_index("area").loc["kost"]
    missing = ["previous_forecast_tkr", "previous_budget_tkr", "change_tkr", "change_percent"]
    assert kost[missing].isna().all()
    assert kost["budget_tkr"] == 10


def test_an_area_without_a_budget_for_the_year_is_still_shown() -> None:
    areas = {"kost": (5, 5, 10), "pensioner": (7, 7, None), "total": (12, 12, 10)}
    changes = budget.change_by_area(amounts(areas))
    assert changes["area"].tolist() == ["kost", "pensioner", "total"]
    assert pd.isna(by_area(changes, "budget_tkr")["pensioner"])


def test_shares_are_of_the_total_with_one_decimal() -> None:
    changes = budget.change_by_area(amounts(AREAS))
    shares = {"kost": 71.4, "hr": 22.9, "it": 5.7, "total": 100.0}
    assert by_area(changes, "share_percent") == shares


def test_of_equal_fractions_the_first_area_gets_the_rest() -> None:
    thirds = with_total({"c": (1, 1, 1), "a": (1, 1, 1), "b": (1, 1, 1)})
    changes = budget.change_by_area(amounts(thirds))
    assert changes["share_percent"].tolist() == [33.4, 33.3, 33.3, 100.0]


def test_a_requirement_to_save_has_no_share_and_stands_after_the_areas() -> None:
    areas = with_total({"krav": (0, 0, -10), "kost": (0, 0, 80), "hr": (0, 0, 20)})
    changes = budget.change_by_area(amounts(areas, requirements=["krav"]))
    assert changes["area"].tolist() == ["kost", "hr", "krav", "total"]
    assert changes["share_percent"].tolist()[:2] == [80.0, 20.0]
    assert changes["share_percent"].isna().tolist() == [False, False, True, True]


def test_there_are_no_shares_of_zero() -> None:
    areas = with_total({"kost": (0, 0, 0), "krav": (0, 0, -10)})
    changes = budget.change_by_area(amounts(areas, requirements=["krav"]))
    assert changes["share_percent"].isna().all()


def test_what_is_computed_from_a_hedged_amount_is_about() -> None:
    rows = amounts(AREAS, hedges={("kost", 2024, "budget"): "ca"})
    changes = budget.change_by_area(rows).set_index("area")
    assert changes.loc["kost", ["budget_hedge", "change_hedge"]].tolist() == ["ca", "about"]
    assert changes.loc["hr", ["budget_hedge", "change_hedge"]].isna().all()
    forecast = budget.forecast_against_budget(rows).set_index("area")
    assert forecast["deviation_hedge"].isna().all()
    assert rows_of_chapters.ABOUT == values.COMPUTED


def test_there_are_no_shares_where_an_area_is_missing() -> None:
    rows = amounts(AREAS)
    planned = rows["amount_year"].eq(2024) & rows["area"].eq("hr")
    rows["amount_tkr"] = rows["amount_tkr"].mask(planned)
    assert budget.change_by_area(rows)["share_percent"].isna().all()


@given(MANY_AREAS)
def test_the_changes_of_the_areas_sum_to_the_change_of_the_total(areas: dict) -> None:
    changes = by_area(budget.change_by_area(amounts(areas)), "change_tkr")
    total = changes.pop("total")
    assert sum(changes.values()) == total


@given(MANY_AREAS)
def test_shares_sum_to_exactly_a_hundred_and_each_is_near_its_exact_value(areas: dict) -> None:
    changes = budget.change_by_area(amounts(areas))
    shares = by_area(changes, "share_percent")
    total = areas["total"][2]
    if total == 0:
        assert changes["share_percent"].isna().all()
        return
    assert shares.pop("total") == 100.0
    assert sum(Decimal(repr(share)) for share in shares.values()) == Decimal("100.0")
    for area, share in shares.items():
        exact = Fraction(100 * areas[area][2], total)
        assert abs(Fraction(repr(share)) - exact) < Fraction(1, 10)


@given(st.lists(TKR, min_size=1).filter(sum))
def test_rounding_keeps_the_whole_and_moves_no_part_by_one(parts: list[int]) -> None:
    exact = [Fraction(1000 * part, sum(parts)) for part in parts]
    rounded = budget.largest_remainder(1000 * pd.Series(parts) / sum(parts), 1000)
    assert sum(rounded) == 1000
    assert all(part.is_integer() for part in rounded)
    assert all(abs(Fraction(a) - b) < 1 for a, b in zip(rounded, exact, strict=True))


@given(MANY_AREAS, st.data())
def test_the_order_of_the_rows_changes_no_figure_of_any_area(
    areas: dict, data: st.DataObject
) -> None:
    rows = amounts(areas)
    order = data.draw(st.permutations(range(len(rows))))
    expected = budget.change_by_area(rows).set_index("area").sort_index()
    found = budget.change_by_area(rows.iloc[order]).set_index("area").sort_index()
    # Of equal fractions the first in the plan's order gets the rest: shares follow the order.
    shares = ["share_percent"]
    pd.testing.assert_frame_equal(found.drop(columns=shares), expected.drop(columns=shares))


def test_a_forecast_over_its_budget_is_a_positive_deviation() -> None:
    forecast = budget.forecast_against_budget(amounts(AREAS))
    deviations = {"kost": 100, "hr": 0, "it": -10, "total": 90}
    assert by_area(forecast, "deviation_tkr") == deviations
    assert "budget_tkr" not in forecast.columns


def test_a_break_of_the_year_leaves_the_forecast_of_the_year_before() -> None:
    broken = budget.forecast_against_budget(amounts(AREAS, breaks={"kost": "Flyttat"}))
    pd.testing.assert_frame_equal(broken, budget.forecast_against_budget(amounts(AREAS)))


def test_a_forecast_the_plan_does_not_print_has_no_deviation() -> None:
    areas = {"kost": (None, 5, 10), "hr": (5, 5, 5), "total": (None, 10, 15)}
    forecast = budget.forecast_against_budget(amounts(areas))
    assert forecast["deviation_tkr"].isna().tolist() == [True, False, True]


def test_what_the_areas_do_not_explain_is_a_step_of_its_own() -> None:
    areas = {"kost": (None, None, 10), "hr": (5, 5, 6), "total": (5, 5, 16)}
    steps = budget.bridge(budget.change_by_area(amounts(areas)))
    assert steps["area"].tolist() == ["kost", "hr", "rest", "total"]
    assert by_area(steps, "change_tkr")["rest"] == 10


@given(MANY_AREAS)
def test_the_steps_of_a_bridge_sum_to_the_change_of_the_total(areas: dict) -> None:
    steps = budget.bridge(budget.change_by_area(amounts(areas)))
    assert steps["change_tkr"].iloc[:-1].sum() == areas["total"][2] - areas["total"][1]


OLD = with_total({"kost": (1000, 900, 950), "pension": (80, 70, 75)})
PLANS = {2022: OLD, 2024: AREAS}
ENDED = {("pension", 2023): "Pensionerna flyttades", ("total", 2023): "Pensionerna flyttades"}


def cell(rows: pd.DataFrame, area: str, year: int) -> pd.Series:
    return rows.set_index(["area", "year"]).loc[(area, year)]


def test_a_series_has_every_area_and_year_the_ended_areas_late_and_the_total_last() -> None:
    rows = budget.series(budgets(PLANS), breaks(ENDED))
    assert rows["area"].drop_duplicates().tolist() == ["kost", "hr", "it", "pension", "total"]
    assert rows.groupby("area")["year"].agg(list).map(tuple).unique().tolist() == [
        (2021, 2022, 2023, 2024)
    ]


def test_a_series_has_both_years_budgets_and_the_forecast_of_each_plan() -> None:
    rows = budget.series(budgets(PLANS), breaks(ENDED)).set_index(["area", "year"])
    kost = rows.loc["kost"]
    assert kost["budget_tkr"].tolist() == [900, 950, 1000, 1250]
    assert kost["forecast_tkr"].dropna().to_dict() == {2021: 1000, 2023: 1100}
    assert rows.loc[("hr", 2022), ["budget_tkr", "forecast_tkr"]].isna().all()


def test_a_years_budget_is_that_of_its_own_plan_where_it_is_known() -> None:
    adjusted = with_total({"kost": (1010, 955, 990)})  # The plan for 2023 has 2022 as adjusted.
    rows = budget.series(budgets({2022: OLD, 2023: adjusted}), breaks({}))
    assert cell(rows, "kost", 2022)["budget_tkr"] == 950
    assert cell(rows, "kost", 2022)["title"] == "Nämndplan 2022"
    assert cell(rows, "kost", 2022)["forecast_tkr"] == 1010


def test_an_area_that_has_ended_is_a_break_with_its_reason_and_not_nought() -> None:
    rows = budget.series(budgets(PLANS), breaks(ENDED))
    ended = cell(rows, "pension", 2023)
    assert pd.isna(ended["budget_tkr"])
    assert ended["break_reason"] == "Pensionerna flyttades"
    assert ended["rows"] == ("data/breaks/a-plan.csv#2",)


def test_years_compare_with_the_last_one_from_the_latest_break_on() -> None:
    rows = budget.series(budgets(PLANS), breaks(ENDED)).set_index(["area", "year"])
    assert rows.loc["total", "compares"].tolist() == [False, False, True, True]
    assert rows.loc["kost", "compares"].all()


def test_the_order_of_the_rows_changes_no_figure_of_a_series() -> None:
    rows = budgets(PLANS)
    expected = budget.series(rows, breaks(ENDED)).set_index(["area", "year"]).sort_index()
    found = budget.series(rows[::-1], breaks(ENDED)[::-1]).set_index(["area", "year"]).sort_index()
    same_rows = {"rows": lambda frame: frame["rows"].map(sorted)}
    pd.testing.assert_frame_equal(found.assign(**same_rows), expected.assign(**same_rows))


def test_earmarks_come_by_kind_with_the_names_of_their_areas() -> None:
    named = earmarks(
        ("venture", "Webb", "kost", 1800, None), ("efficiency", "Krav", None, -8000, "drygt")
    )
    rows = budget.earmarks_by_kind(named, amounts(AREAS))
    assert rows["item"].tolist() == ["Krav", "Webb"]
    assert pd.isna(rows["name"][0])
    assert rows["name"][1] == "Kost"
    assert rows["rows"].tolist() == [
        ("data/earmarks/a-plan.csv#3",),
        ("data/earmarks/a-plan.csv#2",),
    ]


def test_a_plan_without_earmarks_has_none() -> None:
    assert budget.earmarks_by_kind(earmarks(), amounts(AREAS)).empty


def test_a_plan_without_investments_has_no_items() -> None:
    items = budget.investments_by_item(investments({}))
    assert items.empty
    assert list(items.columns)[:2] == ["item", "total_tkr"]


def test_a_single_investment_needs_no_total() -> None:
    items = budget.investments_by_item(investments({"Reinvesteringar": {2024: 1000, 2025: 500}}))
    assert items["item"].tolist() == ["Reinvesteringar"]
    assert items[[2024, 2025, "total_tkr"]].to_numpy().tolist() == [[1000, 500, 1500]]
    assert items.loc[0, ["committee", "plan_year", "section"]].tolist() == ["ks", 2024, "4.2"]


def test_several_investments_keep_their_order_and_end_with_their_total() -> None:
    items = budget.investments_by_item(
        investments({"Ök": {2024: 10, 2025: 20}, "Bil": {2024: 1, 2025: 2}})
    )
    assert items["item"].tolist() == ["Ök", "Bil", "total"]
    assert items[[2024, 2025, "total_tkr"]].to_numpy().tolist() == [
        [10, 20, 30],
        [1, 2, 3],
        [11, 22, 33],
    ]


def test_years_of_investments_come_in_order() -> None:
    items = budget.investments_by_item(investments({"Bil": {2026: 3, 2024: 1, 2025: 2}}))
    assert [column for column in items.columns if isinstance(column, int)] == [2024, 2025, 2026]


def test_a_year_without_an_amount_for_an_investment_is_missing_and_not_nought() -> None:
    items = budget.investments_by_item(investments({"Ök": {2024: 10, 2025: 20}, "Bil": {2024: 1}}))
    bil = items.set_index("item").loc["Bil"]
    assert pd.isna(bil[2025])
    assert bil["total_tkr"] == 1
