"""A new document by command: what is written, what is there already, and what is refused."""

from __future__ import annotations

import hashlib
import json

import pytest

from alereport.base import params
from alereport.base.workspace import Workspace
from alereport.data import registers
from tests.conftest import Ended, run_alereport

REGISTER = "data/documents/documents.csv"
KS25 = ("-c", "ks", "-y", "2025")


def new(workspace: Workspace, *arguments: str) -> Ended:
    return run_alereport(workspace, "new", *arguments)


def files(workspace: Workspace) -> dict[str, bytes]:
    paths = (*workspace.data.rglob("*"), *workspace.params.rglob("*"))
    return {workspace.relative(path): path.read_bytes() for path in paths if path.is_file()}


def document(workspace: Workspace, name: str) -> dict[str, str]:
    rows = registers.register_rows(workspace, "documents")
    return next(row for row in rows if row["document"] == name)


@pytest.mark.parametrize(
    ("arguments", "name", "title", "as_of"),
    [
        (("plan", *KS25), "ks-namndplan-2025", "Nämndplan 2025", "2024-12-31"),
        (
            ("amendment", *KS25, "--as-of", "2025-06-11"),
            "ks-tillaggsbudget-juni-2025",
            "Tilläggsbudget juni 2025",
            "2025-06-11",
        ),
        (
            ("interim", *KS25, "--as-of", "2025-08-31"),
            "ks-delarsrapport-augusti-2025",
            "Delårsrapport augusti 2025",
            "2025-08-31",
        ),
        (("annual", *KS25), "ks-arsredovisning-2025", "Årsredovisning 2025", "2025-12-31"),
        (
            ("plan", "-c", "sn", "-y", "2025"),
            "sn-verksamhetsplan-2025",
            "Verksamhetsplan med budget 2025",
            "2024-12-31",
        ),
    ],
)
def test_a_document_gets_its_row_among_its_kind_and_the_parameters_of_its_report(
    project: Workspace, arguments: tuple[str, ...], name: str, title: str, as_of: str
) -> None:
    before = files(project)
    ended = new(project, *arguments)
    assert ended.returncode == 0, ended.stderr
    assert f"{name} is registered." in ended.stdout
    assert f"alereport template {arguments[0]} " in ended.stdout
    row = document(project, name)
    assert (row["title"], row["as_of"], row["status"]) == (title, as_of, "unknown")
    after = files(project)
    slug = f"{arguments[2]}-2025"
    assert {file for file in after if after[file] != before.get(file)} == {
        REGISTER,
        f"params/{slug}.yaml",
    }
    assert slug in {report.slug for report in params.committee_years(project)}
    lines = before[REGISTER].splitlines()
    assert [line for line in after[REGISTER].splitlines() if line in lines] == lines


def test_the_same_again_says_that_it_is_there_and_writes_nothing(project: Workspace) -> None:
    new(project, "interim", *KS25, "--as-of", "2025-08-31", "--title", "Delårsrapport 2 2025")
    before = files(project)
    ended = new(project, "interim", *KS25, "--as-of", "2025-08-31")
    assert ended.returncode == 0
    assert "ks-delarsrapport-augusti-2025 is already registered." in ended.stdout
    assert files(project) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("plan", "-c", "xx", "-y", "2025"), "--committee: xx is given; expected one of ks, sn"),
        (("interim", *KS25), "--as-of: nothing is given; expected the last day of a month of 2025"),
        (("interim", *KS25, "--as-of", "2025-08-30"), "2025-08-30 is given; expected the last day"),
        (("interim", *KS25, "--as-of", "2024-08-31"), "2024-08-31 is given; expected the last day"),
        (("interim", *KS25, "--as-of", "2025-12-31"), "2025-12-31 is given; expected the last day"),
        (("interim", *KS25, "--as-of", "31/8"), "31/8 is given; expected a date"),
        (("amendment", *KS25), "expected the day it was decided, in 2025 or the year before"),
        (("amendment", *KS25, "--as-of", "2026-01-15"), "expected the day it was decided"),
        (("annual", *KS25, "--as-of", "2025-11-30"), "expected 2025-12-31"),
        (("plan", "-c", "ks", "-y", "24"), "--year: 24 is given; expected at least 1971"),
        (("plan", *KS25, "--status", "klar"), "--status: klar is given; expected one of draft"),
        (("plan", *KS25, "--document", "KS 2025"), "--document: KS 2025 is given"),
        (
            ("plan", "-c", "ks", "-y", "2024", "--document", "ks-plan-2024"),
            "--document: ks-plan-2024 is given; expected ks-namndplan-2024",
        ),
    ],
)
def test_what_is_not_possible_is_refused_in_one_line_and_nothing_is_written(
    project: Workspace, arguments: tuple[str, ...], message: str
) -> None:
    before = files(project)
    ended = new(project, *arguments)
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert message in ended.stderr
    assert files(project) == before


def test_a_committee_that_is_new_comes_with_its_total_and_its_document(project: Workspace) -> None:
    names = ("--name", "Kultur- och fritidsnämnden", "--name", "en:Culture and Leisure Committee")
    ended = new(project, "plan", "-c", "kfn", "-y", "2025", *names)
    assert ended.returncode == 0, ended.stderr
    committees = registers.register_rows(project, "committees")
    assert [row["committee"] for row in committees] == ["kfn", "ks", "sn"]
    assert committees[0]["name_en"] == "Culture and Leisure Committee"
    areas = registers.register_rows(project, "areas")
    assert (areas[0]["committee"], areas[0]["area"]) == ("kfn", "total")
    assert document(project, "kfn-namndplan-2025")["committee"] == "kfn"


def test_the_file_of_a_new_document_fills_in_its_checksum(project: Workspace) -> None:
    new(project, "plan", *KS25)
    source = project.root / "ks-namndplan-2025.txt"
    source.write_text("Planen", encoding="utf-8")
    ended = run_alereport(project, "register", source.name)
    assert ended.returncode == 0, ended.stderr
    checksum = hashlib.sha256(source.read_bytes()).hexdigest()
    assert document(project, "ks-namndplan-2025")["sha256"] == checksum


def test_json_has_the_row_and_the_files(project: Workspace) -> None:
    told = json.loads(new(project, "annual", *KS25, "--dated", "2026-02-11", "--json").stdout)
    assert told["registered"]["document"] == "ks-arsredovisning-2025"
    assert told["registered"]["written"]["dated"] == "2026-02-11"
    assert told["files"] == ["params/ks-2025.yaml", REGISTER]
