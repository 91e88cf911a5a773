"""Exhibits shared by the chapters: headings, notices, commentary."""

from alereport.chapters.common.amended import budget_now, decisions
from alereport.chapters.common.exhibits import (
    about_document,
    analyst_commentary,
    commentary_on_reports,
    failed,
    unsealed,
)
from alereport.chapters.common.in_terms import in_terms
from alereport.chapters.common.quoted import indicators
from alereport.exhibits.building import section

__all__ = [
    "about_document",
    "analyst_commentary",
    "budget_now",
    "commentary_on_reports",
    "decisions",
    "failed",
    "in_terms",
    "indicators",
    "section",
    "unsealed",
]
