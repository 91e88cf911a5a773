"""`alereport validate --sources DIR`: the whole of the data against the documents."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from alereport.texts import source_check
from tests.conftest import ROOT, edit, run_alereport

INDICATORS = "data/indicators/ks-arsredovisning-2016.csv"


@pytest.fixture
def copied(sources: Path, tmp_path: Path) -> Path:
    """The documents in a folder of their own for the test to spoil."""
    return Path(shutil.copytree(sources, tmp_path / "sources"))


def test_all_committed_rows_stand_in_their_documents(sources: Path) -> None:
    compared = source_check.compare(Workspace(ROOT), sources)
    assert compared.failures == ()
    assert compared.documents == 5
    tables = [
        path.read_text(encoding="utf-8").splitlines()
        for path in (ROOT / "data").glob("*/*.csv")
        if path.parent.name not in {"areas", "committees", "documents"}
    ]
    lines = [line for table in tables if "document" in table[0].split(",") for line in table[1:]]
    assert compared.rows == len(lines)


def test_a_failure_names_the_cell_what_stands_there_and_why_it_matters(
    project: Workspace, sources: Path
) -> None:
    edit(project, INDICATORS, "2.32,1.5", "2.23,1.5")
    (failure,) = source_check.compare(project, sources).failures
    assert failure.place == f"{INDICATORS}:2"
    assert (failure.column, failure.value) == ("value", "2.23")
    assert failure.expected.startswith("2.32, 1.5, as in ")
    assert failure.rule == "stands-in-its-document"


def test_the_command_says_how_many_rows_it_found(checked: Workspace, sources: Path) -> None:
    done = run_alereport(checked, "validate", "--sources", str(sources))
    assert done.returncode == 0, done.stderr
    assert "rows found in 5 documents." in done.stdout


def test_a_row_that_its_document_does_not_hold_exits_13_with_its_place(
    checked: Workspace, sources: Path
) -> None:
    edit(checked, INDICATORS, "är cirka 3 Mkr", "blir cirka 3 Mkr")
    done = run_alereport(checked, "validate", "--sources", str(sources))
    assert done.returncode == 13
    assert "Data:" not in done.stdout  # Nothing is said to be well before an error.
    assert f"{INDICATORS}:4: as_printed is Resultatet 2016 blir cirka 3 Mkr" in done.stderr
    assert "expected words of section Ekonomi" in done.stderr
    assert "Traceback" not in done.stderr


def test_documents_without_a_checksum_pass_the_gate_and_exit_11_where_sources_are_asked_for(
    checked: Workspace, sources: Path
) -> None:
    register = checked.root / "data/documents/documents.csv"
    text = register.read_text(encoding="utf-8")
    register.write_text(re.sub(r",[0-9a-f]{64}$", ",", text, flags=re.MULTILINE), encoding="utf-8")
    assert run_alereport(checked, "validate").returncode == 0
    done = run_alereport(checked, "validate", "--sources", str(sources))
    assert done.returncode == 11
    assert len(done.stderr.splitlines()) == 1
    assert (
        "documents.csv:2: sn-verksamhetsplan-2021 has no checksum: it is not regis" in done.stderr
    )


def test_a_changed_document_exits_11_with_one_line(checked: Workspace, copied: Path) -> None:
    with (copied / "ks-namndplan-2024.txt").open("a", encoding="utf-8") as file:
        file.write("x")
    done = run_alereport(checked, "validate", "--sources", str(copied))
    assert done.returncode == 11
    assert len(done.stderr.splitlines()) == 1
    assert "ks-namndplan-2024.txt: its sha256 is " in done.stderr


def test_a_missing_document_exits_11_with_one_line(checked: Workspace, copied: Path) -> None:
    (copied / "ks-namndplan-2024.txt").unlink()
    done = run_alereport(checked, "validate", "--sources", str(copied))
    assert done.returncode == 11
    assert len(done.stderr.splitlines()) == 1
    assert "ks-namndplan-2024.txt: it cannot be read" in done.stderr


def test_a_folder_that_is_not_there_exits_2(checked: Workspace, tmp_path: Path) -> None:
    done = run_alereport(checked, "validate", "--sources", str(tmp_path / "nowhere"))
    assert done.returncode == 2
    assert "nowhere" in done.stderr
