"""Figures of a chapter, in the controllers' notation (IBCS): the only importer of Matplotlib.

Outturn is solid, budget outlined, forecast hatched. A cost that rises is neither good nor bad:
more is orange and less is blue, told apart in grey print, with the sign printed.
"""

from alereport.presentation.figures.annual import (
    annual_targets,
)
from alereport.presentation.figures.budget import (
    bridge,
    forecast_against_budget,
)
from alereport.presentation.figures.evaluation import (
    evaluation_areas,
    evaluation_distance,
    evaluation_profile,
    evaluation_questions,
)
from alereport.presentation.figures.goals import (
    red_thread,
    time_line,
)
from alereport.presentation.figures.measures import (
    measure_progress,
)
from alereport.presentation.figures.overview import (
    committees,
)
from alereport.presentation.figures.personnel import (
    sick_leave,
    staff,
)
from alereport.presentation.figures.series import (
    budget_series,
)

__all__ = [
    "annual_targets",
    "bridge",
    "budget_series",
    "committees",
    "evaluation_areas",
    "evaluation_distance",
    "evaluation_profile",
    "evaluation_questions",
    "forecast_against_budget",
    "measure_progress",
    "red_thread",
    "sick_leave",
    "staff",
    "time_line",
]
