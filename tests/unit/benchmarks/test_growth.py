"""The figure and the section on cost as work grows."""

from __future__ import annotations

from benchmarks import growth
from benchmarks.growth import Found

FOUND: Found = {
    "reports": {"1000": [0.9, 700, 3], "10": [0.75, 500, 3], "100": [0.8, 550, 3]},
    "chapters": {"10": [0.5, 300, 1]},
}


def test_what_costs_more_than_fifteen_per_cent_more_is_named() -> None:
    section = growth.section(FOUND)
    assert "A piece costs more than 15 % above that among the fewest: 1,000 reports." in section
    assert "| 100 reports | 0.800 | +7 % | 550 | 3 |" in section


def test_the_figure_has_a_row_a_size_from_the_fewest_to_the_most() -> None:
    drawn = growth.drawing(FOUND).decode()
    names = ["10 reports", "100 reports", "1,000 reports", "10 chapters"]
    places = [drawn.index(f">{name}<") for name in names]
    assert places == sorted(places)
