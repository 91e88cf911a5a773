"""The municipality beside others: medians, quartiles, changes, and what is said of them."""

from __future__ import annotations

import csv
import random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alereport.chapters import comparison as chapter
from alereport.chapters.comparison import analysis, notes
from alereport.exhibits.model import Exhibit, Group
from tests.conftest import ROOT
from tests.drawings import SVG, assert_that_words_are_apart_and_inside, bars, wide, words
from tests.handmade import plain
from tests.handmade_comparison import comparison, indicators

OWN = "0331"
COST = {"N03011": "none"}
# Ordered 10, 20, 30, 40, 60: method 7 has the quartiles at places 1.0, 2.0 and 3.0 of 0 to 4.
FIVE = {"0331": -40.0, "1401": -10.0, "1402": -20.0, "1480": -30.0, "1489": -60.0}
SIMILAR = list(
    csv.DictReader((ROOT / "tests/data/published_similar.csv").read_text("utf-8").splitlines())
)
SIX = {**FIVE, "1490": -50.0}


def of_year(by_code: dict[str, float], year: int, *, indicator: str = "N03011") -> dict:
    return {(indicator, code, year): value for code, value in by_code.items()}


def values(figures: dict, kinds: dict[str, str] = COST, **said: object) -> pd.DataFrame:
    return analysis.values(comparison(figures, **said), indicators(**kinds))  # type: ignore[arg-type]


def told(shown: Exhibit) -> str:
    return plain(shown.markdown)


def spread(by_code: dict[str, float], year: int = 2025) -> pd.Series:
    return analysis.spread(values(of_year(by_code, year)), OWN).iloc[0]


def test_median_and_quartiles_are_those_calculated_by_hand() -> None:
    row = spread(FIVE)
    found = row[["lowest", "lower_quartile", "median", "upper_quartile", "highest", "own"]]
    assert found.tolist() == [10, 20, 30, 40, 60, 40]
    # Six values: places 1.25, 2.5 and 3.75 of 10, 20, 30, 40, 50, 60.
    assert spread(SIX)[["lower_quartile", "median", "upper_quartile"]].tolist() == [22.5, 35, 47.5]


def test_the_place_and_the_change_are_told_with_their_units() -> None:
    rates = {"0331": 20.0, "1401": 21.0, "1402": 22.0, "1480": 23.0, "1489": 24.0}
    kinds = {"N00901": "none"}
    figures = of_year({code: rate - 0.5 for code, rate in rates.items()}, 2024, indicator="N00901")
    found = values(figures | of_year(rates, 2025, indicator="N00901"), kinds)
    said = told(chapter.lead(analysis.spread(found, OWN), analysis.changes(found, OWN), name="Ale"))
    assert "mindre än nedre kvartilen för alla fem kommuner (21,00 procent)" in said
    assert "är ökningen i Ale 0,50 procentenheter" in said
    assert "ändringarna i alla fem kommuner är +0,50 procentenheter" in said


def test_a_fall_is_a_decrease_and_no_change_is_none() -> None:
    before = of_year(FIVE, 2024)
    for own, expected in (
        (-35.0, "är minskningen i Ale 5 kr"),
        (-40.0, "finns ingen ändring i Ale"),
    ):
        found = values(before | of_year({**FIVE, OWN: own}, 2025))
        changed = analysis.changes(found, OWN)
        assert expected in told(chapter.lead(analysis.spread(found, OWN), changed, name="Ale"))


def test_the_small_panels_say_what_their_scale_goes_from() -> None:
    found = values(of_year(FIVE, 2024) | of_year(SIX, 2025))
    shown = told(chapter.groups(found, own=OWN, name="Ale"))
    assert "Alla på samma skala, från 10 till 60 och inte från noll." in shown


def about(spread: pd.DataFrame) -> str:
    """What is said of all indicators, if anything, and then of each."""
    of_all, of_each = notes.reservations(spread)
    return " ".join(map(told, (of_all, *of_each.values())))


