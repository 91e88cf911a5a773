"""Data files as typed frames."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from alereport.base.errors import WITHHELD, TableError
from alereport.base.workspace import Workspace
from alereport.data import schemas
from alereport.data.schemas import PATTERNS, Field, Schema

TOTAL = "total"
"""The area, in `areas` and `budget`, that stands for a committee's printed total."""

ROW = "row"
"""The name of a frame's index, which says where each row stands."""


def whole(workspace: Workspace, dataset: str) -> pd.DataFrame:
    """Every row of a dataset, file after file.

    Raises:
        TableError: There is no file, or one of them cannot be read; see `read`.
    """
    found = workspace.data_files(dataset) or [workspace.dataset(dataset) / f"{dataset}.csv"]
    return read(workspace, *found)


def read(workspace: Workspace, *files: Path) -> pd.DataFrame:
    """Data files of a dataset as one typed frame, one row per line, file after file.

    The index, `row`, says where each row stands: `data/budget/ks-namndplan-2024.csv:5`.

    Raises:
        TableError: A file cannot be read, its name is not as its dataset's scope asks, its columns
            are not the schema's, or a cell is not of its column's type.
    """
    table = schemas.schema(workspace, files[0].parent.name)
    for path in files:
        _check_name(workspace, path, table)
    contents = [(workspace.relative(path), schemas.content(workspace, path)) for path in files]
    # One that is read again and again, as what others refer to, is made once.
    return _frame(table, *contents).copy(deep=False)


def _check_name(workspace: Workspace, path: Path, table: Schema) -> None:
    """Refuse a file that no report would see, by how its dataset's files are named."""
    whole = f"{path.parent.name}.csv"
    if (path.name == whole) != (table.scope == "municipality"):
        named = "after its document" if path.name == whole else f"{whole} and alone"
        raise TableError(
            workspace.relative(path),
            f"it is a file of a dataset with scope: {table.scope}",
            f"one that is named {named}",
            "rename the file or correct the scope in table.yaml",
        )


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


@lru_cache(maxsize=256)
def _frame(table: Schema, *contents: tuple[str, bytes]) -> pd.DataFrame:
    """A frame of files, each by its place and content."""
    places: list[str] = []
    rows: list[list[str]] = []
    for place, content in contents:
        of_file = schemas.rows(content, place, table)
        places += of_file[0]
        rows += of_file[1]
    # From lists: a frame of strings that is then cast costs several times as much, and so do
    # many frames of a few rows.
    columns = zip(table.fields, zip(*rows, strict=True), strict=True)
    return pd.DataFrame(
        {field.name: _typed(cells, field, places) for field, cells in columns},
        index=pd.Index(places, name=ROW, dtype="str"),
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
    # What cannot be read cannot be judged either, so a figure of people is not told.
    told = f"{field.name} is {WITHHELD}" if field.private else f'{field.name} is "{cell}"'
    return TableError(
        place,
        f"{told}{more}",
        f"{words}{unit}",
        "correct the cell against its document",
    )
