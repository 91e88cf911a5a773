"""Names and captions of tables of a plan's goals; nothing is shown of a frame without rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from alereport.chapters.common.sentences import plan_labels
from alereport.exhibits import building
from alereport.exhibits.building import Column
from alereport.exhibits.model import Group, Table, nothing


def table(
    frame: pd.DataFrame, columns: Sequence[Column], exhibit: str, caption: str, **options: Any
) -> Table | Group:
    """Return a table of the newest plan in a frame, or nothing if the frame has no rows.

    See `plan_labels` and `building.table` for the other arguments.
    """
    if frame.empty:
        return nothing()
    return building.table(frame, columns, **plan_labels(frame, exhibit, caption), **options)
