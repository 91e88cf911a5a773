"""The quality of the data."""

from alereport.chapters.quality.exhibits import (
    accepted,
    broken,
    corrected,
    corrections,
    datasets,
    key_figures,
    lead,
    trust,
)

__all__ = [
    "accepted",
    "broken",
    "corrected",
    "corrections",
    "datasets",
    "key_figures",
    "lead",
    "trust",
]
