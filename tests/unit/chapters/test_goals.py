"""What is shown of goals: the tables, lists and sentences, and when each may be said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from alereport.base import locales
from alereport.base.workspace import Workspace
from alereport.chapters import goals
from alereport.chapters.goals import (
    analysis,
    assignments,
    coverage,
    follow_up,
    judgement,
    measures,
    plans,
    terms,
)
from alereport.data import datasets, schemas
from alereport.exhibits import sources
from alereport.exhibits.model import Exhibit, Outline, Table, Text, parts_of
from alereport.exhibits.traced import traced_lines
from tests import handmade_goals as made
from tests.conftest import ROOT
from tests.handmade import plain
from tests.unit.chapters.test_tables import lines

AS_OF = date(2023, 12, 31)
LATER = date(2025, 6, 30)
ANNUAL = made.documents(("annual_report", 2024, "2024-12-31"))
COMMITTED = (
    "sn-verksamhetsplan-2021",
    "ks-verksamhetsplan-2022",
    "ks-namndplan-2024",
)
PLAN = made.goals(
    {"goal": "trygg", "level": "direction_goal", "title": "Ett *tryggt* Ale"},
    {"goal": "tom", "level": "council_goal", "decided_by": "council"},
    {"goal": "enkat", "level": "activity", "parent": "trygg", "due": "2024-05", "section": "3.10"},
    {"goal": "vagt", "level": "activity", "due": "2024", "hedge": "början av"},
    {"goal": "odaterat", "level": "activity", "responsible": "Kansliet"},
    {"goal": "uppdrag", "level": "assignment", "responsible": "HR", "due": "2024-Q2"},
    {"goal": "vilset", "level": "assignment"},
)
LINKS = made.links(("uppdrag", "trygg", "document"), ("vilset", "trygg", "analyst"))
MEASURES = made.measures(
    {"measure": "co2", "goal": "trygg", "kind": "outturn", "year": 2020, "value": 75},
    {"measure": "co2", "goal": "trygg", "year": 2025, "comparator": "<=", "value": 50},
    {"measure": "nki", "goal": "trygg", "comparator": "increase", "whose": "municipality"},
)
BY_THE_PLAN = made.follow_up(
    ("uppdrag", "2023-12-31", "in_progress"), document="a-plan", title="Nämndplan 2024"
)
NO_DOCUMENTS = made.documents()


class Chapter:
    """Everything the chapter shows, from the frames of a report."""

    def __init__(self, plan: pd.DataFrame = PLAN, **frames: Any) -> None:
        links = frames.get("links", LINKS)
        reported = frames.get("reported", BY_THE_PLAN)
        as_of = frames.get("as_of", AS_OF)
        self.explanations = frames.get("explanations", made.explanations())
        self.covered = coverage.coverage(
            frames.get("documents", NO_DOCUMENTS), goals=plan, as_of=as_of
        )
        self.known = follow_up.status(plan, follow_up=reported, as_of=as_of)
        self.judged = judgement.judgements(
            plan,
            links=links,
            measures=frames.get("measured", MEASURES),
            statuses=self.known,
            covered=self.covered,
        )
        self.council = analysis.council_goals(plan)
        self.compared = plans.council_goals(plan, before=frames.get("before", plan.iloc[:0]))
        self.empty = assignments.unanswered(plan, links=links)
        self.thread = analysis.thread(plan, links=links)
        self.tasks = assignments.assignments(
            plan,
            links=links,
            explanations=self.explanations,
            follow_up=reported,
            as_of=as_of,
        )
        self.progress = measures.progress(frames.get("measured", MEASURES), goals=plan)
        self.dates = follow_up.calendar(self.known, covered=self.covered)

    def shown(self) -> dict[str, Exhibit]:
        return {
            "lead": goals.lead(self.judged, year=2024),
            "first": goals.first_due(self.tasks),
            "assignments": goals.assignments_and_goals(
                self.tasks, self.judged, self.thread, self.council
            ),
            "judged": goals.goals_judged(self.judged),
            "notes": goals.notes(self.compared, self.empty, year=2024),
            "calendar": goals.calendar(self.dates, self.covered),
            "targets": goals.targets(self.progress),
            "reports": goals.reports(self.known, self.covered),
        }

    def parts(self) -> list[Exhibit]:
        """The exhibits, those of a group one by one."""
        return [part for shown in self.shown().values() for part in parts_of(shown)]

    def text(self, name: str) -> str:
        return plain(self.shown()[name].markdown)


def committed(document: str) -> Chapter:
    """The chapter on a committed plan, without plans before it."""
    workspace = Workspace(ROOT)

    def rows(dataset: str) -> pd.DataFrame:
        return datasets.read(workspace, workspace.dataset(dataset) / f"{document}.csv")

    plan = rows("goals").assign(document_title="Planen")
    reported = datasets.read_dataset(workspace, "follow_up").assign(title="Senare plan")
    return Chapter(
        plan,
        links=rows("goal_links").assign(title="Planen"),
        measured=rows("measures").assign(title="Planen"),
        reported=reported[reported["goal"].isin(plan["goal"])],
        documents=datasets.read_dataset(workspace, "documents"),
        explanations=datasets.read_dataset(workspace, "explanations"),
    )


@pytest.mark.parametrize("document", COMMITTED)
def test_what_is_shown_of_a_committed_plan_is_labelled_once_and_traced(document: str) -> None:
    shown = committed(document).parts()
    labels = [each.label for each in shown if each.label]
    assert len(labels) == len(set(labels)) >= 2
    assert all(all(of.rows for of in each.rows) for each in shown if isinstance(each, Table))
    assert all(traced_lines(each) for each in shown if each.label)


def test_of_a_plan_without_goals_only_that_is_said() -> None:
    nothing = made.goals()
    chapter = Chapter(nothing, links=made.links(), measured=made.measures())
    assert "Mål för planen saknas i underlaget." in chapter.text("lead")
    others = [text for name in chapter.shown() if name != "lead" and (text := chapter.text(name))]
    assert others == []


def test_the_lead_says_why_the_goals_cannot_be_judged_and_what_the_assignments_lack() -> None:
    assert Chapter().text("lead").splitlines()[2] == (
        "Ett av fullmäktiges två mål går att bedöma när 2024 är slut; ett saknar mått. "
        "Ett av de två uppdragen har både ansvarig och tid; ett saknar ansvarig och ett saknar tid."
    )


def test_what_no_document_follows_up_is_said_once_and_blamed_on_nobody() -> None:
    chapter = Chapter(as_of=LATER)
    assert (
        chapter.text("lead")
        .splitlines()[2]
        .startswith(
            "Om fullmäktiges mål nåddes kan inte bedömas: underlaget har ingen uppföljning för "
            "2024. Planen ger ett av de två målen ett mått med målvärde i siffror."
        )
    )
    everything = " ".join(map(chapter.text, chapter.shown()))
    assert everything.count("ingen uppföljning") == 1
    assert "ej rapporterat" not in everything
    assert "har gått ut" not in everything


def test_what_a_report_of_the_year_leaves_out_is_not_reported() -> None:
    reported = made.follow_up(("enkat", "2024-12-31", "in_progress"))
    chapter = Chapter(documents=ANNUAL, reported=reported, as_of=LATER)
    assert "| ej rapporterat |" in chapter.text("assignments")
    assert "Uppdrag (HR; tiden har gått ut)" in chapter.text("calendar")
    assert chapter.text("reports").splitlines()[0] == (
        "Till och med 31 december 2024 finns en rapport om ett av planens sju mål och uppdrag "
        "(Dokument 2024)."
    )
    assert "- [Enkat]{.term}: pågår. Känt (Årsredovisning 2024, avsnitt 3.1)" in chapter.text(
        "reports"
    )
    silent = Chapter(documents=ANNUAL, reported=made.follow_up(), as_of=LATER)
    assert "finns ingen rapport om något av planens sju mål" in silent.text("reports")


def test_a_plan_whose_year_lies_ahead_has_no_follow_up() -> None:
    assert Chapter().text("reports") == ""


def test_what_a_later_plan_mentions_is_told_where_the_year_has_no_follow_up() -> None:
    reported = made.follow_up(("enkat", "2024-12-31", "done"), title="Plan 2025")
    text = Chapter(reported=reported, as_of=LATER).text("reports")
    assert text.startswith("Senare dokument nämner en del av arbetet:")
    assert "klart. Känt (Plan 2025, avsnitt 3.1)" in text


def test_an_assignment_is_told_with_who_when_how_far_and_whether_it_can_be_judged() -> None:
    explained = made.explanations(
        ("comment", "uppdrag", "HR utreder."), ("plain", "vilset", "Ingen vet.")
    )
    chapter = Chapter(explanations=explained)
    head, _rule, first, second = lines(chapter.shown()["assignments"])
    assert head == ["Uppdrag", "När", "1", "Ansvarig", "Läge", "Går att bedöma"]
    assert [*first[:2], *first[-3:]] == [
        *("Uppdrag", "andra kvartalet 2024", "HR", "pågår enligt planen", "✓ ja"),
    ]
    assert second[-3:] == ["–", "–", "× nej: ingen ansvarig och ingen tid"]
    assert chapter.text("assignments").splitlines()[-3:] == [
        "### Vad planen säger om dem",
        "",
        "- [Uppdrag]{.term}: HR utreder.",
    ]
    assert "###" not in Chapter().text("assignments")


def test_columns_without_a_value_and_a_judgement_that_all_share_are_left_out() -> None:
    plan = made.goals(
        {"goal": "ett", "level": "assignment", "responsible": "HR"},
        {"goal": "tva", "level": "assignment", "responsible": "Kansliet"},
    )
    chapter = Chapter(plan, links=made.links(), measured=made.measures(), reported=made.follow_up())
    assert lines(chapter.shown()["assignments"])[0] == ["Uppdrag", "Ansvarig"]
    assert "Inget av de två uppdragen är tidsatt." in chapter.text("lead")


def test_an_activity_stands_in_for_what_its_assignment_does_not_say() -> None:
    plan = made.goals(
        {"goal": "u", "level": "assignment"},
        {"goal": "a", "level": "activity", "parent": "u", "due": "2024-06", "responsible": "HR"},
    )
    chapter = Chapter(plan, links=made.links(), measured=made.measures(), reported=made.follow_up())
    assert lines(chapter.shown()["assignments"])[2] == ["U", "juni 2024 (delmål)", "HR (delmål)"]


def test_each_goal_of_the_council_is_judged_with_the_reason() -> None:
    assert lines(Chapter().shown()["judged"])[2:] == [
        [r"Ett \*tryggt\* Ale", "✓ ja: co2"],
        ["Tom", "× nej: inget mått"],
    ]
    later = Chapter(as_of=LATER).shown()["judged"]
    assert lines(later)[2][-1] == "× nej: utfallet är från tiden före perioden (co2)"


def test_the_matrix_is_filled_where_the_plan_says_so_and_a_ring_where_it_is_judged() -> None:
    chapter = Chapter()
    found, matrix = chapter.shown()["assignments"].parts  # type: ignore[attr-defined]
    marks = {row.key: [(cell.shape, str(cell)) for cell in row.cells[2:3]] for row in matrix.rows}
    assert marks == {
        "uppdrag": [("filled", "planen säger det")],
        "vilset": [("ring", "bedömt här")],
    }
    assert "1 Ett *tryggt* Ale; 2 Tom" in plain(str(matrix.notes[0]))
    assert plain(found.markdown) == (
        "Planen säger för ett av sina två uppdrag vilket av fullmäktiges mål de hör till; "
        "för de andra är det bedömt här. Utan uppdrag står ”Tom”."
    )


def test_the_calendar_prints_hedges_and_what_only_the_plan_reports() -> None:
    text = Chapter().text("calendar").splitlines()
    assert [line.rstrip() for line in text if line] == [
        "- **Kvartal 2 2024**",
        "    - Enkat (maj 2024)",
        "    - Uppdrag (HR; pågår enligt planen)",
        "- **Någon gång under 2024**",
        "    - Vagt (början av 2024)",
        "- **Utan tid i planen**",
        "    - Odaterat (kansliet)",
        "::: {.source}",
        "Källa: Nämndplan 2024, avsnitt 3.1 och 3.10.",
        ":::",
    ]


def test_a_measure_is_told_from_where_to_where_and_with_what_is_not_said() -> None:
    assert Chapter().text("targets").splitlines() == [
        "- Co2: från 75 (2020) till högst 50 (2025).",
        "- Ska öka, utan siffra: nki.",
        "- Nämndens egna mått är co2; de andra gäller hela kommunen.",
    ]


def targets(*rows: dict[str, Any]) -> str:
    measured = made.measures(*({"goal": "trygg", "comparator": ">=", **row} for row in rows))
    return Chapter(measured=measured).text("targets")


def test_nothing_is_filled_in_where_the_document_is_silent() -> None:
    undated = {"measure": "folk", "unit": "%", "value": 1.5, "year": None, "hedge": "drygt"}
    text = targets(undated | {"whose": "municipality"})
    assert "- Folk: målvärdet är drygt minst 1,5 procent." in text
    assert "Inget målvärde har något årtal i planen." in text
    assert "Planen säger inte vad procenten räknas på: folk." in text
    assert "Måttet gäller hela kommunen, inte bara nämnden." in text
    dated = targets(undated | {"year": 2025, "basis": "invånarna"})
    assert "årtal" not in dated
    assert "räknad på" not in dated


def test_an_outturn_is_held_against_its_target() -> None:
    folk = {"measure": "folk", "unit": "%", "year": 2024, "value": 1.5}
    outturn = folk | {"kind": "outturn", "comparator": "="}
    said = "- Folk: 2 procent (2024); målvärdet är minst 1,5 procent (2024). Måttet är på väg"
    assert said in targets(folk, outturn | {"value": 2})
    assert "Måttet är inte på väg mot målvärdet." in targets(folk, outturn | {"value": 1})


def test_three_targets_or_more_are_a_table_with_numbers() -> None:
    measured = made.measures(
        *(
            {"measure": name, "goal": "trygg", "comparator": sign, "value": value, "year": None}
            for name, sign, value in (("a", ">=", 1), ("b", "<=", 2.5), ("c", "=", 3))
        )
    )
    table = next(
        part
        for part in parts_of(goals.targets(Chapter(measured=measured).progress))
        if isinstance(part, Table)
    )
    assert [column.heading for column in table.columns] == ["Mått", "Minst", "Högst"]
    assert [[cell.value for cell in row.cells[1:]] for row in table.rows] == [
        [1, None],
        [None, 2.5],
        [3, 3],
    ]


def test_goals_are_told_new_or_gone_since_the_plan_before() -> None:
    before = made.goals(
        {"goal": "gammalt", "level": "council_goal", "theme": "borta"},
        plan_year=2022,
        document_title="Plan 2022",
    ).rename(index=lambda row: row.replace("a-plan", "a-older-plan"))
    assert (
        Chapter(before=before)
        .text("notes")
        .startswith("Inget av fullmäktiges mål i planen för 2022 finns kvar; alla är nya.")
    )
    kept = Chapter(before=before.assign(theme="tom")).text("notes")
    assert "Nya bland fullmäktiges mål sedan planen för 2022: ”Ett" in kept
    assert "nya sedan" not in Chapter().text("notes")


def test_only_what_has_nothing_under_it_is_said_to_be_empty() -> None:
    assert "Under ”Tom” står ingenting i planen." in Chapter().text("notes")
    commented = PLAN.assign(commented="yes")
    assert Chapter(commented).text("notes") == ""


def test_the_reader_of_a_summary_gets_the_same_sentence() -> None:
    assert str(goals.judgeable_sentence(Chapter().judged)).startswith("ett av fullmäktiges två mål")
    assert not goals.judgeable_sentence(Chapter().judged.iloc[:0])


def keys(shown: list[Exhibit]) -> list[tuple[str, list[str]]]:
    """What each exhibit with rows or lines is known by, and each of these within it."""
    return [
        (each.id, [part.key for part in (each.rows if isinstance(each, Table) else each.lines)])
        for each in shown
        if isinstance(each, Table | Text | Outline)
    ]


@pytest.mark.parametrize("document", COMMITTED)
def test_keys_are_unique_and_the_same_in_every_language(document: str) -> None:
    shown = keys(committed(document).parts())
    assert len(shown) >= 6
    assert all(len(inside) == len(set(inside)) for _id, inside in shown)
    assert len({each for each, _inside in shown}) == len(shown)
    with locales.using("en"):
        assert keys(committed(document).parts()) == shown


def test_keys_stay_when_titles_change_and_rows_move() -> None:
    renamed = PLAN.assign(title=PLAN["title"] + ", nu").iloc[::-1]
    measured = MEASURES.assign(name=MEASURES["name"] + ", nytt").iloc[::-1]
    other = Chapter(renamed, measured=measured)
    moved, kept = (
        [(each, sorted(inside)) for each, inside in keys(chapter.parts())]
        for chapter in (other, Chapter())
    )
    assert moved == kept
    assert other.text("assignments") != Chapter().text("assignments")


def test_statuses_and_reasons_are_named_as_the_data_have_them() -> None:
    fields = schemas.schema(Workspace(ROOT), "follow_up").fields
    (found,) = [each.constraints.enum for each in fields if each.name == "status"]
    assert set(terms.STATUSES) == {*(found or ()), follow_up.NOT_REPORTED}
    assert set(terms.REASONS) == set(judgement.REASONS)
    fields = schemas.schema(Workspace(ROOT), "goals").fields
    (levels,) = [each.constraints.enum for each in fields if each.name == "level"]
    assert [*analysis.COUNCIL, *analysis.ANSWERS] == list(levels or ())


@pytest.mark.parametrize(
    ("printed", "sv", "en"),
    [
        ("2024", "2024", "2024"),
        ("2024-05", "maj 2024", "May 2024"),
        ("2024-Q2", "andra kvartalet 2024", "2nd quarter 2024"),
        ("2024-05-31", "31 maj 2024", "31 May 2024"),
        ("2025-01/2025-08", "januari–augusti 2025", "January–August 2025"),
        ("2024-11/2025-02", "november 2024–februari 2025", "November 2024–February 2025"),
    ],
)
def test_a_date_is_as_close_as_it_is_printed(printed: str, sv: str, en: str) -> None:
    for speaking, written in (("sv", sv), ("en", en)):
        with locales.using(speaking):
            assert locales.period(printed) == written


def test_sections_are_told_from_the_first_to_the_last_in_the_order_of_their_numbers() -> None:
    rows = pd.DataFrame({"title": "Planen", "section": ["3.10", ("3.2", "3.9"), "3.2"]})
    assert plain(sources.source(rows)) == "Källa: Planen, avsnitt 3.2–3.10."


def test_the_assignments_that_are_due_first_stand_first_with_who_is_responsible() -> None:
    first = committed("ks-namndplan-2024").text("first").splitlines()
    assert first[0].startswith("- [Mars 2024]{.term}: genomlysning av hela organisationen")
    assert first[0].endswith("(kommunledningsförvaltningen med kommunens övriga förvaltningar)")
    assert first[1].startswith("- [Maj 2024]{.term}: utreda orsaker till personalomsättning")
    assert len(first) == 2
    assert committed("sn-verksamhetsplan-2021").text("first") == ""
