"""What is declared of a document's sections, held against its files; and the command that helps."""

from __future__ import annotations

import csv

import pytest

from alereport.base.workspace import Workspace
from alereport.data import schemas
from alereport.gate import counts, dependencies
from tests.conftest import edit, run_alereport
from tests.unit.gate.judging import judged

pytestmark = pytest.mark.filterwarnings("ignore")  # Great Expectations' own deprecations

PLAN = "ks-namndplan-2024"
DECLARED = f"data/sections/{PLAN}.csv"
INVESTMENTS = f"data/investments/{PLAN}.csv"


def refused(workspace: Workspace, dataset: str) -> list[tuple[str, str, str]]:
    """What the gate refuses in a dataset: place, rule and what was expected."""
    return [
        (failure.place, failure.rule, failure.expected)
        for finding in judged(workspace, dataset).values()
        for failure in finding.failures
    ]


def warned(workspace: Workspace, dataset: str) -> list[tuple[str, str, str]]:
    """What the gate warns of in a dataset, as in `refused`."""
    return [
        (warning.place, warning.rule, warning.expected)
        for finding in judged(workspace, dataset).values()
        for warning in finding.warnings
    ]


def without_last_row(workspace: Workspace, file: str) -> None:
    path = workspace.root / file
    *kept, _last = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(kept), encoding="utf-8")


def declaration(workspace: Workspace, file: str = DECLARED) -> list[dict[str, str]]:
    with (workspace.root / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_row_lost_from_the_committed_data_is_refused_with_the_expected_number(
    project: Workspace,
) -> None:
    without_last_row(project, f"data/earmarks/{PLAN}.csv")
    ((place, rule, expected),) = refused(project, "earmarks")
    assert (place, rule) == (f"data/earmarks/{PLAN}.csv:5", "rows-as-declared")
    assert expected == (
        '4 rows of the section, not 3, and "ett mindre sparbeting" as the last row of the '
        f"section, as {DECLARED} declares"
    )


def test_a_declared_file_that_is_gone_is_warned_of(project: Workspace) -> None:
    (project.root / INVESTMENTS).unlink()
    ((place, rule, _),) = warned(project, "sections")
    assert rule == "declared-rows-are-there"
    line = int(place.removeprefix(f"{DECLARED}:"))
    assert declaration(project)[line - 2]["dataset"] == "investments"


def test_without_its_declaration_a_document_is_not_counted(project: Workspace) -> None:
    (project.root / DECLARED).unlink()
    without_last_row(project, f"data/earmarks/{PLAN}.csv")
    assert refused(project, "earmarks") == []
    warnings = [
        (row.rule, row.value)
        for finding in judged(project, "documents").values()
        for row in finding.warnings
    ]
    assert warnings == [("rows-are-declared", PLAN)]


def test_a_project_that_counts_nothing_is_not_warned(project: Workspace) -> None:
    for path in project.data_files(counts.SECTIONS):
        path.unlink()
    found = judged(project, "documents").values()
    assert not [row for finding in found for row in finding.warnings]


def test_a_declaration_that_cannot_be_read_is_not_held_against_other_files(
    project: Workspace,
) -> None:
    edit(project, DECLARED, "document,section", "document;section")
    without_last_row(project, f"data/earmarks/{PLAN}.csv")
    assert refused(project, "earmarks") == []


def test_a_changed_declaration_outdates_the_findings_on_its_document_alone(
    project: Workspace,
) -> None:
    plans = [project.dataset("goals") / f"{name}.csv" for name in (PLAN, "ks-verksamhetsplan-2022")]
    before = [dependencies.file_fingerprint(dependencies.Datasets(project), path) for path in plans]
    edit(project, DECLARED, "investments,document,4", "investments,document,5")
    after = [dependencies.file_fingerprint(dependencies.Datasets(project), path) for path in plans]
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, True]


def test_a_file_that_comes_or_goes_outdates_the_finding_on_its_declaration(
    project: Workspace,
) -> None:
    path = project.root / DECLARED
    before = dependencies.file_fingerprint(dependencies.Datasets(project), path)
    (project.root / INVESTMENTS).unlink()
    assert dependencies.file_fingerprint(dependencies.Datasets(project), path) != before


