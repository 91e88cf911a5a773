"""A document as text: headings, paragraphs, and tables set by tabs or by blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, groupby

from alereport.ingest.columns import YEAR, spread_years
from alereport.ingest.contents import contents_lines
from alereport.ingest.model import (
    LONGEST_CAPTION,
    Content,
    Grid,
    GridCell,
    Heading,
    Paragraph,
    Row,
)
from alereport.ingest.numerals import is_nothing, numeral
from alereport.ingest.words import Words
from alereport.texts.document import Line, Source
from alereport.texts.lint import grid as printed
from alereport.texts.lint.cells import FIGURE
from alereport.texts.lint.grid import Block

MOST_HEADS = 4
LONGEST_HEAD = 160
"""Characters of a line of a head."""
SHORTEST_WRAPPED = 60
PART_OF_WIDTH = 0.7
"""See `_shortest_wrapped`."""
MOST_GROUPS = 16
"""The most groups of digits on a line that are divided into columns."""
HYPHENATED = re.compile(r"(?<=[^\W\d_])-$")


Placed = tuple[int, int, Grid]
"""A table with its first and its last line."""


def read(text: str, words: Words, found: Iterable[Placed] | None = None) -> Content:
    """Read a text.

    Args:
        text: It, with one line break a line.
        found: Its tables, where more is known of them than the text tells.
    """
    source = Source("", text, begins_anywhere=True)
    contents = contents_lines(source.lines)
    lines = [line for line in source.lines if line.number not in contents]
    starts = {line: number for number, line in source.starts.items()}
    content, used = Content(), set[int]()
    grids = [*_tabbed(lines, words), *_blanked(lines, words)] if found is None else found
    at = {}
    for first, last, grid in grids:
        if not used & set(range(first, last + 1)):
            used |= set(range(first, last + 1))
            at[first] = grid
    section = ""
    for number, text_of in _paragraphs(lines, starts, used, at):
        if number in at and text_of is None:
            content.pieces.append(replace(at[number], section=section))
        elif number in starts and text_of is not None:
            heading = _heading(number, starts[number], text_of)
            section = heading.number
            content.pieces.append(heading)
        elif text_of:
            content.pieces.append(Paragraph(text_of, f"line {number}", section))
    return content


def _heading(line: int, number: str, text: str) -> Heading:
    words = re.sub(rf"^\s*{re.escape(number)}\.?\s+", "", text)
    return Heading(number, words, number.count(".") + 1, f"line {line}")


def _paragraphs(
    lines: Sequence[Line], starts: dict[int, str], used: set[int], at: dict[int, Grid]
) -> Iterator[tuple[int, str | None]]:
    """Yield each paragraph with its first line; None where a grid begins."""
    first, text, last = 0, "", ""
    shortest = _shortest_wrapped(lines)

    def flushed() -> Iterator[tuple[int, str]]:
        if text.strip():
            yield first, " ".join(text.split())

    for line in lines:
        if line.number in used:
            yield from flushed()
            first, text = 0, ""
            if line.number in at:
                yield line.number, None
            continue
        begins = line.number in starts
        is_item = re.match(r"\s*(?:[-•–*]|\d{1,2}\.)\s+\S", line.text) is not None
        if not line.text.strip() or begins or is_item or _ends(last, line.text, shortest):
            yield from flushed()
            first, text = line.number, ""
        last = line.text.strip()
        if text and HYPHENATED.search(text):
            text = text[:-1] + line.text.strip()
        else:
            text = f"{text} {line.text.strip()}"
        first = first or line.number
        if begins:
            yield from flushed()
            first, text = 0, ""
    yield from flushed()


def _ends(line: str, following: str, shortest: float) -> bool:
    """True for a line that is no part of the text below: a line of a title page, or a title."""
    after = following.strip()
    is_open = not line or line[-1] in ".,;:-–" or not after[:1].isupper()
    return len(line) < shortest and not is_open


def _shortest_wrapped(lines: Sequence[Line]) -> float:
    """Characters of a line that is broken where the page ends; a shorter one ends on purpose."""
    lengths = sorted(len(line.text.rstrip()) for line in lines if line.text.strip())
    widest = lengths[len(lengths) * 9 // 10] if lengths else 0
    return max(SHORTEST_WRAPPED, PART_OF_WIDTH * widest)


def _tabbed(lines: Sequence[Line], words: Words) -> Iterator[Placed]:
    """Yield the tables whose cells stand between tabs, with their first and last line."""
    for has_tabs, group in groupby(lines, key=lambda line: "\t" in line.text.rstrip(" \r")):
        rows = list(group)
        if not has_tabs:
            continue
        for part in _parted(rows):
            cells = [line.text.rstrip(" \r").split("\t") for line in part]
            width = max(map(len, cells))
            if width < 3 and not any(numeral(row[-1].strip()) for row in cells[1:]):
                continue
            doubts = () if len(set(map(len, cells))) == 1 else ("its lines have not as many cells",)
            grid_rows = tuple(
                _row_of(line, row, width) for line, row in zip(part, cells, strict=True)
            )
            first, caption = part[0].number, _above(lines, part[0].number, words)
            grid = Grid(grid_rows, f"line {first}", caption=caption, doubts=doubts)
            yield first, part[-1].number, grid


def _row_of(line: Line, cells: Sequence[str], width: int) -> Row:
    return tuple(
        GridCell(cells[n].strip() if n < len(cells) else "", f"line {line.number}, cell {n + 1}")
        for n in range(width)
    )


def _parted(rows: list[Line]) -> Iterator[list[Line]]:
    """Divide lines with tabs where they do not follow one another."""
    part: list[Line] = []
    for line in rows:
        if part and line.number != part[-1].number + 1:
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _above(lines: Sequence[Line], number: int, words: Words) -> str:
    """The words right above a table: at most two short lines, without the heading's number.

    A sentence is none of them, unless it tells the unit.
    """
    before = [line.text.strip() for line in lines if number - 6 <= line.number < number]
    short = [
        text
        for text in before
        if text
        and len(text) < LONGEST_CAPTION
        and "\t" not in text
        and (not text.endswith(".") or words.meaning("units", text))
    ]
    return " ".join(short[-2:])


def _blanked(lines: Sequence[Line], words: Words) -> Iterator[Placed]:
    """Yield the tables whose cells stand apart by blanks, with their first and last line."""
    untabbed = [(line.number, line.text) for line in lines if "\t" not in line.text]
    by_number = {line.number: line.text for line in lines}
    for block in printed.blocks(untabbed):
        if block.is_bare:
            continue
        head = _head(by_number, block.first, words)
        if head is None:
            continue
        grid = _grid(block, head, _above(lines, head.first, words))
        if grid is not None:
            yield head.first, block.last, grid


@dataclass(frozen=True)
class _Head:
    """What stands over a table set by blanks.

    Attributes:
        first: Its first line.
        texts: The words over each column.
        label: The words over the labels.
    """

    first: int
    texts: tuple[str, ...]
    label: str


def _head(lines: dict[int, str], first: int, words: Words) -> _Head | None:
    """The head above a line: years, kinds, or years over kinds; None if none can be told."""
    above: list[tuple[int, str]] = []
    number = first - 1
    while number in lines and len(above) < MOST_HEADS and first - number <= 2 * MOST_HEADS:
        text = lines[number].strip()
        if text:
            if not _may_be_head(text, words):
                break
            above.insert(0, (number, text))
        number -= 1
    years, kinds, labels, used = _told_by(above, first, words)
    texts = _over_columns(years, kinds)
    return _Head(used, texts, " ".join(filter(None, labels))) if texts else None


def _told_by(
    above: Sequence[tuple[int, str]], first: int, words: Words
) -> tuple[list[int], list[str], list[str], int]:
    """The years, the kinds and the labels of a head, and its first line.

    A title over the unit of a table, `Driftbudget`, is no kind of a column.
    """
    years: list[int] = []
    kinds: list[str] = []
    labels: list[str] = []
    used, is_closed = first, False
    for number, text in reversed(above):
        tail = _tail(text, words)
        if not tail:
            labels.insert(0, text)
            is_closed = used < first
            continue
        if is_closed and len(tail.split()) == 1:
            break
        used = number
        labels.insert(0, text[: len(text) - len(tail)].strip())
        years = [int(year) for year in YEAR.findall(tail)] + years
        kinds = _kinds_in(YEAR.sub(" ", tail), words) + kinds
    return years, kinds, labels, used


def _may_be_head(text: str, words: Words) -> bool:
    says = YEAR.search(text) or words.meaning("columns", text) or words.meaning("units", text)
    return len(text) < LONGEST_HEAD and bool(says)


def _tail(text: str, words: Words) -> str:
    """The end of a line that has years and kinds alone."""
    pieces = re.split(r"(\s+)", text)
    start = len(pieces)
    for index in range(len(pieces) - 1, -1, -2):
        piece = pieces[index]
        is_kind = YEAR.fullmatch(piece) or words.meaning("columns", piece)
        if not is_kind or words.meaning("units", piece):
            break
        start = index
    return "".join(pieces[start:])


def _kinds_in(text: str, words: Words) -> list[str]:
    return [piece for piece in text.split() if words.meaning("columns", piece)]


def _over_columns(years: Sequence[int], kinds: Sequence[str]) -> tuple[str, ...]:
    if kinds and years:
        if len(kinds) == len(years):
            return tuple(f"{kind} {year}" for kind, year in zip(kinds, years, strict=True))
        ways = spread_years(years, [kind.casefold() for kind in kinds])
        if len(years) < len(kinds) and len(ways) == 1:
            return tuple(f"{kind} {year}" for kind, year in zip(kinds, ways[0], strict=True))
        return ()
    return tuple(map(str, years)) or tuple(kinds)


def _grid(block: Block, head: _Head, caption: str) -> Grid | None:
    """Put rows in as many columns as their head has; None where they cannot be."""
    place = f"line {head.first}"
    above = tuple(GridCell(text, place, is_head=True) for text in (head.label, *head.texts))
    if placed := _placed(block, len(head.texts)):
        return Grid((above, *placed), place, caption=caption)
    made: list[Row] = [above]
    ways: dict[int, tuple[Row, ...]] = {}
    for row in block.rows:
        texts = [cell.text for cell in (*row.tail, *row.cells)]
        options = tuple(
            _cells(row.line, row.label, division) for division in _divisions(texts, len(head.texts))
        )
        if not options:
            return None
        if len(options) > 1:
            ways[len(made)] = options
        made.append(options[0])
    return Grid(tuple(made), place, caption=caption, ways=ways)


def _placed(block: Block, width: int) -> tuple[Row, ...]:
    """The rows in columns by where their cells stand; none where they do not tell."""
    if all(row.form == "blank" for row in block.rows):
        return ()
    rows = block.table() or []
    if not rows or any(len(row.cells) != width for row in rows):
        return ()
    return tuple(_cells(row.line, row.label, [cell.text for cell in row.cells]) for row in rows)


def _cells(line: int, label: str, texts: Iterable[str]) -> Row:
    place = f"line {line}"
    return (GridCell(label, place), *(GridCell(text, place) for text in texts))


def _divisions(texts: Sequence[str], width: int) -> Iterator[tuple[str, ...]]:
    """Yield each way to divide figures that stand apart by blanks into so many cells."""
    joined = " ".join(texts)
    groups = re.sub(r"(?<![^\s])([-−–+])[ \u00a0](?=\d)|\s(?=%)", r"\1", joined).split()
    if not width <= len(groups) <= MOST_GROUPS:
        return
    for cuts in combinations(range(1, len(groups)), width - 1):
        bounds = [0, *cuts, len(groups)]
        cells = tuple(" ".join(groups[bounds[n] : bounds[n + 1]]) for n in range(width))
        if all(is_nothing(cell) or _is_whole_figure(cell) for cell in cells):
            yield cells


def _is_whole_figure(text: str) -> bool:
    return re.fullmatch(FIGURE, text) is not None and not re.match(r"\D?0\d", text)
