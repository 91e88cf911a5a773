"""Sentences computed from the figures."""

from __future__ import annotations

import pandas as pd
import pytest

from alereport.base import locales
from alereport.chapters import budget, common
from alereport.chapters.budget import analysis
from alereport.exhibits import building, sources
from alereport.exhibits.model import MIME, Exhibit
from tests.handmade import (
    Amounts,
    amounts,
    breaks,
    budgets,
    commentary,
    investments,
    plain,
    with_total,
)

GROWTH = with_total({"kost": (1100, 1000, 1250), "hr": (400, 500, 400), "it": (100, 100, 100)})
FALL = with_total({"kost": (900, 1000, 800), "hr": (500, 500, 450), "it": (100, 100, 100)})
STILL = with_total({"kost": (1000, 1000, 1000), "hr": (500, 500, 500)})
MOVED = {"kost": "Ramen flyttades", "total": "Ramar flyttades"}
NOTHING_INVESTED = investments({})


def frames(
    areas: dict[str, Amounts], **said: dict[str, str] | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = amounts(areas, **said)
    return analysis.change_by_area(rows), analysis.forecast_against_budget(rows)


def words(shown: Exhibit) -> str:
    return plain(shown.markdown)


def block(role: str, *paragraphs: str) -> str:
    return "\n\n".join([f"::: {{.{role}}}", *paragraphs, ":::"])


@pytest.mark.parametrize(
    ("areas", "sv", "en"),
    [
        pytest.param(
            GROWTH,
            "Budgeten för 2024 är 1 750 tkr, 150 tkr (9,4 %) mer än för 2023.",
            "The budget for 2024 is SEK 1,750k, SEK 150k (9.4%) more than for 2023.",
            id="growth",
        ),
        pytest.param(
            FALL,
            "Budgeten för 2024 är 1 350 tkr, 250 tkr (15,6 %) mindre än för 2023.",
            "The budget for 2024 is SEK 1,350k, SEK 250k (15.6%) less than for 2023.",
            id="fall",
        ),
        pytest.param(
            STILL,
            "Budgeten för 2024 är 1 500 tkr, lika stor som för 2023.",
            "The budget for 2024 is SEK 1,500k, the same as for 2023.",
            id="no change",
        ),
    ],
)
def test_the_lead_says_how_the_total_changes(areas: dict[str, Amounts], sv: str, en: str) -> None:
    changes, _forecast = frames(areas)
    assert words(budget.lead(changes)) == block("lead", sv)
    with locales.using("en"):
        assert words(budget.lead(changes)) == block("lead", en)


def test_the_lead_says_that_two_years_do_not_compare_and_why() -> None:
    changes, _forecast = frames(GROWTH, breaks=MOVED)
    assert words(budget.lead(changes)) == block(
        "lead",
        "Budgeten för 2024 är 1 750 tkr, mot 1 600 tkr för 2023, "
        "men de två åren går inte att jämföra.",
        "Ramar flyttades.",
    )


def test_the_english_lead_marks_a_reason_that_is_only_in_swedish() -> None:
    changes, _forecast = frames(GROWTH, breaks=MOVED)
    with locales.using("en"):
        locales.note_untranslated(["Ramar flyttades"])
        assert words(budget.lead(changes)) == block(
            "lead",
            "The budget for 2024 is SEK 1,750k, against SEK 1,600k for 2023, "
            "but the two years do not compare.",
            "[Ramar flyttades.]{lang=sv}",
        )


def test_a_reason_in_swedish_is_marked_as_such_in_an_english_report() -> None:
    changes, _forecast = frames(GROWTH, breaks=MOVED)
    with locales.using("en"):
        locales.note_untranslated(["Ramen flyttades"])
        missing = words(budget.what_is_missing(changes, NOTHING_INVESTED))
    assert "- [Kost]{.term}: [Ramen flyttades.]{lang=sv}" in missing


def test_the_lead_of_a_first_budget_has_no_percentage() -> None:
    changes, _forecast = frames(with_total({"kost": (0, 0, 1000)}))
    lead = words(budget.lead(changes))
    assert "1 000 tkr" in lead
    assert "NaN" not in lead
    assert "%" not in lead


@pytest.mark.parametrize(
    "areas",
    [
        pytest.param({"kost": (0, 0, 1000), "total": (0, 0, 1000)}, id="no budget before"),
        pytest.param({"kost": (None, 900, 950), "total": (None, 900, 950)}, id="no forecast"),
        pytest.param(
            {"kost": (9, 9, 9), "krav": (0, 0, -9), "total": (9, 9, 0)}, id="a total of nought"
        ),
    ],
)
def test_no_key_figure_is_made_of_a_figure_that_is_missing(areas: dict[str, Amounts]) -> None:
    assert "NaN" not in words(budget.key_figures(*frames(areas)))


def test_a_forecast_that_is_missing_is_not_said_to_equal_its_budget() -> None:
    shown = budget.key_figures(*frames({"kost": (None, 900, 950), "total": (None, 900, 950)}))
    assert "lika med budget" not in words(shown)


def test_key_figures_are_four_each_with_what_it_is_compared_with() -> None:
    shown = words(budget.key_figures(*frames(with_total({"kost": (110500, 100000, 125000)}))))
    assert shown.splitlines() == [
        "::: {.key-figures}",
        "",
        "- [Budget 2024]{.label} [125,0 mkr]{.value} [+25,0 mkr (+25,0 %) mot 2023]{.note}",
        "- [Prognos 2023]{.label} [110,5 mkr]{.value} [10,5 mkr över budget 2023]{.note}",
        "- [Största området]{.label} [125,0 mkr]{.value} [Kost, 100 %]{.note}",
        "- [Största förändringen]{.label} [+25,0 mkr]{.value} [Kost]{.note}",
        "",
        ":::",
    ]


@pytest.mark.parametrize(
    ("forecast", "sv", "en"),
    [
        (90000, "10,0 mkr under budget 2023", "SEK 10.0m under budget 2023"),
        (100000, "lika med budget 2023", "equal to budget 2023"),
        (110000, "10,0 mkr över budget 2023", "SEK 10.0m over budget 2023"),
    ],
)
def test_the_forecast_is_compared_with_its_budget(forecast: int, sv: str, en: str) -> None:
    both = frames(with_total({"kost": (forecast, 100000, 100000)}))
    assert f"[{sv}]{{.note}}" in words(budget.key_figures(*both))
    with locales.using("en"):
        assert f"[{en}]{{.note}}" in words(budget.key_figures(*both))


def test_key_figures_of_a_break_carry_no_percentage_of_change() -> None:
    shown = words(budget.key_figures(*frames(GROWTH, breaks=MOVED)))
    assert "[går inte att jämföra med 2023]{.note}" in shown
    assert "- [Största jämförbara förändringen]{.label} [−0,1 mkr]{.value} [Hr]{.note}" in shown


def test_there_is_no_largest_change_where_nothing_changes() -> None:
    assert "förändringen" not in words(budget.key_figures(*frames(STILL)))


def test_key_figures_are_shown_to_the_analyst_too() -> None:
    shown = plain(budget.key_figures(*frames(GROWTH)).html)
    assert shown.count("<li>") == 4
    assert "<strong>1,8 mkr</strong> (+0,2 mkr (+9,4 %) mot 2023)" in shown


@pytest.mark.parametrize(
    ("areas", "sv", "en"),
    [
        pytest.param(
            GROWTH,
            "Tillsammans ökar 1 område med 250 tkr och minskar 1 område med 100 tkr. "
            "Störst är ökningen för Kost, +250 tkr (+25,0 %); "
            "störst är minskningen för Hr, −100 tkr (−20,0 %). "
            "Prognosen för 2023 är 1 600 tkr, lika med budget.",
            "In all, 1 area grows by SEK 250k and 1 area falls by SEK 100k. "
            "The largest increase is in Kost, +SEK 250k (+25.0%); "
            "the largest decrease is in Hr, −SEK 100k (−20.0%). "
            "The forecast for 2023 is SEK 1,600k, equal to its budget.",
            id="both ways",
        ),
        pytest.param(
            FALL,
            "Inget jämförbart område ökar; tillsammans minskar 2 områden med 250 tkr. "
            "Störst är minskningen för Kost, −200 tkr (−20,0 %). "
            "Prognosen för 2023 är 1 500 tkr, 100 tkr under budget.",
            "No comparable area grows; 2 areas fall by SEK 250k in all. "
            "The largest decrease is in Kost, −SEK 200k (−20.0%). "
            "The forecast for 2023 is SEK 1,500k, SEK 100k under its budget.",
            id="fall",
        ),
        pytest.param(
            with_total({"kost": (1100, 1000, 1250), "hr": (500, 500, 500)}),
            "Inget jämförbart område minskar; tillsammans ökar 1 område med 250 tkr. "
            "Störst är ökningen för Kost, +250 tkr (+25,0 %). "
            "Prognosen för 2023 är 1 600 tkr, 100 tkr över budget.",
            "No comparable area falls; 1 area grows by SEK 250k in all. "
            "The largest increase is in Kost, +SEK 250k (+25.0%). "
            "The forecast for 2023 is SEK 1,600k, SEK 100k over its budget.",
            id="growth",
        ),
        pytest.param(
            STILL,
            "Inget jämförbart område förändras. Prognosen för 2023 är 1 500 tkr, lika med budget.",
            "No comparable area changes. The forecast for 2023 is SEK 1,500k, equal to its budget.",
            id="no change",
        ),
    ],
)
def test_the_commentary_says_what_explains_the_total(
    areas: dict[str, Amounts], sv: str, en: str
) -> None:
    both = frames(areas)
    assert words(budget.commentary(*both)) == block("commentary", sv)
    with locales.using("en"):
        assert words(budget.commentary(*both)) == block("commentary", en)


def test_the_commentary_names_what_cannot_be_compared_and_leaves_it_out() -> None:
    breaks = {"kost": "Ramen flyttades", "it": "Ny avdelning"}
    said = words(budget.commentary(*frames(GROWTH, breaks=breaks)))
    assert "Mellan 2023 och 2024 går dessa områden inte att jämföra: Kost och It." in said
    assert "Inget jämförbart område ökar; tillsammans minskar 1 område med 100 tkr." in said
    assert "250 tkr" not in said


def test_the_commentary_is_silent_about_a_forecast_that_is_missing() -> None:
    both = frames({"kost": (None, 900, 950), "total": (None, 900, 950)})
    assert "Prognosen" not in words(budget.commentary(*both))


def test_what_is_missing_names_breaks_and_amounts_and_investments() -> None:
    areas = {**GROWTH, "hr": (None, 500, 400)}
    changes, _forecast = frames(areas, breaks=MOVED)
    assert words(budget.what_is_missing(changes, NOTHING_INVESTED)).splitlines() == [
        "::: {.missing}",
        "",
        "- [Kost]{.term}: Ramen flyttades.",
        "- [Total]{.term}: Ramar flyttades.",
        "- Några belopp saknas i planen och visas som ett streck.",
        "- Investeringsplan saknas i underlaget.",
        "",
        ":::",
    ]


def test_where_nothing_is_missing_that_is_said() -> None:
    changes, _forecast = frames(GROWTH)
    shown = budget.what_is_missing(changes, investments({"Bil": {2024: 1}}))
    sentence = "Ingenting saknas, och alla områden går att jämföra med året före."
    assert words(shown).splitlines()[2] == f"- {sentence}"
    assert shown.html == f"<ul><li>{sentence}</li></ul>"


def test_a_section_is_a_heading_in_the_language_spoken() -> None:
    assert common.section("Change by area").markdown == "## Förändring per område"
    with locales.using("en"):
        assert common.section("Change by area").html == "<h2>Change by area</h2>"


def test_a_source_names_document_and_section() -> None:
    changes, _forecast = frames(GROWTH)
    assert plain(sources.source(changes)) == "Källa: Nämndplan 2024, avsnitt 4.1."


def test_special_characters_in_a_name_are_shown_as_they_are() -> None:
    names = {"kost": "Kost *& <b>IT</b>*"}
    both = frames(GROWTH, names=names)
    said = budget.commentary(*both)
    assert r"för Kost \*& \<b\>IT\</b\>\*," in words(said)
    assert "för Kost *&amp; &lt;b&gt;IT&lt;/b&gt;*," in said.html
    assert r"[Kost \*& \<b\>IT\</b\>\*, 71 %]{.note}" in words(budget.key_figures(*both))


def test_the_lead_tells_the_publisher_its_role() -> None:
    changes, _forecast = frames(GROWTH)
    formats = budget.lead(changes)._repr_mimebundle_()
    assert set(formats) == {"text/markdown", "text/html", MIME}
    assert (formats[MIME]["kind"], formats[MIME]["role"]) == ("text", "lead")


WRITTEN = commentary({"goals": "Om målen.", "budget": "Först *detta*.\n\nSedan A < B."})


def test_the_analysts_words_on_a_chapter_are_set_apart_under_their_own_name() -> None:
    shown = common.analyst_commentary(WRITTEN, "budget")
    assert shown.markdown == (
        "::: {.analyst}\n\n[Analytikerns kommentar]{.term}\n\nFörst *detta*.\n\nSedan A < B.\n\n:::"
    )
    assert "<p>Sedan A &lt; B.</p>" in shown.html
    assert shown.id == "analyst-commentary"


def test_a_figure_the_analyst_wrote_is_not_broken_over_two_lines() -> None:
    said = common.analyst_commentary(commentary({"budget": "Drygt 8 000 tkr är 5,2 %."}), "budget")
    assert "Drygt 8\u00a0000\u00a0tkr är 5,2\u00a0%." in said.markdown


def test_the_analysts_swedish_is_marked_as_such_in_an_english_report() -> None:
    with locales.using("en"):
        shown = common.analyst_commentary(WRITTEN, "budget")
    assert "[The analyst's commentary, in Swedish]{.term}" in shown.markdown
    assert "::: {lang=sv}\n\nFörst *detta*.\n\nSedan A < B.\n\n:::" in shown.markdown
    assert '<div lang="sv"><p>Först' in shown.html


def test_the_computed_text_is_shown_only_where_the_analyst_has_not_written() -> None:
    computed = building.note("computed", "Beräknat.")
    assert common.analyst_commentary(WRITTEN, "personnel", otherwise=computed) == computed
    assert (
        "Beräknat" not in common.analyst_commentary(WRITTEN, "budget", otherwise=computed).markdown
    )
    assert not common.analyst_commentary(commentary({}), "budget").markdown.strip()


def test_a_source_names_every_document_with_its_sections() -> None:
    said = pd.DataFrame({"title": ["A", "B", "A", None], "section": ["1", "2", "3", None]})
    assert plain(sources.source(said)) == "Källa: A, avsnitt 1 och 3; B, avsnitt 2."


def test_the_sign_of_a_change_is_explained() -> None:
    assert "ett större tal är en större kostnad" in budget.sign_convention().markdown


def test_breaks_of_earlier_years_are_among_what_is_missing() -> None:
    plans = {2022: with_total({"kost": (10, 9, 8)}), 2024: with_total({"kost": (8, 7, 6)})}
    series = analysis.series(budgets(plans), breaks({("kost", 2023): "Flyttade"}))
    changes, _forecast = frames(GROWTH)
    said = words(budget.what_is_missing(changes, NOTHING_INVESTED, series))
    assert "- [Kost, 2023]{.term}: Flyttade." in said
