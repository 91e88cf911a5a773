"""Tables of a chapter."""

from alereport.presentation.tables.annual import annual_others, annual_scorecard
from alereport.presentation.tables.budget import (
    budget_series,
    change_by_area,
    earmarks,
    investments,
)
from alereport.presentation.tables.evaluation import (
    evaluation_answers,
    evaluation_areas,
    evaluation_questions,
    evaluation_strongest,
    evaluation_weakest,
)
from alereport.presentation.tables.sources import provenance, provenance_of

__all__ = [
    "annual_others",
    "annual_scorecard",
    "budget_series",
    "change_by_area",
    "earmarks",
    "evaluation_answers",
    "evaluation_areas",
    "evaluation_questions",
    "evaluation_strongest",
    "evaluation_weakest",
    "investments",
    "provenance",
    "provenance_of",
]
