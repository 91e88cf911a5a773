"""Accepted deviations: they hold for a row as it was, and for nothing else."""

from __future__ import annotations

import pytest

from alereport.base.errors import GateError, TableError
from alereport.base.workspace import Workspace
from alereport.gate import validation
from tests.conftest import edit
from tests.unit.gate.judging import judged

FILE = "data/evaluation/kommunkompassen-2020.csv"
ENTRIES = "data/evaluation/accepted.yaml"


def refusals(workspace: Workspace) -> list[str]:
    """What the gate refuses, each as one line."""
    with pytest.raises(GateError) as caught:
        validation.require_green(workspace, judged(workspace, "evaluation"))
    return str(caught.value).splitlines()


def test_the_three_of_kommunkompassen_are_accepted_with_their_reasons(project: Workspace) -> None:
    finding = judged(project, "evaluation")[FILE]
    assert finding.rules == "green"
    assert [each.failure.line for each in finding.accepted] == [8, 10, 11]
    assert {each.by for each in finding.accepted} == {"dataförvaltaren"}
    assert all(each.reason.en and each.reason.sv for each in finding.accepted)


def test_without_its_acceptance_the_row_is_refused(project: Workspace) -> None:
    (project.root / ENTRIES).unlink()
    assert [line.split(":")[1] for line in refusals(project)] == ["8", "10", "11"]


def test_an_acceptance_whose_cells_have_changed_is_stale_and_the_row_refused(
    project: Workspace,
) -> None:
    edit(project, ENTRIES, "points: 67, max_points: 100, percent: 64", "points: 67, percent: 63")
    stale, row = sorted(refusals(project))
    assert stale.startswith(f"{ENTRIES}:3: percent is 64; expected 63, as when {FILE}:8 was")
    assert row.startswith(f"{FILE}:8: points, max_points, percent is 67, 100, 64;")


def test_an_acceptance_of_a_row_that_is_gone_is_stale(project: Workspace) -> None:
    edit(project, ENTRIES, 'question: "2.3"', 'question: "2.9"')
    assert any(
        line.startswith(f"{ENTRIES}:21: document, area, question is gone;")
        for line in refusals(project)
    )


def test_an_acceptance_of_a_row_that_breaks_the_rule_no_longer_is_stale(
    project: Workspace,
) -> None:
    edit(project, FILE, "17,30,53", "17,30,57")
    edit(project, ENTRIES, "points: 17, max_points: 30, percent: 53", "points: 17")
    (line,) = refusals(project)
    assert line.startswith(f"{ENTRIES}:21: rule is percent-is-points-of-maximum; expected a row")
    assert "judge the row again" in line


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("rule: percent", "rul: percent", "rul"),
        ("area: 2, ", "", "a row of rule percent-is-points-of-maximum is identified by"),
        ("{points: 67", "{poins: 67", "the column poins is unknown"),
        (
            "date: 2026-11-22",
            "date: 2026-11-32",
            f"{ENTRIES}:10: the date 2026-11-32 does not exist",
        ),
    ],
)
def test_an_acceptance_that_is_none_is_a_table_error(
    project: Workspace, old: str, new: str, found: str
) -> None:
    edit(project, ENTRIES, old, new)
    with pytest.raises(TableError, match=found):
        judged(project, "evaluation")
