"""An exhibit as CSV: numbers as numbers, words as words, and no formula."""

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
"""What a spreadsheet takes for a formula, apostrophes before it or not; a lone sign is none."""


def neutral(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; a number is never touched."""
    is_number = re.fullmatch(PATTERNS["number"][0], cell)
    return f"'{cell}" if not is_number and FORMULA.match(cell) else cell


def csv_of(rows: Iterable[Iterable[str]]) -> bytes:
    """A CSV file that holds no formula: RFC 4180, with quotes where they are needed."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(map(neutral, row) for row in rows)
    return text.getvalue().encode()


def written(exhibit: Table | Chart) -> bytes:
    """A table, or a chart's values, as CSV, in the language spoken now."""
    columns = flat.columns(exhibit)
    rows = zip(*(column.cells for column in columns), strict=True)
    return csv_of([[column.heading for column in columns], *(map(_cell, row) for row in rows)])


def _cell(cell: Cell) -> str:
    if isinstance(cell.value, (int, float)):
        return f"{values.as_shown(cell, cell.value):f}"
    return "" if cell.is_empty else str(cell)
