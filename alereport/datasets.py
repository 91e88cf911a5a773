"""Data files as typed frames.

Each dataset is a folder of CSV files with one schema, `table.yaml`, in the terms of
Frictionless Table Schema. The schema is the only place a column is declared.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

import pandas as pd
import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic import Field as Key

from alereport import commentary
from alereport.errors import TableError
from alereport.workspace import Workspace

Type = Literal["string", "integer", "number", "boolean", "date"]

PATTERNS: dict[Type, tuple[str, str]] = {
    "integer": (r"-?(0|[1-9][0-9]{0,14})", "an integer"),
    "number": (r"-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?", "a number with . as decimal sign"),
    "boolean": (r"true|false", "true or false"),
    "date": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date such as 2024-05-31"),
}
"""What a filled cell of each type looks like, as a regular expression and in words."""

TOTAL = "total"
"""The area, in `areas` and `budget`, that stands for a committee's printed total."""

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""YAML's plain loader, the quick one where it is there."""

ROW = "row"
"""The name of a frame's index, which says where each row stands."""

CORRECT = "correct the file against its document"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _compiles(pattern: str | None) -> str | None:
    try:
        re.compile(pattern or "")
    except re.error as problem:
        raise ValueError(f"the pattern {pattern} is no regular expression: {problem}") from None
    return pattern


class Constraints(_Model):
    """What a column's values must satisfy (Frictionless field constraints)."""

    required: bool = False
    enum: tuple[str, ...] | None = None
    pattern: Annotated[str | None, AfterValidator(_compiles)] = None
    minimum: int | float | None = None
    maximum: int | float | None = None


class Field(_Model):
    """One column."""

    name: str
    type: Type
    description: str
    description_sv: str
    unit: str | None = None
    constraints: Constraints = Constraints()


Columns = Annotated[tuple[str, ...], Key(min_length=1, max_length=2)]


class Reference(_Model):
    """The dataset and the one or two columns a foreign key points to."""

    resource: str
    fields: Columns


class ForeignKey(_Model):
    """One or two columns whose values must stand in another dataset."""

    fields: Columns
    reference: Reference


class Printed(_Model):
    """How a row stands in its source document, so that it can be found there again.

    Attributes:
        where: `line`: the figures stand on one line with their label, in the order of the
            file's rows. `words`: the label is the figure as it is printed. `paragraph`: the
            figures stand in one paragraph with their label. `section`: the row has no figures;
            only its section is looked for.
        label: The column of the words to look for.
        figures: The columns of the figures.
        dates: The columns of the dates, as `due`.
    """

    where: Literal["line", "words", "paragraph", "section"] = Key(alias="in")
    label: str | None = None
    figures: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()


class Schema(_Model):
    """The schema of a dataset: `table.yaml`.

    Attributes:
        title, description: What the dataset is called, and what one row of it is.
        printed: Our own beside Frictionless' terms; none for what stands in no document.
    """

    title: str
    title_sv: str
    description: str
    description_sv: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...] = Key(alias="primaryKey")
    foreign_keys: tuple[ForeignKey, ...] = Key(default=(), alias="foreignKeys")
    printed: Printed | None = None

    @property
    def columns(self) -> list[str]:
        return [field.name for field in self.fields]

    def is_required(self, column: str) -> bool:
        return any(field.name == column and field.constraints.required for field in self.fields)


def names(workspace: Workspace) -> list[str]:
    """The datasets of the project: every folder in `data/`.

    Raises:
        TableError: There is no `data/`, or nothing in it.
    """
    found = workspace.datasets
    if not found:
        raise TableError(
            workspace.relative(workspace.data),
            "there are no datasets",
            "one folder each",
            "restore it",
        )
    return found


def schema(workspace: Workspace, dataset: str) -> Schema:
    """The schema of a dataset.

    Raises:
        TableError: `table.yaml` cannot be read or is not a schema.
    """
    path = workspace.dataset(dataset) / "table.yaml"
    place = workspace.relative(path)
    try:
        return _schema(path.read_bytes())
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        found = " ".join(str(problem).split())
    except ValidationError as problem:
        first = problem.errors()[0]
        found = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    raise TableError(place, found, "a Frictionless Table Schema", "correct the schema")


@lru_cache(maxsize=64)
def _schema(written: bytes) -> Schema:
    return Schema.model_validate(yaml.load(written.decode("utf-8"), LOADER))  # noqa: S506 - it is a safe one


def whole(workspace: Workspace, dataset: str) -> pd.DataFrame:
    """Every row of a dataset, file after file.

    Raises:
        TableError: There is no file, or one of them cannot be read; see `read`.
    """
    found = workspace.data_files(dataset) or [workspace.dataset(dataset) / f"{dataset}.csv"]
    return pd.concat([read(workspace, path) for path in found])


def read(workspace: Workspace, path: Path) -> pd.DataFrame:
    """A data file as a typed frame, one row per line; see `as_written` for its index.

    Raises:
        TableError: The file cannot be read, its columns are not the schema's, or a cell is
            not of its column's type.
    """
    place = workspace.relative(path)
    table = schema(workspace, path.parent.name)
    # One that is read again and again, as what others refer to, is made once.
    return _frame(_bytes(path, place), place, table).copy(deep=False)


