"""How exhibits of a plan's goals are named and captioned, and what stands in the place of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.chapters.common.sentences import of_plan
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
    instead: str = terms.NO_COUNCIL_GOALS,
    **how: Any,
) -> Table | Text:
    """A table of the newest plan in a frame; where it is empty, a note that says `instead`.

    See `of_plan` and `building.table` for the other arguments.
    """
    if frame.empty:
        return instead_of(exhibit, instead)
    return building.table(frame, columns, **of_plan(frame, exhibit, caption), **how)


def instead_of(exhibit: str, why: str) -> Text:
    """A note in the place of an exhibit that has nothing to show, such as `terms.NO_DATES`."""
    return building.note(f"no-{exhibit}", _(why))
