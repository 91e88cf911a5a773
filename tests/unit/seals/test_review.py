"""What a seal approves: what kind of change it is, which rows, and who reviewed it."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from alereport import seals
from alereport.base.errors import GateError, TableError
from alereport.base.workspace import Workspace
from alereport.cli import options
from alereport.seals import Change, history, review
from alereport.seals.review import Review
from tests.conftest import edit
from tests.unit.seals.conftest import commit

BUDGET = "data/budget/ks-namndplan-2024.csv"
INVESTMENTS = "data/investments/ks-namndplan-2024.csv"
SICK_LEAVE = "data/sick_leave/ks-verksamhetsplan-2022.csv"
BREAKS = "data/breaks/ks-namndplan-2024.csv"


def reviews(workspace: Workspace, *files: str, change: Change | None = None) -> list[Review]:
    return review.reviews(workspace, [workspace.root / file for file in files], change)


def reviewed(workspace: Workspace, file: str, change: Change | None = None) -> Review:
    (entry,) = reviews(workspace, file, change=change)
    return entry


def seal(workspace: Workspace, file: str, change: Change, *reviewed_by: str) -> None:
    path = workspace.root / file
    seals.seal(workspace, [path], "Skäl", changes={file: change}, reviewed_by=reviewed_by)


def add_column(workspace: Workspace, file: str, name: str, cell: str) -> None:
    """Add a column after the others, to a file and to its schema, with one cell in each row."""
    path = workspace.root / file
    heading, *rows = path.read_text(encoding="utf-8").splitlines()
    lines = [f"{heading},{name}", *(f"{row},{cell}" for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    field = f"  - {{name: {name}, type: string, description: x}}\nprimaryKey:"
    edit(workspace, f"{path.parent.relative_to(workspace.root)}/table.yaml", "primaryKey:", field)


def test_the_option_has_the_kinds_of_change_that_seals_have() -> None:
    assert get_args(options.SealChange) == get_args(Change)


def test_a_file_without_a_seal_is_sealed_first_and_its_rows_and_sums_are_shown(
    project: Workspace,
) -> None:
    edit(project, "data/seals.yaml", f"{INVESTMENTS}:", "data/investments/other.csv:")
    entry = reviewed(project, INVESTMENTS)
    assert (entry.change, entry.result) == (
        "first",
        f"{INVESTMENTS}: sealed for the first time.",
    )
    assert str(entry).splitlines() == [
        f"{INVESTMENTS}: it has never been sealed.",
        "  it is new, with 4 rows",
        "  the sum of amount_tkr is 4000 tkr",
    ]


def test_a_changed_cell_is_a_correction_shown_before_and_after(in_git: Workspace) -> None:
    edit(in_git, BUDGET, ",20450,\n", ",20451,\n")
    entry = reviewed(in_git, BUDGET)
    assert (entry.change, entry.since) == ("correction", "cells or rows differ")
    assert f"{BUDGET}:7: amount_tkr was 20450 and is 20451" in str(entry)
    (change,) = entry.as_json()["changes"]
    assert (change["before"], change["after"]) == ("20450", "20451")


def test_without_what_was_sealed_a_change_is_a_correction(project: Workspace) -> None:
    add_column(project, BUDGET, "note", "")
    entry = reviewed(project, BUDGET)
    assert (entry.change, entry.since) == ("correction", "git does not have what was sealed")


def test_another_column_and_no_other_value_is_restructured(in_git: Workspace) -> None:
    add_column(in_git, BUDGET, "note", "x")
    entry = reviewed(in_git, BUDGET)
    assert (entry.change, entry.new_columns, entry.gone_columns) == ("restructured", ("note",), ())
    assert "  new columns: note" in str(entry).splitlines()
    assert entry.result.startswith(f"{BUDGET}: sealed as restructured, since no value differs")


def test_a_column_that_joined_the_key_leaves_the_rows_what_they_were(in_git: Workspace) -> None:
    add_column(in_git, BREAKS, "as_of", "2023-12-31")
    edit(in_git, "data/breaks/table.yaml", "primaryKey: [", "primaryKey: [as_of, ")
    entry = reviewed(in_git, BREAKS)
    assert entry.change == "restructured"
    assert {change.column for change in entry.difference.changes or ()} == {"as_of"}


def test_another_column_and_a_row_less_is_a_correction(in_git: Workspace) -> None:
    path = in_git.root / BREAKS
    path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")
    add_column(in_git, BREAKS, "note", "")
    assert reviewed(in_git, BREAKS).change == "correction"


def test_a_column_of_figures_under_another_name_is_no_restructuring_of_itself(
    in_git: Workspace,
) -> None:
    edit(in_git, INVESTMENTS, "amount_tkr", "sum_tkr")
    table = in_git.dataset("investments") / "table.yaml"
    text = table.read_text(encoding="utf-8").replace("amount_tkr", "sum_tkr")
    table.write_text(text, encoding="utf-8")
    entry = reviewed(in_git, INVESTMENTS)
    assert (entry.change, entry.new_columns, entry.gone_columns) == (
        "correction",
        ("sum_tkr",),
        ("amount_tkr",),
    )
    assert reviewed(in_git, INVESTMENTS, "restructured").since == ""


def test_another_unit_of_the_same_digits_is_a_correction(in_git: Workspace) -> None:
    edit(in_git, "data/investments/table.yaml", "unit: tkr", "unit: mkr")
    assert reviewed(in_git, INVESTMENTS).change == "correction"


def test_a_restructured_file_with_another_control_sum_is_refused(project: Workspace) -> None:
    edit(project, BUDGET, "154390", "154391")
    with pytest.raises(GateError) as refused:
        reviews(project, BUDGET, change="restructured")
    assert str(refused.value) == (
        f"{BUDGET}:1: the sum of amount_tkr is 911477 tkr; expected 911476 tkr, as it was sealed; "
        "seal it with --change correction or --change revision. Rule "
        "restructured-changes-no-figure: A figure that differs is a correction or a revision, and "
        "is published as one."
    )


def test_a_restructured_file_with_two_figures_exchanged_is_refused(in_git: Workspace) -> None:
    add_column(in_git, BUDGET, "note", "x")
    edit(in_git, BUDGET, ",20450,,x\n", ",20451,,x\n")
    edit(in_git, BUDGET, ",22750,,x\n", ",22749,,x\n")
    with pytest.raises(GateError) as refused:
        reviews(in_git, BUDGET, change="restructured")
    first, second = str(refused.value).splitlines()
    assert first.startswith(f"{BUDGET}:7: amount_tkr is 20451; expected 20450, as it was sealed;")
    assert second.startswith(f"{BUDGET}:13: amount_tkr is 22749; expected 22750,")


def test_a_withdrawn_file_with_figures_is_no_restructured_one(project: Workspace) -> None:
    (project.root / INVESTMENTS).unlink()
    assert reviewed(project, INVESTMENTS).change == "correction"
    with pytest.raises(GateError, match=r"is 0 tkr; expected 4000 tkr"):
        reviews(project, INVESTMENTS, change="restructured")


def test_many_files_are_restructured_at_once_and_a_withdrawn_one_without_figures(
    project: Workspace,
) -> None:
    (project.root / BREAKS).unlink()
    add_column(project, BUDGET, "note", "")
    entries = reviews(project, BREAKS, BUDGET, change="restructured")
    assert [(entry.file, entry.change) for entry in entries] == [
        (BUDGET, "restructured"),
        (BREAKS, "restructured"),
    ]


def test_a_sum_that_is_withheld_is_not_told_when_it_differs(project: Workspace) -> None:
    before = str(seals.read(project)[SICK_LEAVE][-1].sums["total_percent"])
    edit(project, SICK_LEAVE, ",14.6,5.6,,,true", ",14.7,5.6,,,false")
    with pytest.raises(GateError) as refused:
        reviews(project, SICK_LEAVE, change="restructured")
    assert "the sum of total_percent is (withheld); expected (withheld)" in str(refused.value)
    assert before not in str(refused.value)


@pytest.mark.parametrize(
    ("change", "sealed", "found"),
    [
        ("first", True, "was sealed before: a new seal is a correction, a revision or"),
        ("correction", False, "was never sealed: its seal is the first"),
        ("restructured", False, "was never sealed: its seal is the first"),
        ("first", False, ""),
        ("revision", True, ""),
    ],
)
def test_a_change_must_fit_whether_the_file_was_sealed(
    project: Workspace, change: Change, sealed: bool, found: str
) -> None:
    file = BUDGET if sealed else "data/budget/new.csv"
    problem = review.unfit(project, [project.root / file], change)
    assert found in problem if found else problem == ""


def test_only_corrections_and_revisions_are_listed_and_each_says_which(in_git: Workspace) -> None:
    add_column(in_git, BUDGET, "note", "")
    seal(in_git, BUDGET, "restructured")
    assert BUDGET not in {entry.file for entry in history.corrections(in_git)}
    for amount, change in ((20451, "correction"), (20452, "revision")):
        commit(in_git)
        edit(in_git, BUDGET, f",{amount - 1},,\n", f",{amount},,\n")
        seal(in_git, BUDGET, change)
    entries = [entry for entry in history.corrections(in_git) if entry.file == BUDGET]
    assert [entry.change for entry in entries] == ["correction", "revision"]
    assert [entry.as_json()["change"] for entry in entries] == ["correction", "revision"]
    assert [
        (change.before, change.after)
        for entry in entries
        for change in entry.difference.changes or ()
    ] == [("20450", "20451"), ("20451", "20452")]


def test_a_seal_keeps_its_change_and_who_reviewed_it(project: Workspace) -> None:
    edit(project, BUDGET, "154390", "154391")
    seal(project, BUDGET, "revision", "ekonom", "AB")
    last = seals.read(project)[BUDGET][-1]
    assert (last.change, last.reviewed_by) == ("revision", ("ekonom", "AB"))
    first, *_between, shown = history.as_json(project)["files"][BUDGET]["seals"]
    assert (first["change"], first["reviewed_by"]) == ("first", [])
    assert (shown["change"], shown["reviewed_by"]) == ("revision", ["ekonom", "AB"])


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["anna@example.se"], "a role such as ekonom, or initials"),
        (["x" * 41], "at most 40 characters"),
        ([" "], "a role such as ekonom, or initials"),
        (["AB", "ab"], "different reviewers"),
        (["AB", "AB "], "different reviewers"),
    ],
)
def test_a_reviewer_is_a_role_or_initials_and_named_once(names: list[str], expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        seals.reviewers(names)


def test_an_address_written_into_the_seals_by_hand_is_refused(project: Workspace) -> None:
    edit(project, BUDGET, "154390", "154391")
    seal(project, BUDGET, "revision", "ekonom")
    edit(project, "data/seals.yaml", "[ekonom]", "[ekonom@example.se]")
    with pytest.raises(TableError, match=r"data/seals\.yaml:\d+: .*a role such as ekonom"):
        seals.read(project)


def test_what_the_steward_reads_as_json_has_every_changed_row(in_git: Workspace) -> None:
    path = in_git.root / BUDGET
    path.write_text(path.read_text(encoding="utf-8").replace(",4.1,", ",4.3,"), encoding="utf-8")
    entry = reviewed(in_git, BUDGET)
    assert str(entry).splitlines()[-1] == "  … and 4 more"
    assert len(json.loads(json.dumps(entry.as_json()))["changes"]) == 24


def test_nothing_is_reviewed_of_a_file_that_is_sealed_as_it_is(project: Workspace) -> None:
    assert reviews(project, BUDGET, INVESTMENTS) == []


AREAS = "data/areas/areas.csv"
DOCUMENTS = "data/documents/documents.csv"
NEW_DOCUMENT = "ks-namndplan-2025,Nämndplan 2025,ks,2025,plan,2024-12-31,unknown,,,,,\n"


def add_row(workspace: Workspace, file: str, row: str) -> None:
    with (workspace.root / file).open("a", encoding="utf-8") as rows:
        rows.write(row)


def test_a_register_with_a_new_row_is_an_addition_and_no_correction(in_git: Workspace) -> None:
    add_row(in_git, DOCUMENTS, NEW_DOCUMENT)
    add_row(in_git, AREAS, "sn,nytt,Nytt,New,\n")
    assert [entry.change for entry in reviews(in_git, DOCUMENTS, AREAS)] == ["addition"] * 2
    before = history.corrections(in_git)
    for file in (DOCUMENTS, AREAS):
        seal(in_git, file, "addition")
    assert history.corrections(in_git) == before


def test_without_git_a_register_that_grew_by_a_document_is_an_addition(project: Workspace) -> None:
    sealed = seals.read(project)[DOCUMENTS][-1].sha256
    add_row(project, DOCUMENTS, NEW_DOCUMENT)
    assert history.sealed_version(project, DOCUMENTS, seals.read(project)[DOCUMENTS][-1]) is None
    assert sealed
    assert reviewed(project, DOCUMENTS).change == "addition"


@pytest.mark.parametrize("fixture", ["in_git", "project"])
def test_a_register_with_a_changed_row_beside_a_new_one_is_a_correction(
    request: pytest.FixtureRequest, fixture: str
) -> None:
    workspace: Workspace = request.getfixturevalue(fixture)
    edit(workspace, DOCUMENTS, "Nämndplan 2024", "Nämndplan för 2024")
    add_row(workspace, DOCUMENTS, NEW_DOCUMENT)
    assert reviewed(workspace, DOCUMENTS).change == "correction"
    path = workspace.root / DOCUMENTS
    assert "no new rows alone" in review.unfit(workspace, [path], "addition")


def test_a_row_that_a_table_lacked_is_a_correction_and_no_addition(in_git: Workspace) -> None:
    row = "ks-namndplan-2024,4.2,ks,2024,Ny post,New item,2024,500,\n"
    add_row(in_git, INVESTMENTS, row)
    assert reviewed(in_git, INVESTMENTS).change == "correction"
    path = in_git.root / INVESTMENTS
    assert "no new rows alone" in review.unfit(in_git, [path], "addition")
