"""Find the rows of the data in their documents, and those that are missing there.

How a dataset's rows are printed is stated as `printed` in its `table.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd

from alereport.data.schemas import Printed
from alereport.texts import tables
from alereport.texts.document import Line, Source, Text
from alereport.texts.numbers import amounts, dates


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
            continue
        if printed.where == "line":
            yield from _missing_on_lines(lines, group, printed)
        text = Text(lines)
        for row, cells in group.iterrows():
            if mismatch := _missing_date(source, cells, printed) or _missing_figure(
                text, cells, printed
            ):
                yield Missing(str(row), *mismatch)


def places(source: Source, row: pd.Series[Any], printed: Printed) -> list[Line]:
    """Return the lines that print a row.

    Where the row has no label they are the section's heading and the lines of its figures or dates.
    """
    lines = source.section(str(row["section"]))
    label = printed.label and row[printed.label]
    if not lines or not label or pd.isna(label):
        return [*lines[:1], *(line for line in lines[1:] if _has_any(line, row, printed))]
    if printed.where == "line":
        (wanted,) = tables.rows_of(row.to_frame().T, printed)
        figures = wanted.texts(tables.form_of([wanted], lines, printed))
        after = {line: tables.after_label(line, str(label)) for line in lines}
        labelled = {line: rest for line, rest in after.items() if rest is not None}
        exact = [line for line, rest in labelled.items() if all(each in rest for each in figures)]
        with_digits = [line for line, rest in labelled.items() if any(map(str.isdigit, rest))]
        return exact or with_digits or list(labelled)
    if printed.where == "paragraph":
        return _paragraph(lines, str(label), row, printed)
    return Text(lines).lines_of(str(label))


def _has_any(line: Line, row: pd.Series[Any], printed: Printed) -> bool:
    """True if a line prints a figure or a date of a row; a year alone stands on many lines."""
    figures, days = (
        [row[name] for name in names if pd.notna(row[name])]
        for names in (printed.figures, printed.dates)
    )
    numbers = list(amounts(line.text, in_tkr=_is_tkr(row, printed))) if figures else []
    words = [form for day in map(str, days) if not day.isdigit() for form in dates(day)]
    text = Text([line])
    return any(_is_in(each, numbers) for each in figures) or any(map(text.contains, words))


def _paragraph(lines: list[Line], label: str, row: pd.Series[Any], printed: Printed) -> list[Line]:
    """Return the first paragraph with the label and the figures or, if none has, the label."""
    filled = groupby(lines, key=lambda line: bool(line.text.strip()))
    paragraphs = [list(group) for is_filled, group in filled if is_filled]
    labelled = [each for each in paragraphs if Text(each).lines_of(label)]
    whole = [each for each in labelled if not _missing_figure(Text(each), row, printed)]
    return next(iter(whole + labelled), [])


def _missing_on_lines(lines: list[Line], rows: pd.DataFrame, printed: Printed) -> Iterator[Missing]:
    """Yield the rows of a label whose line does not print all their figures, and only those.

    The figures must be in the order of the rows.
    """
    wanted = tables.rows_of(rows, printed)
    form = tables.form_of(wanted, lines, printed)
    for row in wanted:
        texts = tables.figures_after(lines, row.label, printed)
        if row.figures and not row.is_found(texts, form):
            nearest = max(texts, key=lambda text: row.found(text, form), default="")
            position = row.found(nearest, form) if nearest else 0
            figure = row.figures[min(position, len(row.figures) - 1)]
            expected = f"{nearest}, as printed beside" if nearest else "a line with"
            yield Missing(figure.row, figure.column, f"{expected} {row.label}")


def _missing_date(source: Source, row: pd.Series[Any], printed: Printed) -> tuple[str, str] | None:
    """Return a date that is printed nowhere; it may be in another section than the goal."""
    for column in printed.dates:
        if pd.notna(row[column]) and not any(map(source.contains, dates(str(row[column])))):
            return column, f"a date of {source.document}"
    return None


def _missing_figure(text: Text, row: pd.Series[Any], printed: Printed) -> tuple[str, str] | None:
    figures = {name: row[name] for name in printed.figures if pd.notna(row[name])}
    if printed.where == "line" or (printed.where == "section" and not figures):
        return None
    label_column = printed.label or "section"
    label, section = str(row[label_column]), f"section {row['section']}"
    if printed.where == "words":
        if not text.contains(label):
            return label_column, f"words of {section}"
        numbers = list(amounts(label, in_tkr=_is_tkr(row, printed)))
        expected = ", ".join(f"{amount:g}" for amount in numbers) or "no figure"
        expected += f', as in "{label}"'
    else:
        is_within = printed.where == "section"
        numbers = [
            amount
            for paragraph in text.paragraphs
            if is_within or label.casefold() in paragraph.casefold()
            for amount in amounts(paragraph, in_tkr=is_within and _is_tkr(row, printed))
        ]
        expected = (
            f"a figure of {section}" if is_within else f"a figure beside {label} in {section}"
        )
    wrong = [name for name, value in figures.items() if not _is_in(value, numbers)]
    return (wrong[0], expected) if wrong else None


def _is_tkr(row: pd.Series[Any], printed: Printed) -> bool:
    return row.get("unit") == "tkr" or any(name.endswith("_tkr") for name in printed.figures)


def _is_in(value: float, numbers: list[float]) -> bool:
    return any(abs(abs(value) - amount) < 1e-9 for amount in numbers)
