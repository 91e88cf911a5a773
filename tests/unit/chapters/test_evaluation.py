"""An evaluation as shown: marks, labels, words and values."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from alereport.base import locales
from alereport.base.workspace import Workspace
from alereport.chapters import evaluation
from alereport.chapters.evaluation import analysis, spider
from alereport.data import datasets
from alereport.exhibits.model import Chart, Exhibit, Table, Text
from alereport.exhibits.traced import traced_lines
from alereport.exhibits.values import Cell
from tests.conftest import ROOT
from tests.drawings import assert_that_words_are_apart_and_inside, bars, lengths, wide
from tests.drawings import words as written
from tests.handmade import plain
from tests.handmade_evaluation import Printed, answers, goals
from tests.handmade_evaluation import evaluation as handmade
from tests.unit.chapters.test_charts import alt

AREAS: dict[int, dict[str, Printed]] = {
    1: {"": (74, 100, 74), "1.1": (16, 20, 81), "1.2": (5, 10, 50)},
    2: {"": (67, 100, 64), "2.1": (20, 30, 61), "2.2": (9, 20, 45)},
}
GOALS = goals(dict.fromkeys("abcde", ("ks", 2024)))


def areas() -> pd.DataFrame:
    return analysis.areas(handmade(AREAS))


def questions() -> pd.DataFrame:
    return analysis.questions(handmade(AREAS))


def answered(*links: tuple[str, str]) -> pd.DataFrame:
    return analysis.answered(handmade(AREAS), answers=answers(links), goals=GOALS)


def cells(shown: Exhibit) -> list[list[str]]:
    found = [line for line in shown.markdown.splitlines() if line.startswith("|")][2:]
    rows = [plain(line).replace("]{.total}", "").strip("|").split(" | ") for line in found]
    return [[cell.strip(" [*") for cell in row] for row in rows]


def test_the_spider_has_a_corner_for_each_area_at_its_share_of_the_maximum() -> None:
    (profile,) = wide(evaluation.profile(areas())).iterfind(".//{*}polygon[@class='profile']")
    radius = spider.RADIUS["wide"]
    assert profile.get("points") == f"0.0,{-radius * 0.74:.1f} 0.0,{radius * 0.67:.1f}"


def test_the_spider_says_that_the_national_average_is_missing() -> None:
    shown = evaluation.profile(areas())
    assert "nationella medelvärdet" in shown.markdown
    assert "finns inte i källtexten" in shown.markdown
    assert alt(shown) == ("Spindeldiagram över poängen per område: 1 Område 1 74; 2 Område 2 67.")


def test_a_bar_is_solid_to_its_points_and_outlined_to_its_maximum() -> None:
    svg = wide(evaluation.areas_chart(areas()))
    (solid, _other), (outlined, _same) = lengths(svg, "solid"), lengths(svg, "outline")
    assert solid / outlined == pytest.approx(0.74, rel=0.01)


def test_each_question_is_a_cell_that_is_darker_the_more_it_reaches() -> None:
    svg = wide(evaluation.questions_chart(questions()))
    looks = [(bar.get("class") or "").split()[0] for bar in bars(svg)]
    assert looks == ["shade4", "shade0", "shade2", "shade0"]  # 81, 50, 61 and 45 percent.


def test_weak_questions_are_framed_and_a_doubtful_percentage_is_marked() -> None:
    svg = wide(evaluation.questions_chart(questions()))
    assert ["weak" in (bar.get("class") or "") for bar in bars(svg)] == [False, True, False, True]
    cells = [each for each in written(svg) if "Område" not in each]
    assert cells == ["1.1", "81", "1.2", "50", "2.1", "61 [a]", "2.2", "45"]


@pytest.mark.parametrize(
    ("shown", "sv", "en"),
    [
        (
            lambda: evaluation.profile(areas()),
            "Starkast i Område 1 (74), svagast i Område 2 (67)",
            "Strongest in Område 1 (74), weakest in Område 2 (67)",
        ),
        (
            lambda: evaluation.areas_chart(areas()),
            "59 poäng återstår till max, mest i Område 2 (33)",
            "59 points are left to the maximum, most in Område 2 (33)",
        ),
        (
            lambda: evaluation.questions_chart(questions()),
            "2 av 4 frågor når högst hälften av sina poäng",
            "2 of 4 questions reach at most half their points",
        ),
        (
            lambda: evaluation.distance(analysis.most_to_win(questions())),
            "Mest återstår i 2.2 Fråga 2.2: 11 poäng",
            "Most is left in 2.2 Fråga 2.2: 11 points",
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
    made_from = {
        plain(each.words): each.rows
        for each in traced_lines(evaluation.questions_chart(questions()))
    }
    assert made_from["2.1 Fråga 2.1 61 % [a]"] == ("data/evaluation/kompass.csv#6",)


def test_a_total_that_is_not_printed_is_said_to_be_reckoned() -> None:
    shown = evaluation.areas(areas(), analysis.total(areas()))
    assert cells(shown)[-1] == ["Totalt", "141", "200", "59", "–"]
    assert "summan är beräknad här" in shown.markdown


def test_a_percentage_that_does_not_follow_has_its_footnote_in_the_table_it_stands_in() -> None:
    shown = evaluation.questions(questions())
    assert cells(shown)[2] == ["2.1 Fråga 2.1", "20", "30", "10", r"61 % \[a\]"]
    assert "2.1 61 % mot 65–68 %" in plain(shown.markdown)
    without = evaluation.weakest(analysis.weakest(questions(), count=2))
    assert "[a" not in without.markdown


def test_weak_questions_are_listed_with_their_goals_or_with_none() -> None:
    shown = evaluation.answers(answered(("2.2", "a")))
    assert cells(shown) == [
        ["2.2 Fråga 2.2, 45 %", "A (KS 2024)"],
        ["1.2 Fråga 1.2, 50 %", "Inget mål svarar."],
    ]


def test_a_cell_names_three_goals_and_counts_the_rest() -> None:
    shown = evaluation.answers(answered(*(("2.2", goal) for goal in "abcde")))
    assert cells(shown)[0][1] == "A (KS 2024); B (KS 2024); C (KS 2024); och 2 till"
    assert len(traced_lines(shown)[0].rows) == 11


def test_the_findings_name_the_weak_questions_that_nothing_answers() -> None:
    shown = plain(evaluation.findings(answered(("1.2", "a"))).markdown)
    assert "Mål i planerna svarar på 1 av de 2 svaga frågorna." in shown
    assert "Inget mål svarar på 2.2 Fråga 2.2." in shown
    assert "Den allra svagaste frågan, 2.2, är en av dem." in shown
    assert "analytikerns bedömning" in shown
    met = evaluation.findings(answered(("1.2", "a"), ("2.2", "b"))).markdown
    assert "Inget mål" not in met


def test_the_lead_of_an_evaluation_is_its_sum_and_its_extremes() -> None:
    shown = evaluation.lead(areas(), analysis.total(areas()))
    assert isinstance(shown, Text)
    assert shown.role == "lead"
    assert "141 av 200 poäng" in shown.markdown
    assert "mest för Område 1 (74 av 100), minst för Område 2 (67 av 100)" in shown.markdown


def test_what_an_evaluation_lacks_is_said() -> None:
    differences = analysis.rounding_differences(handmade(AREAS))
    shown = plain(evaluation.what_is_missing(areas(), questions(), differences).markdown)
    assert "nationellt medelvärde" in shown
    assert "Tidigare utvärderingar saknas i underlaget" in shown
    assert "område 2 64 % mot 66–68 % och 2.1 61 % mot 65–68 %" in shown
    assert "1 (74, frågorna 21) och 2 (67, frågorna 29)" in shown


def test_points_are_values_whose_total_is_derived_and_has_no_percentage() -> None:
    shown = evaluation.areas(areas(), analysis.total(areas()))
    assert isinstance(shown, Table)
    assert [row.key for row in shown.rows] == ["1", "2", "total"]
    assert [column.key for column in shown.columns] == [
        "name",
        "points",
        "max_points",
        "missing_points",
        "percent",
    ]
    _name, points, _most, missing, percent = shown.rows[1].cells
    assert points == Cell(value=67, unit="points", basis="equal")
    assert missing == Cell(value=33, unit="points", basis="derived")
    assert percent == Cell(value=64, unit="%", has_unit=True, mark=" [a]")
    _name, points, _most, _missing, percent = shown.rows[-1].cells
    assert (points.value, points.basis) == (141, "derived")
    assert (percent.state, percent.value) == ("silent", None)


def test_a_question_is_known_by_its_number_in_every_table_and_chart() -> None:
    weakest = analysis.weakest(questions())
    for shown in (evaluation.weakest(weakest), evaluation.questions_chart(weakest)):
        assert isinstance(shown, (Table, Chart))
        assert [row.key for row in shown.rows] == ["2.2", "1.2", "2.1", "1.1"]
        assert shown.as_of == "2020"
    assert [row.key for row in evaluation.answers(answered(("2", "a"))).rows] == ["2.2", "1.2", "2"]


def test_a_question_without_a_goal_is_an_empty_cell() -> None:
    met, unmet = evaluation.answers(answered(("2.2", "a"))).rows
    assert (met.cells[1].state, met.cells[1].value) == ("shown", "A (KS\u00a02024)")
    assert (unmet.cells[1].state, unmet.cells[1].value) == ("silent", None)


def test_what_would_follow_is_a_range_and_the_leads_points_are_values() -> None:
    differences = analysis.rounding_differences(handmade(AREAS))
    lines = {
        line.key: line.words.cells
        for line in evaluation.what_is_missing(areas(), questions(), differences).lines
    }
    assert list(lines) == ["national-average", "earlier", "percentages", "sums"]
    expected = lines["percentages"]["found.1.range"]
    assert (expected.value, expected.upper, expected.unit) == (66, 68, "%")
    (lead,) = evaluation.lead(areas(), analysis.total(areas())).lines
    assert lead.words.cells["points.points"].value == 141
    assert lead.words.cells["worst.points.points"].value == 67


@pytest.mark.parametrize(
    "show",
    [
        lambda none, _all: evaluation.lead(none, analysis.total(none)),
        lambda none, all_: evaluation.key_figures(none, none, all_, count=0),
        lambda none, _all: evaluation.profile(none),
        lambda none, _all: evaluation.areas_chart(none),
        lambda none, _all: evaluation.questions_chart(none),
        lambda none, _all: evaluation.distance(none),
        lambda none, _all: evaluation.areas(none, none),
        lambda none, _all: evaluation.questions(none),
        lambda none, _all: evaluation.weakest(none),
        lambda none, _all: evaluation.strongest(none),
        lambda none, _all: evaluation.answers(none),
        lambda none, _all: evaluation.what_is_missing(none, none, none),
    ],
)
def test_an_evaluation_that_does_not_exist_is_said_to_be_missing(
    show: Callable[[pd.DataFrame, pd.DataFrame], Exhibit],
) -> None:
    assert "Utvärdering saknas i underlaget." in show(areas().iloc[:0], answered()).markdown


def committed(dataset: str, document: str) -> pd.DataFrame:
    workspace = Workspace(ROOT)
    rows = datasets.read(workspace, workspace.dataset(dataset) / f"{document}.csv")
    return rows.assign(title=document)


@pytest.mark.parametrize("speaking", ["sv", "en"])
def test_the_words_of_a_figure_lie_inside_it_and_not_on_each_other(speaking: str) -> None:
    rows = committed("evaluation", "kommunkompassen-2020")
    with locales.using(speaking):
        shown = [
            evaluation.profile(analysis.areas(rows)),
            evaluation.areas_chart(analysis.areas(rows)),
            evaluation.questions_chart(analysis.questions(rows)),
            evaluation.distance(analysis.most_to_win(analysis.questions(rows))),
        ]
    for each, least in zip(shown, (8, 24, 78, 30), strict=True):
        assert_that_words_are_apart_and_inside(each, least=least)
