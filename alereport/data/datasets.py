"""Data files as typed data frames."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from alereport.base.errors import WITHHELD, TableError
from alereport.base.workspace import Workspace
from alereport.data import addresses, data_files, registers, schemas
from alereport.data.schemas import PATTERNS, Field, Schema

TOTAL = registers.TOTAL
"""The area, in `areas` and `budget`, that stands for a committee's printed total."""

ROW = "row"
"""The name of a frame's index, which holds the place or the address of each row."""


def read_dataset(workspace: Workspace, dataset: str) -> pd.DataFrame:
    """Every row of a dataset, file after file; none if no document has any.

    Raises:
        TableError: A register has no file, or a file cannot be read; see `read`.
    """
    files = workspace.data_files(dataset)
    if not files and dataset not in registers.REGISTERS:
        return without_rows(workspace, dataset)
    return read(workspace, *(files or [workspace.dataset(dataset) / f"{dataset}.csv"]))


def without_rows(workspace: Workspace, dataset: str) -> pd.DataFrame:
    """A frame of a dataset's columns and their types, without rows.

    Raises:
        TableError: The schema cannot be read.
    """
    fields = schemas.schema(workspace, dataset).fields
    columns = {field.name: _typed([], field, []) for field in fields}
    return pd.DataFrame(columns, index=pd.Index([], name=ROW, dtype="str"))


def read(workspace: Workspace, *files: Path) -> pd.DataFrame:
    """Data files of a dataset as one typed frame, one row per line, file after file.

    The index, `row`, holds each row's file and line: `data/budget/ks-namndplan-2024.csv:5`.

    Raises:
        TableError: A file cannot be read, its name does not fit its dataset's scope, its columns
            are not the schema's, or a cell is not of its column's type.
    """
    return _read(workspace, files, by_address=False)


def read_by_address(workspace: Workspace, *files: Path) -> pd.DataFrame:
    """Data files as `read` returns them, but with the address of each row as the index, `row`.

    An address stays the same when rows are added above; see `addresses`.

    Raises:
        TableError: See `read`.
    """
    return _read(workspace, files, by_address=True)


def _read(workspace: Workspace, files: Sequence[Path], *, by_address: bool) -> pd.DataFrame:
    table = schemas.schema(workspace, files[0].parent.name)
    for path in files:
        _check_name(workspace, path, table)
    contents = [(workspace.relative(path), data_files.content(workspace, path)) for path in files]
    # A dataset that others refer to is read many times; its frame is cached.
    return _frame(table, *contents, by_address=by_address).copy(deep=False)


def _check_name(workspace: Workspace, path: Path, table: Schema) -> None:
    """Refuse a file whose name does not fit its dataset's scope, so that no report would use it."""
    single_file = f"{path.parent.name}.csv"
    if (path.name == single_file) != (table.scope == "municipality"):
        expected = (
            "a file named after its document"
            if path.name == single_file
            else f"one file named {single_file}"
        )
        raise TableError(
            workspace.relative(path),
            f"it is a file of a dataset with scope: {table.scope}",
            expected,
            "rename the file or correct the scope in table.yaml",
        )


def try_read(
    workspace: Workspace, files: Iterable[Path]
) -> tuple[dict[Path, pd.DataFrame], list[TableError]]:
    """The frames of the files that can be read (see `read`), and the errors of the others."""
    frames: dict[Path, pd.DataFrame] = {}
    errors: list[TableError] = []
    for path in files:
        try:
            frames[path] = read(workspace, path)
        except TableError as problem:
            errors.append(problem)
    return frames, errors


def readable_rows(workspace: Workspace, dataset: str) -> tuple[pd.DataFrame, bool]:
    """The rows of a dataset that can be read, and whether those are all its rows."""
    frames, unreadable = try_read(workspace, workspace.data_files(dataset))
    rows = pd.concat(frames.values()) if frames else without_rows(workspace, dataset)
    return rows, not unreadable


@lru_cache(maxsize=256)
def _frame(table: Schema, *contents: tuple[str, bytes], by_address: bool) -> pd.DataFrame:
    """A frame of several files, each given by its path and content."""
    places: list[str] = []
    index: list[str] = []
    rows: list[list[str]] = []
    for file, content in contents:
        file_places, file_rows = data_files.rows(content, file, table)
        places += file_places
        index += _addresses(table, file, file_rows) if by_address else file_places
        rows += file_rows
    # Built from lists: a frame of strings that is cast afterwards takes several times as long, and
    # so do many frames of a few rows.
    columns = zip(table.fields, zip(*rows, strict=True), strict=True)
    return pd.DataFrame(
        {
            field.name: _typed(cells, field, places, private=table.is_on_people)
            for field, cells in columns
        },
        index=pd.Index(index, name=ROW, dtype="str"),
    )


def _addresses(table: Schema, file: str, rows: Iterable[list[str]]) -> list[str]:
    cells = (dict(zip(table.columns, row, strict=True)) for row in rows)
    return addresses.of_rows(file, table.primary_key, cells)


def _typed(
    cells: Sequence[str], field: Field, places: Sequence[str], *, private: bool = False
) -> Any:
    """A column as an array of its type; an empty cell is missing."""
    filled = [cell or None for cell in cells]
    if field.type == "string":
        return pd.array(filled, dtype="str")
    pattern, words = PATTERNS[field.type]
    fits = re.compile(pattern).fullmatch
    invalid = {
        place: cell for place, cell in zip(places, cells, strict=True) if cell and not fits(cell)
    }
    if not invalid and field.type == "date":
        dates = pd.to_datetime(pd.array(filled, dtype="str"), format="%Y-%m-%d", errors="coerce")
        parsed = zip(places, cells, dates, strict=True)
        invalid = {place: cell for place, cell, day in parsed if cell and pd.isna(day)}
    if invalid:
        raise _cell_error(invalid, field, words, private=private)
    match field.type:
        case "integer":
            return pd.array([int(cell) if cell else None for cell in filled], dtype="Int64")
        case "number":
            return pd.array([float(cell) if cell else None for cell in filled], dtype="Float64")
        case "boolean":
            return pd.array([cell and cell == "true" for cell in filled], dtype="boolean")
        case _:
            return dates


def _cell_error(invalid: dict[str, str], field: Field, words: str, *, private: bool) -> TableError:
    more = f" (and {len(invalid) - 1} more cells of the column)" if len(invalid) > 1 else ""
    unit = f" ({field.unit})" if field.unit else ""
    place, cell = next(iter(invalid.items()))
    # Whether an unreadable row must be withheld is unknown, and its cells may have been shifted, so
    # that a figure stands in any column: none is shown of a dataset on people.
    found = f"{field.name} is {WITHHELD}" if private else f'{field.name} is "{cell}"'
    return TableError(
        place,
        f"{found}{more}",
        f"{words}{unit}",
        "correct the cell against its document",
    )
