"""Writing the workbook that a document is filled in with."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import date
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter as letter
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from alereport.base import locales, params
from alereport.base.locales import gettext as _
from alereport.base.workspace import Workspace, write_atomically
from alereport.data.registers import TOTAL
from alereport.workbooks import cells, cover, layout, looks, machine, prefill
from alereport.workbooks.choices import Choices, Chosen, reference_of
from alereport.workbooks.layout import SHOWN, Column, Layout, Row

TITLE, CHECK, FIRST = 1, 2, 3
"""The rows of a sheet above its table: what holds for every row begins on the third."""
EMPTY = 25
"""Lines to type in below those that are filled in."""
LINE, HIGHEST = 15, 300
"""The height of a line and of the highest row, in points."""


def write(
    workspace: Workspace,
    document: Mapping[str, str],
    path: Path,
    *,
    rows: Mapping[str, Sequence[Mapping[str, str]]] | None = None,
) -> None:
    """Write the workbook of a document, in the municipality's language.

    Args:
        workspace: The project.
        document: The document's row of the register.
        path: The workbook.
        rows: The rows that are on its sheets, by dataset, each cell as its CSV file has it; by
            default what is known beforehand, of which nothing counts as typed.

    Raises:
        TableError: A schema or a data file cannot be read.
    """
    language = params.municipality(workspace).languages[0]
    with locales.using(language, params.words(workspace)):
        known = prefill.rows(workspace, document) if rows is None else rows
        content = _content(workspace, document, known, is_new=rows is None)
    write_atomically(path, content)


def _content(
    workspace: Workspace, document: Row, rows: Mapping[str, Sequence[Row]], *, is_new: bool
) -> bytes:
    book = openpyxl.Workbook()
    sheets = layout.layouts(workspace, document, rows)
    cover.write(workspace, book, document, sheets)
    choices = Choices(workspace, document, rows)
    lists = _Lists(book)
    marks: dict[str, list[str]] = {}
    heads: dict[str, dict[str, str]] = {}
    for sheet in sheets:
        lines = layout.wide(sheet, rows.get(sheet.dataset, ()))
        if is_new:
            names = machine.marked(sheet)
            marks[sheet.dataset] = [machine.mark(line, names) for line in lines]
        page = _Page(workspace, book, sheet, choices, lists)
        page.write(lines, is_new=is_new, datasets={each.dataset for each in sheets})
        heads[sheet.dataset] = page.heads
    lists.hide()
    machine.write(book, document, marks, heads)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


class _Lists:
    """The hidden sheet of the lists to choose from, each of them once."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._page: Worksheet = book.create_sheet(machine.LISTS)
        self._areas: dict[tuple[str, ...], str] = {}

    def area(self, words: Sequence[str]) -> str:
        """The cells of a list, as a formula names them."""
        key = tuple(words)
        if key not in self._areas:
            column = len(self._areas) + 1
            for row, each in enumerate(words, start=1):
                looks.put(self._page.cell(row, column), each)
            at = letter(column)
            self._areas[key] = f"'{machine.LISTS}'!${at}$1:${at}${max(len(words), 1)}"
        return self._areas[key]

    def hide(self) -> None:
        """Put the sheet last, where nobody sees it."""
        self._book.move_sheet(self._page, len(self._book.sheetnames))
        self._page.sheet_state = "veryHidden"


