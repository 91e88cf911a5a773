"""How wide words are in the report's font, so that a drawing leaves room for them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from fontTools.ttLib import TTFont

UNKNOWN = 0.6
"""The width of a letter that the font lacks, as a share of its size."""


@cache
def _advances(weight: str) -> dict[int, float]:
    """Return the width of each letter by its code, as a share of the size of the text."""
    path = files("font_source_sans_pro") / "files" / f"SourceSansPro-{weight}.ttf"
    with TTFont(str(path), lazy=True) as font:
        metrics, units = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: metrics[name][0] / units for code, name in font.getBestCmap().items()}


def width(words: str, size: float, *, strong: bool = False) -> float:
    """Return the width of words on one line, in the unit of their size."""
    advances = _advances("Bold" if strong else "Regular")
    return size * sum(advances.get(ord(letter), UNKNOWN) for letter in words)


def wrapped(words: str, room: float, size: float, *, strong: bool = False) -> list[str]:
    """Return words in lines no wider than the room, unless a single word is."""
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width(longer, size, strong=strong) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
