"""Texts that the edge of their cell cuts off where a sheet is printed as PDF.

LibreOffice sets a text in a frame of its own where it runs out of its cell, and leaves out what
does not fit; Excel sets every text in its cell, and what does not fit is there but not shown.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence

import pikepdf
import pypdfium2 as pdfium
from pypdfium2 import raw

from alereport.ingest.places import Box, Frame

NUMBER = rb"(-?\d+(?:\.\d+)?)"
FRAMED = re.compile(
    rb"\s".join([NUMBER] * 4)
    + rb"\s+re\s+W\*?\s+n\s+(?:q\s)?[^QWB]*\bBT\s+"
    + NUMBER
    + rb"\s"
    + NUMBER
    + rb"\s+Td\s+/\S+\s+"
    + NUMBER
    + rb"\s+Tf"
)
"""A frame, and where the text in it begins and its size, as LibreOffice writes them."""
OFFICE = ("LibreOffice", "OpenOffice")
WIDEST = 0.8
"""The widest frame of a cell, as a part of the page."""
BEYOND = 0.5
"""How far a text runs out of its frame at least, in points."""


def frames(pdf: pikepdf.Pdf, index: int) -> Iterator[tuple[float, float, float, float]]:
    """Yield the left, bottom, right and top of each line that LibreOffice cut off."""
    if not any(name in str(pdf.docinfo.get("/Producer", "")) for name in OFFICE):
        return
    page = pdf.pages[index]
    page.contents_coalesce()
    contents = page.obj.get("/Contents")
    if contents is None:
        return
    for match in FRAMED.finditer(contents.read_bytes()):
        left, _bottom, width, _height, _start, base, size = map(float, match.groups())
        yield left, base - size / 4, left + width, base + size


def boxes(
    page: pdfium.PdfPage, frame: Frame, framed: Sequence[tuple[float, float, float, float]]
) -> tuple[Box, ...]:
    """Where the texts of a page are cut off: from edge to edge of a cell, and as high as the text.

    Args:
        framed: What `frames` has of the page.
    """
    widest = WIDEST * (frame.right - frame.left)
    found = [each for each in framed if each[2] - each[0] < widest]
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=2):
        edges = _clip(item.raw)
        if edges is None or edges[2] - edges[0] > widest:
            continue
        left, bottom, right, top = item.get_bounds()
        if left < edges[0] - BEYOND or right > edges[2] + BEYOND:
            found.append((edges[0], bottom - 1, edges[2], top + 1))
    return tuple(dict.fromkeys(frame.shown(*each) for each in found))


def _clip(item: object) -> tuple[float, float, float, float] | None:
    """The left, bottom, right and top of what is shown of a text; None if all of it is."""
    clip = raw.FPDFPageObj_GetClipPath(item)
    count = raw.FPDFClipPath_CountPaths(clip) if clip else 0
    edges: tuple[float, float, float, float] | None = None
    for path in range(max(count, 0)):
        points = [
            _point(raw.FPDFClipPath_GetPathSegment(clip, path, number))
            for number in range(raw.FPDFClipPath_CountPathSegments(clip, path))
        ]
        if not points:
            continue
        acrosses, ups = zip(*points, strict=True)
        own = (min(acrosses), min(ups), max(acrosses), max(ups))
        edges = own if edges is None else (
            max(edges[0], own[0]), max(edges[1], own[1]),
            min(edges[2], own[2]), min(edges[3], own[3]),
        )  # fmt: skip
    return edges


def _point(segment: object) -> tuple[float, float]:
    across, up = ctypes.c_float(), ctypes.c_float()
    raw.FPDFPathSegment_GetPoint(segment, across, up)
    return across.value, up.value
