"""The cells of what is published, as other programs read them: figures as numbers, words as words.

A figure is the one that the book shows; none is reckoned here.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from alereport.base import language as words
from alereport.base.language import DASH, MINUS
from alereport.data.schemas import PATTERNS

MARKS = "[⁰¹²³⁴⁵⁶⁷⁸⁹]*"
FORMULA = re.compile(r"'*[=+\-@\t\r].", re.DOTALL)
"""What a spreadsheet takes for a formula, apostrophes before it or not; a lone sign is none."""


@cache
def _number(language: str) -> re.Pattern[str]:
    """A figure as a language writes it, with the sign of a footnote."""
    with words.using(language):
        group, decimal = (re.escape(words.number(1000.5, 1)[at]) for at in (1, -2))
        percent = re.escape(words.with_percent(""))
    return re.compile(
        rf"(?P<sign>[+{MINUS}]?)(?P<whole>\d{{1,3}}(?:{group}\d{{3}})+|\d+)"
        rf"(?:{decimal}(?P<part>\d+))?(?P<percent>{percent})?(?P<mark>{MARKS})"
    )


@dataclass(frozen=True)
class Figure:
    """A figure read from a shown cell.

    Attributes:
        value: The number; a percentage as a fraction, as spreadsheets have it.
        number_format: How it is shown, in Excel's terms.
    """

    value: Decimal
    number_format: str

    @property
    def is_percentage(self) -> bool:
        return "%" in self.number_format


def figure(shown: str) -> Figure | None:
    """The figure that a cell shows in the language spoken now; none where it shows words."""
    match = _number(words.current()).fullmatch(shown)
    if match is None:
        return None
    whole, part = re.sub(r"\D", "", match["whole"]), match["part"] or ""
    value = Decimal(f"{whole}.{part}" if part else whole).scaleb(-2 if match["percent"] else 0)
    # A year, unlike an amount, is written without a space.
    grouped = whole != match["whole"] or len(whole) <= 3
    written = ("#,##0" if grouped else "0") + (f".{'0' * len(part)}" if part else "")
    written += ("%" if match["percent"] else "") + (f'"{match["mark"]}"' if match["mark"] else "")
    if match["sign"] == "+":
        written = f"+{written};-{written};{written}"
    return Figure(-value if match["sign"] == MINUS else value, written)


def neutral(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; a number is never touched."""
    is_number = re.fullmatch(PATTERNS["number"][0], cell)
    return f"'{cell}" if not is_number and FORMULA.match(cell) else cell


def csv_of(rows: Iterable[Iterable[str]]) -> bytes:
    """A CSV file that holds no formula: RFC 4180, with quotes where they are needed."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(map(neutral, row) for row in rows)
    return text.getvalue().encode()


def csv_of_table(table: Mapping[str, Any]) -> bytes:
    """A shown table as CSV, its figures written as those of the open data.

    Args:
        table: Its cells; see `presentation.display.Cells`.
    """
    columns = zip(table["headings"], *table["rows"], strict=True)
    made = [
        _figures(*column) if is_figures else column
        for column, is_figures in zip(columns, table["figures"], strict=True)
    ]
    return csv_of(zip(*made, strict=True))


def _figures(heading: str, *shown: str) -> Sequence[str]:
    """A column of figures; a percent sign stands in the heading where it would in every cell."""
    read = [figure(cell) for cell in shown]
    percentages = {each.is_percentage for each in read if each}
    if percentages == {True} and "%" not in heading:
        heading = f"{heading}, %"
    mixed = len(percentages) > 1
    return [heading, *(_cell(*each, mixed=mixed) for each in zip(shown, read, strict=True))]


def _cell(shown: str, read: Figure | None, *, mixed: bool) -> str:
    if read is None:
        return "" if shown == DASH else shown
    if not read.is_percentage:
        return f"{read.value:f}"
    return shown if mixed else f"{read.value.scaleb(2):f}"
