"""The pages of a staged book in their order, with what notebooks show on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from alereport.base import locales, params
from alereport.base.book import Chapter, Contents, GeneratedPage, Part, Text
from alereport.base.locales import gettext as _
from alereport.base.markdown import plain
from alereport.base.params import MunicipalityParams
from alereport.base.workspace import Workspace, write_atomically
from alereport.batch.scheduling import Status, Task
from alereport.publish.book import chapters, titles, written
from alereport.publish.books import Page, title
from alereport.publish.front_matter import block, markdown_page

MOST_LINES = 12
"""The most lines that a page has on why its chapter is not there."""


def ordered(
    workspace: Workspace,
    folder: Path,
    contents: Contents,
    shown: Mapping[Task, Path | Status],
    *,
    paper: bool,
) -> Iterator[Page]:
    """Copy the chapters to the folder and return the book's pages in the order of its contents.

    Args:
        folder: The folder of the staged book.
        shown: The publishable copy of each chapter, in order, or why there is none.
        paper: Whether there is a PDF of the pages that are one sheet.
    """
    for entry in contents.entries:
        listed = entry.notebooks if isinstance(entry, Part) else entry.chapters
        names = {chapter.notebook for chapter in listed}
        own = {task: copy for task, copy in shown.items() if task.chapter in names}
        if isinstance(entry, GeneratedPage):
            yield _generated(workspace, folder, entry, own)
            continue
        for page in _listed(workspace, folder, entry, own):
            yield replace(page, has_sheet=page.has_sheet and paper)


def _listed(
    workspace: Workspace,
    folder: Path,
    entry: Chapter | Text | Part,
    shown: Mapping[Task, Path | Status],
) -> Iterator[Page]:
    """The pages of an entry that are notebooks' and those that people wrote, in its order."""
    reports = dict.fromkeys(task.params for task in shown)
    if isinstance(entry, Text):
        reports = {MunicipalityParams(language=locales.current()): None}
    for report in reports:
        for each in entry.chapters if isinstance(entry, Part) else (entry,):
            if isinstance(each, Text):
                if page := written.page(workspace, folder, each, report):
                    yield page
                continue
            for task, copy in shown.items():
                if task.params == report and task.chapter == each.notebook:
                    yield _chapter(workspace, folder, each, task, copy)


def _chapter(
    workspace: Workspace, folder: Path, chapter: Chapter, task: Task, copy: Path | Status
) -> Page:
    if isinstance(copy, Status):
        return _unmade(workspace, folder, chapter, copy)
    return _made(workspace, folder, chapter, task, copy)


def _generated(
    workspace: Workspace, folder: Path, entry: GeneratedPage, shown: Mapping[Task, Path | Status]
) -> Page:
    """A page that the package writes; what a notebook shows on it is copied to its folder."""
    heading = title(params.municipality(workspace)) if entry.page == "index" else ""
    is_appendix = entry.page not in {"index", "reading", "glossary"}
    page = Page(
        entry.path,
        locales.for_reader(entry.title),
        heading=heading,
        is_appendix=is_appendix,
        paper=entry.paper,
    )
    for task, copy in shown.items():
        if isinstance(copy, Path):
            chapters.copy_to_book(copy, folder, workspace.book(task.language), page=entry.page)
            page = replace(page, report=task.report)
    return page


def _made(workspace: Workspace, folder: Path, chapter: Chapter, task: Task, copy: Path) -> Page:
    slug = task.params.slug
    chapters.copy_to_book(copy, folder / slug, workspace.book(task.language) / slug)
    return Page(
        f"{task.report}.ipynb",
        titles.in_menu(workspace, chapter, task.params),
        titles.part(workspace, task.params),
        heading=titles.standing_alone(workspace, chapter, task.params),
        report=task.report,
        is_offered=chapter.offered,
        has_sheet=chapter.sheet,
        is_appendix=chapter.reads == "verdict",
        paper=chapter.paper,
        formerly=f"{slug}/{chapter.formerly}" if chapter.formerly else "",
    )


def _unmade(workspace: Workspace, folder: Path, chapter: Chapter, status: Status) -> Page:
    """Write the page of a chapter that is not there, which says why."""
    task = status.task
    page = Page(
        f"{task.report}.qmd",
        _("{title} (missing)").format(title=titles.in_menu(workspace, chapter, task.params)),
        titles.part(workspace, task.params),
        heading=titles.standing_alone(workspace, chapter, task.params),
        is_appendix=chapter.reads == "verdict",
    )
    write_atomically(folder / page.path, markdown_page(page.path, page.name, reasons(status)))
    return page


def reasons(status: Status) -> str:
    """The text of a page whose chapter is not there."""
    lead = (
        _("This chapter could not be made. Nothing is published until it can.")
        if status.state == "failed"
        else _("This chapter has not been made from the data and the notebook as they are now.")
    )
    said = [each for why in status.why for each in why.splitlines()]
    more = [f"… (+ {len(said) - MOST_LINES})"] if len(said) > MOST_LINES else []
    lines = "\n\n".join(plain(each) for each in [*said[:MOST_LINES], *more])
    return f"{block('lead', lead)}\n\n{block('notice', lines)}"
