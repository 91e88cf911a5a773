"""The cells of a printed line: its label and its figures, and where on the line they stand.

Cells stand between tabs or bars, or apart by runs of blanks, or apart by one blank only, which may
also stand between thousands and after a minus.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from math import nan

from alereport.texts.numbers import BLANKS, number

SIGN = rf"(?:[-−–][{BLANKS}]?|\+)"
# Atomic groups, so that a row of many figures can match in one way only.
FIGURE = (
    rf"{SIGN}?(?>\d{{1,3}}(?:[{BLANKS}]\d{{3}}\b)+|\d{{1,3}}(?:\.\d{{3}}\b)+|\d+)"
    rf"(?:[,.]\d+)?(?:[{BLANKS}]?%)?\*{{0,3}}"
)
IS_FIGURE = re.compile(FIGURE)
DASH = re.compile(r"[-−–—]{1,2}")
YEAR = re.compile(r"(?:19|20)\d\d")
TAIL = re.compile(rf"(?P<label>.*?)(?P<tail>(?:(?:^|[{BLANKS}]){FIGURE})+)")
CHUNK = re.compile(r"\S+(?: \S+)*")
"""What stands together: a run of two blanks or more parts it from the next."""
LETTERS = re.compile(r"[^\W\d_]")
LONGEST_LABEL = 45
"""A longer line with one figure at its end is read as a line of a paragraph."""


@dataclass(frozen=True)
class Cell:
    """One cell: what is printed, and from which to which column of the line it stands."""

    text: str
    start: int
    end: int

    @property
    def is_figure(self) -> bool:
        return IS_FIGURE.fullmatch(self.text) is not None

    @property
    def is_blank(self) -> bool:
        return not self.text or DASH.fullmatch(self.text) is not None

    @property
    def is_percentage(self) -> bool:
        return "%" in self.text

    @property
    def amount(self) -> float | None:
        """The figure; None where the cell is blank, not a number where it cannot be added."""
        if self.is_blank:
            return None
        return self.figure if self.is_figure and not self.is_percentage else nan

    @property
    def figure(self) -> float:
        """The figure that a cell with one has, of a percentage too."""
        return number(_plain(self.text))

    @property
    def decimals(self) -> int:
        return len(_plain(self.text).partition(",")[2])


@dataclass(frozen=True)
class PrintedRow:
    """A line with figures.

    Attributes:
        line: Its number.
        label: The words before the figures.
        cells: The cells after the label.
        tail: Figures that stand one blank after the label, where other cells stand further off:
            cells if they stand under others, and otherwise words of the label.
        form: How its cells are parted: by `tabs`, by `runs` of blanks, or by one `blank`.
    """

    line: int
    label: str
    cells: tuple[Cell, ...]
    form: str
    tail: tuple[Cell, ...] = field(default=())

    @property
    def is_head(self) -> bool:
        """True if it has years over columns and no other figure."""
        figures = [cell.text for cell in (*self.tail, *self.cells) if cell.is_figure]
        return all(YEAR.fullmatch(text) for text in figures)


def row(line: int, text: str) -> PrintedRow | None:
    """Return a line of a table; None if the line has no figures in cells."""
    if re.search(r"\S\s*\t|\t\s*\S", text.strip(" ")) or text.strip().startswith("|"):
        return _between_tabs(line, text)
    chunks = [Cell(match[0], match.start(), match.end()) for match in CHUNK.finditer(text)]
    if len(chunks) > 1:
        return _between_runs(line, chunks)
    return _between_blanks(line, chunks[0]) if chunks else None


def _between_tabs(line: int, text: str) -> PrintedRow | None:
    parts = re.split(r"\t|\|", text.strip(" \r\n").strip("|"))
    cells = [Cell(part.strip(f"*{BLANKS}"), index, index) for index, part in enumerate(parts)]
    first = next((cell.start for cell in cells if LETTERS.search(cell.text)), -1)
    label = cells[: first + 1]
    label += takewhile(lambda cell: LETTERS.search(cell.text), cells[first + 1 :])
    rest = cells[len(label) :]
    if not any(cell.is_figure for cell in rest):
        return None
    return PrintedRow(line, " ".join(cell.text for cell in label if cell.text), tuple(rest), "tabs")


def _between_runs(line: int, chunks: list[Cell]) -> PrintedRow | None:
    label = ""
    tail: tuple[Cell, ...] = ()
    if len(chunks) > 1 and re.fullmatch(r"\d{1,2}\.?", chunks[0].text) and not chunks[1].is_figure:
        # The number of a note or a row, and not a figure.
        label_end = chunks[1]
        chunks = [Cell(f"{chunks[0].text} {label_end.text}", 0, label_end.end), *chunks[2:]]
    if LETTERS.search(chunks[0].text):
        first, *chunks = chunks
        match = TAIL.fullmatch(first.text)
        label = match["label"].strip() if match else first.text
        tail = tuple(_figures(first, match["tail"])) if match else ()
    cells = tuple(cell for chunk in chunks for cell in _figures(chunk, chunk.text))
    if not any(cell.is_figure for cell in cells):
        return None
    return PrintedRow(line, label, cells, "runs", tail)


def _between_blanks(line: int, chunk: Cell) -> PrintedRow | None:
    match = TAIL.fullmatch(chunk.text)
    if match is None:
        return None
    label, cells = match["label"].strip(), tuple(_figures(chunk, match["tail"]))
    is_row = (
        not label
        or len(cells) > 1
        or (label[:1].isupper() and len(label) <= LONGEST_LABEL and not cells[0].is_percentage)
    )
    return PrintedRow(line, label, cells, "blank") if is_row else None


def _figures(chunk: Cell, end_of_it: str) -> Iterator[Cell]:
    """Yield the figures that a chunk ends with; the chunk as one cell if it is no figures."""
    if not re.fullmatch(rf"(?:(?:^|[{BLANKS}]){FIGURE})+", end_of_it):
        yield chunk
        return
    offset = chunk.end - len(end_of_it)
    for match in re.finditer(FIGURE, end_of_it):
        yield Cell(match[0], offset + match.start(), offset + match.end())


def _plain(text: str) -> str:
    """Write a figure with a comma before its decimals and no points between thousands."""
    bare = re.sub(r"[*+%]", "", text).strip()
    bare = re.sub(rf"(?<=\d)\.(?=\d{{3}}(?!\d))|(?<=[-−–])[{BLANKS}]", "", bare)
    return bare.replace(".", ",")


def parts_of(cell: Cell, edges: list[int]) -> tuple[Cell, ...]:
    """Divide figures run together, as `937 291`, where a column of other rows ends."""
    for blank in re.finditer(rf"[{BLANKS}]", cell.text):
        left = Cell(cell.text[: blank.start()], cell.start, cell.start + blank.start())
        right = Cell(cell.text[blank.end() :], cell.start + blank.end(), cell.end)
        if left.is_figure and right.is_figure and any(abs(left.end - edge) < 2 for edge in edges):
            return (left, *parts_of(right, edges))
    return (cell,)
