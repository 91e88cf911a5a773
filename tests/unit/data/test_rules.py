"""Rules that read the municipality's habits."""

from __future__ import annotations

import re
from datetime import date

import pytest
import yaml

from alereport.base import params
from alereport.base.errors import ParamsError, TableError
from alereport.base.habits import Habits
from alereport.base.workspace import Workspace
from alereport.data import rules, rules_lock
from tests.conftest import edit

MUNICIPALITY = "params/municipality.yaml"


def arguments(workspace: Workspace, dataset: str, name: str) -> dict[str, object]:
    """The arguments of a rule that is asked."""
    return next(
        rule.arguments for rule in rules.of_dataset(workspace, dataset) if rule.rule == name
    )


def with_habits(workspace: Workspace, **habits: object) -> Workspace:
    """The project with these habits, and otherwise those of any municipality."""
    path = workspace.municipality
    settings = yaml.safe_load(path.read_text(encoding="utf-8")) | {"habits": habits}
    path.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    return workspace


def test_a_habit_is_a_value_where_it_is_all_of_an_argument(project: Workspace) -> None:
    assert arguments(project, "investments", "years-count-up")["many"] == 4
    hedges = arguments(project, "personnel", "hedge-as-printed")["hedges"]
    assert isinstance(hedges, list)
    assert "drygt" in hedges


def test_words_are_a_pattern_and_numbers_literals_in_a_condition(project: Workspace) -> None:
    with_habits(project, manager_words=["chef", "f.d. rektor"], looks_ahead_years=3)
    condition = str(arguments(project, "personnel", "role-as-printed")["condition"])
    assert r"str.contains('(?i)chef|f\\.d\\.\\ rektor')" in condition
    condition = str(arguments(project, "goals", "due-in-the-plans-time")["condition"])
    assert condition.endswith("<= plan_year + 3")


def test_a_number_is_written_as_a_reader_expects(project: Workspace) -> None:
    asked = arguments(project, "sick_leave", "total-is-plausible")["asked"]
    assert asked == "from 1 to 40 per cent of working time"


def test_a_rule_on_a_habit_is_asked_only_where_it_is_one(project: Workspace) -> None:
    names = {rule.rule for rule in rules.of_dataset(project, "measures")}
    assert "stands-with-its-goal" in names
    with_habits(project, told_with_goals=False)
    left = {rule.rule for rule in rules.of_dataset(project, "measures")}
    assert names - left == {"stands-with-its-goal", "named-after-its-name"}
    assert {rule.rule for rule in rules.written(project, "measures")} == names


def test_a_rule_that_reads_an_unknown_habit_is_refused(project: Workspace) -> None:
    edit(project, "data/goals/rules.yaml", "$habits.looks_ahead_years", "$habits.looks_far")
    with pytest.raises(TableError, match=r"the setting habits\.looks_far is unknown"):
        rules.of_dataset(project, "goals")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("looks_back_years: 1", "looks_back_years: -1", "habits.looks_back_years` is -1"),
        ("looks_back_years: 1", "looks_backwards: 1", "habits.looks_backwards` is unknown"),
        ("manager_words: [chef]", "manager_words: []", "habits.manager_words"),
        ('reference: "[A-ZÅÄÖ]', 'reference: "([A-ZÅÄÖ]', "habits.reference"),
        ("rounding_tkr: []", "rounding_tkr: [0]", "habits.rounding_tkr.0` is 0"),
    ],
)
def test_a_habit_that_cannot_be_one_is_refused(
    project: Workspace, old: str, new: str, found: str
) -> None:
    edit(project, MUNICIPALITY, old, new)
    with pytest.raises(ParamsError, match=found.replace(".", r"\.")):
        params.municipality(project)


@pytest.mark.parametrize(
    ("reference", "is_one"),
    [
        ("KS.2017.59", True),
        ("BUN 2025/123", True),
        ("Dnr 2025-000123", True),
        ("SON-2024-00231", True),
        ("KS 2024/12 1.3", True),
        ("KS/2025:123", True),
        ("KS 59", False),
        ("12 mars 2024", False),
    ],
)
def test_any_municipalitys_registry_number_is_one(reference: str, is_one: bool) -> None:
    assert bool(re.fullmatch(Habits().reference, reference)) == is_one


def test_a_loosened_habit_is_seen_by_the_lock(project: Workspace) -> None:
    project.rules_lock.unlink(missing_ok=True)
    rules_lock.lock(project, "Vanorna prövades.", date(2026, 11, 29))
    edit(project, MUNICIPALITY, "told_with_goals: true", "told_with_goals: false")
    edit(project, MUNICIPALITY, "looks_ahead_years: 4", "looks_ahead_years: 5")
    found = "\n".join(map(str, rules_lock.weakenings(project)))
    assert "the rule stands-with-its-goal is gone" in found
    assert "the rule due-in-the-plans-time has another condition" in found


TWO_JOINS = """
- rule: one
  expectation: ExpectRowsToSatisfy
  arguments: {condition: documents_kind == "plan", column: document, asked: a plan}
  severity: error
  join:
    - {dataset: documents, keys: {document: document}, take: [kind, as_of]}
  why: {en: It is so.}
- rule: two
  expectation: ExpectRowsToSatisfy
  arguments: {condition: documents_kind == "plan", column: document, asked: a plan}
  severity: error
  join:
    - {dataset: documents, keys: {document: document}, take: [kind]}
  why: {en: It is so.}
"""


def test_two_joins_that_give_one_name_to_different_columns_are_refused(project: Workspace) -> None:
    path = project.dataset("goals") / "rules.yaml"
    path.write_text(TWO_JOINS, encoding="utf-8")
    assert len(rules.written(project, "goals")) == 2
    edit(project, "data/goals/rules.yaml", "take: [kind]}", "take: [kind], where: {kind: plan}}")
    found = r"data/goals/rules\.yaml:14: two different joins take a column as documents_kind; "
    with pytest.raises(TableError, match=found):
        rules.written(project, "goals")
