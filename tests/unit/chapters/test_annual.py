"""An annual report as shown: marks, labels, words and values."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest

from alereport.base import locales
from alereport.base.workspace import Workspace
from alereport.chapters import annual as chapter
from alereport.chapters.annual import analysis as annual
from alereport.data import datasets
from alereport.exhibits.model import Exhibit
from alereport.exhibits.traced import traced_lines
from alereport.exhibits.values import Cell
from tests.conftest import ROOT
from tests.drawings import assert_that_words_are_apart_and_inside, lengths, wide
from tests.drawings import words as written
from tests.handmade import plain
from tests.handmade_evaluation import documents, indicators

REGISTER = documents({"arsredovisning-2016": ("annual_report", 2016)})
GROWTH = {
    "section": "Kund/Brukare",
    "indicator": "Tillväxt",
    "perspective": "customer",
    "unit": "%",
    "comparator": ">=",
    "value": 2.32,
    "target": 1.5,
}
RESULT = {"indicator": "Resultat", "value": 3000, "hedge": "cirka"}


def card(*rows: dict[str, object], year: int = 2016) -> pd.DataFrame:
    return annual.scorecard(indicators(rows), REGISTER, year=year)


def cells(shown: Exhibit) -> list[list[str]]:
    found = [line for line in shown.markdown.splitlines() if line.startswith("|")][2:]
    return [[cell.strip(" *") for cell in plain(line).strip("|").split(" | ")] for line in found]


@pytest.mark.parametrize(
    ("shown", "sv", "en"),
    [
        (
            lambda: chapter.targets(card(GROWTH)),
            "Tillväxt 2,32 % mot målet minst 1,5 %: nått",
            "Tillväxt 2.32% against the target at least 1.5%: reached",
        ),
    ],
)
def test_a_headline_says_what_its_figure_finds(
    shown: Callable[[], Exhibit], sv: str, en: str
) -> None:
    assert f"[{sv}]{{.headline}}" in plain(shown().markdown)
    with locales.using("en"):
        assert f"[{en}]{{.headline}}" in plain(shown().markdown)


def test_what_each_mark_shows_can_be_followed_to_its_row() -> None:
    of_annual = traced_lines(chapter.targets(card(RESULT, GROWTH)))
    assert {each.rows for each in of_annual} == {("data/indicators/arsredovisning-2016.csv#3",)}


def test_the_outturn_is_solid_above_an_outlined_target_of_the_same_scale() -> None:
    svg = wide(chapter.targets(card(GROWTH)))
    (solid,), (outlined,) = lengths(svg, "solid"), lengths(svg, "outline")
    assert solid / outlined == pytest.approx(2.32 / 1.5, rel=0.01)
    assert written(svg) == ["Tillväxt: nått", "Utfall 2,32 %", "Målvärde minst 1,5 %"]


def test_the_scorecard_has_a_row_for_every_figure_and_every_silent_perspective() -> None:
    found = card(GROWTH, RESULT)
    shown = chapter.scorecard(found, annual.by_perspective(found))
    assert cells(shown) == [
        ["Kund/Brukare", "Tillväxt", "2,32 %", "minst 1,5 %", "+0,82", "nått"],
        ["Processer", "inga siffror", "–", "–", "–", "–"],
        ["Resurser", "inga siffror", "–", "–", "–", "–"],
        ["Ekonomi", "Resultat", "cirka 3 000 tkr", "–", "–", "–"],
    ]
    assert plain(shown.markdown).count("Årsredovisning 2016, avsnitt Kund/Brukare och Ekonomi") == 1


def test_the_lead_of_an_annual_report_is_its_targets() -> None:
    reports = annual.annual_reports(REGISTER)
    one = plain(chapter.lead(card(GROWTH, RESULT), reports, year=2016).markdown)
    assert "Av de 2 siffrorna i årsredovisningen för 2016 har en ett målvärde." in one
    two = card(GROWTH, {**GROWTH, "indicator": "Inflyttning", "value": 1.0})
    assert "har 2 ett målvärde; 1 av dem är nådda" in chapter.lead(two, reports, year=2016).markdown
    assert "ingen med målvärde" in chapter.lead(card(RESULT), reports, year=2016).markdown


def test_the_key_figures_are_the_four_perspectives() -> None:
    shown = chapter.key_figures(annual.by_perspective(card(GROWTH, RESULT))).markdown
    found = re.findall(r"\[(.+?)\]\{\.label\} \[(.+?)\]\{\.value\} \[(.+?)\]\{\.note\}", shown)
    assert found == [
        ("Kund/Brukare", "1 siffra", "1 av 1 målvärden nådda"),
        ("Processer", "0 siffror", "bara ord i årsredovisningen"),
        ("Resurser", "0 siffror", "bara ord i årsredovisningen"),
        ("Ekonomi", "1 siffra", "ingen har målvärde"),
    ]


def test_a_missed_and_an_unreported_target_are_told_apart() -> None:
    missed = card({**GROWTH, "value": 1.0}, {**GROWTH, "indicator": "Annat", "value": None})
    shown = plain(chapter.commentary(missed).markdown)
    assert "Tillväxt 1 % mot målet minst 1,5 %: inte nått (skillnad −0,5 procentenheter)" in shown
    assert "Annat – mot målet minst 1,5 %: ej rapporterat." in shown


def test_an_earlier_value_of_the_same_indicator_is_told() -> None:
    before = {**RESULT, "document": "annat", "year": 2015, "value": 900, "hedge": None}
    shown = plain(chapter.commentary(card(RESULT, before)).markdown)
    assert "Resultat var 900 tkr 2015." in shown


def test_what_an_annual_report_lacks_is_said() -> None:
    found = card(GROWTH, RESULT)
    reports = annual.annual_reports(REGISTER)
    shown = chapter.what_is_missing(
        found, annual.by_perspective(found), reports, year=2016
    ).markdown
    assert "Processer: årsredovisningen har ord men inga siffror." in shown
    assert "En tidigare årsredovisning saknas i underlaget" in shown
    assert "Ungefärligt redan i dokumentet: Resultat." in shown


def test_a_year_without_an_annual_report_says_so_everywhere() -> None:
    none = card(GROWTH, year=2024)
    reports, perspectives = annual.annual_reports(REGISTER), annual.by_perspective(none)
    missing = "Årsredovisning för 2024 saknas i underlaget. Den senaste som finns gäller 2016."
    assert missing in chapter.lead(none, reports, year=2024).markdown
    assert missing in chapter.what_is_missing(none, perspectives, reports, year=2024).markdown
    for shown in (
        chapter.key_figures(perspectives),
        chapter.targets(none),
        chapter.scorecard(none, perspectives),
        chapter.commentary(none),
    ):
        assert "Årsredovisning i siffror saknas i underlaget." in shown.markdown


def test_other_indicators_have_their_unit_apart_and_say_when_there_are_none() -> None:
    others = annual.other_indicators(indicators([GROWTH, RESULT]), REGISTER, year=2024)
    shown = chapter.other_indicators(others, committee="ks", year=2024)
    assert cells(shown) == [
        ["Tillväxt", "Kund/Brukare", "2016", "2,32", "minst 1,5", "%"],
        ["Resultat", "Ekonomi", "2016", "cirka 3 000", "–", "tkr"],
    ]
    none = chapter.other_indicators(others.iloc[:0], committee="ks", year=2016)
    assert "har inga indikatorer" in none.markdown


def committed(dataset: str, document: str) -> pd.DataFrame:
    workspace = Workspace(ROOT)
    rows = datasets.read(workspace, workspace.dataset(dataset) / f"{document}.csv")
    return rows.assign(title=document)


@pytest.mark.parametrize("speaking", ["sv", "en"])
def test_the_words_of_a_figure_lie_inside_it_and_not_on_each_other(speaking: str) -> None:
    report = committed("indicators", "ks-arsredovisning-2016")
    register = documents({"ks-arsredovisning-2016": ("annual_report", 2016)})
    with locales.using(speaking):
        shown = chapter.targets(annual.scorecard(report, register, year=2016))
    assert_that_words_are_apart_and_inside(shown, least=3)


def cells_of(shown: Exhibit, row: int) -> dict[str, Cell]:
    """The cells of a row of a table or of a chart's values, by their columns."""
    keys = [column.key for column in shown.columns]
    return dict(zip(keys, shown.rows[row].cells, strict=True))


