"""What the pages of the book are called: in menus, and where they stand alone."""

from __future__ import annotations

from alereport.base import locales
from alereport.base.book import Chapter, Text
from alereport.base.params import MunicipalityParams, Parameters
from alereport.base.workspace import Workspace
from alereport.data import registers
from alereport.publish.books import committee_name


def part(workspace: Workspace, report: Parameters) -> str:
    """The part of a committee and year, such as `Kommunstyrelsen 2024`; empty outside the parts."""
    if isinstance(report, MunicipalityParams):
        return ""
    return f"{committee_name(workspace, report.committee)} {report.year}"


def in_menu(workspace: Workspace, chapter: Chapter | Text, report: Parameters) -> str:
    """The title of a chapter's page in menus, under the name of its part."""
    return locales.for_reader(chapter.title).format(**_gaps(workspace, chapter, report))


def standing_alone(workspace: Workspace, chapter: Chapter | Text, report: Parameters) -> str:
    """The title of a chapter's page as its heading, on paper, and in a browser's list of pages."""
    if chapter.heading:
        return locales.for_reader(chapter.heading).format(**_gaps(workspace, chapter, report))
    title, name = in_menu(workspace, chapter, report), part(workspace, report)
    return f"{name}: {title}" if name else title


def _gaps(workspace: Workspace, chapter: Chapter | Text, report: Parameters) -> dict[str, str]:
    if isinstance(report, MunicipalityParams):
        return {"year": _latest_year(workspace, chapter)} if isinstance(chapter, Chapter) else {}
    name = committee_name(workspace, report.committee)
    return {
        "committee": name,
        "committees": locales.possessive(name),
        "year": str(report.year),
    }


def _latest_year(workspace: Workspace, chapter: Chapter) -> str:
    """The year of the latest document with rows in one of the chapter's datasets."""
    stems = {path.stem for path in workspace.data_files(*chapter.datasets)}
    documents = registers.register_rows(workspace, "documents")
    return max((row["year"] for row in documents if row["document"] in stems), default="")
