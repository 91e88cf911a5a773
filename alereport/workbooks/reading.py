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


class _Reader:
    """Reads the sheets of a workbook; those that others refer to are read as far first."""

    def __init__(self, workspace: Workspace, told: Told, file: str) -> None:
        self._workspace, self._told, self._file = workspace, told, file
        self._sheets: dict[str, tuple[Page, Layout, list[_Read], dict[str, str]]] = {}
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
                first = self._sheets[page.dataset][0].title
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
        self._sheets[page.dataset] = (page, sheet, lines, heads)

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
            dataset: [each.texts for each in lines]
            for dataset, (_page, _sheet, lines, _heads) in self._sheets.items()
        }
        chosen = Choices(self._workspace, self._told.document, own_rows)
        for page, sheet, lines, _heads in self._sheets.values():
            self._resolve(page, sheet, lines, chosen)
        found = {}
        for dataset, (page, sheet, lines, heads) in self._sheets.items():
            self.problems += page.problems
            self.notes += page.notes
            if rows := list(self._rows(page, sheet, lines, heads, chosen)):
                found[dataset] = rows
        self.problems.sort(key=_order)
        return found

    def _name(self) -> None:
        """Give a short name to each line that has none, so that others can refer to it."""
        for _page, sheet, lines, heads in self._sheets.values():
            for name, pattern in sheet.sheet.short.items():
                is_key = {name} == {*sheet.table.primary_key} - {*sheet.sheet.from_document}
                taken = {each.texts.get(name, "") for each in lines} if is_key else set()
                for each in lines:
                    if each.texts.get(name):
                        continue
                    facts = {**heads, **each.texts, **self._of_document()}
                    others = _others(sheet, name, each.texts)
                    short = shortnames.made(pattern, facts, taken | others)
                    if short:
                        each.texts[name] = short
                    taken |= {short} if is_key else set()

    def _of_document(self) -> dict[str, str]:
        return {name: self._told.document.get(name, "") for name in ("committee", "year")}

    def _resolve(self, page: Page, sheet: Layout, lines: list[_Read], chosen: Choices) -> None:
        """Find the row that each cell refers to."""
        for column in sheet.columns:
            if not choices.reference_of(self._workspace, sheet.table, column.name):
                continue
            words = choices.values(sheet, column, chosen.of(sheet, column) or {})
            for each in lines:
                if text := each.texts.get(column.key):
                    try:
                        each.texts[column.key] = cells.chosen(text, words)
                    except UnreadableCellError as problem:
                        self._note(page.place(each.line.row, column.key), problem)

    def _rows(
        self,
        page: Page,
        sheet: Layout,
        lines: list[_Read],
        heads: Mapping[str, str],
        chosen: Choices,
    ) -> Iterator[FilledRow]:
        """The rows of a sheet, without the lines that are as they were filled in beforehand."""
        names = machine.marked(sheet)
        marks = self._told.marks.get(page.dataset, set())
        for each in lines:
            if machine.mark(each.texts, names) in marks:
                continue
            if sheet.sheet.across is None:
                yield self._row(page, sheet, each, {}, heads, chosen)
                continue
            figures = {key: figure for key, figure in each.figures.items() if figure[1]}
            if not figures:
                place = page.place(each.line.row)
                self.notes.append(f"{place}: the row has no figure; it was left out.")
            for key, (hedge, amount) in figures.items():
                across = sheet.sheet.across
                values = key.split(layout.BETWEEN)[1:]
                own = {**dict(zip(across.by, values, strict=True)), across.value: amount}
                own[across.hedge] = hedge
                yield self._row(page, sheet, each, own, heads, chosen, key)

    def _row(
        self,
        page: Page,
        sheet: Layout,
        each: _Read,
        figure: Mapping[str, str],
        heads: Mapping[str, str],
        chosen: Choices,
        key: str = "",
    ) -> FilledRow:
        """A row, with what its document, the words above the table and the schema add."""
        across = sheet.sheet.across
        typed = {name: text for name, text in each.texts.items() if layout.BETWEEN not in name}
        own = {**typed, **figure}
        row = {name: own.get(name, "") for name in sheet.table.columns}
        for name in sheet.sheet.from_document:
            row[name] = row[name] or sheet.of_document(name)
        for name, text in heads.items():
            row[name] = row[name] or text
        for name, pattern in sheet.sheet.defaults.items():
            row[name] = row[name] or _default(sheet, pattern, row, chosen)
        place = page.place(each.line.row, key)
        places = {
            column.name: page.place(each.line.row, column.key)
            for column in sheet.columns
            if not column.values and column.name != SHOWN
        }
        if across and key:
            places |= dict.fromkeys(across.cells, place)
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
