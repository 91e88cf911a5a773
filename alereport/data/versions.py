"""Versions of a data file: the control sums of each, and the differences between two of them.

A version is bytes, from the file or from git; nothing here imports pandas.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from alereport.base.errors import TableError
from alereport.base.fingerprints import fingerprint
from alereport.data import commentary, csv_files, schemas
from alereport.data.csv_files import CsvRow

FIGURE = re.compile(schemas.PATTERNS["number"][0])
MAX_SHOWN = 60
"""The maximum number of characters of a cell that are shown."""


class Sum(BaseModel):
    """The sum of a column of figures, and the unit from its schema."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
    sum: int | float
    unit: str | None

    def __str__(self) -> str:
        return f"{self.sum} {self.unit}" if self.unit else str(self.sum)


@dataclass(frozen=True)
class Change:
    """One cell that differs between two versions, or one row that only one of them has.

    Attributes:
        file: The data file, from the project's root.
        line: The row's line in the later version; for a deleted row, in the earlier version.
        row: The key of the row, such as `ks, 2024, hr, 2023, budget`.
        column: The cell's column; empty for an entire row.
        before: The earlier value; None if the row is new.
        after: The later value; None if the row is deleted.
    """

    file: str
    line: int
    row: str
    column: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        key = f" ({_short(self.row)})" if self.row else ""
        if self.after is None:
            return (
                f"{self.file}: the row {_short(self.before)} is gone (it was on line {self.line})"
            )
        if self.before is None:
            return f"{self.file}:{self.line}: the row {_short(self.after)} is new"
        before, after = _short(self.before) or "empty", _short(self.after) or "empty"
        return f"{self.file}:{self.line}: {self.column} was {before} and is {after}{key}"


def _short(words: str | None) -> str:
    line = " ".join((words or "").split())
    return line if len(line) <= MAX_SHOWN else f"{line[: MAX_SHOWN - 1]}…"


def control(path: Path, data: bytes) -> tuple[int, dict[str, Sum]]:
    """The number of rows in a version of a data file, and the sum of each column of figures.

    Args:
        path: The data file.
        data: The content of that version; empty if the file is withdrawn.
    """
    rows = [row for _line, row in version_rows(path, data)]
    return len(rows), {
        column: Sum(sum=_total(row.get(column, "") for row in rows), unit=unit)
        for column, unit in (schemas.outline(path).units if data else {}).items()
    }


def _total(cells: Iterable[str]) -> int | float:
    total = sum(map(_figure, cells), Decimal(0))
    return int(total) if total == total.to_integral_value() else float(total)


def _figure(cell: str) -> Decimal:
    """The figure of a cell; zero of what the gate would refuse, which an older version may hold."""
    return Decimal(cell) if FIGURE.fullmatch(cell) else Decimal(0)


def changes(path: Path, file: str, before: bytes, after: bytes) -> list[Change]:
    """The differences of a version of a data file from an earlier one, in the later one's order.

    Rows are identified by their primary key, so that a row that only moved is not a change; by as
    much of it as the earlier version has, so that a column that joined the key is not one either.

    Args:
        path: The data file.
        file: Its path from the project's root.
        before: The earlier version.
        after: The later version.
    """
    old_rows, new_rows = version_rows(path, before), version_rows(path, after)
    key = schemas.outline(path).primary_key
    if set(key) <= columns(new_rows) and old_rows:
        key = tuple(column for column in key if column in columns(old_rows))
    old, new = _by_key(old_rows, key), _by_key(new_rows, key)
    if old is None or new is None:
        return _changed_lines(file, before, after)
    differences: list[Change] = []
    for row_key, (line, row) in new.items():
        if row_key not in old:
            differences.append(Change(file, line, "", "", None, _joined(row)))
            continue
        old_row = old[row_key][1]
        differences += [
            Change(file, line, ", ".join(row_key[:-1]), column, old_row.get(column, ""), cell)
            for column, cell in {**dict.fromkeys(old_row, ""), **row}.items()
            if cell != old_row.get(column, "")
        ]
    deleted = [record for row_key, record in old.items() if row_key not in new]
    return differences + [Change(file, line, "", "", _joined(row), None) for line, row in deleted]


def columns(rows: Sequence[CsvRow]) -> set[str]:
    """The columns of a version, as its first row has them."""
    return set(rows[0][1]) - {""} if rows else set()


def _by_key(rows: Sequence[CsvRow], key: Sequence[str]) -> dict[tuple[str, ...], CsvRow] | None:
    """The rows by their key and the number of earlier rows with the same key.

    None if there is no key, or a row lacks one of its columns.
    """
    counts: Counter[tuple[str, ...]] = Counter()
    by_key: dict[tuple[str, ...], CsvRow] = {}
    for line, row in rows:
        if not key or not row.keys() >= set(key):
            return None
        values = tuple(row[column] for column in key)
        by_key[*values, str(counts[values])] = (line, row)
        counts[values] += 1
    return by_key


def _joined(row: dict[str, str]) -> str:
    return ", ".join(cell for cell in row.values() if cell)


def _changed_lines(file: str, before: bytes, after: bytes) -> list[Change]:
    """The lines that differ, for rows that cannot be identified by a key."""
    old, new = (csv_files.text(data).splitlines() for data in (before, after))
    differences: list[Change] = []
    for _tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[a:b] != new[c:d]:
            differences += [Change(file, i + 1, "", "", None, new[i]) for i in range(c, d)]
            differences += [Change(file, i + 1, "", "", old[i], None) for i in range(a, b)]
    return differences


def version_rows(path: Path, data: bytes) -> Sequence[CsvRow]:
    """The rows of a version of a data file as strings, which are shared: do not change them."""
    return _chapters(path, data) if path.suffix == ".md" else csv_files.csv_rows(data)


def chapter_checksums(path: Path, data: bytes) -> dict[str, str]:
    """The checksum of each chapter in a version of commentary: of its text in every language.

    The blank lines around a text do not count, nor does a column that is empty.
    """
    return {
        row[commentary.KEY]: fingerprint(repr(cell) for cell in sorted(row.items()) if cell[1])[:16]
        for _line, row in _chapters(path, data)
    }


def _chapters(path: Path, data: bytes) -> Sequence[CsvRow]:
    return _chapters_of(data, path.name, tuple(schemas.outline(path).columns))


@lru_cache(maxsize=1024)
def _chapters_of(data: bytes, name: str, columns: tuple[str, ...]) -> Sequence[CsvRow]:
    try:
        lines, rows = commentary.rows(csv_files.text(data), name, columns)
    except TableError:  # A version that is withdrawn, or is not commentary.
        return ()
    cells = (dict(zip(columns, row, strict=True)) for row in rows)
    return tuple(zip(lines, cells, strict=True))
