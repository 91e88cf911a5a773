"""What an evaluation's points mean."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alereport.chapters.evaluation import analysis as evaluation
from tests.handmade_evaluation import Printed, answers, goals, indicators
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


def test_a_printed_percentage_that_does_not_follow_is_kept_and_marked() -> None:
    rows = handmade(AREAS)
    areas = evaluation.areas(rows).set_index("area")
    assert areas.loc[2, "percent"] == 64
    assert areas["percent_follows"].tolist() == [True, False]
    questions = evaluation.questions(rows).set_index("question")
    assert questions["percent_follows"].tolist() == [True, True, False, True]


def test_every_row_knows_the_row_of_the_data_it_is_made_from() -> None:
    areas = evaluation.areas(handmade(AREAS))
    assert areas["rows"].tolist() == [
        ("data/evaluation/kompass.csv#2",),
        ("data/evaluation/kompass.csv#5",),
    ]


def test_the_areas_with_the_fewest_points_come_first() -> None:
    areas = evaluation.areas(handmade(AREAS))
    assert evaluation.lowest(areas, count=1)["area"].tolist() == [2]


def test_what_the_evaluators_conclude_and_another_name_stay_with_their_area() -> None:
    rows = handmade(AREAS)
    whole = rows["area"].eq(1) & rows["question"].isna()
    rows.loc[whole, ["conclusion", "also_called"]] = ["strongest", "Samspel"]
    found = evaluation.areas(rows).iloc[0]
    assert found[["conclusion", "also_called"]].tolist() == ["strongest", "Samspel"]


def register() -> pd.DataFrame:
    rows = {"document": ["kompass"], "as_of": [pd.Timestamp(2020, 8, 31)]}
    return pd.DataFrame(rows, index=["data/documents/documents.csv#kompass"])


def test_when_it_was_made_and_how_many_were_interviewed_is_known() -> None:
    people = {
        "document": "kompass",
        "value": 30,
        "hedge": "-tal",
        "as_printed": "intervjuer med ett 30-tal",
    }
    other = {**people, "document": "another", "value": 5}
    found = evaluation.about(handmade(AREAS), register(), indicators([other, people])).iloc[0]
    assert found[["month", "interviewed", "hedge"]].tolist() == ["2020-08", 30, "-tal"]
    assert len(found["rows"]) == 2


def test_how_many_were_interviewed_may_be_unknown() -> None:
    found = evaluation.about(handmade(AREAS), register(), indicators([])).iloc[0]
    assert pd.isna(found["interviewed"])
    assert found["rows"] == ("data/documents/documents.csv#kompass",)


def test_a_weak_question_without_a_goal_is_a_row_of_its_own() -> None:
    found = evaluation.answered(handmade(AREAS), answers=answers([]), goals=GOALS)
    assert found[["question", "weak", "answers"]].to_numpy().tolist() == [["2.2", True, 0]]
    assert found["goals"].iloc[0] == ()


def test_goals_that_answer_come_in_the_order_of_their_plans() -> None:
    links = answers([("2.2", "a"), ("2.2", "b"), ("1.1", "c"), ("2", "c")])
    found = evaluation.answered(handmade(AREAS), answers=links, goals=GOALS)
    assert found["question"].tolist() == ["2.2"]  # 1.1 is not weak, and 2 is a whole area.
    assert found["goals"].iloc[0] == (("B", "sn", 2021), ("A", "ks", 2024))
    assert found[["answers", "by_analyst"]].to_numpy().tolist() == [[2, 2]]
    assert found["rows"].iloc[0] == (
        "data/evaluation/kompass.csv#7",
        "data/evaluation_answers/kompass.csv#3",
        "data/evaluation_answers/kompass.csv#2",
        "data/goals/plan.csv#3",
        "data/goals/plan.csv#2",
    )


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
    assert evaluation.questions(empty).empty
    assert evaluation.about(empty, register(), indicators([])).empty
    assert evaluation.year(empty) == 0
    assert evaluation.answered(empty, answers=answers([]), goals=GOALS).empty


@given(MANY)
def test_a_percentage_rounded_from_the_same_points_always_follows(areas: dict) -> None:
    assert evaluation.questions(handmade(areas))["percent_follows"].all()


@given(MANY, st.data())
def test_the_order_of_the_rows_never_matters(areas: dict, data: st.DataObject) -> None:
    rows = handmade(areas)
    mixed = rows.iloc[data.draw(st.permutations(range(len(rows))))]
    for computed in (evaluation.areas, evaluation.questions):
        pd.testing.assert_frame_equal(computed(rows), computed(mixed))


@given(MANY, st.data())
def test_every_link_to_a_weak_question_is_counted_once(areas: dict, data: st.DataObject) -> None:
    rows = handmade(areas)
    questions = evaluation.questions(rows)
    pairs = st.tuples(st.sampled_from(questions["question"].tolist()), st.sampled_from("abc"))
    links = data.draw(st.lists(pairs, unique=True))
    found = evaluation.answered(rows, answers=answers(links), goals=GOALS)
    weak = set(questions.loc[questions["weak"], "question"])
    assert found["answers"].sum() == len([1 for question, _goal in links if question in weak])
    assert found["percent"].is_monotonic_increasing
    assert set(found["question"]) == weak


@pytest.mark.parametrize(("percent", "weak"), [(49, True), (50, True), (51, False)])
def test_weak_is_at_most_half(percent: int, weak: bool) -> None:
    rows = handmade({1: {"": (50, 100, 50), "1.1": (50, 100, percent)}})
    assert evaluation.questions(rows)["weak"].tolist() == [weak]
