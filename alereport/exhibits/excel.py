"""Exhibits as an Excel workbook: a sheet for each table, its numbers as numbers.

No figure is computed here: a cell is the figure as the book shows it, as a number with the format
it is shown in. The same tables give the same bytes.
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
"""The row of a sheet with the table's headings, counted from 0; the caption stands above it."""
WIDEST = 60
"""Characters of the widest column; longer cells break."""
A4 = 9


@dataclass(frozen=True)
class Sheet:
    """A published table and where it stands.

    Attributes:
        name: What the book calls it, such as `Tabell 2.1`; the sheet's name.
        chapter: The chapter's title.
        table: The table.
        documents: The titles of the documents its figures are taken from.
    """

    name: str
    chapter: str
    table: Table
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Imprint:
    """Whose tables they are.

    Attributes:
        book: The title of the book they stand in.
        publisher: Who publishes it.
        as_of: The day its figures are of.
        dated: The same in words.
    """

    book: str
    publisher: str
    as_of: date
    dated: str


def workbook(imprint: Imprint, title: str, sheets: Sequence[Sheet]) -> bytes:
    """A workbook of some tables, in the language spoken now.

    Args:
        imprint: The book they stand in.
        title: What they are called together.
        sheets: The tables, at least one.
    """
    content = io.BytesIO()
    as_of = datetime.combine(imprint.as_of, time())
    # In memory, so that no file's time comes into it.
    with xlsxwriter.Workbook(content, {"in_memory": True}) as made:
        made.set_properties({"title": title, "author": imprint.publisher, "created": as_of})
        _write_contents(made, imprint, title, sheets)
        formats = _Formats(made)
        for sheet in sheets:
            _write_sheet(made, formats, imprint, sheet)
    return content.getvalue()


def _write_contents(made: Workbook, imprint: Imprint, title: str, sheets: Sequence[Sheet]) -> None:
    page = _page(made, _("Contents"))
    bold, link = made.add_format({"bold": True}), made.get_default_url_format()
    wrapped = made.add_format({"text_wrap": True, "valign": "top"})
    page.write_string(0, 0, title, _heading(made))
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


def _write_sheet(made: Workbook, formats: _Formats, imprint: Imprint, sheet: Sheet) -> None:
    page, table = _page(made, sheet.name), sheet.table
    last = len(table.rows) - 1 if table.total else -1
    page.write_string(0, 0, f"{sheet.name}: {table.caption}", _heading(made))
    for at, column in enumerate(flat.columns(table)):
        head = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}
        page.write_string(HEAD, at, column.heading, formats.of(head, column.figures))
        page.set_column(at, at, _width([column.heading, *map(str, column.cells)]))
        for row, cell in enumerate(column.cells):
            look = {"valign": "top", "text_wrap": not column.figures}
            look |= {"bold": True, "top": 1} if row == last else {}
            _write_cell(formats, page, (HEAD + 1 + row, at), cell, look, column.figures)
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
        number = values.as_shown(cell, cell.value).scaleb(-2 if _is_percentage(cell) else 0)
        numbered = formats.of(look | {"num_format": number_format(cell)}, is_figures)
        page.write_number(*place, float(number), numbered)
    elif cell.is_empty:
        page.write_blank(*place, None, formats.of(look, is_figures))
    else:  # A string is never a formula here, whatever it begins with.
        page.write_string(*place, str(cell), formats.of(look, is_figures))


def _is_percentage(cell: Cell) -> bool:
    """Whether it is written with its percent sign, and so is a fraction in a spreadsheet."""
    return cell.has_unit and cell.unit == "%"


def number_format(cell: Cell) -> str:
    """How a number is shown, in Excel's terms."""
    if cell.unit == YEAR:
        return "0"
    written = "#,##0" + (f".{'0' * cell.decimals}" if cell.decimals else "")
    written += ("%" if _is_percentage(cell) else "") + (f'"{cell.mark}"' if cell.mark else "")
    return f"+{written};-{written};{written}" if cell.signed else written


def _write_notes(page: Worksheet, row: int, imprint: Imprint, sheet: Sheet) -> None:
    taken = _("Taken from: {documents}.").format(documents=locales.listing([*sheet.documents]))
    notes = [
        *map(str, sheet.table.notes),
        *([taken] if sheet.documents else []),
        _("The figures are those of the report, rounded as they are shown there."),
        f"{imprint.book}. {imprint.publisher}. {imprint.dated}",
    ]
    for at, note in enumerate(notes):
        page.write_string(row + at, 0, note)


def _page(made: Workbook, name: str) -> Worksheet:
    page = made.add_worksheet(name)
    page.set_paper(A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    return page


def _heading(made: Workbook) -> Format:
    return made.add_format({"bold": True, "font_size": 13})


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, made: Workbook) -> None:
        self._made = made
        self._known: dict[str, Format] = {}

    def of(self, look: dict[str, Any], is_figures: bool) -> Format:
        whole = look | {"align": "right" if is_figures else "left"}
        if (key := repr(whole)) not in self._known:
            self._known[key] = self._made.add_format(whole)
        return self._known[key]


def _width(shown: Sequence[str]) -> int:
    return min(max(map(len, shown)) + 2, WIDEST)
