"""An analyst's figure of Matplotlib as the drawings of a chart, for both widths and both lights.

Matplotlib is not imported here: who has a figure has imported it.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from itertools import combinations
from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from alereport.base import locales
from alereport.base.errors import TableError
from alereport.exhibits import values
from alereport.exhibits.widths import NARROW, WIDE, Width

SVG = "http://www.w3.org/2000/svg"
HREF = "{http://www.w3.org/1999/xlink}href"
PIXELS = 96
"""Pixels in an inch."""
COLOURS = {
    "#1f2529": "ink",
    "#9aa5ab": "earlier",
    "#1b4f8a": "less",
    "#d9731a": "more",
    "#566168": "faint",
    "#dfe4e7": "band",
    "#cfd6da": "line",
    "#ffffff": "paper",
}
"""The colours of the house style, which a dark page replaces by its own (`theme/content.css`)."""
FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Numbers below an axis that are taken for years, which have no thousands separator."""
MOST_DECIMALS = 4
MOST_WORDS = 150
"""Texts in a figure of which it is tried whether they collide on a phone."""


def of_figure(figure: Any, *, name: str) -> dict[str, bytes]:
    """Return the drawings of a figure as SVG by width, and close it.

    On a phone it is laid out again, if its words then are as far apart as before; otherwise it is
    made smaller as a whole.

    Args:
        figure: A figure of Matplotlib, or axes of one.
        name: What makes the identifiers in it unique.

    Raises:
        TableError: It is neither.
    """
    drawn = _figure(figure)
    for axes in drawn.axes:
        _write_numbers(axes.xaxis, may_be_years=True)
        _write_numbers(axes.yaxis, may_be_years=False)
    if drawn.get_layout_engine() is None:
        drawn.set_layout_engine("constrained")
    across, down = drawn.get_size_inches()
    height = down * WIDE.pixels / PIXELS / across
    wide = _svg(drawn, WIDE, height, name)
    collisions = _collisions(drawn)
    narrow = _svg(drawn, NARROW, height, name)
    if _collisions(drawn) > collisions:
        narrow = _smaller(wide)
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(drawn)
    return {WIDE.name: wide, NARROW.name: narrow}


def _figure(figure: Any) -> Any:
    """Return a figure, given one or its axes, or an array of axes as `frame.plot` returns it."""
    first = figure.flat[0] if hasattr(figure, "flat") and len(figure) else figure
    found = first if hasattr(first, "savefig") else getattr(first, "figure", None)
    if not hasattr(found, "savefig") or "matplotlib" not in sys.modules:
        raise TableError(
            "exhibits.chart",
            f"an object of type {type(figure).__name__}",
            "a figure of Matplotlib, or axes of one",
            'write figure, axes = plt.subplots() and exhibits.chart(figure, caption="…", alt="…")',
        )
    return found


def _write_numbers(axis: Any, *, may_be_years: bool) -> None:
    """Write the numbers of an axis as the report does, unless the analyst has said how."""
    formatter, ticks = axis.get_major_formatter(), axis.get_majorticklocs()
    is_plain = type(formatter).__name__ == "ScalarFormatter" and axis.get_scale() == "linear"
    are_years = may_be_years and len(ticks) and min(ticks) >= FIRST_YEAR and max(ticks) <= LAST_YEAR
    if is_plain and not are_years:
        decimals = max((values.decimals_needed(tick, MOST_DECIMALS) for tick in ticks), default=0)
        axis.set_major_formatter(lambda value, _place: locales.number(value, decimals))


def _svg(figure: Any, width: Width, height: float, name: str) -> bytes:
    figure.set_size_inches(width.pixels / PIXELS, height)
    drawing = io.BytesIO()
    settings = {"svg.fonttype": "none", "svg.hashsalt": f"{name}-{width.name}"}
    with sys.modules["matplotlib"].rc_context(settings):
        figure.savefig(drawing, format="svg", metadata={"Date": None})
    root = ET.fromstring(drawing.getvalue())  # noqa: S314 - Matplotlib wrote it
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.endswith(("}metadata", "}style")):
                parent.remove(child)
    for element in root.iter():
        _give_attributes(element)
        _name_apart(element, f"{name}-{width.name}")
    root.attrib.update({"class": width.name, "stroke-linejoin": "round"})
    root.attrib |= {"width": str(width.pixels), "height": f"{height * PIXELS:.0f}"}
    ET.register_namespace("", SVG)
    return ET.tostring(root, encoding="unicode").encode()


def _smaller(wide: bytes) -> bytes:
    """Return the wide drawing as the narrow one: on a phone it is made smaller as a whole."""
    root = ET.fromstring(wide.replace(b"-wide-", b"-narrow-"))  # noqa: S314 - we wrote it
    height = float(root.get("height", 0)) * NARROW.pixels / WIDE.pixels
    root.attrib |= {"class": NARROW.name, "width": str(NARROW.pixels), "height": f"{height:.0f}"}
    return ET.tostring(root, encoding="unicode").encode()


def _give_attributes(element: Element) -> None:
    """Turn the styles of an element into attributes, which a page allows, and name its colours."""
    for declaration in element.attrib.pop("style", "").split(";"):
        key, _colon, value = (part.strip() for part in declaration.partition(":"))
        if key:
            element.set(key, value)
    classes = [
        f"{kind}-{COLOURS[colour]}"
        for kind in ("fill", "stroke")
        if (colour := element.get(kind, "").lower()) in COLOURS
    ]
    if classes:
        element.set("class", " ".join(classes))
    if HREF in element.attrib:
        element.set("href", element.attrib.pop(HREF))


def _name_apart(element: Element, name: str) -> None:
    """Make the identifiers of a drawing its own: a page has many, in two widths each."""
    if element.tag == f"{{{SVG}}}g":
        element.attrib.pop("id", None)
    for key, value in element.attrib.items():
        if key == "id":
            element.set(key, f"{name}-{value}")
        elif key == "href" and value.startswith("#"):
            element.set(key, f"#{name}-{value[1:]}")
        elif value.startswith("url(#"):
            element.set(key, f"url(#{name}-{value.removeprefix('url(#')}")


def _collisions(figure: Any) -> int:
    """Return how many pairs of words overlap in a figure as it is laid out, or leave it."""
    figure.draw_without_rendering()
    page = figure.bbox
    boxes = [box for box in _boxes(figure) if box.overlaps(page)][: MOST_WORDS + 1]
    if len(boxes) > MOST_WORDS:
        return sys.maxsize
    outside = sum(box.x0 < page.x0 - 1 or box.x1 > page.x1 + 1 for box in boxes)
    pairs = sum(first.overlaps(second) for first, second in combinations(boxes, 2))
    return int(outside + pairs)


def _boxes(figure: Any) -> Iterator[Any]:
    for words in figure.findobj(lambda artist: hasattr(artist, "get_text")):
        if words.get_visible() and words.get_text().strip():
            yield words.get_window_extent()
