"""A sheet of a filled-in workbook as lines of typed cells, wherever a person has moved them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter as letter
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet

from alereport.base.errors import TableError
from alereport.workbooks import machine
from alereport.workbooks.cells import Typed


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
        self._sheet: Worksheet = formulas[title]
        # Only the cells there are: one formatted cell far below must not make a million of them.
        self._formulas = _filled(self._sheet)
        self._values = _filled(values[title])
        self.problems: list[TableError] = []
        self.notes: list[str] = []
        self._columns: dict[int, str] = {}
        self.dataset, self._heading = self._find_keys()

    def _find_keys(self) -> tuple[str, int]:
        """The dataset of the sheet, and the row of its headings."""
        keys = {
            place: cell.value.removeprefix(machine.KEYS)
            for place, cell in self._formulas.items()
            if isinstance(cell.value, str) and cell.value.startswith(machine.KEYS)
        }
        if not keys:
            return "", 0
        first = min(row for row, _column in keys)
        datasets = []
        for (row, column), words in sorted(keys.items()):
            dataset, _sign, key = words.partition(":")
            if row != first:
                self._refuse(row, column, "it is a key of the template", "none here", "remove it")
            elif key in self._columns.values():
                self._refuse(row + 1, column, "the column stands twice", "once", "remove one")
            elif key:
                self._columns[column] = key
            datasets.append(dataset)
        return datasets[0], first + 1

    @property
    def keys(self) -> list[str]:
        return [*self._columns.values()]

    @property
    def is_empty(self) -> bool:
        return not self._formulas

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
        for row in sorted({row for row, _column in self._formulas if row > self._heading}):
            cells = {
                key: typed
                for column, key in self._columns.items()
                if (typed := self._typed(row, column)) is not None
            }
            if cells:
                if self._sheet.row_dimensions[row].hidden:
                    self.notes.append(f"{self.place(row)}: the row is hidden; it was read.")
                yield Line(row, cells)

    def head(self, words: str) -> tuple[int, int, Typed] | None:
        """The row, the column and what stands after some words above the table."""
        above = {place: cell for place, cell in self._formulas.items() if place[0] < self._heading}
        rows = [place[0] for place, cell in above.items() if _words(cell) == words]
        if not rows:
            found = f'there are no words "{words}" above the table'
            place = f"{self._file}!{self.title}"
            expected = "what the template has"
            self.problems.append(TableError(place, found, expected, machine.STEP))
            return None
        for row, column in sorted(place for place in above if place[0] == rows[0]):
            if _words(above[row, column]) != words:
                typed = self._typed(row, column)
                return None if typed is None else (row, column, typed)
        return None

    def _typed(self, row: int, column: int) -> Typed | None:
        """A cell; None if it is empty or cannot be read, which is noted."""
        formula = self._formulas.get((row, column))
        if formula is None:
            return None
        value = self._values.get((row, column))
        found = None if value is None else value.value
        if formula.data_type == "f" and found is None:
            step = "open it in Excel and save it, or type the value"
            self._refuse(row, column, "a formula that was never computed", "a value", step)
        elif value is not None and value.data_type == "e":
            self._refuse(row, column, f"the error {found}", "a value", "correct the formula")
        elif found is not None and not (isinstance(found, str) and not found.strip()):
            return Typed(found, formula.number_format or "General")
        return None

    def _refuse(self, row: int, column: int, found: str, expected: str, step: str) -> None:
        place = self.place_at(row, column)
        self.problems.append(TableError(place, found, expected, step))

    def _refuse_merged(self) -> None:
        for area in self._sheet.merged_cells.ranges:
            columns = {*range(area.min_col, area.max_col + 1)}
            first, found = (area.min_row, area.min_col), f"the cells {area.coord} are merged"
            is_below = area.max_row > self._heading and columns.intersection(self._columns)
            if is_below and first in self._formulas:
                self._refuse(*first, found, "a cell of its own each", "unmerge them")

    def _note_columns(self) -> None:
        for (row, column), cell in sorted(self._formulas.items()):
            if row == self._heading and column not in self._columns:
                words = " ".join(str(cell.value).split())[:60]
                place = self.place_at(row, column)
                self.notes.append(
                    f"{place}: the column {words} is no column of the template; it was not read."
                )


def _filled(page: Worksheet) -> dict[tuple[int, int], Cell]:
    """The cells of a sheet that have a value, by row and column."""
    cells = page._cells.items()  # noqa: SLF001 - every other way makes the cells between
    return {place: cell for place, cell in cells if cell.value is not None}


def _words(cell: Cell) -> str:
    return cell.value.strip() if isinstance(cell.value, str) else ""
