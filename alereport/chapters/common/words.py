"""Words that several chapters say."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base.language import gettext as _
from alereport.exhibits.phrases import Words, say
from alereport.exhibits.values import Cell, not_comparable, percent


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


def change_percent(row: Any) -> Cell:
    """A change in percent; the word for a break where the two years do not compare."""
    if pd.notna(row["break_reason"]):
        return not_comparable(_("break"))
    return percent(row["change_percent"], signed=True)
