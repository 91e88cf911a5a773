"""Figures: their marks, labels and words."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest

from alereport.base import locales
from alereport.base.workspace import Workspace
from alereport.chapters import budget
from alereport.chapters.budget import analysis, comparable, headlines
from alereport.data import datasets
from alereport.exhibits.model import Exhibit
from tests.conftest import ROOT
from tests.drawings import assert_that_words_are_apart_and_inside, bars, lengths, pictures, wide
from tests.drawings import words as written
from tests.handmade import Amounts, amounts, breaks, plain, with_total

AREAS = with_total({"kost": (1100, 1000, 1250), "hr": (500, 500, 400), "it": (90, 100, 100)})
BROKEN = {"kost": "Ramen flyttades"}
PLANS = ("sn-verksamhetsplan-2021", "ks-verksamhetsplan-2022", "ks-namndplan-2024")

Frame = pd.DataFrame


def changes(areas: dict[str, Amounts] = AREAS, **said: dict[str, str]) -> Frame:
    return analysis.change_by_area(amounts(areas, **said))


def steps(areas: dict[str, Amounts] = AREAS, **said: dict[str, str]) -> Frame:
    return analysis.bridge(changes(areas, **said))


def forecast(areas: dict[str, Amounts] = AREAS, **said: dict[str, str]) -> Frame:
    return analysis.forecast_against_budget(amounts(areas, **said))


def alt(shown: Exhibit) -> str:
    """What is said of a chart to those who cannot see it, after its headline."""
    found = re.search(r'\{\.wide fig-alt="(.+?)"\} !', shown.markdown)
    assert found
    said = plain(found[1])
    return said[len(plain(str(shown.headline))) + 2 :]


def committed(document: str, speaking: str) -> Frame:
    """A committed plan's budget table with names and breaks, as `report.load` gives it."""
    workspace = Workspace(ROOT)
    rows = datasets.read(workspace, workspace.dataset("budget") / f"{document}.csv")
    areas = datasets.read_dataset(workspace, "areas").set_index(["committee", "area"])
    breaks = datasets.read_dataset(workspace, "breaks").set_index(["committee", "area", "year"])
    of_area = pd.MultiIndex.from_frame(rows[["committee", "area"]])
    of_year = pd.MultiIndex.from_frame(rows[["committee", "area", "amount_year"]])
    return rows.assign(
        title=document,
        name=areas["name" if speaking == "sv" else f"name_{speaking}"].reindex(of_area).to_numpy(),
        break_reason=breaks["reason"].reindex(of_year).to_numpy(),
        requirement=areas["requirement"].reindex(of_area).fillna(value=False).to_numpy(dtype=bool),
    )


def test_the_bridge_has_a_step_for_each_area_between_its_two_budgets() -> None:
    svg = wide(budget.bridge(steps()))
    assert written(svg)[:4] == ["tkr", "Förändring, %", "Budget 2023", "1 600"]
    assert written(svg)[4:] == [
        *("Kost", "+250", "+25,0", "Hr", "−100", "−20,0", "It", "0", "0,0"),
        *("Budget 2024", "1 750", "+9,4"),
    ]
    assert len(bars(svg, "outline")) == 2
    more, less = lengths(svg, "more")[0], lengths(svg, "less")[0]
    assert more / less == pytest.approx(2.5, rel=0.05)


def test_an_area_across_a_break_is_dashed_and_has_the_word_for_it_instead_of_its_change() -> None:
    with locales.using("en"):
        svg = wide(budget.bridge(steps(breaks=BROKEN)))
    assert len(bars(svg, "broken")) == 1
    assert "break" in written(svg)
    assert not {"+250", "+25.0"} & set(written(svg))


def test_there_is_no_bridge_between_totals_that_are_not_comparable() -> None:
    assert budget.bridge(steps(breaks={"total": "Flyttat"})).markdown == ""
    missing = {"kost": (None, None, 10), "total": (None, None, 10)}
    assert budget.bridge(steps(missing)).markdown == ""


def test_a_requirement_to_save_is_a_step_without_a_percentage() -> None:
    areas = with_total({"kost": (0, 100, 150), "krav": (0, -10, -20)})
    svg = wide(budget.bridge(steps(areas, requirements=["krav"])))
    at = written(svg).index("Krav")
    assert written(svg)[at : at + 3] == ["Krav", "−10", "Budget 2024"]


def test_an_area_without_a_budget_before_has_a_dash_for_its_percentage() -> None:
    areas = with_total({"ny": (0, 0, 10), "it": (0, 100, 110)})
    assert "–" in written(wide(budget.bridge(steps(areas))))


def test_the_difference_from_the_budget_stands_by_size_the_total_apart() -> None:
    areas = with_total({"it": (90, 100, 100), "hr": (600, 500, 500), "kost": (1300, 1000, 1000)})
    svg = wide(budget.forecast_against_budget(forecast(areas)))
    assert written(svg)[2:] == [
        *("Kost", "+300", "+30,0", "Hr", "+100", "+20,0", "It", "−10", "−10,0"),
        *("Total", "+390", "+24,4"),
    ]


