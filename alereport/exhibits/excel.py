"""Tables as an Excel workbook: one sheet for each table, with numbers as numbers.

Nothing is computed here: each cell holds the figure as the book shows it, rounded and with the same
number format. The same tables always give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.exhibits import flat, values
from alereport.exhibits.model import Table
from alereport.exhibits.values import YEAR, Cell

HEAD = 2
"""The row of a sheet that holds the headings, counted from 0; the caption is above it."""
WIDEST = 60
"""Characters in the widest column; longer cells are wrapped."""
A4 = 9


@dataclass(frozen=True)
class Sheet:
    """A published table and where it is in the book.

    Attributes:
        name: Its number in the book, such as `Tabell 2.1`, which is also the name of the sheet.
        chapter: The title of its chapter.
        table: The table.
        documents: The titles of the documents that its figures are from.
    """

    name: str
    chapter: str
    table: Table
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Imprint:
    """The book that the tables are from.

    Attributes:
        book: The title of the book.
        publisher: Who publishes it.
        as_of: The date of its figures.
        dated: The same date in words.
    """

    book: str
    publisher: str
    as_of: date
    dated: str


def workbook(imprint: Imprint, title: str, sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook of tables, in the current language.

    Args:
        imprint: The book that the tables are from.
        title: The title of the workbook.
        sheets: The tables, at least one.
    """
    content = io.BytesIO()
    as_of = datetime.combine(imprint.as_of, time())
    # In memory, so that the bytes do not depend on the time of a temporary file.
    with xlsxwriter.Workbook(content, {"in_memory": True}) as xlsx:
        xlsx.set_properties({"title": title, "author": imprint.publisher, "created": as_of})
        _write_contents(xlsx, imprint, title, sheets)
        formats = _Formats(xlsx)
        for sheet in sheets:
            _write_sheet(xlsx, formats, imprint, sheet)
    return content.getvalue()


def _write_contents(xlsx: Workbook, imprint: Imprint, title: str, sheets: Sequence[Sheet]) -> None:
    page = _page(xlsx, _("Contents"))
    bold, link = xlsx.add_format({"bold": True}), xlsx.get_default_url_format()
    wrapped = xlsx.add_format({"text_wrap": True, "valign": "top"})
    page.write_string(0, 0, title, _heading(xlsx))
    page.write_string(1, 0, f"{imprint.book}. {imprint.publisher}.")
    page.write_string(2, 0, imprint.dated)
    for column, (heading, width) in enumerate(
        ((_("Sheet"), 14), (_("Chapter"), 24), (_("Table"), WIDEST))
    ):
        page.set_column(column, column, width)
        page.write_string(4, column, heading, bold)
    for row, sheet in enumerate(sheets, start=5):
        page.write_url(row, 0, f"internal:'{sheet.name}'!A1", link, sheet.name)
        page.write_string(row, 1, sheet.chapter, wrapped)
        page.write_string(row, 2, sheet.table.caption, wrapped)
    page.freeze_panes(5, 1)


def _write_sheet(xlsx: Workbook, formats: _Formats, imprint: Imprint, sheet: Sheet) -> None:
    page, table = _page(xlsx, sheet.name), sheet.table
    last = len(table.rows) - 1 if table.total else -1
    page.write_string(0, 0, f"{sheet.name}: {table.caption}", _heading(xlsx))
    for number, column in enumerate(flat.columns(table)):
        head = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}
        page.write_string(HEAD, number, column.heading, formats.get(head, column.figures))
        page.set_column(number, number, _width([column.heading, *map(str, column.cells)]))
        for row, cell in enumerate(column.cells):
            look = {"valign": "top", "text_wrap": not column.figures}
            look |= {"bold": True, "top": 1} if row == last else {}
            _write_cell(formats, page, (HEAD + 1 + row, number), cell, look, column.figures)
    _write_notes(page, HEAD + len(table.rows) + 2, imprint, sheet)
    page.freeze_panes(HEAD + 1, 1)
    page.repeat_rows(HEAD)


def _write_cell(
    formats: _Formats,
    page: Worksheet,
    place: tuple[int, int],
    cell: Cell,
    look: dict[str, Any],
    is_figures: bool,
) -> None:
    if isinstance(cell.value, (int, float)):
        number = values.rounded(cell, cell.value).scaleb(-2 if _is_percentage(cell) else 0)
        number_look = formats.get(look | {"num_format": number_format(cell)}, is_figures)
        page.write_number(*place, float(number), number_look)
    elif cell.is_empty:
        page.write_blank(*place, None, formats.get(look, is_figures))
    else:  # `write_string` never makes a formula, whatever the text begins with.
        page.write_string(*place, str(cell), formats.get(look, is_figures))


def _is_percentage(cell: Cell) -> bool:
    """True if the cell shows a percent sign, so that a spreadsheet stores it as a fraction."""
    return cell.has_unit and cell.unit == "%"


def number_format(cell: Cell) -> str:
    """Return the Excel number format of a cell."""
    if cell.unit == YEAR:
        return "0"
    code = "#,##0" + (f".{'0' * cell.decimals}" if cell.decimals else "")
    code += ("%" if _is_percentage(cell) else "") + (f'"{cell.mark}"' if cell.mark else "")
    return f"+{code};-{code};{code}" if cell.signed else code


def _write_notes(page: Worksheet, row: int, imprint: Imprint, sheet: Sheet) -> None:
    documents = _("Taken from: {documents}.").format(documents=locales.listing([*sheet.documents]))
    notes = [
        *map(str, sheet.table.notes),
        *([documents] if sheet.documents else []),
        _("The figures are those of the report, rounded as they are shown there."),
        f"{imprint.book}. {imprint.publisher}. {imprint.dated}",
    ]
    for offset, note in enumerate(notes):
        page.write_string(row + offset, 0, note)


def _page(xlsx: Workbook, name: str) -> Worksheet:
    page = xlsx.add_worksheet(name)
    page.set_paper(A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    return page


def _heading(xlsx: Workbook) -> Format:
    return xlsx.add_format({"bold": True, "font_size": 13})


class _Formats:
    """The formats of a workbook, each created once."""

    def __init__(self, xlsx: Workbook) -> None:
        self._workbook = xlsx
        self._formats: dict[str, Format] = {}

    def get(self, look: dict[str, Any], is_figures: bool) -> Format:
        properties = look | {"align": "right" if is_figures else "left"}
        if (key := repr(properties)) not in self._formats:
            self._formats[key] = self._workbook.add_format(properties)
        return self._formats[key]


def _width(texts: Sequence[str]) -> int:
    return min(max(map(len, texts)) + 2, WIDEST)
