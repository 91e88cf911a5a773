"""The two widths a chart is drawn in: for a wide column or paper, and for a phone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Width:
    """The least width a drawing is made for; it stretches with a wider column.

    Attributes:
        name: Its class in HTML and the ending of its file.
        pixels: The narrowest column in which nothing in it collides.
        text: The size of its text in pixels, which stays the same however wide the column is.
        names_beside: Whether the rows' names stand to the left of their marks, not above them.
    """

    name: str
    pixels: int
    text: int
    names_beside: bool


WIDE = Width("wide", pixels=640, text=15, names_beside=True)
NARROW = Width("narrow", pixels=286, text=14, names_beside=False)
WIDTHS = (WIDE, NARROW)
