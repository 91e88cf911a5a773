"""A row is known by its file and key, whichever line it is on."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alereport.base.workspace import Workspace
from alereport.data import addresses, datasets
from alereport.data.addresses import Addresses
from tests.conftest import ROOT

BUDGET = "data/budget/ks-namndplan-2024.csv"
COMMENTARY = "data/commentary/ks-namndplan-2024.md"
CELLS = {"document": "a-plan", "committee": "ks", "period": "2025-01/2025-08", "group": ""}


def test_the_document_a_file_is_named_after_is_left_out() -> None:
    key = ["document", "committee", "group"]
    assert addresses.of_rows("data/visits/a-plan.csv", key, [CELLS]) == [
        "data/visits/a-plan.csv#ks/"
    ]


def test_a_register_keeps_the_whole_key() -> None:
    key = ["document", "committee"]
    file = "data/documents/documents.csv"
    assert addresses.of_rows(file, key, [CELLS]) == [f"{file}#a-plan/ks"]


def test_a_value_with_a_slash_is_one_part() -> None:
    file = "data/sick_leave/a-plan.csv"
    (address,) = addresses.of_rows(file, ["document", "period", "group"], [CELLS])
    assert address == f"{file}#2025-01%2F2025-08/"
    assert addresses.key_of(address) == ("2025-01/2025-08", "")
    assert addresses.file_of(address) == file


def test_a_repeated_key_gets_a_number_so_that_each_row_has_its_own() -> None:
    rows = [CELLS, CELLS, CELLS]
    file = "data/visits/a-plan.csv"
    assert addresses.of_rows(file, ["committee"], rows) == [
        f"{file}#ks",
        f"{file}#ks/2",
        f"{file}#ks/3",
    ]


@given(st.lists(st.text(), min_size=1))
def test_every_key_is_read_back(values: list[str]) -> None:
    address = addresses.of_key("data/x/a.csv", values)
    assert addresses.key_of(address) == tuple(values)
    assert addresses.file_of(address) == "data/x/a.csv"
    assert not {"\n", "\r"} & set(address)


def test_a_file_has_no_key() -> None:
    assert addresses.key_of("data/budget/rules.yaml") == ()
    assert Addresses(Workspace(ROOT)).locate("data/budget/rules.yaml") is None


@pytest.mark.parametrize("file", Workspace(ROOT).data_files(), ids=lambda path: path.name)
def test_every_committed_row_has_its_own_address_and_is_found_by_it(file: Path) -> None:
    workspace = Workspace(ROOT)
    found = Addresses(workspace)
    by_line, by_address = (
        read(workspace, file).index for read in (datasets.read, datasets.read_by_address)
    )
    assert by_address.is_unique
    assert by_address.name == by_line.name == datasets.ROW
    located = [found.locate(address) for address in by_address]
    assert [each.place for each in located if each] == list(by_line)
    name = workspace.relative(file)
    assert [found.of_line(name, each.line) for each in located if each] == list(by_address)


def test_a_chapter_of_the_commentary_is_known_by_its_name() -> None:
    row = Addresses(Workspace(ROOT)).locate(f"{COMMENTARY}#budget")
    assert row
    assert row.cells["chapter"] == "budget"
    text = (ROOT / COMMENTARY).read_text(encoding="utf-8").split("\n")
    assert text[row.line - 1] == "# budget"


def test_a_row_added_above_moves_a_row_and_leaves_its_address(project: Workspace) -> None:
    path = project.root / BUDGET
    row = Addresses(project).of_line(BUDGET, 5)
    heading, rest = path.read_text(encoding="utf-8").split("\n", 1)
    path.write_text(f"{heading}\n{rest.split()[0]}\n{rest}", encoding="utf-8")
    located = Addresses(project).locate(row)
    assert located
    assert (located.place, located.line) == (f"{BUDGET}:6", 6)


def test_a_row_that_is_gone_is_not_found(project: Workspace) -> None:
    path = project.root / BUDGET
    row = Addresses(project).of_line(BUDGET, 2)
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([lines[0], *lines[2:]]), encoding="utf-8")
    assert Addresses(project).locate(row) is None
    path.unlink()
    assert Addresses(project).locate(row) is None
    assert Addresses(project).of_line(BUDGET, 2) == BUDGET
