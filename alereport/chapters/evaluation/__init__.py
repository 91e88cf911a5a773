"""How the whole municipality is led, as an evaluation judges it."""

from alereport.chapters.evaluation.exhibits import (
    answers,
    areas,
    findings,
    key_figures,
    lead,
    questions,
    strongest,
    weakest,
    what_is_missing,
)
from alereport.chapters.evaluation.figures import areas_chart, distance, profile, questions_chart

__all__ = [
    "answers",
    "areas",
    "areas_chart",
    "distance",
    "findings",
    "key_figures",
    "lead",
    "profile",
    "questions",
    "questions_chart",
    "strongest",
    "weakest",
    "what_is_missing",
]
