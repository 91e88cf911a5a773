"""An analyst's own drawing is published as a drawing, and nothing in it runs or is loaded."""

from __future__ import annotations

import io

import pytest
from matplotlib.figure import Figure

from alereport.publish.book import drawings

START = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
HOSTILE = (
    "<script>x</script>",
    "<rect onload='x()'/>",
    "<a href='javascript:x'><text>x</text></a>",
    "<a xlink:href='http://evil.example/'><text>x</text></a>",
    "<image href='http://evil.example/x.png'/>",
    "<image href='data:image/svg+xml;base64,eA=='/>",
    "<use xlink:href='http://evil.example/x.svg#a'/>",
    "<foreignObject><div xmlns='http://www.w3.org/1999/xhtml'>x</div></foreignObject>",
    "<style>@import url(http://evil.example/x.css); rect { fill: url('http://x/') }</style>",
    "<rect fill='url(http://evil.example/x.svg#a)'/>",
    "<rect style='fill:u\\72l(http://evil.example/)'/>",
    "<set attributeName='onload' to='x'/><animate attributeName='href' values='javascript:x'/>",
    "<style>rect { background: u\\72l(http://evil.example) }</style>",
)


@pytest.mark.parametrize("part", HOSTILE)
def test_nothing_in_it_runs_leads_or_is_loaded(part: str) -> None:
    left = drawings.only_drawn(f"{START}{part}<text>rest</text></svg>")
    assert "rest</text>" in left
    assert not any(
        sign in left.replace("http://www.w3.org", "")
        for sign in ("http", "script", "onload", "foreign", "import", "svg+xml", "\\")
    )


def test_a_figure_of_matplotlib_is_as_it_was() -> None:
    figure = Figure()
    axes = figure.subplots()
    axes.plot([1, 2], [3, 4], label="Utfall")
    axes.legend()
    drawing = io.StringIO()
    figure.savefig(drawing, format="svg")
    drawn = drawing.getvalue()
    left = drawings.only_drawn(drawn)
    assert left.count("<path") == drawn.count("<path")
    assert left.count("<use") == drawn.count("<use")
    assert left.count('clip-path="url(#') == drawn.count('clip-path="url(#')
    assert left.count('xlink:href="#') == drawn.count('xlink:href="#')
    assert drawings.only_drawn(left) == left


def test_an_image_within_it_stays() -> None:
    figure = Figure()
    figure.subplots().imshow([[1, 2], [3, 4]])
    drawing = io.StringIO()
    figure.savefig(drawing, format="svg")
    assert "data:image/png;base64," in drawings.only_drawn(drawing.getvalue())


@pytest.mark.parametrize("svg", ["<svg", "<html/>", "", "<svg/>"])
def test_what_is_no_drawing_is_refused(svg: str) -> None:
    with pytest.raises(ValueError, match="it is not SVG"):
        drawings.only_drawn(svg)
