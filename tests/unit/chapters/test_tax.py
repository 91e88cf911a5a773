"""Where the tax goes: of a hundred kronor, of an income, and per inhabitant."""

from __future__ import annotations

import pandas as pd
import pytest

from alereport.chapters import tax as chapter
from alereport.chapters.tax import analysis
from alereport.exhibits.model import Exhibit
from tests.handmade import plain
from tests.handmade_comparison import comparison, costs, indicators

AREAS = {"skola": (500.0, False), "vatten": (90.0, True), "omsorg": (300.0, False)}
RATE = {("N00901", "1440", 2020): 20.0, ("N00901", "1440", 2021): 99.0}


def areas(given: dict[str, tuple[float, bool]] = AREAS) -> pd.DataFrame:
    return analysis.areas(costs(given))


def rate(year: int = 2020) -> pd.DataFrame:
    return analysis.rate(comparison(RATE), own="1440", year=year)


def told(shown: Exhibit) -> str:
    return plain(shown.markdown)


def test_what_fees_pay_for_takes_nothing_of_the_hundred_kronor() -> None:
    assert areas()["area"].tolist() == ["skola", "omsorg", "vatten"]
    assert areas()["of_hundred"].tolist()[:2] == [62.5, 37.5]
    assert pd.isna(areas()["of_hundred"].iloc[2])
    assert "Vatten betalas med avgifter" in told(chapter.reservations(areas()))


def test_the_tax_on_an_income_is_spread_as_the_costs_are() -> None:
    # 20 kronor of a hundred of 250 000 are 50 000, of which 62.5 per cent are 31 250.
    table = analysis.of_incomes(areas(), rate())
    assert table["250000"].tolist() == [31250, 18750, 50000]
    assert table["rows"].iloc[-1] == (
        "data/comparison/kolada-2026-11-22.csv#N00901/1440/2020/total",
        "data/municipal_costs/municipal_costs.csv#skola/2020",
        "data/municipal_costs/municipal_costs.csv#omsorg/2020",
    )


def test_without_the_rate_of_the_year_no_tax_is_computed_and_it_is_said() -> None:
    empty = analysis.of_incomes(areas(), rate(2019))
    assert empty.empty
    shown = chapter.of_incomes(empty, areas(), rate(2019))
    assert "ingen skatt är beräknad" in told(shown)


def test_what_is_left_out_is_said() -> None:
    text = told(chapter.of_incomes(analysis.of_incomes(areas(), rate()), areas(), rate()))
    for words in ("grundavdraget", "skatten till regionen", "räkneexempel"):
        assert words in text


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_budget_per_inhabitant_is_of_those_of_the_year_before(order: tuple[int, int]) -> None:
    budget = pd.DataFrame(
        {
            "committee": ["ks", "ks"],
            "area": "total",
            "plan_year": [2022, 2024],
            "amount_year": [2022, 2024],
            "kind": "budget",
            "amount_tkr": [90_000, 154_390],
            "title": ["Plan 2022", "Plan 2024"],
            "section": "4",
        },
        index=["b#2022", "b#2024"],
    ).iloc[list(order)]
    people = pd.DataFrame({"year": [2022, 2023], "inhabitants": [32_394, 32_446]}, index=["p", "q"])
    committees = pd.DataFrame({"committee": ["ks"], "name": ["Kommunstyrelsen"]})
    (row,) = analysis.per_inhabitant(budget, people, committees).to_dict("records")
    assert (row["year"], row["counted"], row["inhabitants"]) == (2024, 2023, 32_446)
    assert row["per_inhabitant"] == pytest.approx(4758.37, abs=0.005)
    assert row["rows"] == ("b#2024", "q")
    (lone,) = analysis.per_inhabitant(budget, people[:1], committees).to_dict("records")
    assert pd.isna(lone["per_inhabitant"])


def test_net_costs_by_area_are_the_whole_of_it() -> None:
    # 30 and 20 of 80 kronor per inhabitant leave 30: 37.5, 25 and 37.5 of a hundred.
    kinds = dict.fromkeys(("N1", "N2", "N3"), "none")
    figures = {
        ("N1", "1440", 2020): -80.0,
        ("N2", "1440", 2020): -30.0,
        ("N3", "1440", 2020): -20.0,
    }
    roles = pd.DataFrame({"indicator": ["N2", "N3"], "likeness_weight": None, "part_of": "N1"})
    found = analysis.net_areas(comparison(figures), indicators(**kinds), roles, own="1440")
    assert found["area"].tolist() == ["N2", "N3", "rest"]
    assert found["of_hundred"].tolist() == [37.5, 25.0, 37.5]
    assert "Det är hela kostnaden" in told(chapter.net_of_hundred(found))
    assert analysis.net_areas(comparison(figures), indicators(**kinds), roles[:0], own="1440").empty
