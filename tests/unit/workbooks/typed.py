"""A person at a workbook: what she types, moves and sorts, with openpyxl as her Excel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet

from alereport.base.workspace import Workspace
from alereport.data import data_files, registers, schemas
from alereport.workbooks import machine
from alereport.workbooks.filled import Filled

KINDS = ("plan", "amendment", "interim_report", "annual_report")
Rows = dict[str, list[dict[str, str]]]


def documents(workspace: Workspace) -> list[dict[str, str]]:
    """The documents of a project that a workbook can be written for."""
    return [row for row in registers.register_rows(workspace, "documents") if row["kind"] in KINDS]


def document(workspace: Workspace, name: str) -> dict[str, str]:
    return next(row for row in documents(workspace) if row["document"] == name)


def rows_of(workspace: Workspace, name: str) -> Rows:
    """The rows that the datasets have from a document, but for what commands write."""
    found: Rows = {}
    for dataset in schemas.names(workspace):
        for suffix in ("csv", "md"):
            path = workspace.dataset(dataset) / f"{name}.{suffix}"
            if path.exists() and dataset != "sections":
                found[dataset] = data_files.records(workspace, path)
    return found


def as_read(filled: Filled) -> Rows:
    return {name: [row.cells for row in rows] for name, rows in filled.rows.items()}


def counted(rows: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[str, Counter[str]]:
    """Rows in any order, so that they can be compared."""
    return {
        dataset: Counter(repr(sorted(row.items())) for row in own)
        for dataset, own in rows.items()
        if own
    }


@dataclass
class Sheet:
    """A sheet of a workbook, and where its table begins."""

    page: Worksheet
    heading: int
    columns: dict[str, int]

    @property
    def first(self) -> int:
        return self.heading + 1

    def row_of(self, key: str, words: str) -> int:
        """The row that has these words in a column."""
        column = self.columns[key]
        for row in range(self.first, self.page.max_row + 1):
            if self.page.cell(row, column).value == words:
                return row
        raise AssertionError(f"{self.page.title} has no {words}")

    @property
    def empty(self) -> int:
        """The first row with nothing in it."""
        columns = [at for key, at in self.columns.items() if key != "?"]
        row = self.first
        while any(self.page.cell(row, column).value is not None for column in columns):
            row += 1
        return row

    def type(self, row: int, **cells: object) -> None:
        for key, value in cells.items():
            self.page.cell(row, self.columns[key.replace("__", "/")]).value = value

    def at(self, row: int, key: str) -> str:
        return self.page.cell(row, self.columns[key]).coordinate


def sheet(book: Book, dataset: str) -> Sheet:
    """The sheet that a dataset is filled in on, found as the program finds it."""
    start = f"{machine.KEYS}{dataset}:"
    for page in book.worksheets:
        for cells in page.iter_rows(max_row=50):
            keys = {
                cell.value.removeprefix(start): cell.column
                for cell in cells
                if isinstance(cell.value, str) and cell.value.startswith(start)
            }
            if keys:
                return Sheet(page, cells[0].row + 1, keys)
    raise AssertionError(f"there is no sheet of {dataset}")


def opened(path: Path) -> Book:
    return openpyxl.load_workbook(path)


def line_numbers(own: Sheet) -> Iterable[int]:
    return range(own.first, own.page.max_row + 1)
