"""The first sheet of a workbook, which explains how it is filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl.styles import Font
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet

from alereport.base import locales, params
from alereport.base.locales import gettext as _
from alereport.base.workspace import Workspace
from alereport.data import registers
from alereport.workbooks import layout, looks, machine
from alereport.workbooks.layout import Layout, Row


def write(workspace: Workspace, book: Book, document: Row, sheets: Sequence[Layout]) -> None:
    """Write the sheet, in the current language.

    Raises:
        TableError: The register of committees cannot be read.
    """
    page: Worksheet = book.worksheets[0]
    page.title = _("About the workbook")
    row = _Rows(page)
    row.add(document.get("title") or document["document"], font=looks.TITLE)
    for words in _of_document(workspace, document):
        row.add(words)
    row.add(
        _("Internal: it may hold figures on few people, which are not published."),
        font=looks.WARNING,
    )
    if params.municipality(workspace).synthetic:
        row.add(_("Made-up figures, to try the program with."), font=looks.WARNING)
    row.skip()
    row.add(_("How it is filled in"), font=looks.BOLD)
    for words in _instructions():
        row.add(words)
    row.skip()
    row.add(_("Sheets"), font=looks.BOLD)
    for sheet in sheets:
        _add_sheet(row, sheet)
    row.skip()
    row.add(_("Version {version} of the template.").format(version=machine.VERSION), looks.GREY)
    looks.put(page.cell(1, 3), f"{machine.KEYS}{machine.COVER}", ";;;")
    page.column_dimensions["A"].width = 32
    page.column_dimensions["B"].width = 88
    page.protection.sheet = True
    page.page_setup.paperSize = 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.sheet_view.showGridLines = False


class _Rows:
    """The rows of the sheet, one after the other."""

    def __init__(self, page: Worksheet) -> None:
        self._page, self._row = page, 0

    def skip(self) -> None:
        self._row += 1

    def add(self, words: str, font: Font | None = None) -> None:
        self._row += 1
        cell = self._page.cell(self._row, 1)
        looks.put(cell, words)
        cell.alignment = looks.WRAPPED
        if font is not None:
            cell.font = font
        self._page.merge_cells(start_row=self._row, end_row=self._row, start_column=1, end_column=2)
        lines = -(-len(words) // (70 if font is looks.TITLE else 125))
        self._page.row_dimensions[self._row].height = (19 if font is looks.TITLE else 15) * lines

    def add_pair(self, name: str, words: str, link: str) -> None:
        self._row += 1
        named, said = self._page.cell(self._row, 1), self._page.cell(self._row, 2)
        looks.put(named, name)
        looks.put(said, words)
        named.hyperlink, named.style = f"#'{link}'!A1", "Hyperlink"
        named.alignment = said.alignment = looks.WRAPPED
        self._page.row_dimensions[self._row].height = 15 * -(-len(words) // 88)


def _of_document(workspace: Workspace, document: Row) -> Iterator[str]:
    rows = registers.register_rows(workspace, "committees")
    names = [
        locales.for_reader(registers.names(row))
        for row in rows
        if row["committee"] == document.get("committee")
    ]
    if names:
        yield _("{committee}, year {year}.").format(committee=names[0], year=document["year"])
    if document.get("as_of"):
        day = locales.period(document["as_of"])
        yield _("The last day that it speaks of: {day}.").format(day=day)


def _instructions() -> list[str]:
    return [
        _("Type in the light cells. Grey cells are known beforehand and help to find the row."),
        _("An empty cell means that the document says nothing; it does not mean zero."),
        _("A row on which nothing was typed is left out."),
        _("A row that stands in the document as it is here is kept once its section is typed."),
        _(
            "Amounts are net cost in whole SEK thousand: a cost is positive, an income and a "
            "saving are negative."
        ),
        _("A word such as about may stand before the figure, as the document has it."),
        _("What is the same for every row, such as the section, is typed once above the table."),
        _(
            "Rows may be sorted, inserted and removed, and columns of your own added at the end; "
            "they are not read."
        ),
        _("A short name is made by the program where it is left empty."),
        _("The sheets are locked without a password, so that nothing is overwritten by mistake."),
        _("When it is filled in: alereport fill, and the name of the file."),
    ]


def _add_sheet(row: _Rows, sheet: Layout) -> None:
    description = locales.for_reader(sheet.table.by_language("description"))
    row.add_pair(layout.name(sheet), " ".join(description.split()), layout.name(sheet))
