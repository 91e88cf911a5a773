"""What became of a budget: a committee's year as its interim and annual reports tell it."""

from alereport.chapters.common import interface
from alereport.chapters.outturn import (
    charts,
    exhibits,
    investment_exhibits,
    movement_exhibits,
    target_exhibits,
)

globals().update(
    interface.exhibit_functions(
        charts, exhibits, movement_exhibits, investment_exhibits, target_exhibits
    )
)
