"""The budget: one committee's plan against the year before, and over the years."""

from alereport.chapters.budget import charts, comparison, exhibits, opening, savings, series
from alereport.chapters.common import interface

globals().update(
    interface.exhibit_functions(charts, comparison, exhibits, opening, savings, series)
)
