"""The annual report as a balanced scorecard."""

from alereport.chapters.annual.exhibits import (
    commentary,
    key_figures,
    lead,
    other_indicators,
    scorecard,
    what_is_missing,
)
from alereport.chapters.annual.figures import targets

__all__ = [
    "commentary",
    "key_figures",
    "lead",
    "other_indicators",
    "scorecard",
    "targets",
    "what_is_missing",
]
