"""What a steward sees before a seal is given, and how a chapter of commentary is approved."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from alereport import seals
from alereport.base.errors import TableError
from alereport.base.workspace import Workspace
from alereport.gate import sealing
from tests.conftest import edit, run_alereport
from tests.patience import PATIENCE
from tests.unit.seals.conftest import BUDGET

COMMENTARY = "data/commentary/ks-namndplan-2024.md"
REASON = ("--reason", "Två belopp var förväxlade")
OLD, NEW = "Räddningstjänsten har samma belopp", "Räddningstjänsten har lika mycket"


def on_a_terminal(workspace: Workspace, answer: bytes, *arguments: str) -> tuple[int, str]:
    """How a command ends on a terminal of 80 columns where something is typed, and what is seen."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": "80", "TERM": "xterm"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "alereport", *arguments],
        cwd=workspace.root,
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
        env=environment,
    )
    os.close(theirs)
    os.write(ours, answer)
    seen = b""
    while part := _read(ours):
        seen += part
    process.communicate(timeout=PATIENCE)
    return process.returncode, seen.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # Linux says so when the other end is closed.
        return b""


def test_each_changed_row_is_shown_beside_its_line(exchanged: Workspace, sources: Path) -> None:
    before = exchanged.seals.read_bytes()
    done = run_alereport(exchanged, "seal", BUDGET, "--dry-run", "--sources", str(sources))
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    at = lines.index(f"{BUDGET}:7")
    assert lines[at + 1].startswith("  row       section 4.1 | committee ks | plan_year 2024")
    assert re.fullmatch(r" +\d+ +Ekonomiavdelningen 19 284 20 184 20 450", lines[at + 2])
    assert lines[at + 3] == (
        "  missing   amount_tkr: expected 19 284 20 184 20 450, as printed beside "
        "Ekonomiavdelningen"
    )
    assert lines[at + 4] == f"{BUDGET}:13"
    assert lines[-1] == "Nothing is sealed."
    assert exchanged.seals.read_bytes() == before


def test_programs_get_each_row_with_its_lines(exchanged: Workspace, sources: Path) -> None:
    options = ("--sources", str(sources), "--json")
    shown = json.loads(run_alereport(exchanged, "seal", BUDGET, "--dry-run", *options).stdout)
    (entry,) = shown["to_seal"]
    assert [row["place"] for row in entry["beside"]] == [f"{BUDGET}:7", f"{BUDGET}:13"]
    first = entry["beside"][0]
    assert (first["row"]["amount_tkr"], first["found"]) == ("20451", False)
    assert [line["text"].strip() for line in first["lines"]] == [
        "Ekonomiavdelningen 19 284 20 184 20 450"
    ]
    sealed = json.loads(run_alereport(exchanged, "seal", BUDGET, *REASON, *options).stdout)
    assert sealed["sealed"][0]["beside"] == entry["beside"]
    assert seals.unsealed(exchanged) == []


def test_all_rows_are_shown_where_all_are_asked_for(exchanged: Workspace, sources: Path) -> None:
    options = ("--dry-run", "--all-rows", "--sources", str(sources), "--json")
    (entry,) = json.loads(run_alereport(exchanged, "seal", BUDGET, *options).stdout)["to_seal"]
    assert [row["found"] for row in entry["beside"]].count(True) == 22
    assert len(entry["beside"]) == 24


def test_a_first_seal_shows_every_row_and_says_that_no_document_is_at_hand(
    checked: Workspace,
) -> None:
    edit(checked, "data/seals.yaml", f"{BUDGET}:", "data/budget/other.csv:")
    done = run_alereport(checked, "seal", BUDGET, *REASON)
    assert "  --sources DIR shows the lines of the document beside each row:" in done.stdout
    rows = [line for line in done.stdout.splitlines() if re.fullmatch(rf"{BUDGET}:\d+", line)]
    assert len(rows) == 24
    assert done.stdout.endswith(f"{BUDGET}: sealed for the first time.\n")


