"""Which figures on sick leave are withheld, so that nobody's health can be read or worked out.

The law on municipal accounts requires sick leave by sex and age, but not for a group of at most ten
employees (lag 2018:597 om kommunal bokföring och redovisning, chapter 11; earlier lag 1997:614 om
kommunal redovisning, chapter 4, section 1 a, by SFS 2002:1065). Here this limit applies to every
group, and groups of an unknown number count as small. A row is one of three kinds:

- *Already public*: a public document prints it. It is shown as printed, whatever its group.
- *Small*: not public, and its group has at most `smallest_group` employees or an unknown number.
  All its figures are withheld.
- *Other*: shown, unless a small group's figure could be computed from it (see `bounds`); then it is
  withheld too.

A reader is assumed to know every figure that is shown, the number of employees of every group, and
what is published about all figures (see `published_facts`): the limits in the schema and the rules,
that long-term sick leave is part of all sick leave, and how many digits are printed. A small
group's figure is safe if it is uncertain enough: the interval of values it could have is at least
`MIN_UNCERTAINTY` points wide, and at least as wide as the figure is large or the limits are apart.
(If no figure can be below 1 %, a total of 1 % reveals every part.) The same applies to all withheld
parts of one sum together, if they still form a small group.

Documents are processed in order, each with regard to what earlier ones have shown, so that no two
reports of a committee disagree, however many later documents they use. Not detected is a unit that
is the sum of others without being the unit `total`.
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
from alereport.privacy.bounds import Cell, Grid, PublicFacts, Sum
from alereport.privacy.withheld import DATASET

MEASURES = ("total_percent", "long_term_percent", "long_term_share_percent")
"""The columns with figures on sick leave. The share of long-term sick leave should be weighted by
all sick leave, which is withheld with it; employees are used as weights for it too."""

MAX_DECIMALS = 4
"""Precisions of fewer decimals than this are tried for the printed figures."""

MIN_UNCERTAINTY = 1.0
"""The minimum uncertainty of a withheld figure, in percentage points."""


@dataclass
class _Committee:
    """The state of a committee's sick leave while its documents are processed.

    Attributes:
        smallest_group: See `suppress`.
        facts: What a reader knows about every figure.
        employees: The number of employees of each cell; NaN if unknown.
        figures: By measure, the figure of each cell that has one.
        public: The cells that a public document prints.
        withheld: The cells withheld so far.
        decided: The cells that were decided with an earlier document.
        grid: Every cell up to the current document.
        complete: By measure, a figure for every cell of the grid.
    """

    smallest_group: int
    facts: PublicFacts
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
    """The rows on sick leave whose figures a report removes, each as `file:line`.

    Nothing derived from such a row may be published, not even a checksum: a figure has few possible
    values, and all of them can be tried.

    Raises:
        TableError: The data or the register of documents cannot be read.
    """
    if not workspace.data_files(DATASET):
        return frozenset()
    rows = datasets.read_dataset(workspace, DATASET)
    register = registers.register_rows(workspace, "documents")
    years = {row["document"]: row["year"] for row in register}
    oldest_first = rows.iloc[rows["document"].map(years).to_numpy().argsort(kind="stable")]
    smallest_group = params.municipality(workspace).thresholds.smallest_group
    suppressed = suppress(
        oldest_first, smallest_group=smallest_group, facts=published_facts(workspace)
    )
    return frozenset(suppressed.index[suppressed["withheld"]])


def published_facts(workspace: Workspace) -> PublicFacts:
    """What the published schema and rules reveal about every figure on sick leave.

    A rule of severity error holds for all published data. The comparisons in its condition are used
    (see `expressions.comparisons`), even if it applies to some rows only.

    Raises:
        TableError: The schema or the rules cannot be read.
    """
    fields = schemas.schema(workspace, DATASET).fields
    comparisons: list[Comparison] = [
        (field.name, sign, float(limit))
        for field in fields
        for sign, limit in ((">=", field.constraints.minimum), ("<=", field.constraints.maximum))
        if limit is not None
    ]
    for rule in rules.of_dataset(workspace, DATASET):
        if rule.severity == "error":
            comparisons += _comparisons(rule)
    return _facts(comparisons)


def _comparisons(rule: rules.Rule) -> list[Comparison]:
    try:
        return expressions.comparisons(str(rule.arguments.get("condition", "")))
    except ConditionError:  # Not an expression of a row's columns; the gate reports what is wrong.
        return []


def _facts(comparisons: Iterable[Comparison]) -> PublicFacts:
    minimum: dict[str, float] = {}
    maximum: dict[str, float] = {}
    parts: set[tuple[str, str]] = set()
    for column, sign, other in comparisons:
        if column not in MEASURES:
            continue
        if isinstance(other, str):
            below, above = (column, other), (other, column)
            pairs = {"<": {below}, ">": {above}, "=": {below, above}}[sign[0]]
            parts |= pairs if other in MEASURES else set()
            continue
        if sign in {">", ">=", "=="}:
            minimum[column] = max(other, minimum.get(column, other))
        if sign in {"<", "<=", "=="}:
            maximum[column] = min(other, maximum.get(column, other))
    return PublicFacts(minimum, maximum, frozenset(parts))


def suppress(
    sick_leave: pd.DataFrame, *, smallest_group: int, facts: PublicFacts | None = None
) -> pd.DataFrame:
    """Remove the figures that must not be disclosed.

    Args:
        sick_leave: Rows of the dataset, with the documents in the order they became public. For a
            committee, every document up to its last one here is included.
        smallest_group: A group of this many employees or fewer is small.
        facts: What a reader knows about every figure, apart from the number of digits; by default
            only that it is a percentage.

    Returns:
        The same rows with `withheld`; where it is true, the figures and `employees` are missing.
    """
    is_hidden = np.zeros(len(sick_leave), dtype=bool)
    facts = replace(facts or PublicFacts(), rounding=_rounding(sick_leave))
    for positions in sick_leave.reset_index().groupby("committee").indices.values():
        committee = _Committee(smallest_group, facts)
        rows = sick_leave.iloc[positions]
        for document in rows["document"].unique():
            is_in_document = rows["document"].eq(document).to_numpy()
            document_rows = rows[is_in_document]
            _decide(committee, document_rows)
            is_hidden[positions[is_in_document]] = _withheld_rows(committee, document_rows)
    shown = {name: sick_leave[name].mask(is_hidden) for name in (*MEASURES, "employees")}
    return sick_leave.assign(**shown, withheld=is_hidden)


def _rounding(sick_leave: pd.DataFrame) -> dict[str, float]:
    """By measure, half of the last digit of its figures."""
    return {
        name: next(
            (
                0.5 * 10**-digits
                for digits in range(MAX_DECIMALS)
                if sick_leave[name].dropna().round(digits).eq(sick_leave[name].dropna()).all()
            ),
            0.0,
        )
        for name in MEASURES
    }


def _cells(rows: pd.DataFrame) -> Iterator[tuple[Cell, float, bool]]:
    """The cell, the number of employees and whether it is already public, of each row."""
    employees = rows["employees"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    cells = zip(rows["unit"], rows["period"], rows["group"], strict=True)
    yield from zip(cells, employees, rows["already_public"].astype(bool), strict=True)


def _withheld_rows(committee: _Committee, rows: pd.DataFrame) -> list[bool]:
    return [
        not public and (committee.is_small(employees) or cell in committee.withheld)
        for cell, employees, public in _cells(rows)
    ]


def _decide(committee: _Committee, rows: pd.DataFrame) -> None:
    """Decide which cells of a document are withheld."""
    committee.decided = set(committee.employees)
    _add(committee, rows)
    if not _candidates(committee, committee.employees):
        return
    grid = bounds.grid(committee.employees, default_weight=float(committee.smallest_group))
    committee.grid = grid
    committee.complete = {
        measure: bounds.complete_figures(grid, figures, committee.facts.limits(measure))
        for measure, figures in committee.figures.items()
        if figures
    }
    for measure in committee.complete:
        _make_safe(committee, measure)


def _add(committee: _Committee, rows: pd.DataFrame) -> None:
    values = rows[list(MEASURES)].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    for (cell, employees, public), figures in zip(_cells(rows), values, strict=True):
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
    """Withhold more cells until every small group is uncertain enough in one measure."""
    for group in _small_groups(committee, measure):
        while not _is_safe(committee, measure, group):
            candidate = _next_to_withhold(committee, _hidden_cells(committee, measure), group)
            if candidate is None:
                break  # It is revealed by what is public or was shown earlier.
            committee.withheld.add(candidate)


def _hidden_cells(committee: _Committee, measure: str) -> set[Cell]:
    """The cells whose figure is not shown: those withheld, and those without a figure."""
    figures = committee.figures[measure]
    return {
        cell
        for cell, employees in committee.grid.employees.items()
        if employees != 0 and (cell in committee.withheld or cell not in figures)
    }


def _small_groups(committee: _Committee, measure: str) -> Iterator[list[Cell]]:
    """The groups that must be safe: the small cells, then the withheld parts of each sum together.

    The parts are found when a group is requested, so they include cells withheld for earlier ones.
    """
    employees = committee.grid.employees
    for cell in sorted(_hidden_cells(committee, measure)):
        if committee.is_small(employees[cell]):
            yield [cell]
    for sum_ in committee.grid.sums:
        previous: list[Cell] = []
        while (
            parts := sorted(_hidden_cells(committee, measure).intersection(sum_.parts))
        ) != previous:
            known_numbers = [employees[cell] for cell in parts if employees[cell] >= 0]
            if len(parts) == 1 or not committee.is_small(sum(known_numbers)):
                break
            yield parts
            previous = parts


def _is_safe(committee: _Committee, measure: str, group: list[Cell]) -> bool:
    grid, figures, facts = committee.grid, committee.complete, committee.facts
    hidden = {name: _hidden_cells(committee, name) for name in figures}
    uncertainty = bounds.uncertainty(grid, figures, hidden, facts, measure, group)
    lower, upper = facts.limits(measure)
    figure = bounds.group_average(grid, figures[measure], group)
    return uncertainty >= max(MIN_UNCERTAINTY, min(figure, upper - lower)) - 1e-6


def _next_to_withhold(committee: _Committee, hidden: set[Cell], group: list[Cell]) -> Cell | None:
    """The next cell to withhold: a part rather than a whole, then the one with fewest employees.

    It is taken from the sums that contain the group; if they have no candidate, from sums that
    share a hidden cell with them.
    """
    reached, sums = set(group), list[Sum]()
    while more := [
        sum_ for sum_ in committee.grid.sums if sum_ not in sums and reached & set(sum_.cells)
    ]:
        sums += more
        cells = {cell for sum_ in sums for cell in sum_.cells}
        if candidates := _candidates(committee, cells):
            wholes = {sum_.whole for sum_ in sums}
            return min(candidates, key=lambda c: (c in wholes, committee.employees[c], c))
        reached |= cells & hidden
    return None


def _candidates(committee: _Committee, cells: Iterable[Cell]) -> set[Cell]:
    """The cells with a row that is neither public nor decided nor withheld already."""
    excluded = committee.public | committee.decided | committee.withheld
    return {cell for cell in cells if cell in committee.employees} - excluded
