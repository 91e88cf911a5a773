"""Which documents tell what a year became, and which of their figures have a target."""

from __future__ import annotations

import pandas as pd

LOOKING_BACK = ("annual_report", "cover_letter")
"""The kinds of documents that report a whole year that has passed."""


def reports(documents: pd.DataFrame) -> pd.DataFrame:
    """Return the annual reports, and the letters that propose one, of `Report.documents`."""
    return documents[documents["kind"].isin(LOOKING_BACK)]


def with_target(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of `common.quoted.quoted` that have both an outturn and a target."""
    return figures[figures["value"].notna() & figures["target"].notna()]
