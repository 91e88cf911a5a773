"""What is shown of goals and measures: marks, labels, words and cells."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from alereport.base import locales
from alereport.base.workspace import Workspace
from alereport.chapters import goals
from alereport.chapters.goals import (
    analysis,
    follow_up,
    gaps,
    measures,
    outcomes,
    plans,
    sentences,
    terms,
)
from alereport.data import datasets, schemas
from alereport.exhibits import sources
from alereport.exhibits.model import Chart, Exhibit, Outline, Table, Text, parts_of
from alereport.exhibits.traced import traced_lines
from alereport.exhibits.values import Cell
from tests import handmade_goals as made
from tests.conftest import ROOT
from tests.drawings import assert_that_words_are_apart_and_inside, bars, lengths, wide
from tests.drawings import words as written
from tests.handmade import plain
from tests.unit.chapters.test_charts import alt
from tests.unit.chapters.test_tables import lines, strong

AS_OF = date(2023, 12, 31)
PLANS = ("sn-verksamhetsplan-2021", "ks-verksamhetsplan-2022", "ks-namndplan-2024")
PLAN = made.goals(
    {"goal": "trygg", "level": "direction_goal", "title": "Ett *tryggt* Ale"},
    {"goal": "tom", "level": "council_goal"},
    {"goal": "enkat", "level": "activity", "parent": "trygg", "due": "2023-05", "section": "3.10"},
    {"goal": "uppdrag", "level": "assignment", "responsible": "HR", "due": "2024-Q2"},
)
LINKS = made.links(("uppdrag", "trygg", "analyst"))
MEASURES = made.measures(
    {"measure": "co2", "goal": "trygg", "kind": "outturn", "year": 2020, "value": 75},
    {"measure": "co2", "goal": "trygg", "year": 2022, "comparator": "<=", "value": 50},
    {"measure": "nki", "goal": "trygg", "comparator": "increase"},
)
KNOWN = made.follow_up(("enkat", "2023-12-31", "in_progress"))


class Chapter:
    """Everything a chapter shows, from the frames of a report."""

    def __init__(self, plan: Any, links: Any, measured: Any, reported: Any, before: Any) -> None:
        self.thread = analysis.red_thread(plan, links=links, measures=measured)
        self.tree = analysis.tree(plan, links=links)
        self.checked = gaps.checks(plan, links=links, measures=measured)
        self.progress = measures.progress(measured, goals=plan, as_of=AS_OF)
        self.known = follow_up.status(plan, follow_up=reported, as_of=AS_OF)
        self.scheduled = follow_up.schedule(self.known, as_of=AS_OF)
        self.line = follow_up.time_line(self.scheduled)
        self.council = plans.council_goals(plan, before=before)
        self.contents = plans.contents(plan, before=before)

    def shown(self) -> list[Exhibit]:
        findings = gaps.findings(self.checked)
        return [
            goals.lead(self.thread, self.known, year=2024, as_of=AS_OF),
            goals.key_figures(self.thread, self.progress, self.scheduled, self.known),
            goals.commentary(self.thread, findings),
            goals.goal_tree(self.tree, self.known),
            goals.what_is_missing(self.known, self.progress, self.council),
            goals.red_thread_chart(self.thread),
            goals.measures_chart(self.progress),
            goals.time_line(self.line, as_of=AS_OF),
            goals.red_thread(self.thread),
            goals.findings(findings),
            goals.lacking(gaps.goals_with_gaps(self.checked)),
            goals.numbered_measures(self.progress),
            goals.measures_in_words(self.progress),
            goals.schedule(self.scheduled),
            goals.status_by_level(follow_up.status_by_level(self.known)),
            goals.evidence(self.known),
            goals.council_goals(self.council),
            goals.goals_by_plan(self.contents),
        ]

    def parts(self) -> list[Exhibit]:
        """The exhibits, those of a group one by one."""
        return [part for shown in self.shown() for part in parts_of(shown)]


@pytest.fixture
def chapter() -> Chapter:
    return Chapter(PLAN, LINKS, MEASURES, KNOWN, PLAN.iloc[:0])


def committed(document: str) -> Chapter:
    """The chapter on a committed plan, without plans before it."""
    workspace = Workspace(ROOT)

    def rows(dataset: str) -> pd.DataFrame:
        return datasets.read(workspace, workspace.dataset(dataset) / f"{document}.csv")

    plan = rows("goals").assign(document_title="Planen")
    reported = datasets.read_dataset(workspace, "follow_up").assign(title="Senare plan")
    return Chapter(
        plan,
        rows("goal_links").assign(title="Planen"),
        rows("measures").assign(title="Planen"),
        reported[reported["goal"].isin(plan["goal"])],
        plan.iloc[:0],
    )


@pytest.mark.parametrize("speaking", ["sv", "en"])
@pytest.mark.parametrize("document", PLANS)
def test_the_words_of_a_figure_lie_inside_it_and_not_on_each_other(
    document: str, speaking: str
) -> None:
    with locales.using(speaking):
        chapter = committed(document)
        shown = [
            goals.red_thread_chart(chapter.thread),
            goals.measures_chart(chapter.progress),
            goals.time_line(chapter.line, as_of=AS_OF),
        ]
    for each in shown:
        assert_that_words_are_apart_and_inside(each, least=3)


@pytest.mark.parametrize("document", PLANS)
def test_what_is_shown_of_a_committed_plan_is_labelled_once_and_traced(document: str) -> None:
    shown = committed(document).parts()
    labels = [each.label for each in shown if each.label]
    assert len(labels) == len(set(labels)) >= 9
    slug = re.sub(r"^(\w+)-.*-(\d+)$", r"\1-\2", document)
    assert all(re.fullmatch(rf"(fig|tbl)-{slug}-[a-z-]+", label) for label in labels)
    assert all(all(of.rows for of in each.rows) for each in shown if isinstance(each, Table))
    assert all(
        each.finding and all(of.rows for of in each.marks)
        for each in shown
        if isinstance(each, Chart)
    )
    assert all(traced_lines(each) for each in shown if each.label)


def test_every_part_says_what_is_missing_of_a_plan_without_goals() -> None:
    nothing = made.goals()
    empty = Chapter(nothing, made.links(), made.measures(), made.follow_up(), nothing)
    shown = empty.shown()
    assert all(each.markdown.strip() for each in shown)
    assert isinstance(shown[0], Text)
    assert shown[0].role == "lead"
    assert "Mål för 2024 saknas i underlaget." in shown[0].markdown


def test_a_bar_is_as_long_as_its_answers_stated_dark_and_judged_light(chapter: Chapter) -> None:
    svg = wide(goals.red_thread_chart(chapter.thread))
    (said, _none), (judged, _nothing) = lengths(svg, "solid"), lengths(svg, "earlier")
    assert said == pytest.approx(judged)
    assert said > 0
    assert {"1 + 1", "inget"} <= set(written(svg))


def test_what_is_late_is_orange_and_what_is_planned_outlined(chapter: Chapter) -> None:
    svg = wide(goals.time_line(chapter.line, as_of=AS_OF))
    assert (len(bars(svg, "more")), len(bars(svg, "outline"))) == (1, 1)


def test_a_measure_is_drawn_from_nought_to_its_start_and_its_target(chapter: Chapter) -> None:
    row = chapter.progress.iloc[0].to_dict()
    shown = outcomes._values(row)
    assert list(shown) == ["start", "target"]
    assert [str(cell) for cell in shown.values()] == ["75 (2020)", "högst 50 (2022)"]
    assert [outcomes._ends(cell) for cell in shown.values()] == [(0, 75), (0, 50)]


def test_the_bar_of_a_range_stands_between_its_ends() -> None:
    assert outcomes._ends(Cell(value=1.9, upper=2.4)) == (1.9, 2.4)


def test_the_alternative_texts_hold_every_value(chapter: Chapter) -> None:
    assert alt(goals.red_thread_chart(chapter.thread)) == (
        "Stapeldiagram över svaren på varje fullmäktigemål: "
        "Ett *tryggt* Ale: svar 2, varav bedömda 1, mått 2; Tom: svar 0, varav bedömda 0, mått 0."
    )
    assert alt(goals.measures_chart(chapter.progress)) == (
        "Stapeldiagram över mått från utfall till målvärde: "
        "Co2, 75 (2020), högst 50 (2022), ej rapporterat, målåret har passerat."
    )
    assert alt(goals.time_line(chapter.line, as_of=AS_OF)) == (
        "Tidslinje över det som ska göras: Enkat maj 2023, passerat, pågår; "
        "Uppdrag 2:a kvartalet 2024."
    )


def test_headlines_say_what_the_figures_find(chapter: Chapter) -> None:
    def thread(rows: pd.DataFrame) -> str:
        return str(sentences.thread_headline(rows))

    assert thread(chapter.thread) == "1 av 2 fullmäktigemål saknar svar i planen"
    assert thread(chapter.thread[:1]) == "Alla fullmäktigemål har både svar och mått"
    unmeasured = chapter.thread[:1].assign(measures=0)
    assert thread(unmeasured) == "Alla fullmäktigemål har svar, men 1 av 1 saknar mått"
    assert str(sentences.dates_headline(chapter.line)).endswith("rapporterat klart: 1 av 2")
    numbered = chapter.progress[:1]
    assert str(sentences.measures_headline(numbered)) == (
        "Inget målvärde i siffror har något rapporterat utfall"
    )
    assert str(sentences.measures_headline(numbered.assign(status="on_track"))) == (
        "Målvärden i siffror på väg: 1 av 1, inte på väg: 0"
    )


def test_the_lead_counts_answers_measures_and_what_is_reported(chapter: Chapter) -> None:
    lead = goals.lead(chapter.thread, chapter.known, year=2024, as_of=AS_OF)
    assert lead.role == "lead"
    assert plain(lead.markdown).splitlines()[2] == (
        "Planen för 2024 svarar på 1 av 2 fullmäktigemål; 1 saknar mått. Till och med 31 december "
        "2023 rapporterar senare dokument om 1 av dess 4 mål och uppdrag, varav 0 som klart."
    )


def test_key_figures_count_tasks_alone_among_dates(chapter: Chapter) -> None:
    shown = goals.key_figures(chapter.thread, chapter.progress, chapter.scheduled, chapter.known)
    assert [each.words for each in traced_lines(shown)] == [
        "Fullmäktigemål med svar | 1 av 2 | 1 av 2 med mått",
        "Mått med målvärde i siffror | 1 av 2 | 0 med rapporterat utfall",
        "Uppdrag och aktiviteter med datum | 2 av 2 | passerat: 1",
        "Mål och uppdrag med uppföljning | 1 av 4 | rapporterat klart: 0",
    ]


def test_the_tree_is_a_nested_list_with_what_each_goal_answers(chapter: Chapter) -> None:
    shown = goals.goal_tree(chapter.tree, chapter.known)
    task = (
        "- **Uppdrag** (uppdrag; avsnitt 3.1; ansvarig: HR; klart senast 2:a kvartalet 2024; "
        r"svarar på Ett \*tryggt\* Ale (bedömt))"
    )
    assert plain(shown.markdown).splitlines() == [
        "### Under ett fullmäktigemål",
        "",
        r"- **Ett \*tryggt\* Ale** (riktningsmål; avsnitt 3.1)",
        "    - Enkat (aktivitet; avsnitt 3.10; klart senast maj 2023; pågår)",
        "- **Tom** (fullmäktigemål; avsnitt 3.1)",
        "",
        "### Står inte under något fullmäktigemål",
        "",
        task,
        "",
        "Källa: Nämndplan 2024, avsnitt 3.1 och 3.10.",
    ]
    assert [plain(each.words) for each in traced_lines(shown)][1] == (
        "Enkat (aktivitet; avsnitt 3.10; klart senast maj 2023; pågår)"
    )
    assert shown.html.count("<ul>") == shown.html.count("</ul>") == 3
    assert shown.html.count("<li>") == shown.html.count("</li>") == 4
    ET.fromstring(f"<div>{shown.html}</div>")


def test_a_deep_tree_closes_every_list_it_opens() -> None:
    plan = made.goals(
        {"goal": "a", "level": "strategic_goal"},
        {"goal": "b", "level": "focus_area", "parent": "a"},
        {"goal": "c", "level": "assignment", "parent": "b"},
        {"goal": "d", "level": "strategic_goal"},
    )
    chapter = Chapter(plan, made.links(), made.measures(), made.follow_up(), plan.iloc[:0])
    ET.fromstring(f"<div>{goals.goal_tree(chapter.tree, chapter.known).html}</div>")


def test_each_row_of_the_matrix_is_a_goal_of_the_council(chapter: Chapter) -> None:
    head, _rule, first, second = lines(goals.red_thread(chapter.thread))
    assert head[1:5] == ["Fokusområden", "Nämndmål", "Uppdrag", "Aktiviteter"]
    assert first == [r"Ett \*tryggt\* Ale", "0", "0", "1", "1", "2", "1", "2"]
    assert second == ["Tom", *"0000000"]


def test_gaps_are_counted_and_named(chapter: Chapter) -> None:
    found = lines(goals.findings(gaps.findings(chapter.checked)))
    assert ["Fullmäktigemål utan svar", "1", "2", "50 %"] in found
    named = lines(goals.lacking(gaps.goals_with_gaps(chapter.checked)))
    assert ["Tom", "fullmäktigemål", "svar och mått", "3.1"] in named
    assert ["Enkat", "aktivitet", "ansvarig", "3.10"] in named


def test_measures_with_and_without_a_number_stand_apart(chapter: Chapter) -> None:
    assert lines(goals.numbered_measures(chapter.progress))[2:] == [
        ["Co2", "75 (2020)", "–", "högst 50 (2022)", "ej rapporterat, målåret har passerat"]
    ]
    assert lines(goals.measures_in_words(chapter.progress))[2:] == [
        ["Nki", r"Ett \*tryggt\* Ale", "öka (2024)", "ej rapporterat"]
    ]


def test_dates_evidence_and_statuses_are_told(chapter: Chapter) -> None:
    assert lines(goals.schedule(chapter.scheduled))[2] == [
        *("Enkat", "maj 2023", "pågår, datumet har passerat", "–", "3.10"),
    ]
    evidence = goals.evidence(chapter.known)
    assert lines(evidence)[2] == [
        *("Enkat", "pågår", "Årsredovisning 2024, avsnitt 3.1", "31 december 2023"),
    ]
    assert "- [Enkat]{.term}: Känt" in evidence.markdown
    counted = lines(goals.status_by_level(follow_up.status_by_level(chapter.known)))
    assert counted[-1] == strong(["Totalt", *"301004"])


def test_evidence_is_marked_as_swedish_in_an_english_report(chapter: Chapter) -> None:
    with locales.using("en"):
        locales.note_untranslated(["Känt"])
        assert "- [Enkat]{.term}: [Känt]{lang=sv}" in goals.evidence(chapter.known).markdown


def test_the_rules_are_stated() -> None:
    assert "ett målvärde ensamt" in goals.measures_rule().markdown
    assert "en enda bedömd koppling" in goals.red_thread_rule().markdown


@pytest.mark.parametrize(
    ("low", "high", "unit", "written", "comparator", "value", "upper"),
    [
        (30, None, "%", "minst 30 % (2024)", ">=", 30, None),
        (None, 50, None, "högst 50 (2024)", "<=", 50, None),
        (1.9, 2.4, "%", "1,9–2,4 % (2024)", "", 1.9, 2.4),
        (5, 5, None, "5 (2024)", "=", 5, None),
        (None, 1250000.125, None, "högst 1 250 000,13 (2024)", "<=", 1250000.125, None),
    ],
)
def test_a_target_is_one_cell_with_what_bounds_it_its_unit_and_its_year(
    low: float | None,
    high: float | None,
    unit: str | None,
    written: str,
    comparator: str,
    value: float,
    upper: float | None,
) -> None:
    bounds = {"target_low": low, "target_high": high, "target_year": 2024, "target_hedge": ""}
    cell = outcomes._target({**bounds, "unit": unit})
    assert plain(str(cell)) == written
    assert (cell.comparator, cell.value, cell.upper) == (comparator, value, upper)
    assert (cell.unit, cell.year) == (unit or "", "2024")
    assert cell.basis == ("rounded" if value == 1250000.125 else "equal")


def cell_of(shown: Exhibit, row: str, column: str) -> Cell:
    """A cell of a table, by the keys of its row and its column."""
    assert isinstance(shown, Table)
    (at,) = [at for at, each in enumerate(shown.columns) if each.key == column]
    (found,) = [each.cells[at] for each in shown.rows if each.key == row]
    return found


def test_what_a_measure_stood_at_is_a_number_with_its_year_and_what_is_not_reported_silent(
    chapter: Chapter,
) -> None:
    shown = goals.numbered_measures(chapter.progress)
    start, latest = (cell_of(shown, "co2/2022", key) for key in ("start", "latest"))
    assert (start.value, start.year, start.state) == (75, "2020", "shown")
    assert (latest.value, latest.year, latest.state) == (None, "", "silent")


def test_a_target_in_words_says_which_way_and_has_no_number(chapter: Chapter) -> None:
    cell = cell_of(goals.measures_in_words(chapter.progress), "nki/2024", "target")
    assert (cell.comparator, cell.year, cell.is_number) == ("increase", "2024", False)
    several = chapter.progress[1:].assign(comparators=[("increase", "=")])
    assert str(cell_of(goals.measures_in_words(several), "nki/2024", "target")) == (
        "öka, i ord (2024)"
    )
    none = chapter.progress[1:].assign(comparators=[()], target_year=pd.NA)
    assert cell_of(goals.measures_in_words(none), "nki", "target").state == "silent"


def test_what_the_plan_does_not_say_is_silent_and_a_date_is_kept_as_it_is_printed(
    chapter: Chapter,
) -> None:
    shown = goals.schedule(chapter.scheduled)
    assert cell_of(shown, "enkat", "responsible").state == "silent"
    assert cell_of(shown, "uppdrag", "responsible").value == "HR"
    due = cell_of(shown, "enkat", "due")
    assert (due.value, str(due)) == ("2023-05", "maj 2023")
    reported = cell_of(goals.evidence(chapter.known).parts[0], "enkat", "reported")
    assert (reported.value, str(reported)) == ("2023-12-31", "31 december 2023")


def test_where_nothing_can_be_compared_or_shared_nothing_is_asked_for() -> None:
    plan = made.goals({"goal": "mal", "level": "council_goal", "theme": "ett"})
    chapter = Chapter(plan, made.links(), made.measures(), made.follow_up(), plan.iloc[:0])
    assert cell_of(goals.council_goals(chapter.council), "ett", "state").state == "not_expected"
    held = goals.goals_by_plan(chapter.contents)
    assert cell_of(held, "council", "2024").value == 1
    assert cell_of(held, "dated", "2024").state == "not_expected"


def keys(shown: list[Exhibit]) -> list[tuple[str, list[str]]]:
    """What each exhibit with rows or lines is known by, and each of these within it."""
    found = []
    for each in shown:
        if isinstance(each, Table | Chart | Text | Outline):
            parts = each.rows if isinstance(each, Table | Chart) else each.lines
            found.append((each.id, [part.key for part in parts]))
    return found


@pytest.mark.parametrize("document", PLANS)
def test_keys_are_unique_and_the_same_in_every_language(document: str) -> None:
    shown = keys(committed(document).parts())
    assert len(shown) >= 18
    assert all(len(inside) == len(set(inside)) for _id, inside in shown)
    assert len({each for each, _inside in shown}) >= len(shown) - 2  # A chart and its table.
    with locales.using("en"):
        assert keys(committed(document).parts()) == shown


def test_keys_stay_when_titles_change_and_rows_move(chapter: Chapter) -> None:
    renamed = PLAN.assign(title=PLAN["title"] + ", nu").iloc[::-1]
    measured = MEASURES.assign(name=MEASURES["name"] + ", nytt").iloc[::-1]
    other = Chapter(renamed, LINKS, measured, KNOWN, PLAN.iloc[:0])
    moved, kept = (
        [(each, sorted(inside)) for each, inside in keys(shown.parts())]
        for shown in (other, chapter)
    )
    assert moved == kept
    assert [str(each) for each in other.shown()] != [str(each) for each in chapter.shown()]


def test_each_note_in_the_place_of_an_exhibit_has_a_name_of_its_own() -> None:
    nothing = made.goals()
    empty = Chapter(nothing, made.links(), made.measures(), made.follow_up(), nothing).shown()
    ids = [each.id for each in empty]
    assert len(set(ids)) == len(ids) == 18


def test_levels_statuses_and_gaps_are_named_as_the_data_have_them() -> None:
    def allowed(dataset: str, field: str) -> list[str]:
        fields = schemas.schema(Workspace(ROOT), dataset).fields
        (found,) = [each.constraints.enum for each in fields if each.name == field]
        return list(found or ())

    assert list(terms.LEVELS) == list(analysis.LEVELS) == allowed("goals", "level")
    assert set(terms.STATUSES) == set(follow_up.STATUSES)
    reported = {*follow_up.STATUSES} - {follow_up.NOT_REPORTED}
    assert reported == set(allowed("follow_up", "status"))
    plan = made.goals(
        {"goal": "mal", "level": "council_goal"},
        {"goal": "krav", "level": "assignment", "decided_by": "council"},
        {"goal": "gora", "level": "activity"},
    )
    checked = gaps.checks(plan, links=made.links(), measures=made.measures())
    assert set(terms.GAPS) == set(checked["gap"])
    assert all(terms.lacking([gap]) for gap in terms.GAPS)


@pytest.mark.parametrize(
    ("printed", "sv", "en"),
    [
        ("2024", "2024", "2024"),
        ("2024-05", "maj 2024", "May 2024"),
        ("2024-Q2", "2:a kvartalet 2024", "2nd quarter 2024"),
        ("2024-05-31", "31 maj 2024", "31 May 2024"),
        ("2025-01/2025-08", "januari–augusti 2025", "January–August 2025"),
        ("2024-11/2025-02", "november 2024–februari 2025", "November 2024–February 2025"),
    ],
)
def test_a_date_is_as_close_as_it_is_printed(printed: str, sv: str, en: str) -> None:
    for speaking, words in (("sv", sv), ("en", en)):
        with locales.using(speaking):
            assert locales.period(printed) == words


def test_sections_are_told_from_the_first_to_the_last_in_the_order_of_their_numbers() -> None:
    rows = pd.DataFrame({"title": "Planen", "section": ["3.10", ("3.2", "3.9"), "3.2"]})
    assert plain(sources.source(rows)) == "Källa: Planen, avsnitt 3.2–3.10."
