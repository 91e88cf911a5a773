"""Find the rows of the data in their documents, and those that are missing there.

How a dataset's rows are printed is stated as `printed` in its `table.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from alereport.data.schemas import Printed
from alereport.texts.document import Line, Source, Text
from alereport.texts.numbers import amounts, dates, format_number


@dataclass(frozen=True)
class Missing:
    """A row that is not in its document as it should be.

    Attributes:
        row: The row, as `file:line`.
        column: The column whose value was searched for.
        expected: What the document has instead, or what was searched for, in words.
    """

    row: str
    column: str
    expected: str


def missing(source: Source, rows: pd.DataFrame, printed: Printed) -> Iterator[Missing]:
    """Yield the rows of one data file that are not printed in their section of the document.

    Args:
        source: The document the file is made from.
        rows: The file, from `datasets.read`.
    """
    for section, group in rows.groupby("section", sort=False):
        lines = source.section(str(section))
        if not lines:
            yield from (
                Missing(str(row), "section", f"a section of {source.document}")
                for row in group.index
            )
        elif printed.where == "line":
            yield from _missing_on_lines(lines, group, printed)
        else:
            text = Text(lines)
            for row, cells in group.iterrows():
                if mismatch := _missing_date(source, cells, printed) or _missing_figure(
                    text, cells, printed
                ):
                    yield Missing(str(row), *mismatch)


def places(source: Source, row: pd.Series[Any], printed: Printed) -> list[Line]:
    """Return the lines that print a row; the section's heading where the row has no label."""
    lines = source.section(str(row["section"]))
    label = printed.label and row[printed.label]
    if not lines or not label or pd.isna(label):
        return lines[:1]
    if printed.where == "line":
        figures = [format_number(row[column]) for column in printed.figures]
        figure_lines = [line for line in lines if _has_figures(line, str(label), figures)]
        return figure_lines or [
            line for line in lines if _after_label(line, str(label)) is not None
        ]
    text = Text(lines)
    return [line for line in [text.line_of(str(label))] if line]


def _has_figures(line: Line, label: str, figures: list[str]) -> bool:
    rest = _after_label(line, label)
    return rest is not None and all(figure in rest for figure in figures)


def _missing_on_lines(lines: list[Line], rows: pd.DataFrame, printed: Printed) -> Iterator[Missing]:
    """Yield the rows of a label whose line does not print all their figures, and only those.

    The figures must be in the order of the rows. They may be on a line below the label's.
    """
    for label, group in rows.groupby(printed.label, sort=False):
        printed_lines = _figures_of(lines, str(label))
        cells_in_order = [
            (str(row), column, format_number(cells[column]))
            for row, cells in group.iterrows()
            for column in printed.figures
        ]
        prefixes = [
            " ".join(figure for _, _, figure in cells_in_order[: position + 1])
            for position in range(len(cells_in_order))
        ]
        if prefixes[-1] in printed_lines:
            continue
        nearest = max(
            printed_lines, key=lambda line: sum(map(f"{line} ".startswith, prefixes)), default=""
        )
        position = sum(f"{nearest} ".startswith(f"{prefix} ") for prefix in prefixes)
        row, column, _ = cells_in_order[min(position, len(cells_in_order) - 1)]
        expected = (
            f"{nearest}, as printed beside {label!s}" if nearest else f"a line with {label!s}"
        )
        yield Missing(row, column, expected)


def _figures_of(lines: list[Line], label: str) -> list[str]:
    """Return the figures after the label, for each line that begins with it."""
    texts = []
    for number, line in enumerate(lines):
        rest = _after_label(line, label)
        if rest is not None:
            texts += [rest, *_figures_under(lines[number + 1 :])]
    return [text.replace("%", "").strip() for text in texts if any(map(str.isdigit, text))]


def _figures_under(lines: list[Line]) -> Iterator[str]:
    for line in lines:
        if not line.text.strip():
            return
        if re.fullmatch(r"[\d\s%,-]+", line.text):
            yield " ".join(line.text.split())


def _after_label(line: Line, label: str) -> str | None:
    words = " ".join(line.text.split())
    words = re.sub(r"^\d+\.(\d+)?\s+(?=[^\d\s])", "", words)
    is_labelled = words.startswith(label) and not words[len(label) :][:1].isalnum()
    return words[len(label) :].strip() if is_labelled else None


def _missing_date(source: Source, row: pd.Series[Any], printed: Printed) -> tuple[str, str] | None:
    """Return a date that is printed nowhere; it may be in another section than the goal."""
    for column in printed.dates:
        if pd.notna(row[column]) and not any(map(source.contains, dates(str(row[column])))):
            return column, f"a date of {source.document}"
    return None


def _missing_figure(text: Text, row: pd.Series[Any], printed: Printed) -> tuple[str, str] | None:
    if printed.where == "section" or printed.label is None:
        return None
    label, section = str(row[printed.label]), f"section {row['section']}"
    figures = {name: row[name] for name in printed.figures if pd.notna(row[name])}
    if printed.where == "words":
        if not text.contains(label):
            return printed.label, f"words of {section}"
        numbers = list(amounts(label, in_tkr=_is_tkr(row, printed)))
        expected = ", ".join(f"{amount:g}" for amount in numbers) or "no figure"
        expected += f', as in "{label}"'
    else:
        paragraphs = (
            paragraph for paragraph in text.paragraphs if label.casefold() in paragraph.casefold()
        )
        numbers = [amount for paragraph in paragraphs for amount in amounts(paragraph)]
        expected = f"a figure beside {label} in {section}"
    wrong = [name for name, value in figures.items() if not _is_in(value, numbers)]
    return (wrong[0], expected) if wrong else None


def _is_tkr(row: pd.Series[Any], printed: Printed) -> bool:
    return row.get("unit") == "tkr" or any(name.endswith("_tkr") for name in printed.figures)


def _is_in(value: float, numbers: list[float]) -> bool:
    return any(abs(abs(value) - amount) < 1e-9 for amount in numbers)
