"""Tables of a chapter."""

from alereport.presentation.tables.budget import (
    budget_series,
    change_by_area,
    earmarks,
    investments,
)
from alereport.presentation.tables.sources import provenance, provenance_of

__all__ = [
    "budget_series",
    "change_by_area",
    "earmarks",
    "investments",
    "provenance",
    "provenance_of",
]
