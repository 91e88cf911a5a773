"""Which figures on sick leave are withheld, so that nobody's health can be read or worked out.

The law on municipal accounts has sick leave stated by sex and age, but not for a group of at most
ten employees (lag 2018:597 om kommunal bokföring och redovisning, chapter 11; before it lag
1997:614 om kommunal redovisning, chapter 4, section 1 a, by SFS 2002:1065). Here this holds for
every group, and for those of an unknown number. A row is one of three kinds:

- *Already public*: a public document prints it. It is shown as printed, whatever its group.
- *Small*: not public, and its group has at most `smallest_group` employees or an unknown number.
  All its figures are withheld.
- *Other*: shown, unless a small group's figure could be computed from it (see `bounds`); then it is
  withheld too.

A reader is taken to know every figure that is shown, the number of employees of every group, and
all that the report tells of every figure (see `told_of_all`): the limits that the schema and the
rules set, that long-term sick leave is part of all, and how many digits are printed. A small
group's figure is safe when all this leaves it room: the least and the most it could be are at least
`ROOM` points apart, and at least as far apart as the figure is large or the limits are. (Where no
figure is below 1 %, the total 1 % gives every part away: it leaves no room.) The same holds for all
withheld parts of one sum together, where they are a small group even so.

Documents are decided in their order, each in the light of what those before it have shown, so that
no two reports of a committee disagree, however many later documents they see. What this cannot see
is a unit that is the sum of others without being the unit `total`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from alereport.base import params
from alereport.base.workspace import Workspace
from alereport.data import datasets, expressions, registers, rules, schemas
from alereport.data.expressions import Comparison, ConditionError
from alereport.privacy import bounds
from alereport.privacy.bounds import Cell, Grid, Known, Sum
from alereport.privacy.withheld import DATASET

MEASURES = ("total_percent", "long_term_percent", "long_term_share_percent")
"""The columns with figures on sick leave. The share of long-term sick leave really weighs by all
sick leave, which is withheld with it; employees stand in for that too."""

MOST_DIGITS = 4
"""The most digits after the point that a printed figure is taken to have."""

ROOM = 1.0
"""Percentage points that a withheld figure has at the least to be uncertain by."""


@dataclass
class _Committee:
    """What is known of a committee's sick leave, document by document.

    Attributes:
        smallest_group: See `suppressed`.
        known: What a reader is told of every figure.
        employees: How many each cell's group has; not a number where that is unknown.
        figures: By measure, the figure of each cell that has one.
        public: The cells that a public document prints.
        withheld: The cells withheld so far.
        decided: The cells that an earlier document settled.
        grid: Every cell there is, as far as the document that is being decided.
        complete: By measure, a figure for every cell of the grid.
    """

    smallest_group: int
    known: Known
    employees: dict[Cell, float] = field(default_factory=dict)
    figures: dict[str, dict[Cell, float]] = field(default_factory=lambda: {m: {} for m in MEASURES})
    public: set[Cell] = field(default_factory=set)
    withheld: set[Cell] = field(default_factory=set)
    decided: set[Cell] = field(default_factory=set)
    grid: Grid = field(init=False)
    complete: dict[str, bounds.Array] = field(init=False)

    def is_small(self, employees: float) -> bool:
        return not employees > self.smallest_group


def withheld(workspace: Workspace) -> frozenset[str]:
    """The rows on sick leave that a report takes the figures out of, each as `file:line`.

    Nothing made from such a row may be published, not even a checksum: a figure has few possible
    values, and they can be tried.

    Raises:
        TableError: The data or the register of documents cannot be read.
    """
    if not workspace.data_files(DATASET):
        return frozenset()
    rows = datasets.whole(workspace, DATASET)
    register = registers.records(workspace, "documents")
    years = {row["document"]: row["year"] for row in register}
    oldest_first = rows.iloc[rows["document"].map(years).to_numpy().argsort(kind="stable")]
    group = params.municipality(workspace).thresholds.smallest_group
    judged = suppressed(oldest_first, smallest_group=group, known=told_of_all(workspace))
    return frozenset(judged.index[judged["withheld"]])


def told_of_all(workspace: Workspace) -> Known:
    """What the schema and the rules, which are published, tell of every figure on sick leave.

    A rule of severity error holds for all that is published; what can be said so of its condition
    counts (see `expressions.comparisons`), also where it is asked of some rows only.

    Raises:
        TableError: The schema or the rules cannot be read.
    """
    fields = schemas.schema(workspace, DATASET).fields
    said: list[Comparison] = [
        (field.name, sign, float(limit))
        for field in fields
        for sign, limit in ((">=", field.constraints.minimum), ("<=", field.constraints.maximum))
        if limit is not None
    ]
    for rule in rules.of_dataset(workspace, DATASET):
        if rule.severity == "error":
            said += _compared(rule)
    return _known(said)


def _compared(rule: rules.Rule) -> list[Comparison]:
    try:
        return expressions.comparisons(str(rule.arguments.get("condition", "")))
    except ConditionError:  # No expression over a row's columns; the gate says what is wrong.
        return []


def _known(said: Iterable[Comparison]) -> Known:
    least: dict[str, float] = {}
    most: dict[str, float] = {}
    parts: set[tuple[str, str]] = set()
    for column, sign, other in said:
        if column not in MEASURES:
            continue
        if isinstance(other, str):
            below, above = (column, other), (other, column)
            pairs = {"<": {below}, ">": {above}, "=": {below, above}}[sign[0]]
            parts |= pairs if other in MEASURES else set()
            continue
        if sign in {">", ">=", "=="}:
            least[column] = max(other, least.get(column, other))
        if sign in {"<", "<=", "=="}:
            most[column] = min(other, most.get(column, other))
    return Known(least, most, frozenset(parts))


def suppressed(
    sick_leave: pd.DataFrame, *, smallest_group: int, known: Known | None = None
) -> pd.DataFrame:
    """The rows with what must not be told taken out.

    Args:
        sick_leave: Rows of the dataset, the documents in the order they became known. Of a
            committee, every document up to the last one that is there.
        smallest_group: A group of this many employees or fewer is small.
        known: What a reader is told of every figure, its digits apart; by default nothing but
            that it is a percentage.

    Returns:
        The same rows with `withheld`; where it is true, the figures and `employees` are missing.
    """
    hidden = np.zeros(len(sick_leave), dtype=bool)
    known = replace(known or Known(), halves=_halves(sick_leave))
    for places in sick_leave.reset_index().groupby("committee").indices.values():
        committee = _Committee(smallest_group, known)
        rows = sick_leave.iloc[places]
        for document in rows["document"].unique():
            of_document = rows["document"].eq(document).to_numpy()
            _decide(committee, rows[of_document])
            hidden[places[of_document]] = _withheld_rows(committee, rows[of_document])
    told = {name: sick_leave[name].mask(hidden) for name in (*MEASURES, "employees")}
    return sick_leave.assign(**told, withheld=hidden)


def _halves(sick_leave: pd.DataFrame) -> dict[str, float]:
    """By measure, half of the last digit its figures have."""
    return {
        name: next(
            (
                0.5 * 10**-digits
                for digits in range(MOST_DIGITS)
                if sick_leave[name].dropna().round(digits).eq(sick_leave[name].dropna()).all()
            ),
            0.0,
        )
        for name in MEASURES
    }


def _described(rows: pd.DataFrame) -> Iterator[tuple[Cell, float, bool]]:
    employees = rows["employees"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    cells = zip(rows["unit"], rows["period"], rows["group"], strict=True)
    yield from zip(cells, employees, rows["already_public"].astype(bool), strict=True)


def _withheld_rows(committee: _Committee, rows: pd.DataFrame) -> list[bool]:
    return [
        not public and (committee.is_small(employees) or cell in committee.withheld)
        for cell, employees, public in _described(rows)
    ]


def _decide(committee: _Committee, rows: pd.DataFrame) -> None:
    """Settle which cells of a document are withheld."""
    committee.decided = set(committee.employees)
    _add(committee, rows)
    if not _can_be_withheld(committee, committee.employees):
        return
    grid = bounds.grid(committee.employees, guess=float(committee.smallest_group))
    committee.grid = grid
    committee.complete = {
        measure: bounds.completed(grid, figures, committee.known.limits(measure))
        for measure, figures in committee.figures.items()
        if figures
    }
    for measure in committee.complete:
        _make_safe(committee, measure)


def _add(committee: _Committee, rows: pd.DataFrame) -> None:
    values = rows[list(MEASURES)].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    for (cell, employees, public), figures in zip(_described(rows), values, strict=True):
        if public:
            committee.public.add(cell)
            committee.withheld.discard(cell)
        elif committee.is_small(employees) and cell not in committee.decided:
            committee.withheld.add(cell)
        if not committee.employees.get(cell, np.nan) >= 0:
            committee.employees[cell] = employees
        for measure, figure in zip(MEASURES, figures, strict=True):
            if figure >= 0:
                committee.figures[measure].setdefault(cell, figure)


def _make_safe(committee: _Committee, measure: str) -> None:
    """Withhold more until every small group has room in one measure."""
    for group in _small_groups(committee, measure):
        while not _has_room(committee, measure, group):
            candidate = _next_to_withhold(committee, _free(committee, measure), group)
            if candidate is None:
                break  # What is public, or was shown before, gives it away.
            committee.withheld.add(candidate)


def _free(committee: _Committee, measure: str) -> set[Cell]:
    """The cells whose figure nobody is told: those withheld, and those without one in the data."""
    told = committee.figures[measure]
    return {
        cell
        for cell, employees in committee.grid.employees.items()
        if employees != 0 and (cell in committee.withheld or cell not in told)
    }


def _small_groups(committee: _Committee, measure: str) -> Iterator[list[Cell]]:
    """What is to be safe: the small cells, then the withheld parts of each sum together.

    The parts are those withheld when they are asked for, after what came before was made safe.
    """
    employees = committee.grid.employees
    for cell in sorted(_free(committee, measure)):
        if committee.is_small(employees[cell]):
            yield [cell]
    for each in committee.grid.sums:
        before: list[Cell] = []
        while (parts := sorted(_free(committee, measure).intersection(each.parts))) != before:
            known = [employees[cell] for cell in parts if employees[cell] >= 0]
            if len(parts) == 1 or not committee.is_small(sum(known)):
                break
            yield parts
            before = parts


def _has_room(committee: _Committee, measure: str, group: list[Cell]) -> bool:
    grid, figures, known = committee.grid, committee.complete, committee.known
    free = {each: _free(committee, each) for each in figures}
    room = bounds.room(grid, figures, free, known, measure, group)
    least, most = known.limits(measure)
    figure = bounds.common(grid, figures[measure], group)
    return room >= max(ROOM, min(figure, most - least)) - 1e-6


def _next_to_withhold(committee: _Committee, free: set[Cell], group: list[Cell]) -> Cell | None:
    """A part before a whole, then the one of the fewest employees.

    It is in the sums the group stands in; where they have nothing to withhold, in those next to
    them.
    """
    reached, found = set(group), list[Sum]()
    while more := [
        each for each in committee.grid.sums if each not in found and reached & set(each.cells)
    ]:
        found += more
        cells = {cell for each in found for cell in each.cells}
        if choice := _can_be_withheld(committee, cells):
            wholes = {each.whole for each in found}
            return min(choice, key=lambda c: (c in wholes, committee.employees[c], c))
        reached |= cells & free
    return None


def _can_be_withheld(committee: _Committee, cells: Iterable[Cell]) -> set[Cell]:
    """Of the cells, those with a row that is neither public nor settled nor withheld already."""
    settled = committee.public | committee.decided | committee.withheld
    return {cell for cell in cells if cell in committee.employees} - settled