def test_a_target_is_a_comparator_a_value_and_a_unit() -> None:
    found = card(GROWTH, RESULT)
    table = chapter.scorecard(found, annual.by_perspective(found))
    for shown in (table, chapter.targets(found)):
        target = cells_of(shown, 0)["target"]
        assert (target.comparator, target.value, target.unit) == (">=", 1.5, "%")
    result = cells_of(table, 3)
    assert (result["value"].value, result["value"].hedge) == (3000, "cirka")
    assert (result["target"].state, result["target"].value) == ("silent", None)


def test_a_difference_has_the_decimals_of_what_it_is_between() -> None:
    found = card({**GROWTH, "value": 2.3, "target": 1.25})
    difference = cells_of(chapter.scorecard(found, annual.by_perspective(found)), 0)["deviation"]
    assert (difference.value, difference.decimals) == (pytest.approx(1.05), 2)
    assert (difference.unit, difference.basis) == ("procentenheter", "derived")


def test_a_perspective_without_figures_is_silent() -> None:
    found = card(GROWTH)
    row = cells_of(chapter.scorecard(found, annual.by_perspective(found)), 1)
    assert [row[name].state for name in ("indicator", "value", "target", "deviation")] == [
        "silent"
    ] * 4


def test_a_figure_is_known_by_its_primary_key_and_a_silent_perspective_by_its_name() -> None:
    def keys() -> tuple[str, ...]:
        found = card(RESULT, GROWTH)
        shown = chapter.scorecard(found, annual.by_perspective(found))
        return tuple(row.key for row in shown.rows)

    expected = (
        "customer/arsredovisning-2016/Kund/Brukare/Tillväxt/2016",
        "processes",
        "resources",
        "economy/arsredovisning-2016/Ekonomi/Resultat/2016",
    )
    assert keys() == expected
    with locales.using("en"):
        assert keys() == expected


def test_the_same_indicator_of_two_documents_is_two_rows() -> None:
    plan = {**GROWTH, "document": "plan-2015", "value": 1.0}
    others = annual.other_indicators(indicators([GROWTH, plan]), REGISTER, year=2024)
    shown = chapter.other_indicators(others, committee="ks", year=2024)
    assert len({row.key for row in shown.rows}) == 2


def test_what_is_said_of_a_target_holds_its_values() -> None:
    said = chapter.commentary(card(GROWTH, RESULT)).lines
    assert [line.key.partition("/")[0] for line in said] == ["target", "no-target"]
    assert said[0].words.cells["outturn.outturn"].value == 2.32
    assert said[0].words.cells["difference"].value == pytest.approx(0.82)
