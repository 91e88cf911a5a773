"""The texts of the chapter on a year's targets; `figures` is `common.quoted.quoted`."""

from __future__ import annotations

import pandas as pd

from alereport.chapters.outturn import target_sentences
from alereport.chapters.outturn.targets import with_target
from alereport.exhibits import building
from alereport.exhibits.building import rows_of
from alereport.exhibits.model import Group, Line, Text, nothing


def targets_lead(figures: pd.DataFrame, reports: pd.DataFrame, *, year: int) -> Text:
    """Return whether the year's targets were reached; `reports` is `accounts.reports`."""
    aimed = with_target(figures)
    rows = rows_of(figures if aimed.empty else aimed) or tuple(map(str, reports.index))
    line = Line(key="lead", words=target_sentences.lead(figures, reports, year), rows=rows)
    return building.lines("lead", [line], as_of=year)


def commentary(figures: pd.DataFrame) -> Text | Group:
    """Return each figure against its target; empty if the lead says it of the only one."""
    aimed = with_target(figures)
    if len(aimed) < 2:
        return nothing()
    lines = [
        Line(
            key=str(row["indicator"]), words=target_sentences.against_target(row), rows=row["rows"]
        )
        for row in aimed.to_dict("records")
    ]
    return building.lines("commentary", lines)
