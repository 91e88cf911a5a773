"""The committed rows against a second reading of their documents.

`expected/<dataset>/<document>.csv` holds what a document itself determines, in its own order. It
was typed from the documents, never made from the data, so a change of either is a diff. `what`
and `words` say which place of the document is meant; the words are looked for there.
"""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from alereport.data import datasets
from alereport.gate import tallies
from alereport.texts.document import Source, Text

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).parent / "expected"
TABLES = sorted(EXPECTED.glob("*/*.csv"))
REGISTERS = {"areas", "committees"}
"""What no single document determines."""
JUDGED = {"comparison_indicators", "evaluation_answers"}
"""What no document says and the analyst judges or words."""

Row = dict[str, str]


def rows_of(table: Path) -> list[Row]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_judged(dataset: str, row: Row) -> bool:
    """Whether it counts what the analyst judges, which nobody can count in a document."""
    return dataset == "sections" and row["basis"] == "analyst"


def is_of(declared: Row, row: Row) -> bool:
    """Whether a row is one of those that are declared."""
    return row["section"] == declared["section"] and row.get("basis") not in {
        "analyst",
        "interview",
    }


def name_of(table: Path) -> str:
    return f"{table.parent.name}/{table.stem}"


@pytest.mark.parametrize("table", TABLES, ids=name_of)
def test_the_committed_rows_are_those_of_the_second_reading(table: Path) -> None:
    expected = [
        {column: cell for column, cell in row.items() if column not in {"what", "words"}}
        for row in rows_of(table)
    ]
    committed = rows_of(ROOT / "data" / table.relative_to(EXPECTED))
    found = [
        {column: row[column] for column in expected[0]}
        for row in committed
        if not is_judged(table.parent.name, row)
    ]
    assert found == expected


@pytest.mark.parametrize("table", sorted((ROOT / "data" / "sections").glob("*.csv")), ids=name_of)
def test_the_declared_values_are_those_of_the_second_reading(table: Path) -> None:
    declared: dict[str, tallies.Tally] = {}
    counted: dict[str, tallies.Tally] = {}
    for row in rows_of(table):
        expected = EXPECTED / row["dataset"] / table.name
        if expected.exists() and not is_judged("sections", row):
            rows = [each for each in rows_of(expected) if is_of(row, each)]
            values = tallies.read(row["values"])
            columns = [name for name in values if name in rows[0]]
            place = f"{row['dataset']} {row['section']}"
            declared[place] = {name: values[name] for name in columns}
            counted[place] = tallies.of_rows(rows, columns)
    assert any(declared.values())
    assert counted == declared


def test_every_data_file_has_been_read_twice() -> None:
    committed = {
        name_of(path)
        for path in (ROOT / "data").glob("*/*.csv")
        if path.parent.name not in {*REGISTERS, *JUDGED}
    }
    assert committed == {name_of(table) for table in TABLES}


@pytest.mark.parametrize("table", TABLES, ids=name_of)
def test_the_second_reading_stands_in_its_document(table: Path, opened: dict[str, Source]) -> None:
    for row in rows_of(table):
        if "section" in row:
            lines = opened[table.stem].section(row["section"])
            assert lines, row
            assert Text(lines).contains(row.get("words", "")), row


def test_each_document_is_the_one_whose_checksum_is_registered(sources: Path) -> None:
    registered = datasets.read_dataset(Workspace(ROOT), "documents").set_index("document")["sha256"]
    assert registered.to_dict() == {
        path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in sources.glob("*.txt")
    }
