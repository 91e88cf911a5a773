"""Which figures on people add up: the units of a committee, and the months of a year.

A unit is the sum of others if the schema declares it (`data.people`), or if its figures are: nobody
calls a department `total`, yet a reader who knows which units belong to it subtracts them. A sum
that is found is counted with, and the gate asks the steward about it; see `found`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from alereport.data.datasets import TOTAL
from alereport.data.people import Privacy, UnitSum

BETWEEN = "/"
"""The sign between a committee and its unit."""
MAX_STEPS = 10_000
"""How many combinations of units are tried for each unit."""

Cell = tuple[str, str, str]
"""Unit with its committee, period and group."""


@dataclass(frozen=True)
class Members:
    """The units that together are another.

    Attributes:
        is_complete: False if there may be others that are missing from the data.
        is_declared: True if the schema says so, false if only the figures do.
    """

    whole: str
    parts: tuple[str, ...]
    is_complete: bool = True
    is_declared: bool = True


def unit_name(committee: str, unit: str) -> str:
    return f"{committee}{BETWEEN}{unit}"


def short_name(unit: str, whole: str) -> str:
    """The unit as it is declared: with its committee only if that is not the whole's."""
    committee, _sign, name = unit.partition(BETWEEN)
    return name if committee == committee_of(whole) else unit


def committee_of(unit: str) -> str:
    return unit.partition(BETWEEN)[0]


def is_total(unit: str) -> bool:
    return unit.partition(BETWEEN)[2] == TOTAL


def declared(privacy: Privacy, units: Collection[str]) -> list[Members]:
    """The sums that the schema declares, of each committee that has the whole or a part."""
    committees = sorted({committee_of(unit) for unit in units})
    result = []
    for each in privacy.sums:
        if not each.adds_up:
            continue
        for committee in committees:
            whole, *parts = _named(each, committee, committees)
            if whole in units:
                members = Members(whole, tuple(sorted(set(parts))))
                result += [members] if members not in result else []
    return result


def _named(declared_sum: UnitSum, committee: str, committees: Collection[str]) -> list[str]:
    """The whole and the parts, each with its committee, which is the given one if none is named."""
    return [
        name if BETWEEN in name and committee_of(name) in committees else unit_name(committee, name)
        for name in (declared_sum.whole, *declared_sum.parts)
    ]


def is_denied(privacy: Privacy, members: Members) -> bool:
    """True if the schema says that these units are not parts of the whole."""
    units = (members.whole, *members.parts)
    committees = {committee_of(unit) for unit in units}
    for each in privacy.sums:
        whole, *parts = _named(each, committee_of(members.whole), committees)
        if not each.adds_up and whole == members.whole and set(parts) == set(members.parts):
            return True
    return False


