"""What every figure is drawn with: the house style, panels of named rows, values beside bars."""

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
"""Inches: between a phone and a page, so that the type can be read on both."""


@contextmanager
def house_style(points: float = 10) -> Iterator[None]:
    """Draw as the house does inside the block, with type of the given size."""
    _add_fonts()
    of_the_house = str(files("alereport.charts") / "style.mplstyle")
    with style.context([of_the_house, {"font.size": points}]):
        yield


@cache
def _add_fonts() -> None:
    folder = files("font_source_sans_pro") / "files"
    for weight in ("Regular", "Bold", "It"):
        font_manager.fontManager.addfont(str(folder / f"SourceSansPro-{weight}.ttf"))


def drawn_as_svg(figure: Figure) -> bytes:
    drawn = io.BytesIO()
    figure.savefig(drawn, format="svg", metadata={"Date": None})
    return drawn.getvalue()
