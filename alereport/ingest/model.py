"""What readers make of a file, before anything is understood of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from alereport.ingest.numerals import NUMBERED

T = TypeVar("T")
LONGEST_CAPTION = 90
"""Characters of a longer paragraph, which is no caption of the table below it."""


@dataclass(frozen=True)
class GridCell:
    """One cell of a grid.

    Attributes:
        text: What it prints; empty where it prints nothing.
        place: Where it stands in the file: `line 285`, `Budget!C7`, `page 12`; of a PDF a
            `places.Place`, with the box on that page.
        number: Its value where the file itself holds a number, as a sheet does.
        decimals: The decimals that the file shows of that number; None if it does not say.
        is_continued: True if a merged cell to the left or above covers it.
        is_below: True if it is the merged cell above that does.
        is_head: True if the file itself says that it is the head of a column.
        unit: Of a number in a sheet, the words that its format shows after it, such as `tkr`.
        doubt: Of a label, why it may not be the whole one; of a figure, why it may be another.
    """

    text: str
    place: str
    number: float | None = None
    decimals: int | None = None
    is_continued: bool = False
    is_below: bool = False
    is_head: bool = False
    doubt: str = ""
    unit: str = ""


Row = tuple[GridCell, ...]


@dataclass(frozen=True)
class Grid:
    """A table as rows of as many cells each.

    Attributes:
        rows: Its rows from above, those of its head among them.
        place: Where it begins.
        section: The heading it stands under.
        caption: The words right above it, or its caption.
        ways: For a row whose cells may be divided otherwise, every division of it, by its index;
            the one in `rows` is among them.
        doubts: Why the structure is not certain; none where the file says what the columns are.
        labels: How many columns from the left hold labels, where the reader knows it.
    """

    rows: tuple[Row, ...]
    place: str
    section: str = ""
    caption: str = ""
    ways: dict[int, tuple[Row, ...]] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    labels: int | None = None

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True)
class Heading:
    """A heading: its number as `3.2.1`, its words, and how deep it is, the highest being 1."""

    number: str
    words: str
    level: int
    place: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph or an item of a list, as one line.

    Attributes:
        section: The number of the heading it stands under, or its words where it has no number.
    """

    text: str
    place: str
    section: str


@dataclass
class Content:
    """What a file holds, in its order.

    Attributes:
        pieces: Headings, paragraphs and grids.
        remarks: What of the file a reader may miss: tracked changes, hidden sheets, text boxes.
        title: The title that the file has of its own, apart from its text.
        is_scan: True if it was read from pictures of its pages.
    """

    pieces: list[Heading | Paragraph | Grid] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    title: str = ""
    is_scan: bool = False

    @property
    def headings(self) -> list[Heading]:
        return [piece for piece in self.pieces if isinstance(piece, Heading)]

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [piece for piece in self.pieces if isinstance(piece, Paragraph)]

    @property
    def grids(self) -> list[Grid]:
        return [piece for piece in self.pieces if isinstance(piece, Grid)]

    @property
    def words_above(self) -> str:
        """The heading or the short paragraph that came last."""
        match self.pieces[-1:]:
            case [Paragraph(text=text)] if len(text) < LONGEST_CAPTION:
                return text
            case [Heading(words=words)]:
                return words
        return ""


def heading(text: str, level: int, place: str) -> Heading:
    """A heading as it is printed, its number apart from its words."""
    words = " ".join(text.split())
    match = NUMBERED.match(words)
    return Heading(
        match[1] if match else "", words[match.end() :] if match else words, level, place
    )


def spread(
    rows: Iterable[Sequence[T]],
    width: int,
    *,
    spans: Callable[[T], tuple[int, int]],
    cell: Callable[[T, int, int], GridCell],
    empty: Callable[[int], GridCell],
) -> list[Row]:
    """Rows of as many cells each: a merged cell stands in all its places, once as itself.

    Args:
        rows: The cells of each row as the file has them.
        width: How many cells a row is to have.
        spans: How many columns and rows a cell spans.
        cell: A cell as it is shown, by its row and the column it begins in, the first being 0.
        empty: What stands in a row that has too few.
    """
    open_spans: dict[int, tuple[int, GridCell]] = {}
    grid: list[Row] = []
    for number, row in enumerate(rows):
        made: list[GridCell] = []
        waiting = list(row)
        while len(made) < width:
            at = len(made)
            if at in open_spans:
                left, above = open_spans.pop(at)
                made.append(replace(above, is_continued=True, is_below=True))
                if left > 1:
                    open_spans[at] = (left - 1, above)
            elif not waiting:
                made.append(empty(number))
            else:
                first = waiting.pop(0)
                across, down = spans(first)
                shown = cell(first, number, at)
                for step in range(min(across, width - at)):
                    made.append(replace(shown, is_continued=True) if step else shown)
                    if down > 1:
                        open_spans[at + step] = (down - 1, shown)
        grid.append(tuple(made))
    return grid
