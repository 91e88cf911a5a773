"""A part of benchmarks/corruption.py: what the gate catches of data spoilt at random."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from alereport.base.workspace import Workspace
from benchmarks import spoil
from benchmarks.shares import Outcome, share
from tests.conftest import ROOT

ASKED = 5
"""One in so many changes is judged by Great Expectations too."""

pytestmark = pytest.mark.filterwarnings("ignore")  # Great Expectations' own deprecations


@pytest.fixture(scope="module")
def corruption() -> ModuleType:
    """The benchmark; imported here, where what Great Expectations warns of is no failure."""
    from benchmarks import corruption

    return corruption


@pytest.fixture(scope="module")
def spoilt(corruption: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    """What became of one change of each kind; the engine itself was asked about some of them."""
    workspace = corruption.copy_of_project(tmp_path_factory.mktemp("spoilt") / "project")
    made = corruption.changes(Workspace(ROOT), len(spoil.KINDS), seed=7)
    return [
        corruption.outcome(workspace, change, with_engine=number % ASKED == 0)
        for number, change in enumerate(made)
    ]


def test_there_are_kinds_enough() -> None:
    assert len(spoil.KINDS) >= 25


def test_no_change_ends_in_a_fault(spoilt: list[Outcome]) -> None:
    assert [each.fault for each in spoilt if each.fault] == []


def test_the_rules_refuse_most_changes(spoilt: list[Outcome]) -> None:
    assert share(each.rules not in {"", "warning"} for each in spoilt) >= 80


def test_the_rules_refuse_changes_of_money(spoilt: list[Outcome]) -> None:
    money = [each for each in spoilt if each.change.is_money]
    assert len(money) >= 3
    assert share(bool(each.rules) for each in money) >= 90


def test_the_seals_show_every_change(spoilt: list[Outcome]) -> None:
    assert all(each.seal for each in spoilt)


def test_the_engine_finds_what_the_direct_evaluation_finds(spoilt: list[Outcome]) -> None:
    answers = [each.agrees for each in spoilt if each.agrees is not None]
    assert len(answers) >= len(spoil.KINDS) // ASKED
    assert all(answers)


@pytest.mark.long
def test_the_engine_agrees_on_changes_of_every_kind(corruption: ModuleType, tmp_path: Path) -> None:
    workspace = corruption.copy_of_project(tmp_path / "project")
    made = corruption.changes(Workspace(ROOT), 8 * len(spoil.KINDS), seed=11)
    outcomes = [corruption.outcome(workspace, change, with_engine=True) for change in made]
    assert [each.change for each in outcomes if not each.agrees] == []


def test_the_same_seed_makes_the_same_changes(corruption: ModuleType) -> None:
    one, same = (corruption.changes(Workspace(ROOT), 40, seed=3) for _ in range(2))
    assert one == same


def test_a_change_is_undone(corruption: ModuleType, tmp_path: Path) -> None:
    workspace = corruption.copy_of_project(tmp_path / "project")
    (change,) = corruption.changes(workspace, 1)
    before = (workspace.root / change.file).read_bytes()
    corruption.outcome(workspace, change)
    assert (workspace.root / change.file).read_bytes() == before
