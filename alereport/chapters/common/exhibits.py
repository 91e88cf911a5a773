"""Exhibits shared by the chapters: notices, commentary, source of the figures."""

from __future__ import annotations

import pandas as pd

from alereport.base import locales
from alereport.base.languages import DATA_LANGUAGE
from alereport.base.locales import gettext as _
from alereport.chapters.common.sentences import check_result
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, numbers
from alereport.exhibits.documents import about
from alereport.exhibits.model import Group, Line, Notice, Prose, Table, Text, nothing
from alereport.exhibits.values import Cell


def failed(broken: pd.DataFrame, files: pd.DataFrame) -> Notice | None:
    """Return a notice that the data have not passed the gate; None if they have.

    Args:
        broken: `Quality.broken`.
        files: `Quality.provenance`.
    """
    errors = broken[broken["severity"].eq("error")]
    unreadable = files[files["state"].eq("unread")]
    points = [
        *(_("{file} cannot be read.").format(file=file) for file in unreadable["file"]),
        *(
            _("{place} breaks a rule that must hold.").format(place=place)
            for place in errors["place"].drop_duplicates()
        ),
    ]
    start = _("Not approved: the data have not passed their checks.")
    return Notice(id="failed", start=start, points=tuple(points)) if points else None


def unsealed(files: pd.DataFrame) -> Notice | None:
    """Return a notice of the data files that differ from their seals; None if none does.

    Args:
        files: `Report.provenance`.
    """
    unsealed_files = files[files["seal"].ne("sealed")]
    if unsealed_files.empty:
        return None
    messages = {
        "changed": _("{file} has changed since it was reviewed against its source."),
        "never": _("{file} has not yet been reviewed against its source."),
        "gone": _("{file} was reviewed, and is now missing."),
    }
    start = _("Not reviewed: the figures may still be corrected.")
    points = [
        messages[row["seal"]].format(file=row["file"]) for _index, row in unsealed_files.iterrows()
    ]
    return Notice(id="unsealed", start=start, points=tuple(points))


def about_document(documents: pd.DataFrame, committee: str, year: int) -> Text:
    """Return what each document of a committee's year is: a draft, undated, a letter.

    Args:
        documents: `Report.documents`.
        committee: The committee's short name.
        year: The year the documents are made for.
    """
    own = documents[documents["committee"].eq(committee) & documents["year"].eq(year)]
    lines = [
        Line(key=str(row["document"]), words=about(row), rows=(str(place),))
        for place, row in own.iterrows()
    ]
    return building.lines("about-document", lines, as_of=year)


def analyst_commentary(
    commentary: pd.DataFrame, chapter: str, *, otherwise: Text | None = None
) -> Prose | Text | Group:
    """Return the analyst's commentary on a chapter; where there is none, the computed text.

    A chapter that has not been translated is in Swedish, and marked as such.

    Args:
        commentary: `Report.commentary`, with Markdown.
        chapter: The chapter's heading in the commentary, such as `budget`.
        otherwise: What is shown where the analyst has not written; by default nothing.
    """
    written = commentary[commentary["chapter"].eq(chapter)]
    if written.empty:
        return otherwise or nothing()
    is_own = locales.is_current_language(DATA_LANGUAGE) or _is_translated(written)
    heading = _("The analyst's commentary") if is_own else _("The analyst's commentary, in Swedish")
    return Prose(
        id="analyst-commentary",
        heading=heading,
        text="\n\n".join(written["text"]),
        written_in="" if is_own else DATA_LANGUAGE,
    )


def _is_translated(written: pd.DataFrame) -> bool:
    column = f"text_{locales.current()}"
    return column in written and bool(written[column].notna().all())


def provenance(files: pd.DataFrame, chapter: str) -> Table:
    """Return the table of the data behind the chapter; one row is one data file.

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


def _source(row: FrameRow) -> Cell:
    return values.words(row["title"] if pd.notna(row["title"]) else _("register"))


def _checked(row: FrameRow) -> Cell:
    return values.words(check_result(row["state"], row["seal"]))