def test_what_is_true_of_every_indicator_is_said_once() -> None:
    missing = {**FIVE, "1489": None}
    before = of_year(FIVE, 2024) | of_year(FIVE, 2024, indicator="N00901")
    figures = before | of_year(missing, 2025) | of_year(missing, 2025, indicator="N00901")  # type: ignore[arg-type]
    both = analysis.spread(values(figures, COST | {"N00901": "none"}, preliminary=(2025,)), OWN)
    for once in ("2025 saknas värde för M1489", "preliminära i Kolada"):
        assert about(both).count(once) == 1
        assert once in told(notes.reservations(both)[0])
    assert about(both).count("säger inte om mer") == 2
    other = before | of_year(missing, 2025) | of_year(FIVE, 2025, indicator="N00901")  # type: ignore[arg-type]
    of_all, of_each = notes.reservations(analysis.spread(values(other), OWN))
    assert not of_all.lines
    assert [name for name, text in of_each.items() if "M1489" in told(text)] == ["N03011"]


def test_a_missing_municipality_changes_n_and_is_said() -> None:
    figures = of_year(FIVE, 2024) | of_year({**FIVE, "1489": None}, 2025)  # type: ignore[dict-item]
    rows = analysis.spread(values(figures), OWN)
    assert rows[["year", "n", "of"]].to_numpy().tolist() == [[2025, 4, 5], [2024, 5, 5]]
    assert "2025 saknas värde för M1489, så n är 4 av 5" in about(rows)


def test_too_few_have_no_median() -> None:
    row = spread({"0331": -40.0, "1401": -10.0, "1402": -20.0})
    assert pd.isna(row["median"])
    assert row["n"] == 3


def test_an_indicator_that_few_have_is_shown_alone() -> None:
    figures = of_year(FIVE, 2025) | {("N03046", OWN, 2025): 12734.6}
    both = values(figures, COST | {"N03046": "none"})
    assert set(analysis.compared(both)["indicator"]) == {"N03011"}
    assert analysis.alone(both, OWN)["value"].tolist() == [12734.6]


def test_a_cost_reads_as_a_cost_and_it_is_said() -> None:
    rows = analysis.spread(values(of_year(FIVE, 2025)), OWN)
    assert "utan, så att ett större tal är en större kostnad" in about(rows)
    mixed = analysis.spread(values(of_year({**FIVE, "1401": 10.0}, 2025)), OWN)
    assert mixed["own"].tolist() == [-40]
    assert "minustecken" not in about(mixed)


@pytest.mark.parametrize(
    ("direction", "said"),
    [("lower", "lägre bättre"), ("higher", "högre bättre"), ("none", "säger inte om mer")],
)
def test_better_is_said_only_where_the_indicator_says_so(direction: str, said: str) -> None:
    rows = analysis.spread(values(of_year(FIVE, 2025), {"N03011": direction}), OWN)
    text = about(rows)
    assert said in text
    assert text.count("bättre") == 1


def test_a_change_is_beside_the_median_of_the_groups_changes() -> None:
    # Changes: own 10, others 1, 2, 3; and 1489, which has no first year, is not among them.
    first = {"0331": -30.0, "1401": -9.0, "1402": -18.0, "1480": -27.0}
    rows = analysis.changes(values(of_year(first, 2020) | of_year(FIVE, 2025)), OWN)
    found = rows[["first", "last", "own_change", "median_change", "n", "of"]]
    assert found.to_numpy().tolist() == [[2020, 2025, 10, 2.5, 4, 5]]


def test_only_the_latest_snapshot_and_everybody_count() -> None:
    older = comparison(of_year({**FIVE, OWN: -99.0}, 2025), fetched="2025-11-01")
    women = comparison(of_year({**FIVE, OWN: -1.0}, 2025), sex="women")
    latest = comparison(of_year(FIVE, 2025))
    found = analysis.values(pd.concat([older, women, latest]), indicators(**COST))
    assert analysis.spread(found, OWN)["own"].tolist() == [40]
    assert not any("2025-11-01" in row for rows in found["rows"] for row in rows)


