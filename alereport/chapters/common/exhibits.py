"""Exhibits shared by the chapters: notices and commentary."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from alereport.base import locales
from alereport.base.languages import DATA_LANGUAGE
from alereport.base.locales import gettext as _
from alereport.exhibits import building
from alereport.exhibits.documents import about
from alereport.exhibits.model import Group, Line, Notice, Prose, Text, nothing
from alereport.exhibits.phrases import Phrase, Sentence, data_text, fill_first, message

UNREADABLE = (
    Sentence("unread", message("{file} cannot be read."), lambda state: state == "unread"),
)
BROKEN = (
    Sentence(
        "error",
        message("{place} breaks a rule that must hold."),
        lambda severity: severity == "error",
    ),
)
UNSEALED = (
    Sentence(
        "changed",
        message("{file} has changed since it was reviewed against its source."),
        lambda seal: seal == "changed",
    ),
    Sentence(
        "never",
        message("{file} has not yet been reviewed against its source."),
        lambda seal: seal == "never",
    ),
    Sentence(
        "gone", message("{file} was reviewed, and is now missing."), lambda seal: seal == "gone"
    ),
)

NOT_APPROVED = (
    Sentence("written", message("Written, not reviewed."), lambda approval: approval == "written"),
    Sentence(
        "reviewed", message("Reviewed, not approved."), lambda approval: approval == "reviewed"
    ),
)


def failed(broken: pd.DataFrame, files: pd.DataFrame) -> Notice | None:
    """Return a notice that the data have not passed the gate; None if they have.

    Args:
        broken: `Quality.broken`.
        files: `Quality.provenance`.
    """
    points = [
        *_points(UNREADABLE, files, "state", "file"),
        *_points(BROKEN, broken, "severity", "place"),
    ]
    start = _("Not approved: the data have not passed their checks.")
    return Notice(id="failed", start=start, points=tuple(points)) if points else None


def unsealed(files: pd.DataFrame) -> Notice | None:
    """Return a notice of the data files that differ from their seals; None if none does.

    Args:
        files: `Report.provenance`.
    """
    points = _points(UNSEALED, files, "seal", "file")
    start = _("Not reviewed: the figures may still be corrected.")
    return Notice(id="unsealed", start=start, points=points) if points else None


def _points(
    sentences: Sequence[Sentence], frame: pd.DataFrame, facts: str, place: str
) -> tuple[str, ...]:
    """Return what is said of each place in a frame once, by the column that holds the facts."""
    said = (
        str(fill_first(sentences, row[facts], **{place: str(row[place])}))
        for row in frame.to_dict("records")
    )
    return tuple(dict.fromkeys(filter(None, said)))


def about_document(documents: pd.DataFrame, committee: str, year: int) -> Text:
    """Return what each document of a committee's year is: a draft, undated, a letter.

    If there are several, each sentence is preceded by the title of its document.

    Args:
        documents: The documents that the chapter tells of, such as `rows.plans`.
        committee: The committee's short name.
        year: The year the documents are made for.
    """
    own = documents[documents["committee"].eq(committee) & documents["year"].eq(year)]
    lines = [
        Line(
            key=str(row["document"]),
            term=data_text(str(row["title"])) if len(own) > 1 else Phrase(),
            words=about(row),
            rows=(str(place),),
        )
        for place, row in own.iterrows()
    ]
    return building.lines("about-document", lines, as_of=year)


def analyst_commentary(
    commentary: pd.DataFrame, chapter: str, *, otherwise: Text | None = None
) -> Prose | Text | Group:
    """Return the analyst's commentary on a chapter; where there is none, the computed text.

    A chapter that has not been translated is in Swedish, and marked as such; so is one that nobody
    has approved as it is, which only a draft has.

    Args:
        commentary: `Report.commentary`, with Markdown.
        chapter: The chapter's heading in the commentary, such as `budget`.
        otherwise: What is shown where the analyst has not written; by default nothing.
    """
    written = commentary[commentary["chapter"].eq(chapter)]
    return otherwise or nothing() if written.empty else _prose(written, "analyst-commentary")


def commentary_on_reports(commentary: pd.DataFrame, reports: pd.DataFrame) -> Group:
    """Return the analyst's commentary on each interim report of a year, the latest first.

    Args:
        commentary: `Report.commentary`, with Markdown.
        reports: The documents that follow the year up, oldest first.
    """
    written = commentary[commentary["chapter"].eq("interim")]
    return Group(
        parts=tuple(
            _prose(own, f"analyst-commentary-{report['document']}", of=str(report["title"]))
            for report in reports.iloc[::-1].to_dict("records")
            if not (own := written[written["document"].eq(report["document"])]).empty
        )
    )


def _prose(written: pd.DataFrame, name: str, *, of: str = "") -> Prose:
    """Return what the analyst has written, under a heading that may name the report it is of."""
    is_own = locales.is_current_language(DATA_LANGUAGE) or _is_translated(written)
    heading = _("The analyst's commentary") if is_own else _("The analyst's commentary, in Swedish")
    return Prose(
        id=name,
        heading=f"{heading}: {of}" if of else heading,
        note=_not_approved(written["approval"]),
        text="\n\n".join(written["text"]),
        written_in="" if is_own else DATA_LANGUAGE,
    )


def _not_approved(approvals: pd.Series[str]) -> str:
    """Return what is said of a text that nobody has approved as it is; empty if somebody has."""
    said = (str(fill_first(NOT_APPROVED, approval)) for approval in approvals)
    return " ".join(filter(None, dict.fromkeys(said)))


def _is_translated(written: pd.DataFrame) -> bool:
    column = f"text_{locales.current()}"
    return column in written and bool(written[column].notna().all())
