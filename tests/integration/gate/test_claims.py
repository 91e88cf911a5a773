"""The numbers of the analyst's text, held against the rows by the gate and by the lint."""

from __future__ import annotations

import pytest

from alereport.base.workspace import Workspace
from alereport.data.schemas import CLAIMS
from alereport.texts.claims import project as claims
from alereport.texts.lint.project import project_findings
from tests.conftest import ROOT, edit
from tests.unit.gate.judging import judged

pytestmark = pytest.mark.filterwarnings("ignore")  # Great Expectations' own deprecations

FILE = "data/commentary/ks-namndplan-2024.md"
FINDING = f"data/commentary/table.yaml:{CLAIMS}"
ACCEPTED = """\
- rule: numbers-of-the-rows
  row: {document: ks-namndplan-2024, chapter: budget}
  expect: {unmatched: "6,3 miljoner"}
  reason:
    en: The committee's own follow-up says so, and is not among the documents.
    sv: Det står i nämndens egen uppföljning, som inte finns bland dokumenten.
  by: dataförvaltaren
  date: 2026-11-30
"""


def warned(workspace: Workspace) -> list[tuple[str, str]]:
    return [
        (warning.place, warning.value)
        for warning in judged(workspace, "commentary")[FINDING].warnings
    ]


def linted(workspace: Workspace) -> list[tuple[str, str]]:
    return [
        (finding.place, finding.found.split('"')[1])
        for finding in project_findings(workspace)
        if finding.rule == "number-of-no-row"
    ]


def test_every_number_of_the_committed_texts_is_that_of_rows() -> None:
    numbers = claims.of_project(Workspace(ROOT))
    assert [
        (each.file, each.line, each.claim.text) for each in numbers if not each.claim.is_matched
    ] == []
    assert len(numbers) > 100


def test_a_number_of_no_row_is_found_with_its_file_and_line(project: Workspace) -> None:
    edit(project, FILE, "5,8 miljoner", "6,3 miljoner")
    assert warned(project) == [(f"{FILE}:29", "6,3 miljoner")]
    assert linted(project) == [(f"{FILE}:29", "6,3 miljoner")]


def test_a_row_that_changes_leaves_the_text_behind(project: Workspace) -> None:
    edit(project, "data/budget/ks-namndplan-2024.csv", "2024,budget,9074", "2024,budget,9574")
    assert (f"{FILE}:25", "4,3 miljoner") in linted(project)


def test_an_accepted_number_is_no_finding_and_another_beside_it_is(project: Workspace) -> None:
    edit(project, FILE, "5,8 miljoner", "6,3 miljoner")
    path = project.root / "data" / "commentary" / "accepted.yaml"
    path.write_text(ACCEPTED, encoding="utf-8")
    assert warned(project) == linted(project) == []
    edit(project, FILE, "13,2 miljoner", "13,6 miljoner")
    assert warned(project) == [(f"{FILE}:29", "13,6 miljoner, 6,3 miljoner")]
    assert linted(project) == [(f"{FILE}:29", "13,6 miljoner")]


def test_a_verdict_on_a_text_ends_when_a_row_of_any_dataset_changes(checked: Workspace) -> None:
    from alereport.gate import verdicts

    text = checked.root / FILE
    assert verdicts.outdated(checked, verdicts.read(checked), [text]) == []
    edit(checked, "data/investments/ks-namndplan-2024.csv", ",1000,", ",1001,")
    assert verdicts.outdated(checked, verdicts.read(checked), [text]) == [text]
