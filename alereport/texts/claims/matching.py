"""The numbers of an analyst's text, looked for among those that rows support."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan

from alereport.data.datasets import TOTAL
from alereport.texts.claims.derived import DOWN, UP, WHOLE, Value
from alereport.texts.lint.passages import SENTENCE_END
from alereport.texts.lint.statements import BUDGET
from alereport.texts.numbers import BLANKS, CARDINALS, PrintedNumber, printed_numbers

PERCENT = re.compile(r"\s*(?:%|procent\b(?!enhet))")
POINTS = re.compile(r"\s*procentenhet")
MONEY = re.compile(r"\s*(?:tkr|kkr|mkr|mnkr|mdkr|milj\w*|kr\b|kronor|sek\b|tusen)")
RANGE = re.compile(r"\s*(?:[–-]|till|och|eller)\s*(?=\d)")
LETTER = re.compile(r"[^\W\d_]-?$|\d\.$")
"""What stands before digits that are part of a name, or of a section's number."""
MORE = re.compile(r"\b(?:drygt|över|mer än)\s$")
LESS = re.compile(r"\b(?:knappt|nästan|närmare)\s$")
ABOUT = re.compile(r"\b(?:ca\.?|cirka|omkring|ungefär|runt)\s$")
ALL = re.compile(r"\b(?:de|dess|alla|samtliga|[^\W\d_]{4,}s)\s$")
"""What stands before a number of all there are: `fullmäktiges sex mål`."""
OF_ALL = {TOTAL, WHOLE, UP, DOWN}
"""The subjects that are no single one."""
ABOUT_ALL = re.compile(rf"(?i)\b{BUDGET}\b")
STEM, SHORT = 7, 3
"""How many letters of a name's word are looked for, and the most of one that names nothing."""
SAME = re.compile(r"\(|\beller\b|\bmotsvarar\b")
"""What stands between an amount and itself in per cent: `2 884 tkr eller 1,8 %`."""
Pattern = re.Pattern[str]
WORD = re.compile(r"[^\W\d_]+")
LARGE = 1000
"""A number without a unit from which on it is read as an amount in tkr too."""
FIRST_YEAR, LAST_YEAR = 1900, 2100
EXACT = 1e-6


class Numbers:
    """The numbers that rows support, found by how large they are."""

    def __init__(self, values: Iterable[Value]) -> None:
        by_unit: dict[str, list[Value]] = defaultdict(list)
        for each in values:
            if not isnan(each.value):
                by_unit[each.unit].append(each)
        self._by_unit = {unit: sorted(same, key=_size) for unit, same in by_unit.items()}

    def between(self, least: float, most: float, unit: str) -> Iterator[Value]:
        """Yield the numbers of a unit, or of any unit if it is empty, from the least to the most.

        Args:
            least: The least size of a number, without its sign.
            most: The size that it must be under.
        """
        for same in [self._by_unit.get(unit, ())] if unit else self._by_unit.values():
            yield from same[
                bisect_left(same, least, key=_size) : bisect_left(same, most, key=_size)
            ]


def _size(value: Value) -> float:
    return abs(value.value)


@dataclass(frozen=True)
class Support:
    """What the numbers of a text are looked for among.

    Attributes:
        values: The numbers of the rows, and what follows from them.
        years: The years that the rows name.
        counts: How many rows there are of what a noun names, such as `uppdrag`.
        stems: What names a subject, by the cell that says it, such as the area; see `stems`.
    """

    values: Numbers
    years: frozenset[int] = frozenset()
    counts: Mapping[str, frozenset[int]] = field(default_factory=dict)
    stems: Mapping[str, Pattern] = field(default_factory=dict)


@dataclass(frozen=True)
class Claim:
    """A number of a text.

    Attributes:
        text: The number and its unit, as they are printed.
        offset: Where it begins in the text.
        is_matched: Whether a row supports it.
    """

    text: str
    offset: int
    is_matched: bool