class _Page:
    """One sheet that is being written.

    Attributes:
        heads: What holds for every row where its cell is empty: the words before it, by column.
    """

    def __init__(
        self, workspace: Workspace, book: Book, sheet: Layout, choices: Choices, lists: _Lists
    ) -> None:
        self._workspace, self._sheet, self._lists = workspace, sheet, lists
        self._page: Worksheet = book.create_sheet(layout.name(sheet))
        self._chosen = {column.key: choices.of(sheet, column) for column in sheet.columns}
        self.heads: dict[str, str] = {}

    @property
    def _keys(self) -> int:
        return FIRST + len(self._sheet.heads)

    @property
    def _heading(self) -> int:
        return self._keys + 1

    def write(self, lines: Sequence[Row], *, is_new: bool, datasets: AbstractSet[str]) -> None:
        """Write the headings, the lines and empty ones below.

        Args:
            lines: The lines that are filled in.
            is_new: True if nothing of them counts as typed.
            datasets: The datasets that have a sheet in the workbook.
        """
        last = self._heading + len(lines) + EMPTY
        self._write_top(datasets)
        for at, column in enumerate(self._sheet.columns, start=1):
            self._write_heading(at, column)
            self._write_column(at, column, lines, is_new=is_new)
            self._limit(column, f"{letter(at)}{self._heading + 1}:{letter(at)}{last}", datasets)
            self._size(at, column, lines)
        self._write_check(last)
        title = self._sheet.document.get("title", "")
        others = {*self._sheet.sheet.short, *layout.translations(self._sheet.table)}
        printed = sum(column.name not in others for column in self._sheet.columns)
        area = f"A1:{letter(printed)}{last}"
        looks.arrange(self._page, heads=self._heading, title=title, printed=area)
        self._page.row_dimensions[self._keys].hidden = True
        ending = letter(len(self._sheet.columns))
        self._page.auto_filter.ref = f"A{self._heading}:{ending}{last}"

    def _write_top(self, datasets: AbstractSet[str]) -> None:
        title = self._page.cell(TITLE, 1)
        looks.put(title, f"{layout.name(self._sheet)}, {self._sheet.document.get('title', '')}")
        title.font = looks.TITLE
        for row, name in enumerate(self._sheet.heads, start=FIRST):
            column = next(each for each in self._sheet.columns if each.name == name)
            heading = layout.heading(self._sheet, column)
            self.heads[name] = _("{heading}, for every row:").format(heading=heading)
            words, value = self._page.cell(row, 1), self._page.cell(row, 2)
            looks.put(words, self.heads[name])
            words.font, words.alignment = looks.BOLD, looks.WRAPPED
            looks.dress(value, None, is_open=True)
            value.number_format = looks.number_format(column.field)
            self._page.merge_cells(start_row=row, end_row=row, start_column=2, end_column=4)
            self._limit(column, value.coordinate, datasets)

    def _write_heading(self, at: int, column: Column) -> None:
        key = self._page.cell(self._keys, at)
        looks.put(key, f"{machine.KEYS}{self._sheet.dataset}:{column.key}")
        head = self._page.cell(self._heading, at)
        looks.put(head, layout.heading(self._sheet, column))
        head.font, head.fill, head.border = looks.BOLD, looks.HEADING, looks.GRID
        head.alignment = looks.RIGHT if looks.is_figure(column.field) else looks.WRAPPED
        self._page.row_dimensions[self._heading].height = 2 * LINE + 2
        if words := layout.description(column):
            head.comment = Comment(words, "alereport", height=120, width=260)

    def _write_column(self, at: int, column: Column, lines: Sequence[Row], *, is_new: bool) -> None:
        chosen, keys = self._chosen[column.key], self._sheet.sheet.keys
        for number in range(len(lines) + EMPTY):
            text = lines[number].get(column.key, "") if number < len(lines) else ""
            cell = self._page.cell(self._heading + 1 + number, at)
            looks.put(cell, *_value(column, text, chosen))
            is_given = is_new and bool(text) and column.name in keys
            looks.dress(cell, column.field, is_open=not is_given and column.name != SHOWN)

    def _limit(self, column: Column, area: str, datasets: AbstractSet[str]) -> None:
        """Say what may be typed in some cells, and refuse the rest."""
        if column.field is None:
            return
        rule: DataValidation | None
        if chosen := self._chosen[column.key]:
            reference = reference_of(self._workspace, self._sheet.table, column.name)
            may_be_new = reference is not None and reference[0] in datasets
            rule = looks.list_of(self._lists.area([*chosen.values()]), is_open=may_be_new)
        else:
            rule = looks.limits_of(column.field, hedged=bool(column.values))
        heading = layout.heading(self._sheet, column)
        rule = looks.prompted(rule, heading, layout.description(column))
        rule.add(area)
        self._page.add_data_validation(rule)

    def _size(self, at: int, column: Column, lines: Sequence[Row]) -> None:
        """Make a column as wide, and its rows as high, as their words need."""
        chosen, sheet = self._chosen[column.key], self._sheet.sheet
        texts = [line.get(column.key, "") for line in lines]
        shown = [(chosen or {}).get(text, text) for text in texts]
        width = looks.width(
            column.field,
            layout.heading(self._sheet, column),
            [*shown, *(chosen or {}).values()],
            is_short=column.name in {"section", "hedge", *sheet.short},
        )
        if at == 1:  # The words above the table stand there too.
            width = max(width, 26, *(len(words) for words in self.heads.values()), 0)
        dimension = self._page.column_dimensions[letter(at)]
        dimension.width = width
        usual = {"", sheet.defaults.get(column.name, "")}
        dimension.hidden = column.name in sheet.aside and usual.issuperset(texts)
        for row, words in enumerate(shown, start=self._heading + 1):
            height = LINE * sum(-(-len(part) // width) or 1 for part in words.split("\n"))
            known = self._page.row_dimensions[row].height or LINE
            self._page.row_dimensions[row].height = min(max(height, known), HIGHEST)

    def _write_check(self, last: int) -> None:
        """Write above each amount whether the areas add up; it is for the person alone."""
        names = [column.name for column in self._sheet.columns]
        whole = (self._chosen.get("area") or {}).get(TOTAL)
        amounts = [at for at, column in enumerate(self._sheet.columns, 1) if column.values]
        if not whole or not amounts:
            return
        words = self._page.cell(CHECK, 1)
        looks.put(words, _("Do the areas add up to the total?"))
        words.font = looks.GREY
        area = f"${letter(names.index('area') + 1)}${self._heading + 1}"
        area += f":${letter(names.index('area') + 1)}${last}"
        for at in amounts:
            cell = self._page.cell(CHECK, at)
            amount = f"{letter(at)}${self._heading + 1}:{letter(at)}${last}"
            cell.value = _sum_check(whole, area, amount)
            cell.font, cell.alignment = looks.GREY, looks.RIGHT


def _sum_check(whole: str, area: str, amount: str) -> str:
    """A formula that says whether the areas of a column add up to its total, where it has one."""
    quoted = whole.replace('"', '""')
    apart = f'SUM({amount})-2*SUMIF({area},"{quoted}",{amount})'
    missing = f'COUNTIFS({area},"{quoted}",{amount},"<>")=0'
    yes, no = _("adds up"), _("differs by")
    return f'=IF({missing},"",IF({apart}=0,"{yes}","{no} "&({apart})))'


def _value(column: Column, text: str, chosen: Chosen | None) -> tuple[object, str]:
    """The value and the number format of a cell, which is read back as the same text."""
    form = looks.number_format(column.field)
    if not text:
        return None, form
    if chosen is not None:
        return chosen.get(text, text), form
    if looks.is_figure(column.field):
        with suppress(ValueError):
            number = int(text) if text.lstrip("-").isdecimal() else float(text)
            if cells.in_full(number) == text and abs(number) < 10**15:
                return number, form
    elif column.field is not None and column.field.type == "date":
        with suppress(ValueError):
            return date.fromisoformat(text), form
    return text, looks.TEXT
