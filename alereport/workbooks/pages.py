"""A sheet of a filled-in workbook as lines of typed cells, wherever a person has moved them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.utils import get_column_letter as letter
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet

from alereport.base.errors import TableError
from alereport.workbooks import machine
from alereport.workbooks.cells import Typed

TOP = 100
"""The rows among which the keys of the columns stand."""


@dataclass(frozen=True)
class Line:
    """A line of a sheet with anything in it.

    Attributes:
        row: Its row.
        cells: The cells of each column that is not empty, by its key.
    """

    row: int
    cells: dict[str, Typed]


class Page:
    """A sheet of a workbook.

    Attributes:
        dataset: The dataset that is filled in on it; empty if it is no sheet of the program's.
        title: Its name.
        problems: What cannot be read.
        notes: What a person should know.
    """

    def __init__(self, file: str, title: str, formulas: Book, values: Book) -> None:
        self.title, self._file = title, file
        self._formulas: Worksheet = formulas[title]
        self._values: Worksheet = values[title]
        self.problems: list[TableError] = []
        self.notes: list[str] = []
        self._columns: dict[int, str] = {}
        self.dataset, self._heading = self._find_keys()

    def _find_keys(self) -> tuple[str, int]:
        """The dataset of the sheet, and the row of its headings."""
        dataset, heading = "", 0
        for cells in self._formulas.iter_rows(max_row=TOP):
            for cell in cells:
                if not isinstance(cell.value, str) or not cell.value.startswith(machine.KEYS):
                    continue
                dataset, _sign, key = cell.value.removeprefix(machine.KEYS).partition(":")
                heading = cell.row + 1
                if key in self._columns.values():
                    self._refuse(
                        heading, cell.column, "the column stands twice", "once", "remove one"
                    )
                elif key:
                    self._columns[cell.column] = key
            if dataset:
                break
        return dataset, heading

    @property
    def keys(self) -> list[str]:
        return [*self._columns.values()]

    @property
    def is_empty(self) -> bool:
        return not any(any(row) for row in self._formulas.iter_rows(values_only=True))

    def place(self, row: int, key: str = "") -> str:
        """A cell, or a row, as messages name it."""
        columns = [column for column, each in self._columns.items() if each == key]
        return self.place_at(row, columns[0] if columns else min(self._columns, default=1))

    def place_at(self, row: int, column: int) -> str:
        return f"{self._file}!{self.title}!{letter(column)}{row}"

    def lines(self) -> Iterator[Line]:
        """The lines below the headings that have anything in a column of the program's."""
        self._note_columns()
        self._refuse_merged()
        for row in range(self._heading + 1, self._formulas.max_row + 1):
            cells = {
                key: typed
                for column, key in self._columns.items()
                if (typed := self._typed(row, column)) is not None
            }
            if cells:
                if self._formulas.row_dimensions[row].hidden:
                    self.notes.append(f"{self.place(row)}: the row is hidden; it was read.")
                yield Line(row, cells)

    def head(self, words: str) -> tuple[int, int, Typed] | None:
        """What stands after some words above the table; None if nothing does."""
        for cells in self._formulas.iter_rows(max_row=max(self._heading - 2, 1)):
            if not any(
                isinstance(cell.value, str) and cell.value.strip() == words for cell in cells
            ):
                continue
            for cell in cells:
                is_words = isinstance(cell.value, str) and cell.value.strip() == words
                typed = None if is_words else self._typed(cell.row, cell.column or 1)
                if typed is not None:
                    return cell.row, cell.column or 1, typed
            return None
        found = f'there are no words "{words}" above the table'
        self.problems.append(
            TableError(f"{self._file}!{self.title}", found, "as the template has it", machine.STEP)
        )
        return None

    def _typed(self, row: int, column: int) -> Typed | None:
        """A cell; None if it is empty or cannot be read, which is noted."""
        formula, value = self._formulas.cell(row, column), self._values.cell(row, column)
        found = value.value
        if formula.data_type == "f" and found is None:
            step = "open it in Excel and save it, or type the value"
            self._refuse(row, column, "a formula that was never computed", "a value", step)
        elif value.data_type == "e":
            self._refuse(row, column, f"the error {found}", "a value", "correct the formula")
        elif found is not None and not (isinstance(found, str) and not found.strip()):
            return Typed(found, formula.number_format or "General")
        return None

    def _refuse(self, row: int, column: int, found: str, expected: str, step: str) -> None:
        place = self.place_at(row, column)
        self.problems.append(TableError(place, found, expected, step))

    def _refuse_merged(self) -> None:
        for area in self._formulas.merged_cells.ranges:
            columns = {*range(area.min_col, area.max_col + 1)}
            if area.max_row > self._heading and columns.intersection(self._columns):
                first = self._formulas.cell(area.min_row, area.min_col)
                if first.value is not None:
                    found, step = f"the cells {area.coord} are merged", "unmerge them"
                    self._refuse(area.min_row, area.min_col, found, "a cell of its own each", step)

    def _note_columns(self) -> None:
        for cell in self._formulas[self._heading]:
            if cell.value is not None and cell.column not in self._columns:
                words = " ".join(str(cell.value).split())[:60]
                place = self.place_at(cell.row, cell.column)
                self.notes.append(
                    f"{place}: the column {words} is no column of the template; it was not read."
                )