def test_a_preliminary_year_is_marked_and_explained() -> None:
    figures = of_year(FIVE, 2024) | of_year(FIVE, 2025)
    rows = analysis.spread(values(figures, preliminary=(2025,)), OWN)
    assert rows["preliminary"].tolist() == [True, False]
    assert "preliminära i Kolada" in about(rows)


@given(st.integers(0, 999))
def test_the_order_of_the_rows_and_the_unit_change_nothing_else(seed: int) -> None:
    shuffled = list(of_year(SIX, 2025).items())
    random.Random(seed).shuffle(shuffled)
    one, other = spread(SIX), analysis.spread(values(dict(shuffled)), OWN).iloc[0]
    pd.testing.assert_series_equal(one, other)
    thousands = spread({code: value / 1000 for code, value in SIX.items()})
    names = ["own", "lower_quartile", "median", "upper_quartile"]
    assert thousands[names].mul(1000).tolist() == pytest.approx(one[names].tolist())


def test_similar_municipalities_are_those_of_a_made_up_set_with_a_known_answer() -> None:
    # Reference cost and population, the own 100 and 30: B is nearest in both, D in neither.
    costs = {"0331": 100.0, "1401": 101.0, "1402": 110.0, "1480": 140.0}
    people = {"0331": 30.0, "1401": 31.0, "1402": 29.0, "1480": 500.0}
    figures = of_year(costs, 2025, indicator="N1") | of_year(people, 2025, indicator="N2")
    rows = values(figures, {"N1": "none", "N2": "none"})
    found = analysis.similar(rows, OWN, weights={"N1": 0.5, "N2": 0.5}, count=2)
    assert found["municipality"].tolist() == ["1401", "1402"]
    # In N1 alone the standard deviation is the square root of 262.6875: 1 / 16.2076.
    alone = analysis.similar(rows, OWN, weights={"N1": 1.0}, count=1)
    assert alone["distance"].iloc[0] == pytest.approx(0.0616993, rel=1e-5)


def test_those_that_are_similar_are_at_the_distances_calculated_by_hand() -> None:
    costs = {row["municipality"]: float(row["reference_cost"]) for row in SIMILAR}
    people = {row["municipality"]: float(row["population"]) for row in SIMILAR}
    figures = of_year(costs, 2025, indicator="N1") | of_year(people, 2025, indicator="N2")
    rows = values(figures, {"N1": "none", "N2": "none"})
    found = analysis.similar(rows, OWN, weights={"N1": 0.5, "N2": 0.5})
    others = [row for row in SIMILAR if row["distance"]]
    assert found["municipality"].tolist() == [row["municipality"] for row in others]
    by_hand = [float(row["distance"]) for row in others]
    assert found["distance"].tolist() == pytest.approx(by_hand, abs=1e-6)


@given(st.integers(0, 999), st.sampled_from([0.001, 1000.0]))
def test_neither_order_nor_unit_changes_who_is_similar(seed: int, factor: float) -> None:
    costs = {"0331": 100.0, "1401": 101.0, "1402": 110.0, "1480": 140.0, "1489": 99.5}
    shuffled = list(of_year(costs, 2025, indicator="N1").items())
    random.Random(seed).shuffle(shuffled)
    scaled = {key: value * factor for key, value in shuffled}
    one, other = (
        analysis.similar(values(each, {"N1": "none"}), OWN, weights={"N1": 1.0})
        for each in (of_year(costs, 2025, indicator="N1"), scaled)
    )
    assert one["municipality"].tolist() == other["municipality"].tolist()
    assert one["distance"].tolist() == pytest.approx(other["distance"].tolist())


@given(st.sampled_from(sorted({*SIX} - {OWN})))
def test_each_missing_municipality_is_one_less_and_is_named(missing: str) -> None:
    figures = of_year(SIX, 2024) | of_year({**SIX, missing: None}, 2025)  # type: ignore[dict-item]
    latest, before = analysis.spread(values(figures), OWN).to_dict("records")
    assert (latest["n"], latest["of"], before["n"]) == (5, 6, 6)
    assert latest["missing"] == (f"M{missing}",)
    assert latest["own"] == before["own"]


