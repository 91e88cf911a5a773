"""A rule that vanished is amber, is told, and stops publishing until it is accepted."""

from __future__ import annotations

import json

import pytest

from alereport import seals
from alereport.base.params import ReportParams
from alereport.base.workspace import Workspace
from alereport.batch import scheduling
from alereport.gate import validation, verdicts
from alereport.publish.book import clearance
from alereport.publish.changes import snapshot
from tests.conftest import Ended, edit, run_alereport

RULES = "data/budget/rules.yaml"
RULE = "parts-equal-total"
LOCKED = ("rules", "--lock", "--reason", "Prövad med förvaltaren")


def soften(workspace: Workspace) -> None:
    """Make an error of the budget a warning."""
    before, after = (workspace.root / RULES).read_text(encoding="utf-8").split(f"rule: {RULE}")
    softened = after.replace("severity: error", "severity: warning", 1)
    (workspace.root / RULES).write_text(f"{before}rule: {RULE}{softened}", encoding="utf-8")


@pytest.fixture
def softened(checked: Workspace) -> Workspace:
    soften(checked)
    return checked


def test_a_rule_that_asks_for_less_is_amber_and_told(softened: Workspace) -> None:
    done = run_alereport(softened, "validate")
    assert done.returncode == 0
    assert done.stdout.startswith("Data: amber,")
    (line,) = [each for each in done.stdout.splitlines() if RULE in each]
    assert line.startswith(f"{RULES}: the rule {RULE} is a warning; expected an error as it was ")
    strict = run_alereport(softened, "validate", "--strict")
    assert strict.returncode == 13
    assert "Rules that are not as they were locked: 1." in strict.stderr


def test_the_verdict_keeps_what_the_lock_says(softened: Workspace) -> None:
    verdict = validation.validate(softened)
    stored = json.loads(softened.verdict.read_text(encoding="utf-8"))
    assert stored["state"] == verdicts.state(softened, verdict) == "amber"
    assert len(stored["rules_lock"]) == 1
    assert verdicts.state_of_data(softened, verdict) == "green"
    assert verdicts.current(softened) == verdict


def test_locking_again_makes_it_green_without_checking_again(softened: Workspace) -> None:
    verdict = validation.validate(softened)
    assert run_alereport(softened, *LOCKED).returncode == 0
    assert verdicts.current(softened) is None
    assert validation.validate(softened) == verdict
    assert json.loads(softened.verdict.read_text(encoding="utf-8"))["state"] == "green"
    assert run_alereport(softened, "validate", "--strict").returncode == 0


def test_a_new_rule_is_told_in_one_line_and_refuses_nothing(checked: Workspace) -> None:
    path = checked.root / RULES
    text = path.read_text(encoding="utf-8")
    new = text[text.index(f"- rule: {RULE}") :].split("\n\n", 1)[0]
    added = [new.replace(RULE, f"{RULE}-{number}") for number in range(5)]
    path.write_text("\n\n".join([text, *added]), encoding="utf-8")
    done = run_alereport(checked, "validate", "--strict")
    assert done.returncode == 0, done.stdout
    (line,) = [each for each in done.stdout.splitlines() if "rules.lock" in each]
    assert line.startswith("data/rules.lock: new or stricter rules: 5 (parts-equal-total-0, ")
    assert clearance.is_reviewed(checked)


def remove_the_lock(workspace: Workspace) -> None:
    workspace.rules_lock.unlink()


def break_the_lock(workspace: Workspace) -> None:
    workspace.rules_lock.write_text("rules: [", encoding="utf-8")


def test_without_a_lock_the_data_are_amber_and_the_next_step_is_told(checked: Workspace) -> None:
    remove_the_lock(checked)
    done = run_alereport(checked, "validate", "--strict")
    assert done.returncode == 13
    (line,) = [each for each in done.stdout.splitlines() if each.startswith("data/rules.lock: ")]
    assert "alereport rules --lock" in line
    assert "Data: amber," in done.stdout
    assert not clearance.is_reviewed(checked)


def test_a_lock_that_cannot_be_read_is_not_written_over(checked: Workspace) -> None:
    break_the_lock(checked)
    for arguments in (("rules",), LOCKED):
        done = run_alereport(checked, *arguments)
        assert done.returncode == 12
        assert done.stderr.startswith("data/rules.lock:2: ")
    assert checked.rules_lock.read_text(encoding="utf-8") == "rules: ["


def test_the_rules_are_shown_locked_and_shown_again(softened: Workspace) -> None:
    shown = run_alereport(softened, "rules").stdout
    assert shown.startswith(f"{RULES}: the rule {RULE} is a warning; expected ")
    (difference,) = json.loads(run_alereport(softened, "rules", "--json").stdout)["differences"]
    assert (difference["rule"], difference["kind"]) == (RULE, "weaker")
    locked = run_alereport(softened, *LOCKED).stdout.splitlines()
    assert locked == [f"{RULES}: the rule {RULE} is a warning.", "data/rules.lock: locked."]
    again = run_alereport(softened, "rules").stdout
    assert again == "data/rules.lock: the rules are as they were locked.\n"
    assert "Prövad med förvaltaren" in softened.rules_lock.read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [("--lock",), ("--lock", "--reason", " "), ("--reason", "A")])
def test_a_lock_has_a_reason(project: Workspace, arguments: tuple[str, ...]) -> None:
    before = project.rules_lock.read_bytes()
    assert run_alereport(project, "rules", *arguments).returncode == 2
    assert project.rules_lock.read_bytes() == before


def published(workspace: Workspace, *options: str) -> Ended:
    return run_alereport(workspace, "build", "-l", "sv", "--engine", "pandoc", *options)


def test_a_changed_lock_makes_no_report_stale_and_corrects_nothing(small_copy: Workspace) -> None:
    tasks = scheduling.tasks(
        small_copy, [ReportParams(committee="ks", year=2024, language="sv")], ["sv"]
    )
    before = snapshot.first_publication(small_copy, tasks)
    edit(
        small_copy, "data/rules.lock", "reasons:\n", "reasons:\n- {locked: 2026-01-01, reason: A}\n"
    )
    assert {each.state for each in scheduling.statuses(small_copy, tasks)} == {"fresh"}
    assert snapshot.first_publication(small_copy, tasks) == before
    assert seals.unsealed(small_copy) == []
    assert "data/rules.lock" not in map(small_copy.relative, small_copy.data_files())


def test_publishing_is_refused_until_the_rules_are_accepted(small_copy: Workspace) -> None:
    soften(small_copy)
    refused = published(small_copy)
    assert refused.returncode == 15, refused.stdout + refused.stderr
    assert refused.stderr.startswith(f"{RULES}: the rule {RULE} is a warning; expected an error ")
    assert "or publish a draft with --draft" in refused.stderr
    assert run_alereport(small_copy, *LOCKED).returncode == 0
    assert published(small_copy).returncode == 0


@pytest.mark.long
def test_a_draft_is_published_with_weaker_rules(small_copy: Workspace) -> None:
    soften(small_copy)
    done = published(small_copy, "--draft")
    assert done.returncode == 0, done.stderr
    assert "UTKAST" in (small_copy.site("sv") / "index.html").read_text(encoding="utf-8")
