"""An analyst's own Matplotlib figures: in the house look, and with a description.

The report's own charts are not drawn so: see docs/decisions/charts.md. Only a notebook imports this
module, so that nothing else waits for Matplotlib.
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from matplotlib import font_manager, style
from matplotlib.figure import Figure

STYLE = Path(__file__).with_name("house.mplstyle")
STYLES = ("Regular", "It", "Semibold", "Bold")
SVG = "image/svg+xml"


@dataclass(frozen=True)
class Picture:
    """A figure as a cell shows it: its drawing, and its description as metadata of the output."""

    svg: str
    alt: str

    def _repr_mimebundle_(
        self, **_kinds: object
    ) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        return {SVG: self.svg, "text/plain": self.alt}, {SVG: {"alt": self.alt}}


def use_house_style() -> None:
    """Draw the figures that follow in the book's font and colours, as wide as its column."""
    for name in STYLES:
        path = files("font_source_sans_pro") / "files" / f"SourceSansPro-{name}.ttf"
        font_manager.fontManager.addfont(str(path))
    style.use(STYLE)


def described(figure: Figure, *, alt: str) -> Picture:
    """Return a figure to be published, as the last line of a cell.

    Args:
        figure: The figure; pyplot shows it no second time.
        alt: What it says, for those who cannot see it: the finding first, then the values.

    Raises:
        ValueError: The description is empty.
    """
    words = " ".join(alt.split())
    if not words:
        raise ValueError("alt is empty; expected what the figure says, in a sentence")
    drawing = io.BytesIO()
    figure.savefig(drawing, format="svg", metadata={"Date": None})  # The same bytes each time.
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(figure)
    return Picture(drawing.getvalue().decode(), words)
