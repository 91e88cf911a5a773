"""What one who knows some figures on sick leave can reckon of the others.

A unit's women and men, and its three ages, are its total; the units of a committee are its unit
`total`; the twelve months are the year. Each figure weighs by its employees, who stand in for
agreed working time. A part that has no row is a part all the same, and so are the units and months
that the data do not name: nobody is found by subtraction for not having been written down.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alereport.datasets import TOTAL

FAMILIES = (("women", "men"), ("age_0_29", "age_30_49", "age_50_plus"))
"""The groups that together are all employees."""
OTHERS = "others"
"""The units, or the months of a year, that the data do not name."""

Cell = tuple[str, str, str]
"""Unit, period and group."""
Matrix = npt.NDArray[np.float64]


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


def completed(grid: Grid, figures: Mapping[Cell, float]) -> dict[Cell, float]:
    """The figures with, for every cell that has none, one that lets everything add up.

    Where the figures leave several possible, any; where they contradict each other, the nearest.
    """
    from scipy.optimize import lsq_linear  # Slow to import, and seldom needed.

    lacking = [cell for cell in grid.employees if cell not in figures]
    if not lacking or not grid.sums:
        return dict(figures)
    known = list(figures)
    moved = _balance(grid, lacking)
    told = _balance(grid, known) @ np.array([figures[cell] for cell in known])
    found = lsq_linear(moved, -told, bounds=(0, 100)).x
    return {**figures, **dict(zip(lacking, map(float, found), strict=True))}


def room(
    grid: Grid, figures: Mapping[Cell, float], free: Collection[Cell], group: list[Cell]
) -> float:
    """How far apart the least and the most are that a group's common figure can be.

    Reckoned as how far it can move from where it is while everything still adds up, so that
    figures rounded in print, which never add up exactly, need no allowance.

    Args:
        grid: Every cell there is.
        figures: A figure for every cell.
        free: The cells whose figure is not told, `group` among them.
        group: The cells whose weighted average is asked for.
    """
    from scipy.optimize import linprog  # Slow to import, and seldom needed.

    moving = sorted(free)
    shares = np.array([grid.weight(cell) if cell in group else 0.0 for cell in moving])
    shares = shares / shares.sum()
    balance = _balance(grid, moving)
    bounds = [(-figures[cell], 100 - figures[cell]) for cell in moving]
    still = np.zeros(len(balance))
    down, up = (
        linprog(sign * shares, A_eq=balance, b_eq=still, bounds=bounds).fun for sign in (1, -1)
    )
    return float(-up - down)


def common(grid: Grid, figures: Mapping[Cell, float], group: list[Cell]) -> float:
    """The figure of several cells together."""
    weights = [grid.weight(cell) for cell in group]
    return float(np.average([figures[cell] for cell in group], weights=weights))


def _balance(grid: Grid, cells: list[Cell]) -> Matrix:
    """One row is one sum: its parts by weight less its whole, for the given cells."""
    balance = np.zeros((len(grid.sums), len(cells)))
    for row, each in zip(balance, grid.sums, strict=True):
        weights = {part: times * grid.weight(part) for part, times in each.parts.items()}
        weights[each.whole] = -sum(weights.values())
        row[:] = [weights.get(cell, 0.0) for cell in cells]
    return balance
