"""Words computed from the figures: headings, leads, key figures, commentary, sources."""

from alereport.presentation.text.budget import (
    commentary,
    key_figures,
    lead,
    no_earmarks,
    no_investments,
    no_series,
    sign_convention,
    what_is_missing,
)
from alereport.presentation.text.words import analyst_commentary, block, reason_of, section, source

__all__ = [
    "analyst_commentary",
    "block",
    "commentary",
    "key_figures",
    "lead",
    "no_earmarks",
    "no_investments",
    "no_series",
    "reason_of",
    "section",
    "sign_convention",
    "source",
    "what_is_missing",
]
