"""The tables of pages whose words have a place and nothing else, with borders or without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from alereport.ingest import open_tables, page_breaks, ruled_tables
from alereport.ingest.drawn_lines import DrawnLines
from alereport.ingest.model import Grid
from alereport.ingest.open_heads import PageLines, is_head
from alereport.ingest.open_tables import PlacedTable, may_end
from alereport.ingest.placed_rows import LOOSE, doubted
from alereport.ingest.placed_words import Line
from alereport.ingest.ruled_tables import NEAR
from alereport.ingest.words import Words

MOST_AROUND = 2
"""The most lines of text at the foot of a page and the head of the next."""


def found(
    lines: Sequence[Line], pages: Sequence[int], drawn: Mapping[int, DrawnLines], words: Words
) -> Iterator[tuple[int, int, Grid]]:
    """Yield each table with the numbers of its first and last line, the first line being 1.

    Args:
        lines: The lines of all pages.
        pages: The page of each line.
        drawn: What is drawn on each page.
    """
    tables: list[PlacedTable] = []
    for table in _tables(lines, pages, drawn, words):
        heads = _goes_on(tables[-1], table, lines, pages) if tables else None
        if heads is None:
            tables.append(table)
            continue
        rows = page_breaks.joined(tables[-1].rows, table.rows[heads:])
        tables[-1] = replace(tables[-1], last=table.last, rows=rows)
    for table in tables:
        caption = _caption(lines, table.first)
        place = f"line {table.first + 1}"
        grid = Grid(table.rows, place, caption=caption, labels=table.labels)
        yield table.first + 1, table.last + 1, grid


def _tables(
    lines: Sequence[Line], pages: Sequence[int], drawn: Mapping[int, DrawnLines], words: Words
) -> Iterator[PlacedTable]:
    """Yield the tables of each page, from above."""
    for page in sorted(set(pages)):
        of_page = {n: line for n, line in enumerate(lines) if line and pages[n] == page}
        on_it = drawn.get(page, DrawnLines())
        ruled = list(_ruled(of_page, on_it))
        taken = {n for table in ruled for n in range(table.first, table.last + 1)}
        rest = {n: line for n, line in of_page.items() if n not in taken}
        opened = [
            _ended(table, lines, words) for table in open_tables.tables(PageLines(rest, words))
        ]
        yield from sorted([*ruled, *opened], key=lambda table: table.first)


def _ruled(lines: Mapping[int, Line], drawn: DrawnLines) -> Iterator[PlacedTable]:
    """Yield the tables of a page that have borders."""
    for borders in ruled_tables.borders(drawn):
        rows = ruled_tables.rows(lines, borders)
        if rows is None:
            continue
        used = [number for _row, numbers in rows for number in numbers]
        edges = tuple(pairwise(borders.columns))
        of_both = tuple(row for row, _numbers in rows)
        yield PlacedTable(min(used), max(used), of_both, edges, labels=None, has_borders=True)


def _goes_on(
    above: PlacedTable, table: PlacedTable, lines: Sequence[Line], pages: Sequence[int]
) -> int | None:
    """The rows of its head that a table prints again on the next page; None if it is another.

    It goes on where no text stands between, under the same head, or without one in the same
    columns.
    """
    between = lines[above.last + 1 : table.first]
    of_text = sum(len(line) == 1 and may_end(line[0].text) for line in between)
    is_next = pages[table.first] == pages[above.last] + 1
    if of_text > MOST_AROUND or not is_next or len(above.spans) != len(table.spans):
        return None
    heads = page_breaks.repeated(above.rows, table.rows)
    if heads or page_breaks.begins_another(above.rows, table.rows):
        return heads or None
    return 0 if table.has_borders and above.has_borders and _is_below(above, table) else None


def _is_below(above: PlacedTable, table: PlacedTable) -> bool:
    """True if the columns of two tables with borders stand at the same places."""
    return all(
        abs(one[0] - other[0]) < NEAR and abs(one[1] - other[1]) < NEAR
        for one, other in zip(above.spans, table.spans, strict=True)
    )


def _ended(table: PlacedTable, lines: Sequence[Line], words: Words) -> PlacedTable:
    """A table whose last row is asked about where the line below it may be of it too."""
    if not _may_go_on(lines, table.last, words):
        return table
    return replace(table, rows=(*table.rows[:-1], doubted(table.rows[-1], LOOSE)))


def _may_go_on(lines: Sequence[Line], last: int, words: Words) -> bool:
    """True if a label or a figure may go on in the next line: of words alone, or of figures."""
    after = [line for line in lines[last + 1 : last + 12] if line and not is_head(line, words)]
    if not after or all(each.is_figure for each in after[0]):
        return bool(after)
    return len(after[0]) == 1 and not may_end(after[0][0].text)


def _caption(lines: Sequence[Line], first: int) -> str:
    """The two short lines above a table."""
    above = [line for line in lines[max(0, first - 6) : first] if line]
    texts = [" ".join(each.text for each in line) for line in above]
    return " ".join([text for text in texts if len(text) < 90][-2:])
