"""A table for other programs: what one cell says in several ways stands in columns of its own.

A target such as `at least 30 % (2024)` is a comparator, a number and a year; a word in the place
of a number, such as one for a break, is a note beside an empty cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from alereport.base.locales import gettext as _
from alereport.exhibits import values
from alereport.exhibits.model import Chart, Table
from alereport.exhibits.values import Cell


@dataclass(frozen=True)
class Column:
    """A column of a table for other programs.

    Attributes:
        heading: In the language of the exhibit.
        figures: Whether it holds numbers.
        cells: Each a number, words, or nothing.
    """

    heading: str
    figures: bool
    cells: tuple[Cell, ...]


NOTHING = values.silent()


def columns(exhibit: Table | Chart) -> list[Column]:
    """The columns of a table, or of a chart's values."""
    found: list[Column] = []
    for at, column in enumerate(exhibit.columns):
        found += _split(column.heading, [row.cells[at] for row in exhibit.rows])
    return found


def _split(heading: str, cells: Sequence[Cell]) -> Iterator[Column]:
    if not any(cell.is_number for cell in cells):
        yield Column(heading, figures=False, cells=tuple(cells))
        return
    units = {cell.unit for cell in cells if cell.is_number and cell.has_unit}
    (unit,) = units if len(units) == 1 and _all_have_units(cells) else ("",)
    parts: list[tuple[str, Callable[[Cell], str]]] = [
        (_("comparator"), lambda cell: cell.comparator),
        (_("hedge"), lambda cell: values.hedged(cell.hedge, "").strip() if cell.hedge else ""),
    ]
    yield from _beside(heading, cells, parts)
    named = heading if not unit or unit in heading else f"{heading}, {unit}"
    yield Column(named, figures=True, cells=tuple(_number(cell, unit) for cell in cells))
    if any(cell.upper is not None for cell in cells):
        ends, up_to = tuple(_number(cell, unit, upper=True) for cell in cells), _("up to")
        yield Column(f"{named}, {up_to}", figures=True, cells=ends)
    parts = [
        (_("unit"), lambda cell: cell.unit if cell.has_unit and not unit else ""),
        (_("year"), lambda cell: cell.year),
        (_("note"), _note),
    ]
    yield from _beside(heading, cells, parts)


def _all_have_units(cells: Sequence[Cell]) -> bool:
    return all(cell.has_unit for cell in cells if cell.is_number)


def _beside(
    heading: str, cells: Sequence[Cell], parts: Sequence[tuple[str, Callable[[Cell], str]]]
) -> Iterator[Column]:
    """A column for each part that some cell has."""
    for name, part in parts:
        found = [part(cell) for cell in cells]
        if any(found):
            shown = (values.words(each) if each else NOTHING for each in found)
            yield Column(f"{heading}, {name}", figures=False, cells=tuple(shown))


def _number(cell: Cell, unit: str, *, upper: bool = False) -> Cell:
    """The number alone, with its unit where that is the whole column's; nothing where none is."""
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
    """What stands in the place of a number, where it says more than that there is none."""
    return "" if cell.is_number or cell.is_empty or cell.comparator else str(cell)
