"""The numbers of the data's rows, each with what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from alereport.data.schemas import Schema

TIME = re.compile(r"((?:19|20)\d\d)(?:-[\dQ-]+)?")
"""A year, or a day, month or quarter in it."""
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
INTEGER = re.compile(r"(?<![\d.,])\d{1,3}(?![\d.,])")
NUMBERS = ("integer", "number")


@dataclass(frozen=True)
class Fact:
    """One number of one row.

    Attributes:
        value: The number, in its unit.
        unit: Its unit, such as `tkr` or `%`; empty if it has none.
        measure: The dataset and the column, which all numbers that can be added share.
        document: The document the row is from.
        year: The year that the number is of; None if the row has none.
        moment: The cells that say when and in which respect: year, kind, role.
        subject: The cells that say what it is about, such as the area or the unit.
        row: The row's address.
        adds: Whether the sum with the numbers of other subjects means anything.
    """

    value: float
    unit: str
    measure: tuple[str, str]
    document: str
    year: int | None
    moment: tuple[str, ...]
    subject: tuple[str, ...]
    row: str
    adds: bool = True


@dataclass(frozen=True)
class Layout:
    """Which columns of a dataset hold its numbers, each with its unit, and what they are about.

    Attributes:
        numbers: The columns of numbers, each with its unit.
        years: The columns of years; that of the plan last.
        respects: The columns that say in which respect, such as kind or role.
        subjects: The columns that say what it is about.
        units: Whether each row has its own unit, so that no two of them add up.
    """

    numbers: tuple[tuple[str, str], ...]
    years: tuple[str, ...]
    respects: tuple[str, ...]
    subjects: tuple[str, ...]
    units: bool


@lru_cache(maxsize=64)
def layout(schema: Schema) -> Layout:
    """Return which columns of a dataset hold its numbers and what they are about."""
    years = [field.name for field in schema.fields if _is_year(field.name)]
    key = [name for name in schema.primary_key if name not in {"document", "section", *years}]
    enums = [field.name for field in schema.fields if field.constraints.enum]
    numbers = [
        (field.name, field.unit or "")
        for field in schema.fields
        if field.type in NUMBERS and field.name not in {*years, *key}
    ]
    return Layout(
        numbers=tuple(numbers),
        years=tuple(sorted(years, key=lambda name: name == "plan_year")),
        respects=tuple(name for name in key if name in enums),
        subjects=tuple(name for name in key if name not in enums),
        units=any(name == "value" for name, _unit in numbers),
    )


def _is_year(name: str) -> bool:
    return name == "year" or name.endswith("_year")


def of_rows(
    dataset: str, schema: Schema, rows: Iterable[tuple[str, Mapping[str, str]]]
) -> Iterator[Fact]:
    """Yield the numbers of the rows of a dataset.

    Args:
        rows: The address of each row, and its cells as they are written in the file.
    """
    columns = layout(schema)
    for address, cells in rows:
        subject = tuple(cells.get(name, "") for name in columns.subjects)
        moment = [*(cells.get(name, "") for name in (*columns.years, *columns.respects))]
        times = [cell for cell in subject if TIME.fullmatch(cell)]
        for name, unit in columns.numbers:
            value = _number(cells.get(name, ""))
            if value is not None:
                yield Fact(
                    value=value,
                    unit=cells.get("unit", "") if columns.units else unit,
                    measure=(dataset, name),
                    document=cells.get("document", ""),
                    year=_year([*moment, *times]),
                    moment=(*moment, *times),
                    subject=tuple(cell for cell in subject if cell not in times),
                    row=address,
                    adds=not columns.units,
                )


def _number(cell: str) -> float | None:
    """The number in a cell; None if it is empty, or no number, which its own check refuses."""
    try:
        return float(cell)
    except ValueError:
        return None


def _year(times: Iterable[str]) -> int | None:
    matches = (TIME.fullmatch(time) for time in times)
    return next((int(match[1]) for match in matches if match), None)


def named(schema: Schema, rows: Iterable[Mapping[str, str]]) -> set[float]:
    """Return the numbers in the names and titles of rows, such as `de 600 största företagen`."""
    labels = [schema.lint, schema.printed.label if schema.printed else None]
    texts = (cells.get(name, "") for cells in rows for name in labels if name)
    return {float(number) for text in texts for number in INTEGER.findall(text)}


def years(rows: Iterable[Mapping[str, str]]) -> set[int]:
    """Return the years that the cells of rows name."""
    return {int(year) for cells in rows for cell in cells.values() for year in YEAR.findall(cell)}
