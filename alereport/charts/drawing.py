"""The style and size of every drawing, and how it is written as SVG."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files

from matplotlib import font_manager, style
from matplotlib.figure import Figure

INK, MORE, LESS, FAINT = "#1f2529", "#d9731a", "#1b4f8a", "#8a949b"
WIDTH = 4.7
"""Width of a drawing in inches: the text is readable on a phone and on paper."""


@contextmanager
def house_style(points: float = 10) -> Iterator[None]:
    """Apply the report's drawing style inside the block, with text of the given size."""
    _add_fonts()
    style_file = str(files("alereport.charts") / "style.mplstyle")
    with style.context([style_file, {"font.size": points}]):
        yield


@cache
def _add_fonts() -> None:
    folder = files("font_source_sans_pro") / "files"
    for weight in ("Regular", "Bold", "It"):
        font_manager.fontManager.addfont(str(folder / f"SourceSansPro-{weight}.ttf"))


def drawn_as_svg(figure: Figure) -> bytes:
    content = io.BytesIO()
    figure.savefig(content, format="svg", metadata={"Date": None})
    return content.getvalue()
