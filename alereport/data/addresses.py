"""The address of a row of the data: its file and its key, so that it survives rows added above.

`data/budget/ks-namndplan-2024.csv#ks/2024/hr/2023/budget` is the row with these values of the
primary key, whichever line it stands on. The key's column `document` is left out, since the file is
named after it, except in a dataset of one file. In a value, `%`, `/`, `#` and control characters
are written as in a web address (`%2F`); an empty value is an empty part. A row whose key another
row above it has, which the gate refuses, has its number as one part more.

An address names a row in what a notebook shows. An editor needs a line, so messages name the file
and line instead, and `Addresses` finds them in the files as they are now.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import unquote

from alereport.base.fingerprints import content
from alereport.base.workspace import Workspace
from alereport.data import schemas, versions

SIGN = "#"
"""The sign between the file and the key."""
BETWEEN = "/"
"""The sign between the values of the key."""
ESCAPED = re.compile(r"[%/#\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Located:
    """Where the row of an address stands in its file as it is now.

    Attributes:
        place: The file and line, such as `data/budget/ks-namndplan-2024.csv:5`.
        line: The line, as an editor counts it.
        cells: The row's cells by column, as strings.
    """

    place: str
    line: int
    cells: Mapping[str, str]


class Addresses:
    """Finds rows in a project's data files as they are now; each file is read once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._rows = lru_cache(maxsize=None)(self._read)

    def locate(self, row: str) -> Located | None:
        """Find a row by its address; None if the file has no such row."""
        return self._rows(file_of(row)).get(row) if SIGN in row else None

    def of_line(self, file: str, line: int | None) -> str:
        """The address of the row on a line of a file; the file itself if there is no such row."""
        rows = self._rows(file).items()
        return next((row for row, located in rows if located.line == line), file)

    def _read(self, file: str) -> dict[str, Located]:
        path = self._workspace.root / file
        if path.suffix not in {".csv", ".md"}:
            return {}
        rows = versions.version_rows(path, content(path))
        names = of_rows(file, schemas.outline(path).primary_key, [cells for _line, cells in rows])
        return {
            row: Located(f"{file}:{line}", line, cells)
            for row, (line, cells) in zip(names, rows, strict=True)
        }


def of_rows(file: str, primary_key: Sequence[str], rows: Iterable[Mapping[str, str]]) -> list[str]:
    """The address of each row of a file, in its order.

    Args:
        file: The file, from the project's root.
        primary_key: The columns of the dataset's key.
        rows: The cells of every row by column, as they are written in the file.
    """
    columns = key_columns(file, primary_key)
    counts: Counter[str] = Counter()
    addresses: list[str] = []
    for row in rows:
        address = of_key(file, [row.get(column, "") for column in columns])
        counts[address] += 1
        repeated = counts[address] > 1
        addresses.append(f"{address}{BETWEEN}{counts[address]}" if repeated else address)
    return addresses


def of_key(file: str, values: Iterable[str]) -> str:
    """The address of the row of a file with these values of its `key_columns`."""
    return f"{file}{SIGN}{BETWEEN.join(map(_escaped, values))}"


def key_columns(file: str, primary_key: Sequence[str]) -> list[str]:
    """The columns of the key that an address in a file holds."""
    path = PurePosixPath(file)
    if path.stem == path.parent.name:
        return list(primary_key)
    return [column for column in primary_key if column != "document"]


def file_of(row: str) -> str:
    """The file of a row, or the file itself if no row of it is meant."""
    return row.partition(SIGN)[0]


def key_of(row: str) -> tuple[str, ...]:
    """The values of the key in an address; empty if it is that of a whole file."""
    _file, sign, key = row.partition(SIGN)
    return tuple(map(unquote, key.split(BETWEEN))) if sign else ()


def _escaped(value: str) -> str:
    return ESCAPED.sub(lambda sign: f"%{ord(sign[0]):02X}", value)
