"""The house style of an analyst's own figures of Matplotlib.

The report's own charts are not drawn so: see docs/decisions/charts.md. Only a notebook imports this
module, so that nothing else waits for Matplotlib.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from matplotlib import font_manager, style

STYLE = Path(__file__).with_name("house.mplstyle")
STYLES = ("Regular", "It", "Semibold", "Bold")


def use_house_style() -> None:
    """Draw the figures that follow in the book's font and colours, as wide as its column.

    `report.load` does so as soon as Matplotlib is imported.
    """
    for name in STYLES:
        path = files("font_source_sans_pro") / "files" / f"SourceSansPro-{name}.ttf"
        font_manager.fontManager.addfont(str(path))
    style.use(STYLE)
