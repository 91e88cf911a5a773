"""What an exhibit shows, line by line, with the rows of the data behind each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from alereport.exhibits.model import (
    Chart,
    Exhibit,
    KeyFigure,
    KeyFigures,
    Outline,
    Row,
    Table,
    Text,
    parts_of,
)
from alereport.exhibits.values import Cell

APART = " | "
"""What stands between the cells of a row."""


@dataclass(frozen=True)
class Traced:
    """Words that are shown, and the rows of the data they were made from.

    Attributes:
        key: What it is known by within its exhibit.
        words: As a reader sees them, such as `Totalt | 157 274 | 154 390` or a sentence.
        rows: The rows, each as `file:line`.
        cells: The values in it, by what they are of.
    """

    key: str
    words: str
    rows: tuple[str, ...]
    cells: dict[str, Cell]


def traced(exhibit: Exhibit) -> tuple[Traced, ...]:
    """Everything an exhibit shows that was made from rows of the data."""
    return tuple(each for part in parts_of(exhibit) for each in _lines(part) if each.rows)


def _lines(exhibit: Exhibit) -> Iterator[Traced]:
    match exhibit:
        case Table():
            for row in exhibit.rows:
                words = APART.join(map(str, row.cells))
                yield Traced(row.key, words, row.rows, _named(exhibit, row))
        case Chart():
            headline = exhibit.headline
            yield Traced("headline", str(headline), exhibit.finding, headline.cells)
            values = {row.key: _named(exhibit, row) for row in exhibit.rows}
            for mark in exhibit.marks:
                yield Traced(mark.key, str(mark), mark.rows, values.get(mark.key, {}))
        case KeyFigures():
            yield from map(_key_figure, exhibit.figures)
        case Text() | Outline():
            for line in exhibit.lines:
                yield Traced(line.key, str(line), line.rows, line.words.cells)


def _named(exhibit: Table | Chart, row: Row) -> dict[str, Cell]:
    return dict(zip((column.key for column in exhibit.columns), row.cells, strict=True))


def _key_figure(figure: KeyFigure) -> Traced:
    words = APART.join((figure.name, str(figure.value), str(figure.note)))
    noted = {f"note.{name}": cell for name, cell in figure.note.cells.items()}
    return Traced(figure.key, words, figure.rows, figure.value.cells | noted)
