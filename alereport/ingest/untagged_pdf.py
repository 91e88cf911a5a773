"""A PDF without tags: its words where they stand on the page, as lines of text with blanks.

The tables of such lines are found as those of a plain text; since nothing in the file says what a
table is, a figure of theirs is asked about unless arithmetic proves it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import pypdfium2 as pdfium
from pypdfium2 import raw

from alereport.ingest import placed_tables, plain_text
from alereport.ingest.model import Content, Grid, GridCell, Heading, Paragraph
from alereport.ingest.placed_tables import Line, Segment
from alereport.ingest.places import Box, Frame, Place, around, on_page
from alereport.ingest.progress import Told, untold
from alereport.ingest.words import Words

WITHIN = 0.45
"""The widest gap within a word, in heights of a letter."""
BLANK = 0.65
"""The widest blank between words and between thousands, in heights of a letter."""
GAP = 2.2
"""How far apart lines are that no paragraph joins, in heights of a letter."""
SAME_LINE = 0.4
"""How far apart the middles of letters of one line are at most, in heights of a letter."""
DOUBT = "the PDF has no tags, and no total, difference or share proves the figure"


@dataclass(frozen=True)
class _Word:
    """Letters that stand together: their text and edges; `middle` is less further down.

    Attributes:
        box: Where it is on the page as it is shown.
    """

    text: str
    left: float
    right: float
    middle: float
    height: float
    box: Box


def read(path: Path, words: Words, told: Told = untold) -> Content:
    """Read a PDF by where its words stand.

    Args:
        told: Is told of each page that is read.
    """
    lines: list[Line] = []
    pages: list[int] = []
    for page, line in _lines(path, told):
        lines.append(line)
        pages.append(page)
    text = "\n".join("   ".join(segment.text for segment in line) for line in lines)
    content = plain_text.read(text, words, placed_tables.found(lines, pages, words))
    places = [
        on_page(page, around(segment.box for segment in line))
        for page, line in zip(pages, lines, strict=True)
    ]
    return Content([_placed(piece, places) for piece in content.pieces])


def _lines(path: Path, told: Told) -> Iterator[tuple[int, Line]]:
    """Yield each line with its page; an empty one where a page ends or a gap is."""
    document = pdfium.PdfDocument(path)
    try:
        for index in range(len(document)):
            page = document[index]
            text_page = page.get_textpage()
            above: Segment | None = None
            for line in _segments([*_words(text_page.raw, Frame(page))]):
                if above and above.middle - line[0].middle > GAP * line[0].height:
                    yield index + 1, ()
                above = line[0]
                yield index + 1, line
            yield index + 1, ()
            text_page.close()
            page.close()
            told(index + 1, len(document))
    finally:
        document.close()


def _words(text_page: object, frame: Frame) -> Iterator[_Word]:
    """Yield what stands together without a blank, as the page is shown."""
    left, right, bottom, top = (ctypes.c_double() for _edge in range(4))
    text, box = "", [0.0, 0.0, 0.0, 0.0]
    for index in range(raw.FPDFText_CountChars(text_page)):
        letter = chr(raw.FPDFText_GetUnicode(text_page, index) or 32)
        raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
        shown = frame.shown(left.value, bottom.value, right.value, top.value)
        at = [shown[0], shown[2], -shown[3], -shown[1]]
        is_apart = letter.isspace() or (text and not _is_near(box, at))
        if is_apart and text:
            yield _word(text, box)
            text = ""
        if not letter.isspace():
            letter = "-" if letter in "\x02\ufffe\u00ad" else letter
            box = [box[0], at[1], min(box[2], at[2]), max(box[3], at[3])] if text else at
            text += letter
    if text:
        yield _word(text, box)


def _is_near(box: Sequence[float], at: Sequence[float]) -> bool:
    """True if a letter goes on from those before; the letters of a ligature share one box."""
    height = max(box[3] - box[2], 1.0)
    is_beside = -3 * height < at[0] - box[1] < WITHIN * height
    return is_beside and min(box[3], at[3]) > max(box[2], at[2]) - 1


def _word(text: str, box: Sequence[float]) -> _Word:
    left, right, bottom, top = box
    shown = (left, -top, right, -bottom)
    return _Word(text, left, right, (bottom + top) / 2, max(top - bottom, 1.0), shown)


def _segments(words: Sequence[_Word]) -> Iterator[Line]:
    """Yield the lines of a page from above, each as what stands together on it."""
    if not words:
        return
    height = median(word.height for word in words)
    rows: list[list[_Word]] = []
    for word in sorted(words, key=lambda each: -each.middle):
        if rows and abs(rows[-1][0].middle - word.middle) < SAME_LINE * height:
            rows[-1].append(word)
        else:
            rows.append([word])
    for row in rows:
        yield tuple(_joined(sorted(row, key=lambda each: each.left), height))


def _joined(row: Sequence[_Word], height: float) -> Iterator[Segment]:
    """Join the words that stand no further apart than the thousands of a figure."""
    segment: Segment | None = None
    for word in row:
        if segment and word.left - segment.right < BLANK * height:
            text = f"{segment.text} {word.text}"
            box = around([segment.box, word.box]) or word.box
            segment = replace(segment, text=text, right=word.right, box=box)
            continue
        if segment:
            yield segment
        segment = Segment(word.text, word.left, word.right, word.middle, height, word.box)
    if segment:
        yield segment


def _placed(
    piece: Heading | Paragraph | Grid, places: Sequence[Place]
) -> Heading | Paragraph | Grid:
    """A piece with the page it stands on instead of its line.

    Args:
        places: The place of each line.
    """
    place = _place(piece.place, places)
    if not isinstance(piece, Grid):
        return replace(piece, place=place)
    return replace(
        piece,
        place=place,
        rows=tuple(_moved(row, places) for row in piece.rows),
        doubts=(DOUBT,),
    )


def _moved(row: tuple[GridCell, ...], places: Sequence[Place]) -> tuple[GridCell, ...]:
    return tuple(replace(cell, place=_place(cell.place, places)) for cell in row)


def _place(place: str, places: Sequence[Place]) -> Place:
    """The place of a line, with the box of its own that a cell has."""
    number = int(place.removeprefix("line ").partition(",")[0])
    line = places[number - 1]
    own = getattr(place, "box", None)
    return Place(line, page=line.page, box=own or line.box)
