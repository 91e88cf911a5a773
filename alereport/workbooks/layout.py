"""The sheets of a document's workbook: which there are, with which columns, as the schemas say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from alereport.base import locales, params
from alereport.base.errors import TableError
from alereport.base.workspace import Workspace
from alereport.data import schemas, sheets
from alereport.data.schemas import Field, Schema
from alereport.data.sheets import Across, Sheet
from alereport.workbooks import cells

BETWEEN = "/"
"""The sign between the parts of a column's key."""
SHOWN = "?"
"""The name of the column that helps and is not read."""
Row = Mapping[str, str]


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    Attributes:
        name: The dataset's column whose cells it has; `SHOWN` for the one that is not read.
        values: The values of the columns that run across, for a column of figures that does.
        field: The dataset's column; None for the one that is not read.
    """

    name: str
    values: tuple[str, ...] = ()
    field: Field | None = None

    @property
    def key(self) -> str:
        """What tells it apart on its sheet, such as `amount_tkr/budget/2025`."""
        return BETWEEN.join([self.name, *self.values])


@dataclass(frozen=True)
class Layout:
    """A sheet of a document's workbook.

    Attributes:
        dataset: The dataset that is filled in on it.
        table: Its schema.
        sheet: How it is filled in.
        document: The document's row of the register.
        columns: The columns, in order.
    """

    dataset: str
    table: Schema
    sheet: Sheet
    document: Row
    columns: tuple[Column, ...]

    def of_document(self, column: str) -> str:
        """The value that a column has from the document, which nobody types."""
        return self.document.get(self.sheet.from_document[column], "")

    @property
    def heads(self) -> list[str]:
        """The columns that may be typed once above the table."""
        columns = {column.name for column in self.columns}
        return [name for name in self.sheet.head if name in columns]

    @property
    def given(self) -> dict[str, str]:
        """The values that every row has from the document, of columns that are not on the sheet."""
        typed = {column.name for column in self.columns}
        names = (name for name in self.sheet.from_document if name not in typed)
        return {name: self.of_document(name) for name in names}


def layouts(
    workspace: Workspace, document: Row, rows: Mapping[str, Sequence[Row]] | None = None
) -> list[Layout]:
    """The sheets of a document's workbook, in order.

    Args:
        workspace: The project.
        document: The document's row of the register.
        rows: The rows of each dataset that are to be on the sheets, which may need more columns.

    Raises:
        TableError: A schema cannot be read, or a dataset that has rows has no sheet.
    """
    rows = rows or {}
    languages = params.municipality(workspace).languages
    found = []
    for dataset in schemas.names(workspace):
        table = schemas.schema(workspace, dataset)
        sheet = table.sheet
        if sheet and (document["kind"] in sheet.documents or rows.get(dataset)):
            columns = _columns(table, sheet, document, rows.get(dataset, ()), languages)
            found.append(Layout(dataset, table, sheet, document, tuple(columns)))
        elif rows.get(dataset):
            place = workspace.relative(workspace.dataset(dataset) / "table.yaml")
            raise TableError(
                place, "it has no sheet", "a block `sheet`", "see docs/how-to/dataset.md"
            )
    return sorted(found, key=lambda layout: (layout.sheet.order, layout.dataset))


def read_as(
    workspace: Workspace, dataset: str, document: Row, keys: Iterable[str]
) -> tuple[Layout | None, list[str]]:
    """A sheet with the columns whose keys it has, and the keys that are none of the dataset's."""
    table = schemas.schema(workspace, dataset)
    fields = {field.name: field for field in table.fields}
    columns, unknown = [], []
    for key in keys:
        name, *values = key.split(BETWEEN)
        if name in fields or name == SHOWN:
            columns.append(Column(name, tuple(values), fields.get(name)))
        else:
            unknown.append(key)
    if table.sheet is None:
        return None, unknown
    return Layout(dataset, table, table.sheet, document, tuple(columns)), unknown


