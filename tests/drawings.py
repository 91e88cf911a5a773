"""Reads drawings: the words in them, the bars, and whether words are apart and inside."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from itertools import combinations
from xml.etree import ElementTree as ET

from alereport.charts import letters
from alereport.charts.marks import Draw
from alereport.exhibits.model import Exhibit
from alereport.exhibits.widths import WIDE, WIDTHS

SVG = "{http://www.w3.org/2000/svg}"
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


def pictures(shown: Exhibit) -> list[bytes]:
    """The drawings of a chart as it is published, the wide one first."""
    found = re.findall(r"base64,([^)]+)\)", shown.markdown)
    assert len(found) == len(WIDTHS)
    return [base64.b64decode(each) for each in found]


def wide(draw: Draw | Exhibit) -> ET.Element:
    """A chart as it is drawn for a wide column."""
    return ET.fromstring(pictures(draw)[0] if isinstance(draw, Exhibit) else draw(WIDE))


def words(svg: ET.Element) -> list[str]:
    """What is written in a drawing, without non-breaking spaces."""
    return [(text.text or "").replace("\u00a0", " ") for text in svg.iter(f"{SVG}text")]


def bars(svg: ET.Element, *looks: str) -> list[ET.Element]:
    """The bars of a drawing with one of the looks, from top to bottom."""
    return [rect for rect in svg.iter(f"{SVG}rect") if not looks or rect.get("class") in looks]


def lengths(svg: ET.Element, *looks: str) -> list[float]:
    """The lengths of those bars, in per cent of the width."""
    return [share(bar, "width") for bar in bars(svg, *looks)]


def share(mark: ET.Element, name: str) -> float:
    """A position or length of a mark, in per cent of the width."""
    return float((mark.get(name) or "0").removesuffix("%"))


def boxes(svg: ET.Element, left: float = 0) -> Iterator[Box]:
    """The room of each text, in the pixels of the drawing at its least width."""
    width = next(each.pixels for each in WIDTHS if str(each.pixels) == svg.get("width"))
    yield from _boxes(svg, width, (left, 0.0))


def _boxes(element: ET.Element, width: int, origin: tuple[float, float]) -> Iterator[Box]:
    for child in element:
        left, top = origin
        if child.tag == f"{SVG}text":
            yield _box(child, width, origin)
        elif child.tag == f"{SVG}svg":
            yield from _boxes(child, width, (left + share(child, "x") * width / 100, top))
        else:
            moved = re.match(r"translate\(\S+ ([\d.]+)\)$", child.get("transform", ""))
            yield from _boxes(child, width, (left, top + float(moved[1]) if moved else top))


def _box(text: ET.Element, width: int, origin: tuple[float, float]) -> Box:
    size, strong = float(text.get("font-size", 0)), "strong" in (text.get("class") or "")
    wide = letters.width(text.text or "", size, strong=strong)
    x = origin[0] + share(text, "x") * width / 100 + float(text.get("dx", 0))
    x -= {"middle": wide / 2, "end": wide}.get(text.get("text-anchor", ""), 0)
    baseline = origin[1] + float(text.get("y", 0))
    return (x, baseline - 0.66 * size, x + wide, baseline + 0.18 * size)


def assert_that_words_are_apart_and_inside(shown: Exhibit, *, least: int = 1) -> None:
    """Both drawings of a chart have words, inside the drawing and apart from each other."""
    for picture, width in zip(pictures(shown), WIDTHS, strict=True):
        svg = ET.fromstring(picture)
        found, height = list(boxes(svg)), float(svg.get("height", 0))
        assert len(found) >= least, len(found)
        texts = list(zip(found, words(svg), strict=True))
        outside = [
            text
            for box, text in texts
            if min(box[:2]) < -1 or box[2] > width.pixels + 1 or box[3] > height + 1
        ]
        assert outside == [], (width.name, outside)
        touching = [
            (one, other) for (box, one), (of, other) in combinations(texts, 2) if _overlap(box, of)
        ]
        assert touching == [], (width.name, touching)


def _overlap(one: Box, other: Box) -> bool:
    apart = (one[2] < other[0], other[2] < one[0], one[3] < other[1], other[3] < one[1])
    return not any(apart)
