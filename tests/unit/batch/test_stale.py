"""What a change of the committed data makes stale: all that shows it, and nothing else."""

from __future__ import annotations

import pytest

from alereport import seals
from alereport.base import params
from alereport.base.errors import Failure, GateError
from alereport.base.workspace import Workspace
from alereport.batch import executors, scheduling
from alereport.batch.run_records import Ingredients
from alereport.gate import validation
from alereport.gate.verdicts import FileVerdict
from tests.conftest import edit

BUDGET = "data/budget/ks-namndplan-2024.csv"
GOALS = "data/goals/ks-namndplan-2024.csv"
OF_ALL = {"municipality/overview", "municipality/quality"}
TAX = "municipality/tax"
"""It has each committee's latest budget per inhabitant."""


def ingredients(workspace: Workspace) -> dict[scheduling.Task, Ingredients]:
    tasks = scheduling.tasks(workspace, params.committee_years(workspace), ["sv", "en"])
    return {each.task: each.ingredients for each in scheduling.statuses(workspace, tasks)}


def changed_between(
    before: dict[scheduling.Task, Ingredients],
    after: dict[scheduling.Task, Ingredients],
) -> set[str]:
    return {task.report for task in after if after[task] != before[task]}


@pytest.mark.parametrize(
    ("file", "old", "new", "stale"),
    [
        pytest.param(
            BUDGET,
            "20450",
            "20451",
            {"ks-2024/summary", "ks-2024/budget", "ks-2024/easy", TAX},
            id="budget",
        ),
        pytest.param(
            GOALS,
            "2024-01",
            "2024-02",
            {"ks-2024/summary", "ks-2024/goals", "ks-2024/easy", "municipality/evaluation"},
            id="goals",
        ),
    ],
)
@pytest.mark.parametrize("sealed", [False, True], ids=["unsealed", "sealed"])
def test_one_figure_makes_stale_just_the_notebooks_that_show_its_dataset(
    project: Workspace, file: str, old: str, new: str, stale: set[str], sealed: bool
) -> None:
    before = ingredients(project)
    edit(project, file, old, new)
    if sealed:
        seals.seal(project, [project.root / file], "Rättad")
    changed = {
        task: scheduling.changes(before[task], now)
        for task, now in ingredients(project).items()
        if now != before[task]
    }
    assert {(task.report, task.language) for task in changed} == {
        (report, language) for report in stale | OF_ALL for language in ("sv", "en")
    }
    for task, why in changed.items():
        told = "data/seals.yaml" if task.notebook == "quality" else file
        data = f"data changed ({told})"
        unsealed = f"seals changed ({file}: none to changed)"
        assert why == ((data,) if sealed else (unsealed,) if told != file else (data, unsealed))


def test_the_quality_of_the_data_is_stale_only_when_the_gate_says_something_else(
    checked: Workspace,
) -> None:
    edit(checked, GOALS, "2024-01", "2024-02")
    validation.validate(checked)
    unsealed = ingredients(checked)
    edit(checked, GOALS, "2024-02", "2024-03")  # It passes as it did, and is as little sealed.
    validation.validate(checked)
    once_more = ingredients(checked)
    assert changed_between(unsealed, once_more) == {
        "ks-2024/summary",
        "ks-2024/goals",
        "ks-2024/easy",
        "municipality/evaluation",
        "municipality/overview",
    }
    edit(checked, BUDGET, "20450", "20451")
    validation.validate(checked)
    assert changed_between(once_more, ingredients(checked)) >= {"ks-2024/budget", *OF_ALL}


def test_red_data_refuse_the_notebooks_that_read_them_and_no_other(project: Workspace) -> None:
    wrong = Failure(BUDGET, 2, "parts-equal", "amount_tkr", "1", "2", "The parts make the total.")
    verdict = {BUDGET: FileVerdict("", (wrong,))}
    tasks = scheduling.tasks(project, params.committee_years(project), ["sv"])
    refused = {
        each.task.report
        for each in scheduling.statuses(project, tasks)
        if isinstance(executors.refusal(project, each, verdict), GateError)
    }
    chapters = {f"ks-2024/{name}" for name in ("summary", "budget", "easy")}
    assert refused == {*chapters, "municipality/overview", TAX}


def test_an_older_year_makes_stale_the_years_that_show_it_too(project: Workspace) -> None:
    before = ingredients(project)
    edit(project, "data/budget/ks-verksamhetsplan-2022.csv", "186525", "186526")
    of_committees = {
        f"ks-{year}/{name}" for year in (2022, 2024) for name in ("summary", "budget", "easy")
    }
    assert changed_between(before, ingredients(project)) - OF_ALL == {*of_committees, TAX}


def test_why_these_municipalities_makes_stale_what_may_say_it(project: Workspace) -> None:
    before = ingredients(project)
    edit(project, "params/comparison.yaml", "De tretton kommunerna", "Kommunerna")
    changed = changed_between(before, ingredients(project))
    assert "municipality/compared" in changed
    assert {report.partition("/")[0] for report in changed} == {"municipality"}
    edit(project, "params/comparison.yaml", "Kommunerna", "De tretton kommunerna")
    edit(project, "params/comparison.yaml", "first: 2020", "first: 2021")
    assert not changed_between(before, ingredients(project))


@pytest.mark.parametrize(
    ("file", "text", "why"),
    [
        ("notebooks/budget.ipynb", '"# Mine.\\n",\n    "budget.lead(changes)"', set()),
        ("notebooks/budget.ipynb", '"budget.lead(changes, )"', set()),
        ("notebooks/budget.ipynb", '"budget.lead(changes);"', {"notebook"}),
        ("params/ks-2024.yaml", "# The plan.\n", set()),
        ("params/municipality.yaml", "# Ours.\n", set()),
        ("params/municipality.yaml", "title: {sv: Vår, en: Ours}\n", {"municipality"}),
        ("params/locale/sv.po", 'msgid "Change by area"\nmsgstr "Per område"\n', {"words"}),
        ("data/budget/rules.yaml", "# Asked for.\n", {"data"}),
    ],
    ids=[
        "a comment in a notebook",
        "a cell laid out again",
        "a semicolon in a notebook",
        "a comment in parameters",
        "a comment in settings",
        "a setting",
        "a word",
        "the rules of its data",
    ],
)
def test_each_kind_of_ingredient_makes_stale_and_a_comment_does_not(
    project: Workspace, file: str, text: str, why: set[str]
) -> None:
    before = ingredients(project)
    if file.endswith(".ipynb"):
        edit(project, file, '"budget.lead(changes)"', text)
    else:
        path = project.root / file
        path.parent.mkdir(exist_ok=True)
        kept = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(kept + text, encoding="utf-8")
    (task,) = [each for each in before if each.report == "ks-2024/budget" and each.language == "sv"]
    changed = scheduling.changes(before[task], ingredients(project)[task])
    assert {each.partition(" changed")[0] for each in changed} == why
