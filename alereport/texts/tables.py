"""Find the rows of the data on the lines of a table as a document prints it.

A table is printed in thousands or in millions of kronor, and with costs as plain or as negative
numbers. It may print more than the data hold: a deviation or a sum of what is on the line, a share
in per cent, a date. Any other number on the line is one that the data lack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import pandas as pd

from alereport.data.schemas import Printed
from alereport.texts.document import Line
from alereport.texts.numbers import dates, format_number

IN_MILLIONS = re.compile(r"(?i)\b(mnkr|mkr|msek|miljoner)\b")
PERCENTAGE = r"-?\d+(?:,\d+)? ?%"
WORDS = r"[^\s\d-]\S*|-(?!\d)\S*"
"""A word of a cell, such as `maj` or a lone dash: no figure."""


@dataclass(frozen=True)
class Form:
    """How a table prints its amounts.

    Attributes:
        decimals: The decimals of amounts in millions of kronor; None where they are in thousands.
        negative_costs: Costs are printed as negative numbers, income as positive.
    """

    decimals: int | None = None
    negative_costs: bool = False

    def figure(self, value: float, *, is_income: bool) -> str:
        """Return a figure as the table prints it."""
        signed = -value if self.negative_costs and not is_income else value
        if self.decimals is None:
            return format_number(signed)
        # An amount that has more decimals than the table is not in it.
        exact = round(signed / 1000, self.decimals) * 1000
        decimals = self.decimals if abs(exact - signed) < 1e-6 else 3
        return f"{signed / 1000:,.{decimals}f}".translate(str.maketrans(",.", " ,"))


@dataclass(frozen=True)
class Figure:
    """One figure of a row: where it is in the data, and its value."""

    row: str
    column: str
    value: float
    is_income: bool


@dataclass(frozen=True)
class Row:
    """The figures that one line of a table is to print, in order.

    Attributes:
        label: What the line begins with.
        figures: The figures.
        dates: Dates that the line may print too, in every form.
    """

    label: str
    figures: tuple[Figure, ...]
    dates: tuple[str, ...] = ()

    def texts(self, form: Form) -> list[str]:
        """Return the figures as a table prints them."""
        return [form.figure(each.value, is_income=each.is_income) for each in self.figures]

    def found(self, line: str, form: Form) -> int:
        """Return how many of the figures a line has in order; one more if it has no others."""
        texts, extra = self.texts(form), self._extra(form)
        pattern, count = "", 0
        for text in texts:
            pattern += f"(?:(?:{extra}) )*{re.escape(text)} "
            if not re.match(pattern, f"{line} "):
                return count
            count += 1
        return count + bool(re.fullmatch(f"{pattern}(?:(?:{extra}) )*", f"{line} "))

    def is_found(self, lines: Iterable[str], form: Form) -> bool:
        """True if a line has the figures and no others."""
        return any(self.found(line, form) > len(self.figures) for line in lines)

    def _extra(self, form: Form) -> str:
        """Return a pattern of what the line may print besides its figures."""
        pairs = combinations(self.figures, 2)
        differences = [one.value - other.value for one, other in pairs]
        values = {0.0, sum(each.value for each in self.figures)}
        values |= {sign * each for each in differences for sign in (1, -1)}
        numbers = {form.figure(each, is_income=True) for each in values if differences}
        texts = sorted({*numbers, *self.dates}, key=len, reverse=True)
        return "|".join([*map(re.escape, texts), WORDS])


def rows_of(frame: pd.DataFrame, printed: Printed) -> list[Row]:
    """Return what each label's line is to print, from the rows of one section."""
    return [
        Row(str(label), _figures(group, printed), _dates(group, printed))
        for label, group in frame.groupby(printed.label, sort=False)
    ]


def _figures(rows: pd.DataFrame, printed: Printed) -> tuple[Figure, ...]:
    return tuple(
        Figure(str(row), column, cells[column], cells.get("side") == "income")
        for row, cells in rows.iterrows()
        for column in printed.figures
        if pd.notna(cells[column])
    )


def _dates(rows: pd.DataFrame, printed: Printed) -> tuple[str, ...]:
    cells: list[Any] = [cell for name in printed.dates for cell in rows[name].dropna()]
    return tuple(" ".join(text.split()) for cell in cells for text in dates(str(cell)))


def form_of(rows: Sequence[Row], lines: list[Line], printed: Printed) -> Form:
    """Return the form in which most rows are found; the plain one where several fit as well."""
    forms = [Form()]
    if all(name.endswith("_tkr") for name in printed.figures):
        in_millions = any(IN_MILLIONS.search(line.text) for line in lines)
        scales = (None, 1, 0, 2, 3) if in_millions else (None,)
        forms = [Form(*each) for each in product(scales, (False, True))]
    texts = {row.label: figures_after(lines, row.label, printed) for row in rows}
    return max(forms, key=lambda form: sum(row.is_found(texts[row.label], form) for row in rows))


def figures_after(lines: list[Line], label: str, printed: Printed) -> list[str]:
    """Return the figures after a label, for each line that begins with it.

    The figures may be on a line below the label's.
    """
    texts = []
    for number, line in enumerate(lines):
        rest = after_label(line, label)
        if rest is not None:
            texts += [rest, *_figures_under(lines[number + 1 :])]
    has_shares = any(name.endswith("percent") for name in printed.figures)
    shares = "%" if has_shares else PERCENTAGE
    texts = [" ".join(re.sub(shares, " ", text).split()) for text in texts]
    return [text for text in texts if any(map(str.isdigit, text))]


def _figures_under(lines: list[Line]) -> list[str]:
    texts = []
    for line in lines:
        if not line.text.strip():
            break
        if re.fullmatch(r"[\d\s%,.−–-]+", line.text):
            texts.append(as_figures(line.text))
    return texts


def after_label(line: Line, label: str) -> str | None:
    """Return the figures after a label that a line begins with; None if it does not."""
    words = re.sub(r"^\s*\d+\.(\d+)?\s+(?=[^\d\s])", "", line.text)
    match = re.match(r"\s*" + r"\s+".join(map(re.escape, label.split())), words)
    if match is None or words[match.end() :][:1].isalnum():
        return None
    return as_figures(words[match.end() :])


def as_figures(text: str) -> str:
    """Write the figures of a line in one way: `- 13 600` and `−13.600` as `-13 600`."""
    signed = re.sub(r"[−–-][ \u00a0\u2009\u202f]?(?=\d)", "-", text)
    joined = re.sub(r"(?<=\d)\.(?=\d{3}(?!\d))", " ", signed)
    return " ".join(re.sub(r"(?<!\S)\+(?=\d)", "", joined).split())
