"""CSV files as they are written: bytes in, rows out; nothing here imports pandas.

With a place, which errors name, a file is read strictly. Without one, a version that may be older
or broken is read as far as it goes, and nothing is raised.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import lru_cache

from alereport.base.errors import TableError

CORRECT = "correct the file against its document"

Record = tuple[int, dict[str, str]]
"""A row's line as an editor counts it, and its cells as they are written."""


def text(data: bytes, place: str | None = None) -> str:
    """The text of a data file, without its byte order mark.

    Raises:
        TableError: It has a place, and is not UTF-8.
    """
    try:
        return data.decode("utf-8-sig", "strict" if place else "replace")
    except UnicodeDecodeError as problem:
        line = problem.object[: problem.start].count(b"\n") + 1
        raise TableError(
            f"{place}:{line}",
            f"the byte 0x{problem.object[problem.start]:02x} is not UTF-8",
            "a file in UTF-8",
            "save the file as UTF-8",
        ) from None


def rows(written: str, place: str | None = None) -> Iterator[tuple[int, list[str]]]:
    """The heading and every row, each with the line it begins on; blank lines are left out.

    Raises:
        TableError: It has a place, and cannot be read as comma-separated values.
    """
    reader = csv.reader(io.StringIO(written, newline=""), strict=bool(place))
    start = 1
    try:
        for cells in reader:
            if cells or start == 1:
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as problem:
        if place:
            raise TableError(
                f"{place}:{start}", str(problem), "comma-separated values", CORRECT
            ) from None


@lru_cache(maxsize=64)
def records(data: bytes) -> tuple[Record, ...]:
    """The rows of a version by its own heading, as far as it can be read.

    A cell that a row lacks is not there; of one too many nothing is known.
    """
    found = rows(text(data))
    _line, heading = next(found, (1, []))
    return tuple((line, dict(zip(heading, cells, strict=False))) for line, cells in found)
