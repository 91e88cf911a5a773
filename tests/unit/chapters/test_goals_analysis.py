"""The goal tree and the red thread."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from alereport.chapters.goals import analysis as goals
from alereport.chapters.goals import gaps
from tests import handmade_goals as made
from tests.handmade import unordered

PLAN = made.goals(
    {"goal": "trygg", "level": "direction_goal"},
    {"goal": "kund", "level": "council_goal", "parent": None},
    {"goal": "enkat", "level": "activity", "parent": "trygg", "due": "2024-05"},
    {"goal": "uppdrag", "level": "assignment", "decided_by": "council"},
    {"goal": "insats", "level": "activity", "parent": "uppdrag", "responsible": "HR"},
    {"goal": "matning", "level": "committee_goal", "parent": "kund"},
    {"goal": "tom", "level": "strategic_goal"},
)
LINKS = made.links(
    ("uppdrag", "trygg", "document"),
    ("insats", "kund", "analyst"),
    ("kund", "trygg", "document"),
)
MEASURES = made.measures(
    {"measure": "nki", "goal": "matning"},
    {"measure": "nki", "goal": "matning", "kind": "outturn", "year": 2023, "value": 50},
    {"measure": "trygghet", "goal": "trygg"},
)
NO_LINKS, NO_MEASURES = made.links(), made.measures()
LEVELS = st.sampled_from(goals.COUNCIL + goals.ANSWERS)


def thread() -> pd.DataFrame:
    return goals.red_thread(PLAN, links=LINKS, measures=MEASURES).set_index("goal")


def pairs(frame: pd.DataFrame) -> set[tuple[str, str, str]]:
    return set(frame[["goal", "council_goal", "basis"]].itertuples(index=False, name=None))


@st.composite
def plans(draw: Any) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Any plan of up to eight goals, even one whose goals stand under themselves."""
    names = [f"m{number}" for number in range(draw(st.integers(1, 8)))]
    some = st.sampled_from(names)
    rows = [
        {"goal": name, "level": draw(LEVELS), "parent": draw(st.none() | some)} for name in names
    ]
    linked = draw(st.lists(st.tuples(some, some, st.sampled_from(["document", "analyst"]))))
    measured = draw(st.lists(some, max_size=4))
    return (
        made.goals(*rows),
        made.links(*dict.fromkeys(linked)),
        made.measures(*({"measure": f"mått-{goal}", "goal": goal} for goal in measured)),
    )


def test_a_goal_answers_what_it_stands_under_and_what_its_links_say_through_others() -> None:
    assert pairs(goals.answers(PLAN, links=LINKS)) == {
        ("enkat", "trygg", "document"),
        ("uppdrag", "trygg", "document"),
        ("insats", "trygg", "document"),
        ("insats", "kund", "analyst"),
        ("matning", "kund", "document"),
    }


def test_an_answer_names_every_row_it_was_made_from() -> None:
    found = goals.answers(PLAN, links=LINKS).set_index(["goal", "council_goal"])["rows"]
    assert found["insats", "trygg"] == (
        "data/goal_links/a-plan.csv#2",
        "data/goals/a-plan.csv#6",
        "data/goals/a-plan.csv#2",
    )


def test_a_way_the_document_states_goes_before_a_shorter_one_that_is_judged() -> None:
    linked = made.links(
        ("insats", "trygg", "analyst"), ("uppdrag", "trygg", "document"), ("enkat", "kund", "x")
    )
    found = goals.answers(PLAN, links=linked).set_index(["goal", "council_goal"])["basis"]
    assert found["insats", "trygg"] == "document"


def test_one_judged_step_makes_the_whole_way_judged() -> None:
    linked = made.links(("uppdrag", "trygg", "analyst"))
    found = goals.answers(PLAN, links=linked).set_index(["goal", "council_goal"])["basis"]
    assert found["insats", "trygg"] == "analyst"


def test_a_link_between_goals_of_the_council_hands_no_answers_on() -> None:
    found = goals.answers(PLAN, links=LINKS)
    assert ("matning", "trygg") not in set(zip(found["goal"], found["council_goal"], strict=True))


def test_a_goal_of_the_council_that_stands_under_another_hands_its_answers_on() -> None:
    plan = made.goals(
        {"goal": "trygg", "level": "direction_goal"},
        {"goal": "kund", "level": "council_goal", "parent": "trygg"},
        {"goal": "enkat", "level": "activity", "parent": "kund"},
    )
    assert {to for _goal, to, _basis in pairs(goals.answers(plan, links=NO_LINKS))} == {
        "kund",
        "trygg",
    }


def test_the_red_thread_counts_answers_by_level_and_basis_and_each_measure_once() -> None:
    columns = [*goals.ANSWERS, "answers", "by_document", "by_analyst", "measures"]
    table = thread()[columns]
    assert table.loc["trygg"].tolist() == [0, 0, 1, 2, 3, 3, 0, 1]
    assert table.loc["kund"].tolist() == [0, 1, 0, 1, 2, 1, 1, 1]
    assert table.loc["tom"].tolist() == [0, 0, 0, 0, 0, 0, 0, 0]


