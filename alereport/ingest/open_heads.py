"""The heads of tables without borders: the lines right above their rows, over their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from alereport.ingest import placed_words
from alereport.ingest.columns import YEAR
from alereport.ingest.model import GridCell, Row
from alereport.ingest.numerals import is_nothing, numeral
from alereport.ingest.placed_words import Line, Segment
from alereport.ingest.places import Place, around
from alereport.ingest.words import Words

MOST_HEADS = 5
LONGEST_HEAD = 40
Span = tuple[float, float]
"""The left and the right edge of a column."""


@dataclass(frozen=True)
class PageLines:
    """The lines of text of a page that no other table has, by number."""

    lines: dict[int, Line]
    words: Words

    def numbers(self, first: int, last: int) -> list[int]:
        return [number for number in self.lines if first <= number <= last]


def is_head(line: Line, words: Words) -> bool:
    """True for years, kinds and units, a few words each; no dash, which stands for a figure."""
    if not line or any(len(each.text) > LONGEST_HEAD for each in line):
        return False
    if any(is_nothing(each.text) for each in line):
        return False
    if any(numeral(each.text) and not YEAR.fullmatch(each.text) for each in line):
        return False
    lists = ("columns", "units")
    return any(
        YEAR.search(each.text) or any(words.meaning(name, each.text) for name in lists)
        for each in line
    )


def columns_of(segment: Segment, spans: Sequence[Span]) -> list[int]:
    """The columns that a text stands over, by any part of it."""
    return [
        n for n, (left, right) in enumerate(spans) if left < segment.right and segment.left < right
    ]


def numbers(page: PageLines, start: int, spans: Sequence[Span], end: int) -> list[int]:
    """The lines of the head right above the first row."""
    heads: list[int] = []
    below = page.lines[start][0]
    for number in reversed(page.numbers(end + 1, start - 1)):
        line = page.lines[number]
        step = line[0].middle - below.middle
        if len(heads) == MOST_HEADS or step > 4.5 * below.height or step > 40:
            break
        is_known = is_head(line, page.words) and not _is_caption(line, heads)
        if not is_known and not _is_over(placed_words.whole(line), spans, has_below=bool(heads)):
            break
        heads.insert(0, number)
        below = line[0]
    return heads


def _is_over(line: Line, spans: Sequence[Span], *, has_below: bool) -> bool:
    """True for a few words over columns, each over one, or over several above another head."""
    if any(len(each.text) > LONGEST_HEAD for each in line):
        return False
    if len(line) < 2 and (not has_below or line[0].left < spans[0][1]):
        return False
    return has_below or all(len(columns_of(each, spans)) <= 1 for each in line)


def _is_caption(line: Line, heads: Sequence[int]) -> bool:
    """True for a single text over the head, which is the table's own."""
    return bool(heads) and len(line) == 1 and not YEAR.fullmatch(line[0].text)


def rows(lines: Sequence[Row]) -> tuple[Row, ...]:
    """Rows of a head, the lines of one text over a column together."""
    made: list[Row] = []
    for row in lines:
        above = made[-1] if made else None
        if above and _goes_on(above, row):
            made[-1] = tuple(_below(one, other) for one, other in zip(above, row, strict=True))
        else:
            made.append(row)
    return tuple(made)


def _goes_on(above: Row, row: Row) -> bool:
    """True for lines of the same texts: no merged cells, and no years over kinds."""
    is_merged = any(cell.is_continued for cell in (*above, *row))
    texts = [cell.text for cell in above if cell.text]
    return not is_merged and not any(YEAR.fullmatch(text) for text in texts)


def _below(one: GridCell, other: GridCell) -> GridCell:
    doubt = one.doubt or other.doubt
    if not one.text or not other.text:
        return replace(one if one.text else other, doubt=doubt)
    box = around([getattr(one.place, "box", None), getattr(other.place, "box", None)])
    return replace(
        one, text=f"{one.text} {other.text}", place=Place(one.place, box=box), doubt=doubt
    )
