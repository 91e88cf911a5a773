"""Tables of a page whose words have a place and nothing else: rows of figures under a head.

Cells that stand over one another are a column. Where two cells of a line would be of one column,
nothing is a table.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from alereport.ingest.columns import YEAR
from alereport.ingest.model import Grid, GridCell, Row
from alereport.ingest.numerals import NUMBERED, is_nothing, numeral
from alereport.ingest.places import Box, Place
from alereport.ingest.words import Words

MOST_HEADS = 4
MOST_BLANKS = 2
"""The most empty lines between two rows of a table."""
NEAR = 0.85
"""How near the lines of one label stand, as a share of how far apart rows do."""
ENDS_IN_FIGURE = re.compile(r"[^\W\d_]\s?\(?\d[\d\s.,]*\)?%?$")
LOOSE = "the line beside it may be of it too"
GOES_ON = ("/", "-", ",", "(", "&", " och", " samt")
"""What a label ends with that goes on over the next line."""
MOST_ALONE = 2
"""The most lines of words alone between two rows."""
LONGEST_LABEL = 70
LONGEST_HEAD = 40
MOST_INDENT = 14.0
"""How far in the second line of a label begins at most, in points."""
FEWEST_ROWS = 3
"""The fewest rows of a table that has no head."""
MOST_AROUND = 2
"""The most lines of text at the foot of a page and the head of the next."""


@dataclass(frozen=True)
class Segment:
    """What stands together on a line: its text, edges, middle and place on the page, in points."""

    text: str
    left: float
    right: float
    middle: float
    height: float
    box: Box

    @property
    def is_figure(self) -> bool:
        return is_nothing(self.text) or numeral(self.text) is not None


Line = tuple[Segment, ...]
Span = tuple[float, float]


def found(
    lines: Sequence[Line], pages: Sequence[int], words: Words
) -> Iterator[tuple[int, int, Grid]]:
    """Yield each table with the numbers of its first and last line, the first line being 1."""
    tables: list[_Table] = []
    for first, last in _blocks(lines, words):
        table = _table(lines, first, last, words)
        if table is None:
            continue
        if _may_go_on(lines, table.last, words):
            table = replace(table, body=(*table.body[:-1], _doubted(table.body[-1], LOOSE)))
        if tables and _goes_on(tables[-1], table, lines, pages):
            tables[-1] = _joined(tables[-1], table)
        else:
            tables.append(table)
    for table in tables:
        caption = _caption(lines, table.first)
        place = f"line {table.first + 1}"
        yield (
            table.first + 1,
            table.last + 1,
            Grid((*table.head, *table.body), place, caption=caption, labels=1),
        )


@dataclass(frozen=True)
class _Table:
    """A table of one page: its lines, the rows of its head and the others."""

    first: int
    last: int
    head: tuple[Row, ...]
    body: tuple[Row, ...]

    @property
    def head_texts(self) -> list[str]:
        return [cell.text for row in self.head for cell in row]


def _goes_on(above: _Table, table: _Table, lines: Sequence[Line], pages: Sequence[int]) -> bool:
    """True for the rest of a table on the next page, under the same head, with no text between."""
    between = lines[above.last + 1 : table.first]
    of_text = sum(len(line) == 1 and _may_end(line[0].text) for line in between)
    is_next = pages[table.first] == pages[above.last] + 1
    has_same_head = bool(table.head) and above.head_texts == table.head_texts
    return of_text <= MOST_AROUND and is_next and has_same_head


def _may_go_on(lines: Sequence[Line], last: int, words: Words) -> bool:
    """True if a label or a figure may go on in the next line: of words alone, or of figures."""
    after = [line for line in lines[last + 1 : last + 12] if line and not _is_head(line, words)]
    if not after or all(each.is_figure for each in after[0]):
        return bool(after)
    return len(after[0]) == 1 and not _may_end(after[0][0].text)


def _may_end(text: str) -> bool:
    """True for a line that is no part of a label: a sentence, a numbered heading, a long line."""
    return len(text) > LONGEST_LABEL or text.endswith(".") or NUMBERED.match(text) is not None


def _joined(above: _Table, table: _Table) -> _Table:
    return replace(above, last=table.last, body=(*above.body, *table.body))


def _is_row(line: Line) -> bool:
    """True for a label and figures: at least one, and nothing but figures after the first."""
    if len(line) < 2 or line[0].is_figure or len(line[0].text) > LONGEST_LABEL:
        return False
    return any(numeral(each.text) for each in line[1:]) or all(each.is_figure for each in line[1:])


def _is_head(line: Line, words: Words) -> bool:
    """True for years, kinds and units, a few words each."""
    if not line or any(len(each.text) > LONGEST_HEAD for each in line):
        return False
    if any(numeral(each.text) and not YEAR.fullmatch(each.text) for each in line):
        return False
    lists = ("columns", "units")
    return any(
        YEAR.search(each.text) or any(words.meaning(name, each.text) for name in lists)
        for each in line
    )


def _may_be_label(line: Line, words: Words) -> bool:
    """True for a label over two lines, or the heading of a group of rows."""
    text = line[0].text
    is_alone = len(line) == 1 and len(text) <= LONGEST_LABEL and not text.endswith((".", ":"))
    return is_alone and not NUMBERED.match(text) and not _is_head(line, words)


def _blocks(lines: Sequence[Line], words: Words) -> Iterator[tuple[int, int]]:
    """Yield the first and last line of rows that stand together, with what may be their head."""
    first: int | None = None
    last, blanks, alone = 0, 0, 0
    for index, line in enumerate(lines):
        if not line:
            blanks += 1
            continue
        is_row = _is_row(line) and not _is_head(line, words)
        alone = 0 if is_row else alone + 1
        is_within = is_row or all(each.is_figure for each in line)
        is_within = is_within or (_may_be_label(line, words) and alone <= MOST_ALONE)
        if first is not None and (blanks > MOST_BLANKS or not is_within):
            yield first, last
            first = None
        blanks = 0
        if is_row:
            first = index if first is None else first
            last = index
    if first is not None:
        yield first, last


def _table(lines: Sequence[Line], first: int, last: int, words: Words) -> _Table | None:
    rows = [(index, line) for index, line in enumerate(lines[first : last + 1], first) if line]
    columns = _columns([line for _index, line in rows if len(line) > 1])
    if columns is None:
        return None
    heads = _heads(lines, first, words) or _unnamed_heads(lines, first, columns)
    head = tuple(_row(index, lines[index], columns, is_head=True) for index in heads)
    body = [_row(index, line, columns) for index, line in rows]
    if any(row is None for row in (*head, *body)):
        return None
    heights = [line[0].middle for _index, line in rows]
    labelled = _labelled([(row, at) for row, at in zip(body, heights, strict=True) if row])
    if not labelled or (not head and len(labelled) < FEWEST_ROWS):
        return None
    return _Table(min(heads, default=first), last, tuple(row for row in head if row), labelled)


def _columns(lines: Sequence[Line]) -> list[Span] | None:
    """The columns right of the labels: what stands over one another; None if two would be one."""
    spans: list[Span] = []
    for segment in sorted(
        (each for line in lines for each in line[1:]), key=lambda each: each.left
    ):
        if spans and segment.left < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], segment.right))
        else:
            spans.append((segment.left, segment.right))
    for line in lines:
        at = [_index(each, spans) for each in line[1:]]
        if len(set(at)) < len(at):
            return None
    return spans


def _index(segment: Segment, spans: Sequence[Span]) -> int:
    """The column that a segment stands in, or else the nearest."""

    def distance(span: Span) -> float:
        return max(span[0] - segment.right, segment.left - span[1], 0.0) + 1e-3 * abs(
            (span[0] + span[1] - segment.left - segment.right) / 2
        )

    return min(range(len(spans)), key=lambda index: distance(spans[index]))


def _heads(lines: Sequence[Line], first: int, words: Words) -> list[int]:
    """The lines of the head right above the first row."""
    heads: list[int] = []
    index, blanks = first - 1, 0
    while index >= 0 and len(heads) < MOST_HEADS and blanks <= MOST_BLANKS:
        line = lines[index]
        if not line:
            blanks += 1
        elif _is_head(line, words) and not _is_caption(line, heads):
            heads.insert(0, index)
            blanks = 0
        else:
            break
        index -= 1
    return heads


def _unnamed_heads(lines: Sequence[Line], first: int, columns: Sequence[Span]) -> list[int]:
    """The lines of a head whose words are not known, told by standing over the columns alone."""
    heads: list[int] = []
    for index in range(first - 1, max(first - 1 - MOST_HEADS, -1), -1):
        line = lines[index]
        if len(line) < 2 or any(len(each.text) > LONGEST_HEAD for each in line):
            break
        over = [sum(a < each.right and each.left < b for a, b in columns) for each in line]
        if max(over) > 1:
            break
        heads.insert(0, index)
    return heads


def _is_caption(line: Line, heads: Sequence[int]) -> bool:
    """True for a single text over the head, which is the table's own."""
    return bool(heads) and len(line) == 1 and not YEAR.fullmatch(line[0].text)


