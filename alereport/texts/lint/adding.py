"""Which rows of a printed table its totals sum, and whether they do.

A total is known by its words, and what it sums by its figures: of the ways in which the rows above
it may be added, it is the one that gives most of its columns. A column in which that way gives
another figure is wrong. Where no way gives enough columns, the total is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from math import isnan, sqrt

from alereport.texts.lint.grid import Row

TOTAL = re.compile(r"\b(?:del|slut|total)?summa\b|\bs:a\b|\btotal(?:t|a|en)?\b", re.IGNORECASE)
"""Words that only a total has."""
MAYBE_TOTAL = re.compile(
    r"resultat|\bnetto|total|\bsamtliga\b|\btillsammans\b|\bsammanlag\w+|\bsumme\w+", re.IGNORECASE
)
"""Words that a total may have, and other rows too."""
PART = re.compile(r"^\W*(?:varav|därav)\b", re.IGNORECASE)
"""The beginning of a row that is part of the row above."""
INCOME = re.compile(r"intäkt|inkomst", re.IGNORECASE)
COST = re.compile(r"kostnad|utgift", re.IGNORECASE)
ROUNDING = 0.9
"""How far a sum of figures may be from its rounded total, in units of the last digit, for each root
of the figures added: three standard deviations."""
FAR = 0.3
"""A lone total that is further from its rows' sum, as a share of it, may be of other rows."""
FEWEST_DETAILS = 3
"""The fewest rows that give the row above them by no chance, in a table of one column."""
FEWEST_TOTALS = 3
"""The fewest totals of a table that show that one of its columns is never summed."""


@dataclass(frozen=True)
class Wrong:
    """A printed figure, the sum of its rows, and the column it stands in."""

    printed: float
    summed: float
    column: int


@dataclass(frozen=True)
class Verdict:
    """What is known about one total.

    Attributes:
        row: The total.
        parts: The rows that it sums; none where it could not be told.
        wrong: The figures of it that are not the sum of their rows.
    """

    row: Row
    parts: tuple[Row, ...]
    wrong: tuple[Wrong, ...] = ()

    @property
    def is_judged(self) -> bool:
        return bool(self.parts)


@dataclass(frozen=True)
class _Column:
    """One figure of a total beside the sum of some rows."""

    index: int
    printed: float
    summed: float
    slack: float
    least: float
    most: float
    decimals: int
    terms: int

    @property
    def fits(self) -> bool:
        return abs(self.printed - self.summed) <= self.slack

    @property
    def says_something(self) -> bool:
        """True if the figure is of several others, so that it is no chance that it fits."""
        return self.terms > 1

    @property
    def may_be_mean(self) -> bool:
        """True if the figure is no larger than the largest it stands under, as an average is."""
        one_sign = self.least * self.most >= 0
        return one_sign and self.least <= self.printed <= self.most


@dataclass(frozen=True)
class _Way:
    """Some rows, each added or taken away, and what that gives by column."""

    rows: tuple[Row, ...]
    columns: tuple[_Column, ...]
    is_plain: bool = True

    @property
    def fitting(self) -> int:
        return sum(column.fits and column.says_something for column in self.columns)

    @property
    def wrong(self) -> tuple[_Column, ...]:
        return tuple(column for column in self.columns if not column.fits)

    @property
    def is_likely(self) -> bool:
        """True if at least half of the columns that say something are sums."""
        return self.fitting > 0 and self.fitting >= len(self.wrong)


@dataclass
class _Sums:
    """The rows read so far that no total has summed yet."""

    open: list[Row] = field(default_factory=list)
    starts: set[int] = field(default_factory=set)
    leaves: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def add(self, row: Row) -> None:
        if row.begins_group:
            self.starts.add(len(self.open))
        self.open.append(row)
        self.leaves.append(row)
        self.rows.append(row)

    def close(self, row: Row, parts: Sequence[Row]) -> None:
        """Put a total in the place of the rows that it sums."""
        self.open = [each for each in self.open if all(each is not part for part in parts)]
        self.starts = {start for start in self.starts if start <= len(self.open)}
        self.starts |= {len(self.open), len(self.open) + 1}
        self.open.append(row)

    def candidates(self) -> Iterator[tuple[Row, ...]]:
        """Yield the rows that a total may sum: to the last total, with it, or from a heading on."""
        seen: set[int] = set()
        for start in sorted({0, *self.starts}, reverse=True):
            if start not in seen and start < len(self.open):
                seen.add(start)
                yield tuple(self.open[start:])
        for rows in (self.leaves, self.rows):
            if len(rows) > 1 and rows != self.open:
                yield tuple(rows)


def is_total(row: Row) -> bool:
    return TOTAL.search(row.label) is not None


def verdicts(rows: Sequence[Row]) -> list[Verdict]:
    """Return what is known about each total of a table, in its order."""
    sums, result = _Sums(), []
    details = _details(rows)
    for index, row in enumerate(rows):
        if PART.match(row.label):
            continue
        if index in details:
            sums.rows.append(row)
            continue
        may_be_total = is_total(row) or not row.label or MAYBE_TOTAL.search(row.label)
        verdict = _verdict(row, sums) if may_be_total and sums.open else None
        if verdict is not None:
            result.append(verdict)
            sums.close(row, verdict.parts)
        elif is_total(row):
            if sums.open or index == len(rows) - 1:
                result.append(Verdict(row, ()))
            sums.close(row, sums.open)
        else:
            sums.add(row)
    return _without_columns_of_other_kinds(result)