def test_a_document_that_is_not_in_the_folder_is_named(
    exchanged: Workspace, tmp_path: Path
) -> None:
    done = run_alereport(exchanged, "seal", BUDGET, *REASON, "--sources", str(tmp_path))
    assert done.returncode == 11
    assert "ks-namndplan-2024.txt: it cannot be read" in done.stderr
    assert [entry.file for entry in seals.unsealed(exchanged)] == [BUDGET]


@pytest.mark.parametrize(
    ("answer", "is_sealed"), [(b"y\n", True), (b"ja\n", True), (b"\n", False), (b"\x04", False)]
)
def test_on_a_terminal_nothing_is_sealed_without_a_yes(
    exchanged: Workspace, answer: bytes, is_sealed: bool
) -> None:
    code, seen = on_a_terminal(exchanged, answer, "seal", BUDGET, *REASON)
    assert code == 0, seen
    assert f"Seal 2 rows of {BUDGET}? [y/N] " in seen
    assert ("Nothing is sealed." in seen) != is_sealed
    assert (seals.unsealed(exchanged) == []) == is_sealed
    words = re.sub(r"\x1b\[[0-9;]*m", "", seen)
    rows = words[words.index(f"{BUDGET}:7\n") : words.index("Seal 2 rows")].splitlines()
    assert max(map(len, rows)) <= 80


def test_a_script_on_a_terminal_says_yes_beforehand(exchanged: Workspace) -> None:
    code, seen = on_a_terminal(exchanged, b"", "seal", BUDGET, *REASON, "--yes")
    assert (code, "[y/N]" in seen) == (0, False)
    assert seals.unsealed(exchanged) == []


def test_a_file_that_changed_while_it_was_shown_is_not_sealed(exchanged: Workspace) -> None:
    prepared = sealing.prepare(exchanged, [exchanged.root / BUDGET])
    edit(exchanged, BUDGET, ",20451,\n", ",20452,\n")
    with pytest.raises(TableError, match="it changed while it was shown"):
        sealing.seal(exchanged, prepared, "Rättat")
    assert [entry.file for entry in seals.unsealed(exchanged)] == [BUDGET]


def test_a_chapter_is_written_reviewed_and_approved(checked: Workspace) -> None:
    edit(checked, COMMENTARY, OLD, NEW)
    place = f"{COMMENTARY}:23: budget is"
    assert f"{place} written, not approved." in run_alereport(checked, "status").stdout
    done = run_alereport(
        checked, "review", COMMENTARY, "--chapter", "budget", "--reviewed-by", "ekonom"
    )
    assert (done.returncode, done.stdout) == (0, f"{place} reviewed.\n"), done.stderr
    assert f"{place} reviewed, not approved." in run_alereport(checked, "status").stdout
    listed = json.loads(run_alereport(checked, "status", "--json").stdout)["commentary"]
    assert {
        "file": COMMENTARY,
        "line": 23,
        "chapter": "budget",
        "approval": "reviewed",
    } in listed
    assert [each["approval"] for each in listed].count("approved") == len(listed) - 1
    assert run_alereport(checked, "seal", COMMENTARY, *REASON).returncode == 0
    assert "not approved" not in run_alereport(checked, "status").stdout
    again = run_alereport(checked, "review", COMMENTARY, "--reviewed-by", "ekonom", "--json")
    assert {each["approval"] for each in json.loads(again.stdout)["chapters"]} == {"approved"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((BUDGET, "--reviewed-by", "ekonom"), "has no chapters of commentary"),
        ((COMMENTARY,), "say who, by role or initials"),
        ((COMMENTARY, "--reviewed-by", "a@example.se"), "a role such as ekonom"),
        (
            (COMMENTARY, "--reviewed-by", "ekonom", "--chapter", "annual"),
            "annual is not in data/commentary/ks-namndplan-2024.md, which has goals, budget",
        ),
    ],
)
def test_a_review_that_says_too_little_is_refused(
    checked: Workspace, arguments: tuple[str, ...], words: str
) -> None:
    done = run_alereport(checked, "review", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert not checked.reviews.exists()
