"""What an evaluation's points mean."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alereport.chapters.evaluation import analysis as evaluation
from tests.handmade_evaluation import Printed, answers, goals
from tests.handmade_evaluation import evaluation as handmade

AREAS: dict[int, dict[str, Printed]] = {
    1: {"": (74, 100, 74), "1.1": (16, 20, 81), "1.2": (6, 10, 58)},
    2: {"": (67, 100, 64), "2.1": (20, 30, 61), "2.2": (9, 20, 45)},
}
GOALS = goals({"a": ("ks", 2024), "b": ("sn", 2021), "c": ("ks", 2022)})


@st.composite
def _printed(draw: st.DrawFn) -> Printed:
    """Points and percentage as rounded from the same exact points."""
    most = draw(st.integers(1, 100))
    hundredths = draw(st.integers(0, 100 * most))
    return round(hundredths / 100), most, round(hundredths / most)


QUESTIONS = st.dictionaries(st.sampled_from("123456789"), _printed(), min_size=1)
MANY = st.dictionaries(st.integers(1, 8), QUESTIONS, min_size=1).map(
    lambda areas: {
        area: {
            "": (0, 100, 0),
            **{f"{area}.{number}": printed for number, printed in questions.items()},
        }
        for area, questions in areas.items()
    }
)


def test_areas_and_questions_are_told_apart_and_come_by_number() -> None:
    rows = handmade({2: AREAS[2], 1: AREAS[1]})
    assert evaluation.areas(rows)["area"].tolist() == [1, 2]
    questions = evaluation.questions(rows)
    assert questions["question"].tolist() == ["1.1", "1.2", "2.1", "2.2"]
    assert questions["area_name"].tolist() == ["Område 1", "Område 1", "Område 2", "Område 2"]


def test_the_distance_to_the_maximum_is_the_points_that_are_missing() -> None:
    areas = evaluation.areas(handmade(AREAS))
    assert areas["missing_points"].tolist() == [26, 33]
    whole = evaluation.total(areas).iloc[0]
    assert whole[["points", "max_points", "missing_points"]].tolist() == [141, 200, 59]


def test_a_printed_percentage_that_does_not_follow_is_kept_and_marked() -> None:
    rows = handmade(AREAS)
    areas = evaluation.areas(rows).set_index("area")
    assert areas.loc[2, ["percent", "percent_from", "percent_to"]].tolist() == [64, 66, 68]
    assert areas["percent_follows"].tolist() == [True, False]
    questions = evaluation.questions(rows).set_index("question")
    assert questions["percent_follows"].tolist() == [True, True, False, True]


def test_every_row_knows_the_row_of_the_data_it_is_made_from() -> None:
    areas = evaluation.areas(handmade(AREAS))
    assert areas["rows"].tolist() == [
        ("data/evaluation/kompass.csv#2",),
        ("data/evaluation/kompass.csv#5",),
    ]
    assert evaluation.total(areas)["rows"].iloc[0] == (
        "data/evaluation/kompass.csv#2",
        "data/evaluation/kompass.csv#5",
    )


def test_the_weakest_come_first_and_equal_ones_by_what_there_is_to_win() -> None:
    rows = handmade(
        {1: {"": (9, 9, 9), "1.1": (10, 20, 50), "1.2": (15, 30, 50), "1.3": (20, 20, 100)}}
    )
    questions = evaluation.questions(rows)
    assert evaluation.weakest(questions, count=2)["question"].tolist() == ["1.2", "1.1"]
    assert evaluation.strongest(questions, count=2)["question"].tolist() == ["1.3", "1.2"]
    assert evaluation.most_to_win(questions, count=1)["question"].tolist() == ["1.2"]


def test_areas_whose_questions_add_up_to_something_else_are_found() -> None:
    rows = handmade({1: {"": (26, 40, 65), "1.1": (16, 20, 80), "1.2": (10, 20, 50)}, 2: AREAS[2]})
    found = evaluation.rounding_differences(rows)
    assert found[["area", "questions_points", "difference_points"]].to_numpy().tolist() == [
        [2, 29, 38]
    ]
    assert len(found["rows"].iloc[0]) == 3


def test_a_weak_question_without_a_goal_is_a_row_of_its_own() -> None:
    found = evaluation.answered(handmade(AREAS), answers=answers([]), goals=GOALS)
    assert found[["question", "weak", "answers"]].to_numpy().tolist() == [["2.2", True, 0]]
    assert found["goals"].iloc[0] == ()


def test_goals_that_answer_come_in_the_order_of_their_plans() -> None:
    links = answers([("2.2", "a"), ("2.2", "b"), ("1.1", "c")])
    found = evaluation.answered(handmade(AREAS), answers=links, goals=GOALS)
    assert found["question"].tolist() == ["2.2", "1.1"]
    assert found["goals"].iloc[0] == (("B", "sn", 2021), ("A", "ks", 2024))
    assert found[["weak", "answers", "by_analyst"]].to_numpy().tolist() == [
        [True, 2, 2],
        [False, 1, 1],
    ]
    assert found["rows"].iloc[0] == (
        "data/evaluation/kompass.csv#7",
        "data/evaluation_answers/kompass.csv#3",
        "data/evaluation_answers/kompass.csv#2",
        "data/goals/plan.csv#3",
        "data/goals/plan.csv#2",
    )


def test_an_area_may_be_answered_as_a_whole() -> None:
    found = evaluation.answered(handmade(AREAS), answers=answers([("2", "a")]), goals=GOALS)
    assert found[["area", "question", "answers"]].to_numpy().tolist() == [[2, "2.2", 0], [2, "", 1]]


def test_only_the_latest_evaluation_counts() -> None:
    older = handmade({1: {"": (1, 100, 1), "1.1": (1, 20, 5)}}, year=2009, document="aldre")
    both = pd.concat([older, handmade(AREAS)])
    assert evaluation.areas(both)["points"].tolist() == [74, 67]
    links = pd.concat([answers([("1.1", "a")], document="aldre"), answers([("2.2", "b")])])
    found = evaluation.answered(both, answers=links, goals=GOALS)
    assert found["goals"].tolist() == [(("B", "sn", 2021),)]


def test_without_an_evaluation_there_are_no_rows() -> None:
    empty = handmade(AREAS).iloc[:0]
    assert evaluation.areas(empty).empty
    assert evaluation.total(evaluation.areas(empty)).empty
    assert evaluation.questions(empty).empty
    assert evaluation.rounding_differences(empty).empty
    assert evaluation.answered(empty, answers=answers([]), goals=GOALS).empty


@given(MANY)
def test_points_and_what_is_missing_are_the_maximum(areas: dict) -> None:
    questions = evaluation.questions(handmade(areas))
    assert questions["points"].add(questions["missing_points"]).eq(questions["max_points"]).all()
    whole = evaluation.total(evaluation.areas(handmade(areas))).iloc[0]
    assert whole["points"] + whole["missing_points"] == whole["max_points"]


@given(MANY)
def test_a_percentage_rounded_from_the_same_points_always_follows(areas: dict) -> None:
    assert evaluation.questions(handmade(areas))["percent_follows"].all()


@given(MANY, st.data())
def test_the_order_of_the_rows_never_matters(areas: dict, data: st.DataObject) -> None:
    rows = handmade(areas)
    mixed = rows.iloc[data.draw(st.permutations(range(len(rows))))]
    for reckoned in (evaluation.areas, evaluation.questions, evaluation.rounding_differences):
        pd.testing.assert_frame_equal(reckoned(rows), reckoned(mixed))
    for picked in (evaluation.weakest, evaluation.strongest, evaluation.most_to_win):
        found = picked(evaluation.questions(mixed))
        pd.testing.assert_frame_equal(picked(evaluation.questions(rows)), found)


@given(MANY, st.data())
def test_every_link_is_counted_once(areas: dict, data: st.DataObject) -> None:
    rows = handmade(areas)
    names = evaluation.questions(rows)["question"].tolist()
    pairs = st.tuples(st.sampled_from(names), st.sampled_from("abc"))
    links = data.draw(st.lists(pairs, unique=True))
    found = evaluation.answered(rows, answers=answers(links), goals=GOALS)
    assert found["answers"].sum() == len(links)
    assert found["percent"].is_monotonic_increasing
    unanswered = found[found["answers"].eq(0)]
    assert unanswered["weak"].all()


@pytest.mark.parametrize(("percent", "weak"), [(49, True), (50, True), (51, False)])
def test_weak_is_at_most_half(percent: int, weak: bool) -> None:
    rows = handmade({1: {"": (50, 100, 50), "1.1": (50, 100, percent)}})
    assert evaluation.questions(rows)["weak"].tolist() == [weak]
