"""Filling in a workbook of `alereport template`, in the cells that a person would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

KEYS = "alereport:"
"""What the keys of a sheet's columns begin with, in the hidden row above the headings."""
Cells = Mapping[str, str | int | float]
"""What is typed in a line, by column: `area`, or `amount_tkr/budget/2025` where one runs across."""


def type_in(file: Path, sheets: Mapping[str, Sequence[Cells]], *, sections: str = "") -> None:
    """Type lines into the sheets of a workbook, by dataset, and save it.

    A line that is there already, with the same words in its first given column, is filled in;
    otherwise the next empty one is.

    Args:
        file: The workbook.
        sheets: The lines of each sheet.
        sections: The section that is typed once above each table that has a cell for it.
    """
    book = openpyxl.load_workbook(file)
    by_dataset = {_dataset(page): page for page in book.worksheets}
    for dataset, lines in sheets.items():
        page = by_dataset[dataset]
        top = _row_of_keys(page)
        for row in range(1, top):
            if sections and str(page.cell(row, 1).value or "").startswith("Avsnitt"):
                page.cell(row, 2, sections)
        columns = {
            str(cell.value).partition(f"{dataset}:")[2]: cell.column
            for cell in page[top]
            if cell.value
        }
        for line in lines:
            _type(page, top + 2, columns, line)
    book.save(file)


def _type(page: Worksheet, first: int, columns: Mapping[str, int], line: Cells) -> None:
    name = next(iter(line))
    row = first
    while (there := page.cell(row, columns[name]).value) not in (None, line[name]):
        row += 1
    assert there is None or there == line[name]
    for column, value in line.items():
        page.cell(row, columns[column], value)


def _row_of_keys(page: Worksheet) -> int:
    rows = (row for row in range(1, 20) if str(page.cell(row, 1).value or "").startswith(KEYS))
    return next(rows, 0)


def _dataset(page: Worksheet) -> str:
    row = _row_of_keys(page)
    return str(page.cell(row, 1).value).split(":")[1] if row else page.title
