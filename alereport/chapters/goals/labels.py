"""Names and captions of exhibits of a plan's goals, and tables without their empty columns."""

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
    """Return a table of the newest plan in a frame, without columns of dashes alone.

    Nothing is returned of a frame without rows. See `plan_labels` and `building.table` for the
    other arguments.
    """
    if frame.empty:
        return nothing()
    labels = plan_labels(frame, exhibit, caption)
    return without_empty_columns(building.table(frame, columns, **labels, **options))


def without_empty_columns(table: Table) -> Table:
    """Return a table without the columns in which every cell is a dash; blank ones stay."""
    kept = [
        number
        for number in range(len(table.columns))
        if not all(row.cells[number].state == "silent" for row in table.rows)
    ]
    rows = tuple(
        row.model_copy(update={"cells": tuple(row.cells[number] for number in kept)})
        for row in table.rows
    )
    columns = tuple(table.columns[number] for number in kept)
    return table.model_copy(update={"columns": columns, "rows": rows})
