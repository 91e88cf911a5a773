"""Registering a document: what is written, what is left, and what is refused."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from alereport.base.errors import SourceError, TableError
from alereport.base.workspace import Workspace
from alereport.data import datasets, registration
from alereport.data.registration import InvalidCellError, Registered
from tests.conftest import edit, run_alereport

REGISTER = "data/documents/documents.csv"
SCHEMA = "data/documents/table.yaml"
SETTINGS = "params/municipality.yaml"
SEALED = "6cbf146e143e45408917a91a516b43b3cd6162ac4291e04d641b36fccceac25c"
"""The checksum of ks-verksamhetsplan-2022, on line 3."""


@pytest.fixture
def project(project: Workspace) -> Workspace:
    """The project, of a municipality that registers its documents as they come."""
    edit(project, SETTINGS, "registers_in_order: true", "registers_in_order: false")
    return project


def source(folder: Path, name: str = "ks-namndplan-2025.txt", content: str = "Plan") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def register(workspace: Workspace, path: Path, **given: str) -> Registered:
    return registration.register(workspace, path, given)


def content(workspace: Workspace) -> bytes:
    return (workspace.root / REGISTER).read_bytes()


def rewrite(workspace: Workspace, data: bytes) -> None:
    (workspace.root / REGISTER).write_bytes(data)


def test_a_new_document_gets_a_row_with_what_its_name_tells(
    project: Workspace, tmp_path: Path
) -> None:
    before, path = content(project), source(tmp_path)
    registered = register(project, path)
    row = f"ks-namndplan-2025,,ks,2025,plan,2024-12-31,unknown,,,,,{checksum(path)}\n"
    assert content(project) == before + row.encode()
    assert (registered.file, registered.line) == (REGISTER, 7)
    assert registered.written == {
        "document": "ks-namndplan-2025",
        "committee": "ks",
        "year": "2025",
        "kind": "plan",
        "as_of": "2024-12-31",
        "status": "unknown",
        "sha256": checksum(path),
    }
    assert registered.required == ("title",)
    assert registered.empty == ("status_signs", "dated", "reference", "url")


def test_the_options_complete_the_row_and_a_comma_is_quoted(
    project: Workspace, tmp_path: Path
) -> None:
    path = source(tmp_path, "skannad_0001.pdf")
    given = {"document": "sn-plan-2025", "title": "Plan,  med budget", "status": "adopted"}
    registered = register(project, path, **given)
    row = f'sn-plan-2025,"Plan, med budget",sn,2025,plan,2024-12-31,adopted,,,,,{checksum(path)}\n'
    assert content(project).decode().endswith(row)
    assert registered.required == ()
    datasets.read_dataset(project, "documents")  # It is still a table of its schema.


@pytest.mark.parametrize(
    ("name", "committee", "year", "kind", "as_of"),
    [
        ("ks-verksamhetsplan-2025", "ks", "2025", "plan", "2024-12-31"),
        ("ks-detaljbudget-2025", "ks", "2025", "plan", "2024-12-31"),
        ("sn-arsredovisning-2024", "sn", "2024", "annual_report", "2024-12-31"),
        ("sn-tjansteskrivelse-2024", "sn", "2024", "cover_letter", "2024-12-31"),
        ("sn-delarsrapport-2024", "sn", "2024", "interim_report", ""),
        ("kommunkompassen-2024", "", "2024", "evaluation", ""),
        ("ks-tillaggsbudget-2024", "ks", "2024", "amendment", ""),
        ("bilaga", "", "", "", ""),
    ],
)
def test_a_name_tells_committee_year_and_kind_and_these_the_last_day_reported(
    project: Workspace, tmp_path: Path, name: str, committee: str, year: str, kind: str, as_of: str
) -> None:
    written = register(project, source(tmp_path, f"{name}.docx")).written
    told = [written.get(column, "") for column in ("committee", "year", "kind", "as_of")]
    assert told == [committee, year, kind, as_of]
    assert written["status"] == "unknown"


def test_a_register_of_other_columns_gets_only_what_it_has(
    project: Workspace, tmp_path: Path
) -> None:
    edit(project, SCHEMA, "enum: [draft, proposal, adopted, unknown]", "enum: [draft, adopted]")
    edit(project, SCHEMA, "name: status_signs", "name: pages")
    rewrite(project, content(project).replace(b",status_signs,", b",pages,"))
    registered = register(project, source(tmp_path), pages="12")
    columns = ["document", "committee", "year", "kind", "as_of", "pages", "sha256"]
    assert list(registered.written) == columns
    assert content(project).splitlines()[-1].count(b",") == 11


def test_a_row_without_a_checksum_gets_it_and_no_other_byte_changes(
    project: Workspace, tmp_path: Path
) -> None:
    edit(project, REGISTER, SEALED, "")
    rewrite(project, content(project).replace(b"\n", b"\r\n"))
    before, path = content(project), source(tmp_path, "ks-verksamhetsplan-2022.txt")
    registered = register(project, path)
    old_row = b",ks,2022,plan,2021-12-31,unknown,,,,,\r\n"
    assert before.count(old_row) == 1
    row = old_row.replace(b"\r\n", f"{checksum(path)}\r\n".encode())
    assert content(project) == before.replace(old_row, row)
    assert (registered.line, registered.written) == (3, {"sha256": checksum(path)})


def test_a_row_of_several_lines_is_replaced_whole(project: Workspace, tmp_path: Path) -> None:
    edit(project, REGISTER, SEALED, "")
    edit(project, REGISTER, "Verksamhetsplan med budget 2022", '"Verksamhetsplan\nmed budget"')
    before, path = content(project), source(tmp_path, "ks-verksamhetsplan-2022.txt")
    register(project, path)
    old_row = b",ks,2022,plan,2021-12-31,unknown,,,,,\n"
    row = old_row.replace(b"\n", f"{checksum(path)}\n".encode())
    assert content(project) == before.replace(old_row, row)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_the_files_own_mark_line_ends_and_quotes_are_kept(
    project: Workspace, tmp_path: Path, ending: str
) -> None:
    heading, *rows = content(project).decode().splitlines()
    quoted = [",".join(f'"{cell}"' for cell in line.split(",")) for line in (heading, *rows)]
    before = b"\xef\xbb\xbf" + ending.join(quoted).encode()  # The last line does not end.
    rewrite(project, before)
    path = source(tmp_path)
    assert register(project, path).line == 7
    cells = ["ks-namndplan-2025", "", "ks", "2025", "plan", "2024-12-31", "unknown", *[""] * 4]
    added = ",".join(f'"{cell}"' for cell in (*cells, checksum(path)))
    assert content(project) == before + f"{ending}{added}{ending}".encode()


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("sn-verksamhetsplan-2020", 2),
        ("sn-verksamhetsplan-2022", 4),
        ("ks-namndplan-2025", 5),
        ("ks-tjansteskrivelse-2020", 7),
        ("ks-delarsrapport-2024", 7),
    ],
)
def test_a_register_in_order_gets_a_row_among_those_of_its_kind(
    project: Workspace, tmp_path: Path, name: str, line: int
) -> None:
    edit(project, SETTINGS, "registers_in_order: false", "registers_in_order: true")
    before = content(project).splitlines()
    assert register(project, source(tmp_path, f"{name}.txt")).line == line
    *above, row = content(project).splitlines()[:line]
    assert row.startswith(name.encode())
    assert [*above, *content(project).splitlines()[line:]] == before


def test_a_register_without_rows_gets_its_first(project: Workspace, tmp_path: Path) -> None:
    rewrite(project, content(project).splitlines(keepends=True)[0])
    assert register(project, source(tmp_path)).line == 2


def test_what_is_registered_as_it_is_is_not_written(project: Workspace, tmp_path: Path) -> None:
    path = source(tmp_path)
    register(project, path)
    (project.root / REGISTER).chmod(0o600)  # A file written again would be readable by all.
    assert register(project, path).written == {}
    assert (project.root / REGISTER).stat().st_mode & 0o777 == 0o600
    assert register(project, path, title="Plan").written == {"title": "Plan"}


def test_a_file_registered_under_another_name_is_refused(
    project: Workspace, tmp_path: Path
) -> None:
    register(project, source(tmp_path))
    before, copy = content(project), source(tmp_path, "ks-plan-2025.txt")
    with pytest.raises(SourceError) as refused:
        register(project, copy)
    assert str(refused.value) == (
        f"{copy}: it is registered as ks-namndplan-2025 ({REGISTER}:7); expected a document that "
        "is not registered; use it under that name, not as ks-plan-2025."
    )
    assert content(project) == before


def test_another_file_under_a_registered_name_is_refused(
    project: Workspace, tmp_path: Path
) -> None:
    before, path = content(project), source(tmp_path, "ks-verksamhetsplan-2022.txt")
    with pytest.raises(SourceError) as refused:
        register(project, path)
    assert str(refused.value) == (
        f"{path}: its sha256 is {checksum(path)}; expected {SEALED}, as {REGISTER}:3 has it; "
        "restore the file or, as a changed source is a new document, register it under a name of "
        "its own with --document."
    )
    assert content(project) == before


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("document", "Plan 2025", "text such as ks-namndplan-2024"),
        ("committee", "xx", "one of ks, sn"),
        ("year", "1900", "at least 1971"),
        ("year", "2101", "at most 2100"),
        ("kind", "memo", "one of plan, amendment"),
        ("status", "done", "one of draft, proposal"),
        ("dated", "2025-02-30", "a date such as"),
        ("dated", "tomorrow", "a date such as"),
        ("as_of", "2024-02-30", "a date such as"),
        ("pages", "12", "documents has no column pages"),
        ("title", "x", "Verksamhetsplan med budget 2022, as data/documents/documents.csv:3 has"),
    ],
)
def test_a_value_that_is_not_one_of_its_column_is_refused(
    project: Workspace, sources: Path, column: str, value: str, expected: str
) -> None:
    before = content(project)
    with pytest.raises(InvalidCellError, match=expected) as refused:
        register(project, sources / "ks-verksamhetsplan-2022.txt", **{column: value})
    assert refused.value.column == column
    assert content(project) == before


def test_two_rows_of_one_document_are_refused(project: Workspace, tmp_path: Path) -> None:
    rewrite(project, content(project) + content(project).splitlines(keepends=True)[2])
    with pytest.raises(TableError, match=r"documents.csv:7: ks-verksamhetsplan-2022 has 2 rows"):
        register(project, source(tmp_path, "ks-verksamhetsplan-2022.txt"))


def test_a_file_that_is_not_there_is_refused(project: Workspace, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"it cannot be read \(No such file"):
        register(project, tmp_path / "ks-plan-2025.txt")


def test_the_command_says_what_it_wrote_and_what_is_left(
    project: Workspace, tmp_path: Path
) -> None:
    path = source(tmp_path)
    done = run_alereport(project, "register", str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"{REGISTER}:7: ks-namndplan-2025 is registered.\n"
        "  written: document ks-namndplan-2025, committee ks, year 2025, kind plan, "
        f"as_of 2024-12-31, status unknown, sha256 {checksum(path)}\n"
        "  left to fill in, where the document says it: title (required), status_signs, dated, "
        "reference, url\n"
        f'Then seal the file again: alereport seal {REGISTER} --reason "…"\n'
    )
    again = run_alereport(project, "register", str(path), "--json")
    assert json.loads(again.stdout)["written"] == {}
    assert json.loads(again.stdout)["required"] == ["title"]


def test_the_command_refuses_in_one_line_with_the_code_of_a_source(
    project: Workspace, tmp_path: Path
) -> None:
    path = source(tmp_path, "ks-verksamhetsplan-2022.txt")
    done = run_alereport(project, "register", str(path))
    assert (done.returncode, done.stdout) == (SourceError.exit_code, "")
    assert len(done.stderr.splitlines()) == 1
