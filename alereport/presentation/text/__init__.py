"""Words computed from the figures: headings, leads, key figures, commentary, sources."""

from alereport.presentation.text.budget import (
    commentary,
    key_figures,
    lead,
    no_investments,
    what_is_missing,
)
from alereport.presentation.text.words import analyst_commentary, section, source

__all__ = [
    "analyst_commentary",
    "commentary",
    "key_figures",
    "lead",
    "no_investments",
    "section",
    "source",
    "what_is_missing",
]
