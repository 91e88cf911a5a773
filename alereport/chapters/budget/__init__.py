"""The budget: one committee's plan beside the year before, and over the years."""

from alereport.chapters.budget.exhibits import (
    change_by_area,
    commentary,
    efficiency_requirements,
    investments,
    key_figures,
    lead,
    series_table,
    sign_convention,
    ventures,
    what_is_missing,
)
from alereport.chapters.budget.figures import bridge, forecast_against_budget
from alereport.chapters.budget.series import series_chart

__all__ = [
    "bridge",
    "change_by_area",
    "commentary",
    "efficiency_requirements",
    "forecast_against_budget",
    "investments",
    "key_figures",
    "lead",
    "series_chart",
    "series_table",
    "sign_convention",
    "ventures",
    "what_is_missing",
]
