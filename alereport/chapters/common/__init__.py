"""What several chapters show: headings, notices, commentary, where the figures come from."""

from alereport.chapters.common.commentary import analyst_commentary
from alereport.chapters.common.notices import failed, unsealed
from alereport.chapters.common.provenance import provenance
from alereport.exhibits.building import section

__all__ = ["analyst_commentary", "failed", "provenance", "section", "unsealed"]
