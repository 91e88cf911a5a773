"""Where something stands in a file; of a PDF, with its page and its box on that page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

import pypdfium2 as pdfium

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in points, from the upper left of the page as it is shown."""


class Place(str):
    """The words of a place, as `page 12`, which know what a PDF tells besides.

    Attributes:
        page: The page, the first being 1; None where the file has no pages.
        box: Where on that page; None where it is not known.
    """

    __slots__ = ("box", "page")
    page: int | None
    box: Box | None

    def __new__(cls, words: str, *, page: int | None = None, box: Box | None = None) -> Self:
        made = super().__new__(cls, words)
        made.page, made.box = page, box
        return made


def on_page(page: int, box: Box | None = None) -> Place:
    """A place on a page, the first being 1."""
    return Place(f"page {page}", page=page, box=box)


def around(boxes: Iterable[Box | None]) -> Box | None:
    """The smallest box that has all of some; None if there are none."""
    known = [box for box in boxes if box]
    if not known:
        return None
    lefts, tops, rights, bottoms = zip(*known, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def told(read: Any) -> Any:
    """What was read as plain values, with `page` and `box` beside each `place`."""
    if isinstance(read, list):
        return [told(each) for each in read]
    if not isinstance(read, Mapping):
        return read
    values: dict[str, Any] = {}
    for key, value in read.items():
        values[key] = told(value)
        if key == "place":
            values[key] = str(value)
            box = getattr(value, "box", None)
            values["page"] = getattr(value, "page", None)
            values["box"] = [round(edge, 1) for edge in box] if box else None
    return values


class Frame:
    """The page as it is shown: cut to its crop box, and turned."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.left, self.bottom, self.right, self.top = page.get_bbox()
        self.turned = page.get_rotation()

    def shown(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The box of an area that is given in the page's own measure, from its lower left."""
        edges = {
            0: (left - self.left, self.top - top, right - self.left, self.top - bottom),
            90: (bottom - self.bottom, left - self.left, top - self.bottom, right - self.left),
            180: (self.right - right, bottom - self.bottom, self.right - left, top - self.bottom),
            270: (self.top - top, self.right - right, self.top - bottom, self.right - left),
        }
        return edges[self.turned]
