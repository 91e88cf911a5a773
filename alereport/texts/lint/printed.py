"""Tables printed in a text: their figures, and whether they add up."""

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
"""The most groups of digits that are divided into columns; a wider row is left as it is."""


@dataclass(frozen=True)
class Row:
    """A row of figures.

    Attributes:
        label: The words before them.
        cells: The figures as they are printed; a blank cell is empty.
        is_spaced: True if only spaces separate them, as spaces also separate thousands.
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
    """Yield the tables whose last row is a total, each with its rows in order.

    A table whose columns cannot be determined is left out.
    """
    rows: list[Row] = []
    for passage in passages:
        row = _row(passage) if passage.kind == "table" else None
        if row is None or row.is_years:
            rows = []
            continue
        rows.append(row)
        if row.is_total:
            table = _in_columns(rows)
            if len(rows) > 2 and len({len(table_row.cells) for table_row in table}) == 1:
                yield table
            rows = []


def _row(passage: Passage) -> Row | None:
    line = passage.text
    if "\t" in line or "|" in line:
        texts = [cell.strip(" *") for cell in re.split(r"\t|\|", line.strip("|"))]
        figures = len(list(takewhile(_is_figure, reversed(texts[1:]))))
        label, figure_cells = texts[: len(texts) - figures], texts[len(texts) - figures :]
        cells = tuple(dropwhile(operator.not_, figure_cells))
        return Row(passage, " ".join(filter(None, label)), cells, False) if cells else None
    columns = COLUMNS.fullmatch(line)
    if columns is None:
        return None
    cells = tuple(match["amount"] for match in CELL.finditer(columns["amounts"]))
    return Row(passage, columns["label"].strip(), cells, True)


def _is_figure(cell: str) -> bool:
    return not cell or CELL.fullmatch(cell) is not None


def _in_columns(rows: list[Row]) -> list[Row]:
    """Divide rows into as many columns as most have: `144 074 157 274` may be one or two."""
    columns = Counter(len(row.cells) for row in rows).most_common(1)[0][0]
    return [
        replace(row, cells=_regrouped(row.cells, columns) or row.cells)
        if row.is_spaced and len(row.cells) != columns
        else row
        for row in rows
    ]


def _regrouped(cells: Sequence[str], columns: int) -> tuple[str, ...] | None:
    """Divide the cells again, as evenly as possible; None where two ways are equally even."""
    groups = re.sub(r"\s%", "%", " ".join(cells)).split()
    if not columns <= len(groups) <= MOST_GROUPS:
        return None
    divisions: dict[int, list[tuple[str, ...]]] = {}
    for cuts in combinations(range(1, len(groups)), columns - 1):
        bounds = list(pairwise((0, *cuts, len(groups))))
        division = tuple(" ".join(groups[start:end]) for start, end in bounds)
        if all(CELL.fullmatch(cell) and not re.match(r"\D?0\d", cell) for cell in division):
            sizes = [end - start for start, end in bounds]
            divisions.setdefault(max(sizes) - min(sizes), []).append(division)
    evenest = divisions[min(divisions)] if divisions else []
    return evenest[0] if len(evenest) == 1 else None


def wrong_sums(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Find printed totals that are not the sum of their rows, and percentages that are wrong."""
    totalled_tables = list(tables(passages))
    for rows in totalled_tables:
        yield from _wrong_totals(rows)
    yield from _wrong_shares([row for rows in totalled_tables for row in rows])


def _wrong_totals(rows: list[Row]) -> Iterator[Finding]:
    *parts, total = rows
    # Points next to percentages are rounded, and so is their total.
    is_rounded = any(percent is not None for percent in total.percents)
    slack = 0.5 * (len(parts) + 1) if is_rounded else 0.001 * len(parts)
    for column, printed in enumerate(total.amounts):
        if printed is None:
            continue
        row_sum = sum(part.amounts[column] or 0 for part in parts)
        if abs(row_sum - printed) > slack:
            message = f"the total {_figure(printed)} is printed; its rows sum to {_figure(row_sum)}"
            yield total.passage.finding(0, "table-sum", message, "correct the row or the total")


def _wrong_shares(rows: list[Row]) -> Iterator[Finding]:
    """Find wrong percentages, if most rows of the text show that they are part by whole."""
    shares = [(row, _share(row)) for row in rows]
    wrong = [
        (row, share) for row, share in shares if share is not None and not _is_right_share(*share)
    ]
    if 2 * len(wrong) < sum(share is not None for _, share in shares):
        for row, (part, whole, percent) in wrong:
            message = (
                f"{_figure(part)} of {_figure(whole)} is printed as {_figure(percent)} %; "
                f"it is {_figure(round(100 * part / whole))} %"
            )
            yield row.passage.finding(0, "table-share", message, "correct the figure or its share")


def _share(row: Row) -> tuple[float, float, float] | None:
    """Return the part, whole and percentage of a row that ends with these; else None."""
    if len(row.amounts) < 3 or row.percents[-1] is None:
        return None
    part, whole = row.amounts[-3], row.amounts[-2]
    if part is None or not whole or whole < 0:
        return None
    return part, whole, row.percents[-1]


def _is_right_share(part: float, whole: float, percent: float) -> bool:
    """True if the percentage is right for some figure that rounds to the part."""
    return 100 * (part - 0.5) / whole - 0.5 <= percent <= 100 * (part + 0.5) / whole + 0.5


def _figure(amount: float) -> str:
    return f"{amount:,.10g}".replace(",", " ").replace(".", ",")


def changes(passages: Sequence[Passage]) -> Iterator[Change]:
    """Yield the budget change of each area in the budget tables printed in a text.

    A budget table is one whose heading has Budget over its last two columns, and the years.
    """
    for rows in tables(passages):
        first = passages.index(rows[0].passage)
        heading = " ".join(passage.text for passage in passages[max(first - 3, 0) : first])
        years = [int(year) for year in re.findall(r"\b20\d\d\b", heading)]
        if not years or not re.search(r"\bBudget\s+Budget\b", heading):
            continue
        for row in rows if len(rows[0].cells) > 1 else ():
            before, after = row.amounts[-2:]
            if before is not None and after is not None:
                names = ("nämnden",) if row.is_total else (row.label,)
                yield Change(names, max(years), before, after)
