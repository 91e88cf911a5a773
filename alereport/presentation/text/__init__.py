"""Words computed from the figures: headings, leads, key figures, commentary, sources."""

from alereport.presentation.text.annual import (
    annual_commentary,
    annual_key_figures,
    annual_lead,
    annual_missing,
)
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
from alereport.presentation.text.evaluation import (
    evaluation_findings,
    evaluation_key_figures,
    evaluation_lead,
    evaluation_missing,
)
from alereport.presentation.text.words import analyst_commentary, block, reason_of, section, source

__all__ = [
    "analyst_commentary",
    "annual_commentary",
    "annual_key_figures",
    "annual_lead",
    "annual_missing",
    "block",
    "commentary",
    "evaluation_findings",
    "evaluation_key_figures",
    "evaluation_lead",
    "evaluation_missing",
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
