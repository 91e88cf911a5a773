"""What every figure is drawn with: the house style, panels of named rows, values beside bars."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from html import escape
from importlib.resources import files

import pandas as pd
from matplotlib import font_manager, style
from matplotlib.figure import Figure

from alereport.base.markdown import plain
from alereport.exhibits import dark
from alereport.exhibits.display import Cells, Displayable, Traced

INK, MORE, LESS, FAINT = "#1f2529", "#d9731a", "#1b4f8a", "#8a949b"
WIDTH = 4.7
"""Inches: between a phone and a page, so that the type can be read on both."""


def shown_figure(
    svg: bytes,
    *,
    label: str,
    headline: str,
    caption: str,
    alt: str,
    traced: Sequence[Traced],
    drawn: Mapping[str, Iterable[object]],
) -> Displayable:
    """A figure with its headline, caption and text alternative.

    Args:
        svg: The drawing.
        label: What it is referred to by, unique in the book, without the prefix `fig-`.
        headline: What it finds.
        caption: What it shows, its unit and its source.
        alt: What it shows, for those who cannot see it, with its values.
        traced: What it prints, and the rows of the data each was made from.
        drawn: What it shows as a table, each column's heading and cells, the naming one first; a
            cell that is missing is empty.
    """
    image, published = _uri(svg), _uri(dark.adapting(svg))
    quoted = alt.replace("\\", "\\\\").replace('"', '\\"')
    return Displayable(
        f"::: {{#fig-{label}}}\n\n[{plain(headline)}]{{.headline}}\n\n"
        f'![]({published}){{fig-alt="{quoted}"}}\n\n{plain(caption)}\n\n:::',
        f"<figure><strong>{escape(headline)}</strong><br>"
        f'<img src="{image}" alt="{escape(alt, quote=True)}" '
        'style="width:100%;max-width:440px;background:#fff">'
        f"<figcaption>{escape(caption)}</figcaption></figure>",
        label=f"fig-{label}",
        traced=tuple(traced),
        table=Cells(
            caption,
            headings=tuple(drawn),
            figures=tuple(at > 0 for at in range(len(drawn))),
            rows=tuple(
                tuple("" if pd.isna(cell) else str(cell) for cell in row)
                for row in zip(*drawn.values(), strict=True)
            ),
            total=False,
        ),
    )


def _uri(svg: bytes) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"


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