def _verdict(row: Row, sums: _Sums) -> Verdict | None:
    ways = [way for rows in sums.candidates() for way in _ways(row, rows)]
    if not ways:
        return None
    best = max(ways, key=lambda way: (way.fitting, -len(way.wrong), way.is_plain, -len(way.rows)))
    plain = [way for way in ways if way.is_plain and len(way.rows) > 1]
    if not best.wrong:
        is_certain = best.fitting or is_total(row)
        return Verdict(row, best.rows) if is_certain else None
    is_named = is_total(row) or not row.label
    if best.is_likely and (is_named or best.fitting > 1 >= len(best.wrong)):
        return _wrong(row, best)
    if is_total(row) and len(plain) == 1 and _is_plainly_wrong(row, plain[0]):
        return _wrong(row, plain[0])
    return None


def _wrong(row: Row, way: _Way) -> Verdict:
    kinds = {column.decimals for column in way.columns if column.fits}
    wrong = [
        Wrong(column.printed, column.summed, column.index)
        for column in way.wrong
        if not column.may_be_mean
        and (not kinds or column.decimals in kinds)
        and not _is_sum_of_row(row, column)
    ]
    return Verdict(row, way.rows, tuple(wrong))


def _is_sum_of_row(row: Row, column: _Column) -> bool:
    """True if a figure is the sum of those beside it, as of the years of a plan."""
    others = [
        amount
        for index, amount in enumerate(row.amounts)
        if index != column.index and amount is not None and not isnan(amount)
    ]
    return len(others) > 1 and abs(sum(others) - column.printed) <= column.slack


def _is_plainly_wrong(row: Row, way: _Way) -> bool:
    """True if a total of rows that can be added in one way only is near their sum, but not it.

    It is not where it would be right without one or two of the rows, or with one of them taken
    away: they are then rows of another kind.
    """
    if not way.fitting and len(way.columns) > 1:
        return False
    others = [rows for left in (1, 2) for rows in combinations(way.rows, len(way.rows) - left)]
    for column in way.wrong:
        distance = abs(column.printed - column.summed)
        if column.may_be_mean or distance > FAR * abs(column.summed):
            return False
    without = (_way(row, rows) for rows in others if rows)
    return not any(_fits_wholly(other) for other in without) and not any(
        abs(abs(column.printed - column.summed) - 2 * abs(part)) <= column.slack
        for column in way.wrong
        for part in (column.least, column.most)
    )


def _fits_wholly(way: _Way | None) -> bool:
    return way is not None and not way.wrong


def _ways(total: Row, rows: tuple[Row, ...]) -> Iterator[_Way]:
    plain = _way(total, rows)
    if plain is None:
        return
    yield plain
    signs = [-1 if COST.search(row.label) and not INCOME.search(row.label) else 1 for row in rows]
    if len(set(signs)) > 1:
        for direction in (1, -1):
            netted = _way(total, rows, [direction * sign for sign in signs])
            if netted is not None:
                yield netted


def _way(total: Row, rows: Sequence[Row], signs: Sequence[int] = ()) -> _Way | None:
    columns = [
        column
        for index in range(len(total.cells))
        if (column := _column(total, rows, signs or [1] * len(rows), index)) is not None
    ]
    return _Way(tuple(rows), tuple(columns), not signs) if columns else None


def _column(total: Row, rows: Sequence[Row], signs: Sequence[int], index: int) -> _Column | None:
    """Compare one figure of a total; None where it or a figure above it cannot be added."""
    printed = total.cells[index].amount
    parts = [row.cells[index] for row in rows]
    amounts = [cell.amount for cell in parts]
    if printed is None or isnan(printed) or all(amount is None for amount in amounts):
        return None
    terms = [sign * (amount or 0.0) for sign, amount in zip(signs, amounts, strict=True)]
    if any(map(isnan, terms)):
        return None
    figures = [amount for amount in amounts if amount is not None]
    decimals = max(cell.decimals for cell in (total.cells[index], *parts))
    slack = ROUNDING * 10**-decimals * sqrt(len(figures) + 1) + 1e-6
    return _Column(
        index,
        printed,
        sum(terms),
        slack,
        min(figures),
        max(figures),
        decimals,
        sum(map(bool, terms)),
    )


def _details(rows: Sequence[Row]) -> set[int]:
    """Return the rows that the row above them sums, as units below their department."""
    details: set[int] = set()
    for fewest in (2, 1):
        for index in reversed(range(len(rows))):
            row = rows[index]
            is_part = index not in details and row.label and not MAYBE_TOTAL.search(row.label)
            if is_part and not is_total(row):
                details |= _details_of(index, rows, details, fewest)
    return details


def _details_of(index: int, rows: Sequence[Row], known: set[int], fewest: int) -> set[int]:
    below: list[Row] = []
    for other in range(index + 1, len(rows)):
        if is_total(rows[other]):
            break
        if other not in known:
            below.append(rows[other])
            way = _way(rows[index], below) if len(below) >= fewest else None
            if way and not way.wrong and _is_no_chance(way):
                return set(range(index + 1, other + 1))
    return set()


def _is_no_chance(way: _Way) -> bool:
    """True if rows give the row above them in several columns, or many rows in one."""
    if len(way.rows) == 1:
        return sum(bool(column.printed) for column in way.columns) > 1
    return way.fitting > 1 or (way.fitting == 1 and len(way.rows) >= FEWEST_DETAILS)


def _without_columns_of_other_kinds(found: list[Verdict]) -> list[Verdict]:
    """Leave out a column that no total of a table sums: its figures are of another kind."""
    judged = [verdict for verdict in found if verdict.is_judged]
    if len(judged) < FEWEST_TOTALS:
        return found
    columns = [{wrong.column for wrong in verdict.wrong} for verdict in judged]
    never = set.intersection(*columns)
    return [
        replace(each, wrong=tuple(wrong for wrong in each.wrong if wrong.column not in never))
        for each in found
    ]
