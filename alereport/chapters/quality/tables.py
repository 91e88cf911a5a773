"""Tables on the data's quality. The frames are those of `quality.shown` and `analysis.quality`."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.base.language import number
from alereport.exhibits.blocks import block
from alereport.exhibits.display import Column, Displayable, Swedish, nothing, table

LABEL = "municipality-quality"


def quality_datasets(by_dataset: pd.DataFrame, total: pd.Series[int]) -> Displayable:
    """What was checked and found in each dataset; one row is one dataset."""
    counted = ["files", "errors", "warnings", "failed", "accepted"]
    columns = [
        Column(_("Data"), figures=False),
        Column(_("Files")),
        Column(_("Must hold")),
        Column(_("Warn")),
        Column(_("Fail")),
        Column(_("Accepted")),
    ]
    rows = [
        [str(row["title"]), *(number(row[name]) for name in counted)]
        for _index, row in by_dataset.iterrows()
    ]
    rows.append([_("Total"), *(number(total[name]) for name in counted)])
    caption = _(
        "Checks by dataset: how many must hold, how many only warn, how many rows fail, and how "
        "many deviate and were accepted."
    )
    return table(columns, rows, caption=caption, label=f"{LABEL}-datasets", total=True)


def quality_broken(broken: pd.DataFrame) -> Displayable:
    """Every row that breaks a rule and is not accepted; one row is one of them."""
    if broken.empty:
        return block("report-note", [_("No row breaks a rule without being accepted.")])
    columns = [
        Column(_("Where"), figures=False),
        Column(_("What stands there"), figures=False),
        Column(_("What must hold"), figures=False),
        Column(_("Consequence"), figures=False),
    ]
    consequences = {"error": _("stops publishing"), "warning": _("warning")}
    rows = [
        [
            _where(row),
            str(row["value"]) if pd.notna(row["value"]) else _("(withheld)"),
            str(row["why"]),
            consequences[row["severity"]],
        ]
        for _index, row in broken.iterrows()
    ]
    caption = _("Rows that deviate and are not accepted.")
    return table(
        columns,
        rows,
        caption=caption,
        label=f"{LABEL}-broken",
        made_from=[(row,) for row in broken["row"]],
    )


def quality_accepted(accepted: pd.DataFrame) -> Displayable:
    """Every row that breaks a rule and may stand; one row is one of them."""
    if accepted.empty:
        return block("report-note", [_("No deviation has been accepted.")])
    columns = [
        Column(_("Where"), figures=False),
        Column(_("What is asked"), figures=False),
        Column(_("Why it may stand"), figures=False),
        Column(_("Accepted by"), figures=False),
    ]
    rows = [
        [
            _where(row),
            str(row["why"]),
            str(row["reason"]),
            Swedish(f"{row['by']} {row['date']:%Y-%m-%d}"),
        ]
        for _index, row in accepted.iterrows()
    ]
    caption = _("Deviations that were accepted, each with its reason.")
    return table(
        columns,
        rows,
        caption=caption,
        label=f"{LABEL}-accepted",
        made_from=[(row,) for row in accepted["row"]],
    )


def quality_corrections(corrections: pd.DataFrame) -> Displayable:
    """The files that were corrected after their review, the latest first."""
    if corrections.empty:
        return nothing()
    columns = [
        Column(_("Date"), figures=False),
        Column(_("Data file"), figures=False),
        Column(_("Reason"), figures=False),
        Column(_("Changed rows")),
    ]
    rows = [
        [
            language.day(row["sealed"]),
            str(row["file"]),
            Swedish(row["reason"]),
            language.DASH if pd.isna(row["changed"]) else number(row["changed"]),
        ]
        for _index, row in corrections.iterrows()
    ]
    caption = _("Corrections since the first review.")
    return table(columns, rows, caption=caption, label=f"{LABEL}-corrections")


def _where(row: pd.Series[Any]) -> str:
    document = row["document"] if pd.notna(row["document"]) else _("register")
    return _("{data}: {document}, line {line}").format(
        data=row["title"], document=document, line=row["line"]
    )