def _row(index: int, line: Line, columns: Sequence[Span], *, is_head: bool = False) -> Row | None:
    """A line as a row; None where two of its segments are of one column."""
    place = f"line {index + 1}"
    cells = [GridCell("", place, is_head=is_head) for _column in range(len(columns) + 1)]
    for number, segment in enumerate(line):
        is_label = (
            number == 0
            and segment.right <= columns[0][0]
            and (
                not is_head or not YEAR.fullmatch(segment.text) or segment.left < columns[0][0] / 2
            )
        )
        at = 0 if is_label or (len(line) == 1 and not is_head) else 1 + _index(segment, columns)
        if cells[at].text:
            return None
        cells[at] = GridCell(segment.text, Place(place, box=segment.box), is_head=is_head)
    if not is_head and not cells[0].text:
        cells[0] = replace(cells[0], doubt="its label is not told from its figures")
    return tuple(cells)


def _labelled(rows: Sequence[tuple[Row, float]]) -> tuple[Row, ...]:
    """Join a label over several lines, by how near they stand; doubt one that may be another's.

    Args:
        rows: Each row with the height of its line on the page, in points.
    """
    pitch = _pitch(rows)
    joined: list[Row] = []
    below = ""
    for number, (row, height) in enumerate(rows):
        if any(cell.text for cell in row[1:]):
            whole = _checked(row, _together(below.strip(), row[0].text))
            # The first line of a page may be the end of a label on the page before.
            is_cut = below and number == 1
            apart = bool(below.strip()) and _stands_apart(rows[number - 1][0], row)
            joined.append(_doubted(whole, LOOSE) if is_cut or apart or below == " " else whole)
            if not row[0].text:  # Its figures may be the ends of those above.
                joined[-2:] = [_doubted(each, LOOSE) for each in joined[-2:]]
            below = ""
            continue
        to_above = rows[number - 1][1] - height if number else math.inf
        to_below = height - rows[number + 1][1] if number + 1 < len(rows) else math.inf
        if joined and 0 < to_above < NEAR * min(to_below, pitch):
            apart = _stands_apart(rows[number - 1][0], row)
            whole = _checked(joined[-1], _together(joined[-1][0].text, row[0].text))
            joined[-1] = _doubted(whole, LOOSE) if apart else whole
        elif 0 < to_below < NEAR * min(to_above, pitch):
            below = _together(below, row[0].text)
        else:
            joined = [*joined[:-1], *(_doubted(each, LOOSE) for each in joined[-1:]), row]
            below = below or " "
    return tuple(joined)