def test_the_command_shows_what_each_section_has_and_writes_nothing(project: Workspace) -> None:
    before = (project.root / DECLARED).read_bytes()
    without_last_row(project, INVESTMENTS)
    ended = run_alereport(project, "count", PLAN)
    assert ended.returncode == 0
    (line,) = [line for line in ended.stdout.splitlines() if line.startswith("investments")]
    assert line.split()[:4] == ["investments", "4.2", "document", "3"]
    assert line.split()[-3:] == ["4,", "which", "differs"]
    assert (project.root / DECLARED).read_bytes() == before


def test_one_status_for_another_is_refused_and_told_by_the_command(project: Workspace) -> None:
    file = f"data/follow_up/{PLAN}.csv"
    edit(project, file, "2023-12-31,done", "2023-12-31,in_progress")
    ((place, rule, expected),) = refused(project, "follow_up")
    assert (place, rule) == (f"{file}:8", "rows-as-declared")
    assert expected == (
        '"status: done 1, in_progress 2" in the section, not "status: in_progress 3", as '
        f"{DECLARED} declares"
    )
    ended = run_alereport(project, "count", PLAN)
    (line,) = [line for line in ended.stdout.splitlines() if "other values" in line]
    assert line.split()[:4] == ["follow_up", "3.2.2", "document", "3"]


def test_values_that_are_not_declared_are_written_beside_what_is(project: Workspace) -> None:
    before = declaration(project)
    edit(project, DECLARED, "status: in_progress 2\n", "\n")
    assert [row["values"] for row in declaration(project)] != [row["values"] for row in before]
    assert [row[1] for row in refused(project, "follow_up")] == ["rows-as-declared"]
    run_alereport(project, "count", PLAN, "--write")
    assert declaration(project) == before


def test_no_private_value_is_counted(project: Workspace) -> None:
    schema = schemas.schema(project, "sick_leave")
    assert counts.listed_columns(project, schema) == ["group", "already_public"]
    values = [
        row["values"] for row in declaration(project, "data/sections/ks-verksamhetsplan-2022.csv")
    ]
    assert "group: total 2; already_public: true 2" in values


def test_the_command_keeps_what_holds_and_takes_the_rest_as_counted_by_nobody(
    project: Workspace,
) -> None:
    before = declaration(project)
    without_last_row(project, INVESTMENTS)
    ended = run_alereport(project, "count", PLAN, "--write")
    assert f"{DECLARED}: {len(before)} numbers, 1 not counted yet." in ended.stdout
    changed = [row for row in declaration(project) if row not in before]
    place = {"document": PLAN, "section": "4.2", "dataset": "investments", "basis": "document"}
    values = "amount_year: 2024 1, 2025 1, 2026 1"
    assert changed == [{**place, "rows": "3", "first": "", "last": "", "values": values}]


def test_what_the_command_writes_passes_with_a_warning(project: Workspace) -> None:
    (project.root / DECLARED).unlink()
    run_alereport(project, "count", PLAN, "--write")
    assert refused(project, "sections") == refused(project, "goals") == []
    finding = judged(project, "sections")[DECLARED]
    assert len(finding.warnings) == len(declaration(project))


def test_with_counted_every_number_is_written_with_the_first_and_the_last_row_as_shown(
    project: Workspace,
) -> None:
    before = declaration(project)
    (project.root / DECLARED).unlink()
    ended = run_alereport(project, "count", PLAN, "--counted")
    assert f"{DECLARED}: {len(before)} numbers, 0 not counted yet." in ended.stdout
    written = declaration(project)
    assert [{**row, "first": "", "last": ""} for row in written] == [
        {**row, "first": "", "last": ""} for row in before
    ]
    finding = judged(project, "sections")[DECLARED]
    assert finding.failures == finding.warnings == ()
    assert all(row["first"] in ended.stdout for row in written)
    assert {row["first"] for row in written if row["dataset"] == "budget"} == {
        "Kommunchef (förvaltningscentrala medel)"
    }


def test_the_command_refuses_a_document_without_rows(project: Workspace) -> None:
    ended = run_alereport(project, "count", "ks-namndplan-2099")
    assert ended.returncode == 2
    assert "no dataset has rows of ks-namndplan-2099" in ended.stderr


def test_every_section_of_the_committed_documents_is_declared(project: Workspace) -> None:
    documents = [path.stem for path in project.data_files(counts.SECTIONS)]
    assert documents
    found = [each for document in documents for each in counts.of_document(project, document)]
    assert [each for each in found if not each.holds] == []
