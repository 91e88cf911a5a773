"""An analyst's own drawing, published as nothing but a drawing.

A browser runs the scripts of an SVG that is opened by itself, and loads what it refers to.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from alereport.base.printable import without_controls

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
DRAWN = frozenset(
    (
        *("circle", "clipPath", "defs", "desc", "ellipse", "g"),
        *("image", "line", "linearGradient", "marker", "mask", "path"),
        *("pattern", "polygon", "polyline", "radialGradient", "rect", "stop"),
        *("style", "svg", "switch", "symbol", "text", "textPath"),
        *("title", "tspan", "use"),
    )
)
"""The elements of SVG that draw: none that runs, listens, links or holds another language."""
BROWSERS = frozenset({"", SVG, XLINK, "http://www.w3.org/1999/xhtml"})
"""The namespaces whose names a browser knows."""
SILENT = frozenset({"metadata", "filter"})
"""What does nothing: what an editor says of itself, and effects."""
REFERENCES = frozenset({"href", f"{{{XLINK}}}href"})
LOADS = ("url(", "@import", "\\")
"""What loads another file in a style or an attribute; a backslash can hide it."""


def only_drawn(svg: str) -> str:
    """Return a drawing without scripts, links, and references to anything outside it.

    Raises:
        ValueError: It is not an SVG drawing.
    """
    root = _parsed(svg)
    list(_disarm(root))
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    return ET.tostring(root, encoding="unicode")


def active_parts(svg: str) -> list[str]:
    """Return the names of what `only_drawn` takes away that a browser could act upon.

    Raises:
        ValueError: It is not an SVG drawing.
    """
    removed = (name.rpartition("}") for name in _disarm(_parsed(svg)))
    known = {name for space, _end, name in removed if space.removeprefix("{") in BROWSERS}
    return sorted(known - SILENT)


def _parsed(svg: str) -> Element:
    try:
        root = ET.fromstring(without_controls(svg))  # noqa: S314 - expat loads nothing from outside
    except ET.ParseError as problem:
        raise ValueError(f"it is not SVG ({problem})") from None
    if root.tag != f"{{{SVG}}}svg":
        raise ValueError(f"it is not SVG ({root.tag})")
    return root


def _disarm(element: Element) -> Iterator[str]:
    """Take away what does more than draw, and yield the name of each."""
    for child in list(element):
        if isinstance(child.tag, str) and child.tag.removeprefix(f"{{{SVG}}}") in DRAWN:
            yield from _disarm(child)
        else:
            element.remove(child)
            yield str(child.tag)
    for name, value in list(element.attrib.items()):
        if not _is_harmless(name, value):
            del element.attrib[name]
            yield name
    if element.tag == f"{{{SVG}}}style" and _loads(element.text or ""):
        element.text = ""
        yield "style"


def _is_harmless(name: str, value: str) -> bool:
    if name in REFERENCES:
        return value.startswith(("#", "data:image/png;", "data:image/jpeg;"))
    return not name.lower().startswith("on") and not _loads(value)


def _loads(style: str) -> bool:
    """True if a style refers to anything but a part of the drawing."""
    return any(sign in style.lower().replace("url(#", "") for sign in LOADS)
