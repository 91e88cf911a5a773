"""What a process does once, to have fonts, words and numbers at hand for what it shows next."""

from __future__ import annotations

from matplotlib.figure import Figure

from alereport import language
from alereport.presentation.figures import drawing
from alereport.quality import verdict


def warm_up() -> None:
    """Draw a figure in the house style, in every language, and keep nothing of it."""
    verdict.adapter()
    for each in ("sv", "en"):
        with language.using(each):
            words = f"{language.gettext('SEK thousand')} {language.change(-1234.5, 1)}"
            with drawing.house_style():
                figure = Figure(figsize=(1, 1))
                axes = figure.add_axes((0, 0, 1, 1))
                axes.barh(0, 1, hatch="/////", linestyle="--")
                for weight in ("normal", "bold"):
                    axes.text(0, 0, words, fontweight=weight)
                drawing.drawn_as_svg(figure)
