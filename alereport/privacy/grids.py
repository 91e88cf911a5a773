"""Every figure on people that there is or could be, and what adds up to what.

A unit's women and men add up to its total, and so do its three age groups; the units of a committee
add up to its unit `total`, other units to theirs, and months to the year (see `sums`). An average
is weighted by the number of people, which approximates agreed working time; a number of people has
no weight. A part without a row counts too, and so do units and months that are missing from the
data: nobody can be identified by subtraction because a row was left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from alereport.data.datasets import TOTAL
from alereport.privacy import sums
from alereport.privacy.sums import Cell, Members

OTHERS = "others"
"""The units that are missing from the data."""

Array = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Sum:
    """A relation between cells: the parts together are the whole.

    Attributes:
        parts: How many times each part counts: how many months a span has, otherwise once.
        is_over_time: True if the parts are spans of time, so that their people are the same ones.
    """

    whole: Cell
    parts: dict[Cell, int]
    is_over_time: bool = False

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (self.whole, *self.parts)


@dataclass(frozen=True)
class Grid:
    """Every cell, whether in the data or not.

    Attributes:
        employees: The number of people of each cell; NaN if unknown.
        sums: All sums between the cells.
        default_weight: The weight of a cell whose number of people is unknown.
        counts_people: True if the figures are those numbers, so that none has a weight.
    """

    employees: dict[Cell, float]
    sums: list[Sum]
    default_weight: float
    counts_people: bool = False

    def weights(self, group: Collection[Cell]) -> Array:
        """The weight of each cell in the figure of a group; zero for cells outside it."""
        weights = [self._weight(cell) if cell in group else 0.0 for cell in self.employees]
        return np.array(weights)

    def figure(self, figures: Array, group: Collection[Cell]) -> float:
        """The figure of several cells together: their average, or how many people they are."""
        weights = self.weights(group)
        return float(weights @ figures / self._divisor(weights))

    def shares(self, group: Collection[Cell]) -> Array:
        """The share of each cell in the figure of a group."""
        weights = self.weights(group)
        shares: Array = weights / self._divisor(weights)
        return shares

    def _divisor(self, weights: Array) -> float:
        return 1.0 if self.counts_people else float(weights.sum())

    @cached_property
    def balance(self) -> Array:
        """The sums as a matrix: one row per sum, with its weighted parts minus its whole."""
        balance = np.zeros((len(self.sums), len(self.employees)))
        for row, sum_ in zip(balance, self.sums, strict=True):
            weights = {part: times * self._weight(part) for part, times in sum_.parts.items()}
            weights[sum_.whole] = -1.0 if self.counts_people else -sum(weights.values())
            row[:] = [weights.get(cell, 0.0) for cell in self.employees]
        return balance

    def _weight(self, cell: Cell) -> float:
        employees = self.employees[cell]
        if self.counts_people:
            return 1.0
        return employees if employees >= 0 else self.default_weight


def grid(
    employees_in_data: Mapping[Cell, float],
    *,
    members: Sequence[Members],
    families: Sequence[tuple[str, ...]],
    default_weight: float,
    counts_people: bool = False,
) -> Grid:
    """Build the grid of every cell, with all sums between them.

    Args:
        employees_in_data: The number of people of each cell in the data; NaN if unknown.
        members: The units that are the sum of others.
        families: The groups that together are everybody of a unit.
        default_weight, counts_people: See `Grid`.
    """
    all_sums: list[Sum] = []
    employees = dict(employees_in_data)
    for period in sorted({cell[1] for cell in employees_in_data}):
        groups = {cell[2] for cell in employees_in_data if cell[1] == period}
        of_period = [family for family in families if groups.intersection(family)]
        units = {cell[0] for cell in employees_in_data if cell[1] == period}
        for each in members:
            if each.whole in units:
                parts = _parts(each, units)
                units |= set(parts)
                all_sums += _unit_sums(period, each.whole, parts, of_period)
        all_sums += [
            Sum((unit, period, TOTAL), {(unit, period, group): 1 for group in family})
            for unit in sorted(units)
            for family in of_period
        ]
    if not counts_people:
        summed = {cell for sum_ in all_sums for cell in sum_.cells}
        all_sums += _sums_over_time(summed.union(employees_in_data))
    for cell in sorted({cell for sum_ in all_sums for cell in sum_.cells}):
        employees.setdefault(cell, np.nan)
    _infer_employees(employees, all_sums)
    return Grid(employees, all_sums, default_weight, counts_people)


def parts(whole: Grid) -> Iterator[Grid]:
    """Yield the parts of a grid between which there is no sum: figures of one tell none of another.

    They are in the order of their first cells, and keep the order of cells and sums.
    """
    chosen = {cell: cell for cell in whole.employees}  # By cell, another of the same part.

    def first(cell: Cell) -> Cell:
        while chosen[cell] != cell:
            chosen[cell] = cell = chosen[chosen[cell]]
        return cell

    for sum_ in whole.sums:
        for cell in sum_.parts:
            chosen[first(cell)] = first(sum_.whole)
    employees: dict[Cell, dict[Cell, float]] = defaultdict(dict)
    for cell, number in whole.employees.items():
        employees[first(cell)][cell] = number
    sums_: dict[Cell, list[Sum]] = defaultdict(list)
    for sum_ in whole.sums:
        sums_[first(sum_.whole)].append(sum_)
    for cell, own in employees.items():
        yield replace(whole, employees=own, sums=sums_[cell])


def _parts(members: Members, units: Collection[str]) -> list[str]:
    """The parts of a unit in a period; of a committee those that have rows, and all others."""
    if members.is_complete:
        return list(members.parts)
    others = sums.unit_name(sums.committee_of(members.whole), OTHERS)
    return [*(part for part in members.parts if part in units), others]


def _unit_sums(
    period: str, whole: str, parts: list[str], families: Sequence[tuple[str, ...]]
) -> Iterator[Sum]:
    for group in (TOTAL, *(group for family in families for group in family)):
        yield Sum((whole, period, group), {(unit, period, group): 1 for unit in parts})


def _sums_over_time(cells: Collection[Cell]) -> Iterator[Sum]:
    periods: dict[tuple[str, str], list[str]] = {}
    for unit, period, group in sorted(cells):
        periods.setdefault((unit, group), []).append(period)
    for (unit, group), some in periods.items():
        for whole, parts in sums.spans(some).items():
            times = {(unit, part, group): number for part, number in parts.items()}
            yield Sum((unit, whole, group), times, is_over_time=True)


def _infer_employees(employees: dict[Cell, float], sums_: list[Sum]) -> None:
    """Fill in each unknown number of people that follows from the others in a sum."""
    changed = True
    while changed:
        changed = False
        for sum_ in sums_:
            unknown = [cell for cell in sum_.cells if not employees[cell] >= 0]
            if len(unknown) == 1:
                employees[unknown[0]], changed = _inferred(employees, sum_, unknown[0]), True


def _inferred(employees: Mapping[Cell, float], sum_: Sum, unknown: Cell) -> float:
    others = sum(employees[cell] * n for cell, n in sum_.parts.items() if cell != unknown)
    number = sum(sum_.parts.values()) if sum_.is_over_time else 1
    if unknown == sum_.whole:
        return others / number
    return max((employees[sum_.whole] * number - others) / sum_.parts[unknown], 0.0)
