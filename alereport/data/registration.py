"""Registering a source document: its checksum, and what its name tells of it, as one row.

Only that row of `data/documents/documents.csv` is written; every other byte stays as it is.
"""

from __future__ import annotations

import hashlib
import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from filelock import FileLock

from alereport.base import files, params
from alereport.base.errors import SourceError, TableError
from alereport.base.workspace import Workspace, write_atomically
from alereport.data import csv_files, registers, schemas

REGISTER = "documents"
KINDS = {
    "tillaggsbudget": "amendment",
    "budgetandring": "amendment",
    "revidering": "amendment",
    "delarsrapport": "interim_report",
    "delarsredovisning": "interim_report",
    "delarsbokslut": "interim_report",
    "delarsuppfoljning": "interim_report",
    "tertialrapport": "interim_report",
    "arsredovisning": "annual_report",
    "arsrapport": "annual_report",
    "arsbokslut": "annual_report",
    "tjansteskrivelse": "cover_letter",
    "foljebrev": "cover_letter",
    "missiv": "cover_letter",
    "utvardering": "evaluation",
    "plan": "plan",
    "budget": "plan",
}
"""The kind of a document, by what a word of its short name ends with; the first that fits."""
UNKNOWN = "unknown"
"""The status of a document that does not say whether it is adopted, where the schema has it."""


class InvalidCellError(ValueError):
    """A value that cannot be registered.

    Attributes:
        column: The column of the register.
    """

    def __init__(self, column: str, value: str, expected: str) -> None:
        super().__init__(f"{value or 'nothing'} is given; expected {expected}")
        self.column = column


@dataclass(frozen=True)
class Registered:
    """A document as it stands in the register.

    Attributes:
        file: The register, from the project's root.
        line: The row's line, as an editor counts it.
        document: The document's short name.
        written: The cells that were written, by column; none if it was registered as it is.
        required: The empty columns that must have a value.
        empty: The other empty columns.
    """

    file: str
    line: int
    document: str
    written: dict[str, str]
    required: tuple[str, ...]
    empty: tuple[str, ...]


def register(workspace: Workspace, source: Path, given: Mapping[str, str]) -> Registered:
    """Write a document's checksum in its row of the register, or add a row for it.

    Args:
        source: The document's file.
        given: What the steward says of it, by column. Without `document`, it is the file's name.

    Raises:
        SourceError: The file cannot be read, is registered under another name, or is not the one
            that is registered under this name.
        TableError: The register cannot be read.
        InvalidCellError: A value is not one of its column, or differs from what is registered.
    """
    cells, checksum = what_is_given(workspace, source, given)
    table = registers.register_schema(workspace, REGISTER)
    workspace.quality.mkdir(parents=True, exist_ok=True)
    with FileLock(workspace.quality / ".lock"):
        file = _Register(workspace, table)
        line, row = file.row_of(cells["document"])
        _require_same(file, source, checksum, cells["document"], line)
        if line is None:
            defaults = _known_from_name(workspace, table, cells)
            written = {**defaults, **cells, "sha256": checksum}
        else:
            written = _empty_cells(f"{file.place}:{line}", row, {**cells, "sha256": checksum})
        written = {name: written[name] for name in table.columns if name in written}
        if written:
            line = file.write(line, {**row, **written})
    empty = [name for name in table.columns if not {**row, **written}.get(name)]
    return Registered(
        file.place,
        line or 0,
        cells["document"],
        written,
        tuple(name for name in empty if table.is_required(name)),
        tuple(name for name in empty if not table.is_required(name)),
    )


def what_is_given(
    workspace: Workspace, source: Path, given: Mapping[str, str]
) -> tuple[dict[str, str], str]:
    """Return the cells and the checksum that are to be registered; nothing is written.

    Args:
        source: The document's file.
        given: What the steward says of it, by column.

    Raises:
        SourceError: The file cannot be read.
        TableError: The register's schema cannot be read.
        InvalidCellError: A value is not one of its column.
    """
    cells = {column: " ".join(value.split()) for column, value in given.items() if value.strip()}
    cells.setdefault("document", source.stem)
    table = registers.register_schema(workspace, REGISTER)
    for column, value in cells.items():
        _require_valid(workspace, table, column, value)
    return cells, _checksum(source)


def _checksum(source: Path) -> str:
    try:
        with files.opened(source) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        raise SourceError(
            str(source),
            f"it cannot be read ({problem.strerror})",
            "the file of a source document",
            "name the file",
        ) from None


def _require_valid(workspace: Workspace, table: schemas.Schema, column: str, value: str) -> None:
    """Check a value against its column's type and constraints, and a committee's being one.

    Raises:
        InvalidCellError: It is not one of its column.
    """
    field = next((field for field in table.fields if field.name == column), None)
    if field is None:
        raise InvalidCellError(column, value, f"nothing, as {REGISTER} has no column {column}")
    pattern, expected = schemas.PATTERNS.get(field.type, ("(?s:.*)", ""))
    limits = field.constraints
    if not re.fullmatch(pattern, value) or (field.type == "date" and not _is_day(value)):
        raise InvalidCellError(column, value, expected)
    if limits.enum and value not in limits.enum:
        raise InvalidCellError(column, value, f"one of {', '.join(limits.enum)}")
    if limits.pattern and not re.fullmatch(limits.pattern, value):
        raise InvalidCellError(column, value, f"a value that matches {limits.pattern}")
    if limits.minimum is not None and float(value) < limits.minimum:
        raise InvalidCellError(column, value, f"at least {limits.minimum}")
    if limits.maximum is not None and float(value) > limits.maximum:
        raise InvalidCellError(column, value, f"at most {limits.maximum}")
    if column == "committee" and value not in (known := _committees(workspace)):
        raise InvalidCellError(column, value, f"one of {', '.join(known)}")


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _committees(workspace: Workspace) -> list[str]:
    return [row["committee"] for row in registers.register_rows(workspace, "committees")]