class Figures:
    """The figures of all units, to find the units that are the sum of others.

    Args:
        people: The number of people of each cell, where it is known.
        figures: By measure, the figure of each cell; none where people are counted.
        rounding: By measure, the largest rounding error of a figure.
    """

    def __init__(
        self,
        people: Mapping[Cell, float],
        figures: Mapping[str, Mapping[Cell, float]],
        rounding: Mapping[str, float],
    ) -> None:
        self._people = {cell: number for cell, number in people.items() if number >= 0}
        self._figures, self._rounding = figures, rounding
        self._cells: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for unit, period, group in self._people:
            self._cells[unit].add((period, group))

    def found(self, wholes: Sequence[str], units: Sequence[str]) -> Iterator[Members]:
        """Those of some units that are the sum of others, by their figures alone.

        Two equations must hold that do not follow from each other, and none must fail.
        """
        for whole in wholes:
            for parts in self._combinations(whole, units):
                if self._add_up(whole, parts):
                    yield Members(whole, parts, is_declared=False)

    def _combinations(self, whole: str, units: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """The other units with as many people together, in the whole's first period and group."""
        for period, group in sorted(self._cells[whole])[:1]:
            number = self._people[whole, period, group]
            parts = sorted(
                (
                    (self._people[unit, period, group], unit)
                    for unit in units
                    if unit != whole and (unit, period, group) in self._people
                ),
                reverse=True,
            )
            smaller = [part for part in parts if 0 < part[0] < number]
            yield from _with_sum(smaller, number)

    def _add_up(self, whole: str, parts: tuple[str, ...]) -> bool:
        held = 0
        common = self._cells[whole].intersection(*(self._cells[part] for part in parts))
        for period, group in common:
            cells = [(part, period, group) for part in parts]
            numbers = [self._people[cell] for cell in cells]
            if sum(numbers) != self._people[whole, period, group]:
                return False
            held += 1
            for measure, figures in self._figures.items():
                if not all(cell in figures for cell in (*cells, (whole, period, group))):
                    continue
                total = sum(n * figures[c] for n, c in zip(numbers, cells, strict=True))
                average = total / sum(numbers)
                error = 2 * self._rounding.get(measure, 0.0) + 1e-6
                if abs(average - figures[whole, period, group]) > error:
                    return False
                held += 1
        return held >= 2


def _with_sum(parts: Sequence[tuple[float, str]], number: float) -> Iterator[tuple[str, ...]]:
    """The combinations of at least two parts, the largest first, that have a sum."""
    rest = [0.0]
    for each, _unit in reversed(parts):
        rest.append(rest[-1] + each)
    rest.reverse()
    stack: list[tuple[int, float, tuple[str, ...]]] = [(0, number, ())]
    for _step in range(MAX_STEPS):
        if not stack:
            return
        index, left, chosen = stack.pop()
        if left == 0:
            if len(chosen) > 1:
                yield tuple(sorted(chosen))
            continue
        if index == len(parts) or rest[index] < left:
            continue
        each, unit = parts[index]
        stack.append((index + 1, left, chosen))
        if each <= left:
            stack.append((index + 1, left - each, (*chosen, unit)))


def of_committees(units: Iterable[str], others: Sequence[Members]) -> list[Members]:
    """The unit `total` of each committee, of its units that are not parts of another of them.

    A unit that the committee is itself a part of, such as the whole municipality, is none of them.
    """
    inner = {part for each in others for part in each.parts}
    outer = {part for part in inner if is_total(part)}
    for _ in others:  # Each iteration reaches at least one more, or none is left.
        outer |= {each.whole for each in others if outer.intersection(each.parts)}
    by_committee: dict[str, list[str]] = defaultdict(list)
    for unit in sorted(set(units)):
        by_committee[committee_of(unit)].append(unit)
    return [
        Members(
            unit_name(committee, TOTAL),
            tuple(u for u in named if u not in inner | outer and not is_total(u)),
            is_complete=False,
        )
        for committee, named in by_committee.items()
        if any(map(is_total, named))
    ]


def connected(units: Iterable[str], members: Iterable[Members]) -> list[frozenset[str]]:
    """The committees in groups: those whose units add up with each other are in one."""
    groups = {committee: {committee} for committee in map(committee_of, units)}
    for each in members:
        committees = sorted(map(committee_of, (each.whole, *each.parts)))
        for one, other in pairwise(committees):
            first, second = groups.get(one, {one}), groups.get(other, {other})
            first |= second
            for committee in first:
                groups[committee] = first
    return sorted({frozenset(group) for group in groups.values()}, key=sorted)


def months(period: str) -> frozenset[int]:
    """The months of a year, a month or an interval of months, counted from year 0.

    A period of another form, such as a day, has none: it adds up with nothing.
    """
    first, _slash, last = period.partition("/")
    ends = [_months(end) for end in (first, last or first)]
    return frozenset(range(ends[0][0], ends[1][-1] + 1)) if all(ends) else frozenset()


def _months(period: str) -> range:
    year, dash, month = period.partition("-")
    if not year.isdecimal() or (dash and not (month.isdecimal() and 1 <= int(month) <= 12)):
        return range(0)
    begin = int(year) * 12 + (int(month) - 1 if dash else 0)
    return range(begin, begin + (1 if dash else 12))


def spans(periods: Collection[str]) -> dict[str, dict[str, int]]:
    """Each period that others overlap, as spans without overlap and how many months each has.

    A span with no row of its own is named by its first month with a `+`.
    """
    months_of = {period: months(period) for period in periods if months(period)}
    by_signature: dict[frozenset[str], set[int]] = defaultdict(set)
    for month in frozenset().union(*months_of.values()):
        by_signature[frozenset(p for p, some in months_of.items() if month in some)].add(month)
    named = {some: period for period, some in sorted(months_of.items(), reverse=True)}
    names = {
        signature: named.get(frozenset(some), f"{min(some)}+")
        for signature, some in by_signature.items()
    }
    result: dict[str, dict[str, int]] = {}
    for period in sorted(months_of):
        parts = {
            names[signature]: len(some)
            for signature, some in by_signature.items()
            if period in signature
        }
        if set(parts) != {period}:
            result[period] = dict(sorted(parts.items()))
    return result
