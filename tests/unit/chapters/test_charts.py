"""Figures: their marks, labels and words."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest

from alereport.base import locales
from alereport.base.workspace import Workspace
from alereport.chapters import budget
from alereport.chapters.budget import analysis, sentences
from alereport.data import datasets
from alereport.exhibits.model import Exhibit
from tests.conftest import ROOT
from tests.drawings import assert_that_words_are_apart_and_inside, bars, lengths, pictures, wide
from tests.drawings import words as written
from tests.handmade import Amounts, amounts, breaks, budgets, plain, with_total

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


def test_an_area_across_a_break_is_dashed_and_has_the_word_for_it_instead_of_a_percentage() -> None:
    with locales.using("en"):
        svg = wide(budget.bridge(steps(breaks=BROKEN)))
    assert len(bars(svg, "broken")) == 1
    assert "break" in written(svg)
    assert "+25.0" not in written(svg)


def test_an_area_without_a_budget_before_has_a_dash_for_its_percentage() -> None:
    areas = with_total({"ny": (0, 0, 10), "it": (0, 100, 110)})
    assert "–" in written(wide(budget.bridge(steps(areas))))


def test_a_forecast_is_hatched_and_a_budget_outlined_with_their_values() -> None:
    svg = wide(budget.forecast_against_budget(forecast()))
    assert len(svg.findall("{*}svg")) == 4  # Stripes, in each forecast.
    assert {"1 000 budget", "1 100 prognos", "1 690", "+100"} <= set(written(svg))


def test_a_forecast_that_is_missing_has_no_bar() -> None:
    areas = {"kost": (None, 10, 10), "hr": (5, 5, 6), "total": (None, 15, 16)}
    svg = wide(budget.forecast_against_budget(forecast(areas)))
    assert len(svg.findall("{*}svg")) == 1
    assert "–" in written(svg)


def test_the_bridge_names_what_its_areas_do_not_explain() -> None:
    areas = {"kost": (None, None, 10), "hr": (5, 5, 6), "total": (5, 5, 16)}
    assert "Förklaras inte av områdena +10; Total +11." in alt(budget.bridge(steps(areas)))


SERIES = analysis.series(
    budgets({2022: with_total({"kost": (1000, 900, 950), "pension": (80, 70, 75)}), 2024: AREAS}),
    breaks({("pension", 2023): "Flyttade", ("total", 2023): "Flyttade"}),
)


def test_a_series_has_a_column_for_each_budget_and_forecast() -> None:
    svg = wide(budget.series_chart(SERIES))
    of_kost = bars(svg)[:6]
    assert len(svg.findall("{*}svg")) == 7
    heights = [float(bar.get("height", 0)) for bar in of_kost]
    expected = [900, 1000, 950, 1000, 1100, 1250]
    assert [height / heights[-1] * 1250 for height in heights] == pytest.approx(expected, rel=0.01)


def test_a_series_says_in_words_where_it_breaks() -> None:
    shown = budget.series_chart(SERIES)
    assert "Pension 2021: 70 (prognos 80), 2022: 75, 2023 seriebrott: –, 2024: –;" in alt(shown)
    assert "[Budgeten ökar med 0,2 mkr från 2023 till 2024; åren före går inte att jämföra]" in (
        plain(shown.markdown)
    )
    assert "Nämndplan 2022, avsnitt 4.1; Nämndplan 2024, avsnitt 4.1." in plain(shown.markdown)


def test_a_series_of_one_plan_alone_is_said_to_have_none_before_it() -> None:
    shown = budget.series_chart(analysis.series(amounts(AREAS), breaks({})))
    assert "serien har bara 2023 och 2024" in shown.markdown
    assert "![]" not in shown.markdown


@pytest.mark.parametrize(
    ("areas", "breaks", "sv", "en"),
    [
        (AREAS, {}, "Budgeten ökar med 0,2 mkr, mest för Kost", "grows by SEK 0.2m, most for Kost"),
        (
            with_total({"kost": (0, 1000, 700), "hr": (0, 100, 300)}),
            {},
            "Budgeten minskar med 0,1 mkr, mest för Kost",
            "falls by SEK 0.1m, most for Kost",
        ),
        (
            AREAS,
            {"total": "Flyttat"},
            "Budgeten ökar med 0,2 mkr, men åren går inte att jämföra",
            "grows by SEK 0.2m, but the years do not compare",
        ),
        (
            with_total({"kost": (0, 1000, 900), "hr": (0, 100, 200)}),
            {},
            "Totalen är oförändrad",
            "The total is unchanged",
        ),
    ],
    ids=["growth", "fall", "break", "no change"],
)
def test_the_headline_over_the_changes_says_what_they_show(
    areas: dict[str, Amounts], breaks: dict[str, str], sv: str, en: str
) -> None:
    rows = changes(areas, breaks=breaks)
    assert plain(str(sentences.change_headline(rows))) == sv
    with locales.using("en"):
        assert plain(str(sentences.change_headline(rows))).endswith(en)


def test_a_total_that_changes_through_broken_areas_alone_is_not_called_unchanged() -> None:
    rows = changes(with_total({"kost": (0, 1000, 1250)}), breaks=BROKEN)
    assert "oförändrad" not in str(sentences.change_headline(rows))


def test_a_growing_budget_does_not_grow_most_for_an_area_that_falls() -> None:
    areas = with_total({"kost": (0, 1000, 1250), "hr": (0, 500, 400)})
    assert "Hr" not in str(sentences.change_headline(changes(areas, breaks=BROKEN)))


@pytest.mark.parametrize(
    ("kost", "sv", "en"),
    [
        (1500, "Prognosen för 2023 är 0,5 mkr över budget, mest för Kost", "over budget, most"),
        (500, "Prognosen för 2023 är 0,5 mkr under budget, mest för Kost", "under budget, most"),
        (1000, "Prognosen för 2023 är lika med budgeten", "equals the budget"),
    ],
)
def test_the_headline_over_the_forecast_says_what_it_shows(kost: int, sv: str, en: str) -> None:
    rows = forecast(with_total({"hr": (100, 100, 100), "kost": (kost, 1000, 1000)}))
    assert plain(str(sentences.forecast_headline(rows))) == sv
    with locales.using("en"):
        assert en in plain(str(sentences.forecast_headline(rows)))


def test_a_forecast_that_is_missing_is_not_said_to_equal_its_budget() -> None:
    rows = forecast({"kost": (None, 900, 950), "total": (None, 900, 950)})
    assert "lika med" not in str(sentences.forecast_headline(rows))


def test_a_figure_bears_its_headline() -> None:
    change = budget.bridge(steps())
    expected = budget.forecast_against_budget(forecast())
    assert "\n\n[Budgeten ökar med 0,2 mkr, mest för Kost]{.headline}\n\n" in plain(change.markdown)
    assert "[Prognosen för 2023 är 0,1 mkr över budget, mest för Kost]{.headline}" in plain(
        expected.markdown
    )


def test_the_alternative_text_holds_every_area_and_its_change() -> None:
    assert alt(budget.bridge(steps(breaks=BROKEN))) == (
        "Vattenfallsdiagram över förändringen per område i tkr: "
        "Kost +250 (seriebrott); Hr −100; It 0; Total +150."
    )


def test_the_alternative_text_holds_every_area_with_forecast_and_budget() -> None:
    areas = {"kost": (None, 1000, 1250), "hr": (550, 500, 400), "total": (None, 1500, 1650)}
    assert alt(budget.forecast_against_budget(forecast(areas))) == (
        "Stapeldiagram över prognos och budget 2023 per område i tkr: "
        "Kost prognos –, budget 1 000; Hr prognos 550, budget 500; Total prognos –, budget 1 500."
    )


def test_special_characters_in_a_name_are_shown_as_they_are() -> None:
    shown = budget.bridge(steps(names={"kost": 'K "& <b> *IT*'}))
    assert r"K \"& <b> *IT* +250; " in alt(shown)
    assert r'mest för K "& \<b\> \*IT\*]{.headline}' in shown.markdown
    assert "K &quot;&amp; &lt;b&gt; *IT* +250; " in shown.html


def test_dollar_signs_in_a_name_are_not_taken_for_mathematics() -> None:
    shown = budget.bridge(steps(names={"kost": r"$\kost$"}))
    assert r"$\\kost$ +250" in alt(shown)


def test_a_figure_is_labelled_and_says_what_it_shows_and_where_it_is_from() -> None:
    lines = plain(budget.bridge(steps()).markdown).splitlines()
    assert (lines[0], lines[-1]) == ("::: {#fig-ks-2024-bridge}", ":::")
    assert lines[-3] == (
        "Från budget 2023 till budget 2024, område för område, tkr. "
        "Källa: Nämndplan 2024, avsnitt 4.1."
    )
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
        assert_that_words_are_apart_and_inside(each, least=3 * (len(changed) - 1))


@pytest.mark.parametrize("speaking", ["sv", "en"])
def test_the_words_of_a_series_lie_inside_it_and_not_on_each_other(speaking: str) -> None:
    rows = pd.concat([committed(plan, speaking) for plan in PLANS if plan.startswith("ks")])
    ended = breaks({("pensioner", 2023): "Flyttade", ("total", 2023): "Flyttade"})
    with locales.using(speaking):
        assert_that_words_are_apart_and_inside(budget.series_chart(analysis.series(rows, ended)))


@pytest.mark.parametrize(
    ("document", "change", "expected"),
    [
        (
            "sn-verksamhetsplan-2021",
            "Budgeten ökar med 72,2 mkr, men åren går inte att jämföra",
            "Prognosen för 2020 är 13,3 mkr över budget, mest för Effektivisering",
        ),
        (
            "ks-verksamhetsplan-2022",
            "Budgeten ökar med 1,4 mkr, mest för HR-avdelningen",
            "Prognosen för 2021 är 4,4 mkr under budget, mest för Kommunchef och centrala medel",
        ),
        (
            "ks-namndplan-2024",
            "Budgeten minskar med 2,9 mkr, mest för Kommunchef och centrala medel",
            "Prognosen för 2023 är 13,2 mkr under budget, mest för Kommunchef och centrala medel",
        ),
    ],
)
def test_the_headlines_over_the_committed_figures_are_right(
    document: str, change: str, expected: str
) -> None:
    rows = committed(document, "sv")
    assert plain(str(sentences.change_headline(analysis.change_by_area(rows)))) == change
    found = str(sentences.forecast_headline(analysis.forecast_against_budget(rows)))
    assert plain(found) == expected
