"""Which figures of a year have a target."""

from __future__ import annotations

import pandas as pd


def with_target(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of `common.quoted.quoted` that have both an outturn and a target."""
    return figures[figures["value"].notna() & figures["target"].notna()]
