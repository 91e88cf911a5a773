"""Whether the numbers in an exhibit's sentences are those of the rows they name.

A cell that is equal to a row's number, or rounded from it, must be a number of its rows; one that
is derived must be a sum, difference, share or change of them, or how many there are. One that is
estimated is left out: a method gives it, and the text says which.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from alereport.data.schemas import Schema
from alereport.exhibits.model import Chart, Exhibit, KeyFigures, Outline, Text, parts_of
from alereport.exhibits.phrases import Phrase
from alereport.exhibits.values import YEAR, Cell
from alereport.texts.claims import derived, facts
from alereport.texts.claims.derived import Value

Cells = Mapping[str, str]
Read = Callable[[str], tuple[str, Schema, Cells] | None]
"""Returns the dataset, the schema and the cells of the row of an address."""


@dataclass(frozen=True)
class Number:
    """One number in an exhibit's sentences.

    Attributes:
        exhibit: The exhibit's identifier.
        line: The key of the line or key figure it is in.
        gap: The gap that it fills.
        cell: The number.
        rows: The addresses of the rows that it is to be made from: its own, or else those of its
            line. A count with rows of its own is how many they are.
    """

    exhibit: str
    line: str
    gap: str
    cell: Cell
    rows: tuple[str, ...]


def numbers(exhibit: Exhibit) -> Iterator[Number]:
    """Yield the numbers in the sentences of an exhibit, without those of its tables."""
    for part in parts_of(exhibit):
        for line, phrase, rows in _phrases(part):
            for gap, cell in phrase.cells.items():
                if cell.is_number and cell.basis != "estimated":
                    yield Number(part.id or part.kind, line, gap, cell, cell.rows or rows)


def _phrases(exhibit: Exhibit) -> Iterator[tuple[str, Phrase, tuple[str, ...]]]:
    match exhibit:
        case Chart():
            yield "headline", exhibit.headline, exhibit.finding
        case KeyFigures():
            for figure in exhibit.figures:
                yield figure.key, figure.value, figure.rows
                yield f"{figure.key}, note", figure.note, figure.rows
        case Text() | Outline():
            for line in exhibit.lines:
                yield line.key, line.term, line.rows
                yield line.key, line.words, line.rows


class Evidence:
    """Compares numbers with the rows they name; the rows of a line are computed with once.

    Args:
        read: Returns a row by its address.
        years: The years that may be said of anything, such as that of the report.
    """

    def __init__(self, read: Read, years: Iterable[int] = ()) -> None:
        self._read = read
        self._years = set(years)
        self._known = lru_cache(maxsize=None)(self._of_rows)

    def supports(self, number: Number) -> bool:
        """Return whether the rows of a number support it."""
        cell, value = number.cell, number.cell.value
        if not isinstance(value, (int, float)):
            return True
        values, years, counts = self._known(number.rows)
        if cell.unit == YEAR:
            return value in years or value in self._years
        if cell.basis == "derived" and not cell.unit:
            if cell.rows and cell.words:
                return value == len(set(cell.rows))
            if value in counts:
                return True
        wanted = abs(float(value))
        if cell.rows and self._is_sum(cell.rows, wanted):
            return True
        return any(
            abs(abs(each.value) - wanted) <= _slack(value)
            for each in values
            if cell.basis == "derived" or cell.scale or not each.is_derived
        )

    def _is_sum(self, rows: tuple[str, ...], wanted: float) -> bool:
        """Return whether a number is the sum of all the rows it names, of whatever documents."""
        values, _years, _counts = self._known(rows)
        sums: dict[str, float] = defaultdict(float)
        for each in values:
            if not each.is_derived:
                sums[each.unit] += each.value
        return any(abs(abs(total) - wanted) <= _slack(wanted) for total in sums.values())

    def _of_rows(
        self, rows: tuple[str, ...]
    ) -> tuple[Sequence[Value], frozenset[int], frozenset[int]]:
        """Return the numbers that rows support, the years they name, and how many there are."""
        found = [(row, located) for row in rows if (located := self._read(row))]
        by_dataset: dict[str, list[tuple[str, Schema, Cells]]] = defaultdict(list)
        for row, (dataset, schema, cells) in found:
            by_dataset[dataset].append((row, schema, cells))
        own = [
            fact
            for dataset, located in by_dataset.items()
            for fact in facts.of_rows(
                dataset, located[0][1], [(row, cells) for row, _schema, cells in located]
            )
        ]
        years = facts.years(cells for _row, (_dataset, _schema, cells) in found)
        return (
            derived.values(own, most_years=None),
            frozenset(years),
            frozenset(_counts(by_dataset.values())),
        )


def _counts(datasets: Iterable[Sequence[tuple[str, Schema, Cells]]]) -> Iterator[int]:
    """Yield how many rows there are, of each dataset and with each value of a column of kinds."""
    yield 0
    for located in datasets:
        yield len(located)
        schema = located[0][1]
        kinds = [field.name for field in schema.fields if field.constraints.enum]
        for name in (*schema.primary_key, *kinds):
            counts = Counter(cells.get(name, "") for _row, _schema, cells in located)
            yield len(counts)
            yield from counts.values() if name in kinds else ()


def _slack(value: float) -> float:
    """Return how far a number may be from the one it is, given the decimals it has."""
    decimals = len(repr(float(value)).partition(".")[2])
    return 0.5 * 10**-decimals + 1e-9 if decimals <= 2 and value != int(value) else 1e-6
