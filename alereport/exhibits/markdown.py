"""An exhibit as Markdown, in the dialect Quarto reads: what is published."""

from __future__ import annotations

import base64
import re
import warnings
from collections.abc import Iterable, Sequence
from functools import singledispatch

from alereport.base import locales
from alereport.base.markdown import in_language, pipe_table, plain, prose, rule
from alereport.exhibits import dark
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
from alereport.exhibits.values import Cell

BLANKS = re.compile(" ")
BREAKS = re.compile(r" |(?<=[/?&=_.@:-])|(?<=[^\s/?&=_.@:-]{32})")
"""Where a word without room may be broken, such as an address; `blocks.lua` lets paper do it."""
PAGE, GAP = 100, 2
"""Characters across a table on paper, and between two of its columns."""
IN_A_FIGURE = re.compile(r"(?<=\d) (?=\d{3}\b|tkr\b|mkr\b|%)")
"""The spaces that a written figure is not to be broken at."""


@singledispatch
def written(exhibit: Exhibit) -> str:
    """An exhibit as Markdown."""
    raise TypeError(f"{type(exhibit).__name__} is no exhibit")


def inline(words: Phrase) -> str:
    """Words as Markdown that shows them as they are; those in another language say so."""
    return "".join(in_language(run.text, run.language) for run in words.runs)


def _fenced(body: str, role: str, *, depth: int = 0, more: str = "") -> str:
    if not role:
        return body
    colons = ":" * (3 + depth)
    return f"{colons} {{.{role}{more}}}\n\n{body}\n\n{colons}"


@written.register
def _table(exhibit: Table) -> str:
    headings = [column.heading for column in exhibit.columns]
    cells = [[str(cell) for cell in row.cells] for row in exhibit.rows]
    last = len(cells) - 1 if exhibit.total else -1
    rows = [
        _total(row) if at == last else [_cell(cell) for cell in row.cells]
        for at, row in enumerate(exhibit.rows)
    ]
    rules = [
        rule(width, figures=column.figures)
        for column, width in zip(exhibit.columns, _widths(headings, cells), strict=True)
    ]
    caption = f"{plain(exhibit.caption)} {{#{exhibit.label}}}"
    made = pipe_table([*map(plain, headings)], rules, rows, caption)
    if not exhibit.notes:
        return made
    notes = "\n\n".join(map(inline, exhibit.notes))
    return f"{made}\n\n{_fenced(notes, 'report-note')}"


def _cell(cell: Cell) -> str:
    return in_language(str(cell), cell.language)


def _total(row: Row) -> list[str]:
    """The row of the total, which says that it is one."""
    name, *others = (_strong(_cell(cell)) for cell in row.cells)
    return [f"[{name}]{{.total}}", *others]


def _strong(written: str) -> str:
    return f"**{written}**" if written else ""


@written.register
def _chart(exhibit: Chart) -> str:
    quoted = exhibit.alt.replace("\\", "\\\\").replace('"', '\\"')
    picture = data_uri(dark.adapting(exhibit.picture))
    return (
        f"::: {{#{exhibit.label}}}\n\n[{inline(exhibit.headline)}]{{.headline}}\n\n"
        f'![]({picture}){{fig-alt="{quoted}"}}\n\n{plain(exhibit.caption)}\n\n:::'
    )


def data_uri(picture: bytes) -> str:
    """A drawing within the text itself."""
    return f"data:image/svg+xml;base64,{base64.b64encode(picture).decode()}"


@written.register
def _key_figures(exhibit: KeyFigures) -> str:
    items = [
        f"- [{plain(each.name)}]{{.label}} [{inline(each.value)}]{{.value}} "
        f"[{inline(each.note)}]{{.note}}"
        for each in exhibit.figures
    ]
    return _fenced("\n".join(items), "key-figures")


@written.register
def _text(exhibit: Text) -> str:
    lines = list(map(line, exhibit.lines))
    if exhibit.layout == "list":
        body = "\n".join(f"- {each}" for each in lines)
    else:
        body = (" " if exhibit.layout == "paragraph" else "\n\n").join(lines)
    return _fenced(body, exhibit.role)


def line(said: Line) -> str:
    """A sentence or a point, without what makes it stand apart."""
    words = inline(said.words)
    return f"[{inline(said.term)}]{{.term}}: {words}" if said.term else words


@written.register
def _outline(exhibit: Outline) -> str:
    return "\n".join(
        f"{'    ' * depth}- {inline(line.term) if depth else _strong(inline(line.term))} "
        f"{inline(line.words)}"
        for line, depth in zip(exhibit.lines, exhibit.depths, strict=True)
    )


@written.register
def _heading(exhibit: Heading) -> str:
    return f"{'#' * exhibit.level} {plain(exhibit.words)}"


@written.register
def _notice(exhibit: Notice) -> str:
    points = "\n".join(f"- {plain(point)}" for point in exhibit.points)
    return _fenced(f"**{plain(exhibit.start)}**\n\n{points}", "notice", more=' role="note"')


@written.register
def _prose(exhibit: Prose) -> str:
    body = IN_A_FIGURE.sub(locales.NBSP, prose(exhibit.text))
    if exhibit.written_in:
        body = f"::: {{lang={exhibit.written_in}}}\n\n{body}\n\n:::"
    return _fenced(f"[{plain(exhibit.heading)}]{{.term}}\n\n{body}", "analyst")


@written.register
def _group(exhibit: Group) -> str:
    parts = [text for part in exhibit.parts if (text := written(part))]
    return _fenced("\n\n".join(parts), exhibit.role, depth=_depth(exhibit))


def _depth(exhibit: Group) -> int:
    """How many fences stand within one another inside a group."""
    inner = [_depth(part) + bool(part.role) for part in exhibit.parts if isinstance(part, Group)]
    return max(inner, default=0)


def _widths(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """The columns' proportions where a table is set as wide as the page.

    Every column has room for its longest word; what is left goes first to the cells that would
    take a second line, and then to the headings. Where the page has no room for that, as when an
    address stands in a cell, a column has room for the longest word of its heading and, as far as
    the page goes, for the longest piece of its cells that need not be broken.
    """
    cells = [[row[at] for row in rows] for at in range(len(headings))]
    heads = [_longest([heading]) for heading in headings]
    words = [max(head, _longest(below)) for head, below in zip(heads, cells, strict=True)]
    if sum(words) > PAGE:
        pieces = [_longest(below, BREAKS) for below in cells]
        words = _widened(_widened(heads, list(map(max, heads, pieces))), words)
    if sum(words) > PAGE:
        named = ", ".join(headings)
        warnings.warn(f"the headings {named} are wider than the page", stacklevel=4)
    whole = [max((len(cell) + GAP for cell in below), default=0) for below in cells]
    return _widened(_widened(words, whole), [len(heading) + GAP for heading in headings])


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