def test_a_requirement_is_not_sorted_among_the_areas() -> None:
    areas = with_total({"kost": (110, 100, 100), "krav": (0, -60, -70), "hr": (5, 5, 5)})
    shown = budget.forecast_against_budget(forecast(areas, requirements=["krav"]))
    assert [row.key for row in shown.rows] == ["kost", "hr", "krav", "total"]


def test_a_plan_without_a_forecast_has_no_chart_of_it() -> None:
    areas = {"kost": (None, 10, 10), "total": (None, 10, 10)}
    assert budget.forecast_against_budget(forecast(areas)).markdown == ""


def test_a_forecast_equal_to_the_budget_is_a_sentence() -> None:
    shown = budget.forecast_against_budget(forecast(with_total({"kost": (10, 10, 12)})))
    assert [str(line) for line in shown.lines] == ["Prognosen för 2023 är lika med budgeten."]


def test_the_bridge_names_what_its_areas_do_not_explain() -> None:
    areas = {"kost": (None, None, 10), "hr": (5, 5, 6), "total": (5, 5, 16)}
    assert "Förklaras inte av områdena +10; Total +11." in alt(budget.bridge(steps(areas)))


@pytest.mark.parametrize(
    ("areas", "breaks", "sv", "en"),
    [
        (
            AREAS,
            {},
            "Mest minskar hr, med 100 000 kronor, och mest ökar kost, med 250 000 kronor",
            (
                "The largest decrease is for hr, SEK 100,000, and the largest increase for kost, "
                "SEK 250,000"
            ),
        ),
        (
            AREAS,
            BROKEN,
            "Mest minskar hr, med 100 000 kronor; kost går inte att jämföra med 2023",
            "The largest decrease is for hr, SEK 100,000; kost is not comparable with 2023",
        ),
        (
            with_total({"kost": (0, 1000, 1500), "hr": (0, 100, 100)}),
            {},
            "Mest ökar kost, med 500 000 kronor",
            "The largest increase is for kost, SEK 500,000",
        ),
        (
            with_total({"kost": (0, 1000, 1000)}),
            {},
            "Inget område ändras",
            "No area changes",
        ),
    ],
    ids=["both ways", "break", "growth", "no change"],
)
def test_the_headline_over_the_changes_says_what_they_show(
    areas: dict[str, Amounts], breaks: dict[str, str], sv: str, en: str
) -> None:
    rows = changes(areas, breaks=breaks)
    assert plain(str(headlines.changes(rows))) == sv
    with locales.using("en"):
        assert plain(str(headlines.changes(rows))) == en


@pytest.mark.parametrize(
    ("kost", "sv"),
    [
        (1500, "Prognosen för 2023 är 500 000 kronor (45,5 procent) över budget, mest för kost"),
        (
            500,
            (
                "Prognosen för 2023 är 500 000 kronor (45,5 procent) under budget; "
                "ett av två områden ligger under och inget över"
            ),
        ),
        (1000, "Prognosen för 2023 är lika med budgeten"),
    ],
)
def test_the_headline_over_the_forecast_says_what_it_shows(kost: int, sv: str) -> None:
    rows = forecast(with_total({"hr": (100, 100, 100), "kost": (kost, 1000, 1000)}))
    assert plain(str(headlines.forecast(rows))) == sv


def test_a_forecast_that_is_missing_is_not_said_to_equal_its_budget() -> None:
    rows = forecast({"kost": (None, 900, 950), "total": (None, 900, 950)})
    assert "lika med" not in str(headlines.forecast(rows))


@pytest.mark.parametrize(
    ("booked", "said"),
    [(0, "ungefär hälften, 60 000 kronor, är besparingen"), (-60, "över budget, mest för kost")],
)
def test_a_saving_that_the_forecast_does_not_have_is_told_in_its_headline(
    booked: int, said: str
) -> None:
    areas = with_total({"kost": (160, 100, 100), "krav": (booked, -60, -70)})
    rows = forecast(areas, requirements=["krav"])
    assert said in plain(str(headlines.forecast(rows)))


def test_a_figure_bears_its_headline() -> None:
    change = budget.bridge(steps())
    assert "\n\n[Mest minskar hr, med 100 000 kronor, och mest" in plain(change.markdown)


def test_the_alternative_text_holds_every_area_and_its_change() -> None:
    assert alt(budget.bridge(steps(breaks=BROKEN))) == (
        "Vattenfallsdiagram över förändringen per område i tkr: "
        "Kost seriebrott; Hr −100; It 0; Total +150."
    )


def test_the_alternative_text_holds_every_area_with_its_difference() -> None:
    areas = {"kost": (None, 1000, 1250), "hr": (550, 500, 400), "total": (None, 1500, 1650)}
    assert alt(budget.forecast_against_budget(forecast(areas))) == (
        "Stapeldiagram över prognos minus budget 2023 per område i tkr: Hr +50; Kost –; Total –."
    )


