"""The lines that are drawn on a page of a PDF: the borders of tables, and what is underlined."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw

from alereport.ingest.places import Box, Frame

THIN = 2.5
"""How thick a line is at most, in points; what is thicker is a box, with four edges."""
SHORTEST = 5.0
"""How long a line is at least, in points."""
APART = 2.0
"""How far apart two lines are at most that are one, in points."""
MOST_PARTS = 2_000
"""The most parts of a drawing that are looked at; a drawing of more is a picture."""
MOST_LINES = 1_500
"""The most lines of a page; one of more has a drawing, and its lines are left out."""


@dataclass(frozen=True)
class Drawn:
    """A straight line on the page as it is shown, in points from its upper left.

    Attributes:
        at: How far down a line across stands, or how far to the right one down.
        start: Where it begins: of a line across its left end, of one down its upper.
        end: Where it ends.
    """

    at: float
    start: float
    end: float

    def spans(self, start: float, end: float) -> bool:
        """True if it reaches over most of a stretch."""
        shared = min(self.end, end) - max(self.start, start)
        return shared > 0.6 * (end - start)


@dataclass(frozen=True)
class DrawnLines:
    """The lines of a page, those across from above, those down from the left."""

    across: tuple[Drawn, ...] = ()
    down: tuple[Drawn, ...] = ()


def of_page(page: pdfium.PdfPage, frame: Frame) -> DrawnLines:
    """The lines that are drawn on a page, those end to end as one."""
    across: list[Drawn] = []
    down: list[Drawn] = []
    for box in _boxes(page, frame):
        left, top, right, bottom = box
        is_across, is_down = bottom - top < THIN, right - left < THIN
        if not is_down:
            edges = [(top + bottom) / 2] if is_across else [top, bottom]
            across += [Drawn(at, left, right) for at in edges]
        if not is_across:
            edges = [(left + right) / 2] if is_down else [left, right]
            down += [Drawn(at, top, bottom) for at in edges]
        if len(across) + len(down) > MOST_LINES:
            return DrawnLines()
    return DrawnLines(tuple(_joined(across)), tuple(_joined(down)))


def _boxes(page: pdfium.PdfPage, frame: Frame) -> Iterator[Box]:
    """Yield the box of each straight piece and of each rectangle that is drawn."""
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1):
        count = raw.FPDFPath_CountSegments(item.raw)
        if count > MOST_PARTS:
            continue
        if count <= 5 or not (pieces := list(_pieces(item.raw, count))):
            yield frame.shown(*item.get_bounds())
            continue
        for left, bottom, right, top in pieces:
            if right - left < THIN or top - bottom < THIN:
                yield frame.shown(left, bottom, right, top)


def _pieces(path: object, count: int) -> Iterator[Box]:
    """Yield the two ends of each straight piece of a drawing, as a box in the page's measure."""
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, matrix)
    across, up = ctypes.c_float(), ctypes.c_float()
    before: tuple[float, float] | None = None
    for index in range(count):
        piece = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(piece, across, up)
        point = (
            matrix.a * across.value + matrix.c * up.value + matrix.e,
            matrix.b * across.value + matrix.d * up.value + matrix.f,
        )
        if before and raw.FPDFPathSegment_GetType(piece) == raw.FPDF_SEGMENT_LINETO:
            (left, right), (bottom, top) = (
                sorted((one, other)) for one, other in zip(before, point, strict=True)
            )
            yield left, bottom, right, top
        before = point


def _joined(lines: Iterable[Drawn]) -> Iterator[Drawn]:
    """Yield the lines, those of one level that meet as one, and short ones left out."""
    for level in levels(lines):
        at = sum(line.at for line in level) / len(level)
        ordered = sorted(level, key=lambda each: each.start)
        start, end = ordered[0].start, ordered[0].end
        for line in ordered:
            if line.start > end + APART:
                if end - start >= SHORTEST:
                    yield Drawn(at, start, end)
                start = line.start
                end = line.end
            else:
                start, end = min(start, line.start), max(end, line.end)
        if end - start >= SHORTEST:
            yield Drawn(at, start, end)


def levels(lines: Iterable[Drawn]) -> list[list[Drawn]]:
    """The lines by where they stand, those near one another together."""
    ordered = sorted(lines, key=lambda each: each.at)
    numbers = [0]
    for one, other in pairwise(ordered):
        numbers.append(numbers[-1] + (other.at - one.at > APART))
    paired: Sequence[tuple[int, Drawn]] = list(zip(numbers, ordered, strict=False))
    return [
        [line for _number, line in group]
        for _level, group in groupby(paired, key=lambda each: each[0])
    ]
