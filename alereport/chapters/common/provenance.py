"""The table that ends a chapter: where its figures come from."""

from __future__ import annotations

import pandas as pd

from alereport.base.language import gettext as _
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, Record, numbers
from alereport.exhibits.model import Table
from alereport.exhibits.values import Cell


def provenance(files: pd.DataFrame, chapter: str) -> Table:
    """Where the chapter comes from; one row is one data file.

    Args:
        files: `Report.provenance`.
        chapter: The chapter's name within the book, such as `ks-2024-budget`.
    """
    columns = [
        building.texts("file", _("Data file")),
        Column("title", _("Source"), _source, figures=False),
        numbers("count", _("Rows")),
        Column("state", _("Checked"), _checked, figures=False),
    ]
    return building.table(
        files.rename(columns={"rows": "count"}),
        columns,
        name=f"{chapter}-provenance",
        key="file",
        caption=_("The data behind this chapter."),
    )


def _source(row: Record) -> Cell:
    return values.words(row["title"] if pd.notna(row["title"]) else _("register"))


def _checked(row: Record) -> Cell:
    """What the gate found of a data file, and whether it is as it was reviewed."""
    states = {
        "green": _("passed"),
        "amber": _("passed with warnings"),
        "red": _("failed"),
        "unread": _("cannot be read"),
    }
    seals = {
        "changed": _("changed since the review"),
        "never": _("not yet reviewed"),
        "gone": _("missing since the review"),
    }
    said = [states.get(row["state"]), seals.get(row["seal"])]
    return values.words(", ".join(filter(None, said)))
