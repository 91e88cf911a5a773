"""The whole municipality at a glance."""

from alereport.chapters.overview.attention import where_to_look
from alereport.chapters.overview.exhibits import cards, committees, coverage, lead
from alereport.chapters.overview.figures import committees_chart

__all__ = ["cards", "committees", "committees_chart", "coverage", "lead", "where_to_look"]
