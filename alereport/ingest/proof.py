"""What proves a figure of a table: a total, a difference or a share that closes over it.

A relation counts only if it could have failed: a total has at least two rows that are not zero, a
difference or a share holds on at least two rows, and no other columns give the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from alereport.texts.lint import adding
from alereport.texts.lint.cells import Cell
from alereport.texts.lint.grid import Row

FEWEST_ROWS = 2
"""The fewest rows on which a difference or a share holds by no chance."""
FEWEST_UNNAMED = 4
"""The fewest rows that give a total without a label in a table of one column."""
ROUNDED = 1.1
"""How far a difference of rounded figures may be from its rounded result, in units of the last
digit."""
LEAST = 10
"""The least figure, in units of its last digit, that is no chance: `1 + 1 = 2` proves nothing."""
Values = Sequence[Sequence[float | None]]
"""The figures of a table by row and column; None where there is none, NaN where a text stands."""


@dataclass(frozen=True)
class Closed:
    """A relation that closes: in words, and over which cells, by row and column."""

    words: str
    cells: frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Fault:
    """A total that is not the sum of its rows while its other columns are: the document's own."""

    row: int
    column: int
    printed: float
    summed: float


@dataclass(frozen=True)
class Proof:
    closed: tuple[Closed, ...]
    faults: tuple[Fault, ...]

    @property
    def cells(self) -> frozenset[tuple[int, int]]:
        """The cells that some relation proves."""
        return frozenset(cell for each in self.closed for cell in each.cells)


def prove(
    labels: Sequence[str], values: Values, decimals: Sequence[Sequence[int]], kinds: Sequence[str]
) -> Proof:
    """Find what closes in a table.

    Args:
        labels: What each row is, in the words of `adding`: `Totalt`, `Intäkt`, `Kostnad`, `Varav`.
        values: See `Values`.
        decimals: The decimals each cell prints.
        kinds: The kind of each column.
    """
    totals, faults = _totals(labels, values, decimals, kinds)
    figures = [[each if _is_figure(each) else None for each in row] for row in values]
    across = [
        *_differences(figures, decimals),
        *_shares(figures, decimals, kinds),
        *_shares_of_total(figures, decimals, kinds, labels),
    ]
    proved = {cell for each in across for cell in each.cells}
    own = tuple(each for each in faults if (each.row, each.column) not in proved)
    return Proof((*totals, *across), own)


def _totals(
    labels: Sequence[str], values: Values, decimals: Sequence[Sequence[int]], kinds: Sequence[str]
) -> tuple[list[Closed], list[Fault]]:
    amounts = [index for index, kind in enumerate(kinds) if kind != "percentage"]
    rows = [
        Row(index, label, tuple(_cell(values[index][n], decimals[index][n]) for n in amounts))
        for index, label in enumerate(labels)
        if any(_is_figure(values[index][n]) for n in amounts)
    ]
    closed, faults = [], []
    for verdict in adding.verdicts(rows):
        parts = [part.line for part in verdict.parts]
        row = verdict.row.line
        ways = {column: _sum_of(row, parts, column, values, decimals, labels) for column in amounts}
        closing = [column for column, total in ways.items() if total and total.says_something]
        if not labels[row] and not _is_no_chance(values, decimals, parts, closing):
            continue
        cells = {
            (each, column)
            for column in closing
            for each in (row, *parts)
            if _is_figure(values[each][column])
        }
        if cells:
            closed.append(Closed("the total is the sum of its rows", frozenset(cells)))
        for wrong in verdict.wrong:
            column = amounts[wrong.column]
            if cells and (row, column) not in cells:
                faults.append(Fault(row, column, wrong.printed, wrong.summed))
    return closed, faults


def _is_no_chance(
    values: Values, decimals: Sequence[Sequence[int]], parts: Sequence[int], closing: Sequence[int]
) -> bool:
    """True if rows that no label calls a total's are summed in two columns, or many in one."""
    if len(closing) != 1:
        return len(closing) > 1
    column = closing[0]
    large = [
        part
        for part in parts
        if abs(values[part][column] or 0) >= LEAST * 10 ** -decimals[part][column]
    ]
    return len(large) >= FEWEST_UNNAMED


def _is_figure(value: float | None) -> bool:
    return value is not None and not math.isnan(value)


def _cell(value: float | None, places: int) -> Cell:
    if value is not None and math.isnan(value):
        return Cell("text", 0, 0)
    text = "" if value is None else f"{value:.{places}f}".replace(".", ",")
    return Cell(text, 0, 0)


@dataclass(frozen=True)
class _Sum:
    closes: bool
    terms: int

    @property
    def says_something(self) -> bool:
        """True if it closes over more than one figure that is not zero."""
        return self.closes and self.terms > 1


def _sum_of(
    row: int,
    parts: Sequence[int],
    column: int,
    values: Values,
    decimals: Sequence[Sequence[int]],
    labels: Sequence[str],
) -> _Sum | None:
    """Add the rows of a total in one column, costs against incomes where its labels name both."""
    printed = values[row][column]
    terms = [values[part][column] for part in parts]
    figures = [(part, value) for part, value in zip(parts, terms, strict=True) if value is not None]
    if printed is None or not figures or any(map(math.isnan, (printed, *(v for _p, v in figures)))):
        return None
    places = max(decimals[each][column] for each in (row, *parts))
    slack = _slack(places, len(figures))
    signs = [-1 if adding.COST.search(labels[part]) else 1 for part, _value in figures]
    ways = [[1] * len(figures)]
    if len(set(signs)) > 1:
        ways += [signs, [-sign for sign in signs]]
    closes = any(
        abs(printed - sum(sign * value for sign, (_part, value) in zip(way, figures, strict=True)))
        <= slack
        for way in ways
    )
    return _Sum(closes, sum(1 for _part, value in figures if value))


