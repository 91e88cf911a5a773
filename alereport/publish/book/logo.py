"""The municipality's logo, which is published as nothing but a picture."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from xml.etree import ElementTree as ET

from alereport.base import files, params
from alereport.base.errors import ParamsError
from alereport.base.files import FormError
from alereport.base.workspace import Workspace, write_atomically
from alereport.publish.book import drawings
from alereport.publish.books import Logo

LARGEST = files.MIB
"""The most bytes of a logo: a phone loads it with the first page."""
MOST_PIXELS = 4000
"""The most pixels of a side."""
HEAD = struct.Struct(">8s4x4sII")
"""How a PNG begins: its signature, the kind of its first part, its width and height."""
PNG = b"\x89PNG\r\n\x1a\n"
NUMBER = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px|pt|mm|cm|in)?\s*")


def read(workspace: Workspace) -> tuple[Logo, bytes] | None:
    """Return the logo and the content of its file, as it is published; None if there is none.

    Raises:
        ParamsError: There is a file and nothing says what it shows, or the other way round; or it
            is too large, or not a picture alone.
    """
    found = [path for path in workspace.logos if files.exists(path)]
    shown = params.municipality(workspace).logo
    if not found and not shown:
        return None
    path = found[0] if found else workspace.logos[0]
    place = workspace.relative(path)
    if not found:
        places = " or ".join(workspace.relative(each) for each in workspace.logos)
        raise ParamsError(
            place, "there is no such file", f"the logo, as {places}", "add it, or take out `logo`"
        )
    if not shown or len(found) > 1:
        what = "there is another logo, too" if shown else "nothing says what the logo shows"
        step = "remove one" if shown else "add it to params/municipality.yaml"
        raise ParamsError(place, what, "one file, and its description as `logo: {sv: …}`", step)
    data = files.read(path, place=place, error=ParamsError, largest=LARGEST)
    try:
        content, sides = _drawing(data) if path.suffix == ".svg" else _picture(data)
    except FormError as problem:
        raise problem.error(ParamsError, place) from None
    except ValueError as problem:
        step = "save it as a plain picture"
        raise ParamsError(place, str(problem), "a picture and nothing else", step) from None
    return Logo(path.name, max(1, round(100 * sides[0] / sides[1]))), content


def write(workspace: Workspace, folder: Path) -> Logo | None:
    """Write the logo to a folder, if there is one; see `read`."""
    if not (found := read(workspace)):
        return None
    logo, content = found
    write_atomically(folder / logo.name, content)
    return logo


def _drawing(data: bytes) -> tuple[bytes, tuple[float, float]]:
    """Return an SVG as it is published, and its width and height."""
    svg = files.text(data)
    if active := drawings.active_parts(svg):
        raise ValueError(f"it has {', '.join(active)}")
    root = ET.fromstring(drawn := drawings.only_drawn(svg))  # noqa: S314 - cleaned just now
    sides = [NUMBER.fullmatch(root.get(name, "")) for name in ("width", "height")]
    box = root.get("viewBox", "").replace(",", " ").split()[2:]
    stated = box if len(box) == 2 else [side[1] for side in sides if side]
    return drawn.encode(), _sides(stated)


def _picture(data: bytes) -> tuple[bytes, tuple[float, float]]:
    """Return a PNG, and its width and height."""
    if len(data) < HEAD.size:
        raise ValueError("it is not PNG")
    signature, first, width, height = HEAD.unpack_from(data)
    if (signature, first) != (PNG, b"IHDR"):
        raise ValueError("it is not PNG")
    if max(width, height) > MOST_PIXELS:
        raise ValueError(f"it has {width} × {height} pixels, more than {MOST_PIXELS} a side")
    return data, _sides([width, height])


def _sides(stated: list[str] | list[int]) -> tuple[float, float]:
    try:
        width, height = map(float, stated)
    except ValueError:
        raise ValueError("it does not say how wide and high it is (viewBox)") from None
    if not 1 / 20 <= width / max(height, 1e-9) <= 20:
        raise ValueError(f"it is {width:g} wide and {height:g} high")
    return width, height