def _columns(
    table: Schema, sheet: Sheet, document: Row, rows: Sequence[Row], languages: Sequence[str]
) -> Iterable[Column]:
    """The columns of a sheet: the first ones, the figures, the others, translations last.

    A translation into none of the languages has no column, unless a row has it.
    """
    needless = {name for name in table.unasked(languages) if not any(row.get(name) for row in rows)}
    fields = {field.name: field for field in table.fields if field.name not in needless}
    first = [name for name in sheet.columns if name in fields and name not in sheet.from_document]
    others = [name for name in fields if name not in {*first, *sheet.from_document}]
    if sheet.across:
        others = [name for name in others if name not in sheet.across.cells]
    others.sort(key=lambda name: (name in translations(table), name in sheet.short))
    own = [name for name in sheet.from_document if _differs(sheet, name, document, rows)]
    yield from (Column(name, (), fields[name]) for name in first)
    if sheet.across:
        for values in _across(sheet.across, document, rows):
            yield Column(sheet.across.value, values, fields[sheet.across.value])
    if sheet.shown:
        yield Column(SHOWN)
    yield from (Column(name, (), fields[name]) for name in (*own, *others))


def translations(table: Schema) -> set[str]:
    return {name for names in table.translations.values() for name in names.values()}


def _differs(sheet: Sheet, name: str, document: Row, rows: Sequence[Row]) -> bool:
    """True if a row has another value than its document's, which then has to be shown."""
    own = document.get(sheet.from_document[name], "")
    return any(row.get(name, own) != own for row in rows)


def _across(across: Across, document: Row, rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """The values of each column that runs across: those of the kind, then what the rows have."""
    kinds = (columns for kind, columns in across.columns.items() if kind == document["kind"])
    declared = next(kinds, ())
    values = [tuple(_of_year(value, document["year"]) for value in each) for each in declared]
    others = [tuple(row.get(name, "") for name in across.by) for row in rows]
    return list(dict.fromkeys([*values, *(each for each in others if any(each))]))


def _of_year(value: str, year: str) -> str:
    match = re.fullmatch(sheets.RELATIVE, value)
    return str(int(year) + int(match["step"] or 0)) if match else value


def wide(layout: Layout, rows: Iterable[Row]) -> list[dict[str, str]]:
    """The lines of a sheet, by the keys of its columns; figures with their words of uncertainty."""
    across = layout.sheet.across
    if across is None:
        return [{**row} for row in rows]
    lines: dict[tuple[tuple[str, str], ...], list[dict[str, str]]] = {}
    found: list[dict[str, str]] = []
    for row in rows:
        shared = {name: text for name, text in row.items() if name not in across.cells}
        values = [row.get(name, "") for name in across.by]
        key = BETWEEN.join([across.value, *values])
        same = lines.setdefault(tuple(sorted(shared.items())), [])
        line = next((line for line in same if key not in line), None)
        if line is None:
            line = {**shared}
            same.append(line)
            found.append(line)
        if any(values):
            line[key] = cells.with_hedge(row.get(across.hedge, ""), row.get(across.value, ""))
    return found


def heading(layout: Layout, column: Column) -> str:
    """The heading of a column in the current language, with its unit."""
    if column.field is None:
        return locales.for_reader(layout.sheet.by_language("shown"))
    across = layout.sheet.across
    if column.values and across:
        pairs = zip(across.by, column.values, strict=True)
        words = [word(layout.sheet, name, value) for name, value in pairs]
        named = " ".join(words)
    else:
        texts = layout.sheet.headings.get(column.name)
        named = locales.for_reader(texts) if texts else column.name
    return f"{named} ({column.field.unit})" if column.field.unit not in {None, "people"} else named


def word(sheet: Sheet, column: str, value: str) -> str:
    """The words for a value of a column in the current language; the value if it has none."""
    texts = sheet.words.get(column, {}).get(value)
    return locales.for_reader(texts) if texts else value


def name(layout: Layout) -> str:
    """The name of a sheet in the current language."""
    return locales.for_reader(layout.sheet.by_language("name"))


def description(column: Column) -> str:
    """What a column holds, in the current language."""
    return locales.for_reader(column.field.by_language("description")) if column.field else ""
