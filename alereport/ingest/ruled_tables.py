"""Tables of a page whose cells have borders: each cell is what stands between drawn lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from alereport.ingest.drawn_lines import Drawn, DrawnLines, levels
from alereport.ingest.model import GridCell, Row
from alereport.ingest.placed_rows import together
from alereport.ingest.placed_words import CUT, Line, Segment
from alereport.ingest.places import Place, around

NEAR = 3.0
"""How far from one another lines may end that meet, in points."""
FEWEST = 3
"""The fewest lines in each direction: of two rows and two columns."""
CROSSED = "a text in its row runs over the edge of its cell"
MOST_CELLS = 20_000


@dataclass(frozen=True)
class Borders:
    """The lines of one table: those across from above, those down from the left."""

    across: tuple[Drawn, ...]
    down: tuple[Drawn, ...]

    @property
    def rows(self) -> list[float]:
        """Where its rows begin, from above, and where the last one ends."""
        return _edges(self.across)

    @property
    def columns(self) -> list[float]:
        """Where its columns begin, from the left, and where the last one ends."""
        return _edges(self.down)


def _edges(lines: Sequence[Drawn]) -> list[float]:
    return [sum(line.at for line in level) / len(level) for level in levels(lines)]


def borders(drawn: DrawnLines) -> Iterator[Borders]:
    """Yield the lines of each table: those that meet one another, and their ends as its sides."""
    waiting = [(True, line) for line in drawn.across] + [(False, line) for line in drawn.down]
    while waiting:
        group = [waiting.pop()]
        for is_across, line in group:  # It grows by those that each one meets.
            meeting = [each for each in waiting if each[0] != is_across and _meet(line, each[1])]
            waiting = [each for each in waiting if each not in meeting] if meeting else waiting
            group += meeting
        yield _closed(
            [line for is_across, line in group if is_across],
            [line for is_across, line in group if not is_across],
        )


def _meet(line: Drawn, other: Drawn) -> bool:
    """True if a line across and one down touch, whichever is which."""
    return (
        other.start - NEAR <= line.at <= other.end + NEAR
        and line.start - NEAR <= other.at <= line.end + NEAR
    )


def _closed(across: Sequence[Drawn], down: Sequence[Drawn]) -> Borders:
    """Lines with sides where they have none: a table may have lines between its columns alone."""
    if not across or not down:
        return Borders(tuple(across), tuple(down))
    left, right = min(line.start for line in across), max(line.end for line in across)
    top, bottom = min(line.start for line in down), max(line.end for line in down)
    sides = [Drawn(at, top, bottom) for at in (left, right) if _is_open(at, down)]
    ends = [Drawn(at, left, right) for at in (top, bottom) if _is_open(at, across)]
    return Borders((*across, *ends), (*down, *sides))


def _is_open(at: float, lines: Sequence[Drawn]) -> bool:
    return all(abs(line.at - at) > 2 * NEAR for line in lines)


Cell = tuple[int, int]
"""A cell between lines, by row and column."""


def rows(lines: Mapping[int, Line], of: Borders) -> list[tuple[Row, set[int]]] | None:
    """The rows of a table with the numbers of their lines; None where its lines part no cells.

    Args:
        lines: The lines of text of the page, by number.
    """
    downs, acrosses = of.rows, of.columns
    is_small = len(downs) < FEWEST or len(acrosses) < FEWEST
    if is_small or len(downs) * len(acrosses) > MOST_CELLS:
        return None
    held = _held(lines, downs, acrosses)
    firsts = _firsts(of, downs, acrosses)
    if not held or not _are_rows(held, firsts, downs, acrosses):
        return None
    made: list[tuple[Row, set[int]]] = []
    for row in range(len(downs) - 1):
        cells = tuple(_cell((row, column), firsts, held) for column in range(len(acrosses) - 1))
        parts = _begun_in(row, firsts, held)
        if not any(cell.text and not cell.is_continued for cell in cells):
            continue
        cells = _doubted(cells, row, [segment for _number, segment in parts], firsts, acrosses)
        made.append((cells if made else _begun(cells), {number for number, _segment in parts}))
    return made


def _begun_in(row: int, firsts: Mapping[Cell, Cell], held: Held) -> list[tuple[int, Segment]]:
    """What stands in a row and in the merged cells that begin in it, which may go further down."""
    return [
        part for cell, parts in held.items() if row in {cell[0], firsts[cell][0]} for part in parts
    ]


def _begun(cells: Row) -> Row:
    """A first row, in which what is merged from an empty row above begins."""
    return tuple(
        replace(cell, is_continued=False, is_below=False) if cell.is_below else cell
        for cell in cells
    )


Held = dict[Cell, list[tuple[int, Segment]]]
"""By cell, what stands in it, each with the number of its line."""


def _held(lines: Mapping[int, Line], downs: Sequence[float], acrosses: Sequence[float]) -> Held:
    held: Held = {}
    for number, line in lines.items():
        for segment in line:
            row = _between(-segment.middle, downs)
            column = _between((segment.left + segment.right) / 2, acrosses)
            if row is not None and column is not None:
                held.setdefault((row, column), []).append((number, segment))
    return held


def _between(at: float, edges: Sequence[float]) -> int | None:
    for number, (start, end) in enumerate(pairwise(edges)):
        if start <= at < end:
            return number
    return None


def _firsts(of: Borders, downs: Sequence[float], acrosses: Sequence[float]) -> dict[Cell, Cell]:
    """By cell, the first one of the merged cell that it is of, or itself."""
    firsts: dict[Cell, Cell] = {}
    for row, (top, bottom) in enumerate(pairwise(downs)):
        for column, (left, right) in enumerate(pairwise(acrosses)):
            has_left = not column or _has(of.down, left, top, bottom)
            has_top = not row or _has(of.across, top, left, right)
            first = (row, column)
            if not has_left:
                first = firsts[row, column - 1]
            elif not has_top:
                first = firsts[row - 1, column]
            firsts[row, column] = first
    return firsts


def _has(lines: Sequence[Drawn], at: float, start: float, end: float) -> bool:
    """True if a line stands at a side of a cell, in one piece or several."""
    return any(abs(line.at - at) <= NEAR and line.spans(start, end) for line in lines)


def _are_rows(
    held: Held, firsts: Mapping[Cell, Cell], downs: Sequence[float], acrosses: Sequence[float]
) -> bool:
    """True if the lines part text into cells: two rows and columns, and no cell of several.

    Where two figures stand side by side in a cell, or below one another in two cells of a row,
    lines are missing.
    """
    filled = {firsts[cell] for cell in held}
    if any(_are_several(cell, firsts, held) for cell in filled):
        return False
    if len({row for row, _column in filled}) < 2 or len({column for _row, column in filled}) < 2:
        return False
    for row in range(len(downs) - 1):
        several = 0
        for column in range(len(acrosses) - 1):
            figures = [s for _n, s in held.get((row, column), ()) if s.is_figure]
            several += len(figures) > 1
        if several > 1:
            return False
    return True


def _doubted(
    cells: Row,
    row: int,
    segments: Iterable[Segment],
    firsts: Mapping[Cell, Cell],
    edges: Sequence[float],
) -> Row:
    """A row in doubt where a text runs out of its column: it may hide or be joined with another.

    Its label is, for its figures; and so is each cell that the text stands in, as it may be the
    head of any of these columns, or of several. A merged cell is one.
    """
    for segment in segments:
        over = _columns_of(segment, edges)
        if len(over) < 2:
            continue
        are_parted = len({firsts[row, column] for column in over}) > 1
        unsure = {0, *over} if are_parted else {0}
        cells = tuple(
            replace(cell, doubt=cell.doubt or CROSSED) if column in unsure else cell
            for column, cell in enumerate(cells)
        )
    return cells


def _columns_of(segment: Segment, edges: Sequence[float]) -> list[int]:
    """The columns that a text stands in, by more than the width of a line."""
    return [
        column
        for column, (left, right) in enumerate(pairwise(edges))
        if left < segment.right - NEAR / 2 and segment.left + NEAR / 2 < right
    ]


def _parts(first: Cell, firsts: Mapping[Cell, Cell], held: Held) -> list[tuple[int, Segment]]:
    """What stands in a cell, merged or not, line by line."""
    parts = [part for cell, of in firsts.items() if of == first for part in held.get(cell, ())]
    return sorted(parts, key=lambda each: (each[0], each[1].left))


def _are_several(first: Cell, firsts: Mapping[Cell, Cell], held: Held) -> bool:
    """True if a figure stands beside something else on a line of a cell."""
    return any(
        one == other and (left.is_figure or right.is_figure)
        for (one, left), (other, right) in pairwise(_parts(first, firsts, held))
    )


def _cell(at: Cell, firsts: Mapping[Cell, Cell], held: Held) -> GridCell:
    first = firsts[at]
    parts = _parts(first, firsts, held)
    text = ""
    for _number, segment in parts:
        text = segment.text if not text else together(text, segment.text)
    place = f"line {parts[0][0] + 1}" if parts else "line 1"
    box = around(segment.box for _number, segment in parts)
    return GridCell(
        text,
        Place(place, box=box),
        doubt=CUT if any(segment.cell for _number, segment in parts) else "",
        is_continued=at != first,
        is_below=at != first and at[0] != first[0],
    )
