"""The rows that were filled in, put into a document's data file: what did not change stays.

A row that is in the file keeps its place, and its bytes where no cell differs; a new one comes
after the row that it follows in the workbook, or else among those of its section.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from alereport.base.workspace import Workspace
from alereport.data import commentary, csv_files, data_files, schemas
from alereport.data.schemas import Schema

Row = Mapping[str, str]
NUMBERED = re.compile(r"(?P<word>\D*)(?P<numbers>\d+(?:\.\d+)*)(?P<rest>.*)", re.DOTALL)
"""A section with a number: `2.3`, `§ 12`, `Bilaga 2 Mål`."""


@dataclass(frozen=True)
class _Line:
    """A row of a file, and the text that it is there."""

    row: Row
    text: str


def file_of(workspace: Workspace, dataset: str, document: str) -> Path:
    """The data file of a document's rows in a dataset: Markdown where they are chapters."""
    columns = schemas.schema(workspace, dataset).columns
    suffix = "md" if {commentary.KEY, commentary.TEXT} <= {*columns} else "csv"
    return workspace.dataset(dataset) / f"{document}.{suffix}"


def merged(workspace: Workspace, path: Path, rows: Sequence[Row]) -> bytes:
    """The content of a data file once it has the rows that were filled in, and no others.

    Args:
        workspace: The project.
        path: The file, which may not be there yet.
        rows: At least one row, in the order of the workbook.

    Raises:
        TableError: The file cannot be read.
    """
    table = schemas.schema(workspace, path.parent.name)
    if not path.exists():
        lines = [_Line(row, "") for row in _in_order(rows)]
        return _content(path, table, "", lines, "\n").encode()
    data = data_files.content(workspace, path)
    text = csv_files.text(data, workspace.relative(path))
    head, lines = _lines(workspace, path, text)
    mark = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
    ending = "\r\n" if "\r\n" in text else "\n"
    return mark + _content(path, table, head, _merged(lines, rows, table), ending).encode()


def _lines(workspace: Workspace, path: Path, text: str) -> tuple[str, list[_Line]]:
    """What stands before the first row of a file, and each row with its text."""
    table = schemas.schema(workspace, path.parent.name)
    places, cells = data_files.rows(text.encode(), workspace.relative(path), table)
    starts = [data_files.place_of(place)[1] - 1 for place in places]
    lines = csv_files.lines(text)
    ends = [*starts[1:], len(lines)]
    rows = [dict(zip(table.columns, row, strict=True)) for row in cells]
    return "".join(lines[: starts[0]]), [
        _Line(row, "".join(lines[start:end]))
        for row, start, end in zip(rows, starts, ends, strict=True)
    ]


def _merged(lines: Sequence[_Line], rows: Sequence[Row], table: Schema) -> list[_Line]:
    """The rows that were filled in, those of the file in its order and the others among them."""
    filled = {_key(table, row): row for row in rows}
    kept = [
        line if line.row == filled[key] else _Line(filled[key], "")
        for line in lines
        if (key := _key(table, line.row)) in filled
    ]
    there = {_key(table, line.row) for line in kept}
    for number, row in enumerate(rows):
        if _key(table, row) not in there:
            before = [_key(table, other) for other in reversed(rows[:number])]
            kept.insert(_place(kept, row, before, table), _Line(row, ""))
    return kept


def _place(
    lines: Sequence[_Line], row: Row, before: Sequence[tuple[str, ...]], table: Schema
) -> int:
    """Where a new row comes: after the last before it in the workbook, of its section if any is."""
    places = {_key(table, line.row): number for number, line in enumerate(lines)}
    section = row.get("section")
    same = [number for number, line in enumerate(lines) if line.row.get("section") == section]
    for key in before:
        if places[key] in same or not same:
            return places[key] + 1
    return same[0] if same else 0


def _in_order(rows: Sequence[Row]) -> list[Row]:
    """The rows in the order of their sections, where all have one with a number."""
    matches = [NUMBERED.fullmatch(row.get("section", "")) for row in rows]
    if not all(matches):
        return list(rows)
    words = list(dict.fromkeys(match["word"].casefold() for match in matches if match))
    ranks = [
        (words.index(match["word"].casefold()), [*map(int, match["numbers"].split("."))])
        for match in matches
        if match
    ]
    return [row for _rank, row in sorted(zip(ranks, rows, strict=True), key=lambda pair: pair[0])]


def _key(table: Schema, row: Row) -> tuple[str, ...]:
    return tuple(row.get(column, "") for column in table.primary_key)


def _content(path: Path, table: Schema, head: str, lines: Sequence[_Line], ending: str) -> str:
    """The text of a file; what is new of it is written as the rest is."""
    if path.suffix == ".md":
        return _chapters(table, head, lines)
    head = head or csv_files.written(table.columns, ending=ending, all_quoted=False)
    all_quoted = head.startswith('"')
    texts = [
        line.text
        or csv_files.written(
            [line.row.get(column, "") for column in table.columns],
            ending=ending,
            all_quoted=all_quoted,
        )
        for line in lines
    ]
    ended = [text if text.endswith("\n") else text + ending for text in texts]
    return head + "".join(ended)


def _chapters(table: Schema, head: str, lines: Sequence[_Line]) -> str:
    """Commentary: the front matter, and a heading with its text for each row."""
    shared = table.columns[: table.columns.index(commentary.KEY)]
    first = {column: _plain(lines[0].row[column]) for column in shared}
    head = head or f"---\n{yaml.safe_dump(first, sort_keys=False, allow_unicode=True)}---\n\n"
    written = [replace(line, text=line.text or _chapter(table, line.row)) for line in lines]
    return head + "\n\n".join(line.text.rstrip() for line in written) + "\n"


def _plain(cell: str) -> str | int:
    return int(cell) if cell.isdecimal() else cell


def _chapter(table: Schema, row: Row) -> str:
    translations = table.translations.get(commentary.TEXT, {})
    translated = [
        f"## {language}\n\n{row[column]}"
        for language, column in translations.items()
        if row.get(column)
    ]
    return "\n\n".join([f"# {row[commentary.KEY]}", row[commentary.TEXT], *translated])
