"""The book's fonts, from a Python package: complete for the PDF, subsets for the web."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import partial
from importlib.resources import files
from pathlib import Path

from alereport.base import cache
from alereport.base.cache import Cache
from alereport.base.workspace import Workspace

FAMILY = ("Regular", "It", "Semibold", "Bold")
GLYPHS = (
    "U+0020-007E,U+00A0-017F,U+2010-2015,U+2018-201E,U+2022,U+2026,U+2030,U+20AC,"
    "U+2190-2193,U+2212,U+2248,U+2260,U+2264,U+2265,U+25A0,U+25B2,U+2713"
)
"""What the site's fonts hold: letters of western and northern Europe, and a report's signs."""
FEATURES = ("ccmp", "kern", "liga", "locl", "mark", "mkmk")
"""Features used by default; figures are tabular anyway. Small capitals would double the size."""


def folder(workspace: Workspace) -> Path:
    """Return a cached folder with every font as `.ttf` and, as a subset, as `.woff2`."""
    wheel = files("font_source_sans_pro") / "files"
    fonts = {
        f"SourceSansPro-{style}": (wheel / f"SourceSansPro-{style}.ttf").read_bytes()
        for style in FAMILY
    }
    font_cache = Cache(workspace.cache("fonts"))
    key = cache.key(workspace, __name__, libraries=("brotli", "fonttools"), parts=fonts.values())
    font_folder = font_cache.folder(key, partial(_write, fonts))
    font_cache.remove_unused()
    return font_folder


def _write(fonts: Mapping[str, bytes], folder: Path) -> None:
    for name, font in fonts.items():
        (folder / f"{name}.ttf").write_bytes(font)
        (folder / f"{name}.woff2").write_bytes(_web_font(font))


def _web_font(font: bytes) -> bytes:
    from fontTools import subset  # noqa: PLC0415 - slow to import, and fonts are made once

    options = subset.Options(flavor="woff2", layout_features=list(FEATURES))
    font_file = subset.load_font(io.BytesIO(font), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(GLYPHS))
    subsetter.subset(font_file)
    output = io.BytesIO()
    subset.save_font(font_file, output, options)
    return output.getvalue()
