"""CSV files read from bytes into rows of strings, and a row written; nothing here imports pandas.

With a place, which errors name, a file is read strictly. Without one, it may be an older or broken
version: it is read as far as possible and nothing is raised.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from alereport.base import files, patterns
from alereport.base.errors import TableError
from alereport.base.files import FormError

CORRECT = "correct the file against its document"

MAX_CELL = patterns.MAX_TEXT
"""Characters in a cell, of which a pattern can be matched; set at each reading, as a library may
change it."""

PROBLEMS = {
    "unexpected end of data": (
        "a quotation mark begins a cell here, and none ends it",
        "add the closing one, or double those inside the cell",
    ),
    "',' expected after '\"'": (
        "there is more after the quotation mark that ends a cell",
        "double the quotation marks inside the cell",
    ),
    f"field larger than field limit ({MAX_CELL})": (
        f"a cell has more than {MAX_CELL:,} characters",
        "shorten it, or close the quotation mark that begins it",
    ),
}
"""What `csv` says of cells that are written wrong or too long, in words, and what to do."""
ALONE = re.compile(r"\r(?!\n)")

CsvRow = tuple[int, dict[str, str]]
"""A row's line as an editor counts it, and its cells by column, as strings."""


def text(data: bytes, place: str | None = None) -> str:
    """The text of a data file, without its byte order mark and with its letters composed.

    Raises:
        TableError: A place is given and the data are not UTF-8.
    """
    try:
        return files.text(data)
    except FormError as problem:
        if place:
            raise problem.error(TableError, place) from None
        return files.composed(data.decode("utf-8-sig", "replace"))


def divided(content: str, delimiter: str) -> list[list[str]]:
    """The rows of a file of somebody else's, whose cells are divided by a sign of theirs.

    Raises:
        FormError: A cell is longer than any that people write.
    """
    csv.field_size_limit(MAX_CELL)
    try:
        return list(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter))
    except csv.Error as problem:
        found, next_step = PROBLEMS.get(str(problem), (str(problem), CORRECT))
        raise FormError(0, found, "rows of cells", next_step) from None


def rows(content: str, place: str | None = None) -> Iterator[tuple[int, list[str]]]:
    """The heading and every row, each with the line it begins on; blank lines are left out.

    Raises:
        TableError: A place is given and the text cannot be read as comma-separated values.
    """
    if place:
        _require_line_ends(content, place)
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(content, newline=""), strict=bool(place))
    start = 1
    try:
        for cells in reader:
            if cells or start == 1:
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as problem:
        if place:
            found, step = PROBLEMS.get(str(problem), (str(problem), CORRECT))
            raise TableError(f"{place}:{start}", found, "comma-separated values", step) from None


def _require_line_ends(content: str, place: str) -> None:
    """Refuse a carriage return alone, which some programs take for the end of a line."""
    if alone := ALONE.search(content):
        line = content.count("\n", 0, alone.start()) + 1
        found, expected = "a carriage return alone ends the line", "line feeds at the ends of lines"
        raise TableError(f"{place}:{line}", found, expected, "save the file with other line ends")


def lines(content: str) -> list[str]:
    """The lines of a text with their ends, as they are counted in `rows`."""
    return list(io.StringIO(content, newline=""))


def lines_of_row(following: Sequence[str]) -> int:
    """How many lines the first row takes of the lines that begin with it."""
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(following)
    next(reader)
    return reader.line_num


class _AllQuoted(csv.excel):
    quoting = csv.QUOTE_ALL


def written(cells: Iterable[str], *, ending: str, all_quoted: bool) -> str:
    """A row as a line, with all its cells in quotes or only those that need them."""
    line = io.StringIO(newline="")
    dialect: type[csv.Dialect] = _AllQuoted if all_quoted else csv.excel
    csv.writer(line, dialect, lineterminator=ending).writerow(cells)
    return line.getvalue()


@lru_cache(maxsize=64)
def csv_rows(data: bytes) -> tuple[CsvRow, ...]:
    """The rows of a version under its own heading, as far as it can be read.

    A cell that a row lacks is left out; surplus cells are joined under an empty name.
    """
    lines = rows(text(data))
    _line, heading = next(lines, (1, []))
    return tuple((line, _cells_by_column(heading, cells)) for line, cells in lines)


def _cells_by_column(heading: list[str], cells: list[str]) -> dict[str, str]:
    surplus = ",".join(cells[len(heading) :])
    return dict(zip(heading, cells, strict=False)) | ({"": surplus} if surplus else {})
