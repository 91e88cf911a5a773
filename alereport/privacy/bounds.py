"""What one who knows some figures on sick leave can compute of the others.

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
from functools import cached_property
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
Array = npt.NDArray[np.floating[Any]]
Figures = Mapping[str, Array]
"""By measure, the figure of every cell, in the order of the grid."""
Free = Mapping[str, Collection[Cell]]
"""By measure, the cells whose figure a reader is not told."""
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
        found = {measure}
        for _ in self.parts:  # Each time round reaches one more pair, or there is none left.
            found |= {each for pair in self.parts if found & set(pair) for each in pair}
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

    def weights(self, group: Collection[Cell]) -> Array:
        """What each cell weighs in the common figure of a group; the others weigh nothing."""
        weights = [self._weight(cell) if cell in group else 0.0 for cell in self.employees]
        return np.array(weights)

    @cached_property
    def balance(self) -> Array:
        """One row is one sum: its parts by weight less its whole, for every cell."""
        balance = np.zeros((len(self.sums), len(self.employees)))
        for row, each in zip(balance, self.sums, strict=True):
            weights = {part: times * self._weight(part) for part, times in each.parts.items()}
            weights[each.whole] = -sum(weights.values())
            row[:] = [weights.get(cell, 0.0) for cell in self.employees]
        return balance

    def _weight(self, cell: Cell) -> float:
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
) -> Array:
    """The figure of every cell; where a cell has none, one that lets everything add up.

    Where the figures leave several possible, any; where they contradict each other, the nearest.
    """
    from scipy.optimize import lsq_linear  # Slow to import, and seldom needed.

    every = np.array([figures.get(cell, np.nan) for cell in grid.employees])
    lacks = np.isnan(every)
    if limits[0] >= limits[1]:  # Rules that contradict each other let no figure through.
        limits = (LEAST, MOST)
    if not lacks.any() or not grid.sums:
        every[lacks] = sum(limits) / 2
    else:
        told = grid.balance[:, ~lacks] @ every[~lacks]
        every[lacks] = lsq_linear(grid.balance[:, lacks], -told, bounds=limits).x
    return every


def common(grid: Grid, figures: Array, group: Collection[Cell]) -> float:
    """The figure of several cells together."""
    return float(np.average(figures, weights=grid.weights(group)))


def room(
    grid: Grid, figures: Figures, free: Free, known: Known, measure: str, group: Collection[Cell]
) -> float:
    """How far apart the least and the most are that a group's common figure can be.

    It is the lesser of two: how far the figure can move from where it is while everything still
    adds up, for which figures rounded in print, which never add up exactly, need no allowance; and
    what one finds who knows nothing but what is shown (see `Reader`).

    Args:
        free: The cells that are not told, `group` among those of `measure`.
        measure: The measure that is asked for.
        group: The cells whose weighted average is asked for.
    """
    reader = Reader(grid, figures, free, known, known.beside(measure))
    shares = reader.shares(measure, group)
    found = [reader.by_moving(shares), reader.by_solving(shares)]
    return min(width for width in found if width is not None)


class Reader:
    """One who knows what is shown of some measures, and asks what the rest can be.

    Of the figures, one row is a measure and one column a cell; the unknowns are those that are not
    told, row by row.
    """

    def __init__(
        self, grid: Grid, figures: Figures, free: Free, known: Known, measures: Sequence[str]
    ) -> None:
        self._grid, self._known = grid, known
        self._measures = [each for each in measures if each in figures]
        self._figures = np.array([figures[each] for each in self._measures])
        self._free = np.array([[c in free[m] for c in grid.employees] for m in self._measures])
        self._pairs = [
            (self._measures.index(part), self._measures.index(whole))
            for part, whole in known.parts
            if {part, whole}.issubset(self._measures)
        ]
        self._least, self._most = self._limits()
        unknown, each_measure = self._free.ravel(), np.eye(len(self._measures))
        # Sums of which everything is told say nothing of the rest.
        sums = np.kron(each_measure, grid.balance)
        sums = sums[sums[:, unknown].any(axis=1)]
        self._unknown, self._told = sums[:, unknown], sums[:, ~unknown]
        # One row is one cell of which a part and its whole are unknown: the part less its whole.
        signs = [each_measure[part] - each_measure[whole] for part, whole in self._pairs]
        each_cell = np.eye(len(grid.employees))
        order = np.kron(np.reshape(signs, (-1, len(self._measures))), each_cell)[:, unknown]
        self._order = order[np.count_nonzero(order, axis=1) == 2]

    def _limits(self) -> tuple[Array, Array]:
        """What each figure keeps within, by what is said of all and told of other measures."""
        limits = np.array([self._known.limits(each) for each in self._measures])
        least, most = (np.repeat(end[:, None], self._free.shape[1], axis=1) for end in limits.T)
        told = np.where(self._free, np.nan, self._figures)
        for part, whole in self._pairs:
            most[part] = np.fmin(most[part], told[whole])
            least[whole] = np.fmax(least[whole], told[part])
        return least, most

    def shares(self, measure: str, group: Collection[Cell]) -> Array:
        """What each unknown counts for in the common figure of a group."""
        weights = np.zeros(self._free.shape)
        weights[self._measures.index(measure)] = self._grid.weights(group)
        shares: Array = weights[self._free] / weights.sum()
        return shares

    def by_moving(self, shares: Array) -> float | None:
        """How far a figure can move from where it is while everything still adds up."""
        figures = self._figures[self._free]
        least = np.minimum(0.0, self._least[self._free] - figures)
        most = np.maximum(0.0, self._most[self._free] - figures)
        still = np.zeros(len(self._unknown))
        slack = np.maximum(0.0, -self._order @ figures)
        return _width(shares, (self._unknown, still), (self._order, slack), (least, most))

    def by_solving(self, shares: Array) -> float | None:
        """What one finds who knows what is shown, exactly or, where that cannot be, as rounded.

        None where even that cannot be: what is shown contradicts itself, and nothing is found.
        """
        least, most = self._least[self._free], self._most[self._free]
        if (least > most).any():
            return None
        rest = -self._told @ self._figures[~self._free]
        above = np.zeros(len(self._order))
        exact = _width(shares, (self._unknown, rest), (self._order, above), (least, most))
        if exact is not None:
            return exact
        of_each = np.array([self._known.halves.get(each, 0.0) for each in self._measures])
        halves = np.repeat(of_each, np.count_nonzero(~self._free, axis=1))
        return _width(
            np.append(shares, np.zeros(len(halves))),
            (np.hstack([self._unknown, self._told]), rest),
            (np.pad(self._order, ((0, 0), (0, len(halves)))), above),
            (np.append(least, -halves), np.append(most, halves)),
        )


def _width(
    shares: Array,
    equal: tuple[Array, Array],
    at_most: tuple[Array, Array],
    limits: tuple[Array, Array],
) -> float | None:
    """How far apart the least and the most are; none where nothing satisfies what is asked."""
    from scipy.optimize import linprog  # Slow to import, and seldom needed.

    asked: dict[str, Any] = {"bounds": np.column_stack(limits)}
    if len(equal[0]):
        asked |= {"A_eq": equal[0], "b_eq": equal[1]}
    if len(at_most[0]):
        asked |= {"A_ub": at_most[0], "b_ub": at_most[1]}
    ends = [linprog(sign * shares, **asked) for sign in (1, -1)]
    if any(end.fun is None for end in ends):
        return None
    return float(-ends[1].fun - ends[0].fun)
