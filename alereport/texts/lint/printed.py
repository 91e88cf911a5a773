"""Tables printed in a text: whether they add up, and what was not read of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isnan

from alereport.texts.lint import adding, grid
from alereport.texts.lint.adding import Verdict
from alereport.texts.lint.finding import Finding
from alereport.texts.lint.grid import Block, Row
from alereport.texts.lint.statements import Change

FEWEST_ROWS = 3
"""The fewest rows of a table: two and their total."""
FEWEST_SHARES = 5
"""The fewest rows that show that a text prints shares, if they are four times those that do not."""
FEWEST_BARE = 6
"""The fewest figures that stand one to a line where a table has lost its columns."""


@dataclass(frozen=True)
class LeftOut:
    """Lines of a table that were not added up, and why."""

    first: int
    last: int
    reason: str

    @property
    def lines(self) -> str:
        return (
            f"line {self.first}" if self.first == self.last else f"lines {self.first}–{self.last}"
        )


@dataclass(frozen=True)
class TablesRead:
    """What was read of the tables of a text.

    Attributes:
        file: The file, as the caller named it.
        seen: How many tables it has.
        added_up: How many have totals, all of which were added up.
        without_total: How many have none.
        left_out: What was not added up.
    """

    file: str
    seen: int
    added_up: int
    without_total: int
    left_out: tuple[LeftOut, ...]

    def __str__(self) -> str:
        """Say it in a line: `14 tables seen, 11 added up, 2 without a total; left out: …`."""
        if not self.seen:
            return "no tables seen"
        said = f"{self.seen} table{'s' * (self.seen != 1)} seen, {self.added_up} added up"
        if self.without_total:
            said += f", {self.without_total} without a total"
        left_out = ", ".join(f"{each.lines} ({each.reason})" for each in self.left_out)
        return f"{said}; left out: {left_out}" if left_out else said


@dataclass(frozen=True)
class Table:
    """A table printed in a text, and what is known about its totals."""

    block: Block
    rows: tuple[Row, ...]
    verdicts: tuple[Verdict, ...]


Lines = Iterable[tuple[int, str]]


def tables(lines: Lines) -> list[Table]:
    """Return the tables of a text.

    Args:
        lines: Its lines with their numbers, without what recurs on every page.
    """
    result = []
    for block in grid.blocks(lines):
        if len(block.rows) < FEWEST_ROWS or block.is_bare:
            if block.is_bare and len(block.rows) >= FEWEST_BARE:
                result.append(Table(block, (), ()))
            continue
        rows = tuple(block.table() or ())
        verdicts = tuple(adding.verdicts(rows))
        is_list = rows and len(rows[0].cells) == 1 and not verdicts  # as a list of contents
        if not is_list:
            result.append(Table(block, rows, verdicts))
    return result


def read(found: Iterable[Table], file: str) -> TablesRead:
    """Return what was read of the tables of a file."""
    seen = added_up = without_total = 0
    left_out: list[LeftOut] = []
    for table in found:
        seen += 1
        unread = [verdict.row for verdict in table.verdicts if not verdict.is_judged]
        if not table.rows:
            reason = (
                "each figure is on a line of its own"
                if table.block.is_bare
                else "its columns cannot be told apart"
            )
            left_out.append(LeftOut(table.block.first, table.block.last, reason))
        elif unread:
            reason = "which rows the total sums cannot be told"
            left_out += [LeftOut(row.line, row.line, reason) for row in unread]
        elif table.verdicts:
            added_up += 1
        else:
            without_total += 1
    return TablesRead(file, seen, added_up, without_total, tuple(left_out))


def wrong_sums(found: Iterable[Table], file: str) -> Iterator[Finding]:
    """Find printed totals that are not the sum of their rows."""
    for table in found:
        for verdict in table.verdicts:
            for wrong in verdict.wrong:
                message = (
                    f"the total {_figure(wrong.printed)} is printed; "
                    f"its rows sum to {_figure(wrong.summed)}"
                )
                suggestion = "correct the row or the total"
                yield Finding(file, verdict.row.line, "table-sum", message, suggestion)


def wrong_shares(found: Iterable[Table], file: str) -> Iterator[Finding]:
    """Find wrong percentages, if most rows of the text show that they are part by whole."""
    shares = [(row, share) for table in found for row in table.rows if (share := _share(row))]
    wrong = [(row, share) for row, share in shares if not _is_right_share(*share)]
    if len(shares) - len(wrong) < max(FEWEST_SHARES, 4 * len(wrong)):
        return
    for row, (part, whole, percent) in wrong:
        message = (
            f"{_figure(part)} of {_figure(whole)} is printed as {_figure(percent)} %; "
            f"it is {_figure(round(100 * part / whole))} %"
        )
        yield Finding(file, row.line, "table-share", message, "correct the figure or its share")


def _share(row: Row) -> tuple[float, float, float] | None:
    """Return the part, whole and percentage of a row that ends with these; else None."""
    if len(row.cells) < 3 or not (row.cells[-1].is_percentage and row.cells[-1].is_figure):
        return None
    part, whole = row.amounts[-3], row.amounts[-2]
    if part is None or isnan(part) or not whole or not whole > 0:
        return None
    return part, whole, row.cells[-1].figure


def _is_right_share(part: float, whole: float, percent: float) -> bool:
    """True if the percentage is right for some figure that rounds to the part."""
    return 100 * (part - 0.5) / whole - 0.5 <= percent <= 100 * (part + 0.5) / whole + 0.5


def _figure(amount: float) -> str:
    return f"{amount:,.10g}".replace(",", " ").replace(".", ",")


def changes(found: Iterable[Table]) -> Iterator[Change]:
    """Yield the budget change of each area in the budget tables printed in a text.

    A budget table is one whose heading has Budget over its last two columns, and the years.
    """
    for table in found:
        years = [int(year) for year in re.findall(r"\b20\d\d\b", table.block.heading)]
        if not years or not re.search(r"\bBudget\s+Budget\b", table.block.heading):
            continue
        for row in table.rows if table.rows and len(table.rows[0].cells) > 1 else ():
            before, after = row.amounts[-2:]
            if before is not None and after is not None and not isnan(before + after):
                names = ("nämnden",) if adding.is_total(row) else (row.label,)
                yield Change(names, max(years), before, after)
