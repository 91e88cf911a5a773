"""The table that ends a chapter: where its figures come from."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath

import pandas as pd

from alereport import language
from alereport.language import gettext as _
from alereport.presentation import notices
from alereport.presentation.display import Column, Displayable, table

OF_EVERY_CHAPTER = ("committees", "documents")
"""The registers that name every chapter's committee and the document under its figures."""


def provenance_of(files: pd.DataFrame, datasets: Collection[str]) -> pd.DataFrame:
    """The files of some datasets, and the registers of every chapter.

    Args:
        files: `Report.provenance`.
        datasets: The datasets' names, such as `goals`.
    """
    names = [PurePosixPath(file).parent.name for file in files["file"]]
    return files[[name in (*OF_EVERY_CHAPTER, *datasets) for name in names]]


def provenance(
    files: pd.DataFrame, chapter: str, *, datasets: Collection[str] | None = None
) -> Displayable:
    """Where the chapter comes from; one row is one data file.

    Args:
        files: `Report.provenance`.
        chapter: The chapter's name within the book, such as `ks-2024-budget`.
        datasets: The datasets the chapter shows; by default, every file the report reads.
    """
    if datasets is not None:
        files = provenance_of(files, datasets)
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
