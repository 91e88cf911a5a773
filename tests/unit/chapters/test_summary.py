"""The page that sums up a committee's year."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from alereport.base import locales
from alereport.chapters import summary
from alereport.chapters.budget import analysis, explained
from alereport.chapters.goals import assignments
from alereport.exhibits import building
from alereport.exhibits.model import Line, Table
from alereport.exhibits.phrases import phrase
from tests import handmade_goals as made
from tests.handmade import amounts, with_total

EXPLANATIONS = pd.DataFrame(
    {
        "explanation": ["reason-hr", "risk-avgift", "reason-total"],
        "kind": ["reason", "risk", "reason"],
        "area": ["hr", None, "total"],
        "goal": [None, None, None],
        "section": ["4.1", "2.4", "4"],
        "title": "Nämndplan 2024",
        "text": ["Fler ska anställas.", "Avgiften kan stiga.", "Alla ska spara."],
    },
    index=[f"data/explanations/a-plan.csv#{name}" for name in ("hr", "avgift", "total")],
)


def table(exhibit: object) -> list[list[str]]:
    assert isinstance(exhibit, Table)
    return [[str(cell) for cell in row.cells] for row in exhibit.rows]


def changes(**options: dict[str, str]) -> pd.DataFrame:
    areas = with_total({"hr": (100, 100, 120), "kost": (50, 50, 40)})
    rows = amounts(areas, **options)
    return explained.with_reasons(analysis.change_by_area(rows), EXPLANATIONS, least_tkr=1000)


def test_each_area_has_its_change_and_the_plans_reason_and_the_total_none() -> None:
    with locales.using("sv"):
        assert table(summary.frame(changes())) == [
            ["Hr", "120", "+20", "Fler ska anställas."],
            ["Kost", "40", "−10", ""],
            ["Total", "160", "+10", ""],
        ]


def test_a_reason_is_traced_to_where_the_plan_gives_it() -> None:
    first = summary.frame(changes()).rows[0]
    assert first.cells[-1].rows == ("data/explanations/a-plan.csv#hr",)


def test_a_plan_without_reasons_has_no_column_of_them() -> None:
    bare = changes().assign(reason=None)
    assert [column.key for column in summary.frame(bare).columns][-1] == "change_tkr"


def test_across_a_break_no_change_is_shown() -> None:
    with locales.using("sv"):
        (first, *_others) = table(summary.frame(changes(breaks={"hr": "Flyttad"})))
    assert first[2] == "seriebrott"


def test_a_requirement_to_save_is_no_area() -> None:
    required = changes().assign(requirement=lambda rows: rows["area"].eq("kost"))
    assert [row.key for row in summary.frame(required).rows] == ["hr", "total"]


TASKS = made.goals(
    {"goal": "a", "level": "assignment", "responsible": "HR", "due": "2024-05"},
    {"goal": "b", "level": "assignment"},
    {"goal": "c", "level": "assignment"},
    {
        "goal": "steg",
        "level": "activity",
        "parent": "b",
        "responsible": "Kansliet",
        "due": "2024",
        "hedge": "början av",
    },
)


def tasks() -> pd.DataFrame:
    return assignments.assignments(
        TASKS,
        links=made.links(),
        explanations=EXPLANATIONS,
        follow_up=made.follow_up(),
        as_of=date(2023, 12, 31),
    )


def test_an_assignment_says_what_who_and_when_if_need_be_from_its_activities() -> None:
    with locales.using("sv"):
        assert table(summary.assignments(tasks())) == [
            ["A", "HR", "maj 2024"],
            ["B", "Kansliet (delmål)", "början av 2024 (delmål)"],
            ["C", "–", "–"],
        ]


def test_a_plan_without_assignments_has_no_table_of_them() -> None:
    assert not summary.assignments(tasks().iloc[:0]).markdown.strip()


@pytest.mark.parametrize(("explanations", "items"), [(EXPLANATIONS, 1), (EXPLANATIONS[:1], 0)])
def test_only_what_the_plan_calls_a_risk_is_listed(explanations: pd.DataFrame, items: int) -> None:
    assert summary.risks(explanations).markdown.count("- Avgiften kan stiga.") == items


def test_the_lead_of_another_chapter_is_ordinary_text_here() -> None:
    lead = building.lines("lead", [Line(key="goals", words=phrase("Inget går att bedöma."))])
    shown = summary.in_text(lead)
    assert (shown.role, shown.lines) == ("", lead.lines)
