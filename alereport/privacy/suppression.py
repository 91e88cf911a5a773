"""Which figures on people are withheld, so that nobody can be read or worked out from them.

The law on municipal accounts requires sick leave by sex and age, but not for a group of at most ten
employees (lag 2018:597 om kommunal bokföring och redovisning, chapter 11; earlier lag 1997:614 om
kommunal redovisning, chapter 4, section 1 a, by SFS 2002:1065). Here this limit applies to every
group in every dataset that its schema declares to be about people (`data.people`), and groups of an
unknown number count as small. A row is one of three kinds:

- *Already public*: a public document prints it. It is shown as printed, whatever its group.
- *Small*: not public, and its group has at most `smallest_group` people or an unknown number. All
  its figures are withheld.
- *Other*: shown, unless a small group's figure could be computed from it (see `bounds`); then it is
  withheld too.

A reader is assumed to know every figure that is shown or was shown in the publication before, the
number of people of every group, and what is published about all figures (see `facts`): the limits
in the schema and the rules, how the measures of a row relate, and how many digits are printed. A
small group's figure is safe if it is uncertain enough: the interval of values it could have is at
least `MIN_UNCERTAINTY` wide, and at least as wide as the figure is large or the limits are apart.
(If no figure can be below 1 %, a total of 1 % reveals every part.) The same applies to all withheld
parts of one sum together, if they still form a small group.

Documents are processed in order, each with regard to what earlier ones have shown, so that no two
reports of a committee disagree, however many later documents they use. Not detected is a unit that
is the sum of others and not declared, if one of them has no row in the unit's first period, or if
there are too many combinations to try (`sums.MAX_STEPS`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
import pandas as pd

from alereport.data.datasets import TOTAL
from alereport.data.people import Privacy
from alereport.privacy import bounds, facts, grids, sums
from alereport.privacy.bounds import PublicFacts
from alereport.privacy.grids import Grid, Sum
from alereport.privacy.sums import Cell, Members

MIN_UNCERTAINTY = 1.0
"""The minimum uncertainty of a withheld figure, in percentage points or people."""


@dataclass(frozen=True)
class Decision:
    """What is decided about the rows of a dataset.

    Attributes:
        withheld: The rows that are withheld.
        shown: Those that are shown though no public document prints them.
        given_away: Those that a reader computes from what is public or was shown before.
        found: The units that are the sum of others by their figures, and not by the schema.
    """

    withheld: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()
    given_away: frozenset[str] = frozenset()
    found: tuple[Members, ...] = ()


@dataclass
class _State:
    """What is decided about some committees while their documents are processed.

    Attributes:
        privacy, smallest_group: See `decide`.
        facts: What a reader knows about every figure.
        known: The cells that an earlier publication showed.
        employees: The number of people of each cell; NaN if unknown.
        figures: By measure, the figure of each cell that has one.
        public: The cells that a public document prints.
        withheld: The cells withheld so far.
        decided: The cells that were decided with an earlier document.
        given_away: The cells that were not safe whatever was withheld.
        safe: Parts of the grid that have been made safe, as `_basis` describes them.
        grid: The part of all cells up to the current document that is being made safe.
        complete: By measure, a figure for every cell of that part.
        found: See `Decision`.
    """

    privacy: Privacy
    smallest_group: int
    facts: PublicFacts
    known: frozenset[Cell]
    employees: dict[Cell, float] = field(default_factory=dict)
    figures: dict[str, dict[Cell, float]] = field(default_factory=dict)
    public: set[Cell] = field(default_factory=set)
    withheld: set[Cell] = field(default_factory=set)
    decided: set[Cell] = field(default_factory=set)
    given_away: set[Cell] = field(default_factory=set)
    safe: set[object] = field(default_factory=set)
    grid: Grid = field(init=False)
    complete: dict[str, grids.Array] = field(init=False)
    found: list[Members] = field(default_factory=list)

    def is_small(self, employees: float) -> bool:
        return not employees > self.smallest_group


def decide(
    rows: pd.DataFrame,
    privacy: Privacy,
    *,
    smallest_group: int,
    known_facts: PublicFacts | None = None,
    shown_before: Collection[Cell] = (),
) -> Decision:
    """Decide which rows must not be disclosed.

    Args:
        rows: The rows of a dataset, with the documents in the order they became public, and the
            columns of the register that `privacy.public` reads.
        privacy: How they are about people.
        smallest_group: A group of this many people or fewer is small.
        known_facts: What a reader knows about every figure, apart from the number of digits; by
            default only that a percentage is one.
        shown_before: The cells that an earlier publication showed.
    """
    rows = rows[privacy.is_on_people(rows)]
    if privacy.is_public(rows).all():
        return Decision()
    unit_names = units(rows, privacy)
    all_facts = replace(
        known_facts or PublicFacts(),
        rounding=facts.rounding(rows, privacy),
        highest=facts.highest(rows, privacy),
    )
    rows = rows.assign(**{"cell unit": unit_names})
    new_state = partial(_State, privacy, smallest_group, all_facts, frozenset(shown_before))
    _add(everything := new_state(), rows)
    declared = sums.declared(privacy, set(unit_names))
    across = declared + _found(everything, set(unit_names), declared)
    decisions = []
    for committees in sums.connected(set(unit_names), across):
        own = rows[unit_names.map(sums.committee_of).isin(committees)]
        decisions.append(_decided(new_state(), own))
    return Decision(
        frozenset().union(*(each.withheld for each in decisions)),
        frozenset().union(*(each.shown for each in decisions)),
        frozenset().union(*(each.given_away for each in decisions)),
        tuple(members for each in decisions for members in each.found),
    )


def units(rows: pd.DataFrame, privacy: Privacy) -> pd.Series[str]:
    """The unit of each row, with its committee: see `sums.unit_name`."""
    committees = rows[privacy.committee].astype("str").fillna("")
    return committees.str.cat(rows[privacy.unit].astype("str").fillna(""), sep=sums.BETWEEN)


def _decided(state: _State, rows: pd.DataFrame) -> Decision:
    withheld: dict[str, Cell] = {}
    shown: set[str] = set()
    for document in rows["document"].unique():
        document_rows = rows[rows["document"].eq(document)]
        _decide(state, document_rows)
        cells = _cells(state, document_rows)
        for place, (cell, employees, public) in zip(document_rows.index, cells, strict=True):
            if not public and (state.is_small(employees) or cell in state.withheld):
                withheld[str(place)] = cell
            elif not public:
                shown.add(str(place))
    given_away = {place for place, cell in withheld.items() if cell in state.given_away}
    found = dict.fromkeys(state.found)
    return Decision(frozenset(withheld), frozenset(shown), frozenset(given_away), tuple(found))


def _cells(state: _State, rows: pd.DataFrame) -> Iterator[tuple[Cell, float, bool]]:
    """The cell, the number of people and whether it is already public, of each row."""
    privacy = state.privacy
    people = rows[privacy.people].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    groups = rows[privacy.group].astype("str") if privacy.group else pd.Series(TOTAL, rows.index)
    groups = groups.where(groups.ne(privacy.whole), TOTAL)
    periods = rows[privacy.period].astype("str")
    cells = zip(rows["cell unit"], periods, groups, strict=True)
    yield from zip(cells, people, privacy.is_public(rows), strict=True)


def _decide(state: _State, rows: pd.DataFrame) -> None:
    """Decide which cells of a document are withheld.

    A part of the grid that the document adds nothing to, such as an earlier year, stays as it is.
    """
    state.decided = set(state.employees)
    _add(state, rows)
    if not state.withheld and not _candidates(state, state.employees):
        return
    grid = grids.grid(
        {**dict.fromkeys(sorted(_gone(state)), np.nan), **state.employees},
        members=_members(state),
        families=state.privacy.families,
        default_weight=float(state.smallest_group),
        counts_people=state.privacy.counts_people,
    )
    for part in grids.parts(grid):
        if _basis(state, part) in state.safe:
            continue
        state.grid = part
        state.complete = {
            measure: bounds.complete_figures(part, figures, state.facts.limits(measure))
            for measure, figures in state.figures.items()
            if figures
        }
        for measure in state.complete:
            _make_safe(state, measure)
        state.safe.add(_basis(state, part))


def _basis(state: _State, part: Grid) -> object:
    """Everything that the safety of a part of the grid rests on."""
    cells = tuple(
        (
            cell,
            repr(employees),
            cell in state.public,
            cell in state.withheld,
            cell in state.known,
            *(repr(figures.get(cell)) for figures in state.figures.values()),
        )
        for cell, employees in part.employees.items()
    )
    return cells, tuple((sum_.whole, tuple(sum_.parts.items())) for sum_ in part.sums)


def _gone(state: _State) -> set[Cell]:
    """The cells of these committees that were shown before and have no row any more."""
    committees = {sums.committee_of(cell[0]) for cell in state.employees}
    known = {cell for cell in state.known if sums.committee_of(cell[0]) in committees}
    return known - set(state.employees)


def _members(state: _State) -> list[Members]:
    """The units that are the sum of others, with those that only their figures tell of."""
    units = {cell[0] for cell in state.employees}
    declared = sums.declared(state.privacy, units)
    found = _found(state, units, declared)
    state.found += found
    return [*_of_committees(state, units, declared, found), *declared, *found]


def _of_committees(
    state: _State, units: set[str], declared: list[Members], found: list[Members]
) -> list[Members]:
    """The unit `total` of each committee.

    A unit that seems to be part of another counts for itself if the total has room for both.
    """
    across = [each for each in found if any(map(sums.is_total, each.parts))]
    certain = sums.of_committees(units, [*declared, *across])
    nested = sums.of_committees(units, [*declared, *found])
    return [
        one if _has_room(state, one) else other for one, other in zip(certain, nested, strict=True)
    ]


def _has_room(state: _State, total: Members) -> bool:
    wholes = [cell for cell in state.employees if cell[0] == total.whole]
    for _unit, period, group in wholes:
        numbers = [state.employees.get((part, period, group), 0.0) for part in total.parts]
        number = state.employees[total.whole, period, group]
        if not number >= sum(each for each in numbers if each >= 0):
            return False
    return True


def _found(state: _State, units: Collection[str], declared: Sequence[Members]) -> list[Members]:
    """The units that are the sum of others by their figures, and about which the schema is silent.

    They are searched for within each committee, and among the committees' own totals.
    """
    measures = {} if state.privacy.counts_people else state.figures
    figures = sums.Figures(state.employees, measures, state.facts.rounding)
    names = sorted(units)
    parts = [unit for unit in names if not sums.is_total(unit)]
    totals = [unit for unit in names if sums.is_total(unit)]
    committees = sorted(set(map(sums.committee_of, units)))
    own = [[u for u in parts if sums.committee_of(u) == committee] for committee in committees]
    pools = [*((pool, pool) for pool in own), (names, totals)]
    is_declared = {(each.whole, each.parts) for each in declared}
    result: dict[Members, None] = {}
    for wholes, pool in pools:
        for members in figures.found(wholes, pool):
            is_known = (members.whole, members.parts) in is_declared
            if not is_known and not sums.is_denied(state.privacy, members):
                result[members] = None
    return list(result)


def _add(state: _State, rows: pd.DataFrame) -> None:
    names = list(state.privacy.figures)
    values = rows[names].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    for (cell, employees, public), figures in zip(_cells(state, rows), values, strict=True):
        if public:
            state.public.add(cell)
            state.withheld.discard(cell)
        elif state.is_small(employees) and cell not in state.decided:
            state.withheld.add(cell)
        if not state.employees.get(cell, np.nan) >= 0:
            state.employees[cell] = employees
        for measure, figure in zip(names, figures, strict=True):
            if figure >= 0:
                state.figures.setdefault(measure, {}).setdefault(cell, figure)


def _make_safe(state: _State, measure: str) -> None:
    """Withhold more cells until every small group is uncertain enough in one measure."""
    for group in _small_groups(state, measure):
        while not _is_safe(state, measure, group):
            candidate = _next_to_withhold(state, _hidden_cells(state, measure), group)
            if candidate is None:
                state.given_away.update(group)  # By what is public or was shown earlier.
                break
            state.withheld.add(candidate)


def _hidden_cells(state: _State, measure: str) -> set[Cell]:
    """The cells whose figure is not shown: those withheld, and those without a figure."""
    figures = state.figures[measure]
    return {
        cell
        for cell, employees in state.grid.employees.items()
        if employees != 0
        and (cell in state.withheld or cell not in figures)
        and cell not in state.known
    }


def _small_groups(state: _State, measure: str) -> Iterator[list[Cell]]:
    """The groups that must be safe: the small cells, then the withheld parts of each sum together.

    The parts are found when a group is requested, so they include cells withheld for earlier ones.
    """
    employees = state.grid.employees
    for cell in sorted(_hidden_cells(state, measure)):
        if state.is_small(employees[cell]):
            yield [cell]
    for sum_ in state.grid.sums:
        previous: list[Cell] = []
        while (parts := sorted(_hidden_cells(state, measure).intersection(sum_.parts))) != previous:
            known_numbers = [employees[cell] for cell in parts if employees[cell] >= 0]
            if len(parts) == 1 or not state.is_small(_together(sum_, known_numbers)):
                break
            yield parts
            previous = parts


def _together(sum_: Sum, numbers: list[float]) -> float:
    """How many people some parts of a sum are: spans of time have the same people."""
    return max(numbers, default=0.0) if sum_.is_over_time else sum(numbers)


def _is_safe(state: _State, measure: str, group: list[Cell]) -> bool:
    grid, figures, known = state.grid, state.complete, state.facts
    hidden = {name: _hidden_cells(state, name) for name in figures}
    lower, upper = known.limits(measure)
    figure = grid.figure(figures[measure], group)
    enough = max(MIN_UNCERTAINTY, min(figure, upper - lower)) - 1e-6
    return bounds.uncertainty(grid, figures, hidden, known, measure, group, enough) >= enough


def _next_to_withhold(state: _State, hidden: set[Cell], group: list[Cell]) -> Cell | None:
    """The next cell to withhold: a part rather than a whole, then the one with fewest people.

    It is taken from the sums that contain the group; if they have no candidate, from sums that
    share a hidden cell with them.
    """
    reached, found = set(group), list[Sum]()
    while more := [
        sum_ for sum_ in state.grid.sums if sum_ not in found and reached & set(sum_.cells)
    ]:
        found += more
        cells = {cell for sum_ in found for cell in sum_.cells}
        if candidates := _candidates(state, cells):
            wholes = {sum_.whole for sum_ in found}
            return min(candidates, key=lambda c: (c in wholes, state.employees[c], c))
        reached |= cells & hidden
    return None


def _candidates(state: _State, cells: Iterable[Cell]) -> set[Cell]:
    """The cells with a row that is neither public nor decided nor withheld already."""
    excluded = state.public | state.decided | state.withheld | state.known
    return {cell for cell in cells if cell in state.employees} - excluded
