"""Which cell of which table each drafted row was made from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alereport.ingest.drafts import Row

Table = Mapping[str, Any]
"""A table as `reading.json` has it."""
ALONG = re.compile(r"(page|line) (\d+)")
"""A place that tells how far into the document it is."""


@dataclass(frozen=True, order=True)
class Position:
    """A cell: its table, its row and its column, each counted from 0."""

    table: int
    row: int
    column: int


def of_rows(rows: Iterable[Row], tables: Sequence[Table]) -> dict[str, Position]:
    """The cell of each row by the row's id; a row that is of no table has none.

    A row that was made of several cells, such as a question of an evaluation, has the first.
    """
    cells: dict[tuple[str, str], list[tuple[Position, str, str]]] = {}
    for at, label, column, cell in _cells(tables):
        cells.setdefault((cell["place"], cell["as_printed"]), []).append((at, label, column))
    found: dict[str, Position] = {}
    for row in rows:
        printed = str(row.get("as_printed") or "").partition(" | ")[0]
        same = cells.get((row["place"], printed), [])
        if chosen := _most_alike(row, same):
            same.remove(chosen)
            found[row["id"]] = chosen[0]
    return found


def _cells(tables: Sequence[Table]) -> Iterator[tuple[Position, str, str, Mapping[str, Any]]]:
    for number, table in enumerate(tables):
        for line, row in enumerate(table["rows"]):
            pairs = zip(table["columns"], row["cells"], strict=False)
            for at, (column, cell) in enumerate(pairs):
                year = f"{column['year'] or ''} {column['kind']}"
                yield Position(number, line, at), row["label"], year, cell


def _most_alike(
    row: Row, cells: Sequence[tuple[Position, str, str]]
) -> tuple[Position, str, str] | None:
    """The cell with the row's own label, and of several the one with its year and kind."""
    names = {str(row[name]) for name in ("label", "item", "name") if row.get(name)}
    names |= {f"{row['question']} {row['name']}" for _once in "1" if row.get("question")}
    labelled = [each for each in cells if each[1] in names]
    year = str(row.get("amount_year") or row.get("year") or "")
    kind = str(row.get("kind") or "")
    whole = [each for each in labelled if each[2] == f"{year} {kind}"]
    of_year = [each for each in labelled if each[2].startswith(year)]
    return next(iter(whole or of_year or labelled), None)


def in_order(rows: Sequence[Row], positions: Mapping[str, Position]) -> list[Row]:
    """The rows in the document's order, as far as their places tell it."""
    along = [ALONG.fullmatch(str(row["place"])) for row in rows]
    tells = len({each[1] if each else "" for each in along}) == 1
    after = Position(len(rows), 0, 0)

    def order(index: int) -> tuple[int, Position, int]:
        match = along[index] if tells else None
        return (
            int(match[2]) if match else 0,
            positions.get(rows[index]["id"], after),
            index,
        )

    return [rows[index] for index in sorted(range(len(rows)), key=order)]
