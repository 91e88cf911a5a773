"""What an exhibit shows, line by line, with the rows of the data behind each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from alereport.base import locales
from alereport.exhibits.model import (
    Chart,
    Exhibit,
    KeyFigure,
    KeyFigures,
    Line,
    Outline,
    Row,
    Table,
    Text,
    parts_of,
)
from alereport.exhibits.phrases import Phrase

APART = " | "
"""What stands between the cells of a row."""


@dataclass(frozen=True)
class Traced:
    """Words that are shown, and the rows of the data they were made from.

    Attributes:
        key: What it is known by within its exhibit.
        name: What it is called: a table's row by its first cell, all else by its words.
        words: As a reader sees them, such as `Totalt | 157 274 | 154 390` or a sentence.
        rows: The rows, each as `file:line`.
        cells: The values in it as they are shown, by what they are of.
    """

    key: str
    name: str
    words: str
    rows: tuple[str, ...]
    cells: dict[str, str]


def traced(exhibit: Exhibit) -> tuple[Traced, ...]:
    """Everything an exhibit shows that was made from rows of the data."""
    with locales.using(exhibit.language):
        return tuple(each for part in parts_of(exhibit) for each in _lines(part) if each.rows)


def _lines(exhibit: Exhibit) -> Iterator[Traced]:
    match exhibit:
        case Table():
            for row in exhibit.rows:
                words = APART.join(map(str, row.cells))
                yield Traced(row.key, str(row.cells[0]), words, row.rows, _named(exhibit, row))
        case Chart():
            headline = exhibit.headline
            found = str(headline)
            yield Traced("headline", found, found, exhibit.finding, _shown(headline))
            values = {row.key: _named(exhibit, row) for row in exhibit.rows}
            for mark in exhibit.marks:
                cells = values.get(mark.key, _shown(mark.words))
                yield Traced(mark.key, str(mark), str(mark), mark.rows, cells)
        case KeyFigures():
            yield from map(_key_figure, exhibit.figures)
        case Text() | Outline():
            for line in exhibit.lines:
                words = _in_words(exhibit, line)
                named = {f"term.{name}": shown for name, shown in _shown(line.term).items()}
                yield Traced(line.key, words, words, line.rows, named | _shown(line.words))


def _in_words(exhibit: Text | Outline, line: Line) -> str:
    """A line as it is understood away from what stands before it."""
    if isinstance(exhibit, Text) and not exhibit.about:
        return str(line)
    about = f"{exhibit.about}: " if isinstance(exhibit, Text) else ""
    return f"{about}{line.term} {line.words}"


def _named(exhibit: Table | Chart, row: Row) -> dict[str, str]:
    keys = (column.key for column in exhibit.columns)
    return dict(zip(keys, map(str, row.cells), strict=True))


def _key_figure(figure: KeyFigure) -> Traced:
    words = APART.join((figure.name, str(figure.value), str(figure.note)))
    noted = {f"note.{name}": shown for name, shown in _shown(figure.note).items()}
    return Traced(figure.key, words, words, figure.rows, _shown(figure.value) | noted)


def _shown(words: Phrase) -> dict[str, str]:
    return {name: str(cell) for name, cell in words.cells.items()}
