"""The thread from the council's goals to the assignments, and what the assignments say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from alereport.chapters.goals import analysis as goals
from alereport.chapters.goals.assignments import assignments, steps, unanswered
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
NO_LINKS = made.links()
LEVELS = st.sampled_from(goals.COUNCIL + goals.ANSWERS)


def pairs(frame: pd.DataFrame) -> set[tuple[str, str, str]]:
    return set(frame[["goal", "council_goal", "basis"]].itertuples(index=False, name=None))


@st.composite
def plans(draw: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Any plan of up to eight goals, even one whose goals stand under themselves."""
    names = [f"m{number}" for number in range(draw(st.integers(1, 8)))]
    some = st.sampled_from(names)
    rows = [
        {"goal": name, "level": draw(LEVELS), "parent": draw(st.none() | some)} for name in names
    ]
    linked = draw(st.lists(st.tuples(some, some, st.sampled_from(["document", "analyst"]))))
    return made.goals(*rows), made.links(*dict.fromkeys(linked))


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


def test_an_assignment_belongs_to_goals_as_the_plan_says_or_as_it_is_judged() -> None:
    linked = made.links(("uppdrag", "trygg", "document"), ("uppdrag", "kund", "analyst"))
    table = goals.thread(PLAN, links=linked)
    assert table["answers"].tolist() == [{"trygg": "document", "kund": "analyst"}]
    assert "data/goal_links/a-plan.csv#3" in table["rows"].iloc[0]


def test_an_assignment_that_belongs_to_no_goal_is_in_the_matrix_all_the_same() -> None:
    table = goals.thread(PLAN, links=NO_LINKS)
    assert table["answers"].tolist() == [{}]
    assert table["rows"].tolist() == [("data/goals/a-plan.csv#5",)]


def test_an_assignment_has_the_dates_and_people_of_its_own_activities() -> None:
    plan = made.goals(
        {"goal": "u", "level": "assignment"},
        {"goal": "under", "level": "activity", "parent": "u", "due": "2024", "responsible": "HR"},
        {"goal": "sagd", "level": "activity", "due": "2024-06", "hedge": "början av"},
        {"goal": "bedomd", "level": "activity", "due": "2024-01"},
    )
    linked = made.links(("sagd", "u", "document"), ("bedomd", "u", "analyst"))
    assert set(steps(plan, links=linked)["goal"]) == {"under", "sagd"}
    (row,) = told(plan, linked).to_dict("records")
    assert row["steps_due"] == (("2024-06", "början av"),)  # It is closer than the year.
    assert row["steps_responsible"] == ("HR",)


def told(plan: pd.DataFrame, linked: pd.DataFrame = NO_LINKS, **frames: Any) -> pd.DataFrame:
    options = {"explanations": made.explanations(), "follow_up": made.follow_up(), **frames}
    return assignments(plan, links=linked, as_of=date(2023, 12, 31), **options)


def test_an_assignment_is_told_with_what_the_plan_says_and_reports_of_it() -> None:
    table = told(
        PLAN,
        explanations=made.explanations(
            ("comment", "uppdrag", "Det ska utredas."),
            ("plain", "uppdrag", "Det ska bli tryggt."),
            ("comment", "trygg", "Ett mål."),
        ),
        follow_up=made.follow_up(("uppdrag", "2023-12-31", "done"), document="a-plan"),
    )
    (row,) = table.to_dict("records")
    assert (row["comment"], row["plain"]) == ("Det ska utredas.", "Det ska bli tryggt.")
    assert (row["status"], row["by_plan"]) == ("done", True)
    assert "data/explanations/a-plan.csv#2" in row["rows"]


def test_only_a_heading_with_nothing_under_it_is_unanswered() -> None:
    request = {"level": "assignment", "decided_by": "council"}
    plan = made.goals(
        {"goal": "tom", **request, "commented": "no"},
        {"goal": "kommenterad", **request, "commented": "yes"},
        {"goal": "med-aktivitet", **request, "commented": "no"},
        {"goal": "aktivitet", "level": "activity", "parent": "med-aktivitet"},
        {"goal": "med-koppling", **request, "commented": "no"},
        {"goal": "eget", "level": "assignment", "decided_by": "committee", "commented": "no"},
        {"goal": "mal", "level": "council_goal", "commented": "no"},
    )
    linked = made.links(("aktivitet", "med-koppling", "analyst"))
    assert unanswered(plan, links=linked)["goal"].tolist() == ["tom", "mal"]
    assert unanswered(made.goals(), links=NO_LINKS).empty


@given(plans(), st.randoms())
def test_the_order_of_the_rows_changes_nothing(
    plan: tuple[pd.DataFrame, pd.DataFrame], chance: Any
) -> None:
    shuffled = [frame.iloc[chance.sample(range(len(frame)), len(frame))] for frame in plan]
    for rows, linked in (plan, shuffled):
        table = goals.thread(rows, links=linked)
        table["answers"] = table["answers"].map(sorted)
        found = (table, unanswered(rows, links=linked))
        if rows is plan[0]:
            expected = found
    for one, other in zip(expected, found, strict=True):
        pd.testing.assert_frame_equal(unordered(one), unordered(other))
