"""Exhibits as CSV: numbers stay numbers, text stays text, and no cell is a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from alereport.data.schemas import PATTERNS
from alereport.exhibits import flat, values
from alereport.exhibits.model import Chart, Table
from alereport.exhibits.values import Cell

FORMULA = re.compile(r"'*[=+\-@\t\r].", re.DOTALL)
"""What a spreadsheet reads as a formula, also after apostrophes; a single sign is not one."""


def without_formula(cell: str) -> str:
    """Return the cell so that no spreadsheet reads it as a formula; numbers are unchanged."""
    is_number = re.fullmatch(PATTERNS["number"][0], cell)
    return f"'{cell}" if not is_number and FORMULA.match(cell) else cell


def csv_bytes(rows: Iterable[Iterable[str]]) -> bytes:
    """Return a CSV file (RFC 4180) without formulas, with quotes where they are needed."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(map(without_formula, row) for row in rows)
    return text.getvalue().encode()


def to_csv(exhibit: Table | Chart) -> bytes:
    """Return a table, or the values of a chart, as CSV in the current language."""
    columns = flat.columns(exhibit)
    rows = zip(*(column.cells for column in columns), strict=True)
    return csv_bytes([[column.heading for column in columns], *(map(_cell, row) for row in rows)])


def _cell(cell: Cell) -> str:
    if isinstance(cell.value, (int, float)):
        return f"{values.rounded(cell, cell.value):f}"
    return "" if cell.is_empty else str(cell)
