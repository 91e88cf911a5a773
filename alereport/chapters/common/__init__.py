"""Exhibits shared by the chapters: headings, notices, commentary, source of the figures."""

from alereport.chapters.common.exhibits import (
    about_document,
    analyst_commentary,
    failed,
    provenance,
    unsealed,
)
from alereport.chapters.common.quoted import indicators
from alereport.exhibits.building import section

__all__ = [
    "about_document",
    "analyst_commentary",
    "failed",
    "indicators",
    "provenance",
    "section",
    "unsealed",
]
