"""Data files as written: read strictly where it counts, and as far as it goes elsewhere."""

from __future__ import annotations

import ast
import csv
import sys
from pathlib import Path

import pytest

from alereport.base import code
from alereport.base.errors import TableError
from alereport.data import csv_files, schemas

WHOLE = '\ufeffarea,amount\r\n"one,\ntwo",1\n\n\nthree,3\n'.encode()


def test_a_row_stands_on_the_line_it_begins_on_and_blank_lines_are_no_rows() -> None:
    strictly = list(csv_files.rows(csv_files.text(WHOLE, "x.csv"), "x.csv"))
    assert strictly == [(1, ["area", "amount"]), (2, ["one,\ntwo", "1"]), (6, ["three", "3"])]
    assert csv_files.csv_rows(WHOLE) == (
        (2, {"area": "one,\ntwo", "amount": "1"}),
        (6, {"area": "three", "amount": "3"}),
    )


@pytest.mark.parametrize(
    ("data", "place", "readable"),
    [
        (b"a,b\n1,\xe5\n", "x.csv:2", ((2, {"a": "1", "b": "\ufffd"}),)),
        (b'a,b\n1,2\n3,"4\n', "x.csv:3", ((2, {"a": "1", "b": "2"}), (3, {"a": "3", "b": "4\n"}))),
        (b"a\n1\n" + b'"' + b"2" * 200_000, "x.csv:3", ((2, {"a": "1"}),)),
        (b"a,b\n1\n1,2,3,4\n", None, ((2, {"a": "1"}), (3, {"a": "1", "b": "2", "": "3,4"}))),
        (b"", None, ()),
    ],
)
def test_what_is_broken_stops_the_strict_and_not_the_lenient(
    data: bytes, place: str | None, readable: tuple[csv_files.CsvRow, ...]
) -> None:
    assert csv_files.csv_rows(data) == readable
    if place:
        with pytest.raises(TableError, match=place):
            list(csv_files.rows(csv_files.text(data, "x.csv"), "x.csv"))


def test_of_a_broken_schema_what_can_be_read_is_known(tmp_path: Path) -> None:
    (tmp_path / "table.yaml").write_text(
        "fields:\n"
        "- {name: year, type: integer}\n"
        "- {name: amount, type: integer, unit: tkr}\n"
        "- {nam: slip}\n"
        "primaryKey: [year]\n"
        "foreignKeys:\n"
        "- {fields: [year], reference: {resource: years, fields: [year]}}\n"
        "- nothing\n",
        encoding="utf-8",
    )
    known = schemas.outline(tmp_path / "file.csv")
    assert (known.columns, known.units) == (["year", "amount"], {"amount": "tkr"})
    assert (known.primary_key, known.references) == (("year",), ["years"])
    for broken in ("[", "3", "fields: 3"):
        (tmp_path / "table.yaml").write_text(broken, encoding="utf-8")
        assert schemas.outline(tmp_path / "file.csv") == schemas.Outline()


def test_one_module_reads_csv_and_one_loads_yaml_of_the_data() -> None:
    calls = {
        (path.relative_to(code.PACKAGE).as_posix(), ast.unparse(node.func))
        for path in code.PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Call)
    }
    readers = {"csv.reader", "csv.DictReader", "pd.read_csv"}
    assert {file for file, call in calls if call in readers} == {"data/csv_files.py"}
    yaml = {"yaml.load", "yaml.safe_load", "yaml.parse", "yaml.compose"}
    assert {file for file, call in calls if call in yaml} == {"base/yaml_files.py"}


def test_how_long_a_cell_may_be_is_not_for_other_libraries_to_say() -> None:
    before = csv.field_size_limit(sys.maxsize)
    try:
        with pytest.raises(TableError, match="a cell has more than 10,000 characters"):
            list(csv_files.rows("a\n" + "2" * 200_000, "x.csv"))
    finally:
        csv.field_size_limit(before)
