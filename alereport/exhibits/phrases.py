"""Words with the values in them: a sentence is written once, and its numbers stay numbers.

A wing declares the sentences it can say as `Sentence`s, each with the condition under which it is
true; `say_first` says the first whose condition holds. `say` fills the gaps of one with cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any

from pydantic import Field

from alereport.base import locales
from alereport.base.languages import OF_THE_DATA
from alereport.exhibits import values
from alereport.exhibits.values import Cell, Model


class Run(Model):
    """A stretch of words.

    Attributes:
        text: The words, without any markup.
        language: The language they are in, where it is not the exhibit's own.
    """

    text: str
    language: str = ""


class Phrase(Model):
    """Words, and the values that stand in them.

    Attributes:
        runs: The words, stretch by stretch.
        cells: The values, by what they are of in the words, such as `budget`.
    """

    runs: tuple[Run, ...] = ()
    cells: dict[str, Cell] = Field(default_factory=dict)

    def __str__(self) -> str:
        return "".join(run.text for run in self.runs)

    def __bool__(self) -> bool:
        return bool(str(self))


Words = str | Phrase | Cell


def phrase(words: Words) -> Phrase:
    """Words of any kind as a phrase."""
    if isinstance(words, Phrase):
        return words
    if isinstance(words, Cell):
        return Phrase(runs=(Run(text=str(words), language=words.language),), cells={"value": words})
    return Phrase(runs=(Run(text=words),))


def say(sentence: str, /, **gaps: Words | int) -> Phrase:
    """A sentence with its gaps filled.

    Args:
        sentence: In the language spoken now, with gaps such as `{budget}`.
        gaps: What fills them: a cell, words, a phrase or a year. What the sentence has no gap for
            is left out.
    """
    cells: dict[str, Cell] = {}
    for name in dict.fromkeys(gap for _text, gap, *_how in Formatter().parse(sentence) if gap):
        words = gaps[name]
        if isinstance(words, (Cell, int)):
            cells[name] = words if isinstance(words, Cell) else values.year(words)
        elif isinstance(words, Phrase):
            cells |= {f"{name}.{inner}": cell for inner, cell in words.cells.items()}
    return Phrase(runs=(Run(text=sentence.format(**gaps)),), cells=cells)


def say_many(one: str, many: str, count: int, /, **gaps: Words | int) -> Phrase:
    """A sentence on `count` things, in English; its gap `{count}` is filled with the number."""
    return say(locales.ngettext(one, many, int(count)), count=values.count(count), **gaps)


def joined(phrases: Iterable[Words], apart: str = " ") -> Phrase:
    """Phrases one after the other; those without words are left out."""
    parts = [each for each in map(phrase, phrases) if each]
    runs: list[Run] = []
    for at, part in enumerate(parts):
        runs += [Run(text=apart)] * bool(at and apart)
        runs += part.runs
    return Phrase(runs=tuple(runs), cells=_cells(parts))


def listing(phrases: Sequence[Words]) -> Phrase:
    """Phrases as a list in a sentence, such as `kost, IT och städ`."""
    parts = [phrase(each) for each in phrases]
    text = locales.listing([str(each) for each in parts])
    return Phrase(runs=(Run(text=text),), cells=_cells(parts))


def _cells(parts: Sequence[Phrase]) -> dict[str, Cell]:
    numbered = enumerate(parts, 1)
    return {f"{at}.{name}": cell for at, part in numbered for name, cell in part.cells.items()}


def in_swedish(words: str) -> Phrase:
    """Words that the data hold in Swedish only."""
    return Phrase(runs=(Run(text=words, language=OF_THE_DATA),))


@dataclass(frozen=True)
class Sentence:
    """A sentence that a chapter can say.

    Attributes:
        key: What it is known by within its exhibit; it stays when its words change.
        words: In English, with gaps; see `message`.
        when: Whether it is true of the facts.
    """

    key: str
    words: str
    when: Callable[[Any], bool] = lambda _facts: True


def message(words: str) -> str:
    """Words that are translated when they are said, marked as such for the catalogues."""
    return words


def say_first(sentences: Iterable[Sentence], facts: Any, /, **gaps: Words | int) -> Phrase:
    """The first sentence that is true of the facts, with its gaps filled; none where none is."""
    for sentence in sentences:
        if sentence.when(facts):
            return say(locales.gettext(sentence.words), **gaps)
    return Phrase()


def say_each(
    sentences: Iterable[Sentence], facts: Any, /, **gaps: Words | int
) -> dict[str, Phrase]:
    """Every sentence that is true of the facts, by its key, with its gaps filled."""
    true = (sentence for sentence in sentences if sentence.when(facts))
    return {each.key: say(locales.gettext(each.words), **gaps) for each in true}
