"""Tables as an Excel workbook: one sheet for each table, and one with every figure for pivots.

Nothing is computed here: each cell holds the figure in full, and its number format shows it as the
book does. A comparator, a hedge, a unit or a day stands in a column of its own. The same tables
always give the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
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
NAME = 31
"""Characters in the name of a sheet, at most."""
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
LOOK = {"style": "Table Style Light 1", "banded_rows": False}
COLOURS = {"good": "#1C6B3C", "handed": "#1B4F8A", "moving": "#1B4F8A", "bad": "#A3340B"}
"""The colours of signals, as on the page; the other signals have the colour of text."""
DAY_FORMAT = "yyyy-mm-dd"
DIGITS = 9
"""Decimals of a number in full, without the noise of computing in binary."""


@dataclass(frozen=True)
class Sheet:
    """A published table and where it is in the book.

    Attributes:
        chapter: The title of its chapter.
        table: The table.
        documents: The titles of the documents that its figures are from.
        committee: Whose plan it is about; empty for the whole municipality.
        year: The year of that plan; 0 for the whole municipality.
    """

    chapter: str
    table: Table
    documents: tuple[str, ...]
    committee: str = ""
    year: int = 0


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
        names = sheet_names([sheet.table.caption for sheet in sheets])
        formats = _Formats(xlsx)
        _write_contents(xlsx, imprint, title, list(zip(names, sheets, strict=True)))
        for number, (name, sheet) in enumerate(zip(names, sheets, strict=True), start=1):
            _write_sheet(xlsx, formats, imprint, (number, name), sheet)
        _write_all_figures(xlsx, formats, sheets)
    return content.getvalue()


def sheet_names(captions: Sequence[str]) -> list[str]:
    """Return what each table holds, as names of sheets: short, and each only once."""
    reserved = [_("Contents"), _("All figures")]
    names: list[str] = []
    for caption in captions:
        short = _shortened(FORBIDDEN.sub("", re.split(r"[,.;:] ?", caption, maxsplit=1)[0]), NAME)
        name, number = short, 2
        while name.casefold() in map(str.casefold, [*reserved, *names]):
            name, number = f"{_shortened(short, NAME - 3)} {number}", number + 1
        names.append(name)
    return names


def _shortened(words: str, longest: int) -> str:
    """Return words cut after the last whole one that fits."""
    if len(words) <= longest:
        return words
    cut = words[: longest + 1].rpartition(" ")[0]
    return cut or words[:longest]


def _write_contents(
    xlsx: Workbook, imprint: Imprint, title: str, sheets: Sequence[tuple[str, Sheet]]
) -> None:
    page = _page(xlsx, _("Contents"))
    bold, link = xlsx.add_format({"bold": True}), xlsx.get_default_url_format()
    wrapped = xlsx.add_format({"text_wrap": True, "valign": "top"})
    page.write_string(0, 0, title, _heading(xlsx))
    page.write_string(1, 0, f"{imprint.book}. {imprint.publisher}.")
    page.write_string(2, 0, imprint.dated)
    for column, (heading, width) in enumerate(
        ((_("Sheet"), NAME), (_("Chapter"), 24), (_("Table"), WIDEST))
    ):
        page.set_column(column, column, width)
        page.write_string(4, column, heading, bold)
    for row, (name, sheet) in enumerate(sheets, start=5):
        page.write_url(row, 0, f"internal:'{name}'!A1", link, name)
        page.write_string(row, 1, sheet.chapter, wrapped)
        page.write_string(row, 2, sheet.table.caption, wrapped)
    name = _("All figures")
    page.write_url(5 + len(sheets), 0, f"internal:'{name}'!A1", link, name)
    page.freeze_panes(5, 1)


def _write_sheet(
    xlsx: Workbook, formats: _Formats, imprint: Imprint, named: tuple[int, str], sheet: Sheet
) -> None:
    (number, name), table = named, sheet.table
    page, columns = _page(xlsx, name), flat.columns(table)
    page.write_string(0, 0, table.caption, _heading(xlsx))
    _write_table(page, formats, f"table_{number}", columns, has_total=table.total)
    _write_notes(page, HEAD + len(table.rows) + 2, imprint, sheet)


def _write_table(
    page: Worksheet,
    formats: _Formats,
    name: str,
    columns: Sequence[flat.Column],
    *,
    has_total: bool,
) -> None:
    """Write a table that Excel can filter and sort; its total stands below, outside it."""
    count = len(columns[0].cells)
    rows = count - 1 if has_total else count
    headings = _unique([column.heading for column in columns])
    for number, column in enumerate(columns):
        page.set_column(number, number, _width([column.heading, *map(str, column.cells)]))
        for row, cell in enumerate(column.cells):
            look = {"valign": "top", "text_wrap": not column.figures}
            look |= {"bold": True, "top": 1} if row == rows else {}
            look |= {"font_color": COLOURS[cell.signal]} if cell.signal in COLOURS else {}
            _write_cell(formats, page, (HEAD + 1 + row, number), cell, look, column.figures)
    heads = [
        formats.get({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}, figures)
        for figures in (column.figures for column in columns)
    ]
    if rows:
        fields = [
            {"header": heading, "header_format": head}
            for heading, head in zip(headings, heads, strict=True)
        ]
        area = (HEAD, 0, HEAD + rows, len(columns) - 1)
        page.add_table(*area, {**LOOK, "name": name, "columns": fields})
    page.freeze_panes(HEAD + 1, 1)
    page.repeat_rows(HEAD)


def _unique(headings: Sequence[str]) -> list[str]:
    """Return headings of which none is that of another column, as Excel asks of a table."""
    found: list[str] = []
    for heading in headings:
        name, number = heading or "–", 2
        while name.casefold() in map(str.casefold, found):
            name, number = f"{heading} ({number})", number + 1
        found.append(name)
    return found


def _write_all_figures(xlsx: Workbook, formats: _Formats, sheets: Sequence[Sheet]) -> None:
    """Write every figure of every table on a row of its own."""
    figures = [figure for sheet in sheets for figure in _figures(sheet)]
    if not figures:
        return
    headings = (
        *(_("Committee"), _("Year"), _("Table"), _("Row"), _("Column")),
        *(_("comparator"), _("hedge"), _("Value"), _("up to"), _("unit"), _("Period")),
    )
    columns = [
        flat.Column(
            heading[:1].upper() + heading[1:],
            figures=any(isinstance(cell.value, float | int) for cell in cells),
            cells=cells,
        )
        for heading, cells in zip(headings, zip(*figures, strict=True), strict=True)
    ]
    page = _page(xlsx, _("All figures"))
    page.write_string(0, 0, _("Every figure of the tables, one a row"), _heading(xlsx))
    _write_table(page, formats, "figures", columns, has_total=False)


def _figures(sheet: Sheet) -> Iterator[tuple[Cell, ...]]:
    year = values.year(sheet.year) if sheet.year else flat.NOTHING
    for row in sheet.table.rows:
        for column, cell in list(zip(sheet.table.columns, row.cells, strict=True))[1:]:
            if not cell.is_number or column.where:
                continue
            number = flat.number(cell, cell.unit)
            yield (
                *(_text(sheet.committee), year, _text(sheet.table.caption)),
                *(_text(str(row.cells[0])), _text(column.heading)),
                *(_text(cell.comparator), _text(flat.hedge(cell))),
                number.model_copy(update={"has_unit": False, "mark": ""}),
                flat.number(cell, "", upper=True) if cell.upper is not None else flat.NOTHING,
                *(_text("" if cell.unit == YEAR else cell.unit), _text(cell.year)),
            )


def _text(words: str) -> Cell:
    return values.words(words) if words else flat.NOTHING


def _write_cell(
    formats: _Formats,
    page: Worksheet,
    place: tuple[int, int],
    cell: Cell,
    look: dict[str, Any],
    is_figures: bool,
) -> None:
    if isinstance(cell.value, (int, float)):
        number = cell.value / 10**cell.scale / (100 if _is_percentage(cell) else 1)
        number_look = formats.get(look | {"num_format": number_format(cell)}, is_figures)
        page.write_number(*place, round(number, DIGITS), number_look)
    elif day := flat.as_day(cell):
        day_look = formats.get(look | {"num_format": DAY_FORMAT}, is_figures)
        page.write_datetime(*place, datetime.combine(day, time()), day_look)
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
        _("The figures are those of the report, in full; their format rounds them as it does."),
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
