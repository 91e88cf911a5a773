"""Amounts of running text held against the tables of their document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from alereport.ingest.amounts import Amount
from alereport.ingest.understood import Table, TableRow
from alereport.ingest.words import Words, normalised

IN_TKR = {"kr": 0.001, "tkr": 1.0, "mnkr": 1000.0, "mdkr": 1_000_000.0}
THOUSANDS = 3
"""Digits of a group of thousands."""
HEDGED = 0.1
"""How far a hedged amount may be from the table's, as a part of it."""
SHORTEST_LABEL = 4
"""Letters of a label that a sentence names by no chance."""
REST = re.compile(r"\s*\(.*\)$")
"""What a label adds in parentheses, which a sentence leaves out."""


@dataclass(frozen=True)
class _Printed:
    """A figure of a table in tkr, what its last digit is worth, and where it stands."""

    tkr: float
    digit: float
    as_printed: str
    place: str


def held(
    amounts: Sequence[Amount], tables: Sequence[Table], words: Words, year: int | None
) -> Iterator[Amount]:
    """Yield the amounts: where a table has another figure for the same, a person is asked.

    Args:
        year: The document's own, of sentences that name none.
    """
    for amount in amounts:
        printed = list(_printed(amount, tables, words, year))
        differing = [each for each in printed if not _agree(amount, each)]
        if amount.value is None or len(differing) < len(printed) or not printed:
            agrees = [each.place for each in printed if _agree(amount, each)]
            yield replace(amount, agrees=agrees[0] if agrees else "")
            continue
        first = differing[0]
        reason = f"the table at {first.place} prints {first.as_printed}"
        yield replace(amount, state="asked", reason=reason)


def _printed(
    amount: Amount, tables: Sequence[Table], words: Words, year: int | None
) -> Iterator[_Printed]:
    """Yield the figures of tables that say the same as an amount, if they are right."""
    of = amount.year or year
    if amount.nouns > 1 or amount.state == "asked":
        return  # What the amount is of is not certain.
    for table in tables:
        factor = IN_TKR.get(table.unit)
        if factor is None:
            continue
        for row in _rows(amount, table, words):
            if amount.sense in {"surplus", "deficit"}:
                yield from _figures(table, row, "deviation", None, factor)
            elif amount.kind and not amount.sense:
                yield from _figures(table, row, amount.kind, amount.year, factor)
            elif amount.kind and of:
                yield from _change(table, row, amount.kind, of, factor)


def _rows(amount: Amount, table: Table, words: Words) -> list[TableRow]:
    """The rows whose labels a sentence names; those of totals where it is about the whole."""
    totals = [row for row in table.rows if words.meaning("rows", row.label) == "total"]
    named = [
        row
        for row in table.rows
        if row not in totals and len(_name(row)) >= SHORTEST_LABEL and _name(row) in amount.about
    ]
    first = amount.about.partition(" ")[0]
    is_whole = words.meaning("wholes", amount.about) or words.meaning("nouns", first)
    return named or (totals if is_whole else [])


def _name(row: TableRow) -> str:
    return normalised(REST.sub("", row.label))


def _figures(
    table: Table, row: TableRow, kind: str, year: int | None, factor: float
) -> Iterator[_Printed]:
    """Yield the figures of a row of a kind: those of a year, or of every year where none is named.

    A figure whose column has no year may be of any.
    """
    for column, cell in zip(table.columns, row.cells, strict=True):
        is_of = column.kind == kind and (not year or column.year in {year, None})
        if is_of and cell.value is not None:
            yield _Printed(
                cell.value * factor,
                digit(cell.value, cell.as_printed) * factor,
                cell.as_printed,
                cell.place,
            )


def _change(table: Table, row: TableRow, kind: str, year: int, factor: float) -> Iterator[_Printed]:
    """Yield the change of a row from the year before."""
    by_year = {
        column.year: cell
        for column, cell in zip(table.columns, row.cells, strict=True)
        if column.kind == kind and cell.value is not None
    }
    before, after = by_year.get(year - 1), by_year.get(year)
    if before is not None and after is not None and before.value is not None and after.value:
        last = (
            max(digit(before.value, before.as_printed), digit(after.value, after.as_printed))
            * factor
        )
        as_printed = f"{before.as_printed} and {after.as_printed}"
        yield _Printed((after.value - before.value) * factor, last, as_printed, after.place)


def digit(value: float | None, as_printed: str) -> float:
    """How much the last printed digit of a figure is worth; `1,250` has two readings."""
    decimals = re.search(r"[.,](\d+)\D*$", as_printed)
    is_whole = value is not None and float(value).is_integer()
    if decimals is None or (is_whole and len(decimals[1]) == THOUSANDS):
        return 1.0
    return float(10.0 ** -len(decimals[1]))


def _agree(amount: Amount, printed: _Printed) -> bool:
    """True if an amount and a figure are the same as far as both are printed, whatever its sign."""
    factor = IN_TKR[amount.unit]
    value = abs(amount.value or 0) * factor
    slack = max(amount.digit * factor, printed.digit) * 0.5 + 1e-6
    if amount.hedge:
        slack = max(slack, HEDGED * abs(printed.tkr))
    return abs(value - abs(printed.tkr)) <= slack
