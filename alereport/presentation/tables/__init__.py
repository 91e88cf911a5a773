"""Tables of a chapter."""

from alereport.presentation.tables.annual import (
    annual_others,
    annual_scorecard,
)
from alereport.presentation.tables.budget import (
    budget_series,
    change_by_area,
    efficiency_requirements,
    investments,
    ventures,
)
from alereport.presentation.tables.evaluation import (
    evaluation_answers,
    evaluation_areas,
    evaluation_questions,
    evaluation_strongest,
    evaluation_weakest,
)
from alereport.presentation.tables.goals import (
    council_goals,
    evidence,
    follow_up,
    goal_findings,
    goal_gaps,
    goals_by_plan,
    red_thread,
    schedule,
)
from alereport.presentation.tables.measures import (
    measures_in_words,
    numbered_measures,
)
from alereport.presentation.tables.overview import (
    committees,
    coverage,
)
from alereport.presentation.tables.personnel import (
    sick_leave,
    staff,
    staff_aims,
    statutory_sick_leave,
)
from alereport.presentation.tables.quality import (
    quality_accepted,
    quality_broken,
    quality_corrections,
    quality_datasets,
)
from alereport.presentation.tables.sources import (
    provenance,
)

__all__ = [
    "annual_others",
    "annual_scorecard",
    "budget_series",
    "change_by_area",
    "committees",
    "council_goals",
    "coverage",
    "efficiency_requirements",
    "evaluation_answers",
    "evaluation_areas",
    "evaluation_questions",
    "evaluation_strongest",
    "evaluation_weakest",
    "evidence",
    "follow_up",
    "goal_findings",
    "goal_gaps",
    "goals_by_plan",
    "investments",
    "measures_in_words",
    "numbered_measures",
    "provenance",
    "quality_accepted",
    "quality_broken",
    "quality_corrections",
    "quality_datasets",
    "red_thread",
    "schedule",
    "sick_leave",
    "staff",
    "staff_aims",
    "statutory_sick_leave",
    "ventures",
]
