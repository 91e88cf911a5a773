"""The staff of a committee and its sick leave."""

from alereport.chapters.common import interface
from alereport.chapters.personnel import (
    charts,
    exhibits,
    reported_staff_exhibits,
    run_exhibits,
    tables,
)

globals().update(
    interface.exhibit_functions(exhibits, charts, reported_staff_exhibits, run_exhibits, tables)
)
