"""What the chapters share of Kolada's figures: the latest snapshot, and how Kolada is named."""

from __future__ import annotations

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _

EVERYBODY = "total"
"""Women and men, in the column `sex`."""


def latest(comparison: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the latest snapshot that are of everybody and have a value.

    Args:
        comparison: `Overall.comparison`, of one snapshot or several.
    """
    newest = comparison["fetched"].eq(comparison["fetched"].max())
    return comparison[newest & comparison["sex"].eq(EVERYBODY) & comparison["value"].notna()]


def source(rows: pd.DataFrame, *, as_they_are: bool) -> str:
    """Return Kolada's attribution: as the source, or as that of what is processed here.

    Args:
        rows: Of a frame with `fetched`, the day or month of the snapshot.
        as_they_are: Whether the values are shown as Kolada has them.
    """
    fetched = locales.period(str(rows["fetched"].max()))
    source = _("Own processing of data from Kolada, fetched {date}.")
    if as_they_are:
        source = _("Source: Kolada, fetched {date}.")
    return source.format(date=fetched)