def test_the_red_thread_is_empty_where_the_plan_has_no_goal_of_the_council() -> None:
    plan = made.goals({"goal": "uppdrag", "level": "assignment"})
    assert goals.red_thread(plan, links=NO_LINKS, measures=NO_MEASURES).empty
    assert goals.red_thread(made.goals(), links=NO_LINKS, measures=NO_MEASURES).empty


def test_the_tree_stands_in_the_plans_order_each_goal_under_its_own() -> None:
    table = goals.tree(PLAN, links=LINKS)
    assert list(zip(table["goal"], table["depth"], strict=True)) == [
        ("trygg", 0),
        ("enkat", 1),
        ("kund", 0),
        ("matning", 1),
        ("uppdrag", 0),
        ("insats", 1),
        ("tom", 0),
    ]
    assert table.set_index("goal")["root_level"]["insats"] == "assignment"
    assert table.set_index("goal")["answers"]["insats"] == (("Kund", "analyst"),)


def test_goals_that_stand_under_each_other_are_told_all_the_same() -> None:
    plan = made.goals(
        {"goal": "a", "level": "assignment", "parent": "b"},
        {"goal": "b", "level": "activity", "parent": "a"},
    )
    assert goals.tree(plan, links=NO_LINKS)["goal"].tolist() == ["a", "b"]


def test_each_gap_is_named_and_counted() -> None:
    checked = gaps.checks(PLAN, links=LINKS, measures=MEASURES)
    found = gaps.findings(checked).set_index("gap")[["count", "asked"]]
    assert {gap: tuple(row) for gap, row in found.iterrows()} == {
        "council_goal_without_answer": (1, 3),
        "request_without_answer": (0, 1),
        "without_council_goal": (0, 4),
        "goal_without_measure": (1, 4),
        "assignment_without_date": (1, 1),
        "assignment_without_owner": (1, 1),
        "activity_without_date": (1, 2),
        "activity_without_owner": (1, 2),
    }


def test_a_goal_is_listed_once_with_all_it_lacks() -> None:
    table = gaps.goals_with_gaps(gaps.checks(PLAN, links=LINKS, measures=MEASURES))
    assert table.set_index("goal")["gaps"].to_dict() == {
        "enkat": ("activity_without_owner",),
        "uppdrag": ("assignment_without_date", "assignment_without_owner"),
        "insats": ("activity_without_date",),
        "tom": ("council_goal_without_answer", "goal_without_measure"),
    }


def test_what_the_council_asks_for_and_nobody_answers_is_a_gap() -> None:
    plan = made.goals({"goal": "uppdrag", "level": "assignment", "decided_by": "council"})
    checked = gaps.checks(plan, links=NO_LINKS, measures=NO_MEASURES)
    found = gaps.findings(checked).set_index("gap")["count"]
    assert (found["request_without_answer"], found["without_council_goal"]) == (1, 1)


def test_a_request_with_a_planning_comment_is_answered() -> None:
    request = {"level": "assignment", "decided_by": "council"}
    plan = made.goals(
        {"goal": "a", **request, "commented": "no"},
        {"goal": "b", **request, "commented": "yes"},
    )
    checked = gaps.checks(plan, links=NO_LINKS, measures=NO_MEASURES)
    asked = checked[checked["gap"].eq("request_without_answer")].set_index("goal")["lacking"]
    assert asked.to_dict() == {"a": True, "b": False}


@given(plans(), st.randoms())
def test_the_order_of_the_rows_changes_no_count_and_no_gap(
    plan: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame], chance: Any
) -> None:
    shuffled = [frame.iloc[chance.sample(range(len(frame)), len(frame))] for frame in plan]
    for rows, linked, measured in (plan, shuffled):
        found = (
            goals.red_thread(rows, links=linked, measures=measured),
            gaps.checks(rows, links=linked, measures=measured).drop(columns="place"),
        )
        if rows is plan[0]:
            expected = found
    for one, other in zip(expected, found, strict=True):
        pd.testing.assert_frame_equal(unordered(one), unordered(other))


@given(plans())
def test_counts_add_up_and_a_goal_has_no_answer_exactly_where_it_is_a_gap(
    plan: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame],
) -> None:
    rows, linked, measured = plan
    table = goals.red_thread(rows, links=linked, measures=measured)
    checked = gaps.checks(rows, links=linked, measures=measured)
    assert (table[list(goals.ANSWERS)].sum(axis=1) == table["answers"]).all()
    assert (table["by_document"] + table["by_analyst"] == table["answers"]).all()
    unanswered = checked[checked["gap"].eq("council_goal_without_answer") & checked["lacking"]]
    assert set(table.loc[table["answers"].eq(0), "goal"]) == set(unanswered["goal"])
    unmeasured = checked[checked["gap"].eq("goal_without_measure") & checked["lacking"]]
    assert set(table.loc[table["measures"].eq(0), "goal"]) <= set(unmeasured["goal"])
    assert sorted(goals.tree(rows, links=linked)["goal"]) == sorted(rows["goal"])
