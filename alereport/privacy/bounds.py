"""What a reader who knows some figures on sick leave can compute about the others.

A unit's women and men add up to its total, and so do its three age groups; the units of a committee
add up to its unit `total`, and the twelve months to the year. Each figure is weighted by the number
of employees, which approximates agreed working time. A part without a row counts too, and so do
units and months that are missing from the data: nobody can be identified by subtraction because a
row was left out.

Besides the figures that are shown, a reader knows facts about all figures: the limits they are
within, that one measure is part of another, and how many digits are printed (`PublicFacts`).
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
"""The units, or the months of a year, that are missing from the data."""

Cell = tuple[str, str, str]
"""Unit, period and group."""
Array = npt.NDArray[np.floating[Any]]
Figures = Mapping[str, Array]
"""By measure, the figure of every cell, in the order of the grid."""
Hidden = Mapping[str, Collection[Cell]]
"""By measure, the cells whose figure a reader does not know."""
MINIMUM, MAXIMUM = 0.0, 100.0
"""The limits of every figure, which is a percentage."""


@dataclass(frozen=True)
class PublicFacts:
    """What a reader knows about every figure, whether it is shown or not.

    Attributes:
        minimum: By measure, the lower limit of all figures; 0 if missing.
        maximum: By measure, the upper limit of all figures; 100 if missing.
        parts: Pairs of measures, the first of which is never above the second.
        rounding: By measure, half of the last digit that is printed, which is the largest rounding
            error of a figure; 0 if missing.
    """

    minimum: Mapping[str, float] = field(default_factory=dict)
    maximum: Mapping[str, float] = field(default_factory=dict)
    parts: frozenset[tuple[str, str]] = frozenset()
    rounding: Mapping[str, float] = field(default_factory=dict)

    def limits(self, measure: str) -> tuple[float, float]:
        return self.minimum.get(measure, MINIMUM), self.maximum.get(measure, MAXIMUM)

    def related_measures(self, measure: str) -> list[str]:
        """The measure, and those that are connected with it by pairs in `parts`."""
        related = {measure}
        for _ in self.parts:  # Each iteration reaches at least one more pair, or none is left.
            related |= {member for pair in self.parts if related & set(pair) for member in pair}
        return sorted(related)


@dataclass(frozen=True)
class Sum:
    """A relation between cells: the average of the parts, weighted by employees, is the whole.

    Attributes:
        parts: How many times each part counts; months missing from the data form a single part.
    """

    whole: Cell
    parts: dict[Cell, int]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (self.whole, *self.parts)


@dataclass(frozen=True)
class Grid:
    """Every cell, whether in the data or not.

    Attributes:
        employees: The number of employees of each cell; NaN if unknown.
        sums: All sums between the cells.
        default_weight: The weight of a cell whose number of employees is unknown.
    """

    employees: dict[Cell, float]
    sums: list[Sum]
    default_weight: float

    def weights(self, group: Collection[Cell]) -> Array:
        """The weight of each cell in the average of a group; zero for cells outside it."""
        weights = [self._weight(cell) if cell in group else 0.0 for cell in self.employees]
        return np.array(weights)

    @cached_property
    def balance(self) -> Array:
        """The sums as a matrix: one row per sum, with its weighted parts minus its whole."""
        balance = np.zeros((len(self.sums), len(self.employees)))
        for row, sum_ in zip(balance, self.sums, strict=True):
            weights = {part: times * self._weight(part) for part, times in sum_.parts.items()}
            weights[sum_.whole] = -sum(weights.values())
            row[:] = [weights.get(cell, 0.0) for cell in self.employees]
        return balance

    def _weight(self, cell: Cell) -> float:
        employees = self.employees[cell]
        return employees if employees >= 0 else self.default_weight


def grid(employees_in_data: Mapping[Cell, float], *, default_weight: float) -> Grid:
    """Build the grid of every cell, with all sums between them.

    Args:
        employees_in_data: The number of employees of each cell in the data; NaN if unknown.
        default_weight: See `Grid`.
    """
    sums: list[Sum] = []
    employees = dict(employees_in_data)
    for period in sorted({cell[1] for cell in employees_in_data}):
        groups = {cell[2] for cell in employees_in_data if cell[1] == period}
        families = [family for family in FAMILIES if groups.intersection(family)]
        units = sorted({cell[0] for cell in employees_in_data if cell[1] == period} - {TOTAL})
        if any(cell[:2] == (TOTAL, period) for cell in employees_in_data):
            sums += _unit_sums(period, [*units, OTHERS], families)
            units = [*units, OTHERS, TOTAL]
        sums += [
            Sum((unit, period, TOTAL), {(unit, period, group): 1 for group in family})
            for unit in units
            for family in families
        ]
    sums += _month_sums(employees_in_data)
    for cell in sorted({cell for sum_ in sums for cell in sum_.cells}):
        employees.setdefault(cell, np.nan)
    _infer_employees(employees, sums)
    return Grid(employees, sums, default_weight)


def _unit_sums(period: str, units: list[str], families: Sequence[tuple[str, ...]]) -> Iterator[Sum]:
    for group in (TOTAL, *(group for family in families for group in family)):
        yield Sum((TOTAL, period, group), {(unit, period, group): 1 for unit in units})


def _month_sums(cells: Collection[Cell]) -> Iterator[Sum]:
    for unit, year, group in sorted(cell for cell in cells if "-" not in cell[1]):
        months = [c for c in sorted(cells) if (c[0], c[1][:-3], c[2]) == (unit, year, group)]
        parts = dict.fromkeys(months, 1)
        if months and len(months) < 12:
            parts[unit, f"{year}-{OTHERS}", group] = 12 - len(months)
        if months:
            yield Sum((unit, year, group), parts)


def _infer_employees(employees: dict[Cell, float], sums: list[Sum]) -> None:
    """Fill in each unknown number of employees that follows from the others in a sum."""
    changed = True
    while changed:
        changed = False
        for sum_ in sums:
            unknown = [cell for cell in sum_.cells if not employees[cell] >= 0]
            if len(unknown) != 1 or _is_of_months(sum_):
                continue
            others = sum(employees[cell] for cell in sum_.parts if cell not in unknown)
            is_whole = unknown[0] == sum_.whole
            inferred = others if is_whole else employees[sum_.whole] - others
            employees[unknown[0]], changed = max(inferred, 0.0), True


def _is_of_months(sum_: Sum) -> bool:
    return any(cell[1] != sum_.whole[1] for cell in sum_.parts)


def complete_figures(
    grid: Grid, figures: Mapping[Cell, float], limits: tuple[float, float] = (MINIMUM, MAXIMUM)
) -> Array:
    """The figure of every cell; a missing one is filled in so that the sums hold.

    If several values are possible, any of them is used; if the figures are inconsistent, the
    values with the smallest error.
    """
    from scipy.optimize import lsq_linear  # Slow to import, and seldom needed.

    complete = np.array([figures.get(cell, np.nan) for cell in grid.employees])
    is_missing = np.isnan(complete)
    if limits[0] >= limits[1]:  # Contradictory rules would permit no figure.
        limits = (MINIMUM, MAXIMUM)
    if not is_missing.any() or not grid.sums:
        complete[is_missing] = sum(limits) / 2
    else:
        from_data = grid.balance[:, ~is_missing] @ complete[~is_missing]
        missing_balance = grid.balance[:, is_missing]
        complete[is_missing] = lsq_linear(missing_balance, -from_data, bounds=limits).x
    return complete


def group_average(grid: Grid, figures: Array, group: Collection[Cell]) -> float:
    """The average figure of several cells, weighted by employees."""
    return float(np.average(figures, weights=grid.weights(group)))


def uncertainty(
    grid: Grid,
    figures: Figures,
    hidden: Hidden,
    facts: PublicFacts,
    measure: str,
    group: Collection[Cell],
) -> float:
    """The width of the interval that a reader can narrow a group's average down to.

    It is the smaller of two widths: how far the average can move from its actual value while all
    sums stay unchanged, which needs no allowance for rounded figures, whose sums never hold
    exactly; and that of the interval that follows only from what is shown (see `Reader`).

    Args:
        grid: Every cell.
        figures: The figure of every cell.
        hidden: The cells that a reader does not know, with `group` among those of `measure`.
        facts: What a reader knows about every figure.
        measure: The measure of the average.
        group: The cells whose weighted average is computed.

    Returns:
        The width in percentage points.
    """
    reader = Reader(grid, figures, hidden, facts, facts.related_measures(measure))
    shares = reader.shares(measure, group)
    widths = [reader.width_around_actual(shares), reader.width_from_shown(shares)]
    return min(width for width in widths if width is not None)


class Reader:
    """A reader who knows what is shown of some measures, and computes what the rest can be.

    In the arrays of figures, a row is a measure and a column a cell; the unknowns are the hidden
    figures, row by row.
    """

    def __init__(
        self,
        grid: Grid,
        figures: Figures,
        hidden: Hidden,
        facts: PublicFacts,
        measures: Sequence[str],
    ) -> None:
        self._grid, self._facts = grid, facts
        self._measures = [measure for measure in measures if measure in figures]
        self._figures = np.array([figures[measure] for measure in self._measures])
        self._hidden = np.array([[c in hidden[m] for c in grid.employees] for m in self._measures])
        self._pairs = [
            (self._measures.index(part), self._measures.index(whole))
            for part, whole in facts.parts
            if {part, whole}.issubset(self._measures)
        ]
        self._lower, self._upper = self._limits()
        unknown, measure_identity = self._hidden.ravel(), np.eye(len(self._measures))
        # Sums without unknowns give no information on the hidden figures.
        sums = np.kron(measure_identity, grid.balance)
        sums = sums[sums[:, unknown].any(axis=1)]
        self._unknown, self._shown = sums[:, unknown], sums[:, ~unknown]
        # One row for each cell whose part and whole are both unknown: the part minus its whole.
        signs = [measure_identity[part] - measure_identity[whole] for part, whole in self._pairs]
        cell_identity = np.eye(len(grid.employees))
        order = np.kron(np.reshape(signs, (-1, len(self._measures))), cell_identity)[:, unknown]
        self._order = order[np.count_nonzero(order, axis=1) == 2]

    def _limits(self) -> tuple[Array, Array]:
        """The limits of each figure, from the public facts and the other figures of its cell."""
        limits = np.array([self._facts.limits(measure) for measure in self._measures])
        lower, upper = (np.repeat(end[:, None], self._hidden.shape[1], axis=1) for end in limits.T)
        shown = np.where(self._hidden, np.nan, self._figures)
        for part, whole in self._pairs:
            upper[part] = np.fmin(upper[part], shown[whole])
            lower[whole] = np.fmax(lower[whole], shown[part])
        return lower, upper

    def shares(self, measure: str, group: Collection[Cell]) -> Array:
        """The share of each unknown in the average of a group."""
        weights = np.zeros(self._hidden.shape)
        weights[self._measures.index(measure)] = self._grid.weights(group)
        shares: Array = weights[self._hidden] / weights.sum()
        return shares

    def width_around_actual(self, shares: Array) -> float | None:
        """How far an average can move from its actual value while all sums stay unchanged."""
        figures = self._figures[self._hidden]
        lower = np.minimum(0.0, self._lower[self._hidden] - figures)
        upper = np.maximum(0.0, self._upper[self._hidden] - figures)
        no_change = np.zeros(len(self._unknown))
        slack = np.maximum(0.0, -self._order @ figures)
        return _width(shares, (self._unknown, no_change), (self._order, slack), (lower, upper))

    def width_from_shown(self, shares: Array) -> float | None:
        """The interval that follows from the shown figures, taken as exact or else as rounded.

        None if the shown figures are inconsistent even as rounded, so that nothing follows.
        """
        lower, upper = self._lower[self._hidden], self._upper[self._hidden]
        if (lower > upper).any():
            return None
        rest = -self._shown @ self._figures[~self._hidden]
        zeros = np.zeros(len(self._order))
        exact = _width(shares, (self._unknown, rest), (self._order, zeros), (lower, upper))
        if exact is not None:
            return exact
        by_measure = np.array([self._facts.rounding.get(name, 0.0) for name in self._measures])
        errors = np.repeat(by_measure, np.count_nonzero(~self._hidden, axis=1))
        return _width(
            np.append(shares, np.zeros(len(errors))),
            (np.hstack([self._unknown, self._shown]), rest),
            (np.pad(self._order, ((0, 0), (0, len(errors)))), zeros),
            (np.append(lower, -errors), np.append(upper, errors)),
        )


def _width(
    shares: Array,
    equal: tuple[Array, Array],
    at_most: tuple[Array, Array],
    limits: tuple[Array, Array],
) -> float | None:
    """The difference of the largest and the smallest value of a weighted sum of the unknowns.

    None if no values satisfy the equations, inequalities and limits.
    """
    from scipy.optimize import linprog  # Slow to import, and seldom needed.

    constraints: dict[str, Any] = {"bounds": np.column_stack(limits)}
    if len(equal[0]):
        constraints |= {"A_eq": equal[0], "b_eq": equal[1]}
    if len(at_most[0]):
        constraints |= {"A_ub": at_most[0], "b_ub": at_most[1]}
    ends = [linprog(sign * shares, **constraints) for sign in (1, -1)]
    if any(end.fun is None for end in ends):
        return None
    return float(-ends[1].fun - ends[0].fun)