def _stands_apart(above: Row, row: Row) -> bool:
    """True if two lines of a label do not begin at one edge: one may be of a group of rows."""
    boxes = [getattr(each[0].place, "box", None) for each in (above, row)]
    lefts = [box[0] for box in boxes if box]
    return bool(lefts) and max(lefts) - min(lefts) > MOST_INDENT


def _together(one: str, other: str) -> str:
    """Two lines of a label as one; a slash or hyphen at the end of the first joins them."""
    return f"{one}{other}" if one.endswith(("/", "-")) else f"{one} {other}".strip()


def _pitch(rows: Sequence[tuple[Row, float]]) -> float:
    """How far apart the rows with figures stand, where they follow one another."""
    heights = [height for row, height in rows if any(cell.text for cell in row[1:])]
    steps = [above - under for above, under in pairwise(heights) if above > under]
    return median(steps) if steps else math.inf


def _checked(row: Row, label: str) -> Row:
    """A row with its label, in doubt if a figure at the end of it may be the first column's."""
    labelled = (replace(row[0], text=label), *row[1:])
    if ENDS_IN_FIGURE.search(label):
        return _doubted(labelled, "a figure at the end of its label may be a column's")
    return _doubted(labelled, LOOSE) if label.endswith(GOES_ON) else labelled


def _doubted(row: Row, doubt: str) -> Row:
    return (replace(row[0], doubt=doubt), *row[1:])


def _caption(lines: Sequence[Line], first: int) -> str:
    """The two short lines above a table."""
    above = [line for line in lines[max(0, first - 6) : first] if line]
    texts = [" ".join(each.text for each in line) for line in above]
    return " ".join([text for text in texts if len(text) < 90][-2:])
