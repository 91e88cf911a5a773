"""Where the rows of the data stand in their documents, and which do not.

How a dataset's rows stand there is said once, as `printed` in its `table.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from alereport.data.schemas import Printed
from alereport.texts.document import Line, Source, Text
from alereport.texts.numbers import amounts, dates, written


@dataclass(frozen=True)
class Missing:
    """A row that does not stand in its document as it should.

    Attributes:
        row: The row, as `file:line`.
        column: The column whose value was looked for.
        expected: What the document has instead, or what was looked for, in words.
    """

    row: str
    column: str
    expected: str


def missing(source: Source, rows: pd.DataFrame, printed: Printed) -> Iterator[Missing]:
    """The rows of one data file that do not stand in their section as they are printed.

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
                if lacks := _date_lacks(source, cells, printed) or _lacks(text, cells, printed):
                    yield Missing(str(row), *lacks)


def places(source: Source, row: pd.Series[Any], printed: Printed) -> list[Line]:
    """The lines of a document in which a row stands; those of its heading where it has no label."""
    lines = source.section(str(row["section"]))
    label = printed.label and row[printed.label]
    if not lines or not label or pd.isna(label):
        return lines[:1]
    if printed.where == "line":
        figures = [written(row[column]) for column in printed.figures]
        beside = [line for line in lines if _beside(line, str(label), figures)]
        return beside or [line for line in lines if _after_label(line, str(label)) is not None]
    text = Text(lines)
    return [line for line in [text.line_of(str(label))] if line]


def _beside(line: Line, label: str, figures: list[str]) -> bool:
    rest = _after_label(line, label)
    return rest is not None and all(figure in rest for figure in figures)


def _missing_on_lines(lines: list[Line], rows: pd.DataFrame, printed: Printed) -> Iterator[Missing]:
    """Rows of one label stand on one line, all its figures and no others, in the rows' order.

    Where the label's own line holds no figures, they stand on a line of their own under it.
    """
    for label, group in rows.groupby(printed.label, sort=False):
        found = _figures_of(lines, str(label))
        wanted = [
            (str(row), column, written(cells[column]))
            for row, cells in group.iterrows()
            for column in printed.figures
        ]
        said = [" ".join(figure for _, _, figure in wanted[: at + 1]) for at in range(len(wanted))]
        if said[-1] in found:
            continue
        nearest = max(found, key=lambda line: sum(map(f"{line} ".startswith, said)), default="")
        at = sum(f"{nearest} ".startswith(f"{each} ") for each in said)
        row, column, _ = wanted[min(at, len(wanted) - 1)]
        beside = f"{nearest}, as printed beside {label!s}" if nearest else f"a line with {label!s}"
        yield Missing(row, column, beside)


def _figures_of(lines: list[Line], label: str) -> list[str]:
    """What stands after the label, wherever a line begins with it."""
    found = []
    for at, line in enumerate(lines):
        rest = _after_label(line, label)
        if rest is not None:
            found += [rest, *_figures_under(lines[at + 1 :])]
    return [each.replace("%", "").strip() for each in found if any(map(str.isdigit, each))]


def _figures_under(lines: list[Line]) -> Iterator[str]:
    for line in lines:
        if not line.text.strip():
            return
        if re.fullmatch(r"[\d\s%,-]+", line.text):
            yield " ".join(line.text.split())


def _after_label(line: Line, label: str) -> str | None:
    words = " ".join(line.text.split())
    words = re.sub(r"^\d+\.(\d+)?\s+(?=[^\d\s])", "", words)
    begins = words.startswith(label) and not words[len(label) :][:1].isalnum()
    return words[len(label) :].strip() if begins else None


def _date_lacks(source: Source, row: pd.Series[Any], printed: Printed) -> tuple[str, str] | None:
    """A date that is printed nowhere; a plan may set it in another section than the goal's."""
    for column in printed.dates:
        if pd.notna(row[column]) and not any(map(source.holds, dates(str(row[column])))):
            return column, f"a date of {source.document}"
    return None


def _lacks(text: Text, row: pd.Series[Any], printed: Printed) -> tuple[str, str] | None:
    if printed.where == "section" or printed.label is None:
        return None
    label, section = str(row[printed.label]), f"section {row['section']}"
    figures = {name: row[name] for name in printed.figures if pd.notna(row[name])}
    if printed.where == "words":
        if not text.holds(label):
            return printed.label, f"words of {section}"
        said = list(amounts(label, in_tkr=_is_tkr(row, printed)))
        expected = ", ".join(f"{each:g}" for each in said) or "no figure"
        expected += f', as in "{label}"'
    else:
        near = (part for part in text.paragraphs if label.casefold() in part.casefold())
        said = [each for part in near for each in amounts(part)]
        expected = f"a figure beside {label} in {section}"
    wrong = [name for name, value in figures.items() if not _is_among(value, said)]
    return (wrong[0], expected) if wrong else None


def _is_tkr(row: pd.Series[Any], printed: Printed) -> bool:
    return row.get("unit") == "tkr" or any(name.endswith("_tkr") for name in printed.figures)


def _is_among(value: float, said: list[float]) -> bool:
    return any(abs(abs(value) - amount) < 1e-9 for amount in said)
