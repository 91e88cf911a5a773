"""The book's fonts, from the wheel that brings them: whole for paper, subsets for the web."""

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
    "U+2190-2193,U+2212,U+2248,U+2260,U+2264,U+2265"
)
"""What the site's fonts hold: the letters of Europe's west and north, and a report's signs."""
FEATURES = ("ccmp", "kern", "liga", "locl", "mark", "mkmk")
"""What sets text right unasked; figures are tabular without any. Small capitals would double it."""


def folder(workspace: Workspace) -> Path:
    """A folder with every font as `.ttf` and, cut down, as `.woff2`; made once."""
    wheel = files("font_source_sans_pro") / "files"
    fonts = {
        f"SourceSansPro-{style}": (wheel / f"SourceSansPro-{style}.ttf").read_bytes()
        for style in FAMILY
    }
    cached = Cache(workspace.cache("fonts"))
    key = cache.key(workspace, __name__, libraries=("brotli", "fonttools"), parts=fonts.values())
    made = cached.folder(key, partial(_write, fonts))
    cached.forget_others()
    return made


def _write(fonts: Mapping[str, bytes], folder: Path) -> None:
    for name, font in fonts.items():
        (folder / f"{name}.ttf").write_bytes(font)
        (folder / f"{name}.woff2").write_bytes(_web_font(font))


def _web_font(font: bytes) -> bytes:
    from fontTools import subset  # noqa: PLC0415 - it takes long, and fonts are made once

    options = subset.Options(flavor="woff2", layout_features=list(FEATURES))
    loaded = subset.load_font(io.BytesIO(font), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(GLYPHS))
    cutter.subset(loaded)
    made = io.BytesIO()
    subset.save_font(loaded, made, options)
    return made.getvalue()
