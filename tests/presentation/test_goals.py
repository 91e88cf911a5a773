"""What is shown of goals and measures: marks, labels, words and cells."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations
from typing import Any
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from alereport.base import language
from alereport.base.workspace import Workspace
from alereport.chapters.goals import analysis as goals
from alereport.chapters.goals import figures as drawn_goals
from alereport.chapters.goals import figures as goals_figures
from alereport.chapters.goals import (
    follow_up,
    gaps,
    goal_tree,
    headlines,
    measure_figures,
    measure_tables,
    measure_text,
    measures,
    plans,
)
from alereport.chapters.goals import measure_figures as drawn_measures
from alereport.chapters.goals import tables as goals_tables
from alereport.chapters.goals import text as goals_text
from alereport.chapters.goals import words as goal_words
from alereport.charts import drawing, worded
from alereport.data import datasets
from alereport.exhibits import sources
from alereport.exhibits.display import Displayable
from tests import handmade_goals as made
from tests.conftest import ROOT
from tests.handmade import plain
from tests.presentation.test_figures import alt, bars, boxes, numbers, overlap, picture, words
from tests.presentation.test_tables import lines

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
        self.thread = goals.red_thread(plan, links=links, measures=measured)
        self.tree = goals.tree(plan, links=links)
        self.checked = gaps.checks(plan, links=links, measures=measured)
        self.progress = measures.progress(measured, goals=plan, as_of=AS_OF)
        self.known = follow_up.status(plan, follow_up=reported, as_of=AS_OF)
        self.scheduled = follow_up.schedule(self.known, as_of=AS_OF)
        self.line = follow_up.time_line(self.scheduled)
        self.council = plans.council_goals(plan, before=before)
        self.contents = plans.contents(plan, before=before)

    def shown(self) -> list[Displayable]:
        found = gaps.findings(self.checked)
        return [
            goals_text.goals_lead(self.thread, self.known, year=2024, as_of=AS_OF),
            goals_text.goals_key_figures(self.thread, self.progress, self.scheduled, self.known),
            goals_text.goals_commentary(self.thread, found),
            goal_tree.goal_tree(self.tree, self.known),
            goals_text.goals_missing(self.known, self.progress, self.council),
            goals_figures.red_thread(self.thread),
            measure_figures.measure_progress(self.progress),
            goals_figures.time_line(self.line, as_of=AS_OF),
            goals_tables.red_thread(self.thread),
            goals_tables.goal_findings(found),
            goals_tables.goal_gaps(gaps.goals_with_gaps(self.checked)),
            measure_tables.numbered_measures(self.progress),
            measure_tables.measures_in_words(self.progress),
            goals_tables.schedule(self.scheduled),
            goals_tables.follow_up(follow_up.status_by_level(self.known)),
            goals_tables.evidence(self.known),
            goals_tables.council_goals(self.council),
            goals_tables.goals_by_plan(self.contents),
        ]


@pytest.fixture
def chapter() -> Chapter:
    return Chapter(PLAN, LINKS, MEASURES, KNOWN, PLAN.iloc[:0])


def committed(document: str) -> Chapter:
    """The chapter on a committed plan, without plans before it."""
    workspace = Workspace(ROOT)

    def rows(dataset: str) -> pd.DataFrame:
        return datasets.read(workspace, workspace.dataset(dataset) / f"{document}.csv")

    plan = rows("goals").assign(document_title="Planen")
    reported = datasets.whole(workspace, "follow_up").assign(title="Senare plan")
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
    with language.using(speaking):
        chapter = committed(document)
        shown = [
            goals_figures.red_thread(chapter.thread),
            measure_figures.measure_progress(chapter.progress),
            goals_figures.time_line(chapter.line, as_of=AS_OF),
        ]
    for each in shown:
        svg = ET.fromstring(picture(each))
        _left, _top, width, height = numbers(svg.get("viewBox"))
        found = boxes(svg)
        assert len(found) >= 4
        assert [box for box in found if min(box) < 0 or box[2] > width or box[3] > height] == []
        assert [pair for pair in combinations(found, 2) if overlap(*pair)] == []


@pytest.mark.parametrize("document", PLANS)
def test_what_is_shown_of_a_committed_plan_is_labelled_once_and_traced(document: str) -> None:
    shown = committed(document).shown()
    labels = [each.label for each in shown if each.label]
    assert len(labels) == len(set(labels)) >= 9
    slug = re.sub(r"^(\w+)-.*-(\d+)$", r"\1-\2", document)
    assert all(re.fullmatch(rf"(fig|tbl)-{slug}-[a-z-]+", label) for label in labels)
    assert all(each.traced and all(of.rows for of in each.traced) for each in shown if each.label)


def test_every_part_says_what_is_missing_of_a_plan_without_goals() -> None:
    nothing = made.goals()
    empty = Chapter(nothing, made.links(), made.measures(), made.follow_up(), nothing)
    shown = empty.shown()
    assert all(each.markdown.strip() for each in shown)
    assert shown[0].role == "lead"
    assert "Mål för 2024 saknas i underlaget." in shown[0].markdown


def test_a_bar_is_as_long_as_its_answers_stated_dark_and_judged_light(chapter: Chapter) -> None:
    with drawing.house_style():
        drawn = worded.panels(["a", "b"], drawn_goals.THREAD)
        drawn_goals._answer_bars(drawn.panels[0], chapter.thread, drawn.middles)
    said, judged, *none = bars(drawn.panels[0])
    assert (said.get_width(), judged.get_x(), judged.get_width()) == (1, 1, 1)
    assert [to_hex(bar.get_facecolor()) for bar in (said, judged)] == [
        drawing.INK,
        drawn_goals.JUDGED,
    ]
    assert [bar.get_width() for bar in none] == [0, 0]
    assert words(drawn.panels[0]) == ["1 + 1", "inget"]


def test_what_is_late_is_orange_and_what_is_planned_outlined(chapter: Chapter) -> None:
    with drawing.house_style():
        drawn = worded.panels(["a", "b"], drawn_goals.TIME_LINE)
        times = drawn.panels[0]
        drawn_goals._time_axis(times, chapter.line, AS_OF, drawn.middles)
        for row, middle in zip(chapter.line.to_dict("records"), drawn.middles, strict=True):
            drawn_goals._period(times, row, middle)
    late, planned = bars(times)
    assert to_hex(late.get_facecolor()) == drawing.MORE
    assert (to_hex(planned.get_facecolor()), to_hex(planned.get_edgecolor())) == (
        "#ffffff",
        drawing.INK,
    )
    assert planned.get_x() == date(2024, 4, 1).toordinal()
    assert planned.get_width() == 91
    assert "31 december 2023" in words(times)


def test_a_measure_is_drawn_from_nought_to_its_start_and_its_target(chapter: Chapter) -> None:
    row = chapter.progress.iloc[0].to_dict()
    start, target = drawn_measures._bars(row)
    assert (start.low, start.high, start.words) == (0, 75, "75 (2020)")
    assert (target.low, target.high, target.words) == (0, 50, "högst 50 (2022)")
    assert (start.colour, target.colour) == (drawn_measures.EARLIER, "none")


def test_the_alternative_texts_hold_every_value(chapter: Chapter) -> None:
    assert alt(goals_figures.red_thread(chapter.thread)) == (
        "Stapeldiagram över svaren på varje fullmäktigemål: "
        "Ett *tryggt* Ale: svar 2, varav bedömda 1, mått 2; Tom: svar 0, varav bedömda 0, mått 0."
    )
    assert alt(measure_figures.measure_progress(chapter.progress)) == (
        "Stapeldiagram över mått från utfall till målvärde: "
        "Co2, 75 (2020), högst 50 (2022), ej rapporterat, målåret har passerat."
    )
    assert alt(goals_figures.time_line(chapter.line, as_of=AS_OF)) == (
        "Tidslinje över det som ska göras: Enkat maj 2023, passerat, pågår; "
        "Uppdrag 2:a kvartalet 2024."
    )


def test_headlines_say_what_the_figures_find(chapter: Chapter) -> None:
    thread = headlines.red_thread
    assert thread(chapter.thread) == "1 av 2 fullmäktigemål saknar svar i planen"
    assert thread(chapter.thread[:1]) == "Alla fullmäktigemål har både svar och mått"
    unmeasured = chapter.thread[:1].assign(measures=0)
    assert thread(unmeasured) == "Alla fullmäktigemål har svar, men 1 av 1 saknar mått"
    assert headlines.time_line(chapter.line).endswith("rapporterat klart: 1 av 2")
    numbered = chapter.progress[:1]
    assert headlines.measures(numbered) == ("Inget målvärde i siffror har något rapporterat utfall")
    assert headlines.measures(numbered.assign(status="on_track")) == (
        "Målvärden i siffror på väg: 1 av 1, inte på väg: 0"
    )


def test_the_lead_counts_answers_measures_and_what_is_reported(chapter: Chapter) -> None:
    lead = goals_text.goals_lead(chapter.thread, chapter.known, year=2024, as_of=AS_OF)
    assert lead.role == "lead"
    assert plain(lead.markdown).splitlines()[2] == (
        "Planen för 2024 svarar på 1 av 2 fullmäktigemål; 1 saknar mått. Till och med 31 december "
        "2023 rapporterar senare dokument om 1 av dess 4 mål och uppdrag, varav 0 som klart."
    )


def test_key_figures_count_tasks_alone_among_dates(chapter: Chapter) -> None:
    shown = goals_text.goals_key_figures(
        chapter.thread, chapter.progress, chapter.scheduled, chapter.known
    )
    assert [each.words for each in shown.traced] == [
        "Fullmäktigemål med svar | 1 av 2 | 1 av 2 med mått",
        "Mått med målvärde i siffror | 1 av 2 | 0 med rapporterat utfall",
        "Uppdrag och aktiviteter med datum | 2 av 2 | passerat: 1",
        "Mål och uppdrag med uppföljning | 1 av 4 | rapporterat klart: 0",
    ]


def test_the_tree_is_a_nested_list_with_what_each_goal_answers(chapter: Chapter) -> None:
    shown = goal_tree.goal_tree(chapter.tree, chapter.known)
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
    ET.fromstring(f"<div>{goal_tree.goal_tree(chapter.tree, chapter.known).html}</div>")


def test_each_row_of_the_matrix_is_a_goal_of_the_council(chapter: Chapter) -> None:
    head, _rule, first, second = lines(goals_tables.red_thread(chapter.thread))
    assert head[1:5] == ["Fokusområden", "Nämndmål", "Uppdrag", "Aktiviteter"]
    assert first == [r"Ett \*tryggt\* Ale", "0", "0", "1", "1", "2", "1", "2"]
    assert second == ["Tom", *"0000000"]


def test_gaps_are_counted_and_named(chapter: Chapter) -> None:
    found = lines(goals_tables.goal_findings(gaps.findings(chapter.checked)))
    assert ["Fullmäktigemål utan svar", "1", "2", "50 %"] in found
    named = lines(goals_tables.goal_gaps(gaps.goals_with_gaps(chapter.checked)))
    assert ["Tom", "fullmäktigemål", "svar och mått", "3.1"] in named
    assert ["Enkat", "aktivitet", "ansvarig", "3.10"] in named


def test_measures_with_and_without_a_number_stand_apart(chapter: Chapter) -> None:
    assert lines(measure_tables.numbered_measures(chapter.progress))[2:] == [
        ["Co2", "75 (2020)", "–", "högst 50 (2022)", "ej rapporterat, målåret har passerat"]
    ]
    assert lines(measure_tables.measures_in_words(chapter.progress))[2:] == [
        ["Nki", r"Ett \*tryggt\* Ale", "öka (2024)", "ej rapporterat"]
    ]


def test_dates_evidence_and_statuses_are_told(chapter: Chapter) -> None:
    assert lines(goals_tables.schedule(chapter.scheduled))[2] == [
        *("Enkat", "maj 2023", "pågår, datumet har passerat", "–", "3.10"),
    ]
    evidence = goals_tables.evidence(chapter.known)
    assert lines(evidence)[2] == [
        *("Enkat", "pågår", "Årsredovisning 2024, avsnitt 3.1", "31 december 2023"),
    ]
    assert "- [Enkat]{.term}: Känt" in evidence.markdown
    counted = lines(goals_tables.follow_up(follow_up.status_by_level(chapter.known)))
    assert counted[-1] == [f"**{cell}**" for cell in ("Totalt", *"301004")]


def test_evidence_is_marked_as_swedish_in_an_english_report(chapter: Chapter) -> None:
    with language.using("en"):
        assert "- [Enkat]{.term}: [Känt]{lang=sv}" in goals_tables.evidence(chapter.known).markdown


def test_the_rules_are_stated() -> None:
    assert "ett målvärde ensamt" in measure_text.measures_rule().markdown
    assert "en enda bedömd koppling" in goals_text.red_thread_rule().markdown


@pytest.mark.parametrize(
    ("low", "high", "unit", "written"),
    [
        (30, None, "%", "minst 30 %"),
        (None, 50, None, "högst 50"),
        (1.9, 2.4, "%", "1,9–2,4 %"),
        (5, 5, None, "5"),
        (None, 1250000.125, None, "högst 1 250 000,13"),
    ],
)
def test_a_target_is_written_with_what_bounds_it(
    low: float | None, high: float | None, unit: str | None, written: str
) -> None:
    bounds = [float("nan") if each is None else each for each in (low, high)]
    assert plain(goal_words.target(*bounds, unit)) == written


@pytest.mark.parametrize(
    ("printed", "sv", "en"),
    [
        ("2024", "2024", "2024"),
        ("2024-05", "maj 2024", "May 2024"),
        ("2024-Q2", "2:a kvartalet 2024", "2nd quarter 2024"),
        ("2024-05-31", "31 maj 2024", "31 May 2024"),
    ],
)
def test_a_date_is_as_close_as_it_is_printed(printed: str, sv: str, en: str) -> None:
    for speaking, written in (("sv", sv), ("en", en)):
        with language.using(speaking):
            assert language.period(printed) == written


def test_sections_are_told_from_the_first_to_the_last_in_the_order_of_their_numbers() -> None:
    rows = pd.DataFrame({"title": "Planen", "section": ["3.10", ("3.2", "3.9"), "3.2"]})
    assert plain(sources.source(rows)) == "Källa: Planen, avsnitt 3.2–3.10."
