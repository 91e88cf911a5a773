"""Misspelt names of the municipality and its units.

A word is a misspelling when it is nearly, but not, a name or an inflection or compound of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from alereport.base import letters
from alereport.texts.lint.finding import Finding, quoted
from alereport.texts.lint.passages import Passage

WORD = re.compile(r"(?<![\w@/.])[^\W\d_]+(?::s\b)?(?![\w.-]*@)")
"""A word, and no part of an address."""
INFLECTION = re.compile(r"(e|en|er|erna|ar|arna)?s?")
COMPOUND = 4
"""The fewest letters of the second part of a compound."""
EDITS = 2
"""The most letters changed, added or left out in a misspelling of a long name."""


@dataclass(frozen=True)
class OwnNames:
    """Names to be spelt right.

    Attributes:
        municipality: The municipality's full name, such as `Ale kommun`.
        units: Names of committees and their areas. Only their long words in definite form, such
            as `Kommunstyrelsen`, are searched for; short or common words resemble too many others.
    """

    municipality: str
    units: tuple[str, ...]

    @property
    def stems(self) -> tuple[str, ...]:
        """The long words of the units without the article, such as `kommunstyrels`."""
        words = {word.casefold() for unit in self.units for word in re.findall(r"[\w-]+", unit)}
        return tuple(
            sorted(w[:-2] for w in words if w.isalpha() and len(w) > 11 and w[-2:] == "en")
        )


def misspellings(passages: Iterable[Passage], names: OwnNames) -> Iterator[Finding]:
    """Find misspelt names of the municipality, the committees and the departments."""
    stems = names.stems
    short, _, last_word = names.municipality.rpartition(" ")
    for passage in passages:
        for word in WORD.finditer(passage.text):
            right = _corrected_short_name(word[0], short) or _corrected_unit(word[0], stems)
            if right:
                yield _finding(passage, word.start(), word[0], right)
        for start, full_name in _wrong_full_names(passage.text, short, last_word):
            right = f"{names.municipality}{'s' if full_name.endswith('s') else ''}"
            yield _finding(passage, start, full_name, right)


def _finding(passage: Passage, offset: int, words: str, right: str) -> Finding:
    message = f"{quoted(words)} is nearly a proper name"
    return passage.finding(offset, "own-name", message, f"write {right}")


def _corrected_short_name(word: str, short: str) -> str | None:
    """Return the right spelling, such as `Ale`, for `Äle` and `Ale:s`; else None."""
    if word == f"{short}:s":
        return f"{short}s"
    for right in (short, f"{short}s"):
        if (
            word[0].isupper()
            and letters.plain(word) == letters.plain(right)
            and word.casefold() != right.casefold()
        ):
            return right
    return None


def _wrong_full_names(text: str, short: str, last_word: str) -> Iterator[tuple[int, str]]:
    """Find misspelt full names: `Ale Kommun`, `Ale kommunens`, `Alekommun`, `Ale komun`."""
    for match in re.finditer(rf"\b{re.escape(short)}s?[ -]?(?=[^\W\d_])(?P<kind>[^\W\d_]+)", text):
        stem = match["kind"].casefold().removesuffix("s").removesuffix("en")
        if match[0] in {f"{short} {last_word}", f"{short} {last_word}s"} or match[0].isupper():
            continue
        if stem[:1] == last_word[:1] and 0 <= _edits(stem, last_word) <= 1:
            yield match.start(), match[0]


def _corrected_unit(word: str, stems: Iterable[str]) -> str | None:
    lowered = word.casefold()
    if len(lowered) < 9:
        return None
    nearest: tuple[int, str] | None = None
    for stem in stems:
        if not _may_be_near(lowered, stem):
            continue
        for edits, ending in _splits(lowered, stem):
            if edits == 0:
                return None if _is_ending(ending) else _in_case_of(word, f"{stem}en")
            if _is_ending(ending) and edits <= EDITS and (nearest is None or edits < nearest[0]):
                nearest = (edits, stem + ending)
    return _in_case_of(word, nearest[1]) if nearest else None


def _may_be_near(lowered: str, stem: str) -> bool:
    """True if a third of the stem is in the word, as it is after at most two edits."""
    third = len(stem) // 3
    parts = (stem[:third], stem[third : 2 * third], stem[2 * third :])
    return any(part in lowered for part in parts)


def _splits(lowered: str, stem: str) -> list[tuple[int, str]]:
    """Return the edits between the stem and each start of about its length, and the rest."""
    lengths = range(len(stem) - EDITS, min(len(stem) + EDITS, len(lowered)) + 1)
    splits = [(_edits(lowered[:length], stem), lowered[length:]) for length in lengths]
    return sorted(splits)


def _is_ending(ending: str) -> bool:
    return len(ending) >= COMPOUND or INFLECTION.fullmatch(ending) is not None


def _edits(one: str, other: str) -> int:
    steps = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in steps if tag != "equal")


def _in_case_of(word: str, right: str) -> str:
    return right.capitalize() if word[0].isupper() else right
