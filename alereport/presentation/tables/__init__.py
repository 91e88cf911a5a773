"""Tables of a chapter."""

from alereport.presentation.tables.budget import change_by_area, investments
from alereport.presentation.tables.sources import provenance, provenance_of

__all__ = ["change_by_area", "investments", "provenance", "provenance_of"]