def _require_same(
    file: _Register, source: Path, checksum: str, document: str, line: int | None
) -> None:
    """Check that neither the file nor the name is registered as another.

    Raises:
        SourceError: One is.
    """
    for other_line, row in file.rows:
        if row["sha256"] == checksum and row["document"] != document:
            raise SourceError(
                str(source),
                f"it is registered as {row['document']} ({file.place}:{other_line})",
                "a document that is not registered",
                f"use it under that name, not as {document}",
            )
        registered = row["sha256"]
        if other_line == line and registered and registered != checksum:
            raise SourceError(
                str(source),
                f"its sha256 is {checksum}",
                f"{registered}, as {file.place}:{line} has it",
                "restore the file or, as a changed source is a new document, register it under "
                "a name of its own with --document",
            )


def _known_from_name(
    workspace: Workspace, table: schemas.Schema, given: Mapping[str, str]
) -> dict[str, str]:
    """Return what a name such as `ks-verksamhetsplan-2022` tells, of the columns there are."""
    words = given["document"].split("-")
    evaluations = (each.document for each in params.municipality(workspace).evaluations)
    by_word = {**dict.fromkeys(evaluations, "evaluation"), **KINDS}
    kinds = (
        kind
        for word, kind in by_word.items()
        for part in words[:-1] or words
        if part.endswith(word)
    )
    guesses = {"committee": words[0], "year": words[-1], "kind": next(kinds, ""), "status": UNKNOWN}
    known = {name: value for name, value in guesses.items() if _fits(workspace, table, name, value)}
    as_of = _as_of({**known, **given})
    if as_of and _fits(workspace, table, "as_of", as_of):
        known["as_of"] = as_of
    return known


def _fits(workspace: Workspace, table: schemas.Schema, column: str, value: str) -> bool:
    try:
        _require_valid(workspace, table, column, value)
    except InvalidCellError:
        return False
    return bool(value)


def _as_of(row: Mapping[str, str]) -> str:
    """Return the last day whose outcome a document reports, where its kind and year say it."""
    kind, year = row.get("kind"), row.get("year")
    if year and kind == "plan":
        return f"{int(year) - 1}-12-31"
    return f"{year}-12-31" if year and kind in ("annual_report", "cover_letter") else ""


def _empty_cells(place: str, row: Mapping[str, str], cells: Mapping[str, str]) -> dict[str, str]:
    """Return the cells that the row does not have yet.

    Raises:
        InvalidCellError: The row has another value.
    """
    for column, value in cells.items():
        if row[column] not in ("", value):
            raise InvalidCellError(column, value, f"{row[column]}, as {place} has it")
    return {column: value for column, value in cells.items() if not row[column]}


class _Register:
    """The register as it is on disk, to replace or add one line of it.

    Raises:
        TableError: It cannot be read.
    """

    def __init__(self, workspace: Workspace, table: schemas.Schema) -> None:
        self._path = registers.register_file(workspace, REGISTER)
        self._is_in_order = params.municipality(workspace).habits.registers_in_order
        self.place = workspace.relative(self._path)
        self._columns = table.columns
        data = schemas.content(workspace, self._path)
        text = csv_files.text(data, self.place)
        self._mark = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
        self._lines = csv_files.lines(text)
        numbers, rows = schemas.csv_rows(text, self.place, self._columns)
        self.rows = [
            (number, dict(zip(self._columns, cells, strict=True)))
            for number, cells in zip(numbers, rows, strict=True)
        ]

    def row_of(self, document: str) -> tuple[int | None, dict[str, str]]:
        """Return the line and the cells of a document; no line and no cells if it has no row."""
        found = [entry for entry in self.rows if entry[1]["document"] == document]
        if len(found) > 1:
            raise TableError(
                f"{self.place}:{found[1][0]}",
                f"{document} has {len(found)} rows",
                "one row a document",
                "remove the other",
            )
        return found[0] if found else (None, {})

    def write(self, line: int | None, row: Mapping[str, str]) -> int:
        """Replace the row on a line, or add it, and return its line."""
        lines, ending = list(self._lines), _ending(self._lines[0]) or "\n"
        cells = [row.get(column, "") for column in self._columns]
        all_quoted = lines[0].startswith('"')
        if line is None:
            if not _ending(lines[-1]):
                lines[-1] += ending
            line = self._line_of_new(row) if self._is_in_order else len(lines) + 1
            replaced = slice(line - 1, line - 1)
        else:
            replaced = slice(line - 1, line - 1 + csv_files.lines_of_row(lines[line - 1 :]))
            ending = _ending(lines[replaced.stop - 1])
        lines[replaced] = [csv_files.written(cells, ending=ending, all_quoted=all_quoted)]
        write_atomically(self._path, self._mark + "".join(lines).encode())
        return line

    def _line_of_new(self, row: Mapping[str, str]) -> int:
        """The line of a new row: by its year among the rows of its kind, or else the last."""
        of_kind = [
            (number, other) for number, other in self.rows if other.get("kind") == row.get("kind")
        ]
        later = [number for number, other in of_kind if other["year"] > row.get("year", "")]
        if later or not of_kind:
            return min(later, default=len(self._lines) + 1)
        last = of_kind[-1][0]
        return last + csv_files.lines_of_row(self._lines[last - 1 :])


def _ending(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]
