"""Exhibits as Markdown in the dialect of Quarto, from which the book is published."""

from __future__ import annotations

import base64
import re
import warnings
from collections.abc import Iterable, Sequence
from functools import singledispatch

from alereport.base import locales
from alereport.base.markdown import in_language, pipe_table, plain, prose, quoted, rule
from alereport.exhibits.model import (
    Chart,
    Exhibit,
    Group,
    Heading,
    KeyFigures,
    Line,
    Notice,
    Outline,
    Prose,
    Row,
    Table,
    Text,
)
from alereport.exhibits.phrases import Phrase
from alereport.exhibits.values import SIGNS, Cell

BLANKS = re.compile(" ")
BREAKS = re.compile(r" |(?<=[/?&=_.@:-])|(?<=[^\s/?&=_.@:-]{32})")
"""Where a long word such as an address may be broken; `blocks.lua` allows it on paper."""
PAGE, GAP = 100, 2
"""Characters across a table on paper, and between two of its columns."""
IN_A_FIGURE = re.compile(r"(?<=\d) (?=\d{3}\b|tkr\b|mkr\b|%)")
"""The spaces within a figure, where the line must not be broken."""


@singledispatch
def to_markdown(exhibit: Exhibit) -> str:
    """Return an exhibit as Markdown."""
    raise TypeError(f"{type(exhibit).__name__} is not an exhibit")


def inline(words: Phrase) -> str:
    """Return words as escaped Markdown, with the language marked where it is another one."""
    return "".join(in_language(run.text, run.language) for run in words.runs)


def _fenced(body: str, role: str, *, depth: int = 0, more: str = "") -> str:
    if not role:
        return body
    colons = ":" * (3 + depth)
    return f"{colons} {{.{role}{more}}}\n\n{body}\n\n{colons}"


@to_markdown.register
def _table(exhibit: Table) -> str:
    headings = [column.heading for column in exhibit.columns]
    cells = [["" if cell.shape else str(cell) for cell in row.cells] for row in exhibit.rows]
    last = len(cells) - 1 if exhibit.total else -1
    rows = [
        _total(row) if number == last else _plain_row(row)
        for number, row in enumerate(exhibit.rows)
    ]
    rules = [
        rule(width, figures=column.figures)
        for column, width in zip(exhibit.columns, _widths(headings, cells), strict=True)
    ]
    caption = f"{plain(exhibit.caption)} {{#{exhibit.label}}}"
    headline = [f"[{plain(exhibit.headline)}]{{.headline}}"] if exhibit.headline else []
    parts = [*headline, pipe_table([*map(plain, headings)], rules, rows, caption)]
    if exhibit.notes:
        parts.append(_fenced("\n\n".join(map(inline, exhibit.notes)), "report-note"))
    return "\n\n".join([*parts, _source(exhibit)])


def _source(exhibit: Table | Chart) -> str:
    """Return the line below an exhibit: its source, to which the site adds links.

    It also numbers the columns that a phone shows only when asked to.
    """
    later = [
        str(number)
        for number, column in enumerate(exhibit.columns, start=1)
        if number > 1 and not column.first_on_phone
    ]
    is_folded = isinstance(exhibit, Table) and len(later) < len(exhibit.columns) - 1
    columns = f' later="{" ".join(later)}"' if is_folded and later else ""
    return _fenced(plain(exhibit.source), "source", more=f" of={exhibit.label}{columns}")


def _cell(cell: Cell) -> str:
    text = in_language(str(cell), cell.language)
    if cell.signal:  # The sign is not read aloud: the words after it say the same.
        sign = plain(SIGNS[cell.signal])
        shown = f'[{sign}]{{aria-hidden="true"}}{text.removeprefix(sign)}'
        return f"[{shown}]{{.signal-{cell.signal}}}"
    return f"[{text}]{{.{cell.shape}}}" if cell.shape else text


def _plain_row(row: Row) -> list[str]:
    """Return the cells of a row; the first is marked where the row stands apart."""
    name, *others = (_cell(cell) for cell in row.cells)
    return [f"[{name}]{{.apart}}" if row.apart else name, *others]


def _total(row: Row) -> list[str]:
    """Return the cells of the total row, in bold and marked as a total."""
    name, *others = (_strong(_cell(cell)) for cell in row.cells)
    return [f"[{name}]{{.total}}", *others]


def _strong(text: str) -> str:
    return f"**{text}**" if text else ""


@to_markdown.register
def _chart(exhibit: Chart) -> str:
    pictures = " ".join(
        f'![]({data_uri(picture)}){{.{width} fig-alt="{quoted(exhibit.alt)}"}}'
        for width, picture in exhibit.pictures.items()
    )
    headline = f"[{inline(exhibit.headline)}]{{.headline}}\n\n" if exhibit.headline else ""
    return (
        f"::: {{#{exhibit.label}}}\n\n{headline}"
        f"{pictures}\n\n{plain(exhibit.caption)}\n\n:::\n\n{_source(exhibit)}"
    )


