"""Versions of a data file: what each adds up to, and how two of them differ, row by row.

A version is bytes, as it is or as git has it; nothing here imports pandas.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from alereport.base.errors import TableError
from alereport.data import commentary, csv_files, schemas
from alereport.data.csv_files import Record

LONG = 60
"""The letters of a cell that are shown."""


class Sum(BaseModel):
    """What a column of figures adds up to, and the unit its schema gives it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    sum: int | float
    unit: str | None

    def __str__(self) -> str:
        return f"{self.sum} {self.unit}" if self.unit else str(self.sum)


@dataclass(frozen=True)
class Change:
    """One cell that differs between two versions, or one row that only one of them has.

    Attributes:
        file: The data file, from the project's root.
        line: The row's line in the later version; of a row that is gone, in the earlier.
        row: What the row is known by, such as `ks, 2024, hr, 2023, budget`.
        column: The cell's column; empty for a whole row.
        before: What stood there; nothing where the row is new.
        after: What stands there; nothing where the row is gone.
    """

    file: str
    line: int
    row: str
    column: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        known = f" ({_short(self.row)})" if self.row else ""
        if self.after is None:
            return (
                f"{self.file}: the row {_short(self.before)} is gone (it was on line {self.line})"
            )
        if self.before is None:
            return f"{self.file}:{self.line}: the row {_short(self.after)} is new"
        before, after = _short(self.before) or "empty", _short(self.after) or "empty"
        return f"{self.file}:{self.line}: {self.column} was {before} and is {after}{known}"


def _short(words: str | None) -> str:
    line = " ".join((words or "").split())
    return line if len(line) <= LONG else f"{line[: LONG - 1]}…"


def control(path: Path, data: bytes) -> tuple[int, dict[str, Sum]]:
    """How many rows a version of a data file has, and what its columns of figures add up to.

    Args:
        path: The data file.
        data: What that version holds; nothing where the file is withdrawn.
    """
    rows = [row for _line, row in records(path, data)]
    return len(rows), {
        column: Sum(sum=_total(row.get(column, "") for row in rows), unit=unit)
        for column, unit in (schemas.outline(path).units if data else {}).items()
    }


def _total(cells: Iterable[str]) -> int | float:
    total = sum(map(_figure, cells), Decimal(0))
    return int(total) if total == total.to_integral_value() else float(total)


def _figure(cell: str) -> Decimal:
    try:
        return Decimal(cell) if cell else Decimal(0)
    except InvalidOperation:
        return Decimal(0)  # An older version may hold what the gate would refuse.


def changes(path: Path, file: str, before: bytes, after: bytes) -> list[Change]:
    """How a version of a data file differs from an earlier one, in the order of the later.

    Rows are known by their schema's key, so that a row that only moved is no change.

    Args:
        path: The data file.
        file: Its path from the project's root.
        before: The earlier version.
        after: The later version.
    """
    key = schemas.outline(path).primary_key
    old, new = _by_key(records(path, before), key), _by_key(records(path, after), key)
    if old is None or new is None:
        return _changed_lines(file, before, after)
    found: list[Change] = []
    for known, (line, row) in new.items():
        if known not in old:
            found.append(Change(file, line, "", "", None, _written(row)))
            continue
        was = old[known][1]
        found += [
            Change(file, line, ", ".join(known[:-1]), column, was.get(column, ""), cell)
            for column, cell in {**dict.fromkeys(was, ""), **row}.items()
            if cell != was.get(column, "")
        ]
    lost = [each for known, each in old.items() if known not in new]
    return found + [Change(file, line, "", "", _written(row), None) for line, row in lost]


def _by_key(rows: Sequence[Record], key: Sequence[str]) -> dict[tuple[str, ...], Record] | None:
    """The rows by their key and, should it stand again, how often it stood before."""
    seen: Counter[tuple[str, ...]] = Counter()
    found: dict[tuple[str, ...], Record] = {}
    for line, row in rows:
        if not key or not row.keys() >= set(key):
            return None
        known = tuple(row[column] for column in key)
        found[*known, str(seen[known])] = (line, row)
        seen[known] += 1
    return found


def _written(row: dict[str, str]) -> str:
    return ", ".join(cell for cell in row.values() if cell)


def _changed_lines(file: str, before: bytes, after: bytes) -> list[Change]:
    """The lines that differ, where rows cannot be told apart by a key."""
    old, new = (csv_files.text(data).splitlines() for data in (before, after))
    found: list[Change] = []
    for _tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[a:b] != new[c:d]:
            found += [Change(file, at + 1, "", "", None, new[at]) for at in range(c, d)]
            found += [Change(file, at + 1, "", "", old[at], None) for at in range(a, b)]
    return found


def records(path: Path, data: bytes) -> Sequence[Record]:
    """The rows of a version of a data file as they are written."""
    return _chapters(path, data) if path.suffix == ".md" else csv_files.records(data)


def _chapters(path: Path, data: bytes) -> list[Record]:
    columns = schemas.outline(path).columns
    try:
        lines, rows = commentary.rows(csv_files.text(data), path.name, columns)
    except TableError:  # A version that is withdrawn, or is no commentary.
        return []
    found = (dict(zip(columns, row, strict=True)) for row in rows)
    return list(zip(lines, found, strict=True))
