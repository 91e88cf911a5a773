"""Goals: what can be judged, the assignments, the thread from the council, and follow-up."""

from alereport.chapters.common import interface
from alereport.chapters.goals import (
    board_exhibits,
    exhibits,
    follow_up_exhibits,
    measure_exhibits,
    trend_exhibits,
)
from alereport.chapters.goals.sentences import judgeable_sentence

globals().update(
    interface.exhibit_functions(
        board_exhibits, exhibits, follow_up_exhibits, measure_exhibits, trend_exhibits
    )
)

__all__ = ["judgeable_sentence"]
