"""Figures of a chapter, in the controllers' notation (IBCS): the only importer of Matplotlib.

Outturn is solid, budget outlined, forecast hatched. A cost that rises is neither good nor bad:
more is orange and less is blue, told apart in grey print, with the sign printed.
"""

from alereport.presentation.figures.budget import bridge, forecast_against_budget
from alereport.presentation.figures.goals import red_thread, time_line
from alereport.presentation.figures.measures import measures
from alereport.presentation.figures.overview import committees
from alereport.presentation.figures.series import budget_series

__all__ = [
    "bridge",
    "budget_series",
    "committees",
    "forecast_against_budget",
    "measures",
    "red_thread",
    "time_line",
]
