"""A table of a document as it is understood: its columns, rows and figures with their states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from alereport.ingest.columns import Column

State = Literal["proved", "read", "asked"]
AMOUNTS = ("budget", "forecast", "outturn", "plan", "spent")
"""The kinds of columns of money."""


@dataclass(frozen=True)
class Cell:
    """A figure or a text of a table.

    Attributes:
        value: The figure in the table's unit; None where it is a text, the document has none, or
            what it prints may be several.
        as_printed: What the document prints.
        reason: Why it is asked about.
        comparator: `>=` or `<=` where the document prints `minst` or `högst` before the figure.
        hedge: The words before it that make it less exact, as `drygt`.
        summed: Of a total that is not the sum of its rows, that sum.
        proof: What proves it besides the arithmetic of its table.
    """

    value: float | None
    as_printed: str
    state: State
    place: str
    reason: str = ""
    comparator: str = ""
    hedge: str = ""
    summed: float | None = None
    proof: str = ""


@dataclass(frozen=True)
class TableRow:
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A table of a document.

    Attributes:
        columns: What stands over each of its figures, in order.
        costs: `negative` or `positive`: how it prints costs, where it has costs and incomes.
        closed: What closes, in words.
        faults: Totals that the document itself has wrong, in words.
        heading: The words of the heading it stands under.
        of_labels: What stands over its labels.
    """

    title: str
    section: str
    place: str
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    costs: str = ""
    closed: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    heading: str = ""
    of_labels: str = ""

    @property
    def cells(self) -> Iterator[Cell]:
        return (cell for row in self.rows for cell in row.cells)

    @property
    def has_amounts(self) -> bool:
        """True if a column says that its figures are amounts of money of a year."""
        return any(column.kind in AMOUNTS and column.year for column in self.columns)

    @property
    def is_accepted(self) -> bool:
        """True if what can be computed in it closes, and nothing in it is asked."""
        return bool(self.closed) and all(cell.state != "asked" for cell in self.cells)