def _slack(places: int, terms: int) -> float:
    """How far a sum of rounded figures may be from its rounded total."""
    return float(adding.ROUNDING * 10**-places * math.sqrt(terms + 1) + 1e-6)


def _differences(values: Values, decimals: Sequence[Sequence[int]]) -> Iterator[Closed]:
    """Yield each column that is the difference or the sum of two others on every row."""
    width = len(values[0]) if values else 0
    for third in range(width):
        ways = []
        for first, second in permutations([n for n in range(width) if n != third], 2):
            for sign in (1, -1) if first < second else (-1,):
                rows = _holding(values, decimals, (first, second, third), sign)
                if rows is not None:
                    ways.append((first, second, rows))
        trios = {frozenset((first, second, third)) for first, second, _rows in ways}
        if len(trios) == 1:
            first, second, rows = ways[0]
            cells = frozenset((row, n) for row in rows for n in (first, second, third))
            yield Closed("a column is the difference or the sum of two others", cells)


def _holding(
    values: Values, decimals: Sequence[Sequence[int]], trio: tuple[int, int, int], sign: int
) -> list[int] | None:
    """The rows on which `first + sign * second = third` says something; None if it fails on one."""
    first, second, third = trio
    rows, telling = [], 0
    for index, row in enumerate(values):
        one, other, result = row[first], row[second], row[third]
        if one is None or other is None or result is None:
            continue
        places = min(decimals[index][n] for n in trio)
        if abs(one + sign * other - result) > ROUNDED * 10**-places:
            return None
        rows.append(index)
        is_large = max(abs(one), abs(other)) >= LEAST * 10**-places
        telling += bool(one and other and result and is_large)
    return rows if telling >= FEWEST_ROWS else None


def _shares(
    values: Values, decimals: Sequence[Sequence[int]], kinds: Sequence[str]
) -> Iterator[Closed]:
    """Yield each column of percentages that is a share or a change of two others, on every row."""
    width = len(values[0]) if values else 0
    for third in (index for index, kind in enumerate(kinds) if kind == "percentage"):
        found = []
        for first, second in permutations([n for n in range(width) if n != third], 2):
            for words, part_of in (SHARE, CHANGE):
                rows = _shared(values, decimals, (first, second, third), part_of)
                if rows is not None:
                    found.append((words, first, second, rows))
        if len(found) == 1:
            words, first, second, rows = found[0]
            yield Closed(words, frozenset((row, n) for row in rows for n in (first, second, third)))


PartOf = Callable[[float, float], float]
SHARE: tuple[str, PartOf] = (
    "a column is the share of one column in another, in per cent",
    lambda part, _whole: part,
)
CHANGE: tuple[str, PartOf] = (
    "a column is the change from one column to another, in per cent",
    lambda after, before: after - before,
)


def _shared(
    values: Values,
    decimals: Sequence[Sequence[int]],
    trio: tuple[int, int, int],
    part_of: PartOf,
) -> list[int] | None:
    """The rows on which the third column is a percentage of two; None if it fails on one."""
    first, second, third = trio
    rows, telling = [], 0
    for index, row in enumerate(values):
        one, whole, percent = row[first], row[second], row[third]
        if one is None or not whole or percent is None:
            continue
        if not _is_share(part_of(one, whole), whole, percent, decimals[index], trio):
            return None
        rows.append(index)
        telling += bool(one and percent)
    return rows if telling >= FEWEST_ROWS else None


def _is_share(
    part: float, whole: float, percent: float, places: Sequence[int], trio: tuple[int, int, int]
) -> bool:
    """True if the percentage is right for some figures that round to these."""
    half = 0.5 * 10 ** -places[trio[0]] + 0.5 * 10 ** -places[trio[1]] * abs(part / whole)
    step = 0.5 * 10 ** -places[trio[2]]
    slack: float = 100 * half / abs(whole) + step + 1e-6
    return abs(percent - 100 * part / whole) <= slack


def _shares_of_total(
    values: Values, decimals: Sequence[Sequence[int]], kinds: Sequence[str], labels: Sequence[str]
) -> Iterator[Closed]:
    """Yield each column of percentages that is another column as a share of its total."""
    total = next((index for index, label in enumerate(labels) if label == "Totalt"), None)
    if total is None:
        return
    width = len(values[0])
    for third in (index for index, kind in enumerate(kinds) if kind == "percentage"):
        found = []
        for first in (n for n in range(width) if n != third):
            whole = values[total][first]
            with_whole = [[row[first], whole, row[third]] for row in values]
            places = [[row[first], decimals[total][first], row[third]] for row in decimals]
            rows = _shared(with_whole, places, (0, 1, 2), SHARE[1]) if whole else None
            if rows is not None:
                found.append((first, rows))
        if len(found) == 1:
            first, rows = found[0]
            cells = frozenset((row, n) for row in (*rows, total) for n in (first, third))
            yield Closed("a column is the share of each row in the total, in per cent", cells)
