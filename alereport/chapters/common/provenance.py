"""The table that ends a chapter: where its figures come from."""

from __future__ import annotations

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.chapters.common import notices
from alereport.exhibits.display import Column, Displayable, table


def provenance(files: pd.DataFrame, chapter: str) -> Displayable:
    """Where the chapter comes from; one row is one data file.

    Args:
        files: `Report.provenance`.
        chapter: The chapter's name within the book, such as `ks-2024-budget`.
    """
    columns = [
        Column(_("Data file"), figures=False),
        Column(_("Source"), figures=False),
        Column(_("Rows")),
        Column(_("Checked"), figures=False),
    ]
    rows = [
        [
            str(row["file"]),
            str(row["title"]) if pd.notna(row["title"]) else _("register"),
            language.number(row["rows"]),
            notices.checked(row["state"], row["seal"]),
        ]
        for _index, row in files.iterrows()
    ]
    caption = _("The data behind this chapter.")
    return table(columns, rows, caption=caption, label=f"{chapter}-provenance")
