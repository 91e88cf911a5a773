"""A PDF without tags: its words where they stand on the page, as lines of text with blanks.

The tables of such lines are found as those of a plain text; since nothing in the file says what a
table is, a figure of theirs is asked about unless arithmetic proves it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium

from alereport.ingest import clipped_texts, drawn_lines, placed_tables, placed_words, plain_text
from alereport.ingest.drawn_lines import DrawnLines
from alereport.ingest.model import Content, Grid, GridCell, Heading, Paragraph
from alereport.ingest.placed_words import Line
from alereport.ingest.places import Frame, Place, around, on_page
from alereport.ingest.progress import Told, untold
from alereport.ingest.words import Words

GAP = 2.2
"""How far apart lines are that no paragraph joins, in heights of a letter."""
DOUBT = "the PDF has no tags, and no total, difference or share proves the figure"


def read(path: Path, words: Words, told: Told = untold) -> Content:
    """Read a PDF by where its words stand.

    Args:
        told: Is told of each page that is read.
    """
    lines: list[Line] = []
    pages: list[int] = []
    drawn: dict[int, DrawnLines] = {}
    for page, of_page, drawn_on_it in _pages(path, told):
        drawn[page] = drawn_on_it
        lines += of_page
        pages += [page] * len(of_page)
    text = "\n".join("   ".join(segment.text for segment in line) for line in lines)
    content = plain_text.read(text, words, placed_tables.found(lines, pages, drawn, words))
    places = [
        on_page(page, around(segment.box for segment in line))
        for page, line in zip(pages, lines, strict=True)
    ]
    return Content([_placed(piece, places) for piece in content.pieces])


def _pages(path: Path, told: Told) -> Iterator[tuple[int, list[Line], DrawnLines]]:
    """Yield each page with its lines of text and those drawn on it.

    An empty line of text stands where a page ends or a gap is.
    """
    document = pdfium.PdfDocument(path)
    with pikepdf.open(path) as pdf, closing(document):
        for index in range(len(document)):
            page = document[index]
            text_page, frame = page.get_textpage(), Frame(page)
            drawn = drawn_lines.of_page(page, frame)
            cut = clipped_texts.boxes(page, frame, [*clipped_texts.frames(pdf, index)])
            lines: list[Line] = []
            for line in placed_words.lines(text_page.raw, frame, drawn, cut):
                if lines and lines[-1][0].middle - line[0].middle > GAP * line[0].height:
                    lines.append(())
                lines.append(line)
            yield index + 1, [*lines, ()], drawn
            text_page.close()
            page.close()
            told(index + 1, len(document))


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
