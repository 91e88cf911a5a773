"""The columns and cells of an analyst's frame, as those of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from alereport.base.errors import TableError
from alereport.data.datasets import ROW
from alereport.exhibits import model, values
from alereport.exhibits.model import Line, Table
from alereport.exhibits.own.cells import cell, decimals_of, is_number
from alereport.exhibits.own.origins import Behind
from alereport.exhibits.own.wording import (
    Worded,
    heading_of_name,
    slug,
    unit_of_name,
    unit_words,
    worded,
)
from alereport.exhibits.phrases import fill, joined
from alereport.exhibits.values import YEAR, Cell

MOST_ROWS, MOST_COLUMNS = 500, 15
"""What a table on a page has at most."""
PLACE = "exhibits.table"
ROWS = "rows"
"""The column of an analysis that holds the rows of the data behind each row; it is not shown."""


@dataclass(frozen=True)
class Shown:
    """A column to be shown.

    Attributes:
        name: Its name in the frame, as text.
        heading: Its heading, in the current language.
        unit: The unit of its numbers.
        content: Its values, from the first row to the last.
        cells: The same as cells.
        names_rows: Whether it is from the index, whose values name the rows.
    """

    name: str
    heading: str
    unit: str
    content: tuple[Any, ...]
    cells: tuple[Cell, ...]
    names_rows: bool

    @property
    def figures(self) -> bool:
        """True if it holds figures alone, which are aligned to the right."""
        numbers = [each.is_number for each in self.cells if not each.is_empty]
        return self.unit != YEAR and not self.names_rows and bool(numbers) and all(numbers)


def columns(
    frame: Any,
    *,
    unit: str | Mapping[Any, Any],
    decimals: int | Mapping[Any, Any] | None,
    index: bool | None,
    headings: Mapping[Any, Worded],
) -> list[Shown]:
    """Return the columns of a frame that are shown; see `own.table`.

    Raises:
        TableError: It is no frame, is too large, or holds what a table cannot show.
    """
    if isinstance(frame, pd.Series):
        frame = frame.to_frame(frame.name if frame.name is not None else "")
    if not isinstance(frame, pd.DataFrame):
        raise TableError(
            PLACE,
            f"an object of type {type(frame).__name__}",
            "a frame or a series of pandas",
            "show the frame that it was made from",
        )
    _require_size(frame)
    named = [*_index_columns(frame, index), *_own_columns(frame)]
    _require_names(named, headings)
    return [_shown(each, unit, _of(decimals, each[0]), headings) for each in named]


def _require_size(frame: pd.DataFrame) -> None:
    if len(frame) > MOST_ROWS or len(frame.columns) > MOST_COLUMNS:
        raise TableError(
            PLACE,
            f"a frame with {len(frame)} rows and {len(frame.columns)} columns",
            f"at most {MOST_ROWS} rows and {MOST_COLUMNS} columns",
            "choose what the page is about, such as frame[[…]].head(20), or add up with groupby",
        )


Named = tuple[Any, Sequence[Any], bool]


def _index_columns(frame: pd.DataFrame, index: bool | None) -> Iterator[Named]:
    """Yield the levels of the index that are shown; addresses of rows never are."""
    for number in range(frame.index.nlevels):
        level = frame.index.get_level_values(number)
        is_numbering = level.name is None and pd.api.types.is_integer_dtype(level.dtype)
        if level.name != ROW and (not is_numbering if index is None else index):
            yield level.name if level.name is not None else "", list(level), True


def _own_columns(frame: pd.DataFrame) -> Iterator[Named]:
    for number, label in enumerate(frame.columns):  # By number: names may be repeated.
        if label != ROWS:
            yield label, list(frame.iloc[:, number]), False


def _require_names(named: Sequence[Named], headings: Mapping[Any, Worded]) -> None:
    names = [label for label, _column, _names_rows in named]
    if not names:
        raise TableError(PLACE, "a frame without columns", "one or more", "choose what to show")
    if unknown := [str(label) for label in headings if label not in names]:
        raise TableError(
            PLACE,
            f"a heading for {', '.join(unknown)}",
            f"columns among {', '.join(map(_text, names))}",
            "correct headings",
        )
    told = Counter(_heading(label, headings) for label in names)
    if repeated := [heading for heading, count in told.items() if count > 1]:
        raise TableError(
            PLACE,
            f'several columns called "{repeated[0]}"',
            "names that a reader can tell apart",
            "rename one of them with frame.rename or headings={…}",
        )


def _of(given: Any, label: Any) -> Any:
    """Return what is given for a column: one value for all, or one for each."""
    return given.get(label) if isinstance(given, Mapping) else given


def _text(label: Any) -> str:
    """Return the name of a column as text; that of several levels has all of them."""
    if isinstance(label, tuple):
        return ", ".join(filter(None, map(_text, label)))
    if pd.api.types.is_scalar(label) and pd.isna(label):
        return ""
    if isinstance(label, float) and label.is_integer():
        return str(int(label))
    found = cell(label, place=(PLACE, "the name of a column"))
    return str(label) if found.is_number else str(found)


def _heading(label: Any, headings: Mapping[Any, Worded]) -> str:
    if label in headings:
        return worded(headings[label])
    name = _text(label)
    heading = heading_of_name(name)
    if heading is None:
        raise TableError(
            PLACE,
            f"the column {name}, which is named as in code",
            "a heading that a reader understands",
            f'write headings={{"{name}": "…"}}, rename it, or leave it out',
        )
    return heading


def _shown(
    named: Named,
    unit: str | Mapping[Any, Any],
    decimals: int | None,
    headings: Mapping[Any, Worded],
) -> Shown:
    """Return a column; its heading says the unit, if that is not the one of the whole table."""
    label, column, names_rows = named
    name, heading = _text(label), _heading(label, headings)
    own_unit = str(unit.get(label) or "") if isinstance(unit, Mapping) else ""
    for_all = unit if isinstance(unit, str) and not names_rows else ""
    own_unit = own_unit or unit_of_name(name, for_all)
    if own_unit == YEAR and not all(map(_is_year, column)):
        own_unit = ""
    places = decimals_of(column) if decimals is None else decimals
    cells = tuple(
        cell(
            value,
            unit=own_unit or for_all,
            decimals=places,
            place=(f"{PLACE}, {name or 'the index'}", number),
        )
        for number, value in enumerate(column, start=1)
    )
    words = unit_words(own_unit) if any(map(is_number, column)) else ""
    if words and words.casefold() not in heading.casefold():
        heading = f"{heading}, {words}"
    return Shown(name, heading, own_unit or for_all, tuple(column), cells, names_rows)


def _is_year(value: Any) -> bool:
    return is_number(value) and float(value).is_integer() and 1000 <= value <= 9999


def model_columns(shown: Sequence[Shown]) -> tuple[model.Column, ...]:
    """Return the columns as they are stored, each with a key of its own."""
    keys = _unique(slug(column.name) or "column" for column in shown)
    return tuple(
        model.Column(key=key, heading=column.heading, figures=column.figures)
        for key, column in zip(keys, shown, strict=True)
    )


def rows(shown: Sequence[Shown], behind: Behind) -> tuple[model.Row, ...]:
    """Return the rows of the table, each with a key of its own and the rows behind it."""
    naming = [column for column in shown if column.names_rows] or shown[:1]
    cells = list(zip(*(column.cells for column in shown), strict=True))
    names = list(zip(*(column.cells for column in naming), strict=True))
    keys = _unique("/".join(slug(str(name)) or "-" for name in of_row) for of_row in names)
    return tuple(
        model.Row(key=key, cells=_withheld(of_row, is_withheld), rows=of_data)
        for key, of_row, of_data, is_withheld in zip(
            keys, cells, behind.of_rows, behind.is_withheld, strict=True
        )
    )


def _withheld(cells: tuple[Cell, ...], is_withheld: bool) -> tuple[Cell, ...]:
    """Return the cells, those that are missing as withheld if a row behind them is."""
    if not is_withheld:
        return cells
    return tuple(
        values.withheld() if each.is_empty and number else each for number, each in enumerate(cells)
    )


def _unique(keys: Iterator[str]) -> list[str]:
    """Return the keys, a repeated one with its number."""
    counts: Counter[str] = Counter()
    found = []
    for key in keys:
        counts[key] += 1
        found.append(f"{key}-{counts[key]}" if counts[key] > 1 else key)
    return found


def marks(table: Table) -> tuple[Line, ...]:
    """Return what a chart shows in words: a line for each row of its values."""
    headings = [column.heading for column in table.columns]
    lines = []
    for row in table.rows:
        told = [
            fill("{heading}: {value}", heading=heading, value=value)
            if heading
            else fill("{value}", value=value)
            for heading, value in zip(headings[1:], row.cells[1:], strict=True)
        ]
        name = str(row.cells[0])
        words = joined([name, joined(told, "; ")], ": ") if told else joined([name])
        lines.append(Line(key=row.key, words=words, rows=row.rows))
    return tuple(lines)
