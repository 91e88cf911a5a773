"""The words of a page where they stand, as lines of what stands together."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from pypdfium2 import raw

from alereport.ingest.drawn_lines import Drawn, DrawnLines
from alereport.ingest.numerals import is_nothing, numeral
from alereport.ingest.places import Box, Frame, around

WITHIN = 0.45
"""The widest gap within a word, in heights of a letter."""
BLANK = 0.65
"""The widest blank between words and between thousands, in heights of a letter."""
ONE_BLANK = 1.0
"""The widest blank within a figure where the file has one blank there, in heights of a letter."""
ONE_BLANK_OF_WORDS = 1.6
"""The same between words, which are set further apart where lines are as wide as the page."""
WORDS_APART = 1.3
"""How far apart words of one text are at most where lines are set to a width, in heights."""
SAME_LINE = 0.4
"""How far apart the middles of letters of one line are at most, in heights of a letter."""


RANGE = re.compile(r"\d[-–]$")
"""What a figure ends a range with, as `1–6`, whose dash may stand apart as it is narrow."""
CUT = "the edge of its cell cuts it off"


@dataclass(frozen=True)
class Segment:
    """What stands together on a line: its text, edges, middle and place on the page, in points.

    Attributes:
        middle: Less further down.
        cell: The edges of the cell that cuts it off; None if all of it is shown.
    """

    text: str
    left: float
    right: float
    middle: float
    height: float
    box: Box
    cell: Box | None = None

    @property
    def is_figure(self) -> bool:
        return is_nothing(self.text) or numeral(self.text) is not None


Line = tuple[Segment, ...]


@dataclass(frozen=True)
class _Word:
    """Letters that stand together: their text and edges; `middle` is less further down.

    Attributes:
        box: Where it is on the page as it is shown.
        cell: The edges of the cell that cuts it off; None if all of it is shown.
        number: Its place among the words of the page in the file.
        is_after_blank: True if the file has one blank between the word before it there and it.
    """

    text: str
    left: float
    right: float
    middle: float
    height: float
    box: Box
    cell: Box | None
    number: int = 0
    is_after_blank: bool = False


def lines(
    text_page: object, frame: Frame, drawn: DrawnLines, cut: Sequence[Box] = ()
) -> Iterator[Line]:
    """Yield the lines of a page from above; a drawn line between two words keeps them apart.

    Args:
        cut: The cells whose texts are cut off.
    """
    words = [
        replace(word, number=number, is_after_blank=blanks == 1)
        for number, (word, blanks) in enumerate(_words(text_page, frame, cut))
    ]
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
        beside = [line for line in drawn.down if line.start < -row[0].middle < line.end]
        yield tuple(_joined(sorted(row, key=lambda each: each.left), height, beside))


def whole(line: Sequence[Segment]) -> Line:
    """A line whose words stand apart because it is set to a width, as one piece each text."""
    made: list[Segment] = []
    for segment in line:
        before = made[-1] if made else None
        is_near = before and segment.left - before.right < WORDS_APART * segment.height
        if before and is_near and not (before.is_figure and segment.is_figure):
            made[-1] = _as_one(before, segment)
        else:
            made.append(segment)
    return tuple(made)


def _as_one(before: Segment, segment: Segment) -> Segment:
    box = around([before.box, segment.box]) or before.box
    text = f"{before.text} {segment.text}"
    return replace(before, text=text, right=max(before.right, segment.right), box=box)


def _words(text_page: object, frame: Frame, cut: Sequence[Box]) -> Iterator[tuple[_Word, int]]:
    """Yield what stands together without a blank, with how many blanks the file has before it."""
    left, right, bottom, top = (ctypes.c_double() for _edge in range(4))
    text, box, cell = "", [0.0, 0.0, 0.0, 0.0], None
    blanks, before = 0, 0
    for index in range(raw.FPDFText_CountChars(text_page)):
        letter = chr(raw.FPDFText_GetUnicode(text_page, index) or 32)
        raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
        shown = frame.shown(left.value, bottom.value, right.value, top.value)
        at = [shown[0], shown[2], -shown[3], -shown[1]]
        within = _cell_of(shown, cut) if cut else None
        is_apart = letter.isspace() or (text and (not _is_near(box, at) or within != cell))
        if is_apart and text:
            yield _word(text, box, cell), before
            text = ""
        if letter.isspace():
            is_own = letter not in "\r\n" and raw.FPDFText_IsGenerated(text_page, index) == 0
            blanks += is_own
        else:
            before, blanks = (before, 0) if text else (blanks, 0)
            letter = "-" if letter in "\x02\ufffe\u00ad" else letter
            box = [box[0], at[1], min(box[2], at[2]), max(box[3], at[3])] if text else at
            text, cell = text + letter, within
    if text:
        yield _word(text, box, cell), before


def _cell_of(shown: Box, cut: Sequence[Box]) -> Box | None:
    """The cell of those that cut off their texts in which a letter begins."""
    middle = (shown[1] + shown[3]) / 2
    within = (
        each for each in cut if each[0] - 1 < shown[0] < each[2] and each[1] < middle < each[3]
    )
    return next(within, None)


def _is_near(box: Sequence[float], at: Sequence[float]) -> bool:
    """True if a letter goes on from those before; the letters of a ligature share one box."""
    height = max(box[3] - box[2], 1.0)
    is_beside = -3 * height < at[0] - box[1] < WITHIN * height
    return is_beside and min(box[3], at[3]) > max(box[2], at[2]) - 1


def _word(text: str, box: Sequence[float], cell: Box | None) -> _Word:
    left, right, bottom, top = box
    shown = (left, -top, right, -bottom)
    return _Word(text, left, right, (bottom + top) / 2, max(top - bottom, 1.0), shown, cell)


def _joined(row: Sequence[_Word], height: float, beside: Sequence[Drawn]) -> Iterator[Segment]:
    """Join the words that stand no further apart than the thousands of a figure."""
    segment: Segment | None = None
    before: _Word | None = None
    for word in row:
        is_near = before and word.left - before.right < _widest(before, word) * height
        before = word
        if segment and is_near and not _is_parted(segment, word, beside):
            is_range = RANGE.search(segment.text) and word.text[:1].isdigit()
            blank = "" if is_range and not word.is_after_blank else " "
            text = f"{segment.text}{blank}{word.text}"
            box = around([segment.box, word.box]) or word.box
            segment = replace(segment, text=text, right=word.right, box=box)
            continue
        if segment:
            yield segment
        edges = word.left, word.right, word.middle
        segment = Segment(word.text, *edges, height, word.box, word.cell)
    if segment:
        yield segment


def _widest(before: _Word, word: _Word) -> float:
    """The widest blank between two words of one text, in heights of a letter."""
    if not word.is_after_blank or word.number != before.number + 1:
        return BLANK
    are_figures = before.text[-1:].isdigit() and word.text[:1].isdigit()
    return ONE_BLANK if are_figures else ONE_BLANK_OF_WORDS


def _is_parted(segment: Segment, word: _Word, beside: Sequence[Drawn]) -> bool:
    """True if a drawn line stands between the two, or a cell ends there."""
    return segment.cell != word.cell or any(
        segment.right - 1 < line.at < word.left + 1 for line in beside
    )
