"""The rows of a data file in the columns of this version."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from alereport.data import data_files
from alereport.migration.conversions import Cell, Conversion, conversions

Cells = dict[str, str]
"""The cells of a row, by column."""


@dataclass
class Table:
    """The rows of one data file before and after.

    Attributes:
        before: Its rows in the earlier version.
        rows: Those that remain, each as it was and as it becomes.
        guessed: The columns whose cell was guessed, by the number of the remaining row.
    """

    before: list[Cells]
    rows: list[tuple[Cells, Cells]] = field(default_factory=list)
    guessed: set[tuple[int, str]] = field(default_factory=set)

    @property
    def dropped(self) -> int:
        return len(self.before) - len(self.rows)

    @property
    def is_changed(self) -> bool:
        """Whether a row, a cell or their order is another than before."""
        after = [[*new.items()] for _old, new in self.rows]
        return after != [[*row.items()] for row in self.before]


def converted(
    rows: Sequence[Cells],
    columns: Sequence[str],
    conversion: Conversion,
    own: frozenset[str],
    last_days: Mapping[str, str],
    habits: frozenset[str] = frozenset(),
) -> Table:
    """The rows in other columns.

    Args:
        rows: The rows in the columns of the earlier version.
        columns: The columns of this version.
        conversion: How the dataset becomes that of this version.
        own: Columns of the project's own, whose cells stay whatever this version does.
        last_days: The last day that each document can report, by its short name.
        habits: Those that the municipality has.
    """
    table = Table(list(rows))
    for old in _ordered(rows, conversion, habits):
        if any(old.get(column) in cells for column, cells in conversion.drop.items()):
            continue
        new: Cells = {}
        for column in columns:
            cell = Cell() if column in own else conversion.cells.get(column, Cell())
            new[column], is_guess = WAYS[cell.way](old, column, cell, last_days)
            if is_guess:
                table.guessed.add((len(table.rows), column))
        table.rows.append((old, new))
    return table


def _ordered(
    rows: Sequence[Cells], conversion: Conversion, habits: frozenset[str]
) -> Sequence[Cells]:
    """The rows in the order that this version wants them in."""
    if conversion.in_document_order:
        return _in_document_order(rows)
    order = conversion.order
    if order is None or order.habit not in habits:
        return rows
    first = [row.get(order.together) for row in rows]
    by = order.by
    return sorted(
        rows,
        key=lambda row: (first.index(row.get(order.together)), *(row[column] for column in by)),
    )


def _in_document_order(rows: Sequence[Cells]) -> list[Cells]:
    """The rows in the order of the sections they come from."""
    sections = data_files.sorted_sections({row["section"] for row in rows})
    rank = {section: number for number, section in enumerate(sections)}
    return sorted(rows, key=lambda row: rank[row["section"]])


Filled = tuple[str, bool]
"""A cell, and whether it was guessed."""


def _same(old: Cells, column: str, cell: Cell, _last_days: Mapping[str, str]) -> Filled:
    value = old.get(cell.of or column, "")
    return cell.cells.get(value, value if cell.otherwise is None else cell.otherwise), False


def _last_day(old: Cells, _column: str, _cell: Cell, last_days: Mapping[str, str]) -> Filled:
    return last_days.get(old.get("document", ""), ""), False


def _hedge(old: Cells, _column: str, cell: Cell, _last_days: Mapping[str, str]) -> Filled:
    if cell.of and old.get(cell.of) != "true":
        return "", False
    if found := re.search(conversions().hedge_words, old.get("as_printed", "")):
        return found[0], False
    return (conversions().hedge_guess, True) if cell.of else ("", False)


WAYS: dict[str, Callable[[Cells, str, Cell, Mapping[str, str]], Filled]] = {
    "same": _same,
    "last_day": _last_day,
    "hedge": _hedge,
}


def last_day(document: Cells) -> str:
    """The last day that a document of an earlier version can report, as far as its row says.

    Of a plan it is the last day before its year, and of an evaluation the day that is printed on
    it; of any other document the last day of its year.
    """
    kind, year, dated = (document.get(column, "") for column in ("kind", "year", "dated"))
    if kind == "evaluation" and dated:
        return dated
    return f"{int(year) - (kind == 'plan')}-12-31" if year.isdecimal() else ""


def as_csv(columns: Sequence[str], rows: Sequence[Cells]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([columns, *([row[column] for column in columns] for row in rows)])
    return text.getvalue().encode()
