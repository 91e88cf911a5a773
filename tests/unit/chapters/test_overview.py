"""The words, the tables and the figure of the whole municipality."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from alereport.base import locales
from alereport.chapters import overview
from alereport.chapters.goals import assignments, coverage, follow_up, judgement
from alereport.chapters.overview import analysis
from alereport.exhibits.model import Group, Heading, Text
from tests import handmade_goals as made
from tests.drawings import assert_that_words_are_apart_and_inside
from tests.handmade import breaks, budgets, plain, with_total
from tests.unit.chapters.test_charts import alt
from tests.unit.chapters.test_overview_analysis import DOCUMENTS, FILES, years
from tests.unit.chapters.test_tables import lines

COVERED = analysis.coverage(FILES, DOCUMENTS)
VERDICTS = analysis.verdict(COVERED)
PLANS = {
    2022: with_total({"kost": (1000, 900, 950)}),
    2024: with_total({"kost": (1100, 1000, 1250), "hr": (500, 500, 400)}),
}
MISSING = (
    "saknas: effektiviseringskrav och satsningar, investeringar, mått, personal och sjukfrånvaro"
)
GOALS = made.goals(
    {"goal": "trygg", "level": "council_goal", "title": "Ett *tryggt* Ale"},
    {"goal": "kund", "level": "council_goal", "title": "Service", "commented": "yes"},
)
AS_OF = date(2023, 12, 31)


def where(goals: pd.DataFrame = GOALS.iloc[:0], broken: pd.DataFrame | None = None) -> Text:
    changes = analysis.changes_by_area(budgets(PLANS))
    areas = pd.DataFrame({"committee": ["ks"], "area": ["kost"], "name": ["Kost"]})
    judged = judgement.judgements(
        goals,
        links=made.links(),
        measures=made.measures(),
        statuses=follow_up.status(goals, follow_up=made.follow_up(), as_of=AS_OF),
        covered=coverage.coverage(made.documents(), goals=goals, as_of=AS_OF),
    )
    return overview.where_to_look(
        changes=changes,
        largest=analysis.largest_changes(changes, count=2),
        years=years(),
        judged=judged,
        empty=assignments.unanswered(goals, links=made.links()),
        verdicts=VERDICTS,
        broken=analysis.named_breaks(breaks({}) if broken is None else broken, areas),
        as_of=AS_OF,
    )


def looked(goals: pd.DataFrame = GOALS.iloc[:0], broken: pd.DataFrame | None = None) -> str:
    return plain(where(goals, broken).markdown)


def test_the_lead_says_what_the_report_holds_and_names_the_largest_budget() -> None:
    shown = overview.lead(years())
    assert plain(shown.markdown).splitlines()[2] == (
        "Rapporten omfattar 3 planer och årsredovisningar från 1 nämnd, 2016–2024. "
        "Störst är budgeten för Kommunstyrelsen 2024, 1,8 mkr."
    )
    assert shown.role == "lead"


def test_a_card_has_the_year_in_a_few_figures() -> None:
    first = plain(overview.cards(years(), VERDICTS).markdown).split("::: {.card}")[1]
    assert re.findall(r"- \[(.+)\]\{\.term\}: (.+)", first) == [
        ("Budget", "1,8 mkr"),
        ("Förändring", "+0,2 mkr (+9,4 %)"),
        ("Fullmäktiges mål", "2"),
        ("Uppdrag", "1"),
        ("Sjukfrånvaro", "saknas i underlaget"),
        ("I underlaget", MISSING),
        ("Kontroll", "godkänd med anmärkning"),
    ]


def test_a_card_says_the_sick_leave_a_plan_prints_with_its_unit_and_time() -> None:
    second = plain(overview.cards(years(), VERDICTS).markdown).split("::: {.card}")[2]
    assert "26,7 % på kontaktcenter, augusti 2021" in second


def test_nothing_is_expected_of_an_interim_report_or_an_amendment() -> None:
    others = DOCUMENTS.assign(kind="interim_report").iloc[:1]
    assert analysis.coverage(FILES, others).empty


def test_a_card_of_a_year_without_a_plan_says_so() -> None:
    third = plain(overview.cards(years(), VERDICTS).markdown).split("::: {.card}")[3]
    assert "- [Plan]{.term}: saknas i underlaget" in third
    assert "Uppdrag" not in third


def test_the_reader_is_led_to_what_stands_out() -> None:
    said = looked()
    assert (
        "[Störst jämförbara förändringar]{.term}: Kost (Kommunstyrelsen 2024) +250 tkr (+25,0 %); "
        "Hr (Kommunstyrelsen 2024) −100 tkr (−20,0 %)."
    ) in said
    assert "Prognosen för Kommunstyrelsen 2021 ligger 0,1 mkr över budget." in said
    assert "[Vad kontrollen varnar för]{.term}: Kommunstyrelsen 2024 (godkänd med anm" in said
    assert "fullmäktige" not in said
    assert "Går inte att jämföra" not in said


def test_the_reader_is_led_to_breaks_by_committee_and_year() -> None:
    broken = breaks({("kost", 2023): "Flyttad", ("total", 2023): "Flyttad"})
    assert "{.term}: Kommunstyrelsen 2023 (Kost och totalen)." in looked(broken=broken)


def test_the_reader_is_told_what_can_be_judged_and_what_has_nothing_under_it() -> None:
    said = looked(GOALS)
    assert "[Kommunstyrelsen 2024]{.term}: Inget av fullmäktiges två mål går att bedöma" in said
    assert r"inte har något under]{.term}: Kommunstyrelsen 2024: Ett \*tryggt\* Ale." in said


def test_the_table_has_a_row_for_each_committee_and_year() -> None:
    shown = overview.committees(years())
    assert lines(shown)[2:] == [
        ["Kommunstyrelsen 2024", "1 750", "+150", "+9,4 %", "+90", "2", "1"],
        ["Kommunstyrelsen 2022", "1 250", "+280", "+28,9 %", "+110", "0", "0"],
        ["Kommunstyrelsen 2016", "–", "–", "–", "–", "–", "–"],
    ]
    assert shown.label == "tbl-municipality-committees"


def test_the_coverage_tells_what_is_missing_from_what_is_not_looked_for() -> None:
    found = {row[0]: row[1:] for row in lines(overview.coverage(COVERED, years()))[2:]}
    assert found["Budget"] == ["12", "–", ""]
    assert found["Nyckeltal"] == ["", "", "4"]


def test_the_figure_has_each_committees_budget_and_change_in_words() -> None:
    shown = overview.committees_chart(years())
    assert alt(shown) == (
        "Stapeldiagram över nämndernas budgetar i tkr, med förändringen: "
        "Kommunstyrelsen 2024 1 750 (+150); Kommunstyrelsen 2022 1 250 (+280)."
    )
    assert "[Störst är budgeten för Kommunstyrelsen 2024, 1,8 mkr]{.headline}" in plain(
        shown.markdown
    )
    assert_that_words_are_apart_and_inside(shown)


def test_everything_is_said_in_english_too() -> None:
    with locales.using("en"):
        assert "The report holds 3 plans or annual reports of 1 committee" in plain(
            overview.lead(years()).markdown
        )
        assert "- [Assignments]{.term}: 1" in overview.cards(years(), VERDICTS).markdown


def test_a_card_is_a_heading_and_points_known_by_what_they_are_of() -> None:
    shown = overview.cards(years(), VERDICTS)
    first, _second, third = shown.parts
    assert shown.role == "cards"
    assert isinstance(first, Group)
    heading, points = first.parts
    assert first.role == "card"
    assert isinstance(heading, Heading)
    assert (heading.words, heading.level) == ("Kommunstyrelsen 2024", 3)
    assert isinstance(points, Text)
    assert points.id == "ks/2024"
    budget, change, *_others = points.lines
    assert (budget.key, budget.words.cells["value"].value) == ("budget", 1750)
    assert change.words.cells["change"].value == 150
    assert change.words.cells["percent"].unit == "%"
    assert isinstance(third, Group)
    assert [line.key for line in third.parts[1].lines] == ["plan", "gate"]  # type: ignore[union-attr]


def test_a_year_is_known_by_its_committee_and_year() -> None:
    table, chart = overview.committees(years()), overview.committees_chart(years())
    assert [row.key for row in table.rows] == ["ks/2024", "ks/2022", "ks/2016"]
    assert [row.key for row in chart.rows] == ["ks/2024", "ks/2022"]
    assert {cell.state for cell in table.rows[-1].cells[1:]} == {"silent"}
    assert table.rows[0].cells[1].value == 1750
    broken = years().assign(break_reason="Flyttad")
    assert overview.committees(broken).rows[0].cells[3].state == "not_comparable"


def test_what_is_missing_is_silent_and_what_is_not_looked_for_not_expected() -> None:
    shown = overview.coverage(COVERED, years())
    found = {row.key: row.cells[1:] for row in shown.rows}
    assert [column.key for column in shown.columns[1:]] == ["ks/2024", "ks/2022", "ks/2016"]
    assert [cell.state for cell in found["budget"]] == ["shown", "silent", "not_expected"]
    assert [str(cell) for cell in found["budget"]] == ["12", "–", ""]


def test_what_stands_out_is_known_by_what_it_is_and_holds_its_values() -> None:
    found = {line.key: line.words.cells.values() for line in where().lines}
    shown = {key: [cell.value for cell in cells] for key, cells in found.items()}
    assert shown == {
        "largest-changes": [2024, 250, 25, 2024, -100, -20],
        "farthest-from-budget": [2021, 100],
        "warned": [],
    }
