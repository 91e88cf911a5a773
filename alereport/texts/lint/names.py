"""The municipality's own names, misspelt.

A word is a misspelling when it is nearly, but not, a name or an inflection or compound of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from alereport.texts.lint.finding import Finding, quoted
from alereport.texts.lint.passages import Passage

WORD = re.compile(r"[^\W\d_]+(?::s\b)?")
INFLECTION = re.compile(r"(e|en|er|erna|ar|arna)?s?")
COMPOUND = 4
"""The fewest letters that make a second part of a compound."""
EDITS = 2
"""The most letters that are changed, added or left out in a misspelling of a long name."""


@dataclass(frozen=True)
class OwnNames:
    """Names to be spelt right.

    Attributes:
        municipality: The municipality's full name, such as `Ale kommun`.
        units: Names of committees and their areas. Of their words, the long ones in definite
            form, such as `Kommunstyrelsen`, are looked for; short or common ones are near too
            many others.
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


def misspelt(passages: Iterable[Passage], names: OwnNames) -> Iterator[Finding]:
    """Near misses of the municipality's, the committees' and the departments' names."""
    stems = names.stems
    short, _, kind = names.municipality.rpartition(" ")
    for passage in passages:
        for word in WORD.finditer(passage.text):
            right = _right_short(word[0], short) or _right_unit(word[0], stems)
            if right:
                yield _remark(passage, word.start(), word[0], right)
        for start, written in _full_names(passage.text, short, kind):
            right = f"{names.municipality}{'s' if written.endswith('s') else ''}"
            yield _remark(passage, start, written, right)


def _remark(passage: Passage, offset: int, written: str, right: str) -> Finding:
    found = f"{quoted(written)} is nearly an own name"
    return passage.finding(offset, "own-name", found, f"write {right}")


def _right_short(word: str, short: str) -> str | None:
    """The short name, such as `Ale`, for `Äle` and `Ale:s`."""
    if word == f"{short}:s":
        return f"{short}s"
    for right in (short, f"{short}s"):
        if (
            word[0].isupper()
            and _plain(word) == _plain(right)
            and word.casefold() != right.casefold()
        ):
            return right
    return None


def _plain(word: str) -> str:
    """The word without its diacritics."""
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _full_names(text: str, short: str, kind: str) -> Iterator[tuple[int, str]]:
    """The full name written otherwise: `Ale Kommun`, `Ale kommunens`, `Alekommun`, `Ale komun`."""
    for match in re.finditer(rf"\b{re.escape(short)}s?[ -]?(?=[^\W\d_])(?P<kind>[^\W\d_]+)", text):
        plain = match["kind"].casefold().removesuffix("s").removesuffix("en")
        if match[0] in {f"{short} {kind}", f"{short} {kind}s"} or match[0].isupper():
            continue
        if plain[:1] == kind[:1] and 0 <= _edits(plain, kind) <= 1:
            yield match.start(), match[0]


def _right_unit(word: str, stems: Iterable[str]) -> str | None:
    written = word.casefold()
    if len(written) < 9:
        return None
    nearest: tuple[int, str] | None = None
    for stem in stems:
        if not _may_be_near(written, stem):
            continue
        for edits, rest in _readings(written, stem):
            if edits == 0:
                return None if _is_rest(rest) else _as_written(word, f"{stem}en")
            if _is_rest(rest) and edits <= EDITS and (nearest is None or edits < nearest[0]):
                nearest = (edits, stem + rest)
    return _as_written(word, nearest[1]) if nearest else None


def _may_be_near(written: str, stem: str) -> bool:
    """Of three parts of the stem, two edits leave one whole: a quick test that misses nothing."""
    third = len(stem) // 3
    parts = (stem[:third], stem[third : 2 * third], stem[2 * third :])
    return any(part in written for part in parts)


def _readings(written: str, stem: str) -> list[tuple[int, str]]:
    """The edits between the stem and each beginning of a word of its length, and what is left."""
    lengths = range(len(stem) - EDITS, min(len(stem) + EDITS, len(written)) + 1)
    readings = [(_edits(written[:length], stem), written[length:]) for length in lengths]
    return sorted(readings)


def _is_rest(rest: str) -> bool:
    return len(rest) >= COMPOUND or INFLECTION.fullmatch(rest) is not None


def _edits(one: str, other: str) -> int:
    steps = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in steps if tag != "equal")


def _as_written(word: str, right: str) -> str:
    return right.capitalize() if word[0].isupper() else right
