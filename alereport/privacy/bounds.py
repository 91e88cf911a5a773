"""What one who knows some figures on sick leave can reckon of the others.

A unit's women and men, and its three ages, are its total; the units of a committee are its unit
`total`; the twelve months are the year. Each figure weighs by its employees, who stand in for
agreed working time. A part that has no row is a part all the same, and so are the units and months
that the data do not name: nobody is found by subtraction for not having been written down.

Beside the figures that are shown, a reader is told something of all: the limits that every figure
keeps, that one measure is part of another, and how many digits are printed (`Known`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from alereport.data.datasets import TOTAL

FAMILIES = (("women", "men"), ("age_0_29", "age_30_49", "age_50_plus"))
"""The groups that together are all employees."""
OTHERS = "others"
"""The units, or the months of a year, that the data do not name."""

Cell = tuple[str, str, str]
"""Unit, period and group."""
Figures = Mapping[str, Mapping[Cell, float]]
"""By measure, the figure of every cell."""
Free = Mapping[str, Collection[Cell]]
"""By measure, the cells whose figure a reader is not told."""
Matrix = npt.NDArray[np.float64]
LEAST, MOST = 0.0, 100.0
"""What every figure keeps within, being a percentage."""


@dataclass(frozen=True)
class Known:
    """What a reader is told of every figure, whether it is shown or not.

    Attributes:
        least: By measure, what no figure is below; 0 where nothing is said.
        most: By measure, what no figure is above; 100 where nothing is said.
        parts: Pairs of measures, the first of which is nowhere above the second.
        halves: By measure, half of the last digit that is printed: how far a figure may be from
            what it was rounded from; 0 where nothing is said.
    """

    least: Mapping[str, float] = field(default_factory=dict)
    most: Mapping[str, float] = field(default_factory=dict)
    parts: frozenset[tuple[str, str]] = frozenset()
    halves: Mapping[str, float] = field(default_factory=dict)

    def limits(self, measure: str) -> tuple[float, float]:
        return self.least.get(measure, LEAST), self.most.get(measure, MOST)

    def beside(self, measure: str) -> list[str]:
        """The measure, and those that say something of it."""
        found, more = {measure}, True
        while more:
            reached = {each for pair in self.parts if found & set(pair) for each in pair}
            more, found = not reached <= found, found | reached
        return sorted(found)


@dataclass(frozen=True)
class Sum:
    """What adds up: the average of the parts, weighted by employees, is the whole.

    Attributes:
        parts: Each part, and how many times it counts (months that are not named count together).
    """

    whole: Cell
    parts: dict[Cell, int]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (self.whole, *self.parts)


@dataclass(frozen=True)
class Grid:
    """Every cell there is, named in the data or not.

    Attributes:
        employees: How many each cell's group has; not a number where that is unknown.
        sums: Everything that adds up.
        guess: What an unknown number is taken to weigh.
    """

    employees: dict[Cell, float]
    sums: list[Sum]
    guess: float

    def weight(self, cell: Cell) -> float:
        employees = self.employees[cell]
        return employees if employees >= 0 else self.guess


def grid(named: Mapping[Cell, float], *, guess: float) -> Grid:
    """Every cell there is, with everything that adds up.

    Args:
        named: The employees of each cell of the data; not a number where they are unknown.
        guess: See `Grid`.
    """
    sums: list[Sum] = []
    employees = dict(named)
    for period in sorted({cell[1] for cell in named}):
        groups = {cell[2] for cell in named if cell[1] == period}
        families = [family for family in FAMILIES if groups.intersection(family)]
        units = sorted({cell[0] for cell in named if cell[1] == period} - {TOTAL})
        if any(cell[:2] == (TOTAL, period) for cell in named):
            sums += _of_units(period, [*units, OTHERS], families)
            units = [*units, OTHERS, TOTAL]
        sums += [
            Sum((unit, period, TOTAL), {(unit, period, group): 1 for group in family})
            for unit in units
            for family in families
        ]
    sums += _of_months(named)
    for cell in sorted({cell for each in sums for cell in each.cells}):
        employees.setdefault(cell, np.nan)
    _count(employees, sums)
    return Grid(employees, sums, guess)


def _of_units(period: str, units: list[str], families: Sequence[tuple[str, ...]]) -> Iterator[Sum]:
    for group in (TOTAL, *(group for family in families for group in family)):
        yield Sum((TOTAL, period, group), {(unit, period, group): 1 for unit in units})


def _of_months(named: Mapping[Cell, float]) -> Iterator[Sum]:
    for unit, year, group in sorted(cell for cell in named if "-" not in cell[1]):
        months = [c for c in sorted(named) if (c[0], c[1][:-3], c[2]) == (unit, year, group)]
        parts = dict.fromkeys(months, 1)
        if months and len(months) < 12:
            parts[unit, f"{year}-{OTHERS}", group] = 12 - len(months)
        if months:
            yield Sum((unit, year, group), parts)


def _count(employees: dict[Cell, float], sums: list[Sum]) -> None:
    """Fill in each number of employees that the others of a sum leave no doubt of."""
    changed = True
    while changed:
        changed = False
        for each in sums:
            unknown = [cell for cell in each.cells if not employees[cell] >= 0]
            if len(unknown) != 1 or _are_months(each):
                continue
            others = sum(employees[cell] for cell in each.parts if cell not in unknown)
            is_whole = unknown[0] == each.whole
            left = others if is_whole else employees[each.whole] - others
            employees[unknown[0]], changed = max(left, 0.0), True


def _are_months(each: Sum) -> bool:
    return any(cell[1] != each.whole[1] for cell in each.parts)


def completed(
    grid: Grid, figures: Mapping[Cell, float], limits: tuple[float, float] = (LEAST, MOST)
) -> dict[Cell, float]:
    """The figures with, for every cell that has none, one that lets everything add up.

    Where the figures leave several possible, any; where they contradict each other, the nearest.
    """
    from scipy.optimize import lsq_linear  # Slow to import, and seldom needed.

    lacking = [cell for cell in grid.employees if cell not in figures]
    if limits[0] >= limits[1]:  # Rules that contradict each other let no figure through.
        limits = (LEAST, MOST)
    if not lacking or not grid.sums:
        return {**figures, **dict.fromkeys(lacking, sum(limits) / 2)}
    known = list(figures)
    moved = _balance(grid, lacking)
    told = _balance(grid, known) @ np.array([figures[cell] for cell in known])
    found = lsq_linear(moved, -told, bounds=limits).x
    return {**figures, **dict(zip(lacking, map(float, found), strict=True))}


def common(grid: Grid, figures: Mapping[Cell, float], group: list[Cell]) -> float:
    """The figure of several cells together."""
    weights = [grid.weight(cell) for cell in group]
    return float(np.average([figures[cell] for cell in group], weights=weights))


def room(
    grid: Grid, figures: Figures, free: Free, known: Known, measure: str, group: list[Cell]
) -> float:
    """How far apart the least and the most are that a group's common figure can be.

    It is the lesser of two: how far the figure can move from where it is while everything still
    adds up, for which figures rounded in print, which never add up exactly, need no allowance; and
    what one finds who knows nothing but what is shown (see `Reader`).

    Args:
        grid: Every cell there is.
        figures: A figure for every cell, by measure.
        free: The cells that are not told, `group` among those of `measure`.
        known: What a reader is told of every figure.
        measure: The measure that is asked for.
        group: The cells whose weighted average is asked for.
    """
    reader = Reader(grid, figures, free, known, known.beside(measure))
    shares = reader.shares(measure, group)
    found = [reader.by_moving(shares), reader.by_solving(shares)]
    return min(width for width in found if width is not None)


class Reader:
    """One who knows what is shown of some measures, and asks what the rest can be.

    The unknowns are the cells that are not told, measure by measure.
    """

    def __init__(
        self, grid: Grid, figures: Figures, free: Free, known: Known, measures: Sequence[str]
    ) -> None:
        self._grid, self._figures, self._known = grid, figures, known
        self._measures = [each for each in measures if figures.get(each)]
        self._unknown = [(m, cell) for m in self._measures for cell in sorted(free[m])]
        self._at = {each: at for at, each in enumerate(self._unknown)}
        self._told = [
            (m, cell)
            for m in self._measures
            for cell in sorted(grid.employees)
            if (m, cell) not in self._at
        ]
        # Sums of which everything is told say nothing of the rest.
        sums = self._sums(self._unknown)
        self._rows = np.abs(sums).max(axis=1, initial=0) > 0
        self._sums_unknown = sums[self._rows]

    def shares(self, measure: str, group: Collection[Cell]) -> Matrix:
        """What each unknown counts for in the common figure of a group."""
        weights = np.array(
            [
                self._grid.weight(cell) if m == measure and cell in group else 0.0
                for m, cell in self._unknown
            ]
        )
        shares: Matrix = weights / weights.sum()
        return shares

    def by_moving(self, shares: Matrix) -> float | None:
        """How far a figure can move from where it is while everything still adds up."""
        limits = []
        for measure, cell in self._unknown:
            figure = self._figures[measure][cell]
            least, most = self._limits(measure, cell)
            limits.append((min(0.0, least - figure), max(0.0, most - figure)))
        still = np.zeros(len(self._sums_unknown))
        slack = [
            max(0.0, self._figures[whole][cell] - self._figures[part][cell])
            for part, whole, cell in self._pairs()
        ]
        return _width(shares, (self._sums_unknown, still), (self._order(), slack), limits)

    def by_solving(self, shares: Matrix) -> float | None:
        """What one finds who knows what is shown, exactly or, where that cannot be, as rounded.

        None where even that cannot be: what is shown contradicts itself, and nothing is found.
        """
        limits = [self._limits(*each) for each in self._unknown]
        if any(least > most for least, most in limits):
            return None
        figures = np.array([self._figures[m][cell] for m, cell in self._told])
        told = self._sums(self._told)[self._rows]
        order = self._order()
        above = np.zeros(len(order))
        exact = _width(shares, (self._sums_unknown, -told @ figures), (order, above), limits)
        if exact is not None:
            return exact
        halves = [self._known.halves.get(measure, 0.0) for measure, _cell in self._told]
        return _width(
            np.concatenate([shares, np.zeros(len(halves))]),
            (np.hstack([self._sums_unknown, told]), -told @ figures),
            (np.hstack([order, np.zeros((len(order), len(halves)))]), above),
            [*limits, *((-half, half) for half in halves)],
        )

    def _limits(self, measure: str, cell: Cell) -> tuple[float, float]:
        """What an unknown keeps within, by what is said of all and told of other measures."""
        least, most = self._known.limits(measure)
        for part, whole in self._known.parts:
            if measure == part and (whole, cell) not in self._at and whole in self._measures:
                most = min(most, self._figures[whole][cell])
            if measure == whole and (part, cell) not in self._at and part in self._measures:
                least = max(least, self._figures[part][cell])
        return least, most

    def _pairs(self) -> list[tuple[str, str, Cell]]:
        """The cells of which both a part and its whole are unknown."""
        return [
            (part, whole, cell)
            for part, whole in sorted(self._known.parts)
            for m, cell in self._unknown
            if m == part and (whole, cell) in self._at
        ]

    def _order(self) -> Matrix:
        """One row is one pair: the part less its whole."""
        order = np.zeros((len(pairs := self._pairs()), len(self._unknown)))
        for row, (part, whole, cell) in zip(order, pairs, strict=True):
            row[self._at[part, cell]], row[self._at[whole, cell]] = 1.0, -1.0
        return order

    def _sums(self, asked: Sequence[tuple[str, Cell]]) -> Matrix:
        """One row is one sum of one measure: its parts by weight less its whole."""
        blocks = [
            _balance(self._grid, [cell for m, cell in asked if m == measure])
            for measure in self._measures
        ]
        whole = np.zeros((sum(map(len, blocks)), len(asked)))
        row = column = 0
        for block in blocks:
            whole[row : row + block.shape[0], column : column + block.shape[1]] = block
            row, column = row + block.shape[0], column + block.shape[1]
        return whole


def _width(
    shares: Matrix,
    equal: tuple[Matrix, Matrix],
    at_most: tuple[Matrix, Sequence[float] | Matrix],
    limits: Sequence[tuple[float, float]],
) -> float | None:
    """How far apart the least and the most are; none where nothing satisfies what is asked."""
    from scipy.optimize import linprog  # Slow to import, and seldom needed.

    asked: dict[str, Any] = {"bounds": limits}
    if len(equal[0]):
        asked |= {"A_eq": equal[0], "b_eq": equal[1]}
    if len(at_most[0]):
        asked |= {"A_ub": at_most[0], "b_ub": at_most[1]}
    ends = [linprog(sign * shares, **asked) for sign in (1, -1)]
    if any(end.fun is None for end in ends):
        return None
    return float(-ends[1].fun - ends[0].fun)


def _balance(grid: Grid, cells: Sequence[Cell]) -> Matrix:
    """One row is one sum: its parts by weight less its whole, for the given cells."""
    balance = np.zeros((len(grid.sums), len(cells)))
    for row, each in zip(balance, grid.sums, strict=True):
        weights = {part: times * grid.weight(part) for part, times in each.parts.items()}
        weights[each.whole] = -sum(weights.values())
        row[:] = [weights.get(cell, 0.0) for cell in cells]
    return balance
