"""What a reader who knows some figures on people can compute about the others.

Besides the figures that are shown, and what adds up to what (`grids`), a reader knows facts about
all figures: the limits they are within, what holds between the measures of a row, and how many
digits are printed (`PublicFacts`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from alereport.privacy.grids import Array, Grid
from alereport.privacy.sums import Cell

Figures = Mapping[str, Array]
"""By measure, the figure of every cell, in the order of the grid."""
Hidden = Mapping[str, Collection[Cell]]
"""By measure, the cells whose figure a reader does not know."""
MINIMUM, MAXIMUM = 0.0, 100.0
"""The limits of every figure, which is a percentage."""


@dataclass(frozen=True)
class Relation:
    """What always holds of the figures of one cell: a weighted sum of them is at most a limit."""

    weights: tuple[tuple[str, float], ...]
    limit: float

    @property
    def measures(self) -> frozenset[str]:
        return frozenset(name for name, _weight in self.weights)


@dataclass(frozen=True)
class PublicFacts:
    """What a reader knows about every figure, whether it is shown or not.

    Attributes:
        minimum: By measure, the lower limit of all figures; 0 if missing.
        maximum: By measure, the upper limit of all figures; `highest` if missing.
        relations: What holds of several measures of one cell, such as that one is part of another.
        rounding: By measure, half of the last digit that is printed, which is the largest rounding
            error of a figure; 0 if missing.
        highest: The limit that is obvious: 100 for a percentage.
    """

    minimum: Mapping[str, float] = field(default_factory=dict)
    maximum: Mapping[str, float] = field(default_factory=dict)
    relations: frozenset[Relation] = frozenset()
    rounding: Mapping[str, float] = field(default_factory=dict)
    highest: float = MAXIMUM

    def limits(self, measure: str) -> tuple[float, float]:
        return self.minimum.get(measure, MINIMUM), self.maximum.get(measure, self.highest)

    def related_measures(self, measure: str) -> list[str]:
        """The measure, and those that are connected with it by relations."""
        related = {measure}
        for _ in self.relations:  # Each iteration reaches at least one more, or none is left.
            for relation in self.relations:
                related |= relation.measures if related & relation.measures else set()
        return sorted(related)


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
        limits = (MINIMUM, max(MAXIMUM, limits[1]))
    if not is_missing.any() or not grid.sums:
        complete[is_missing] = sum(limits) / 2
    else:
        from_data = grid.balance[:, ~is_missing] @ complete[~is_missing]
        missing_balance = grid.balance[:, is_missing]
        complete[is_missing] = lsq_linear(missing_balance, -from_data, bounds=limits).x
    return complete


def uncertainty(
    grid: Grid,
    figures: Figures,
    hidden: Hidden,
    facts: PublicFacts,
    measure: str,
    group: Collection[Cell],
    enough: float = 0.0,
) -> float:
    """The width of the interval that a reader can narrow a group's figure down to.

    It is the smaller of two widths: how far the figure can move from its actual value while all
    sums stay unchanged, which needs no allowance for rounded figures, whose sums never hold
    exactly; and that of the interval that follows only from what is shown (see `Reader`).

    Args:
        grid: Every cell.
        figures: The figure of every cell.
        hidden: The cells that a reader does not know, with `group` among those of `measure`.
        facts: What a reader knows about every figure.
        measure: The measure of the figure.
        group: The cells whose figure, together, is computed.
        enough: A width below it need not be the smallest.

    Returns:
        The width in percentage points, or in people.
    """
    reader = Reader(grid, figures, hidden, facts, facts.related_measures(measure))
    shares = reader.shares(measure, group)
    around_actual = reader.width_around_actual(shares) or 0.0
    if around_actual < enough:
        return around_actual
    from_shown = reader.width_from_shown(shares)
    return around_actual if from_shown is None else min(around_actual, from_shown)


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
        self._relations = [
            (np.array([dict(each.weights).get(name, 0.0) for name in self._measures]), each.limit)
            for each in sorted(facts.relations, key=repr)
            if each.measures.issubset(self._measures)
        ]
        self._lower, self._upper = self._limits()
        unknown, measure_identity = self._hidden.ravel(), np.eye(len(self._measures))
        # Sums without unknowns give no information on the hidden figures.
        sums = np.kron(measure_identity, grid.balance)
        sums = sums[sums[:, unknown].any(axis=1)]
        self._unknown, self._shown = sums[:, unknown], sums[:, ~unknown]
        self._at_most, self._at_most_limits, self._at_most_slack = self._inequalities()

    def _limits(self) -> tuple[Array, Array]:
        """The limits of each figure."""
        limits = np.array([self._facts.limits(measure) for measure in self._measures])
        lower, upper = (np.repeat(end[:, None], self._hidden.shape[1], axis=1) for end in limits.T)
        return lower, upper

    def _inequalities(self) -> tuple[Array, Array, Array]:
        """The relations of each cell with unknowns: a matrix of them, their limits and slack.

        What is shown of the cell, if anything, is taken off the limit; the slack is how far each
        may be exceeded by its rounding.
        """
        rows, limits, slack = [], [], []
        cells, unknown = self._hidden.shape[1], self._hidden.ravel()
        by_measure = [self._facts.rounding.get(name, 0.0) for name in self._measures]
        for weights, limit in self._relations:
            matrix = np.kron(weights, np.eye(cells))
            known = matrix[:, ~unknown] @ self._figures[~self._hidden]
            is_open = matrix[:, unknown].any(axis=1)
            rows.append(matrix[is_open][:, unknown])
            limits.append(limit - known[is_open])
            slack.append(np.full(np.count_nonzero(is_open), np.abs(weights) @ by_measure))
        if not rows:
            return np.zeros((0, np.count_nonzero(unknown))), np.zeros(0), np.zeros(0)
        return np.vstack(rows), np.concatenate(limits), np.concatenate(slack)

    def shares(self, measure: str, group: Collection[Cell]) -> Array:
        """The share of each unknown in the figure of a group."""
        shares = np.zeros(self._hidden.shape)
        shares[self._measures.index(measure)] = self._grid.shares(group)
        result: Array = shares[self._hidden]
        return result

    def width_around_actual(self, shares: Array) -> float | None:
        """How far a figure can move from its actual value while all sums stay unchanged."""
        figures = self._figures[self._hidden]
        lower = np.minimum(0.0, self._lower[self._hidden] - figures)
        upper = np.maximum(0.0, self._upper[self._hidden] - figures)
        no_change = np.zeros(len(self._unknown))
        slack = np.maximum(0.0, self._at_most_limits - self._at_most @ figures)
        return _width(shares, (self._unknown, no_change), (self._at_most, slack), (lower, upper))

    def width_from_shown(self, shares: Array) -> float | None:
        """The interval that follows from the shown figures, taken as exact or else as rounded.

        None if the shown figures are inconsistent even as rounded, so that nothing follows.
        """
        lower, upper = self._lower[self._hidden], self._upper[self._hidden]
        if (lower > upper).any():
            return None
        rest = -self._shown @ self._figures[~self._hidden]
        limits = self._at_most_limits
        exact = _width(shares, (self._unknown, rest), (self._at_most, limits), (lower, upper))
        if exact is not None:
            return exact
        by_measure = np.array([self._facts.rounding.get(name, 0.0) for name in self._measures])
        errors = np.repeat(by_measure, np.count_nonzero(~self._hidden, axis=1))
        return _width(
            np.append(shares, np.zeros(len(errors))),
            (np.hstack([self._unknown, self._shown]), rest),
            (np.pad(self._at_most, ((0, 0), (0, len(errors)))), limits + self._at_most_slack),
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
