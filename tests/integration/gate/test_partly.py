"""Some files are checked alone, and it is not said that all data were."""

from __future__ import annotations

import json

import pytest

from alereport.base.errors import Failure, GateError
from alereport.base.workspace import Workspace
from tests.conftest import edit, run_alereport

BUDGET = "data/budget/ks-namndplan-2024.csv"
OTHER = "data/budget/ks-verksamhetsplan-2022.csv"


def test_a_file_is_checked_with_what_hangs_on_it_and_no_verdict_is_written(
    project: Workspace,
) -> None:
    edit(project, BUDGET, ",154390", ",154391")
    done = run_alereport(project, "validate", BUDGET)
    assert done.returncode == 13
    assert f"{BUDGET}:25: amount_tkr is 154391; expected 154390" in done.stderr
    said = done.stdout
    assert f"Checked alone: {BUDGET}, with " in said
    assert "in the datasets budget, amendments, areas, breaks, " in said
    assert "sick_leave" not in said
    assert ": red. The verdict on the data is as it was" in said
    assert not project.verdict.exists()


def test_what_another_file_has_wrong_is_not_said_of_it(project: Workspace) -> None:
    edit(project, OTHER, ",186525", ",186526")
    assert run_alereport(project, "validate", OTHER).returncode == 13
    done = run_alereport(project, "validate", BUDGET, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["state"], found["files"], found["failures"]) == ("green", [BUDGET], [])


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["data/budget/ks-namndplan-2042.csv"], f"did you mean {BUDGET}?"),
        (["data/budget/table.yaml"], "is not a data file in data/"),
        ([BUDGET, "--strict"], "name no FILE with --strict"),
    ],
)
def test_what_cannot_be_checked_alone_is_a_usage_error(
    project: Workspace, arguments: list[str], found: str
) -> None:
    done = run_alereport(project, "validate", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert found in done.stderr


def test_an_unknown_committee_is_one_message_the_root_cause_first(project: Workspace) -> None:
    edit(project, "data/committees/committees.csv", "\nks,", "\nkx,")
    done = run_alereport(project, "validate")
    assert done.returncode == 13
    of_the_register, *others = done.stderr.splitlines()
    assert of_the_register.startswith("data/committees/committees.csv:2: ")
    unknown = [line for line in others if "committee is ks; expected a row of" in line]
    assert len(unknown) == 1
    assert unknown[0].startswith("data/areas/areas.csv:2: ")
    assert "The same in " in unknown[0]
    assert "data/documents/documents.csv:" in unknown[0]


def test_rows_of_which_something_else_is_said_are_told_one_by_one() -> None:
    one = Failure("a.csv", 2, "amount_tkr", "1", "rule", "2", "why")
    alike = Failure("b.csv", 9, "amount_tkr", "1", "rule", "2", "why")
    other = Failure("a.csv", 3, "amount_tkr", "3", "rule", "2", "why")
    lines = str(GateError((one, other, alike))).splitlines()
    assert lines == [f"{one} The same in 1 more row: b.csv:9.", str(other)]