def test_special_characters_in_a_name_are_shown_as_they_are() -> None:
    shown = budget.bridge(steps(names={"kost": 'K "& <b> *IT*'}))
    assert r"K \"& <b> *IT* +250; " in alt(shown)
    assert r'mest ökar K "& \<b\> \*IT\*, med' in shown.markdown
    assert "K &quot;&amp; &lt;b&gt; *IT* +250; " in shown.html


def test_dollar_signs_in_a_name_are_not_taken_for_mathematics() -> None:
    shown = budget.bridge(steps(names={"kost": r"$\kost$"}))
    assert r"$\\kost$ +250" in alt(shown)


def test_a_figure_is_labelled_and_says_what_it_shows_and_where_it_is_from() -> None:
    lines = plain(budget.bridge(steps()).markdown).splitlines()
    assert lines[0] == "::: {#fig-ks-2024-bridge}"
    assert list(filter(None, lines))[-5:] == [
        "Från budget 2023 till budget 2024, område för område, tkr.",
        ":::",
        "::: {.source of=fig-ks-2024-bridge}",
        "Källa: Nämndplan 2024, avsnitt 4.1.",
        ":::",
    ]
    assert "::: {#fig-ks-2024-forecast}" in budget.forecast_against_budget(forecast()).markdown


@pytest.mark.parametrize(
    ("draw", "rows"),
    [
        (budget.bridge, steps(breaks=BROKEN)),
        (budget.forecast_against_budget, forecast()),
    ],
    ids=["changes", "forecast"],
)
def test_the_same_figures_make_the_same_picture_to_the_byte(
    draw: Callable[[Frame], Exhibit], rows: Frame
) -> None:
    assert pictures(draw(rows)) == pictures(draw(rows))


def test_another_figure_makes_another_picture() -> None:
    other = {**AREAS, "kost": (1100, 1000, 1251)}
    assert pictures(budget.bridge(steps())) != pictures(budget.bridge(steps(other)))


@pytest.mark.parametrize("speaking", ["sv", "en"])
@pytest.mark.parametrize("document", PLANS)
def test_the_words_of_a_figure_lie_inside_it_and_not_on_each_other(
    document: str, speaking: str
) -> None:
    rows = committed(document, speaking)
    changed, expected = analysis.change_by_area(rows), analysis.forecast_against_budget(rows)
    with locales.using(speaking):
        shown = [
            budget.bridge(analysis.bridge(changed)),
            budget.forecast_against_budget(expected),
        ]
    for each in shown:
        if each.markdown:  # The totals of one plan are not comparable.
            assert_that_words_are_apart_and_inside(each, least=2 * (len(changed) - 1))


@pytest.mark.parametrize("speaking", ["sv", "en"])
def test_the_words_over_the_years_lie_inside_their_figure_and_not_on_each_other(
    speaking: str,
) -> None:
    rows = pd.concat([committed(plan, speaking) for plan in PLANS if plan.startswith("ks")])
    ended = breaks({("pensioner", 2023): "Flyttade", ("total", 2023): "Flyttade"})
    compared = comparable.comparable_total(rows, ended)
    with locales.using(speaking):
        series = budget.series_chart(analysis.series(rows, ended), compared)
        changes = budget.compared_chart(compared, comparable.left_out(rows, ended))
    assert_that_words_are_apart_and_inside(series)
    assert_that_words_are_apart_and_inside(changes)


@pytest.mark.parametrize(
    ("document", "change", "expected"),
    [
        (
            "sn-verksamhetsplan-2021",
            (
                "Mest minskar fastighet och IT, med 1,5 mkr; ledning och administration "
                "och kost går inte att jämföra med 2020"
            ),
            (
                "Prognosen för 2020 är 13,3 mkr (107,5 procent) över budget; ungefär hälften, "
                "6,5 mkr, är besparingen för 2020, som prognosen inte tar upp"
            ),
        ),
        (
            "ks-verksamhetsplan-2022",
            (
                "Mest minskar kommunchefens centrala medel, med 1,4 mkr, och mest ökar "
                "HR-avdelningen, med 3,5 mkr; avdelningen strategi och uppföljning går inte "
                "att jämföra med 2021"
            ),
            (
                "Prognosen för 2021 är 4,4 mkr (2,4 procent) under budget, trots 9,6 mkr över för "
                "pensioner"
            ),
        ),
        (
            "ks-namndplan-2024",
            (
                "Mest minskar kommunchefens centrala medel, med 4,3 mkr, och mest ökar "
                "kansli- och säkerhetsavdelningen, med 1,3 mkr"
            ),
            (
                "Prognosen för 2023 är 13,2 mkr (8,4 procent) under budget; sex av sju områden "
                "ligger under och inget över"
            ),
        ),
    ],
)
def test_the_headlines_over_the_committed_figures_are_right(
    document: str, change: str, expected: str
) -> None:
    rows = committed(document, "sv")
    assert plain(str(headlines.changes(analysis.change_by_area(rows)))) == change
    found = str(headlines.forecast(analysis.forecast_against_budget(rows)))
    assert plain(found) == expected
