"""Reading a workbook that a person has filled in, as rows of datasets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from alereport.base import locales, params
from alereport.base.errors import CellsError, TableError
from alereport.base.workspace import Workspace
from alereport.workbooks import cells, choices, layout, machine, opening, shortnames
from alereport.workbooks.cells import Typed, UnreadableCellError
from alereport.workbooks.choices import Choices
from alereport.workbooks.filled import Filled, FilledRow
from alereport.workbooks.layout import SHOWN, Column, Layout
from alereport.workbooks.machine import Told
from alereport.workbooks.pages import Line, Page

MOST_PROBLEMS = 200
"""The most cells that are told of at once."""


def read(workspace: Workspace, path: Path) -> Filled:
    """What a person filled in.

    A line that is as it was filled in beforehand is left out.

    Raises:
        TableError: It is no workbook of the template, see `opening` and `machine`; or a cell is
            none of its column: `CellsError` if several are.
    """
    formulas, values = opening.opened(path)
    told = machine.read(workspace, formulas, path.name)
    hidden = {machine.SHEET, machine.LISTS}
    titles = [page.title for page in formulas.worksheets if page.title not in hidden]
    pages = [Page(path.name, title, formulas, values) for title in titles]
    language = params.municipality(workspace).languages[0]
    with locales.using(language, params.words(workspace)):
        reader = _Reader(workspace, told, path.name)
        reader.add(pages)
        rows = reader.rows()
    if reader.problems:
        _raise(reader.problems)
    return Filled(path.name, told.document, rows, tuple(reader.notes))


def _raise(problems: list[TableError]) -> None:
    if len(problems) == 1:
        raise problems[0]
    raise CellsError(tuple(problems[:MOST_PROBLEMS]))


@dataclass
class _Read:
    """A line of a sheet while it is read.

    Attributes:
        line: The line as Excel has it.
        texts: The text of each column, by its key; of a figure with its word of uncertainty.
        figures: The word of uncertainty and the figure of each column that runs across.
    """

    line: Line
    texts: dict[str, str] = field(default_factory=dict)
    figures: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Sheet:
    """A sheet while it is read.

    Attributes:
        page: The sheet as Excel has it.
        layout: Its columns.
        lines: Its lines.
        heads: What holds for every row where its own cell is empty, by column.
    """

    page: Page
    layout: Layout
    lines: list[_Read]
    heads: dict[str, str]


class _Reader:
    """Reads the sheets of a workbook; those that others refer to are read as far first."""

    def __init__(self, workspace: Workspace, told: Told, file: str) -> None:
        self._workspace, self._told, self._file = workspace, told, file
        self._sheets: dict[str, _Sheet] = {}
        self.problems: list[TableError] = []
        self.notes: list[str] = []

    def add(self, pages: list[Page]) -> None:
        """Read the cells of the sheets, but for what refers to other rows."""
        for page in pages:
            if page.dataset in {machine.COVER, ""}:
                if not page.dataset and not page.is_empty:
                    place = f"{self._file}!{page.title}"
                    self.notes.append(f"{place}: it is no sheet of the template; it was not read.")
            elif page.dataset not in self._workspace.datasets:
                self._refuse(page, f"there is no dataset {page.dataset}", "a sheet of the template")
            elif page.dataset in self._sheets:
                first = self._sheets[page.dataset].page.title
                self._refuse(page, f"it is a copy of the sheet {first}", "one of them", "remove it")
            else:
                self._add(page)

    def _refuse(self, page: Page, found: str, expected: str, step: str = machine.STEP) -> None:
        self.problems.append(TableError(f"{self._file}!{page.title}", found, expected, step))

    def _add(self, page: Page) -> None:
        document = self._told.document
        sheet, unknown = layout.read_as(self._workspace, page.dataset, document, page.keys)
        if sheet is None or unknown:
            found = f"there is no column {unknown[0]}" if unknown else "the dataset has no sheet"
            self._refuse(page, found, "the columns of the dataset")
            return
        own = Choices(self._workspace, document, {})
        lines = [self._first_read(page, sheet, own, line) for line in page.lines()]
        heads = self._heads(page, sheet, own)
        self._sheets[page.dataset] = _Sheet(page, sheet, lines, heads)

    def _first_read(self, page: Page, sheet: Layout, own: Choices, line: Line) -> _Read:
        found = _Read(line)
        for column in sheet.columns:
            if column.name == SHOWN or column.key not in line.cells:
                continue
            typed = line.cells[column.key]
            try:
                if column.values and column.field:
                    found.figures[column.key] = cells.hedged(typed, column.field)
                    found.texts[column.key] = cells.with_hedge(*found.figures[column.key])
                else:
                    found.texts[column.key] = self._text(sheet, column, own, typed)
            except UnreadableCellError as problem:
                self._note(page.place(line.row, column.key), problem)
        return found

    def _text(self, sheet: Layout, column: Column, own: Choices, typed: Typed) -> str:
        """The text of a cell; what refers to another row as it was typed."""
        if column.field is None:
            return ""
        if choices.reference_of(self._workspace, sheet.table, column.name):
            return " ".join(cells.text(typed, column.field).split())
        chosen = own.of(sheet, column)
        words = None if chosen is None else choices.values(sheet, column, chosen)
        return cells.text(typed, column.field, words)

    def _heads(self, page: Page, sheet: Layout, own: Choices) -> dict[str, str]:
        """What holds for every row where its own cell is empty, by column."""
        found: dict[str, str] = {}
        fields = {each.name: each for each in sheet.table.fields}
        for name, words in self._told.heads.get(page.dataset, {}).items():
            if name not in fields or (typed := page.head(words)) is None:
                continue
            row, at, value = typed
            try:
                found[name] = self._text(sheet, Column(name, (), fields[name]), own, value)
            except UnreadableCellError as problem:
                self._note(page.place_at(row, at), problem)
        return found

    def _note(self, place: str, problem: UnreadableCellError) -> None:
        self.problems.append(TableError(place, problem.found, problem.expected, problem.next_step))

    def rows(self) -> dict[str, list[FilledRow]]:
        """The rows of each dataset."""
        self._name()
        own_rows = {
            dataset: [each.texts for each in sheet.lines] for dataset, sheet in self._sheets.items()
        }
        chosen = Choices(self._workspace, self._told.document, own_rows)
        for sheet in self._sheets.values():
            self._resolve(sheet, chosen)
        found = {}
        for dataset, sheet in self._sheets.items():
            self.problems += sheet.page.problems
            self.notes += sheet.page.notes
            if rows := list(self._rows(sheet, chosen)):
                found[dataset] = rows
        self.problems.sort(key=_order)
        return found

    def _name(self) -> None:
        """Give a short name to each line that has none, so that others can refer to it."""
        for sheet in self._sheets.values():
            for column, pattern in sheet.layout.sheet.short.items():
                self._name_lines(sheet, column, pattern)

    def _name_lines(self, sheet: _Sheet, column: str, pattern: str) -> None:
        key = {*sheet.layout.table.primary_key} - {*sheet.layout.sheet.from_document}
        taken = {each.texts.get(column, "") for each in sheet.lines} if key == {column} else set()
        facts = {name: self._told.document.get(name, "") for name in ("committee", "year")}
        for each in sheet.lines:
            if each.texts.get(column):
                continue
            others = _others(sheet.layout, column, each.texts)
            cells_ = {**sheet.heads, **each.texts, **facts}
            if short := shortnames.made(pattern, cells_, taken | others):
                each.texts[column] = short
                taken |= {short} if key == {column} else set()

    def _resolve(self, sheet: _Sheet, chosen: Choices) -> None:
        """Find the row that each cell refers to."""
        for column in sheet.layout.columns:
            if not choices.reference_of(self._workspace, sheet.layout.table, column.name):
                continue
            known = chosen.of(sheet.layout, column) or {}
            words = choices.values(sheet.layout, column, known)
            for each in sheet.lines:
                if text := each.texts.get(column.key):
                    try:
                        each.texts[column.key] = cells.chosen(text, words)
                    except UnreadableCellError as problem:
                        self._note(sheet.page.place(each.line.row, column.key), problem)

    def _rows(self, sheet: _Sheet, chosen: Choices) -> Iterator[FilledRow]:
        """The rows of a sheet, without the lines that are as they were filled in beforehand."""
        names = machine.marked(sheet.layout)
        marks = self._told.marks.get(sheet.page.dataset, set())
        across = sheet.layout.sheet.across
        for each in sheet.lines:
            if machine.mark(each.texts, names) in marks:
                continue
            if across is None:
                yield _row(sheet, each, {}, chosen)
                continue
            figures = {key: figure for key, figure in each.figures.items() if figure[1]}
            if not figures:
                place = sheet.page.place(each.line.row)
                self.notes.append(f"{place}: the row has no figure; it was left out.")
            for key, (hedge, amount) in figures.items():
                values = zip(across.by, key.split(layout.BETWEEN)[1:], strict=True)
                own = {**dict(values), across.value: amount, across.hedge: hedge}
                yield _row(sheet, each, own, chosen, key=key)


def _row(
    sheet: _Sheet, each: _Read, figure: Mapping[str, str], chosen: Choices, *, key: str = ""
) -> FilledRow:
    """A row, with what its document, the words above the table and the schema add.

    Args:
        sheet: Its sheet.
        each: Its line.
        figure: The cells that run across, of the column with this key.
        chosen: The words that stand for values.
        key: The key of the column that runs across; empty if none does.
    """
    of_sheet = sheet.layout.sheet
    typed = {name: text for name, text in each.texts.items() if layout.BETWEEN not in name}
    row = {name: {**typed, **figure}.get(name, "") for name in sheet.layout.table.columns}
    for name in of_sheet.from_document:
        row[name] = row[name] or sheet.layout.of_document(name)
    for name, text in sheet.heads.items():
        row[name] = row[name] or text
    for name, pattern in of_sheet.defaults.items():
        row[name] = row[name] or _default(sheet.layout, pattern, row, chosen)
    place = sheet.page.place(each.line.row, key)
    places = {
        column.name: sheet.page.place(each.line.row, column.key)
        for column in sheet.layout.columns
        if not column.values and column.name != SHOWN
    }
    if of_sheet.across and key:
        places |= dict.fromkeys(of_sheet.across.cells, place)
    return FilledRow(row, places, place)


def _others(sheet: Layout, name: str, texts: Mapping[str, str]) -> set[str]:
    """The other short names in a line, such as that of the deviation that it follows."""
    patterns = {each.name: each.constraints.pattern for each in sheet.table.fields}
    return {
        text
        for other, text in texts.items()
        if other != name and patterns.get(other) == patterns[name]
    }


def _default(sheet: Layout, pattern: str, row: Mapping[str, str], chosen: Choices) -> str:
    """The value of a required column that nobody typed, with the words of the row's cells."""

    def words(match: re.Match[str]) -> str:
        name = match[1]
        value = row.get(name, "")
        column = next((each for each in sheet.table.fields if each.name == name), None)
        if column is None or not value or value == sheet.sheet.defaults.get(name):
            return ""
        if column.type in {"integer", "number"}:
            return locales.number(float(value), len(value.partition(".")[2]))
        return (chosen.of(sheet, Column(name, (), column)) or {}).get(value, value)

    return " ".join(re.sub(r"{(\w+)}", words, pattern).split())


def _order(problem: TableError) -> tuple[str, int, str]:
    sheet, _sign, cell = problem.place.rpartition("!")
    match = re.fullmatch(r"([A-Z]+)(\d+)", cell)
    return (sheet, int(match[2]), match[1]) if match else (problem.place, 0, "")
