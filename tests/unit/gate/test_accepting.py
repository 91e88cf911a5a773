"""Warnings that may stand: accepted with their reason, listed, and dropped again."""

from __future__ import annotations

import pytest

from alereport.base.workspace import Workspace
from alereport.gate import accepting
from alereport.gate.verdicts import Verdict
from tests.conftest import edit, run_alereport
from tests.unit.gate.judging import judged

FILE = "data/documents/documents.csv"
ENTRIES = "data/documents/accepted.yaml"
REASON = {"sv": "Planen har ingen.", "en": "The plan has none."}


def warnings(verdict: Verdict) -> list[tuple[str, str]]:
    return [(each.place, each.rule) for found in verdict.values() for each in found.warnings]


@pytest.fixture
def unaccepted(project: Workspace) -> Workspace:
    """A project in which nobody has accepted what its plans lack."""
    (project.root / ENTRIES).unlink()
    return project


@pytest.mark.slow
def test_a_warning_is_accepted_until_a_cell_that_its_rule_reads_changes(
    unaccepted: Workspace,
) -> None:
    verdict = judged(unaccepted, "documents")
    both = {place for place, rule in warnings(verdict) if rule == "plan-has-sick-leave"}
    place = next(
        place for place, rule in warnings(verdict) if rule == "plan-has-personnel" and place in both
    )
    with pytest.raises(accepting.NotAcceptedError, match="several rules warn of"):
        accepting.warned_of(verdict, place)
    warning = accepting.warned_of(verdict, place, rule="plan-has-personnel")
    entry = accepting.accept(unaccepted, warning, reason=REASON, by="dataförvaltaren")
    assert entry.place == f"{ENTRIES}:3"
    assert entry.accepted.expect == {"kind": "plan"}
    assert entry.accepted.reason.by_language == REASON
    after = judged(unaccepted, "documents")
    assert {*warnings(verdict)} - {*warnings(after)} == {(place, "plan-has-personnel")}
    edit(unaccepted, ENTRIES, "kind: plan", "kind: amendment")
    stale = [
        each.rule for found in judged(unaccepted, "documents").values() for each in found.failures
    ]
    assert stale == ["accepted-deviation"]


def test_another_entry_leaves_those_before_it_as_they_are(project: Workspace) -> None:
    path = project.root / ENTRIES
    before = path.read_bytes()
    dropped = accepting.entries(project)[0]
    assert dropped.place.startswith("data/budget/")
    entry = next(each for each in accepting.entries(project) if each.place.startswith(ENTRIES))
    accepting.drop(project, entry)
    warning = accepting.warned_of(judged(project, "documents"), f"{FILE}:{line_of(project, entry)}")
    again = accepting.accept(project, warning, reason=REASON, by="dataförvaltaren")
    assert again.accepted.row == entry.accepted.row
    assert warnings(judged(project, "documents")) == []
    heading, *items = before.decode().split("\n- ")
    assert path.read_text(encoding="utf-8").startswith("\n- ".join([heading, *items[1:]]))


def line_of(workspace: Workspace, entry: accepting.Entry) -> int:
    lines = (workspace.root / FILE).read_text(encoding="utf-8").splitlines()
    name = entry.accepted.row["document"]
    return next(n for n, line in enumerate(lines, 1) if line.startswith(f"{name},"))


def test_the_last_entry_takes_its_file_with_it(project: Workspace) -> None:
    for entry in reversed(accepting.entries(project)):
        accepting.drop(project, entry)
    assert not list(project.data.glob("*/accepted.yaml"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((f"{FILE}:2", "--reason", "Så", "--by", "x"), "--reason: say why it may stand: --reason"),
        ((f"{FILE}:2", "--reason", "Så", "--reason", "en:So"), "--by: say who"),
        (
            (f"{FILE}:2", "--reason", "Så", "--reason", "en:So", "--by", "x"),
            f"no rule warns of {FILE}:2",
        ),
        (("--by", "x"), "name the row"),
        (("--drop", f"{ENTRIES}:4"), f"no entry begins at {ENTRIES}:4"),
    ],
)
def test_what_cannot_be_accepted_is_refused(
    checked: Workspace, arguments: tuple[str, ...], said: str
) -> None:
    ended = run_alereport(checked, "accept", *arguments)
    assert ended.returncode == 2
    assert said in ended.stderr


def test_what_is_accepted_is_listed(checked: Workspace) -> None:
    said = run_alereport(checked, "accept").stdout
    assert f"{ENTRIES}:3" in said
    assert "Accepted: 20." in said
