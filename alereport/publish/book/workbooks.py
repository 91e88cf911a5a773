"""Excel workbooks of the published tables: one for each committee and year, a sheet for each table.

No figure is reckoned here: a cell is the figure as the book shows it, as a number with the format
it is shown in. The same tables give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from alereport.base import language as words
from alereport.base.language import gettext as _
from alereport.exhibits import csv_files
from alereport.publish import order as books
from alereport.publish.order import Book

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
        table: Its cells; see `presentation.display.Cells`.
        documents: The titles of the documents its figures are taken from.
    """

    name: str
    chapter: str
    table: dict[str, Any]
    documents: tuple[str, ...]


def workbook(book: Book, title: str, sheets: Sequence[Sheet]) -> bytes:
    """A workbook of some tables, in the language spoken now.

    Args:
        book: The book they stand in.
        title: What they are called together.
        sheets: The tables, at least one.
    """
    content = io.BytesIO()
    as_of = datetime.combine(book.municipality.as_of, time())
    # In memory, so that no file's time comes into it.
    with xlsxwriter.Workbook(content, {"in_memory": True}) as made:
        made.set_properties({"title": title, "author": book.municipality.name, "created": as_of})
        _write_contents(made, book, title, sheets)
        formats = _Formats(made)
        for sheet in sheets:
            _write_sheet(made, formats, book, sheet)
    return content.getvalue()


def _write_contents(made: Workbook, book: Book, title: str, sheets: Sequence[Sheet]) -> None:
    page = _page(made, _("Contents"))
    bold, link = made.add_format({"bold": True}), made.get_default_url_format()
    wrapped = made.add_format({"text_wrap": True, "valign": "top"})
    page.write_string(0, 0, title, _heading(made))
    page.write_string(1, 0, f"{book.title}. {book.municipality.name}.")
    page.write_string(2, 0, str(books.paper_settings(book)["as-of"]))
    for column, (heading, width) in enumerate(
        ((_("Sheet"), 14), (_("Chapter"), 24), (_("Table"), WIDEST))
    ):
        page.set_column(column, column, width)
        page.write_string(4, column, heading, bold)
    for row, sheet in enumerate(sheets, start=5):
        page.write_url(row, 0, f"internal:'{sheet.name}'!A1", link, sheet.name)
        page.write_string(row, 1, sheet.chapter, wrapped)
        page.write_string(row, 2, sheet.table["caption"], wrapped)
    page.freeze_panes(5, 1)


def _write_sheet(made: Workbook, formats: _Formats, book: Book, sheet: Sheet) -> None:
    page, table = _page(made, sheet.name), sheet.table
    last = len(table["rows"]) - 1 if table["total"] else -1
    page.write_string(0, 0, f"{sheet.name}: {table['caption']}", _heading(made))
    for column, heading in enumerate(table["headings"]):
        is_figures = table["figures"][column]
        head = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}
        page.write_string(HEAD, column, heading, formats.of(head, is_figures))
        shown = [heading, *(row[column] for row in table["rows"])]
        page.set_column(column, column, _width(shown))
        for row, cell in enumerate(shown[1:]):
            look = {"valign": "top", "text_wrap": not is_figures}
            look |= {"bold": True, "top": 1} if row == last else {}
            _write_cell(formats, page, (HEAD + 1 + row, column), cell, look, is_figures)
    _write_notes(page, HEAD + len(table["rows"]) + 2, book, sheet)
    page.freeze_panes(HEAD + 1, 1)
    page.repeat_rows(HEAD)


def _write_cell(
    formats: _Formats,
    page: Worksheet,
    place: tuple[int, int],
    shown: str,
    look: dict[str, Any],
    is_figures: bool,
) -> None:
    read = csv_files.figure(shown) if is_figures else None
    if read:
        numbered = formats.of(look | {"num_format": read.number_format}, is_figures)
        page.write_number(*place, float(read.value), numbered)
    elif shown:  # A string is never a formula here, whatever it begins with.
        page.write_string(*place, shown, formats.of(look, is_figures))
    else:
        page.write_blank(*place, None, formats.of(look, is_figures))


def _write_notes(page: Worksheet, row: int, book: Book, sheet: Sheet) -> None:
    taken = _("Taken from: {documents}.").format(documents=words.listing([*sheet.documents]))
    notes = [
        *sheet.table["notes"],
        *([taken] if sheet.documents else []),
        _("The figures are those of the report, rounded as they are shown there."),
        f"{book.title}. {book.municipality.name}. {books.paper_settings(book)['as-of']}",
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