@pytest.mark.parametrize(
    ("fetched", "plan_year", "is_said"),
    [("2022-11", 2024, True), ("2023-12-31", 2024, True), ("2024-01", 2024, False)],
)
def test_a_snapshot_older_than_the_plans_year_is_said(
    fetched: str, plan_year: int, is_said: bool
) -> None:
    rows = values({("N03011", OWN, 2021): -1.0}).assign(fetched=fetched)
    documents = pd.DataFrame(
        {"kind": ["plan", "plan", "evaluation"], "year": [2019, plan_year, 2099]}
    )
    shown = chapter.age(rows, documents)
    assert ("före 2024, den senaste planens år" in told(shown)) == is_said
    assert chapter.age(rows[:0], documents) == chapter.age(rows, documents[:0]) == Group(parts=())


def test_the_variables_and_the_method_are_shown_with_those_that_are_similar() -> None:
    figures = of_year(FIVE, 2025, indicator="N1")
    rows = values(figures, {"N1": "none"})
    roles = pd.DataFrame({"indicator": ["N1", "N2"], "likeness_weight": [1.0, None]})
    weights = analysis.weights(roles)
    found = analysis.similar(rows, OWN, weights=weights)
    text = told(chapter.similar(found, rows, weights, name="Ale"))
    assert "är det gjort med mått N1 (vikt 1,00)" in text
    assert "standardavvikelse" in text
    assert "Det är inte RKA:s egen lista" in text


def test_the_equity_ratio_of_the_municipality_is_told_apart_from_kolada_s() -> None:
    rows = values({("N00902", OWN, 2022): 40.342046}, {"N00902": "none"})
    printed = pd.DataFrame(
        {"indicator": ["N00902"], "name": ["soliditet"], "year": [2022], "value": [55.0]}
        | {"source": ["ale.se"]},
        index=["data/municipal_figures/municipal_figures.csv#N00902/2022"],
    )
    found = analysis.beside(rows, printed, OWN)
    text = told(chapter.told_apart(found))
    assert "soliditet till 55,0 procent 2022, enligt ale.se. Det är inte mått N00902" in text
    assert "som är 40,3 procent samma år" in text
    assert len(found["rows"].iloc[0]) == 3


def test_a_municipality_without_the_variables_has_none_that_are_similar() -> None:
    rows = values(of_year({"1401": 1.0, "1402": 2.0}, 2025, indicator="N1"), {"N1": "none"})
    assert analysis.similar(rows, OWN, weights={"N1": 1.0}).empty


def shown() -> Exhibit:
    rows = values(of_year(FIVE, 2024) | of_year(SIX, 2025))
    return chapter.strips(rows, analysis.spread(rows, OWN), own=OWN, name="Ale").parts[0]


def test_a_strip_has_a_dot_for_each_municipality_and_names_the_own() -> None:
    svg = wide(shown())
    dots = [dot.get("class") for dot in svg.iter(f"{SVG}circle")]
    assert (dots.count("ring"), dots.count("solid")) == (9, 2)
    assert len(bars(svg, "band")) == 2
    assert "Ale" in words(svg)
    assert_that_words_are_apart_and_inside(shown())


def test_what_is_processed_here_is_not_said_to_be_kolada_s() -> None:
    rows = values(of_year(FIVE, 2024) | of_year(SIX, 2025))
    for each in (shown(), chapter.groups(rows, own=OWN, name="Ale").parts[0]):
        assert each.source == "Egen bearbetning av data från Kolada, hämtade 22 november 2026."
    own = values({("N00901", OWN, 2025): 21.37}, {"N00901": "none"})
    alone = chapter.alone(analysis.alone(own, OWN), name="Ale").parts[0]
    assert alone.source == "Källa: Kolada, hämtat 22 november 2026."


def test_the_group_is_in_the_order_of_names_and_never_ranked() -> None:
    rows = values(of_year(SIX, 2024) | of_year(SIX, 2025))
    table = chapter.groups(rows, own=OWN, name="Ale").parts[0]
    assert [row.key for row in table.rows] == ["0331", "1401", "1402", "1480", "1489", "1490"]
    assert_that_words_are_apart_and_inside(table)
