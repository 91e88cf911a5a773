"""Sentences computed from the figures."""

from __future__ import annotations

import pandas as pd
import pytest

from alereport.base import locales
from alereport.chapters import budget, common
from alereport.chapters.budget import analysis
from alereport.chapters.budget.explained import with_reasons
from alereport.chapters.budget.requirements import must_save
from alereport.exhibits import building, sources
from alereport.exhibits.model import MIME, Exhibit
from tests.handmade import (
    Amounts,
    amounts,
    commentary,
    earmarks,
    explanations,
    investments,
    plain,
    with_total,
)

GROWTH = with_total({"kost": (11000, 10000, 12500), "hr": (4000, 5000, 4000), "it": (1, 1, 1)})
FALL = with_total({"kost": (9000, 10000, 8000), "hr": (5000, 5000, 4500), "it": (1, 1, 1)})
STILL = with_total({"kost": (10000, 10000, 10000), "hr": (5000, 5000, 5000)})
MOVED = {"kost": "Ramen flyttades", "total": "Ramar flyttades"}


def frames(
    areas: dict[str, Amounts], reasons: dict[str, str] | None = None, **said: dict[str, str] | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = amounts(areas, **said)
    changes = analysis.change_by_area(rows)
    changes = with_reasons(changes, explanations(reasons or {}), least_tkr=1000)
    return changes, analysis.forecast_against_budget(rows)


def key_figures(areas: dict[str, Amounts], *named: tuple, **said: dict[str, str] | None) -> Exhibit:
    changes, forecast = frames(areas, **said)
    marked = analysis.earmarks_by_kind(earmarks(*named), amounts(areas))
    return budget.key_figures(changes, forecast, must_save(changes, marked))


def words(shown: Exhibit) -> str:
    return plain(shown.markdown)


def block(role: str, *paragraphs: str) -> str:
    return "\n\n".join([f"::: {{.{role}}}", *paragraphs, ":::"])


@pytest.mark.parametrize(
    ("areas", "sv", "en"),
    [
        pytest.param(
            GROWTH,
            "Planens budget för 2024 är 16,5 mkr, 1,5 mkr (10,0 procent) mer än för 2023.",
            "The plan's budget for 2024 is SEK 16.5 million, SEK 1.5 million (10.0 per cent) more "
            "than for 2023.",
            id="growth",
        ),
        pytest.param(
            FALL,
            "Planens budget för 2024 är 12,5 mkr, 2,5 mkr (16,7 procent) mindre än för 2023.",
            "The plan's budget for 2024 is SEK 12.5 million, SEK 2.5 million (16.7 per cent) less "
            "than for 2023.",
            id="fall",
        ),
        pytest.param(
            STILL,
            "Planens budget för 2024 är 15,0 mkr, samma som för 2023.",
            "The plan's budget for 2024 is SEK 15.0 million, the same as for 2023.",
            id="no change",
        ),
    ],
)
def test_the_lead_says_how_the_total_changes(areas: dict[str, Amounts], sv: str, en: str) -> None:
    changes, _forecast = frames(areas)
    assert plain(str(budget.lead(changes).lines[0])) == sv
    with locales.using("en"):
        assert plain(str(budget.lead(changes).lines[0])) == en


LESS_HR = "Mest minskar hr, med 1,0 mkr (20,0 procent)."


@pytest.mark.parametrize(
    ("areas", "most"),
    [
        (GROWTH, f"Mest ökar kost, med 2,5 mkr (25,0 procent). {LESS_HR}"),
        (FALL, "Mest minskar kost, med 2,0 mkr (20,0 procent)."),
        (
            with_total({"kost": (0, 10000, 10677), "hr": (0, 5000, 5000)}),
            "Mest ökar kost, med 677 000 kronor (6,8 procent).",
        ),
    ],
)
def test_the_lead_says_which_area_moves_the_total(areas: dict[str, Amounts], most: str) -> None:
    changes, _forecast = frames(areas)
    assert plain(str(budget.lead(changes).lines[1])) == most


def test_a_growing_budget_is_not_explained_by_an_area_that_falls() -> None:
    areas = with_total({"hr": (0, 5000, 4000), "ny": (0, 0, 0)})
    areas["total"] = (0, 5000, 6000)
    assert [line.key for line in budget.lead(frames(areas)[0]).lines] == ["lead"]


def test_the_plans_own_reason_is_for_the_total_or_else_for_the_area() -> None:
    both = {"kost": "Dyrare mat", "total": "Fler elever"}
    for reasons, why in ((both, "Fler elever"), ({"kost": "Dyrare mat"}, "Dyrare mat")):
        said = budget.explanation(frames(GROWTH, reasons)[0]).lines[-1]
        assert str(said) == f"Planens förklaring: {why}"
        assert len(said.rows) == 1


def test_the_lead_says_that_two_years_are_not_comparable_and_why() -> None:
    changes, _forecast = frames(GROWTH, breaks=MOVED)
    assert words(budget.lead(changes)) == block(
        "lead",
        "Planens budget för 2024 är 16,5 mkr, mot 15,0 mkr för 2023, "
        "men de båda åren går inte att jämföra.",
        "Ramar flyttades.",
        "Av det som går att jämföra minskar hr mest, med 1,0 mkr (20,0 procent).",
    )


def test_why_the_years_are_not_comparable_is_not_told_twice() -> None:
    changes, _forecast = frames(GROWTH, {"total": "Bidragen har flyttats"}, breaks=MOVED)
    assert [line.key for line in budget.lead(changes).lines] == ["lead", "most"]


def test_a_reason_in_swedish_is_marked_as_such_in_an_english_report() -> None:
    changes, _forecast = frames(GROWTH, breaks=MOVED)
    with locales.using("en"):
        locales.note_untranslated(["Ramar flyttades"])
        assert "[Ramar flyttades.]{lang=sv}" in words(budget.lead(changes))
        assert "[Ramar flyttades.]{lang=sv}" in words(budget.change_by_area(changes))


def test_a_hedge_stands_before_the_amount_in_the_lead() -> None:
    areas = with_total({"kost": (10000, 10000, 12500)})
    changes, _forecast = frames(areas, hedges={("total", 2024, "budget"): "ca"})
    assert plain(str(budget.lead(changes).lines[0])) == (
        "Planens budget för 2024 är ca 12,5 mkr, cirka 2,5 mkr (25,0 procent) mer än för 2023."
    )


def test_the_lead_of_a_first_budget_has_no_percentage() -> None:
    changes, _forecast = frames(with_total({"kost": (0, 0, 1000)}))
    lead = words(budget.lead(changes))
    assert "1,0 mkr" in lead
    assert "NaN" not in lead
    assert "procent" not in lead


@pytest.mark.parametrize(
    "areas",
    [
        pytest.param({"kost": (0, 0, 1000), "total": (0, 0, 1000)}, id="no budget before"),
        pytest.param({"kost": (None, 900, 950), "total": (None, 900, 950)}, id="no forecast"),
        pytest.param(
            {"kost": (9, 9, 9), "krav": (0, 0, -9), "total": (9, 9, 0)}, id="a total of zero"
        ),
    ],
)
def test_no_key_figure_is_made_of_a_figure_that_is_missing(areas: dict[str, Amounts]) -> None:
    assert "NaN" not in words(key_figures(areas))


def test_a_forecast_that_is_missing_is_not_said_to_equal_its_budget() -> None:
    shown = key_figures({"kost": (None, 900, 950), "total": (None, 900, 950)})
    assert "lika med budget" not in words(shown)


def test_key_figures_are_four_each_with_what_it_is_compared_with() -> None:
    saving = ("efficiency", "Krav", None, -8000, "drygt")
    areas = with_total({"kost": (110500, 100000, 125000)})
    changes, forecast = frames(areas)
    marked = analysis.earmarks_by_kind(earmarks(saving), amounts(areas))
    invested = analysis.investments_by_item(investments({"Bil": {2024: 1500, 2025: 20}}))
    required = must_save(changes, marked)
    shown = words(budget.key_figures(changes, forecast, required, invested))
    assert shown.splitlines() == [
        "::: {.key-figures}",
        "",
        "- [Budget 2024]{.label} [125,0 mkr]{.value} [13,1 % över prognosen för 2023]{.note}",
        "- [Prognos 2023]{.label} [110,5 mkr]{.value} [10,5 mkr över budget 2023]{.note}",
        "- [Ska sparas]{.label} [drygt 8 mkr]{.value} [enligt planen]{.note}",
        "- [Investeringar 2024]{.label} [1,5 mkr]{.value} [Bil]{.note}",
        "",
        ":::",
    ]


@pytest.mark.parametrize(
    ("forecast", "sv", "en"),
    [
        (90000, "10,0 mkr under budget 2023", "SEK 10.0 million under budget 2023"),
        (100000, "lika med budget 2023", "equal to budget 2023"),
        (110000, "10,0 mkr över budget 2023", "SEK 10.0 million over budget 2023"),
    ],
)
def test_the_forecast_is_compared_with_its_budget(forecast: int, sv: str, en: str) -> None:
    areas = with_total({"kost": (forecast, 100000, 100000)})
    assert f"[{sv}]{{.note}}" in words(key_figures(areas))
    with locales.using("en"):
        assert f"[{en}]{{.note}}" in words(key_figures(areas))


def test_key_figures_of_a_break_carry_no_comparison() -> None:
    shown = words(key_figures(GROWTH, breaks=MOVED))
    assert "[går inte att jämföra med 2023]{.note}" in shown


def test_there_is_no_largest_change_where_nothing_changes() -> None:
    assert "förändringen" not in words(key_figures(STILL))


def test_key_figures_are_shown_to_the_analyst_too() -> None:
    shown = plain(key_figures(GROWTH).html)
    assert shown.count("<li>") == 2
    assert "<strong>16,5 mkr</strong> (10,0 % över prognosen för 2023)" in shown


@pytest.mark.parametrize(
    ("areas", "sv", "en"),
    [
        pytest.param(
            GROWTH,
            "Tillsammans ökar ett område med 2,5 mkr och minskar ett område med 1,0 mkr. "
            "Prognosen för 2023 är 15,0 mkr, lika med budget.",
            "In all, one area grows by SEK 2.5 million and one area falls by SEK 1.0 million. "
            "The forecast for 2023 is SEK 15.0 million, equal to its budget.",
            id="both ways",
        ),
        pytest.param(
            FALL,
            "Inget jämförbart område ökar; tillsammans minskar två områden med 2,5 mkr. "
            "Prognosen för 2023 är 14,0 mkr, 1,0 mkr under budget.",
            "No comparable area grows; two areas fall by SEK 2.5 million in all. "
            "The forecast for 2023 is SEK 14.0 million, SEK 1.0 million under its budget.",
            id="fall",
        ),
        pytest.param(
            with_total({"kost": (11000, 10000, 12500), "hr": (5000, 5000, 5000)}),
            "Inget jämförbart område minskar; tillsammans ökar ett område med 2,5 mkr. "
            "Prognosen för 2023 är 16,0 mkr, 1,0 mkr över budget.",
            "No comparable area falls; one area grows by SEK 2.5 million in all. "
            "The forecast for 2023 is SEK 16.0 million, SEK 1.0 million over its budget.",
            id="growth",
        ),
        pytest.param(
            STILL,
            "Inget jämförbart område förändras. Prognosen för 2023 är 15,0 mkr, lika med budget.",
            "No comparable area changes. The forecast for 2023 is SEK 15.0 million, equal to its "
            "budget.",
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
    assert "Kost och it går inte att jämföra med 2023." in said
    assert "Inget jämförbart område ökar; tillsammans minskar ett område med 1,0 mkr." in said
    assert "2,5 mkr" not in said


def test_the_commentary_is_silent_about_a_forecast_that_is_missing() -> None:
    both = frames({"kost": (None, 900, 950), "total": (None, 900, 950)})
    assert "Prognosen" not in words(budget.commentary(*both))


def test_a_section_is_a_heading_in_the_language_spoken() -> None:
    assert common.section("Change by area").markdown == "## Förändring per område"
    with locales.using("en"):
        assert common.section("Change by area").html == "<h2>Change by area</h2>"


def test_a_source_names_document_and_section() -> None:
    changes, _forecast = frames(GROWTH)
    assert plain(sources.source(changes)) == "Källa: Nämndplan 2024, avsnitt 4.1."


def test_special_characters_in_a_name_are_shown_as_they_are() -> None:
    names = {"kost": "Kost *& <b>IT</b>*"}
    said = budget.lead(frames(GROWTH, names=names)[0])
    assert r"kost \*& \<b\>IT\</b\>\*, med" in words(said)
    assert "kost *&amp; &lt;b&gt;IT&lt;/b&gt;*, med" in said.html


def test_the_lead_tells_the_publisher_its_role() -> None:
    changes, _forecast = frames(GROWTH)
    formats = budget.lead(changes)._repr_mimebundle_()
    assert set(formats) == {"text/plain", "text/markdown", "text/html", MIME}
    assert (formats[MIME]["kind"], formats[MIME]["role"]) == ("text", "lead")


WRITTEN = commentary({"goals": "Om målen.", "budget": "Först *detta*.\n\nSedan A < B."})


def test_the_analysts_words_on_a_chapter_are_set_apart_under_their_own_name() -> None:
    shown = common.analyst_commentary(WRITTEN, "budget")
    assert shown.markdown == (
        "::: {.analyst}\n\n[Analytikerns kommentar]{.term}\n\nFörst *detta*.\n\nSedan A < B.\n\n:::"
    )
    assert "<p>Sedan A &lt; B.</p>" in shown.html
    assert shown.id == "analyst-commentary"


@pytest.mark.parametrize(
    ("language", "approval", "note"),
    [
        ("sv", "written", "Skriven, inte granskad."),
        ("sv", "reviewed", "Granskad, inte godkänd."),
        ("en", "written", "Written, not reviewed."),
        ("en", "reviewed", "Reviewed, not approved."),
    ],
)
def test_words_that_nobody_approved_say_so_under_their_heading(
    language: str, approval: str, note: str
) -> None:
    with locales.using(language):
        shown = common.analyst_commentary(commentary({"budget": "Så."}, approval), "budget")
    heading, said, *_text = shown.markdown.removeprefix("::: {.analyst}\n\n").split("\n\n")
    assert heading.endswith("{.term}")
    assert said == f"*{note}*"
    assert f"<p><em>{note}</em></p>" in shown.html


def test_the_analysts_words_on_each_report_name_it_and_the_latest_comes_first() -> None:
    names = ["april", "august"]
    reports = pd.DataFrame({"document": names, "title": ["Rapport april", "Rapport augusti"]})
    written = pd.concat([commentary({"interim": name}).assign(document=name) for name in names])
    shown = common.commentary_on_reports(written, reports)
    assert [part.heading for part in shown.parts] == [
        "Analytikerns kommentar: Rapport augusti",
        "Analytikerns kommentar: Rapport april",
    ]
    assert [part.text for part in shown.parts] == ["august", "april"]
    assert common.commentary_on_reports(WRITTEN.assign(document="plan"), reports).parts == ()


def test_a_figure_the_analyst_wrote_is_not_broken_over_two_lines() -> None:
    said = common.analyst_commentary(commentary({"budget": "Drygt 8 000 tkr är 5,2 %."}), "budget")
    assert "Drygt 8\u00a0000\u00a0tkr är 5,2\u00a0%." in said.markdown


def test_the_analysts_swedish_is_marked_as_such_in_an_english_report() -> None:
    with locales.using("en"):
        shown = common.analyst_commentary(WRITTEN, "budget")
    assert "[The analyst's commentary, in Swedish]{.term}" in shown.markdown
    assert "::: {lang=sv}\n\nFörst *detta*.\n\nSedan A < B.\n\n:::" in shown.markdown
    assert '<div lang="sv"><p>Först' in shown.html


def test_the_analysts_words_are_shown_in_english_where_they_have_been_translated() -> None:
    translated = WRITTEN.assign(text="First this.", text_en="First this.")
    with locales.using("en"):
        shown = common.analyst_commentary(translated, "budget")
    assert "[The analyst's commentary]{.term}\n\nFirst this." in shown.markdown
    assert "lang=sv" not in shown.markdown


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
    assert "Plus betyder att området kostar mer" in budget.sign_convention().markdown
