"""The budget: one committee's plan against the year before, and over the years."""

from alereport.chapters.budget import charts, exhibits, series
from alereport.chapters.common import wings

globals().update(wings.exhibit_functions(exhibits, charts, series))
