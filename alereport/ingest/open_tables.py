"""Tables of a page without borders: lines whose pieces stand over one another in columns.

Columns are parted by what no line crosses. Where two figures of a line would be of one column,
nothing is a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from alereport.ingest import open_heads, placed_rows, placed_words
from alereport.ingest.model import GridCell, Row
from alereport.ingest.numerals import NUMBERED, numeral
from alereport.ingest.open_heads import PageLines, Span
from alereport.ingest.placed_words import CUT, Line, Segment
from alereport.ingest.places import Place, around
from alereport.ingest.words import Words

MOST_ALONE = 2
"""The most lines of words alone between two rows."""
LONGEST_LABEL = 70
FEWEST_ROWS = 3
"""The fewest rows of a table that has no head."""
FAR = 3.5
"""How far apart two rows are at most, in heights of a letter, or in steps of the rows above."""
LONG_TEXT = 28
"""Letters of the texts of a page that is set in two columns, at least."""

CLOSE = 1.6
"""How near columns stand whose figures may be one, in heights of a letter."""
GROUP = re.compile(r"\d{3}")
THOUSANDS = "two columns may be one, whose thousands stand apart"
CROSSED = "a text in its row stands over several columns"
TOGETHER = "two columns may be read as one, whose figures run together"
RUN_TOGETHER = re.compile(r"[-–−(]?\d[\d\s.,()%]*[-–−]?")
"""Figures of two columns as one text, such as `584 2215 069` or `561 334-`."""
NO_LABEL = "its label is not told from its figures"


@dataclass(frozen=True)
class PlacedTable:
    """A table of one page.

    Attributes:
        first: Its first line.
        last: Its last line.
        rows: Its rows, those of its head among them.
        spans: The left and the right edge of each column.
        labels: How many columns hold labels, where that is known.
        has_borders: True if drawn lines part its cells.
    """

    first: int
    last: int
    rows: tuple[Row, ...]
    spans: tuple[Span, ...]
    labels: int | None
    has_borders: bool = False


def tables(page: PageLines) -> Iterator[PlacedTable]:
    """Yield the tables of a page."""
    end = -1
    for first, last in _runs(page):
        table = _table(page, first, last, end)
        if table:
            end = table.last
            yield table


def is_row(line: Line, words: Words) -> bool:
    """True for a label, of words or a figure as `2024`, and figures beside it."""
    if len(line) < 2 or len(line[0].text) > LONGEST_LABEL or open_heads.is_head(line, words):
        return False
    return any(each.is_figure for each in line[1:])


def may_end(text: str) -> bool:
    """True for a line that is no part of a label: a sentence, a numbered heading, a long line."""
    return len(text) > LONGEST_LABEL or text.endswith(".") or NUMBERED.match(text) is not None


def _runs(page: PageLines) -> Iterator[tuple[int, int]]:
    """Yield the first and last of lines in columns that stand together."""
    run: list[int] = []
    parted: list[int] = []
    alone = 0
    for number, line in page.lines.items():
        whole = placed_words.whole(line)
        is_parted = len(whole) > 1
        is_within = is_parted or not parted or _is_within(whole[0], page.lines[parted[-1]])
        alone = 0 if is_within else alone + 1
        is_other = not is_within and (alone > MOST_ALONE or not _may_be_label(line, page.words))
        is_new = is_parted and bool(parted) and _begins(page, parted, line)
        if run and (is_other or is_new or _is_far(page, run, number)):
            if parted:
                yield parted[0], _end(page, run, parted)
            run, parted = [], []
        if is_parted or parted:
            run.append(number)
        if is_parted:
            parted.append(number)
    if parted:
        yield parted[0], _end(page, run, parted)


def _begins(page: PageLines, parted: Sequence[int], line: Line) -> bool:
    """True for the head of another table, below the rows of one."""
    has_rows = any(is_row(page.lines[number], page.words) for number in parted)
    return has_rows and open_heads.is_head(line, page.words)


def _is_within(segment: Segment, above: Line) -> bool:
    """True for a text that stands below one piece of a line that is no label, and no more."""
    label, *others = placed_words.whole(above)
    below = [each for each in others if _overlap(each, segment) > 0]
    return len(below) == 1 and segment.left > label.right


def _overlap(one: Segment, other: Segment) -> float:
    return min(one.right, other.right) - max(one.left, other.left)


def _may_be_label(line: Line, words: Words) -> bool:
    """True for a label over two lines, or the heading of a group of rows."""
    text = " ".join(each.text for each in line)
    is_short = len(text) <= LONGEST_LABEL and not text.endswith((".", ":"))
    return is_short and not NUMBERED.match(text) and not open_heads.is_head(line, words)


def _is_far(page: PageLines, run: Sequence[int], number: int) -> bool:
    """True if a line stands much further down than the lines above do from one another."""
    middles = [page.lines[each][0].middle for each in (*run, number)]
    steps = [above - under for above, under in pairwise(middles)]
    usual = median(steps[:-1]) if len(steps) > 1 else 0.0
    return steps[-1] > max(FAR * page.lines[number][0].height, 1.8 * usual, FAR * 4)


def _end(page: PageLines, run: Sequence[int], parted: Sequence[int]) -> int:
    """The last line of a run: in columns, or what goes on below a column that holds no labels."""
    last = parted[-1]
    edge = placed_words.whole(page.lines[last])[1].left - 3
    for number in run[run.index(last) + 1 :]:
        if page.lines[number][0].left < edge:
            break
        last = number
    return last


def _table(page: PageLines, first: int, last: int, end: int) -> PlacedTable | None:
    numbers = page.numbers(first, last)
    body = [n for n in numbers if is_row(page.lines[n], page.words)]
    start = body[0] if body else numbers[1] if len(numbers) > 1 else numbers[0]
    numbers = [number for number in numbers if number >= start]
    lines = [page.lines[number] for number in body or numbers]
    spans = _spans([line for line in lines if len(placed_words.whole(line)) > 1])
    if len(spans) < 2:
        return None
    rows = [_row(number, page.lines[number], spans) for number in numbers]
    if any(row is None for row in rows):
        return None
    heads = open_heads.numbers(page, start, spans, end)
    made = [_row(number, page.lines[number], spans, is_head=True) for number in heads]
    if _may_be_thousands(lines, spans):
        rows = [row and placed_rows.doubted(row, THOUSANDS) for row in rows]
    elif any(row and row[0].doubt == TOGETHER for row in rows):
        rows = [row and placed_rows.doubted(row, TOGETHER) for row in rows]
    found = [(row, page.lines[n][0].middle) for row, n in zip(rows, numbers, strict=True) if row]
    joined = placed_rows.labelled(found) if body else placed_rows.of_texts(found)
    head = open_heads.rows([row for row in made if row])
    if not _says_enough(head, joined, bool(body)):
        return None
    top = min(heads, default=start)
    return PlacedTable(top, last, (*head, *joined), tuple(spans), _labels(joined))


def _may_be_thousands(lines: Sequence[Line], spans: Sequence[Span]) -> bool:
    """True if two columns near one another may be one, whose thousands stand apart."""
    beside: dict[int, list[tuple[Segment, Segment]]] = {}
    for line in lines:
        for one, other in pairwise(line):
            beside.setdefault(_index(other, spans), []).append((one, other))
    return any(
        all(one.is_figure and GROUP.fullmatch(other.text) for one, other in pairs)
        and min(other.left - one.right for one, other in pairs) < CLOSE * pairs[0][1].height
        for pairs in beside.values()
    )


def _says_enough(head: Sequence[Row], rows: Sequence[Row], has_figures: bool) -> bool:
    """True for enough rows, which are no text that is set in two columns."""
    if not rows or (not head and len(rows) < FEWEST_ROWS):
        return False
    if has_figures:
        return True
    texts = [[len(row[n].text) for row in rows if row[n].text] for n in range(len(rows[0]))]
    are_long = [bool(each) and median(each) > LONG_TEXT for each in texts]
    return len(rows) >= FEWEST_ROWS - bool(head) and not all(are_long)


def _labels(rows: Sequence[Row]) -> int:
    """How many columns from the left hold labels: the second too, beside numbers of rows."""
    firsts = [row[0].text for row in rows if row[0].text]
    seconds = [row[1].text for row in rows if row[1].text]
    are_numbers = sum(numeral(text) is not None for text in firsts) > len(firsts) / 2
    are_words = sum(numeral(text) is None for text in seconds) > len(seconds) / 2
    return 2 if len(rows[0]) > 2 and are_numbers and are_words else 1


def _spans(lines: Sequence[Line]) -> list[Span]:
    """The columns: what stands over one another, but for a few pieces that cross several."""
    segments = [segment for line in lines for segment in line]
    spans = _covered(segments)
    wide = sorted(segments, key=lambda each: each.left - each.right)
    for segment in wide[: len(lines) // 10]:
        others = [each for each in segments if each is not segment]
        if len(_covered(others)) > len(spans):
            segments, spans = others, _covered(others)
    return spans


def _covered(segments: Sequence[Segment]) -> list[Span]:
    spans: list[Span] = []
    for segment in sorted(segments, key=lambda each: each.left):
        if spans and segment.left < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], segment.right))
        else:
            spans.append((segment.left, segment.right))
    return spans


def _index(segment: Segment, spans: Sequence[Span]) -> int:
    """The column that a segment stands in, or else the nearest."""

    def distance(span: Span) -> float:
        return max(span[0] - segment.right, segment.left - span[1], 0.0) + 1e-3 * abs(
            (span[0] + span[1] - segment.left - segment.right) / 2
        )

    return min(range(len(spans)), key=lambda index: distance(spans[index]))


def _row(number: int, line: Line, spans: Sequence[Span], *, is_head: bool = False) -> Row | None:
    """A line as a row; None where two of its figures are of one column."""
    place = f"line {number + 1}"
    cells = [GridCell("", place, is_head=is_head) for _span in spans]
    before, unsure = None, ""
    for segment in line:
        at = _index(segment, spans)
        if len(line) == 1 and not is_head and segment.left < spans[0][1]:
            at = 0
        held = cells[at]
        if held.text and before and (segment.is_figure or (before.is_figure and at)):
            return None
        text = f"{held.text} {segment.text}".strip()
        box = around([getattr(held.place, "box", None), segment.box])
        over = open_heads.columns_of(segment, spans)
        is_unsure = is_head and len(over) != 1
        doubt = CUT if segment.cell else held.doubt or (CROSSED if is_unsure else "")
        cells[at] = GridCell(text, Place(place, box=box), is_head=is_head, doubt=doubt)
        for right in _over(segment, spans, at) if is_head and len(line) < len(spans) else ():
            if not cells[right].text:
                cells[right] = replace(cells[at], is_continued=True)
        for column in over if is_unsure else ():
            cells[column] = replace(cells[column], doubt=cells[column].doubt or CROSSED)
        before = segment
        is_one = segment.is_figure or not at or not RUN_TOGETHER.fullmatch(segment.text)
        unsure = unsure or CROSSED * (len(over) > 1) or TOGETHER * (not is_one)
    if not is_head and (unsure or not cells[0].text):
        cells[0] = replace(cells[0], doubt=cells[0].doubt or unsure or NO_LABEL)
    return tuple(cells)


def _over(segment: Segment, spans: Sequence[Span], at: int) -> list[int]:
    """The columns right of one that a text of the head stands over as well."""
    return [
        index
        for index in range(at + 1, len(spans))
        if segment.left < (spans[index][0] + spans[index][1]) / 2 < segment.right
    ]
