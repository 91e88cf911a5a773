"""The lines of an exhibit, each with the rows of the data that it was made from."""

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

CELL_SEPARATOR = " | "
"""The separator between the cells of a row."""


@dataclass(frozen=True)
class TracedLine:
    """A line of an exhibit and the rows of the data that it was made from.

    Attributes:
        key: Its identifier within the exhibit.
        name: For a row of a table its first cell, otherwise the same as `words`.
        words: The text a reader sees, such as `Totalt | 157 274 | 154 390` or a sentence.
        rows: The addresses of the rows; see `data.addresses`.
        cells: Its values as they are shown, by column or by the name of the gap they fill; without
            the line a row stands on.
    """

    key: str
    name: str
    words: str
    rows: tuple[str, ...]
    cells: dict[str, str]


def traced_lines(exhibit: Exhibit) -> tuple[TracedLine, ...]:
    """Return the lines of an exhibit that were made from rows of the data.

    An analyst's own have all their lines: their figures are compared and found like the others,
    also where it is not stated which rows are behind them.
    """
    with locales.using(exhibit.language):
        return tuple(
            line for part in parts_of(exhibit) for line in _lines(part) if line.rows or is_own(part)
        )


def all_lines(exhibit: Exhibit) -> tuple[TracedLine, ...]:
    """Return every line of an exhibit, also those that no row of the data is behind."""
    with locales.using(exhibit.language):
        return tuple(line for part in parts_of(exhibit) for line in _lines(part))


def is_own(exhibit: Exhibit) -> bool:
    """True if an analyst made the exhibit of a frame or figure of her own."""
    return isinstance(exhibit, Table | Chart) and exhibit.own


def has_no_rows(exhibit: Exhibit) -> bool:
    """True if it is an analyst's own and it is not stated which rows are behind its figures."""
    return is_own(exhibit) and not any(line.rows for line in _lines(exhibit))


def _lines(exhibit: Exhibit) -> Iterator[TracedLine]:
    match exhibit:
        case Table():
            for row in exhibit.rows:
                words = CELL_SEPARATOR.join(map(str, row.cells))
                yield TracedLine(
                    row.key, str(row.cells[0]), words, row.rows, _cells_by_column(exhibit, row)
                )
        case Chart():
            headline = exhibit.headline
            words = str(headline)
            if words:
                yield TracedLine("headline", words, words, exhibit.finding, _cell_texts(headline))
            values = {row.key: _cells_by_column(exhibit, row) for row in exhibit.rows}
            for mark in exhibit.marks:
                cells = values.get(mark.key, _cell_texts(mark.words))
                yield TracedLine(mark.key, str(mark), str(mark), mark.rows, cells)
        case KeyFigures():
            yield from map(_key_figure, exhibit.figures)
        case Text() | Outline():
            for line in exhibit.lines:
                words = _line_text(exhibit, line)
                term_cells = {f"term.{name}": text for name, text in _cell_texts(line.term).items()}
                yield TracedLine(
                    line.key, words, words, line.rows, term_cells | _cell_texts(line.words)
                )


def _line_text(exhibit: Text | Outline, line: Line) -> str:
    """Return the text of a line that can be understood without the heading before it."""
    if isinstance(exhibit, Text) and not exhibit.about:
        return str(line)
    about = f"{exhibit.about}: " if isinstance(exhibit, Text) else ""
    return f"{about}{line.term} {line.words}"


def _cells_by_column(exhibit: Table | Chart, row: Row) -> dict[str, str]:
    cells = zip(exhibit.columns, row.cells, strict=True)
    return {column.key: str(cell) for column, cell in cells if not column.where}


def _key_figure(figure: KeyFigure) -> TracedLine:
    words = CELL_SEPARATOR.join((figure.name, str(figure.value), str(figure.note)))
    note_cells = {f"note.{name}": text for name, text in _cell_texts(figure.note).items()}
    return TracedLine(figure.key, words, words, figure.rows, _cell_texts(figure.value) | note_cells)


def _cell_texts(words: Phrase) -> dict[str, str]:
    return {name: str(cell) for name, cell in words.cells.items()}