@dataclass(frozen=True)
class _Amount:
    """A number of a sentence with what it may be: the least and most it stands for, by unit."""

    printed: PrintedNumber
    unit: str
    scale: float

    @property
    def value(self) -> float:
        return self.printed.readings[0] * self.scale

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the most number that may be printed so."""
        digits = self.printed.text
        decimals = len(digits.partition(",")[2])
        half = self.scale * 10**-decimals / 2
        before = self.printed.before
        whole = re.sub(r"\D", "", digits.partition(",")[0])
        zeros = len(whole) - len(whole.rstrip("0")) if not decimals else 0
        step = 2 * half * 10**zeros
        if MORE.search(before):
            return self.value, self.value + step
        if LESS.search(before):
            return self.value - step, self.value + EXACT
        around = step / 2 if ABOUT.search(before) else half
        return self.value - around, self.value + around

    @property
    def range(self) -> tuple[float, float]:
        """The least size of a number that fits, and the one it must be under."""
        least, most = self.bounds
        return least - EXACT, most - EXACT

    def fits(self, value: float) -> bool:
        least, most = self.range
        return least <= abs(value) < most


def claims(text: str, support: Support) -> Iterator[Claim]:
    """Yield the numbers of a text in digits, and those in letters that count rows.

    A sentence that names nothing may be about what the one before it names.
    """
    start, before = 0, set[str]()
    for end in [*(stop.start() + 1 for stop in SENTENCE_END.finditer(text)), len(text)]:
        sentence = text[start:end]
        named = {cell for cell, stems in support.stems.items() if stems.search(sentence)}
        yield from _of_sentence(sentence, start, support, named or before)
        start, before = end, named


def _of_sentence(sentence: str, start: int, support: Support, named: set[str]) -> Iterator[Claim]:
    """Yield the numbers of a sentence; a percentage is looked for beside the amount before it."""
    before: list[tuple[_Amount, list[Value]]] = []
    about_all = ABOUT_ALL.search(sentence) is not None
    for number in sorted(printed_numbers(sentence), key=lambda number: len(number.before)):
        if LETTER.search(number.before):
            continue
        is_matched = _is_count(number, support)
        if number.text[0].isdigit() and is_matched is None:
            if _is_year(number):
                is_matched = int(number.text) in support.years
            else:
                amount = _amount(number)
                found = [
                    value
                    for value in _fitting(amount, support.values)
                    if _may_state(value, named, about_all)
                ]
                is_matched = _is_matched(amount, found, before)
                before += [(amount, found)] * (amount.unit != "%")
                named = named | {value.subject[-1] for value in found if _is_of_one(value)}
        if is_matched is not None:
            end = len(number.before) + len(number.text) + len(_unit_text(number))
            words = sentence[len(number.before) : end]
            yield Claim(words, start + len(number.before), is_matched)


def _is_of_one(value: Value) -> bool:
    return not value.is_derived and bool(value.subject) and value.subject[-1] not in OF_ALL


def _may_state(value: Value, named: set[str], about_all: bool) -> bool:
    """True if a sentence that names some subjects may state a value.

    It may state what is computed only of those, of the total and, where it names none, of several
    together; a share of all only where it is about the budget, and names no part of it.
    """
    subject = value.subject[-1] if value.subject else WHOLE
    if not value.is_derived or subject in named:
        return True
    if value.is_share:
        return about_all and not named and subject in OF_ALL
    return value.unit == "%" or subject in ({TOTAL, WHOLE} if named else OF_ALL)


def stems(names: Iterable[str], others: Iterable[str] = ()) -> Pattern:
    """Return a pattern of how the words of a subject's names begin, in any inflection.

    Args:
        names: The names.
        others: The names of other subjects; a word of theirs does not name this one.
    """
    common = {word for name in others for word in WORD.findall(name.casefold())}
    words = {
        word.casefold()
        for name in names
        for word in WORD.findall(name)
        if (len(word) > SHORT or word.isupper()) and word.casefold() not in common
    }
    return re.compile("|".join(rf"(?i:\b{re.escape(word[:STEM])})" for word in words) or "(?!)")


def _is_year(number: PrintedNumber) -> bool:
    is_year = re.fullmatch(r"\d{4}", number.text) and FIRST_YEAR < int(number.text) < LAST_YEAR
    return bool(is_year) and not MONEY.match(number.after) and not PERCENT.match(number.after)


def _unit_text(number: PrintedNumber) -> str:
    match = PERCENT.match(number.after) or MONEY.match(number.after)
    return match[0] if match else ""


def _amount(number: PrintedNumber) -> _Amount:
    """Return a number with its unit, which may stand after the number that a range ends with."""
    after = number.after
    if between := RANGE.match(after):
        after = re.sub(rf"^[\d{BLANKS}.,]+", "", after[between.end() :])
    if POINTS.match(after) or PERCENT.match(after):
        return _Amount(number, "%", 1.0)
    if MONEY.match(after):
        in_tkr = PrintedNumber(number.text, number.readings, number.before, after).in_tkr[0]
        return _Amount(number, "tkr", in_tkr / number.readings[0] if number.readings[0] else 1.0)
    return _Amount(number, "", 1.0)


def _fitting(amount: _Amount, values: Numbers) -> Iterator[Value]:
    """Return the values that may be printed as a number; a bare one is no percentage.

    It is an amount in tkr only if it is a large one.
    """
    refused = set() if amount.unit else {"%"} if abs(amount.value) >= LARGE else {"%", "tkr"}
    found = values.between(*amount.range, amount.unit)
    return (value for value in found if value.unit not in refused)


def _is_matched(
    amount: _Amount, found: Sequence[Value], before: Sequence[tuple[_Amount, list[Value]]]
) -> bool:
    """Return whether a value supports a number; a percentage may belong to the amount before it."""
    if amount.unit != "%" or not before:
        return bool(found)
    if any(amount.fits(percent) for percent in _percents(before)):
        return True
    between = amount.printed.before[len(before[-1][0].printed.before) :]
    return not SAME.search(between) and any(not value.is_derived for value in found)


def _percents(before: Sequence[tuple[_Amount, list[Value]]]) -> Iterator[float]:
    """Yield what the last amount of a sentence is in per cent, and its change from another."""
    last, found = before[-1]
    for value in found:
        yield from value.percents
    for earlier, _values in before[-2:-1]:
        for base in (earlier.value, last.value):
            if base:
                yield 100 * (last.value - earlier.value) / base


def _is_count(number: PrintedNumber, support: Support) -> bool | None:
    """Return whether a number is how many rows its noun names; None if it may be of some of them.

    In letters it must be said of all rows, as in `de elva uppdragen`, or be more than there are.
    """
    if not (number.text[0].isdigit() or number.text in CARDINALS):
        return None
    words = re.match(r"\s+([^\W\d_][^\W\d_ ]*(?: [^\W\d_]+)?)", number.after)
    names = [name for name in support.counts if words and words[1].startswith(name)]
    if not names:
        return None
    counts, count = support.counts[max(names, key=len)], number.readings[0]
    is_of_all = number.text[0].isdigit() or ALL.search(number.before) or count > max(counts)
    return True if count in counts else False if is_of_all else None
