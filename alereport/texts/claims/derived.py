"""What a text may say of numbers: themselves, and their sums, differences, shares and changes.

Two numbers are compared only if they are of the same subject and at most two years apart, or of
the same moment, such as a part and the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, combinations
from typing import NamedTuple

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

COPIES = 2
"""How many moments with the same numbers are compared: one with another, that nothing changed."""

Subject = tuple[str, ...]


class Value(NamedTuple):
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


@dataclass(frozen=True)
class Moment:
    """The numbers of one measure in one document, at one time and in one respect.

    Attributes:
        unit: Their unit.
        year: The year they are of; None if they have none.
        adds: Whether their sum means anything.
        numbers: The numbers by what they are about.
    """

    unit: str
    year: int | None
    adds: bool
    numbers: dict[Subject, float]

    @cached_property
    def parts(self) -> dict[Subject, float]:
        """The numbers that the whole is made of."""
        return {subject: part for subject, part in self.numbers.items() if subject[-1:] != (TOTAL,)}

    @cached_property
    def whole(self) -> float:
        """The printed total, or else the sum."""
        totals = (part for subject, part in self.numbers.items() if subject[-1:] == (TOTAL,))
        return next(totals, sum(self.parts.values()))


def values(facts: Sequence[Fact], *, most_years: int | None = MOST_YEARS) -> list[Value]:
    """Return every number that the facts support, each once.

    Args:
        facts: The numbers of rows.
        most_years: The most years between two that are compared; None if that does not matter.
    """
    near = chain(_computed(facts, most_years), _within_rows(facts, most_years))
    return list(dict.fromkeys(chain(own(facts), near, _people(facts))))


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
    for moments in _moments(facts):
        for moment in moments:
            yield from _of_moment(moment) if moment.adds else ()
        for one, other in _pairs(moments):
            if _compare(one, other, most_years):
                yield from _between(one, other)


def _moments(facts: Iterable[Fact]) -> Iterator[list[Moment]]:
    """Yield the moments of each measure, by year; of those with the same numbers, two."""
    measures: dict[object, dict[object, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        measures[fact.measure, fact.unit][fact.document, fact.moment].append(fact)
    for moments in measures.values():
        alike: dict[object, list[Moment]] = defaultdict(list)
        for same in moments.values():
            first, numbers = same[0], {fact.subject: fact.value for fact in same}
            moment = Moment(first.unit, first.year, first.adds, numbers)
            alike[first.year, frozenset(numbers.items())].append(moment)
        compared = [moment for copies in alike.values() for moment in copies[:COPIES]]
        yield sorted(compared, key=lambda moment: moment.year or 0)


def _pairs(moments: Sequence[Moment]) -> Iterator[tuple[Moment, Moment]]:
    """Yield each two moments that have numbers of the same subject."""
    about: dict[Subject, list[int]] = defaultdict(list)
    for place, moment in enumerate(moments):
        for subject in moment.numbers:
            about[subject].append(place)
    pairs = {pair for places in about.values() for pair in combinations(places, 2)}
    return ((moments[one], moments[other]) for one, other in sorted(pairs))


def _compare(one: Moment, other: Moment, most_years: int | None) -> bool:
    if most_years is None or not one.year or not other.year:
        return True
    return abs(one.year - other.year) <= most_years


def _of_moment(moment: Moment) -> Iterator[Value]:
    """Yield the sum of all subjects at a moment, the whole without each, and the shares of it."""
    unit, whole = moment.unit, moment.whole
    yield Value(sum(moment.parts.values()), unit, (WHOLE,), is_derived=True)
    if unit == PEOPLE:
        return
    for subject, part in moment.parts.items():
        for share in _shares(part, whole) if unit != "%" else ():
            yield _share(share, "%", subject)
        yield Value(whole - part, unit, (REST, *subject), is_derived=True)


def _between(one: Moment, other: Moment) -> Iterator[Value]:
    """Yield the changes between two moments, of each subject and of several together."""
    pairs = {
        subject: (number, other.numbers[subject])
        for subject, number in one.numbers.items()
        if subject in other.numbers
    }
    if one.unit == PEOPLE:
        yield from (ratio for subject, pair in pairs.items() for ratio in _ratios(*pair, subject))
        return
    bases = 2 if one.year == other.year else 1
    for subject, pair in {**pairs, **(_together(one, other) if one.adds else {})}.items():
        yield from _change(*pair, one.unit, subject, bases=bases)


def _ratios(one: float, other: float, subject: Subject) -> Iterator[Value]:
    for over, under in ((one, other), (other, one)):
        if under:
            yield _share(over / under, "", subject)


def _together(one: Moment, other: Moment) -> dict[Subject, tuple[float, float]]:
    """Return the two numbers of several subjects together: all that compare, and all but one."""
    pairs = {
        subject: (part, other.parts[subject])
        for subject, part in one.parts.items()
        if subject in other.parts
    }
    groups = {
        WHOLE: pairs.values(),
        UP: [pair for pair in pairs.values() if pair[1] > pair[0]],
        DOWN: [pair for pair in pairs.values() if pair[1] < pair[0]],
    }
    together: dict[Subject, tuple[float, float]] = {
        (name,): (sum(pair[0] for pair in group), sum(pair[1] for pair in group))
        for name, group in groups.items()
        if group
    }
    for subject, (part, other_part) in pairs.items():
        together[REST, *subject] = (one.whole - part, other.whole - other_part)
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
