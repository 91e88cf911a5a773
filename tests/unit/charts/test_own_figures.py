"""An analyst's own Matplotlib figures: the house look, and a description."""

import pytest
from matplotlib import rcParams
from matplotlib.figure import Figure

from alereport.charts import own_figures


def test_a_figure_is_shown_as_a_drawing_with_its_description() -> None:
    picture = own_figures.described(Figure(), alt=" Budgeten\n minskar ")
    data, metadata = picture._repr_mimebundle_(include=None, exclude=None)
    assert data["image/svg+xml"].startswith("<?xml")
    assert metadata["image/svg+xml"]["alt"] == "Budgeten minskar"


def test_a_figure_is_drawn_in_the_same_bytes_each_time() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(rcParams, "svg.hashsalt", "alereport")
        first, second = (own_figures.described(Figure(), alt="a").svg for _time in range(2))
    assert first == second


def test_a_figure_without_a_description_is_refused() -> None:
    with pytest.raises(ValueError, match="alt is empty"):
        own_figures.described(Figure(), alt=" ")


def test_the_house_style_has_the_books_font_and_the_width_of_its_column() -> None:
    before = dict(rcParams)
    try:
        own_figures.use_house_style()
        assert rcParams["font.family"] == ["Source Sans Pro"]
        assert rcParams["figure.figsize"][0] * 96 == pytest.approx(640, abs=1)
        assert own_figures.font_manager.findfont("Source Sans Pro").endswith("Regular.ttf")
    finally:
        rcParams.update(before)
