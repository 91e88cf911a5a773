"""The registers are read with the care of every dataset: one error, with file and line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from alereport.base.errors import TableError
from alereport.base.workspace import Workspace
from alereport.data import datasets, rules
from alereport.gate import validation
from tests.conftest import run_alereport
from tests.unit.gate.judging import judged

Slip = Callable[[bytes], bytes]


def latin_1(data: bytes) -> bytes:
    return data.decode("utf-8").replace("e", "é").encode("latin-1", "replace")


def semicolons(data: bytes) -> bytes:
    return b"\xef\xbb\xbf" + data.replace(b",", b";")


def one_cell_too_many(data: bytes) -> bytes:
    lines = data.rstrip().split(b"\n")
    return b"\n".join([*lines[:-1], lines[-1] + b",more", b""])


def an_unclosed_quote(data: bytes) -> bytes:
    head, _newline, rest = data.partition(b"\n")
    first, _comma, more = rest.partition(b",")
    return head + b"\n" + first + b',"' + more


def an_empty_row(data: bytes) -> bytes:
    return data + b"," * data.partition(b"\n")[0].count(b",") + b"\n"


def only_a_head(data: bytes) -> bytes:
    return data.partition(b"\n")[0] + b"\n"


def nothing(data: bytes) -> bytes:
    return data[:0]


SLIPS: dict[Slip, str] = {
    latin_1: "is not UTF-8; expected a file in UTF-8; save the file as UTF-8",
    semicolons: "restore the heading, with commas between the columns",
    one_cell_too_many: "cells; expected",
    an_unclosed_quote: "expected comma-separated values",
    an_empty_row: "the row is empty; expected a row; remove it",
    only_a_head: "there are no rows; expected at least one",
    nothing: "the columns are missing; expected",
}


def spoil(project: Workspace, register: str, slip: Slip) -> None:
    path = project.dataset(register) / f"{register}.csv"
    path.write_bytes(slip(path.read_bytes()))


def assert_it_is_one_error(checked: Workspace, register: str, slip: Slip) -> None:
    spoil(checked, register, slip)
    done = run_alereport(checked, "validate")
    assert done.returncode == 12, done.stderr
    (error,) = done.stderr.strip().splitlines()
    assert error.startswith(f"data/{register}/{register}.csv")
    assert SLIPS[slip] in error
    # No row of another file is blamed for what cannot be read.
    assert f"-in-{register}" not in done.stdout
    assert "Data: red" in done.stdout
    assert "1 file could not be checked" in done.stdout


def test_a_slip_in_a_register_is_one_error_that_names_it(checked: Workspace) -> None:
    """The others, and each slip, are in tests/soak/gate/test_registers.py."""
    assert_it_is_one_error(checked, "documents", latin_1)


@pytest.mark.parametrize("register", ["areas", "committees", "documents"])
@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.__name__)
def test_every_slip_in_a_register_is_found(project: Workspace, register: str, slip: Slip) -> None:
    spoil(project, register, slip)
    with pytest.raises(TableError) as caught:
        datasets.read_dataset(project, register)
    assert str(caught.value).startswith(f"data/{register}/{register}.csv")
    assert SLIPS[slip] in str(caught.value)


COMMANDS = (
    ("run",),
    ("build",),
    ("status",),
    ("publish",),
    ("publish", "--only", "quality"),
    ("seal", "data/budget/ks-namndplan-2024.csv", "--reason", "x"),
    ("validate", "--json"),
    ("lint",),
)


def saved_by_excel(checked: Path, register: str, folder: Path) -> Workspace:
    """A project of which a register was saved by Excel, with the gate's verdict on the rest."""
    workspace = Workspace(folder / "project")
    shutil.copytree(checked, workspace.root)
    spoil(workspace, register, latin_1)
    with pytest.raises(TableError):
        validation.validate(workspace)
    return workspace


def assert_it_ends_in_no_traceback(
    workspace: Workspace, register: str, arguments: tuple[str, ...]
) -> None:
    done = run_alereport(workspace, *arguments)
    assert done.returncode in {0, 12, 15}, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    if done.returncode == 12:
        assert f"data/{register}/{register}.csv" in done.stderr


@pytest.fixture(scope="module")
def with_areas_saved_by_excel(
    _checked_once: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> Workspace:
    return saved_by_excel(_checked_once.root, "areas", tmp_path_factory.mktemp("excel"))


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_no_command_ends_in_a_traceback_on_a_register_saved_by_excel(
    with_areas_saved_by_excel: Workspace, arguments: tuple[str, ...]
) -> None:
    assert_it_ends_in_no_traceback(with_areas_saved_by_excel, "areas", arguments)


def test_a_blank_line_is_passed_over(project: Workspace) -> None:
    before = datasets.read_dataset(project, "areas")
    spoil(project, "areas", lambda data: data + b"\n\n")
    pd.testing.assert_frame_equal(datasets.read_dataset(project, "areas"), before)
    assert not any(finding.failures for finding in judged(project, "areas").values())


def test_a_dataset_that_is_gone_is_missed_by_what_refers_to_it(checked: Workspace) -> None:
    (checked.dataset("evaluation") / "kommunkompassen-2020.csv").unlink()
    done = run_alereport(checked, "validate")
    assert done.returncode == 13, done.stderr
    assert "expected a row of data/evaluation" in done.stderr
    assert "MultiIndex" not in done.stderr


@pytest.mark.parametrize("left", ["", "# The rules\n", "---\n"])
def test_rules_that_were_emptied_are_refused(project: Workspace, left: str) -> None:
    (project.dataset("budget") / "rules.yaml").write_text(left, encoding="utf-8")
    with pytest.raises(TableError) as caught:
        rules.of_dataset(project, "budget")
    found = "data/budget/rules.yaml: it is empty; expected a list of rules"
    assert str(caught.value).startswith(found)


def test_a_dataset_without_rules_is_amber_and_says_so(checked: Workspace) -> None:
    (checked.dataset("committees") / "rules.yaml").unlink()
    done = run_alereport(checked, "validate")
    assert done.returncode == 0
    assert "Data: amber" in done.stdout
    assert "data/committees/rules.yaml:1" in done.stdout
    again = run_alereport(checked, "validate")
    assert "Data: amber" in again.stdout


def test_where_rules_were_emptied_the_data_are_red(checked: Workspace) -> None:
    (checked.dataset("budget") / "rules.yaml").write_text("", encoding="utf-8")
    done = run_alereport(checked, "validate")
    assert done.returncode == 12
    assert "data/budget/rules.yaml: it is empty; expected a list of rules" in done.stderr
    assert "Data: red" in done.stdout
