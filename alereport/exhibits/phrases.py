"""Text with values in it: a sentence is written once, and its numbers stay numbers.

A chapter declares the sentences it can say as `Sentence`s, each with the condition under which it
is true; `fill_first` uses the first whose condition holds. `fill` fills a sentence's gaps with
cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any

from pydantic import Field

from alereport.base import locales
from alereport.base.languages import DATA_LANGUAGE
from alereport.exhibits import values
from alereport.exhibits.values import Cell, Model


class Run(Model):
    """A piece of text in one language.

    Attributes:
        text: The text, without any markup.
        language: Its language, if it is not that of the exhibit.
    """

    text: str
    language: str = ""


class Phrase(Model):
    """Text, and the values in it.

    Attributes:
        runs: The text, piece by piece.
        cells: The values, by the name of the gap they fill, such as `budget`.
    """

    runs: tuple[Run, ...] = ()
    cells: dict[str, Cell] = Field(default_factory=dict)

    def __str__(self) -> str:
        return "".join(run.text for run in self.runs)

    def __bool__(self) -> bool:
        return bool(str(self))


Words = str | Phrase | Cell


def phrase(words: Words) -> Phrase:
    """Return a string, a cell or a phrase as a phrase."""
    if isinstance(words, Phrase):
        return words
    if isinstance(words, Cell):
        return Phrase(runs=(Run(text=str(words), language=words.language),), cells={"value": words})
    return Phrase(runs=(Run(text=words),))


def fill(sentence: str, /, **gaps: Words | int) -> Phrase:
    """Return a sentence with its gaps filled.

    Args:
        sentence: The sentence in the current language, with gaps such as `{budget}`.
        gaps: The values of the gaps: a cell, a string, a phrase or a year. Values that the
            sentence has no gap for are ignored.
    """
    cells: dict[str, Cell] = {}
    for name in dict.fromkeys(gap for _text, gap, *_format in Formatter().parse(sentence) if gap):
        words = gaps[name]
        if isinstance(words, (Cell, int)):
            cells[name] = words if isinstance(words, Cell) else values.year(words)
        elif isinstance(words, Phrase):
            cells |= {f"{name}.{inner}": cell for inner, cell in words.cells.items()}
    return Phrase(runs=(Run(text=sentence.format(**gaps)),), cells=cells)


def fill_plural(
    one: str, many: str, count: int, /, rows: Iterable[str] = (), **gaps: Words | int
) -> Phrase:
    """Return a sentence about `count` things in the singular or plural, with its gaps filled.

    The sentences are in English and are translated; the gap `{count}` is filled with the number,
    whose `rows` are one for each thing.
    """
    return fill(locales.ngettext(one, many, int(count)), count=values.count(count, rows), **gaps)


def capitalised(words: Words) -> Phrase:
    """Return words as the start of a sentence, with a capital letter."""
    started = phrase(words)
    if not started.runs or not started.runs[0].text:
        return started
    first = started.runs[0]
    start = first.model_copy(update={"text": first.text[0].upper() + first.text[1:]})
    return started.model_copy(update={"runs": (start, *started.runs[1:])})


def in_sentence(name: str) -> str:
    """Return a name from the data as it is written inside a sentence, such as `kommunchefen`.

    An abbreviation keeps its capital letters, `HR-avdelningen`. In English, so does a name that
    has others after the first, such as the title `Chief Executive`, save its `the`.
    """
    in_swedish = locales.is_current_language(DATA_LANGUAGE)
    has_capitals = any(word[:1].isupper() and word[1:].islower() for word in name.split()[1:])
    is_title = has_capitals and not in_swedish and not name.startswith("The ")
    is_word = len(name) > 1 and name[1].islower()
    return name[0].lower() + name[1:] if is_word and not is_title else name


def joined(phrases: Iterable[Words], separator: str = " ") -> Phrase:
    """Return phrases joined by a separator; empty ones are left out."""
    parts = [part for part in map(phrase, phrases) if part]
    runs: list[Run] = []
    for number, part in enumerate(parts):
        runs += [Run(text=separator)] * bool(number and separator)
        runs += part.runs
    return Phrase(runs=tuple(runs), cells=_cells(parts))


def listing(phrases: Sequence[Words]) -> Phrase:
    """Return phrases as a list within a sentence, such as `kost, IT och städ`."""
    parts = [phrase(words) for words in phrases]
    text = locales.listing([str(part) for part in parts])
    return Phrase(runs=(Run(text=text),), cells=_cells(parts))


def _cells(parts: Sequence[Phrase]) -> dict[str, Cell]:
    numbered = enumerate(parts, 1)
    return {
        f"{number}.{name}": cell for number, part in numbered for name, cell in part.cells.items()
    }


def data_text(words: str) -> Phrase:
    """Return text made of the data's texts, in the current language where the data have it so."""
    return Phrase(runs=(Run(text=words, language=locales.language_of(words)),))


Plural = tuple[str, str]
"""Words about one thing, and about any other number of things."""


@dataclass(frozen=True)
class Sentence:
    """A sentence that a chapter can say.

    Attributes:
        key: Its identifier within the exhibit, which stays the same when the words change.
        words: The sentence in English, with gaps; see `message` and `plural`.
        when: Returns whether the sentence is true of the facts.
    """

    key: str
    words: str | Plural
    when: Callable[[Any], bool] = lambda _facts: True

    def filled(self, gaps: dict[str, Words | int]) -> Phrase:
        """Return it in the current language; a plural one is of as many as the gap `count` says."""
        if isinstance(self.words, str):
            return fill(locales.gettext(self.words), **gaps)
        counted = gaps["count"]
        number = counted.value if isinstance(counted, Cell) else counted
        return fill(locales.ngettext(*self.words, int(str(number))), **gaps)


def message(words: str) -> str:
    """Return the words unchanged; marks them for the catalogues, to be translated when used."""
    return words


def plural(one: str, many: str) -> Plural:
    """Return the words of a sentence about one thing and about many; see `message`."""
    return one, many


def fill_first(sentences: Iterable[Sentence], facts: Any, /, **gaps: Words | int) -> Phrase:
    """Return the first sentence that is true of the facts, filled; an empty phrase if none is."""
    for sentence in sentences:
        if sentence.when(facts):
            return sentence.filled(gaps)
    return Phrase()


def fill_each(
    sentences: Iterable[Sentence], facts: Any, /, **gaps: Words | int
) -> dict[str, Phrase]:
    """Return every sentence that is true of the facts, with its gaps filled, by its key."""
    true = (sentence for sentence in sentences if sentence.when(facts))
    return {sentence.key: sentence.filled(gaps) for sentence in true}