def data_uri(picture: bytes) -> str:
    """Return a drawing as a data URI, to embed in the text."""
    return f"data:image/svg+xml;base64,{base64.b64encode(picture).decode()}"


@to_markdown.register
def _key_figures(exhibit: KeyFigures) -> str:
    items = [
        f"- [{plain(figure.name)}]{{.label}} [{inline(figure.value)}]{{.value}} "
        f"[{inline(figure.note)}]{{.note}}"
        for figure in exhibit.figures
    ]
    return _fenced("\n".join(items), "key-figures")


@to_markdown.register
def _text(exhibit: Text) -> str:
    lines = list(map(line, exhibit.lines))
    if exhibit.layout == "list":
        body = "\n".join(f"- {text}" for text in lines)
    else:
        body = (" " if exhibit.layout == "paragraph" else "\n\n").join(lines)
    return _fenced(body, exhibit.role)


def line(item: Line) -> str:
    """Return a sentence or a point, without the mark of a list."""
    words = inline(item.words)
    return f"[{inline(item.term)}]{{.term}}: {words}" if item.term else words


@to_markdown.register
def _outline(exhibit: Outline) -> str:
    return "\n".join(
        f"{'    ' * depth}- {inline(line.term) if depth else _strong(inline(line.term))} "
        f"{inline(line.words)}"
        for line, depth in zip(exhibit.lines, exhibit.depths, strict=True)
    )


@to_markdown.register
def _heading(exhibit: Heading) -> str:
    return f"{'#' * exhibit.level} {plain(exhibit.words)}"


@to_markdown.register
def _notice(exhibit: Notice) -> str:
    points = "\n".join(f"- {plain(point)}" for point in exhibit.points)
    return _fenced(f"**{plain(exhibit.start)}**\n\n{points}", "notice", more=' role="note"')


@to_markdown.register
def _prose(exhibit: Prose) -> str:
    body = IN_A_FIGURE.sub(locales.NBSP, prose(exhibit.text))
    if exhibit.written_in:
        body = f"::: {{lang={exhibit.written_in}}}\n\n{body}\n\n:::"
    note = f"*{plain(exhibit.note)}*" if exhibit.note else ""
    parts = (f"[{plain(exhibit.heading)}]{{.term}}", note, body)
    return _fenced("\n\n".join(filter(None, parts)), "analyst")


@to_markdown.register
def _group(exhibit: Group) -> str:
    parts = [text for part in exhibit.parts if (text := to_markdown(part))]
    return _fenced("\n\n".join(parts), exhibit.role, depth=_depth(exhibit))


def _depth(exhibit: Group) -> int:
    """Return how many levels of fences are nested inside a group."""
    inner = [_depth(part) + bool(part.role) for part in exhibit.parts if isinstance(part, Group)]
    return max(inner, default=0)


def _widths(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the relative widths of the columns of a table that is as wide as the page.

    Every column has room for its longest word; the rest of the page goes first to the cells that
    would need a second line, and then to the headings. If the longest words are too wide for the
    page, for example because of an address, a column has room for the longest word of its heading
    and, as far as possible, for the longest piece of its cells that cannot be broken.
    """
    columns = [[row[number] for row in rows] for number in range(len(headings))]
    heading_words = [_longest([heading]) for heading in headings]
    words = [
        max(heading, _longest(cells)) for heading, cells in zip(heading_words, columns, strict=True)
    ]
    if sum(words) > PAGE:
        pieces = [_longest(cells, BREAKS) for cells in columns]
        words = _widened(_widened(heading_words, list(map(max, heading_words, pieces))), words)
    if sum(words) > PAGE:
        names = ", ".join(headings)
        warnings.warn(f"the headings {names} are wider than the page", stacklevel=4)
    whole_cells = [max((len(cell) + GAP for cell in cells), default=0) for cells in columns]
    return _widened(_widened(words, whole_cells), [len(heading) + GAP for heading in headings])


def _longest(cells: Iterable[str], breaks: re.Pattern[str] = BLANKS) -> int:
    """Return the width of the longest piece of the cells, with the gap to the next column."""
    pieces = (piece for cell in cells for piece in breaks.split(cell))
    return max(map(len, pieces), default=0) + GAP


def _widened(widths: Sequence[int], wanted: Sequence[int]) -> list[int]:
    """Return the widths, extended towards the wanted ones by equal shares of the free space."""
    missing = [max(0, want - width) for width, want in zip(widths, wanted, strict=True)]
    spare, widened = max(0, PAGE - sum(widths)), list(widths)
    smallest_first = sorted(range(len(widths)), key=missing.__getitem__)
    for remaining, number in zip(range(len(widths), 0, -1), smallest_first, strict=True):
        added = min(missing[number], spare // remaining)
        widened[number] += added
        spare -= added
    return widened
