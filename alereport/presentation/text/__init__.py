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
    no_investments,
    what_is_missing,
)
from alereport.presentation.text.evaluation import (
    evaluation_findings,
    evaluation_key_figures,
    evaluation_lead,
    evaluation_missing,
)
from alereport.presentation.text.words import section, source

__all__ = [
    "annual_commentary",
    "annual_key_figures",
    "annual_lead",
    "annual_missing",
    "commentary",
    "evaluation_findings",
    "evaluation_key_figures",
    "evaluation_lead",
    "evaluation_missing",
    "key_figures",
    "lead",
    "no_investments",
    "section",
    "source",
    "what_is_missing",
]
