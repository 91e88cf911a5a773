"""Tables for other programs: a cell with several parts is split into several columns.

A target such as `at least 30 % (2024)` becomes a comparator, a number and a year; a word instead of
a number, such as the one for a break, becomes a note beside an empty cell, and a period in words a
first and a last day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from alereport.base.locales import gettext as _
from alereport.exhibits import values
from alereport.exhibits.model import Chart, Table
from alereport.exhibits.values import Cell


@dataclass(frozen=True)
class Column:
    """A column of a table for other programs.

    Attributes:
        heading: Its heading, in the language of the exhibit.
        figures: Whether it holds numbers.
        cells: Its cells, each with a number, with text or empty.
    """

    heading: str
    figures: bool
    cells: tuple[Cell, ...]


NOTHING = values.silent()
DAY = re.compile(r"\d{4}-\d\d-\d\d")
PERIOD = re.compile(r"\d{4}(-Q[1-4]|-\d\d(-\d\d)?)?")


def columns(exhibit: Table | Chart) -> list[Column]:
    """Return the columns of a table, or of the values of a chart."""
    split_columns: list[Column] = []
    for number, column in enumerate(exhibit.columns):
        split_columns += _split(column.heading, [row.cells[number] for row in exhibit.rows])
    return split_columns


def _split(heading: str, cells: Sequence[Cell]) -> Iterator[Column]:
    if not any(cell.is_number for cell in cells):
        yield Column(heading, figures=False, cells=tuple(cells))
        yield from _days(heading, cells)
        return
    units = {cell.unit for cell in cells if cell.is_number and cell.has_unit}
    (unit,) = units if len(units) == 1 and _all_have_units(cells) else ("",)
    parts: list[tuple[str, Callable[[Cell], str]]] = [
        (_("comparator"), lambda cell: cell.comparator),
        (_("hedge"), hedge),
    ]
    yield from _part_columns(heading, cells, parts)
    heading_with_unit = heading if not unit or unit in heading else f"{heading}, {unit}"
    yield Column(heading_with_unit, figures=True, cells=tuple(number(cell, unit) for cell in cells))
    if any(cell.upper is not None for cell in cells):
        ends, up_to = tuple(number(cell, unit, upper=True) for cell in cells), _("up to")
        yield Column(f"{heading_with_unit}, {up_to}", figures=True, cells=ends)
    parts = [
        (_("unit"), lambda cell: cell.unit if cell.has_unit and not unit else ""),
        (_("year"), lambda cell: cell.year),
        (_("note"), _note),
    ]
    yield from _part_columns(heading, cells, parts)


def hedge(cell: Cell) -> str:
    """Return how certain a number is, in words; empty if nothing is said."""
    return values.with_hedge(cell.hedge, "").strip() if cell.hedge else ""


def _days(heading: str, cells: Sequence[Cell]) -> Iterator[Column]:
    """Yield the first and the last day of a column of periods, such as `maj 2024`."""
    spans = [_span(cell) for cell in cells]
    if any(spans):
        for number, name in enumerate((_("first day"), _("last day"))):
            days = (values.words(span[number].isoformat()) if span else NOTHING for span in spans)
            yield Column(f"{heading}, {name}", figures=False, cells=tuple(days))


def _span(cell: Cell) -> tuple[date, date] | None:
    """Return the first and last day of a cell that shows a day, month, quarter or year in words."""
    printed = cell.value
    if not isinstance(printed, str) or not cell.words or not PERIOD.fullmatch(printed):
        return None
    year, _dash, rest = printed.partition("-")
    if len(rest) == len("05-31"):
        day = date.fromisoformat(printed)
        return day, day
    first, months = (
        (3 * int(rest[1]) - 2, 3) if "Q" in rest else (int(rest or 1), 1 if rest else 12)
    )
    last = first + months - 1
    return date(int(year), first, 1), date(int(year), last, monthrange(int(year), last)[1])


def as_day(cell: Cell) -> date | None:
    """Return the day that a cell of text is, as the columns of days have it."""
    is_day = isinstance(cell.value, str) and not cell.words and DAY.fullmatch(cell.value)
    return date.fromisoformat(str(cell.value)) if is_day else None


def _all_have_units(cells: Sequence[Cell]) -> bool:
    return all(cell.has_unit for cell in cells if cell.is_number)


def _part_columns(
    heading: str, cells: Sequence[Cell], parts: Sequence[tuple[str, Callable[[Cell], str]]]
) -> Iterator[Column]:
    """Yield a column of text for each part that any of the cells has."""
    for name, part in parts:
        texts = [part(cell) for cell in cells]
        if any(texts):
            part_cells = (values.words(text) if text else NOTHING for text in texts)
            yield Column(f"{heading}, {name}", figures=False, cells=tuple(part_cells))


def number(cell: Cell, unit: str, *, upper: bool = False) -> Cell:
    """Return only the number, with the unit if the whole column has it; empty without a number."""
    if not cell.is_number or (upper and cell.upper is None):
        return NOTHING
    return cell.model_copy(
        update={
            "value": cell.upper if upper else cell.value,
            "upper": None,
            "has_unit": bool(unit),
            **dict.fromkeys(("comparator", "hedge", "year", "words"), ""),
        }
    )


def _note(cell: Cell) -> str:
    """Return the words that replace a number; empty if they only say that there is none.

    A number that is shown in words of its own, such as `3 of 6`, keeps them beside it.
    """
    if cell.is_number:
        return cell.words
    return "" if cell.is_empty or cell.comparator else str(cell)
