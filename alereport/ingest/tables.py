"""A grid as a table: its columns, its rows, and each figure with its state."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from alereport.ingest import columns as heads
from alereport.ingest import proof
from alereport.ingest.columns import Column
from alereport.ingest.model import Grid, GridCell, Row
from alereport.ingest.numerals import Numeral, Separator, is_nothing, numeral
from alereport.ingest.understood import Cell, Table, TableRow
from alereport.ingest.words import Words

CANONICAL = {"total": "Totalt", "income": "Intäkt", "cost": "Kostnad", "part": "Varav"}
"""What a row is, in the words of the proof."""
EITHER = "a point or comma may stand before decimals or between thousands"
LONGEST = 90
"""Characters of a line."""
MOST_WAYS = 20_000
"""The most ways to divide the rows of a table that are tried; with more, none is chosen."""


def table(grid: Grid, words: Words, separator: Separator | None) -> Table | None:
    """Understand a grid; None for a table that lays out text, without figures or heads of text."""
    head = heads.head_rows(grid, words)
    if not grid.labels and not grid.ways:
        grid = heads.labels_first(grid, head, words, separator)
    labels = grid.labels or heads.label_columns(grid, head, words, separator)
    body = [index for index in range(head, len(grid.rows)) if _says(grid.rows[index])]
    columns = heads.columns(grid, head, labels, words)
    chosen = _chosen(grid, body, labels, columns, words, separator)
    is_of_texts = sum(column.is_text for column in columns) > 1
    if not is_of_texts and not any(
        _figure(cell, separator) for row in chosen.rows for cell in row[labels:]
    ):
        return None
    return _made(grid, chosen, columns, labels, words, separator)


def _says(row: Row) -> bool:
    return any(cell.text.strip() for cell in row)


@dataclass(frozen=True)
class _Chosen:
    """The rows of the body as they are read.

    Attributes:
        proof: What closes over them.
        doubts: By row, why its division is not certain.
    """

    rows: list[Row]
    proof: proof.Proof
    doubts: dict[int, str]


def _chosen(
    grid: Grid,
    body: list[int],
    labels: int,
    columns: Sequence[Column],
    words: Words,
    separator: Separator | None,
) -> _Chosen:
    """Divide the rows as the arithmetic has it; where it cannot tell, as they stand, in doubt."""
    options = [grid.ways.get(index, (grid.rows[index],)) for index in body]
    several = [n for n, ways in enumerate(options) if len(ways) > 1]
    total = 1
    for ways in options:
        total *= len(ways)
    kinds = ["percentage" if column.unit == "%" else column.kind for column in columns[labels:]]
    tried = []
    if total <= MOST_WAYS:
        for way in product(*options):
            found = _proof(way, labels, kinds, words, separator)
            tried.append((list(way), found))
    if not several:
        return _Chosen(*(tried[0] if tried else ([], proof.Proof((), ()))), {})
    closing = [
        (rows, found) for rows, found in tried if _covers(found, several, rows, labels, separator)
    ]
    if len(closing) == 1:
        return _Chosen(*closing[0], {})
    rows = [ways[0] for ways in options]
    doubt = "its figures may be divided in several ways, and no total tells which"
    return _Chosen(rows, proof.Proof((), ()), dict.fromkeys(several, doubt))


def _covers(
    found: proof.Proof,
    several: Sequence[int],
    rows: Sequence[Row],
    labels: int,
    separator: Separator | None,
) -> bool:
    """True if every figure of the rows in doubt is proved."""
    return all(
        (row, column) in found.cells
        for row in several
        for column, cell in enumerate(rows[row][labels:])
        if _figure(cell, separator)
    )


def _proof(
    rows: Sequence[Row],
    labels: int,
    kinds: Sequence[str],
    words: Words,
    separator: Separator | None,
) -> proof.Proof:
    figures = [[_figure(cell, separator) for cell in row[labels:]] for row in rows]
    roles = [_role(_label(row, labels), words) for row in rows]
    return proof.prove(
        roles if any(roles) else ["Rad"] * len(roles),
        [
            [_value(each, cell) for each, cell in zip(found, row[labels:], strict=True)]
            for found, row in zip(figures, rows, strict=True)
        ],
        [[each.decimals if each else 0 for each in row] for row in figures],
        [
            "percentage" if _are_percentages(figures, index) else kind
            for index, kind in enumerate(kinds)
        ],
    )


def _value(figure: Numeral | None, cell: GridCell) -> float | None:
    """The figure; not a number where a text stands instead, that no sum can count."""
    if figure is not None:
        return figure.value
    return None if is_nothing(cell.text) or cell.is_continued else math.nan


def _are_percentages(figures: Sequence[Sequence[Numeral | None]], index: int) -> bool:
    column = [row[index] for row in figures if row[index]]
    return bool(column) and all(each is not None and each.is_percentage for each in column)


def _role(label: str, words: Words) -> str:
    return CANONICAL.get(words.meaning("rows", label), label and "Rad")


def _label(row: Row, labels: int) -> str:
    cells = [cell for cell in row[:labels] if cell.is_below or not cell.is_continued]
    texts = [" ".join(cell.text.split()) for cell in cells]
    return " ".join(text for text in texts if text)


def _figure(cell: GridCell, separator: Separator | None) -> Numeral | None:
    """The figure of a cell; None for a text, a dash, or a part of a merged cell."""
    if cell.is_continued or is_nothing(cell.text):
        return None
    if cell.number is not None:
        return Numeral(cell.number, cell.decimals or 0, "%" in cell.text)
    return numeral(cell.text, separator)


def _made(
    grid: Grid,
    chosen: _Chosen,
    columns: Sequence[Column],
    labels: int,
    words: Words,
    separator: Separator | None,
) -> Table:
    shown = columns[labels:]
    units = {cell.unit for row in chosen.rows for cell in row[labels:] if cell.unit}
    over = " ".join([grid.caption, *(column.label for column in columns), *sorted(units)])
    rows = tuple(
        TableRow(
            _label(row, labels),
            tuple(
                _qualified(cell, words, separator)
                or _cell(cell, (n, m), chosen, grid, shown[m], separator)
                for m, cell in enumerate(row[labels:])
            ),
        )
        for n, row in enumerate(chosen.rows)
    )
    faults = tuple(
        f"{rows[each.row].cells[each.column].place}: the document prints "
        f"{rows[each.row].cells[each.column].as_printed}, and its rows sum to "
        f"{_printed(each.summed)}"
        for each in chosen.proof.faults
    )
    return Table(
        " ".join(grid.caption.split()),
        grid.section,
        grid.place,
        _unit(over, shown, words),
        tuple(shown),
        _with_faults(rows, chosen.proof),
        _sign_of_costs(chosen.rows, shown, labels, words, separator),
        tuple(dict.fromkeys(each.words for each in chosen.proof.closed)),
        faults,
        of_labels=" ".join(dict.fromkeys(each.label for each in columns[:labels] if each.label)),
    )


def shortened(text: str) -> str:
    """A text on one line, or its first words: no running text of a document is kept."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rpartition(' ')[0]} …"


