"""What a preview checks itself, without Great Expectations, is confirmed before it is published."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from alereport.base.errors import PublishError, TableError
from alereport.base.workspace import Workspace
from alereport.data import datasets
from alereport.data.rules import Why
from alereport.gate import validation, verdicts
from alereport.gate.check import Check
from alereport.gate.direct import Direct
from alereport.publish import publishing
from tests.conftest import edit, run_alereport

pytestmark = pytest.mark.filterwarnings("ignore")  # Great Expectations' own deprecations
BUDGET = "data/budget/ks-namndplan-2024.csv"


@pytest.fixture
def looked_at(checked: Workspace) -> Workspace:
    """A project with an amount moved from one area to another, which a preview has checked."""
    edit(checked, BUDGET, ",20450,\n", ",20451,\n")
    edit(checked, BUDGET, ",22750,\n", ",22749,\n")
    validation.validate(checked, directly=True)
    return checked


def judged_again(workspace: Workspace) -> set[str]:
    """The datasets whose results are newer than the verdict of the preview."""
    then = workspace.verdict.stat().st_mtime_ns
    validation.validate(workspace)
    results = workspace.quality / "great-expectations" / "validations"
    return {
        path.relative_to(results).parts[0]
        for path in results.rglob("*.json")
        if path.stat().st_mtime_ns > then
    }


def test_a_preview_judges_only_what_changed_and_says_that_it_is_not_confirmed(
    looked_at: Workspace,
) -> None:
    verdict = verdicts.read(looked_at)
    datasets = {verdicts.dataset_of(name) for name in verdict}
    assert "budget" in verdicts.unconfirmed(verdict) < datasets
    assert verdicts.current(looked_at, confirmed=False) == verdict
    assert verdicts.current(looked_at) is None


def test_the_gate_checks_again_what_only_a_preview_has_checked(looked_at: Workspace) -> None:
    before = verdicts.read(looked_at)
    unconfirmed = verdicts.unconfirmed(before)
    assert judged_again(looked_at) == unconfirmed
    after = verdicts.read(looked_at)
    assert not verdicts.unconfirmed(after)
    assert verdicts.content_fingerprint(looked_at, after) == verdicts.content_fingerprint(
        looked_at, before
    )


def test_what_only_a_preview_has_checked_is_not_published(looked_at: Workspace) -> None:
    with pytest.raises(PublishError, match="only a preview has checked it") as caught:
        publishing.publish(looked_at, ["sv"], engine="pandoc")
    assert caught.value.place.startswith("data/")
    assert "run alereport validate" in str(caught.value)


def test_a_command_confirms_it(looked_at: Workspace) -> None:
    done = run_alereport(looked_at, "validate", "--json")
    assert done.returncode == 0, done.stderr
    files = json.loads(done.stdout)["files"].values()
    assert all(finding["is_confirmed"] for finding in files)


def test_a_preview_without_any_verdict_needs_no_pages_of_the_engine(project: Workspace) -> None:
    verdict = validation.validate(project, directly=True)
    assert verdicts.unconfirmed(verdict) == {verdicts.dataset_of(name) for name in verdict}
    assert not (project.quality / "data-docs").exists()
    assert verdicts.current(project, confirmed=False) == verdict


def test_a_rule_that_cannot_be_computed_is_one_error_for_both(tmp_path: Path) -> None:
    from alereport.gate.gx import Engine

    why = Why(en="It must.", sv="Det ska det.")
    arguments = {"condition": "missing > 0", "column": "missing", "asked": "more"}
    check = Check("ExpectRowsToSatisfy", arguments, "more", "missing", "more", why)
    rows = pd.DataFrame({"area": ["a"]}, index=pd.Index(["data/x/x.csv:2"], name=datasets.ROW))
    for evaluator in (Direct(), Engine(tmp_path / "store", tmp_path / "pages")):
        with pytest.raises(TableError, match=r"data/x/rules.yaml: rule more cannot be computed \("):
            evaluator.broken_places("x", [check], rows)
