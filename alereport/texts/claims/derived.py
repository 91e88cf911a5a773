"""What a text may say of numbers: themselves, and their sums, differences, shares and changes.

Two numbers are compared only if they are of the same subject and at most two years apart, or of
the same moment, such as a part and the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from alereport.data.datasets import TOTAL
from alereport.texts.claims.facts import Fact

MOST_YEARS = 2
"""The most years between two numbers that a text compares."""
WHOLE, REST, UP, DOWN = "sum", "rest", "up", "down"
"""Subjects that are made of several: all of them, the whole without one, what grows, what falls."""

PEOPLE = "people"
"""The unit of headcounts, of which a text says how many there are of one kind to each other."""

EVERYBODY = "all"
"""The role of a headcount that counts those of the other roles too."""

Subject = tuple[str, ...]
Moment = dict[Subject, float]
"""The numbers of one moment by what they are about."""


@dataclass(frozen=True)
class Value:
    """A number that rows support.

    Attributes:
        value: The number.
        unit: Its unit; `%` also of a share or change.
        subject: What it is about.
        is_derived: Whether it is computed, and not the number of a row.
        is_share: Whether it is a quotient: a share, a change in per cent, so many to each.
        percents: What it is in per cent of what it may be compared with.
    """

    value: float
    unit: str
    subject: Subject = ()
    is_derived: bool = False
    is_share: bool = False
    percents: tuple[float, ...] = ()


def values(facts: Sequence[Fact], *, most_years: int | None = MOST_YEARS) -> list[Value]:
    """Return every number that the facts support.

    Args:
        facts: The numbers of rows.
        most_years: The most years between two that are compared; None if that does not matter.
    """
    near = [*_computed(facts, most_years), *_within_rows(facts, most_years)]
    return [*own(facts), *near, *_people(facts)]


def own(facts: Sequence[Fact]) -> Iterator[Value]:
    """Yield the numbers of the rows themselves."""
    wholes = {(fact.unit, fact.year): fact.value for fact in facts if fact.subject[-1:] == (TOTAL,)}
    for fact in facts:
        whole = wholes.get((fact.unit, fact.year), 0.0)
        yield Value(fact.value, fact.unit, fact.subject, percents=tuple(_shares(fact.value, whole)))


def _share(value: float, unit: str, subject: Subject) -> Value:
    return Value(value, unit, subject, is_derived=True, is_share=True)


def _shares(part: float, whole: float) -> Iterator[float]:
    """Yield a part in per cent of the whole, and of the rest of it."""
    yield from (100 * part / of for of in (whole, whole - part) if of)


def _computed(facts: Iterable[Fact], most_years: int | None) -> Iterator[Value]:
    """Yield what follows from numbers of one measure: at one moment, and between two."""
    measures: dict[tuple[object, ...], dict[object, list[Fact]]] = {}
    for fact in facts:
        moments = measures.setdefault((fact.measure, fact.unit), defaultdict(list))
        moments[fact.document, fact.moment].append(fact)
    for moments in measures.values():
        for same in moments.values():
            yield from _of_moment(same) if same[0].adds else ()
        for one, other in combinations(sorted(moments.values(), key=_first_year), 2):
            if _compare(one[0], other[0], most_years):
                yield from _between(one, other)


def _first_year(facts: Sequence[Fact]) -> int:
    return facts[0].year or 0


def _compare(one: Fact, other: Fact, most_years: int | None) -> bool:
    if most_years is None or not one.year or not other.year:
        return True
    return abs(one.year - other.year) <= most_years


def _of_moment(facts: Sequence[Fact]) -> Iterator[Value]:
    """Yield the sum of all subjects at a moment, the whole without each, and the shares of it."""
    whole, parts = _whole(_by_subject(facts))
    unit = facts[0].unit
    yield Value(sum(parts.values()), unit, (WHOLE,), is_derived=True)
    if unit == PEOPLE:
        return
    for subject, part in parts.items():
        for share in _shares(part, whole) if unit != "%" else ():
            yield _share(share, "%", subject)
        yield Value(whole - part, unit, (REST, *subject), is_derived=True)


def _by_subject(facts: Iterable[Fact]) -> Moment:
    return {fact.subject: fact.value for fact in facts}


def _whole(moment: Moment) -> tuple[float, Moment]:
    """Return the printed total, or else the sum; and the numbers that it is made of."""
    parts = {subject: part for subject, part in moment.items() if subject[-1:] != (TOTAL,)}
    totals = [part for subject, part in moment.items() if subject[-1:] == (TOTAL,)]
    return (totals[0] if totals else sum(parts.values())), parts


def _between(facts: Sequence[Fact], other_facts: Sequence[Fact]) -> Iterator[Value]:
    """Yield the changes between two moments, of each subject and of several together."""
    unit, one, other = facts[0].unit, _by_subject(facts), _by_subject(other_facts)
    common = [subject for subject in one if subject in other]
    pairs = {subject: (one[subject], other[subject]) for subject in common}
    if unit == PEOPLE:
        yield from (ratio for subject, pair in pairs.items() for ratio in _ratios(*pair, subject))
        return
    same_year = facts[0].year == other_facts[0].year
    for subject, pair in {**pairs, **_together(one, other, common, adds=facts[0].adds)}.items():
        yield from _change(*pair, unit, subject, bases=2 if same_year else 1)


def _ratios(one: float, other: float, subject: Subject) -> Iterator[Value]:
    for over, under in ((one, other), (other, one)):
        if under:
            yield _share(over / under, "", subject)


def _together(
    one: Moment, other: Moment, common: Sequence[Subject], *, adds: bool
) -> dict[Subject, tuple[float, float]]:
    """Return the two numbers of several subjects together: all that compare, and all but one."""
    if not adds:
        return {}
    parts = [subject for subject in common if subject[-1:] != (TOTAL,)]
    groups = {
        WHOLE: parts,
        UP: [subject for subject in parts if other[subject] > one[subject]],
        DOWN: [subject for subject in parts if other[subject] < one[subject]],
    }
    whole, other_whole = _whole(one)[0], _whole(other)[0]
    together: dict[Subject, tuple[float, float]] = {
        (name,): (sum(one[each] for each in group), sum(other[each] for each in group))
        for name, group in groups.items()
        if group
    }
    for subject in parts:
        together[REST, *subject] = (whole - one[subject], other_whole - other[subject])
    return together


def _change(
    one: float, other: float, unit: str, subject: Subject, *, bases: int
) -> Iterator[Value]:
    """Yield a change, in its unit and in per cent of the first number, or of both where `bases`."""
    difference = other - one
    percents = tuple(100 * difference / base for base in (one, other)[:bases] if base)
    yield Value(difference, unit, subject, is_derived=True, percents=percents)
    if unit != "%":
        yield from (_share(percent, "%", subject) for percent in percents)


def _within_rows(facts: Sequence[Fact], most_years: int | None) -> Iterator[Value]:
    """Yield the differences and shares of two numbers of one row, and changes of such ones."""
    rows: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        rows[fact.row].append(fact)
    differences: list[Fact] = []
    for same in rows.values():
        for one, other in combinations(same, 2):
            if one.unit == other.unit:
                larger, smaller = sorted((one, other), key=lambda fact: -abs(fact.value))
                difference = larger.value - smaller.value
                measure = (larger.measure[0], f"{larger.measure[1]} less {smaller.measure[1]}")
                differences.append(replace(larger, value=difference, measure=measure))
                yield Value(difference, one.unit, one.subject, is_derived=True)
                if larger.value:
                    share = 100 * smaller.value / larger.value
                    yield _share(share, "%", one.subject)
    yield from _computed(differences, most_years)


def _people(facts: Sequence[Fact]) -> Iterator[Value]:
    """Yield the headcount of all units, each of its parts in per cent, and all of a role to all."""
    people = [fact for fact in facts if fact.unit == PEOPLE]
    everybody = {(fact.document, fact.subject) for fact in people if EVERYBODY in fact.moment}
    units = sum(
        fact.value
        for fact in people
        if EVERYBODY in fact.moment or (fact.document, fact.subject) not in everybody
    )
    roles: dict[object, float] = defaultdict(float)
    for fact in people:
        roles[fact.measure, fact.document, fact.moment] += fact.value
    if units:
        yield Value(units, PEOPLE, (WHOLE,), is_derived=True)
        yield from (_share(100 * fact.value / units, "%", fact.subject) for fact in people)
    for one, other in combinations(roles.values(), 2):
        yield from _ratios(one, other, (WHOLE,))
