"""An evaluation as it is shown: its words, tables and chart."""

from __future__ import annotations

import pandas as pd
import pytest

from alereport.base import locales, params
from alereport.base.workspace import Workspace
from alereport.chapters import evaluation
from alereport.chapters.evaluation import analysis
from alereport.data import datasets
from alereport.exhibits.model import Exhibit, Table
from alereport.exhibits.traced import traced_lines
from alereport.exhibits.values import Cell
from tests.conftest import ROOT
from tests.drawings import assert_that_words_are_apart_and_inside, lengths, wide
from tests.handmade import plain
from tests.handmade_evaluation import Printed, answers, goals
from tests.handmade_evaluation import evaluation as handmade
from tests.unit.chapters.test_charts import alt

AREAS: dict[int, dict[str, Printed]] = {
    1: {"": (74, 100, 74), "1.1": (16, 20, 81), "1.2": (5, 10, 50)},
    2: {"": (67, 100, 64), "2.1": (20, 30, 61), "2.2": (9, 20, 45)},
    3: {"": (70, 100, 70), "3.1": (14, 20, 70)},
}
SETTINGS = params.municipality(Workspace(ROOT))
GOALS = goals(dict.fromkeys("abcde", ("ks", 2024)))


def areas(**conclusions: str) -> pd.DataFrame:
    rows = analysis.areas(handmade(AREAS))
    names = {f"Område {area[-1]}": conclusion for area, conclusion in conclusions.items()}
    return rows.assign(conclusion=rows["name"].map(names))


def questions() -> pd.DataFrame:
    return analysis.questions(handmade(AREAS))


def answered(*links: tuple[str, str]) -> pd.DataFrame:
    return analysis.answered(handmade(AREAS), answers=answers(links), goals=GOALS)


def about(**facts: object) -> pd.DataFrame:
    usual = {"document": "kommunkompassen-2020", "month": "2020-08", "rows": ("a#1",)}
    return pd.DataFrame([{**usual, "interviewed": 30, "hedge": "-tal", **facts}])


def cells(shown: Exhibit) -> list[list[str]]:
    found = [line for line in shown.markdown.splitlines() if line.startswith("|")][2:]
    rows = [plain(line).strip("|").split(" | ") for line in found]
    return [[cell.strip() for cell in row] for row in rows]


def said(shown: Exhibit) -> str:
    return plain(shown.markdown)


def test_what_the_evaluation_is_when_it_was_made_and_what_it_builds_on_is_said() -> None:
    words = said(evaluation.about(about(), SETTINGS.evaluations))
    assert "hur en kommun leds, inte vilka resultat verksamheten når" in words
    assert "Utvärderingen gjordes i augusti 2020." in words
    assert "intervjuer med ett 30-tal personer" in words
    with locales.using("en"):
        assert "interviews with about 30 people." in said(evaluation.about(about()))


def test_an_evaluation_of_another_kind_is_not_called_kommunkompassen() -> None:
    other = about(document="granskning-2020", interviewed=None)
    words = said(evaluation.about(other, SETTINGS.evaluations))
    assert words.count("Kommunkompassen") == 0
    assert "intervjuer" not in words


def test_the_lead_is_the_areas_with_the_most_and_the_fewest_points() -> None:
    assert (
        "Utvärderingen 2020 ger mest poäng till område 1, område 1 (74 av 100), och minst till "
        "område 2, område 2 (67)."
    ) in said(evaluation.lead(areas()))


def test_what_the_evaluators_conclude_stands_beside_the_fewest_points() -> None:
    words = said(evaluation.lead(areas(a1="strongest", a2="most_potential", a3="most_potential")))
    assert (
        "Utvärderarna själva kallar område 1 starkast och ser störst möjlighet till förbättring i "
        "område 2 och 3."
    ) in words
    assert "Räknat i poäng" not in words  # The same two areas.


def test_a_conclusion_other_than_the_fewest_points_is_said_to_be() -> None:
    words = said(evaluation.lead(areas(a1="most_potential", a2="most_potential")))
    assert "störst möjlighet till förbättring i område 1 och 2." in words
    assert "Räknat i poäng är område 2 och 3 lägst." in words
    assert "starkast" not in words


def test_nothing_is_said_for_evaluators_who_single_out_no_area() -> None:
    assert "Utvärderarna" not in said(evaluation.lead(areas()))


def test_the_sum_is_said_to_be_computed_and_what_the_municipality_says_of_it() -> None:
    words = said(evaluation.about_the_areas(areas(), SETTINGS.evaluations))
    assert "Tillsammans har områdena 211 av 300 poäng. Summan är uträknad här." in words
    assert "diagram" not in words
    of_skr = areas().assign(document="kommunkompassen-2020")
    shown = evaluation.about_the_areas(of_skr, SETTINGS.evaluations)
    assert "diagram som saknas i källans text" in said(shown)


def test_an_area_with_two_names_is_given_both() -> None:
    assert "heter område" not in said(evaluation.about_the_areas(areas()))
    named = areas().assign(also_called=["Samspel", None, None])
    assert "I utvärderingens text heter område 1 Samspel." in said(
        evaluation.about_the_areas(named)
    )


def test_the_chart_holds_every_area_once() -> None:
    shown = evaluation.areas_chart(areas())
    assert alt(shown).endswith("1 Område 1 74 av 100; 2 Område 2 67 av 100; 3 Område 3 70 av 100.")
    assert "[Alla områden har mellan 67 och 74 av 100 poäng]{.headline}" in said(shown)


