"""What a notebook shows: HTML for the analyst's eyes, Markdown for the published book.

JupyterLab prefers the HTML; publishing keeps the Markdown, in the dialect Quarto reads.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

import pandas as pd

from alereport.base import language
from alereport.base.languages import OF_THE_DATA
from alereport.base.markdown import plain

BLANKS = re.compile(" ")
BREAKS = re.compile(r" |(?<=[/?&=_.@:-])|(?<=[^\s/?&=_.@:-]{32})")
"""Where a word without room may be broken, such as an address; `blocks.lua` lets paper do it."""
PAGE, GAP = 100, 2
"""Characters across a table on paper, and between two of its columns."""


@dataclass(frozen=True)
class Traced:
    """Words that are shown, and the rows of the data they were made from.

    Attributes:
        words: As a reader sees them, such as `Totalt | 157 274 | 154 390` or a sentence.
        rows: The rows, each as `file:line`.
    """

    words: str
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Cells:
    """A table as it is shown, or a figure as a table, for those who want it in another form.

    Attributes:
        caption: See `table`; so are the others.
        headings: The columns' headings, the naming one first.
        figures: Of each column, whether it holds figures.
        rows: The cells, in words and figures as a reader sees them.
        total: Whether the last row is the total of the others.
        notes: The footnotes under it.
    """

    caption: str
    headings: tuple[str, ...]
    figures: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    total: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False)
class Displayable:
    """Something shown.

    Attributes:
        markdown: What is published, Quarto Markdown.
        html: What JupyterLab shows.
        role: What it is in the chapter, such as `lead`; empty where it has no part of its own.
        label: What it is referred to by, such as `tbl-ks-2024-by-area`; empty for words.
        traced: Where its figures come from.
        table: Its cells, where it is a table or a figure.
    """

    markdown: str
    html: str
    role: str = ""
    label: str = ""
    traced: tuple[Traced, ...] = ()
    table: Cells | None = None

    def __repr__(self) -> str:
        return self.markdown

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        said = {
            "role": self.role,
            "label": self.label,
            "traced": [asdict(each) for each in self.traced],
            "table": asdict(self.table) if self.table else None,
        }
        metadata = {key: value for key, value in said.items() if value}
        formats = {"text/markdown": self.markdown, "text/html": self.html}
        return formats, {"alereport": metadata} if metadata else {}


def rows_of(frame: pd.DataFrame) -> tuple[str, ...]:
    """The rows of the data that the rows of an analysis were made from, each once."""
    return tuple(dict.fromkeys(row for rows in frame["rows"] for row in rows))


def headline_and_values(
    headline: str, found_in: pd.DataFrame, values: Iterable[str], made_from: Iterable[Sequence[str]]
) -> tuple[Traced, ...]:
    """A figure's headline, and its values in words, with the rows of the data behind each.

    Args:
        headline: What the figure finds.
        found_in: The analysis it finds it in, with its `rows`.
        values: What it shows, one mark or line after the other.
        made_from: For each value, the rows of the data it was made from.
    """
    return (
        Traced(headline, rows_of(found_in)),
        *(Traced(words, tuple(rows)) for words, rows in zip(values, made_from, strict=True)),
    )


def shown(value: float, written: Callable[[float], str] = language.number) -> str:
    """A figure as it is written, or a dash where there is none."""
    return language.DASH if pd.isna(value) else written(value)


class Swedish(str):
    """Words of a table's cell that the data hold in Swedish only."""

    __slots__ = ()


def _marked(cell: str) -> str:
    return f"[{plain(cell)}]{{lang={OF_THE_DATA}}}" if _in_swedish(cell) else plain(cell)


def _in_swedish(cell: str) -> bool:
    return isinstance(cell, Swedish) and not language.is_of_the_data()


