"""Tables printed in a text: what their rows say, and whether they add up."""

from __future__ import annotations

import operator
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, dropwhile, pairwise, takewhile

from alereport.texts.lint.finding import Finding
from alereport.texts.lint.passages import AMOUNT, Passage
from alereport.texts.lint.statements import Change
from alereport.texts.numbers import number

CELL = re.compile(rf"(?P<amount>{AMOUNT})")
COLUMNS = re.compile(rf"(?P<label>.*?)(?P<amounts>(?:\s{AMOUNT})+)")
TOTAL = re.compile(r"(totalt?|summa|s:a|delsumma)\b", re.IGNORECASE)

MOST_GROUPS = 15
"""The most groups of figures that are divided into columns; a wider row is left."""


@dataclass(frozen=True)
class Row:
    """A row of figures.

    Attributes:
        label: What stands before them.
        cells: The figures as they are printed; a blank cell is empty.
        is_spaced: Whether only spaces divide them, as thousands are divided too.
    """

    passage: Passage
    label: str
    cells: tuple[str, ...]
    is_spaced: bool

    @property
    def is_total(self) -> bool:
        return not self.label or TOTAL.match(self.label) is not None

    @property
    def is_years(self) -> bool:
        return all(re.fullmatch(r"(19|20)\d\d", cell) for cell in self.cells)

    @property
    def amounts(self) -> tuple[float | None, ...]:
        """The figures; None where the cell is blank or a percentage."""
        return tuple(None if cell[-1:] in {"", "%"} else number(cell) for cell in self.cells)

    @property
    def percents(self) -> tuple[float | None, ...]:
        return tuple(number(cell) if cell[-1:] == "%" else None for cell in self.cells)


def tables(passages: Iterable[Passage]) -> Iterator[list[Row]]:
    """The tables whose last row is a total, each with its rows in order.

    A table whose columns cannot be told is left out.
    """
    rows: list[Row] = []
    for passage in passages:
        row = _row(passage) if passage.kind == "table" else None
        if row is None or row.is_years:
            rows = []
            continue
        rows.append(row)
        if row.is_total:
            told = _told_apart(rows)
            if len(rows) > 2 and len({len(each.cells) for each in told}) == 1:
                yield told
            rows = []


def _row(passage: Passage) -> Row | None:
    line = passage.text
    if "\t" in line or "|" in line:
        written = [cell.strip(" *") for cell in re.split(r"\t|\|", line.strip("|"))]
        figures = len(list(takewhile(_is_figure, reversed(written[1:]))))
        label, after = written[: len(written) - figures], written[len(written) - figures :]
        cells = tuple(dropwhile(operator.not_, after))
        return Row(passage, " ".join(filter(None, label)), cells, False) if cells else None
    columns = COLUMNS.fullmatch(line)
    if columns is None:
        return None
    cells = tuple(match["amount"] for match in CELL.finditer(columns["amounts"]))
    return Row(passage, columns["label"].strip(), cells, True)


def _is_figure(cell: str) -> bool:
    return not cell or CELL.fullmatch(cell) is not None


def _told_apart(rows: list[Row]) -> list[Row]:
    """The rows in as many columns as most have: `144 074 157 274` is two of them, or one."""
    columns = Counter(len(row.cells) for row in rows).most_common(1)[0][0]
    return [
        replace(row, cells=_divided(row.cells, columns) or row.cells)
        if row.is_spaced and len(row.cells) != columns
        else row
        for row in rows
    ]


def _divided(cells: Sequence[str], columns: int) -> tuple[str, ...] | None:
    """The cells divided anew, as evenly as may be; None where two ways are as even."""
    groups = re.sub(r"\s%", "%", " ".join(cells)).split()
    if not columns <= len(groups) <= MOST_GROUPS:
        return None
    ways: dict[int, list[tuple[str, ...]]] = {}
    for cuts in combinations(range(1, len(groups)), columns - 1):
        bounds = list(pairwise((0, *cuts, len(groups))))
        way = tuple(" ".join(groups[start:end]) for start, end in bounds)
        if all(CELL.fullmatch(cell) and not re.match(r"\D?0\d", cell) for cell in way):
            sizes = [end - start for start, end in bounds]
            ways.setdefault(max(sizes) - min(sizes), []).append(way)
    evenest = ways[min(ways)] if ways else []
    return evenest[0] if len(evenest) == 1 else None


def wrong_sums(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Printed totals that are not the sum of their rows, and shares that are not their quotient."""
    found = list(tables(passages))
    for rows in found:
        yield from _wrong_totals(rows)
    yield from _wrong_shares([row for rows in found for row in rows])


def _wrong_totals(rows: list[Row]) -> Iterator[Finding]:
    *parts, total = rows
    # Points beside percentages are rounded ones, whose total is rounded too.
    is_rounded = any(percent is not None for percent in total.percents)
    slack = 0.5 * (len(parts) + 1) if is_rounded else 0.001 * len(parts)
    for column, printed in enumerate(total.amounts):
        if printed is None:
            continue
        summed = sum(part.amounts[column] or 0 for part in parts)
        if abs(summed - printed) > slack:
            found = f"the total {_written(printed)} is printed; its rows sum to {_written(summed)}"
            yield total.passage.finding(0, "table-sum", found, "correct the row or the total")


def _wrong_shares(rows: list[Row]) -> Iterator[Finding]:
    """Shares that are not their quotient, where most rows of the text show that they mean it."""
    shares = [(row, _share(row)) for row in rows]
    wrong = [(row, share) for row, share in shares if share is not None and not _holds(*share)]
    if 2 * len(wrong) < sum(share is not None for _, share in shares):
        for row, (part, whole, percent) in wrong:
            found = (
                f"{_written(part)} of {_written(whole)} is printed as {_written(percent)} %; "
                f"it is {_written(round(100 * part / whole))} %"
            )
            yield row.passage.finding(0, "table-share", found, "correct the figure or its share")


def _share(row: Row) -> tuple[float, float, float] | None:
    """The part, the whole and the percentage of a row that ends with the three."""
    if len(row.amounts) < 3 or row.percents[-1] is None:
        return None
    part, whole = row.amounts[-3], row.amounts[-2]
    if part is None or not whole or whole < 0:
        return None
    return part, whole, row.percents[-1]


def _holds(part: float, whole: float, percent: float) -> bool:
    """Whether the share is right for some figure that is rounded to the part."""
    return 100 * (part - 0.5) / whole - 0.5 <= percent <= 100 * (part + 0.5) / whole + 0.5


def _written(amount: float) -> str:
    return f"{amount:,.10g}".replace(",", " ").replace(".", ",")


def changes(passages: Sequence[Passage]) -> Iterator[Change]:
    """What the budget tables printed in a text say of each area.

    A budget table is one whose heading says Budget over its two last columns, with the years
    beside.
    """
    for rows in tables(passages):
        first = passages.index(rows[0].passage)
        heading = " ".join(each.text for each in passages[max(first - 3, 0) : first])
        years = [int(year) for year in re.findall(r"\b20\d\d\b", heading)]
        if not years or not re.search(r"\bBudget\s+Budget\b", heading):
            continue
        for row in rows if len(rows[0].cells) > 1 else ():
            before, after = row.amounts[-2:]
            if before is not None and after is not None:
                names = ("nämnden",) if row.is_total else (row.label,)
                yield Change(names, max(years), before, after)
