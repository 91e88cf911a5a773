"""What readers make of a file, before anything is understood of it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class GridCell:
    """One cell of a grid.

    Attributes:
        text: What it prints; empty where it prints nothing.
        place: Where it stands in the file: `line 285`, `Budget!C7`, `page 12`.
        number: Its value where the file itself holds a number, as a sheet does.
        decimals: The decimals that the file shows of that number; None if it does not say.
        is_continued: True if a merged cell to the left or above covers it.
        is_below: True if it is the merged cell above that does.
        is_head: True if the file itself says that it is the head of a column.
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
    """

    pieces: list[Heading | Paragraph | Grid] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    title: str = ""

    @property
    def headings(self) -> list[Heading]:
        return [piece for piece in self.pieces if isinstance(piece, Heading)]

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [piece for piece in self.pieces if isinstance(piece, Paragraph)]

    @property
    def grids(self) -> list[Grid]:
        return [piece for piece in self.pieces if isinstance(piece, Grid)]
