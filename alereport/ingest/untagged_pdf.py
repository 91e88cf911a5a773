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

from alereport.ingest import plain_text
from alereport.ingest.model import Content, Grid, GridCell, Heading, Paragraph
from alereport.ingest.words import Words

WITHIN = 0.45
"""The widest gap within words and figures, in heights of a letter: between thousands stands less."""
SAME_LINE = 0.4
"""How far apart the middles of letters of one line are at most, in heights of a letter."""
DOUBT = "the PDF has no tags, and no total, difference or share proves the figure"


@dataclass(frozen=True)
class _Word:
    """Letters that stand together: their text and box, in points from the lower left."""

    text: str
    left: float
    right: float
    middle: float
    height: float


def read(path: Path, words: Words) -> Content:
    """Read a PDF by where its words stand."""
    lines, pages = _lines(path)
    content = plain_text.read("\n".join(lines), words)
    return Content([_placed(piece, pages) for piece in content.pieces])


def _lines(path: Path) -> tuple[list[str], list[int]]:
    """The lines of all pages, and the page of each."""
    lines: list[str] = []
    pages: list[int] = []
    document = pdfium.PdfDocument(path)
    try:
        for index in range(len(document)):
            page = document[index]
            text_page = page.get_textpage()
            for line in _page_lines([*_words(text_page.raw)]):
                lines.append(line)
                pages.append(index + 1)
            text_page.close()
            page.close()
    finally:
        document.close()
    return lines, pages


def _words(text_page: object) -> Iterator[_Word]:
    """Yield what stands together without a blank."""
    left, right, bottom, top = (ctypes.c_double() for _edge in range(4))
    text, box = "", [0.0, 0.0, 0.0, 0.0]
    for index in range(raw.FPDFText_CountChars(text_page)):
        letter = chr(raw.FPDFText_GetUnicode(text_page, index) or 32)
        raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
        at = [left.value, right.value, bottom.value, top.value]
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
    height = max(box[3] - box[2], 1.0)
    return abs(at[0] - box[1]) < WITHIN * height and min(box[3], at[3]) > max(box[2], at[2]) - 1


def _word(text: str, box: Sequence[float]) -> _Word:
    return _Word(text, box[0], box[1], (box[2] + box[3]) / 2, max(box[3] - box[2], 1.0))


def _page_lines(words: Sequence[_Word]) -> Iterator[str]:
    """Yield the lines of a page from above, an empty one where there is a gap."""
    if not words:
        return
    height = median(word.height for word in words)
    unit = median((word.right - word.left) / len(word.text) for word in words) or 1.0
    rows: list[list[_Word]] = []
    for word in sorted(words, key=lambda each: -each.middle):
        if rows and abs(rows[-1][0].middle - word.middle) < SAME_LINE * height:
            rows[-1].append(word)
        else:
            rows.append([word])
    last = rows[0][0].middle
    for row in rows:
        if last - row[0].middle > 2.2 * height:
            yield ""
        last = row[0].middle
        yield _line(sorted(row, key=lambda each: each.left), unit, height)
    yield ""


def _line(row: Sequence[_Word], unit: float, height: float) -> str:
    """The words of a line, one blank apart within a cell, and otherwise where they stand."""
    line, right = "", 0.0
    for word in row:
        if not line:
            line = " " * int(word.left / unit)
        elif word.left - right < (WITHIN + 0.2) * height:
            line += " "
        else:
            column = int((word.right) / unit) - len(word.text)
            line += " " * max(3, column - len(line))
        line += word.text
        right = word.right
    return line


def _placed(
    piece: Heading | Paragraph | Grid, pages: Sequence[int]
) -> Heading | Paragraph | Grid:
    """A piece with the page it stands on instead of its line."""
    place = _page(piece.place, pages)
    if not isinstance(piece, Grid):
        return replace(piece, place=place)
    return replace(
        piece,
        place=place,
        rows=tuple(_moved(row, pages) for row in piece.rows),
        ways={
            index: tuple(_moved(row, pages) for row in rows) for index, rows in piece.ways.items()
        },
        doubts=(DOUBT,),
    )


def _moved(row: tuple[GridCell, ...], pages: Sequence[int]) -> tuple[GridCell, ...]:
    return tuple(replace(cell, place=_page(cell.place, pages)) for cell in row)


def _page(place: str, pages: Sequence[int]) -> str:
    line = int(place.removeprefix("line ").partition(",")[0])
    return f"page {pages[line - 1]}"
