"""A committee's staff and its sick leave."""

from alereport.chapters.personnel.exhibits import (
    aim_source,
    aims,
    commentary,
    key_figures,
    lead,
    sick_leave,
    staff,
    statutory_sick_leave,
    what_is_missing,
)
from alereport.chapters.personnel.figures import sick_leave_chart, staff_chart

__all__ = [
    "aim_source",
    "aims",
    "commentary",
    "key_figures",
    "lead",
    "sick_leave",
    "sick_leave_chart",
    "staff",
    "staff_chart",
    "statutory_sick_leave",
    "what_is_missing",
]
