"""Goals: the red thread from the council to the work, what is lacking, and what became of it."""

from alereport.chapters.goals.exhibits import (
    commentary,
    council_goals,
    findings,
    goal_tree,
    goals_by_plan,
    key_figures,
    lacking,
    lead,
    red_thread,
    red_thread_rule,
    what_is_missing,
)
from alereport.chapters.goals.figures import red_thread_chart, time_line
from alereport.chapters.goals.measure_chart import measures_chart
from alereport.chapters.goals.outcomes import (
    evidence,
    measures_in_words,
    measures_rule,
    numbered_measures,
    schedule,
    status_by_level,
)

__all__ = [
    "commentary",
    "council_goals",
    "evidence",
    "findings",
    "goal_tree",
    "goals_by_plan",
    "key_figures",
    "lacking",
    "lead",
    "measures_chart",
    "measures_in_words",
    "measures_rule",
    "numbered_measures",
    "red_thread",
    "red_thread_chart",
    "red_thread_rule",
    "schedule",
    "status_by_level",
    "time_line",
    "what_is_missing",
]
