"""A chart of an analyst's figure: in both widths and lights, with its words as words."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

from alereport import exhibits
from alereport.base import locales
from alereport.base.errors import TableError
from alereport.exhibits import csv_files
from alereport.exhibits.model import Chart
from alereport.exhibits.traced import traced_lines
from alereport.publish.book import drawings

VALUES = pd.DataFrame({"year": [2023, 2024], "n": [157300, 154400]})


@pytest.fixture(autouse=True)
def _swedish() -> None:
    locales.activate("sv")


def figure(names: int = 2) -> Figure:
    drawn = Figure()
    axes = drawn.subplots()
    words = [f"ett namn {number}" for number in range(names)]
    axes.bar(words, [157300 + number for number in range(names)], color="#1b4f8a")
    return drawn


def chart(drawn: Any, **more: Any) -> Chart:
    return exhibits.chart(drawn, caption="Besök", alt="Besöken minskar.", **more)


def test_it_is_drawn_for_a_wide_column_and_for_a_phone_with_words_as_words() -> None:
    made = chart(figure())
    wide, narrow = (made.pictures[width].decode() for width in ("wide", "narrow"))
    assert 'class="wide"' in wide
    assert 'width="640"' in wide
    assert 'width="286"' in narrow
    for drawing in (wide, narrow):
        assert ">ett namn 0</text>" in drawing
        assert 'class="fill-less"' in drawing
        assert ">100\xa0000</text>" in drawing


def test_its_drawings_are_allowed_on_a_page_and_do_not_share_identifiers() -> None:
    for width, content in chart(figure()).pictures.items():
        drawing = content.decode()
        assert "style=" not in drawing
        assert "<style" not in drawing
        assert f'id="besok-{width}-' in drawing
        assert drawing.count('id="') == drawing.count(f'id="besok-{width}-')
        assert f"url(#besok-{width}-" in drawing
        left = drawings.only_drawn(drawing)
        assert left.count("<path") == drawing.count("<path")
        assert f"url(#besok-{width}-" in left


def test_on_a_phone_words_that_would_collide_are_made_smaller_as_a_whole() -> None:
    assert 'viewBox="0 0 214.5' in chart(figure(2)).pictures["narrow"].decode()
    assert 'viewBox="0 0 480' in chart(figure(5)).pictures["narrow"].decode()


def test_it_is_drawn_in_the_same_bytes_each_time() -> None:
    assert chart(figure()).pictures == chart(figure()).pictures


def test_axes_are_those_of_their_figure_and_years_have_no_thousands() -> None:
    drawn = Figure()
    axes = drawn.subplots()
    axes.plot([2020, 2024], [0.5, 1.5])
    wide = chart(axes).pictures["wide"].decode()
    assert ">2020" in wide
    assert ">0,6</text>" in wide


def test_its_values_are_a_table_and_are_found_and_compared() -> None:
    made = chart(figure(), values=VALUES, unit={"n": "st"}, headline="Färre besök")
    assert csv_files.to_csv(made).decode().splitlines()[1] == "2023,157300"
    lines = traced_lines(made)
    assert [line.words for line in lines] == [
        "Färre besök",
        "2023: N, st: 157\xa0300",
        "2024: N, st: 154\xa0400",
    ]
    assert made.alt == "Färre besök. Besöken minskar."
    assert "Vilka rader" in made.markdown


def test_without_values_it_has_no_table_and_no_empty_headline() -> None:
    made = chart(figure())
    assert made.rows == ()
    assert ".headline" not in made.markdown


@pytest.mark.parametrize(
    ("drawn", "words", "found"),
    [
        (figure(), {"caption": "", "alt": "a"}, "caption is empty"),
        (figure(), {"caption": "a", "alt": " "}, "alt is empty"),
        (7, {"caption": "a", "alt": "a"}, "an object of type int"),
        ([], {"caption": "a", "alt": "a"}, "an object of type list"),
    ],
)
def test_what_is_no_described_figure_is_refused(
    drawn: Any, words: dict[str, str], found: str
) -> None:
    with pytest.raises(TableError, match=found):
        exhibits.chart(drawn, **words)
