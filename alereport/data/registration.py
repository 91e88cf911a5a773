"""Registering a document: what is known of it and, once its file is there, its checksum, as a row.

Only that row of `data/documents/documents.csv` is written; every other byte stays as it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from filelock import FileLock

from alereport.base import files, params
from alereport.base.errors import SourceError
from alereport.base.workspace import Workspace
from alereport.data import registers, schemas
from alereport.data.register_files import RegisterFile

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
    return _written(workspace, {**cells, "sha256": checksum}, source)


def add(workspace: Workspace, cells: Mapping[str, str]) -> Registered:
    """Add a document's row without a checksum, or fill in the empty cells of the one it has.

    Args:
        workspace: The project.
        cells: The row by column, among them `document`.

    Raises:
        TableError: The register cannot be read.
        InvalidCellError: A value is not one of its column, or differs from what is registered.
    """
    table = registers.register_schema(workspace, REGISTER)
    given = {column: value for column, value in cells.items() if value}
    for column, value in given.items():
        require_valid(workspace, table, column, value)
    return _written(workspace, given)


def _written(
    workspace: Workspace, cells: Mapping[str, str], source: Path | None = None
) -> Registered:
    table = registers.register_schema(workspace, REGISTER)
    workspace.quality.mkdir(parents=True, exist_ok=True)
    with FileLock(workspace.quality / ".lock"):
        file = RegisterFile(workspace, REGISTER)
        line, row = file.row_of(cells["document"])
        if source:
            _require_same(file, source, cells["sha256"], cells["document"], line)
        if line is None:
            defaults = _known_from_name(workspace, table, cells) if source else {}
            written = {**defaults, **cells}
        else:
            written = _empty_cells(f"{file.place}:{line}", row, cells)
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
        require_valid(workspace, table, column, value)
    return cells, checksum(source)


def checksum(source: Path) -> str:
    """The SHA-256 of a document's file, in hexadecimal.

    Raises:
        SourceError: The file cannot be read.
    """
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


def require_valid(workspace: Workspace, table: schemas.Schema, column: str, value: str) -> None:
    """Check a value against its column's type and constraints, and a committee's being one.

    Args:
        workspace: The project.
        table: The schema of the register.
        column: The column.
        value: Its value.

    Raises:
        InvalidCellError: It is not one of its column.
    """
    field = next((field for field in table.fields if field.name == column), None)
    if field is None:
        raise InvalidCellError(column, value, f"nothing, as {REGISTER} has no column {column}")
    limits = field.constraints
    if expected := other_type(field, value):
        raise InvalidCellError(column, value, expected)
    if limits.enum and value not in limits.enum:
        raise InvalidCellError(column, value, f"one of {', '.join(limits.enum)}")
    if limits.pattern and not re.fullmatch(limits.pattern, value):
        raise InvalidCellError(column, value, field.form)
    if limits.minimum is not None and float(value) < limits.minimum:
        raise InvalidCellError(column, value, f"at least {limits.minimum}")
    if limits.maximum is not None and float(value) > limits.maximum:
        raise InvalidCellError(column, value, f"at most {limits.maximum}")
    if column == "committee" and value not in (known := _committees(workspace)):
        raise InvalidCellError(column, value, f"one of {', '.join(known)}")


def other_type(field: schemas.Field, value: str) -> str:
    """Return what a value must be, if it is not of its column's type; empty if it is."""
    pattern, expected = schemas.PATTERNS.get(field.type, ("(?s:.*)", ""))
    is_day = field.type != "date" or _is_day(value)
    return "" if re.fullmatch(pattern, value) and is_day else expected


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _committees(workspace: Workspace) -> list[str]:
    return [row["committee"] for _line, row in RegisterFile(workspace, "committees").rows]


def require_same(workspace: Workspace, source: str, checksum: str, document: str) -> None:
    """Check that neither a file nor a short name is registered as another.

    Args:
        workspace: The project.
        source: The file, as named in messages.
        checksum: Its checksum.
        document: The short name.

    Raises:
        SourceError: One is.
        TableError: The register cannot be read.
    """
    file = RegisterFile(workspace, REGISTER)
    _require_same(file, Path(source), checksum, document, file.row_of(document)[0])


def _require_same(
    file: RegisterFile, source: Path, checksum: str, document: str, line: int | None
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
    known = {
        name: value for name, value in guesses.items() if is_valid(workspace, table, name, value)
    }
    as_of = as_of_kind({**known, **given})
    if as_of and is_valid(workspace, table, "as_of", as_of):
        known["as_of"] = as_of
    return known


def is_valid(workspace: Workspace, table: schemas.Schema, column: str, value: str) -> bool:
    """True if a value is one, and one of its column; see `require_valid`."""
    try:
        require_valid(workspace, table, column, value)
    except InvalidCellError:
        return False
    return bool(value)


def as_of_kind(row: Mapping[str, str]) -> str:
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
