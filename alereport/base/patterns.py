"""A check that a regular expression is matched in a short time, whatever the text.

Python tries one way of matching after another, so that `(a+)+$` takes years for a few dozen
letters. How many ways there can be is seen from the expression: it is read as an automaton with a
state for each of its characters. The ways grow exponentially with the text if the same letters can
lead from a state back to itself in two ways, and as a power of its length if they can lead from one
loop to another while staying in both (Weber and Seidl, 1991).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from re import _compiler, _parser  # type: ignore[attr-defined] # Nothing public reads patterns.
from typing import Any

MAX_LENGTH = 1_000
"""The most characters of an expression."""
MAX_TEXT = 10_000
"""The most characters of a text that an expression is matched with: a square of it is seconds."""
MANY = 100
"""A part repeated at most so many times takes the same time however long the text is."""
MOST_STEPS = 200_000
"""Steps of the check itself; an expression that needs more is refused."""
ANYTHING = frozenset(map(chr, range(128))) | frozenset("åÉ٣ǅ\u2028\U0001f600")
"""A character of each category; those that an expression names are added."""

Node = Any
Triple = tuple[int, int, int]


def problem(pattern: str, *, anywhere: bool = True) -> str:
    """What is wrong with a regular expression; empty if it is one that is quickly matched.

    Args:
        pattern: The expression.
        anywhere: True if it may be looked for anywhere in a text, not only at its start.
    """
    if len(pattern) > MAX_LENGTH:
        return f"a regular expression of {len(pattern)} characters; at most {MAX_LENGTH} are read"
    try:
        return _problem(pattern, anywhere)
    except (re.error, RecursionError, OverflowError) as broken:
        return f"not a regular expression ({broken})"


@lru_cache(maxsize=512)
def _problem(pattern: str, anywhere: bool) -> str:
    try:
        automaton = _Automaton(f"(?s:.*)(?:{pattern})" if anywhere else pattern)
        re.compile(pattern)
        if automaton.is_exponential() or automaton.degree() > 1:
            return "a regular expression that can match one text in too many ways"
    except _TooMuchError as found:
        return f"a regular expression with {found}"
    return ""


class _TooMuchError(Exception):
    """What an expression has that no condition may use."""


@dataclass
class _Part:
    """The states that a part of an expression can begin and end in, and in how many ways.

    Attributes:
        first: The states it can begin in.
        last: The states it can end in.
        empty: In how many ways it can match no character.
    """

    first: Counter[int] = field(default_factory=Counter)
    last: Counter[int] = field(default_factory=Counter)
    empty: int = 1


class _Automaton:
    """The states of an expression, one for each of its characters, and how they follow."""

    def __init__(self, pattern: str) -> None:
        tree = _parser.parse(_without_flags(pattern), _flags(pattern))
        self._alphabet = ANYTHING | _named(tree)
        self._letters: list[frozenset[str]] = []
        self._is_loop: list[bool] = []
        self._ways: Counter[tuple[int, int]] = Counter()
        self._sequence(tree, in_loop=False)
        self._follow: dict[int, list[int]] = defaultdict(list)
        for one, other in self._ways:
            self._follow[one].append(other)
        self._steps = 0
        self._reached = [self._reachable(state) for state in range(len(self._letters))]
        self._around = [
            {other for other in reached if state in self._reached[other]}
            for state, reached in enumerate(self._reached)
        ]

    def is_exponential(self) -> bool:
        """True if the same letters lead from a state back to itself in two ways."""
        if any(
            ways > 1 and one in self._around[other] for (one, other), ways in self._ways.items()
        ):
            return True
        return any(
            self._leads((state, state), (state, state), apart=True)
            for state in range(len(self._letters))
            if state in self._around[state]
        )

    def degree(self) -> int:
        """To which power the ways of matching grow with the length of the text."""
        loops = [state for state in range(len(self._letters)) if self._is_loop[state]]
        pairs = [
            (one, other)
            for one, other in product(loops, loops)
            if other in self._reached[one]
            and one not in self._reached[other]
            and self._leads((one, one, other), (one, other, other))
        ]
        longest: dict[tuple[int, int], int] = {}
        for pair in sorted(pairs, key=lambda each: -len(self._reached[each[0]])):
            before = (
                length
                for (_one, other), length in longest.items()
                if pair[0] in self._reached[other] or pair[0] == other
            )
            longest[pair] = 1 + max(before, default=0)
        return max(longest.values(), default=0)

    def _reachable(self, state: int) -> set[int]:
        found, open_states = set[int](), [state]
        while open_states:
            for other in self._follow[open_states.pop()]:
                if other not in found:
                    found.add(other)
                    open_states.append(other)
        return found

    def _leads(self, start: tuple[int, ...], goal: tuple[int, ...], *, apart: bool = False) -> bool:
        """True if the same letters lead from some states to others, at once.

        Args:
            apart: True if the ways must part between.
        """
        seen = {(start, False)}
        open_places = [(start, False)]
        while open_places:
            place, have_parted = open_places.pop()
            for following in self._together(place, goal):
                parted = have_parted or len(set(following)) > 1
                if following == goal and (parted or not apart):
                    return True
                if (following, parted) not in seen:
                    seen.add((following, parted))
                    open_places.append((following, parted))
        return False

    def _together(self, place: tuple[int, ...], goal: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        options = [
            [other for other in self._follow[state] if other == to or to in self._reached[other]]
            for state, to in zip(place, goal, strict=True)
        ]
        for following in product(*options):
            self._steps += 1
            if self._steps > MOST_STEPS:
                raise _TooMuchError("too many parts")
            if frozenset.intersection(*(self._letters[state] for state in following)):
                yield following

    def _sequence(self, nodes: Iterable[Node], *, in_loop: bool) -> _Part:
        whole = _Part()
        for kind, arguments in nodes:
            whole = self._then(whole, self._part(kind, arguments, in_loop))
        return whole

    def _then(self, one: _Part, other: _Part) -> _Part:
        for before, after in product(one.last, other.first):
            self._ways[before, after] += one.last[before] * other.first[after]
        return _Part(
            first=one.first + _times(other.first, one.empty),
            last=other.last + _times(one.last, other.empty),
            empty=one.empty * other.empty,
        )

    def _part(self, kind: Any, arguments: Any, in_loop: bool) -> _Part:
        name = str(kind)
        if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            least, most, nodes = arguments
            return self._repeated(least, most, nodes, in_loop)
        if name == "SUBPATTERN":
            return self._sequence(arguments[3], in_loop=in_loop)
        if name == "ATOMIC_GROUP":
            return self._sequence(arguments, in_loop=in_loop)
        if name == "BRANCH":
            return self._choice(arguments[1], in_loop)
        if name in {"AT", "ASSERT", "ASSERT_NOT"}:
            if name != "AT" and _repeats_much(arguments[1]):
                raise _TooMuchError("a repetition in what must stand before or after")
            return _Part()
        if name in {"GROUPREF", "GROUPREF_EXISTS", "GROUPREF_IGNORE"}:
            raise _TooMuchError("a reference to an earlier part")
        return self._letter(kind, arguments, in_loop)

    def _repeated(self, least: int, most: int, nodes: Any, in_loop: bool) -> _Part:
        part = self._sequence(nodes, in_loop=in_loop or most > MANY)
        if most > 1:
            if part.empty:
                raise _TooMuchError("a repetition of what may be empty")
            for before, after in product(part.last, part.first):
                self._ways[before, after] += part.last[before] * part.first[after]
        return _Part(part.first, part.last, part.empty + (least == 0))

    def _choice(self, branches: Any, in_loop: bool) -> _Part:
        parts = [self._sequence(branch, in_loop=in_loop) for branch in branches]
        return _Part(
            first=sum((part.first for part in parts), Counter()),
            last=sum((part.last for part in parts), Counter()),
            empty=sum(part.empty for part in parts),
        )

    def _letter(self, kind: Any, arguments: Any, in_loop: bool) -> _Part:
        one = _parser.SubPattern(_parser.State(), [(kind, arguments)])
        is_one = _compiler.compile(one, re.IGNORECASE | re.DOTALL).match
        state = Counter([len(self._letters)])
        self._letters.append(frozenset(filter(is_one, self._alphabet)))
        self._is_loop.append(in_loop)
        return _Part(first=state, last=state, empty=0)


def _times(states: Counter[int], ways: int) -> Counter[int]:
    return Counter({state: ways * count for state, count in states.items() if ways})


FLAGS = re.compile(r"\(\?[aiLmsux]+\)")
"""Flags of the whole expression, which stand at its start."""


def _flags(pattern: str) -> int:
    """Letters of both cases are taken as one, whatever the flags say: that is on the safe side."""
    return re.VERBOSE if any("x" in flags for flags in FLAGS.findall(pattern)) else 0


def _without_flags(pattern: str) -> str:
    return FLAGS.sub("", pattern, count=1)


def _named(nodes: Any) -> frozenset[str]:
    """The characters that an expression names, and those beside the ends of its ranges."""
    found: set[int] = set()
    for node in _parts(nodes):
        kind = str(node[0]) if isinstance(node, tuple) and len(node) == 2 else ""
        if kind in {"LITERAL", "NOT_LITERAL"}:
            found |= {node[1] - 1, node[1], node[1] + 1}
        elif kind == "RANGE":
            found |= {end + near for end in node[1] for near in (-1, 0, 1)}
    return frozenset(chr(number) for number in found if 0 <= number < 0x110000)


def _repeats_much(nodes: Any) -> bool:
    return any(
        isinstance(node, tuple) and str(node[0]).endswith("_REPEAT") and node[1][1] > 1
        for node in _parts(nodes)
    )


def _parts(nodes: Any) -> Iterator[Any]:
    """A parsed expression, and all that is in it."""
    todo = [nodes]
    while todo:
        node = todo.pop()
        yield node
        if isinstance(node, tuple | list | _parser.SubPattern):
            todo.extend(node)
