"""The content of data files as rows of strings; nothing here imports pandas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from alereport.base import files
from alereport.base.errors import WITHHELD, TableError
from alereport.base.workspace import Workspace
from alereport.data import commentary, csv_files, schemas
from alereport.data.csv_files import CORRECT

NAMES = re.compile(r"[^\W\d]\w{0,60}(?:[;\t] ?[^\W\d]\w{0,60}){0,60}")
"""The name of a column, or several with semicolons or tabs between them."""


def read_rows(workspace: Workspace, path: Path) -> tuple[list[str], list[list[str]]]:
    """The rows of a data file as strings; see `rows`.

    Raises:
        TableError: The file cannot be read, or its columns are not the schema's.
    """
    table = schemas.schema(workspace, path.parent.name)
    return rows(content(workspace, path), workspace.relative(path), table)


def records(workspace: Workspace, path: Path) -> list[dict[str, str]]:
    """The rows of a data file as strings by column, an empty cell as "".

    Raises:
        TableError: The file cannot be read, or its columns are not the schema's.
    """
    columns = schemas.schema(workspace, path.parent.name).columns
    return [dict(zip(columns, cells, strict=True)) for cells in read_rows(workspace, path)[1]]


def rows(content: bytes, place: str, table: schemas.Schema) -> tuple[list[str], list[list[str]]]:
    """The rows of a file's content as strings.

    Returns:
        The place of each row, such as `data/budget/ks-namndplan-2024.csv:5`; and the cells of each
        row, an empty one as "".

    Raises:
        TableError: It cannot be read, or its columns are not the schema's.
    """
    text = csv_files.text(content, place)
    if place.endswith(".md"):
        lines, cells = commentary.rows(text, place, table.columns)
    else:
        lines, cells = csv_rows(text, place, table.columns, private=table.is_on_people)
    if not cells:
        raise TableError(place, "there are no rows", "at least one", CORRECT)
    return [f"{place}:{line}" for line in lines], cells


def csv_rows(
    text: str, place: str, columns: Sequence[str], *, private: bool = False
) -> tuple[list[int], list[list[str]]]:
    """The line and the cells of each row of a CSV file, which may have none.

    Args:
        text: The content of the file.
        place: The file.
        columns: The columns it must have.
        private: True if its cells must not be shown: a file without a heading begins with them.

    Raises:
        TableError: It is not CSV, or its columns are not the ones given.
    """
    numbered_rows = csv_files.rows(text, place)
    _line, heading = next(numbered_rows, (1, []))
    if heading != list(columns):
        raise _heading_error(f"{place}:1", heading, columns, private=private)
    lines: list[int] = []
    rows: list[list[str]] = []
    for line, cells in numbered_rows:
        if not any(cell.strip() for cell in cells):
            raise TableError(f"{place}:{line}", "the row is empty", "a row", "remove it")
        if len(cells) != len(columns):
            raise TableError(f"{place}:{line}", f"{len(cells)} cells", f"{len(columns)}", CORRECT)
        lines.append(line)
        rows.append(cells)
    return lines, rows


def _heading_error(
    place: str, heading: Sequence[str], columns: Sequence[str], *, private: bool
) -> TableError:
    """The error of a heading, which tells the first thing that is wrong with it."""
    # A heading that is no heading may be a row, whose figures are not to be told.
    told = (name for name in heading if NAMES.fullmatch(name) and not private)
    shown = {"": "empty", **{name: name for name in (*told, *columns)}}
    names = [shown.get(name, WITHHELD if private else "…") for name in heading]
    found = f"the columns are {', '.join(names) or 'missing'}"
    missing = [name for name in columns if name not in heading]
    unknown = [said for name, said in zip(heading, names, strict=True) if name not in columns]
    twice = [name for name in names if names.count(name) > 1]
    if twice and len(missing) < len(columns):
        found = f"the column {twice[0]} stands twice"
    elif len(unknown) == len(missing) < len(columns):
        found = f"there is a column {unknown[0]}, and none {missing[0]}" if missing else found
    step = "restore the heading, with commas between the columns"
    return TableError(place, found, ", ".join(columns), step)


def content(workspace: Workspace, path: Path) -> bytes:
    """The content of a data file.

    Raises:
        TableError: It cannot be read.
    """
    return files.read(path, place=workspace.relative(path), error=TableError)


def place_of(row: str) -> tuple[str, int]:
    """The file and line of a row, from its place such as `data/budget/x.csv:5`."""
    match = re.fullmatch(r"(.+):(\d+)", row)
    if match is None:
        raise ValueError(f"not a row of a data file: {row}")
    return match[1], int(match[2])


def sorted_sections(sections: Iterable[str]) -> list[str]:
    """Sections in their document's order: 3.10 after 3.9, and those without a number last."""
    return sorted(sections, key=lambda section: [_sort_key(part) for part in section.split(".")])


def _sort_key(part: str) -> tuple[bool, int]:
    return (False, int(part)) if part.isdecimal() else (part != "", 0)
