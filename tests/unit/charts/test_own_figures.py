"""An analyst's own Matplotlib figures: the house style."""

import pytest
from matplotlib import rcParams

from alereport import charts
from alereport.charts import own_figures


def test_the_house_style_has_the_books_font_and_the_width_of_its_column() -> None:
    before = dict(rcParams)
    try:
        charts.style()
        assert rcParams["font.family"] == ["Source Sans Pro"]
        assert rcParams["figure.figsize"][0] * 96 == pytest.approx(640, abs=1)
        assert own_figures.font_manager.findfont("Source Sans Pro").endswith("Regular.ttf")
    finally:
        rcParams.update(before)