def test_a_bar_is_solid_to_its_points_and_outlined_to_its_maximum() -> None:
    svg = wide(evaluation.areas_chart(areas()))
    outlined, solid = lengths(svg, "outline"), lengths(svg, "solid")
    shares = [round(one / other, 2) for one, other in zip(solid, outlined, strict=True)]
    assert shares == [0.74, 0.67, 0.7]


def test_a_percentage_that_does_not_follow_has_its_footnote_in_the_table_it_stands_in() -> None:
    shown = evaluation.questions(questions())
    assert cells(shown)[2] == ["2.1 Fråga 2.1", "20", "30", r"61 % \[a\]"]
    assert "säger emot varandra i fråga 2.1." in plain(shown.caption)
    assert "[a]" not in evaluation.answers(answered()).caption


def test_weak_questions_are_listed_with_their_goals_or_with_none() -> None:
    shown = evaluation.answers(answered(("2.2", "a")))
    assert cells(shown) == [
        ["2.2 Fråga 2.2", "45 %", "A (KS 2024)"],
        ["1.2 Fråga 1.2", "50 %", "inget mål"],
    ]


def test_a_cell_names_three_goals_and_counts_the_rest() -> None:
    shown = evaluation.answers(answered(*(("2.2", goal) for goal in "abcde")))
    assert cells(shown)[0][2] == "A (KS 2024); B (KS 2024); C (KS 2024); och 2 till"
    assert len(traced_lines(shown)[0].rows) == 11


def test_the_findings_count_the_weak_questions_and_those_with_goals() -> None:
    words = said(evaluation.findings(answered(("1.2", "a")), questions()))
    assert "Två av fem frågor når högst hälften av sina poäng. Lägst är 2.2 Fråga 2.2." in words
    assert "Mål i planerna har att göra med en av dem." in words
    assert "analytikerns bedömning" in words


def test_all_that_share_the_lowest_percentage_are_named_or_counted() -> None:
    two = answered(("1.2", "a")).assign(percent=45)
    assert "Lägst är 2.2 Fråga 2.2 och 1.2 Fråga 1.2." in said(
        evaluation.findings(two, questions())
    )
    four = pd.concat([two, two])
    words = said(evaluation.findings(four, questions()))
    assert "lägst, med samma andel, ligger fyra av dem" in words


def test_no_goal_is_claimed_where_there_is_none() -> None:
    words = said(evaluation.findings(answered(), questions()))
    assert "Mål i planerna" not in words
    assert "bedömning" not in words


def test_a_goal_that_a_plan_itself_ties_to_a_question_is_not_called_judged() -> None:
    told = answered(("1.2", "a")).assign(by_analyst=0)
    assert "bedömning" not in said(evaluation.findings(told, questions()))


def test_an_evaluation_without_weak_questions_says_so() -> None:
    strong = questions().query("not weak")
    words = said(evaluation.findings(answered().iloc[:0], strong))
    assert "Alla frågor når mer än hälften av sina poäng." in words


def test_points_are_values_and_a_question_is_known_by_its_number() -> None:
    shown = evaluation.questions(questions())
    assert isinstance(shown, Table)
    assert [row.key for row in shown.rows] == ["1.1", "1.2", "2.1", "2.2", "3.1"]
    _name, points, most, percent = shown.rows[2].cells
    assert points == Cell(value=20, unit="points", basis="equal")
    assert most == Cell(value=30, unit="points", basis="equal")
    assert percent == Cell(value=61, unit="%", has_unit=True, mark=" [a]")
    assert shown.as_of == "2020"


def test_a_question_without_a_goal_is_an_empty_cell() -> None:
    met, unmet = evaluation.answers(answered(("2.2", "a"))).rows
    assert (met.cells[2].state, met.cells[2].value) == ("shown", "A (KS\u00a02024)")
    assert (unmet.cells[2].state, unmet.cells[2].value) == ("silent", None)


def test_what_is_shown_can_be_followed_to_its_rows() -> None:
    shown = [
        evaluation.lead(areas(a1="strongest")),
        evaluation.about(about()),
        evaluation.about_the_areas(areas()),
        evaluation.areas_chart(areas()),
        evaluation.findings(answered(), questions()),
        evaluation.questions(questions()),
    ]
    assert all(line.rows for each in shown for line in traced_lines(each))


def test_an_evaluation_that_does_not_exist_is_said_to_be_missing_once() -> None:
    none, nothing = areas().iloc[:0], questions().iloc[:0]
    assert "Utvärdering saknas i underlaget." in evaluation.lead(none).markdown
    shown = [
        evaluation.areas_chart(none),
        evaluation.about_the_areas(none),
        evaluation.findings(answered().iloc[:0], nothing),
        evaluation.answers(answered().iloc[:0]),
        evaluation.questions(nothing),
    ]
    assert [each.markdown for each in shown] == [""] * 5


def committed(dataset: str, document: str) -> pd.DataFrame:
    workspace = Workspace(ROOT)
    rows = datasets.read(workspace, workspace.dataset(dataset) / f"{document}.csv")
    return rows.assign(title=document)


@pytest.mark.parametrize("speaking", ["sv", "en"])
def test_the_words_of_a_figure_lie_inside_it_and_not_on_each_other(speaking: str) -> None:
    rows = committed("evaluation", "kommunkompassen-2020")
    with locales.using(speaking):
        shown = evaluation.areas_chart(analysis.areas(rows))
    assert_that_words_are_apart_and_inside(shown, least=16)