def _printed(value: float) -> str:
    return f"{value:,.10g}".replace(",", " ").replace(".", ",")


def _qualified(cell: GridCell, words: Words, separator: Separator | None) -> Cell | None:
    """A figure after the words `minst` or `drygt`; None where none stand before it."""
    comparator, rest = words.before("comparators", cell.text)
    hedge, after = words.before("hedges", rest)
    figure = numeral(after, separator)
    if figure is None or not (comparator or hedge) or cell.is_continued:
        return None
    printed = shortened(cell.text)
    said = " ".join(rest.split())[: len(" ".join(rest.split())) - len(after)].strip()
    return Cell(
        None if figure.is_ambiguous else figure.value,
        printed,
        "asked" if figure.is_ambiguous else "read",
        cell.place,
        EITHER * figure.is_ambiguous,
        comparator,
        said.casefold() if hedge else "",
    )


def _cell(
    cell: GridCell,
    at: tuple[int, int],
    chosen: _Chosen,
    grid: Grid,
    column: Column,
    separator: Separator | None,
) -> Cell:
    figure = _figure(cell, separator)
    printed = shortened(cell.text)
    if figure is None:
        has_digits = any(map(str.isdigit, printed)) and not is_nothing(printed)
        is_unsure = bool(column.doubt or chosen.rows[at[0]][0].doubt)
        is_among_figures = has_digits and (column.kind or is_unsure) and not column.is_text
        reason = "a text with digits among figures" if is_among_figures else ""
        if cell.is_continued and printed:
            return Cell(None, "", "read", cell.place)
        return Cell(None, printed, "asked" if reason else "read", cell.place, reason)
    if several := chosen.doubts.get(at[0], "") or EITHER * figure.is_ambiguous:
        return Cell(None, printed, "asked", cell.place, several)
    reason = cell.doubt or chosen.rows[at[0]][0].doubt or column.doubt
    if at in chosen.proof.cells and not reason:
        return Cell(figure.value, printed, "proved", cell.place)
    reason = reason or "; ".join(grid.doubts)
    return Cell(figure.value, printed, "asked" if reason else "read", cell.place, reason)


def _with_faults(rows: tuple[TableRow, ...], found: proof.Proof) -> tuple[TableRow, ...]:
    """Ask about the totals that are not the sum of their rows."""
    wrong = {(each.row, each.column): each for each in found.faults}
    return tuple(
        replace(
            row,
            cells=tuple(
                replace(
                    cell,
                    state="asked",
                    reason=f"its rows sum to {_printed(wrong[n, m].summed)}",
                    summed=wrong[n, m].summed,
                )
                if (n, m) in wrong
                else cell
                for m, cell in enumerate(row.cells)
            ),
        )
        for n, row in enumerate(rows)
    )


def _unit(over: str, columns: Sequence[Column], words: Words) -> str:
    """The unit of a table's amounts; empty where its head says none, or several."""
    units = [unit for unit in words.meanings("units", over) if unit != "%"]
    named = {column.unit for column in columns if column.unit and column.unit != "%"}
    if len(named) == 1:
        return named.pop()
    return units[0] if len(units) == 1 and not named else ""


def _sign_of_costs(
    rows: Sequence[Row],
    columns: Sequence[Column],
    labels: int,
    words: Words,
    separator: Separator | None,
) -> str:
    """How costs are printed beside incomes, which the labels of rows or the heads tell."""
    signs: dict[str, set[bool]] = {"cost": set(), "income": set()}
    heads = [words.meaning("rows", column.label) for column in columns]
    for row in rows:
        of_row = words.meaning("rows", _label(row, labels))
        for cell, head in zip(row[labels:], heads, strict=True):
            figure, role = _figure(cell, separator), head if head in signs else of_row
            if role in signs and figure and figure.value:
                signs[role].add(figure.value > 0)
    if signs["cost"] == {False} and signs["income"] == {True}:
        return "negative"
    if signs["cost"] == {True} and signs["income"]:
        return "positive"
    return ""
