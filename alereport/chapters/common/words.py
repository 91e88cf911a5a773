"""Words that several chapters say."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.exhibits.phrases import Words, say
from alereport.exhibits.values import Cell, percent


def with_percent(change: Cell, row: Any, *, signed: bool = False) -> Words:
    """A change, and how much that is in percent where the two years compare.

    Args:
        change: The change as an amount.
        row: A row with its `change_percent`.
        signed: A plus or minus is written.
    """
    share = row["change_percent"]
    if pd.isna(share):
        return change
    shown = percent(share if signed else abs(share), signed=signed)
    return say("{change} ({percent})", change=change, percent=shown)
