"""Words computed from the figures: headings, leads, key figures, commentary, sources."""

from alereport.presentation.text.annual import (
    annual_commentary,
    annual_key_figures,
    annual_lead,
    annual_missing,
)
from alereport.presentation.text.attention import (
    where_to_look,
)
from alereport.presentation.text.budget import (
    commentary,
    key_figures,
    lead,
    no_efficiency_requirements,
    no_investments,
    no_series,
    no_ventures,
    sign_convention,
    what_is_missing,
)
from alereport.presentation.text.easy import (
    easy_to_read,
)
from alereport.presentation.text.evaluation import (
    evaluation_findings,
    evaluation_key_figures,
    evaluation_lead,
    evaluation_missing,
)
from alereport.presentation.text.goal_tree import (
    goal_tree,
)
from alereport.presentation.text.goals import (
    evidence_in_short,
    goals_commentary,
    goals_key_figures,
    goals_lead,
    goals_missing,
    red_thread_rule,
)
from alereport.presentation.text.measures import (
    measures_rule,
)
from alereport.presentation.text.no_goals import (
    no_council_goals,
    no_dates,
    no_numbered_targets,
    no_targets_in_words,
    nothing_lacking,
    nothing_reported,
)
from alereport.presentation.text.overview import (
    cards,
    committee_year,
    dataset_name,
    overview_lead,
)
from alereport.presentation.text.personnel import (
    no_sick_leave,
    no_staff,
    no_staff_aims,
    no_statutory_sick_leave,
    staff_aim_source,
    staff_commentary,
    staff_key_figures,
    staff_lead,
)
from alereport.presentation.text.quality import (
    quality_corrections,
    quality_key_figures,
    quality_lead,
    quality_trust,
)
from alereport.presentation.text.staff_missing import (
    staff_missing,
)
from alereport.presentation.text.words import (
    analyst_commentary,
    block,
    reason_of,
    section,
)

__all__ = [
    "analyst_commentary",
    "annual_commentary",
    "annual_key_figures",
    "annual_lead",
    "annual_missing",
    "block",
    "cards",
    "commentary",
    "committee_year",
    "dataset_name",
    "easy_to_read",
    "evaluation_findings",
    "evaluation_key_figures",
    "evaluation_lead",
    "evaluation_missing",
    "evidence_in_short",
    "goal_tree",
    "goals_commentary",
    "goals_key_figures",
    "goals_lead",
    "goals_missing",
    "key_figures",
    "lead",
    "measures_rule",
    "no_council_goals",
    "no_dates",
    "no_efficiency_requirements",
    "no_investments",
    "no_numbered_targets",
    "no_series",
    "no_sick_leave",
    "no_staff",
    "no_staff_aims",
    "no_statutory_sick_leave",
    "no_targets_in_words",
    "no_ventures",
    "nothing_lacking",
    "nothing_reported",
    "overview_lead",
    "quality_corrections",
    "quality_key_figures",
    "quality_lead",
    "quality_trust",
    "reason_of",
    "red_thread_rule",
    "section",
    "sign_convention",
    "staff_aim_source",
    "staff_commentary",
    "staff_key_figures",
    "staff_lead",
    "staff_missing",
    "what_is_missing",
    "where_to_look",
]
