"""What several chapters show: headings, notices, commentary, where the figures come from."""

from alereport.chapters.common.exhibits import analyst_commentary, failed, provenance, unsealed
from alereport.exhibits.building import section

__all__ = ["analyst_commentary", "failed", "provenance", "section", "unsealed"]
