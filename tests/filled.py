"""Workbooks as they are once read: the rows of documents of tests/plans, each cell with a place."""

from __future__ import annotations

import csv
import io
from typing import Any

from alereport.workbooks.filled import Filled, FilledRow
from tests import made_up


def of_document(name: str, *, file: str = "") -> Filled:
    """A document of tests/plans as if a person had filled it in, its registers' rows apart."""
    content = made_up.read(name)
    file = file or f"{name}.xlsx"
    (document,) = _records(content["documents"])
    rows = {
        dataset: [
            row_at(file, dataset, number, cells)
            for number, cells in enumerate(_records(text), start=2)
        ]
        for dataset, text in content.items()
        if dataset not in {*made_up.ABOUT, *made_up.REGISTERS, "commentary"}
    }
    return Filled(file, document, rows)


def row_at(file: str, sheet: str, number: int, cells: dict[str, str]) -> FilledRow:
    """A row that was filled in on a line of a sheet: a column of the sheet for each of its own."""
    places = {
        column: f"{file}!{sheet}!{chr(ord('A') + place)}{number}"
        for place, column in enumerate(cells)
    }
    return FilledRow(cells, places, f"{file}!{sheet}!A{number}")


def _records(text: str) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(text)))