def readable(
    workspace: Workspace, files: Iterable[Path]
) -> tuple[dict[Path, pd.DataFrame], list[TableError]]:
    """Those of some data files that can be read, as `read` gives them, and why others cannot."""
    frames: dict[Path, pd.DataFrame] = {}
    unreadable: list[TableError] = []
    for path in files:
        try:
            frames[path] = read(workspace, path)
        except TableError as problem:
            unreadable.append(problem)
    return frames, unreadable


def as_written(workspace: Workspace, path: Path) -> pd.DataFrame:
    """A data file's cells as they are written; an empty one is an empty string.

    The index, `row`, says where each row stands: `data/budget/ks-namndplan-2024.csv:5`.

    Raises:
        TableError: The file cannot be read, or its columns are not the schema's.
    """
    place = workspace.relative(path)
    table = schema(workspace, path.parent.name)
    places, rows = _cells(_bytes(path, place), place, table)
    return pd.DataFrame(rows, columns=table.columns, index=_index(places), dtype="str")


@lru_cache(maxsize=256)
def _frame(written: bytes, place: str, table: Schema) -> pd.DataFrame:
    places, rows = _cells(written, place, table)
    # From lists: a frame of strings that is then cast costs several times as much a file.
    columns = zip(table.fields, zip(*rows, strict=True), strict=True)
    return pd.DataFrame(
        {field.name: _typed(cells, field, places) for field, cells in columns}, index=_index(places)
    )


def _index(places: list[str]) -> pd.Index[str]:
    return pd.Index(places, name=ROW, dtype="str")


def _cells(written: bytes, place: str, table: Schema) -> tuple[list[str], list[list[str]]]:
    """Where each row stands, and its cells."""
    read_rows = commentary.rows if place.endswith(".md") else _rows
    lines, rows = read_rows(_text(written, place), place, table.columns)
    if not rows:
        raise TableError(place, "there are no rows", "at least one", CORRECT)
    return [f"{place}:{line}" for line in lines], rows


def _rows(text: str, place: str, columns: list[str]) -> tuple[list[int], list[list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[int] = []
    rows: list[list[str]] = []
    start = 1
    try:
        for cells in reader:
            if start == 1:
                _check_heading(cells, columns, place)
            elif len(cells) != len(columns):
                raise TableError(
                    f"{place}:{start}", f"{len(cells)} cells", f"{len(columns)}", CORRECT
                )
            else:
                lines.append(start)
                rows.append(cells)
            start = reader.line_num + 1
    except csv.Error as problem:
        raise TableError(
            f"{place}:{start}", str(problem), "comma-separated values", CORRECT
        ) from None
    if start == 1:
        _check_heading([], columns, place)
    return lines, rows


def _bytes(path: Path, place: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise TableError(
            place,
            f"it cannot be read ({problem.strerror})",
            "a file that can be read",
            "restore the file",
        ) from None


def _text(written: bytes, place: str) -> str:
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = problem.object[: problem.start].count(b"\n") + 1
        raise TableError(
            f"{place}:{line}",
            f"the byte 0x{problem.object[problem.start]:02x} is not UTF-8",
            "a file in UTF-8",
            "save the file as UTF-8",
        ) from None


def _check_heading(found: list[str], columns: list[str], place: str) -> None:
    if found != columns:
        raise TableError(
            f"{place}:1",
            f"the columns are {', '.join(found) or 'missing'}",
            ", ".join(columns),
            "restore the heading, with commas between the columns",
        )


def _typed(cells: Sequence[str], field: Field, places: Sequence[str]) -> Any:
    """A column as an array of its type; an empty cell is missing."""
    filled = [cell or None for cell in cells]
    if field.type == "string":
        return pd.array(filled, dtype="str")
    pattern, words = PATTERNS[field.type]
    fits = re.compile(pattern).fullmatch
    wrong = {at: cell for at, cell in zip(places, cells, strict=True) if cell and not fits(cell)}
    if not wrong and field.type == "date":
        dates = pd.to_datetime(pd.array(filled, dtype="str"), format="%Y-%m-%d", errors="coerce")
        found = zip(places, cells, dates, strict=True)
        wrong = {at: cell for at, cell, day in found if cell and pd.isna(day)}
    if wrong:
        raise _cell_error(wrong, field, words)
    match field.type:
        case "integer":
            return pd.array([int(cell) if cell else None for cell in filled], dtype="Int64")
        case "number":
            return pd.array([float(cell) if cell else None for cell in filled], dtype="Float64")
        case "boolean":
            return pd.array([cell and cell == "true" for cell in filled], dtype="boolean")
        case _:
            return dates


def _cell_error(wrong: dict[str, str], field: Field, words: str) -> TableError:
    more = f" (and {len(wrong) - 1} more cells of the column)" if len(wrong) > 1 else ""
    unit = f" ({field.unit})" if field.unit else ""
    place, cell = next(iter(wrong.items()))
    return TableError(
        place,
        f'{field.name} is "{cell}"{more}',
        f"{words}{unit}",
        "correct the cell against its document",
    )


def place_of(row: str) -> tuple[str, int]:
    """The file and line of a row of the index, such as `data/budget/x.csv:5`."""
    match = re.fullmatch(r"(.+):(\d+)", row)
    if match is None:
        raise ValueError(f"not a row of a data file: {row}")
    return match[1], int(match[2])
