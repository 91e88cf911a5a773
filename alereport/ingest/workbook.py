"""Sheets of Excel and LibreOffice, and CSV: each block of cells as a grid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import python_calamine as calamine

from alereport.base.errors import IngestError
from alereport.data import csv_files
from alereport.ingest import number_formats
from alereport.ingest.model import Content, Grid, GridCell, Heading, Row
from alereport.ingest.number_formats import PLAIN, Shown

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
MOST_CELLS = 2_000_000
MOST_DECIMALS = 6
UNKNOWN = Shown(doubt=number_formats.UNKNOWN)
DELIMITERS = ";,\t|"


def read(path: Path) -> Content:
    """Read the sheets of a workbook; what is hidden is named, and read.

    Raises:
        IngestError: It cannot be opened, has a password or is far too large.
    """
    content = Content()
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        formats = number_formats.of_workbook(path)
        for metadata in book.sheets_metadata:
            if metadata.typ != calamine.SheetTypeEnum.WorkSheet:
                content.remarks.append(f"{metadata.name}: it is no sheet of cells, and is left out")
                continue
            if metadata.visible != calamine.SheetVisibleEnum.Visible:
                content.remarks.append(f"{metadata.name}: the sheet is hidden, and is read")
            sheet = book.get_sheet_by_name(metadata.name)
            if sheet.total_height * sheet.total_width > MOST_CELLS:
                raise _too_large(path.name, metadata.name, sheet)
            _add(content, metadata.name, sheet, formats)
    except calamine.PasswordError:
        found = "it has a password"
        raise IngestError(path.name, found, "a workbook without", "save it without") from None
    except (calamine.CalamineError, ValueError, OSError) as problem:
        reason = next(iter(str(problem).splitlines()), type(problem).__name__)
        found = f"it cannot be opened ({reason})"
        raise IngestError(path.name, found, "a whole workbook", "open and save it again") from None
    return content


def _too_large(file: str, name: str, sheet: Any) -> IngestError:
    found = f"the sheet {name} has {sheet.total_height} rows and {sheet.total_width} columns"
    return IngestError(file, found, f"at most {MOST_CELLS} cells", "save the table alone")


def _add(
    content: Content,
    name: str,
    sheet: Any,
    formats: Mapping[number_formats.At, Shown] | None,
) -> None:
    def shown(row: int, column: int) -> Shown:
        return UNKNOWN if formats is None else formats.get((name, row, column), PLAIN)

    merged = [*(getattr(sheet, "merged_cell_ranges", None) or ())]
    cells = _with_merged(sheet.to_python(skip_empty_area=False), merged)
    content.pieces.append(Heading("", name, 1, name))
    for top, bottom, left, right in _blocks(cells):
        rows = tuple(
            tuple(
                _cell(cells[row][column], f"{name}!{_letters(column)}{row + 1}", shown(row, column))
                for column in range(left, right + 1)
            )
            for row in range(top, bottom + 1)
        )
        above, rows = _title(rows)
        if rows:
            content.pieces.append(Grid(rows, rows[0][0].place, name, above or name))


class _Merged:
    """A part of a merged cell that is not its first."""

    def __init__(self, value: Any, *, is_below: bool) -> None:
        self.value, self.is_below = value, is_below


def _with_merged(cells: list[list[Any]], ranges: Sequence[Any]) -> list[list[Any]]:
    for (top, left), (bottom, right) in ranges:
        for row in range(top, min(bottom, len(cells) - 1) + 1):
            for column in range(left, min(right, len(cells[row]) - 1) + 1):
                if (row, column) != (top, left):
                    cells[row][column] = _Merged(cells[top][left], is_below=row > top)
    return cells


def _is_empty(value: Any) -> bool:
    is_blank = isinstance(value, str) and not value.strip()
    return value is None or is_blank or isinstance(value, _Merged)


def _blocks(cells: Sequence[Sequence[Any]]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the first and last row and column of what stands together, apart by empty rows."""
    start = None
    for row in range(len(cells) + 1):
        is_empty = row == len(cells) or all(map(_is_empty, cells[row]))
        if not is_empty and start is None:
            start = row
        if is_empty and start is not None:
            block = cells[start:row]
            used = [
                column
                for column in range(max(map(len, block)))
                if any(column < len(each) and not _is_empty(each[column]) for each in block)
            ]
            yield start, row - 1, used[0], used[-1]
            start = None


def _title(rows: tuple[Row, ...]) -> tuple[str, tuple[Row, ...]]:
    """Part the rows above a table that have one text alone, such as its title and its unit."""
    texts = []
    while len(rows) > 1:
        filled = [cell for cell in rows[0] if cell.text and not cell.is_continued]
        if len(filled) != 1 or filled[0].number is not None or len(rows[0]) == 1:
            break
        texts.append(filled[0].text)
        rows = rows[1:]
    return " ".join(texts), rows


def _cell(value: Any, place: str, shown: Shown) -> GridCell:
    if isinstance(value, _Merged):
        cell = _cell(value.value, place, shown)
        return GridCell(cell.text, place, is_continued=True, is_below=value.is_below)
    if isinstance(value, bool):
        return GridCell("ja" if value else "nej", place)
    if isinstance(value, int | float):
        return _number(float(value), place, shown)
    if isinstance(value, datetime | date | time):
        return GridCell(value.isoformat(), place)
    return GridCell(str(value or "").strip(), place)


def _number(stored: float, place: str, shown: Shown) -> GridCell:
    """A number as it is shown, with all the decimals that are stored."""
    value = stored if shown.factor == 1 else round(stored * shown.factor, MOST_DECIMALS + 3)
    decimals = _decimals(value)
    text = f"{value:.{decimals}f}".replace(".", ",") + " %" * shown.is_percentage
    return GridCell(text, place, value, decimals, doubt=shown.doubt, unit=shown.unit)


def _decimals(value: float) -> int:
    """The decimals that a number needs, at most six: more are left over from a computation."""
    return len(f"{value:.{MOST_DECIMALS}f}".rstrip("0").partition(".")[2])


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_csv(path: Path, text: str) -> Content:
    """Read a CSV file, whose delimiter is the one that gives every row as many cells."""
    rows_by = {each: csv_files.divided(text, each) for each in DELIMITERS}
    widths = {delimiter: {len(row) for row in rows if row} for delimiter, rows in rows_by.items()}
    even = [each for each in DELIMITERS if len(widths[each]) == 1 and max(widths[each]) > 1]
    widest = max(DELIMITERS, key=lambda each: max(widths[each], default=0))
    delimiter = even[0] if even else widest
    rows = rows_by[delimiter]
    width = max(map(len, rows), default=0)
    content = Content()
    cells = [[row[n] if n < len(row) else "" for n in range(width)] for row in rows]
    for top, bottom, left, right in _blocks(cells):
        grid = tuple(
            tuple(
                GridCell(cells[row][column].strip(), f"line {row + 1}, cell {column + 1}")
                for column in range(left, right + 1)
            )
            for row in range(top, bottom + 1)
        )
        above, grid = _title(grid)
        doubts = () if even else ("its lines have not as many cells",)
        content.pieces.append(Grid(grid, f"line {top + 1}", "", above or path.stem, doubts=doubts))
    return content