def nothing() -> Displayable:
    """What is shown where another part of the chapter already says why there is nothing."""
    return Displayable("", "")


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, and whether it holds figures (set to the right)."""

    heading: str
    figures: bool = True


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    caption: str,
    label: str,
    total: bool = False,
    made_from: Sequence[tuple[str, ...]] = (),
) -> Displayable:
    """A table whose first column names its rows.

    Args:
        columns: The columns, the naming one first.
        rows: The cells as they are shown.
        caption: What it shows, its unit and its source.
        label: What it is referred to by, unique in the book, without the prefix `tbl-`.
        total: The last row is the total of the others.
        made_from: For each row, the rows of the data it was made from; none for what is not data.
    """
    last = len(rows) - 1 if total else -1
    return Displayable(
        _pipe_table(columns, rows, caption, label, last),
        _html_table(columns, rows, caption, last),
        label=f"tbl-{label}",
        traced=tuple(
            Traced(" | ".join(cells), made)
            for cells, made in zip(rows, made_from or [()] * len(rows), strict=True)
            if made
        ),
        table=Cells(
            caption,
            tuple(column.heading for column in columns),
            tuple(column.figures for column in columns),
            tuple(tuple(cells) for cells in rows),
            total,
        ),
    )


def _pipe_table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    caption: str,
    label: str,
    last: int,
) -> str:
    def line(cells: Sequence[str]) -> str:
        return f"| {' | '.join(cells)} |"

    def written(number: int, row: Sequence[str]) -> list[str]:
        cells = [_marked(cell) for cell in row]
        return [f"**{cell}**" if cell else "" for cell in cells] if number == last else cells

    def rule(column: Column, width: int) -> str:
        dashes = "-" * width
        return f"{dashes}:" if column.figures else f":{dashes}"

    return "\n".join(
        [
            line([plain(column.heading) for column in columns]),
            line([rule(*each) for each in zip(columns, _widths(columns, rows), strict=True)]),
            *(line(written(number, row)) for number, row in enumerate(rows)),
            "",
            f": {plain(caption)} {{#tbl-{label}}}",
        ]
    )


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[int]:
    """The columns' proportions where a table is set as wide as the page.

    Every column has room for its longest word; what is left goes first to the cells that would
    take a second line, and then to the headings. Where the page has no room for that, as when an
    address stands in a cell, a column has room for the longest word of its heading and, as far as
    the page goes, for the longest piece of its cells that need not be broken.
    """
    cells = [[row[at] for row in rows] for at in range(len(columns))]
    heads = [_longest([column.heading]) for column in columns]
    words = [max(head, _longest(below)) for head, below in zip(heads, cells, strict=True)]
    if sum(words) > PAGE:
        pieces = [_longest(below, BREAKS) for below in cells]
        words = _widened(_widened(heads, list(map(max, heads, pieces))), words)
    if sum(words) > PAGE:
        named = ", ".join(column.heading for column in columns)
        warnings.warn(f"the headings {named} are wider than the page", stacklevel=4)
    whole = [max((len(cell) + GAP for cell in below), default=0) for below in cells]
    return _widened(_widened(words, whole), [len(column.heading) + GAP for column in columns])


def _longest(cells: Iterable[str], breaks: re.Pattern[str] = BLANKS) -> int:
    """The room for the longest piece of the cells."""
    pieces = (piece for cell in cells for piece in breaks.split(cell))
    return max(map(len, pieces), default=0) + GAP


def _widened(widths: Sequence[int], wanted: Sequence[int]) -> list[int]:
    """The widths, brought towards those wanted by equal shares of what is left of the page."""
    more = [max(0, want - width) for width, want in zip(widths, wanted, strict=True)]
    spare, widened = max(0, PAGE - sum(widths)), list(widths)
    in_order = sorted(range(len(widths)), key=more.__getitem__)
    for others, at in zip(range(len(widths), 0, -1), in_order, strict=True):
        given = min(more[at], spare // others)
        widened[at] += given
        spare -= given
    return widened


def _html_table(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], caption: str, last: int
) -> str:
    def cell(column: Column, words: str, *, names: bool, strong: bool) -> str:
        align = "right" if column.figures else "left"
        text = f"<strong>{escape(words)}</strong>" if strong else escape(words)
        tag = 'th scope="row"' if names else "td"
        lang = f' lang="{OF_THE_DATA}"' if _in_swedish(words) else ""
        return f'<{tag}{lang} style="text-align:{align}">{text}</{tag.split(maxsplit=1)[0]}>'

    head = "".join(
        f'<th scope="col" style="text-align:{"right" if column.figures else "left"}">'
        f"{escape(column.heading)}</th>"
        for column in columns
    )
    body = "".join(
        "<tr>"
        + "".join(
            cell(column, words, names=at == 0, strong=number == last)
            for at, (column, words) in enumerate(zip(columns, row, strict=True))
        )
        + "</tr>"
        for number, row in enumerate(rows)
    )
    return (
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
