"""What the figures of staff and sick leave mean."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alereport.chapters.personnel import analysis as staff
from tests.handmade import unordered
from tests.handmade_staff import personnel, sick_leave

UNITS = {
    "IT": {"manager": 1, "employee": 18},
    "Stab": {"all": 5},
    "Lokalvård": {"manager": 2, "employee": 63},
    "Kost": {"manager": 3, "all": 90},
}
AIM = (20, 30)
KINDS = {"report": "interim_report", "evaluation": "evaluation"}
HEADS = st.integers(0, 200)
ROLES = st.one_of(
    st.fixed_dictionaries({"manager": HEADS, "employee": HEADS}),
    st.fixed_dictionaries({"all": HEADS}),
)
MANY = st.dictionaries(st.sampled_from("abcdefgh"), ROLES, min_size=1)


def by_unit(frame: pd.DataFrame, column: str) -> dict[str, object]:
    return dict(zip(frame["unit"], frame[column], strict=True))


def units(given: dict = UNITS, **said: object) -> pd.DataFrame:
    return staff.staff_by_unit(personnel(given, **said), target=AIM)


def test_everybody_is_managers_and_employees_or_what_the_document_calls_all() -> None:
    heads = {"IT": 19, "Stab": 5, "Lokalvård": 65, "Kost": 90, "total": 179}
    assert by_unit(units(), "headcount") == heads


def test_employees_per_manager_does_not_count_the_managers() -> None:
    loads = by_unit(units(), "per_manager")
    assert pd.isna(loads.pop("Stab"))
    assert loads == {"IT": 18.0, "Lokalvård": 31.5, "Kost": 29.0, "total": 28.0}


def test_only_a_unit_above_the_aim_deviates_from_it() -> None:
    assert by_unit(units(), "above_target") == {
        "IT": False,
        "Stab": False,
        "Lokalvård": True,
        "Kost": False,
        "total": False,
    }


@pytest.mark.parametrize(("employees", "is_above"), [(1, False), (30, False), (31, True)])
def test_the_highest_that_the_aim_allows_is_not_above_it(employees: int, is_above: bool) -> None:
    found = units({"IT": {"manager": 1, "employee": employees}})
    assert found["above_target"].tolist() == [is_above]


def test_a_single_unit_needs_no_total() -> None:
    assert units({"IT": UNITS["IT"]})["unit"].tolist() == ["IT"]


def test_what_is_approximate_or_only_permanent_stays_so_in_the_total() -> None:
    found = units(about=("Kost",), permanent=("Stab",))
    assert by_unit(found, "approximate")["Kost"]
    assert not by_unit(found, "approximate")["IT"]
    assert by_unit(found, "approximate")["total"]
    assert by_unit(found, "permanent_only")["total"]


def test_employees_that_are_everybody_less_the_managers_are_said_to_be_computed() -> None:
    found = by_unit(units(), "employees_calculated")
    assert found == {"IT": False, "Stab": False, "Lokalvård": False, "Kost": True, "total": True}


def test_only_the_latest_year_is_shown_beside_the_one_before_it() -> None:
    before = personnel({"IT": {"manager": 1, "employee": 10}, "Gammal": {"all": 3}}, year=2020)
    found = staff.staff_by_unit(pd.concat([before, personnel(UNITS)]), target=AIM)
    assert set(found["year"]) == {2021}
    assert "Gammal" not in set(found["unit"])
    assert by_unit(found, "previous_headcount")["IT"] == 11
    assert by_unit(found, "previous_year")["IT"] == 2020
    assert pd.isna(by_unit(found, "previous_headcount")["Stab"])
    assert pd.isna(by_unit(found, "previous_headcount")["total"])


def test_a_total_compares_where_every_unit_does() -> None:
    both = pd.concat([personnel(UNITS, year=2020), personnel(UNITS)])
    found = staff.staff_by_unit(both, target=AIM)
    assert by_unit(found, "previous_headcount")["total"] == 179


def test_each_unit_names_the_rows_it_was_made_from() -> None:
    rows = by_unit(units(), "rows")
    assert rows["Stab"] == ("data/personnel-2021/a-plan.csv#4",)
    assert len(rows["total"]) == 7


def test_without_staff_there_is_no_unit() -> None:
    assert units({}).empty


def register(**years: int) -> pd.DataFrame:
    kinds = [KINDS.get(name.partition("_")[0], "plan") for name in years]
    return pd.DataFrame({"document": list(years), "year": list(years.values()), "kind": kinds})


def test_a_plan_without_figures_of_its_own_shows_none_of_an_older_plan() -> None:
    documents = register(a_plan=2022, later_plan=2024)
    older = sick_leave(CENTRE).assign(document="a_plan")
    assert staff.of_year(older, documents, year=2024).empty
    assert len(staff.of_year(older, documents, year=2022)) == 2


def test_a_plan_with_figures_shows_them_beside_those_of_older_plans() -> None:
    documents = register(a_plan=2022, later_plan=2024)
    both = sick_leave(CENTRE).assign(document=["a_plan", "later_plan"])
    assert len(staff.of_year(both, documents, year=2024)) == 2


def test_a_plan_shows_no_figures_of_the_reports_that_follow_it_up() -> None:
    documents = register(a_plan=2022, report_of_august=2022)
    both = sick_leave(CENTRE).assign(document=["a_plan", "report_of_august"])
    assert staff.of_year(both, documents, year=2022)["document"].tolist() == ["a_plan"]
    alone = sick_leave(CENTRE).assign(document="report_of_august")
    assert staff.of_year(alone, documents, year=2022).empty


def test_people_that_an_evaluation_counts_in_the_plans_year_are_not_added_to_the_plans() -> None:
    documents = register(a_plan=2021, evaluation_of_2021=2021)
    counted = pd.concat([personnel({"IT": {"all": 19}}), personnel({"IT": {"all": 20}})])
    told = counted.assign(document=["a_plan", "evaluation_of_2021"])
    table = staff.staff_by_unit(staff.staff_of_year(told, documents, year=2021), target=AIM)
    assert by_unit(table, "headcount") == {"IT": 19}


def test_what_a_share_is_of_is_not_what_all_sick_leave_is_of() -> None:
    told = sick_leave(CENTRE).assign(base="den totala sjukfrånvaron")
    assert staff.sick_leave_by_period(told)["base"].notna().all()
    assert (
        staff.sick_leave_by_period(told.assign(long_term_share_percent=38.5))["base"].isna().all()
    )


def test_the_latest_figures_are_those_of_the_latest_document_before_the_year() -> None:
    documents = register(first=2020, a_plan=2022, own=2024)
    leave = sick_leave(CENTRE).assign(document="a_plan")
    people = personnel({"IT": {"all": 3}}).assign(document="first")
    found = staff.latest_before(people, leave, documents=documents, year=2024)
    assert found["title"].unique().tolist() == ["Plan 2022"]
    assert staff.latest_before(people, leave, documents=documents, year=2020).empty


def test_what_a_plan_says_of_its_staff_begins_with_the_risks() -> None:
    kinds = {
        "comment-personalomsattning": "comment",
        "reason-personal": "reason",
        "risk-loner": "risk",
        "risk-sjukfranvaro": "risk",
    }
    rows = pd.DataFrame(
        {"explanation": list(kinds), "kind": list(kinds.values())},
        index=[f"data/explanations/plan.csv#{name}" for name in kinds],
    ).assign(text="Orden.", title="Plan", section="2")
    found = staff.said_of_staff(rows)
    assert found["kind"].tolist() == ["risk", "comment"]
    assert found["rows"].iloc[0] == ("data/explanations/plan.csv#risk-sjukfranvaro",)


@given(MANY)
def test_the_units_sum_to_the_total(given: dict) -> None:
    heads = by_unit(units(given), "headcount")
    total = heads.pop("total", None)
    assert total is None or sum(heads.values()) == total
    assert sum(heads.values()) == sum(sum(roles.values()) for roles in given.values())


@given(MANY, st.data())
def test_the_order_of_the_rows_changes_no_figure_of_any_unit(
    given: dict, data: st.DataObject
) -> None:
    rows = personnel(given)
    order = data.draw(st.permutations(range(len(rows))))
    expected = staff.staff_by_unit(rows, target=AIM).set_index("unit").sort_index()
    found = staff.staff_by_unit(rows.iloc[order], target=AIM).set_index("unit").sort_index()
    pd.testing.assert_frame_equal(unordered(found), unordered(expected))


CENTRE = {("kc", "2020"): (14.6, 5.6), ("kc", "2021-08"): (26.7, 19.7)}


YEARS = {("kc", "2019"): (14.6, 5.6), ("kc", "2020"): (26.7, 19.7)}


def test_a_year_is_compared_with_the_year_before() -> None:
    first, last = staff.sick_leave_by_period(sick_leave(YEARS)).to_dict("records")
    assert pd.isna(first["change_points"])
    assert last["change_points"] == pytest.approx(12.1)
    assert last["long_term_change_points"] == pytest.approx(14.1)


def test_a_month_is_never_subtracted_from_a_year() -> None:
    last = staff.sick_leave_by_period(sick_leave(CENTRE)).iloc[-1]
    assert (last["previous_period"], last["previous_percent"]) == ("2020", 14.6)
    assert last[["change_points", "long_term_change_points"]].isna().all()


def test_the_long_term_share_is_of_all_sick_leave() -> None:
    leave = staff.sick_leave_by_period(sick_leave(CENTRE))
    assert leave["long_term_part_percent"].tolist() == pytest.approx([38.356, 73.783], abs=0.001)


def test_a_month_does_not_compare_with_a_year_and_a_year_does() -> None:
    years = {("kc", "2019"): (5.0, 1.0), **CENTRE}
    leave = staff.sick_leave_by_period(sick_leave(years))
    assert leave["comparable"].tolist()[1:] == [True, False]


def test_intervals_compare_where_they_have_as_many_months() -> None:
    thirds = {
        ("kc", "2024-01/2024-04"): (5.0, 1.0),
        ("kc", "2025-01/2025-04"): (6.0, 1.0),
        ("kc", "2025-01/2025-08"): (7.0, 1.0),
    }
    leave = staff.sick_leave_by_period(sick_leave(thirds))
    assert leave["comparable"].tolist()[1:] == [True, False]


def test_periods_come_in_order_and_the_committee_last() -> None:
    figures = {
        ("total", "2020"): (5.0, 1.0),
        ("kc", "2021"): (4.0, 1.0),
        ("kc", "2020"): (3.0, 1.0),
    }
    leave = staff.sick_leave_by_period(sick_leave(figures))
    assert list(zip(leave["unit"], leave["period"], strict=True)) == [
        ("kc", "2020"),
        ("kc", "2021"),
        ("total", "2020"),
    ]


def test_a_withheld_figure_leaves_nothing_to_compute_it_from() -> None:
    hidden = sick_leave(YEARS).assign(withheld=[False, True])
    figures = ["total_percent", "long_term_percent"]
    hidden.loc[hidden["withheld"], figures] = pd.NA
    last = staff.sick_leave_by_period(hidden).iloc[-1]
    computed = ["long_term_part_percent", "change_points", "long_term_change_points"]
    assert last[[*figures, *computed]].isna().all()


def test_a_comparison_names_both_the_rows_it_was_made_from() -> None:
    leave = staff.sick_leave_by_period(sick_leave(CENTRE))
    assert [len(rows) for rows in leave["rows"]] == [1, 2]


def test_no_sick_leave_is_no_row() -> None:
    assert staff.sick_leave_by_period(sick_leave({})).empty
    assert staff.statutory_sick_leave(sick_leave({})).empty


GROUPS = {"women": 8.0, "men": 4.0, "age_0_29": 3.0, "age_30_49": 6.0, "age_50_plus": 9.0}


def test_the_seven_figures_of_the_law_are_in_its_order() -> None:
    frame = sick_leave({("total", "2021"): (6.5, 2.0)}, groups=GROUPS, share=31.0)
    seven = staff.statutory_sick_leave(frame).iloc[0]
    assert seven[list(staff.ITEMS)].tolist() == [6.5, 31.0, 8.0, 4.0, 3.0, 6.0, 9.0]
    assert seven["withheld"] == ()


def test_a_unit_of_which_only_the_whole_is_stated_is_no_statutory_row() -> None:
    assert staff.statutory_sick_leave(sick_leave(CENTRE)).empty


def test_a_withheld_group_is_named_among_the_seven() -> None:
    frame = sick_leave(
        {("total", "2021"): (6.5, 2.0)}, groups=GROUPS, share=31.0, withheld=("men", "women")
    )
    seven = staff.statutory_sick_leave(frame).iloc[0]
    assert seven["withheld"] == ("women", "men")
    assert pd.isna(seven["men"])


def test_a_withheld_whole_withholds_its_long_share_too() -> None:
    frame = sick_leave(
        {("total", "2021"): (6.5, 2.0)}, groups=GROUPS, share=31.0, withheld=("total",)
    )
    assert staff.statutory_sick_leave(frame).iloc[0]["withheld"] == ("total", "long_term_share")


def test_the_latest_period_of_the_seven_comes_first() -> None:
    both = {("total", "2020"): (6.5, 2.0), ("total", "2021"): (6.0, 2.0)}
    seven = staff.statutory_sick_leave(sick_leave(both, groups=GROUPS))
    assert seven["period"].tolist() == ["2021", "2020"]


def test_what_the_share_is_of_stands_with_it_where_the_document_says_so() -> None:
    frame = sick_leave({("total", "2021"): (6.5, 2.0)}, groups=GROUPS, share=31.0)
    assert staff.statutory_sick_leave(frame).iloc[0]["base"] is None
    said = staff.statutory_sick_leave(frame.assign(base="all sjukfrånvaro"))
    assert said.iloc[0]["base"] == "all sjukfrånvaro"
