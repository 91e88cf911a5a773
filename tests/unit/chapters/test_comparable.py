"""The part of a budget that compares over the years, and what is left out of it."""

from __future__ import annotations

import pandas as pd
import pytest

from alereport.base import locales
from alereport.base.errors import ParamsError
from alereport.chapters import budget
from alereport.chapters.budget import analysis, headlines
from alereport.chapters.budget.comparable import comparable_total, left_out, side_by_side
from tests.handmade import amounts, breaks, budgets, plain, with_total

OLD = with_total({"kost": (0, 900, 1000), "hr": (0, 500, 500), "pension": (0, 80, 90)})
NEW = with_total({"kost": (0, 850, 800), "hr": (0, 550, 600)})
PLANS = {2022: OLD, 2024: NEW}
ENDED = {("pension", 2023): "Pensionerna flyttades", ("total", 2023): "Pensionerna flyttades"}


def both(
    plans: dict = PLANS, broken: dict[tuple[str, int], str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows, reasons = budgets(plans), breaks(ENDED if broken is None else broken)
    return comparable_total(rows, reasons), left_out(rows, reasons)


def test_the_areas_without_a_break_are_summed_over_the_two_plans() -> None:
    compared, _without = both()
    assert compared["area"].tolist() == ["kost", "hr", "total"]
    assert compared[["first_tkr", "last_tkr", "change_tkr"]].to_numpy().tolist() == [
        [1000, 800, -200],
        [500, 600, 100],
        [1500, 1400, -100],
    ]
    assert compared["change_percent"].round(1).tolist() == [-20.0, 20.0, -6.7]
    assert compared[["first_year", "last_year"]].iloc[0].tolist() == [2022, 2024]


def test_each_area_has_the_rows_of_its_two_budgets_and_the_sum_has_them_all() -> None:
    compared, _without = both()
    of_areas = [row for rows in compared["rows"].iloc[:-1] for row in rows]
    assert len(of_areas) == len(set(of_areas)) == 4
    assert set(compared["rows"].iloc[-1]) == set(of_areas)


def test_what_is_left_out_has_its_amount_and_its_reason() -> None:
    _compared, without = both()
    assert without["area"].tolist() == ["pension"]
    assert without["first_tkr"].tolist() == [90]
    assert without["last_tkr"].isna().all()
    assert without["break_reason"].tolist() == ["Pensionerna flyttades"]


def test_a_break_in_the_first_year_itself_leaves_nothing_out() -> None:
    compared, _without = both(broken={("hr", 2022): "Flyttade till HR", **ENDED})
    assert "hr" in compared["area"].tolist()


def test_a_break_between_the_years_leaves_the_area_out() -> None:
    compared, without = both(broken={("hr", 2024): "Nya uppdrag", **ENDED})
    assert compared["area"].tolist() == ["kost", "total"]
    assert without["area"].tolist() == ["hr", "pension"]


def test_an_earlier_plan_with_which_too_little_compares_is_passed_over() -> None:
    plans = {2021: with_total({"kost": (0, 1000, 1000), "hr": (0, 1, 1)}), **PLANS}
    compared, _without = both(plans, {("kost", 2022): "Nytt uppdrag", **ENDED})
    assert compared["first_year"].unique().tolist() == [2022]


def test_no_further_than_five_years_are_looked_back() -> None:
    compared, _without = both({2018: OLD, 2024: NEW})
    assert compared.empty


@pytest.mark.parametrize("plans", [{2024: NEW}, {2022: with_total({"x": (0, 1, 1)}), 2024: NEW}])
def test_where_no_two_plans_compare_nothing_is_said(plans: dict) -> None:
    compared, without = both(plans, {})
    assert compared.empty
    assert without.empty
    assert budget.compared_text(compared, without).markdown == ""
    assert budget.compared_table(compared, without).markdown == ""
    assert budget.compared_chart(compared, without).markdown == ""


def test_a_hedged_amount_makes_its_change_and_the_sum_approximate() -> None:
    rows = budgets(PLANS)
    hr = rows["area"].eq("hr") & rows["amount_year"].eq(2024)
    rows["hedge"] = rows["hedge"].astype("object").mask(hr, "ca")
    compared = comparable_total(rows, breaks(ENDED)).set_index("area")
    assert compared["change_hedge"].fillna("").to_dict() == {
        "kost": "",
        "hr": "about",
        "total": "about",
    }


@pytest.mark.parametrize(
    ("language", "headline", "first", "change", "last"),
    [
        (
            "sv",
            "Utan pension minskar budgeten med 6,7 procent från 2022 till 2024",
            "De två områden som går att jämföra får 1,4 mkr 2024, {} mindre än 2022.",
            "100 000 kronor (6,7 procent)",
            "Inte med: pension (90 000 kronor 2022). Pensionerna flyttades.",
        ),
        (
            "en",
            "Without pension the budget falls by 6.7 per cent from 2022 to 2024",
            "The two areas that are comparable get SEK 1.4 million in 2024, {} less than in 2022.",
            "SEK 100,000 (6.7 per cent)",
            "Left out: pension (SEK 90,000 in 2022). Pensionerna flyttades.",
        ),
    ],
)
def test_the_words_say_how_much_what_is_left_out_and_why(
    language: str, headline: str, first: str, change: str, last: str
) -> None:
    frames = both()
    with locales.using(language):
        assert plain(str(headlines.compared(*frames))) == headline
        shown = budget.compared_text(*frames)
    lines = [plain(str(line)) for line in shown.lines]
    assert (lines[0], lines[-1]) == (first.format(change), last)


def test_a_sum_from_which_a_requirement_to_save_is_taken_is_not_what_the_areas_get() -> None:
    saving = {"sparkrav": (0, -100, -100)}
    frames = both({2022: with_total(OLD | saving), 2024: with_total(NEW | saving)})
    compared = frames[0].assign(requirement=frames[0]["area"].eq("sparkrav"))
    (first, *_others) = budget.compared_text(compared, frames[1]).lines
    assert plain(str(first)) == (
        "Med det som ska sparas avdraget får de två områden som går att jämföra 1,3 mkr 2024, "
        "100 000 kronor (7,1 procent) mindre än 2022."
    )


def test_the_table_names_its_sum_for_what_it_is_and_says_what_is_left_out() -> None:
    shown = plain(budget.compared_table(*both()).markdown)
    assert "Jämförbara områden totalt" in shown
    assert "Inte med: pension (90 000 kronor 2022). Pensionerna flyttades." in shown
    assert "Källa: Nämndplan 2024, avsnitt 4.1; Nämndplan 2022, avsnitt 4.1." in shown


def test_the_years_between_are_drawn_of_the_areas_that_compare_alone() -> None:
    rows, reasons = budgets(PLANS), breaks(ENDED)
    chart = budget.series_chart(analysis.series(rows, reasons), comparable_total(rows, reasons))
    assert [mark.key for mark in chart.marks] == ["kost", "hr"]
    assert plain(str(chart.marks[0])) == "Kost 2022: 1 000, 2023: 850, 2024: 800"
    assert str(chart.headline) == "Ett område får mer och ett mindre 2024 än 2022"


def test_a_single_plan_has_no_years_to_draw() -> None:
    rows = amounts(NEW)
    series = analysis.series(rows, breaks({}))
    assert budget.series_chart(series, comparable_total(rows, breaks({}))).markdown == ""


def test_years_stand_side_by_side_and_no_change_is_told_across_a_break() -> None:
    beside = side_by_side(budgets(PLANS), breaks(ENDED), years=(2022, 2024))
    total = beside[beside["area"].eq("total")].set_index("year")
    assert total["budget_tkr"].tolist() == [1590, 1400]
    assert total["break_reason"].fillna("").tolist() == ["", "Pensionerna flyttades"]
    assert total["change_tkr"].isna().all()
    assert not total["compares"].any()
    kost = beside[beside["area"].eq("kost")].set_index("year")
    assert kost["change_tkr"][2024] == -200
    assert kost["change_percent"][2024] == -20
    assert kost["previous_year"][2024] == 2022
    assert kost["compares"].tolist() == [False, True]
    assert all(kost["rows"].map(len))


def test_committees_stand_side_by_side_in_the_order_asked_for() -> None:
    other = budgets({2024: NEW}).assign(committee="sn")
    rows = pd.concat([budgets(PLANS), other])
    beside = side_by_side(rows, breaks(ENDED), committees=("sn", "ks"), years=(2024,))
    assert beside["committee"].drop_duplicates().tolist() == ["sn", "ks"]
    assert len(beside) == 3 + 4
    committees = pd.DataFrame({"committee": ["ks", "sn"], "name": ["Styrelsen", "Servicenämnden"]})
    shown = plain(budget.side_by_side(beside, committees).markdown)
    assert "| Servicenämnden: Kost | 800 |" in shown
    assert "| Styrelsen: Kost | 800 |" in shown


def test_a_break_between_years_is_a_footnote_of_their_table() -> None:
    beside = side_by_side(budgets(PLANS), breaks(ENDED), years=(2022, 2024))
    committees = pd.DataFrame({"committee": ["ks"], "name": ["Styrelsen"]})
    shown = plain(budget.side_by_side(beside, committees).markdown)
    assert "1 400¹" in shown
    assert "¹ Pensionerna flyttades." in shown


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"committees": ("kss",)}, r"the committee kss has no budget.*did you mean ks\?"),
        ({"years": (2019,)}, "no plan has a budget for 2019; expected years among 2021, 2022"),
    ],
)
def test_a_committee_or_year_without_a_budget_is_refused(asked: dict, said: str) -> None:
    with pytest.raises(ParamsError, match=said):
        side_by_side(budgets(PLANS), breaks(ENDED), **asked)
