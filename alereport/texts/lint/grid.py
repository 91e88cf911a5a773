"""The tables printed in a text, as rows of figures in columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise

from alereport.texts.lint import cells
from alereport.texts.lint.cells import Cell, PrintedRow

MOST_GROUPS = 15
"""The most groups of digits that are divided into columns; a wider row is left as it is."""
NEAR = 4
"""How much nearer the ends of a column must be than those of others, in signs."""
MOST_BLANK_LINES = 4
MOST_WORDS = 3
"""The most lines of words between two rows of a table: labels over several lines, headings."""
LONGEST_WORDS = 60
"""A longer line of words ends a table, as a paragraph does."""
HEAD = re.compile(
    r"\b(?:(?:19|20)\d\d|[tmk]n?kr|kronor|utfall|budget\w*|bokslut\w*|prognos|plan|belopp|antal|procent)\b",
    re.IGNORECASE,
)
"""What stands over columns."""


@dataclass(frozen=True)
class Row:
    """A row of a table whose columns are known."""

    line: int
    label: str
    cells: tuple[Cell, ...]
    begins_group: bool = False

    @property
    def amounts(self) -> tuple[float | None, ...]:
        """The figures; None where a cell is blank, not a number where it cannot be added."""
        return tuple(cell.amount for cell in self.cells)


@dataclass
class Block:
    """Lines of figures that stand together.

    Attributes:
        heading: The words over them.
        groups: The lines of the rows that stand first below words of their own.
        is_bare: True if the figures stand one to a line, without their labels.
    """

    heading: str
    rows: list[PrintedRow] = field(default_factory=list)
    groups: set[int] = field(default_factory=set)
    is_bare: bool = False

    @property
    def first(self) -> int:
        return self.rows[0].line

    @property
    def last(self) -> int:
        return self.rows[-1].line

    def table(self) -> list[Row] | None:
        """Return its rows in columns; None where the columns cannot be told apart."""
        rows = _in_columns(self.rows)
        if rows is None:
            return None
        used = [column for column in range(len(rows[0].cells)) if _has_figure(rows, column)]
        return [
            Row(
                row.line,
                row.label,
                tuple(row.cells[column] for column in used),
                row.line in self.groups,
            )
            for row in rows
        ]


def _has_figure(rows: Iterable[PrintedRow], column: int) -> bool:
    return any(row.cells[column].is_figure for row in rows)


def blocks(lines: Iterable[tuple[int, str]]) -> Iterator[Block]:
    """Yield the lines of figures that stand together, as a table does.

    Args:
        lines: The lines of a text with their numbers, without what recurs on every page.
    """
    block, blanks = Block(""), 0
    words: list[str] = []
    for line, text in lines:
        if not text.strip():
            blanks += 1
            continue
        row = cells.row(line, text)
        is_over = blanks > MOST_BLANK_LINES or (row is None and _ends_table(text))
        blanks = 0
        bare = row is not None and not row.label and len(row.cells) == 1
        if row is None or row.is_head:
            is_over = is_over or len(words) >= MOST_WORDS
            words = [*words[-MOST_WORDS:], text]
        if block.rows and (is_over or bare != block.is_bare or (row and _is_other(block, row))):
            yield block
            block = Block("")
        if row is not None and not row.is_head:
            if not block.rows:
                block = Block(" ".join(words), is_bare=bare)
            elif words:
                block.groups.add(line)
            block.rows.append(_labelled(row, words))
            words = []
    if block.rows:
        yield block


def _ends_table(text: str) -> bool:
    """True for a paragraph, a heading, or words over columns."""
    words = text.strip()
    is_heading = re.match(r"#|\d{1,2}(\.\d{1,2})*\.? +[A-ZÅÄÖ]", words) is not None
    parts = re.split(r"\t| {2,}|\|", words)
    is_head = len(parts) > 1 and HEAD.search(" ".join(parts[1:])) is not None
    is_rule = not re.search(r"\w", words)
    return not is_rule and (
        is_heading
        or is_head
        or (len(parts) == 1 and (len(words) > LONGEST_WORDS or words[-1] in ".!?"))
    )


def _is_other(block: Block, row: PrintedRow) -> bool:
    """True if a row has its cells parted in another way than those above, or is a head."""
    return row.is_head or (row.form == "tabs") != (block.rows[-1].form == "tabs")


def _labelled(row: PrintedRow, words: Sequence[str]) -> PrintedRow:
    """Return a row with the line above, where its label begins there: `Summa` over `nämnden`."""
    if words and (row.label[:1].islower() or not row.label):
        above = re.split(r"\t| {2,}", words[-1].strip())[0]
        if row.label or not HEAD.search(above):
            return replace(row, label=f"{above} {row.label}".strip())
    return row


def _in_columns(rows: list[PrintedRow]) -> list[PrintedRow] | None:
    if rows[0].form == "tabs":
        return _by_index(rows)
    if any(row.form == "runs" for row in rows):
        placed = _by_place(rows) or _by_order(rows)
        if placed is not None:
            return placed
    return _by_count([replace(row, cells=(*row.tail, *row.cells)) for row in rows])


def _by_index(rows: list[PrintedRow]) -> list[PrintedRow] | None:
    """Put the cells between tabs in columns from the left, or else from the right."""
    widths = {row.cells[-1].end for row in rows}
    if len(widths) == 1:
        first = min(row.cells[0].start for row in rows)
        return [_padded(row, row.cells[0].start - first) for row in rows]
    figures = [tuple(_from_first_figure(row.cells)) for row in rows]
    if len({len(each) for each in figures}) > 1:
        return None
    return [replace(row, cells=each) for row, each in zip(rows, figures, strict=True)]


def _padded(row: PrintedRow, blanks: int) -> PrintedRow:
    return replace(row, cells=(*[Cell("", 0, 0)] * blanks, *row.cells))


def _from_first_figure(row_cells: Sequence[Cell]) -> Sequence[Cell]:
    first = next(index for index, cell in enumerate(row_cells) if not cell.is_blank)
    return row_cells[first:]


def _by_place(rows: list[PrintedRow]) -> list[PrintedRow] | None:
    """Put the cells in columns by where they end; None where the rows do not end alike."""
    edges = _edges([cell for row in rows for cell in row.cells])
    if len(edges) > max(len(row.cells) for row in rows):
        return None
    placed = []
    for row in rows:
        tail = tuple(cell for cell in row.tail if any(abs(cell.end - e) < 2 for e in edges))
        parts = [part for cell in (*tail, *row.cells) for part in cells.parts_of(cell, edges)]
        columns = {_nearest(part.end, edges): part for part in parts}
        if len(columns) < len(parts):
            return None
        placed.append((row, columns))
    return [
        replace(
            row,
            cells=tuple(columns.get(index, Cell("", 0, 0)) for index in range(len(edges))),
            tail=(),
        )
        for row, columns in placed
    ]


def _by_order(rows: list[PrintedRow]) -> list[PrintedRow] | None:
    """Put the cells of full rows in columns by their order, and of others by where they end.

    None where a row's cells may stand in others of the columns as well.
    """
    columns, full = Counter(len(row.cells) for row in rows).most_common(1)[0]
    if 2 * full < len(rows):
        return None
    ends = [
        [row.cells[index].end for row in rows if len(row.cells) == columns]
        for index in range(columns)
    ]
    placed = []
    for row in rows:
        row_cells = (*row.tail, *row.cells)[-columns:] if len(row.cells) < columns else row.cells
        if row.tail and len(row_cells) < columns:
            row_cells = row.cells
        indexes = _places(row_cells, ends)
        if indexes is None:
            return None
        by_index = dict(zip(indexes, row_cells, strict=True))
        found = tuple(by_index.get(index, Cell("", 0, 0)) for index in range(columns))
        placed.append(replace(row, cells=found, tail=()))
    return placed


def _places(row_cells: Sequence[Cell], ends: list[list[int]]) -> tuple[int, ...] | None:
    """Return the columns whose cells end nearest; None where others are nearly as near."""
    if len(row_cells) > len(ends):
        return None
    middles = [(min(column) + max(column)) / 2 for column in ends]
    distances = sorted(
        (sum(abs(cell.end - middles[i]) for cell, i in zip(row_cells, chosen, strict=True)), chosen)
        for chosen in combinations(range(len(ends)), len(row_cells))
    )
    if len(distances) > 1 and distances[1][0] - distances[0][0] < NEAR:
        return None
    return distances[0][1]


def _edges(printed: Iterable[Cell]) -> list[int]:
    """Return where the columns end: figures stand to the right in theirs, give or take a sign."""
    edges: list[list[int]] = []
    for end in sorted(cell.end for cell in printed):
        if edges and end - edges[-1][-1] < 3:
            edges[-1].append(end)
        else:
            edges.append([end])
    return [Counter(group).most_common(1)[0][0] for group in edges]


def _nearest(end: int, edges: list[int]) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - end))


def _by_count(rows: list[PrintedRow]) -> list[PrintedRow] | None:
    """Divide rows into as many columns as most have: `144 074 157 274` may be one or two."""
    columns = Counter(len(row.cells) for row in rows).most_common(1)[0][0]
    divided = [
        row
        if len(row.cells) == columns
        else replace(row, cells=_regrouped(row.cells, columns) or row.cells)
        for row in rows
    ]
    return divided if all(len(row.cells) == columns for row in divided) else None


def _regrouped(row_cells: Sequence[Cell], columns: int) -> tuple[Cell, ...] | None:
    """Divide the cells again, as evenly as possible; None where two ways are equally even."""
    printed = " ".join(cell.text for cell in row_cells)
    groups = re.sub(r"([-−–]) |\s(?=%)", r"\1", printed).split()
    if not columns <= len(groups) <= MOST_GROUPS:
        return None
    divisions: dict[int, list[tuple[Cell, ...]]] = {}
    for cuts in combinations(range(1, len(groups)), columns - 1):
        bounds = list(pairwise((0, *cuts, len(groups))))
        division = tuple(Cell(" ".join(groups[start:end]), start, end) for start, end in bounds)
        if all(cell.is_figure and not re.match(r"\D?0\d", cell.text) for cell in division):
            sizes = [end - start for start, end in bounds]
            divisions.setdefault(max(sizes) - min(sizes), []).append(division)
    evenest = divisions[min(divisions)] if divisions else []
    return evenest[0] if len(evenest) == 1 else None
