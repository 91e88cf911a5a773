"""Names and captions of exhibits of a plan's goals, and the note that replaces an empty one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.chapters.common.sentences import plan_labels
from alereport.chapters.goals import terms
from alereport.exhibits import building
from alereport.exhibits.building import Column
from alereport.exhibits.model import Table, Text


def table(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    exhibit: str,
    caption: str,
    *,
    if_empty: str = terms.NO_COUNCIL_GOALS,
    **options: Any,
) -> Table | Text:
    """Return a table of the newest plan in a frame, or a note with `if_empty` if it has no rows.

    See `plan_labels` and `building.table` for the other arguments.
    """
    if frame.empty:
        return empty_note(exhibit, if_empty)
    return building.table(frame, columns, **plan_labels(frame, exhibit, caption), **options)


def empty_note(exhibit: str, reason: str) -> Text:
    """Return a note that replaces an empty exhibit; the reason is such as `terms.NO_DATES`."""
    return building.note(f"no-{exhibit}", _(reason))
