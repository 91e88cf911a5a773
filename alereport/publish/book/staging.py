"""The staged book in `build/book/`: what both engines read, whole or not at all.

Nothing here computes a figure; what is not proved, executed and fresh is refused.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from pathlib import Path

import yaml

from alereport.base import locales, params
from alereport.base.book import Contents, Written, contents
from alereport.base.cache import Cache
from alereport.base.params import Municipality, MunicipalityParams, Parameters
from alereport.base.workspace import Workspace, new_folder, write_whole
from alereport.batch import scheduling
from alereport.batch.scheduling import Task
from alereport.publish import fonts
from alereport.publish.book import (
    chapters,
    clearance,
    downloads,
    front_pages,
    guide,
    stamp,
    statement,
)
from alereport.publish.books import (
    ACCESSIBILITY,
    READING,
    SOURCES,
    Book,
    Page,
    chapter_list,
    committee_name,
    title,
)
from alereport.publish.corrections import diff, snapshot
from alereport.publish.corrections import page as corrections
from alereport.publish.corrections.snapshot import Publication
from alereport.publish.front_matter import written_page
from alereport.publish.open_data import files as opendata


@dataclass(frozen=True)
class Options:
    """How a book is asked to be published.

    Attributes:
        draft: Publish what is not sealed too, in a book that says on every page that it is a draft.
        only: Publish the chapters of this notebook alone; the book is a draft where the data they
            tell of have not passed or are not sealed.
        reason: Why published figures changed whose data did not.
        previous: Where the sites are that were published before; by default what this project
            published last.
    """

    draft: bool = False
    only: str = ""
    reason: str = ""
    previous: Path | None = None


USUAL = Options()
"""The whole book, as it was sealed."""


def prepare(workspace: Workspace) -> None:
    """Make what a book is staged from and no notebook is needed for, while others are executed."""
    if clearance.has_passed(workspace):
        opendata.folder(workspace, draft=not clearance.is_sealed(workspace))


def stage(
    workspace: Workspace,
    language: str,
    beside: Sequence[str] = (),
    options: Options = USUAL,
    *,
    outputs: Mapping[Task, str] | None = None,
) -> Book:
    """Put the publishable book in `build/book/<language>/`, whole.

    Args:
        beside: The languages published together with it.
        outputs: A fingerprint of each executed notebook, where all were just found fresh, and the
            data to have passed; by default both are looked into.

    Raises:
        PublishError: A report is missing, stale, failed or not executed to its end, or the
            gate's verdict on its data is red, missing or outdated, or they are not sealed; or a
            published figure changed without a reason.
    """
    listed = contents(workspace)
    tasks = _tasks(workspace, language, options.only)
    draft = _is_draft(workspace, options, listed, has_passed=outputs is not None)
    executed = stamp.outputs(workspace, tasks) if outputs is None else outputs
    copied = Cache(workspace.cache("chapters", language))
    spoken = locales.using(language, params.words(workspace))
    with spoken, new_folder(workspace.book(language)) as folder:
        made = {
            task: chapters.chapter(
                workspace, copied, task, title=_title(listed, task), output=executed[task]
            )
            for task in tasks
        }
        if outputs is None:
            chapters.require_fresh(workspace, tasks)
        in_order = _pages(workspace, folder, listed, made, with_open_data=not options.only)
        pages = tuple(replace(page, number=number) for number, page in enumerate(in_order))
        book = _book(workspace, language, beside, pages, draft=draft)
        _write_theme(workspace, folder / "theme", book.municipality)
        _write_pages(workspace, book, folder, _from_root(workspace, book))
        _write_corrections(workspace, book, folder, tasks, options)
        if not options.only:  # The data may be red.
            downloads.stage(workspace, book, folder)
        stamp.write(workspace, language, "")  # Whatever comes now, the old one holds no more.
    _write_chapter_list(workspace, book)
    if not options.only:
        copied.forget_others()
    if not draft:
        stamp.write(workspace, language, stamp.key(workspace, language, executed))
    return book


def _tasks(workspace: Workspace, language: str, only: str) -> tuple[Task, ...]:
    tasks = scheduling.tasks(workspace, params.reports(workspace), [language])
    return tuple(task for task in tasks if only in {"", task.chapter})


def _is_draft(
    workspace: Workspace, options: Options, listed: Contents, *, has_passed: bool
) -> bool:
    """Whether the book is a draft, where it may be published at all.

    Args:
        has_passed: The data are known to have passed the gate.

    Raises:
        PublishError: The data have not passed, or are not sealed and no draft is asked for.
    """
    if options.only and listed.chapters[options.only].reads == "verdict":
        return options.draft or not (
            clearance.has_passed(workspace) and clearance.is_sealed(workspace)
        )
    if not has_passed:
        clearance.require_passed(workspace)
    if not options.draft:
        clearance.require_sealed(workspace)
    return options.draft


def _book(
    workspace: Workspace,
    language: str,
    beside: Sequence[str],
    pages: tuple[Page, ...],
    *,
    draft: bool,
) -> Book:
    municipality = params.municipality(workspace)
    languages = tuple(
        each
        for each in municipality.languages
        if each == language or each in beside or workspace.site(each).is_dir()
    )
    return Book(language, languages, title(municipality, draft=draft), municipality, pages, draft)


def _from_root(workspace: Workspace, book: Book) -> str:
    """The path from the project's root to the staged book."""
    return workspace.relative(workspace.book(book.language)) + "/"


def _write_chapter_list(workspace: Workspace, book: Book) -> None:
    with locales.using(book.language, params.words(workspace)):
        listed = chapter_list(book, _from_root(workspace, book))
    text = yaml.safe_dump(listed, allow_unicode=True, sort_keys=False)
    write_whole(workspace.book_chapters(book.language), text)


def _pages(
    workspace: Workspace,
    folder: Path,
    listed: Contents,
    made: Mapping[Task, Path],
    *,
    with_open_data: bool,
) -> Iterator[Page]:
    """The book's pages in the order of its list, with those of notebooks put in the folder."""
    for entry in listed.entries:
        if not isinstance(entry, Written):
            names = {chapter.notebook for chapter in entry.chapters}
            for task, copy in made.items():
                if task.chapter in names:
                    yield _page(workspace, folder, listed, task, copy)
        elif with_open_data or entry.path != downloads.PAGE:
            yield Page(entry.path, locales.chosen(entry.title))


def _page(workspace: Workspace, folder: Path, listed: Contents, task: Task, copy: Path) -> Page:
    slug = task.params.slug
    lead = chapters.put(copy, folder / slug, before=workspace.book(task.language) / slug)
    return Page(
        f"{task.report}.ipynb",
        _title(listed, task),
        _part(workspace, task.params),
        lead=lead,
        card=listed.chapters[task.chapter].card,
    )


def _title(listed: Contents, task: Task) -> str:
    return locales.chosen(listed.chapters[task.chapter].title)


def _write_pages(workspace: Workspace, book: Book, folder: Path, from_root: str) -> None:
    """The pages that no notebook makes and that are the same whatever was published before."""
    texts: dict[str, Callable[[], str]] = {
        READING: lambda: guide.reading(book),
        SOURCES: lambda: front_pages.sources(workspace),
        ACCESSIBILITY: lambda: statement.statement(book.municipality, book.title),
    }
    write_whole(folder / "_index.md", front_pages.introduction(book, prefix=from_root))
    write_whole(folder / book.pages[0].path, front_pages.front_page(book))
    for path, text in texts.items():
        if page := book.page(path):
            write_whole(folder / path, written_page(path, page.title, text()))


def _write_corrections(
    workspace: Workspace, book: Book, folder: Path, tasks: Sequence[Task], options: Options
) -> None:
    """The page of corrections, and what the next publication is compared with.

    A draft, or a chapter alone, is no publication: the next is compared with the one before it.
    """
    before = snapshot.before(workspace, book.language, options.previous)
    if options.only and before:
        now = before
    else:  # What nothing is compared with is not read.
        now = snapshot.of(workspace, tasks if before or not book.draft else ())
        if before:
            now = _following(workspace, book, before, now, reason=options.reason)
    if page := book.page(corrections.PATH):
        text = corrections.page(workspace, book, now)
        write_whole(folder / page.path, written_page(page.path, page.title, text))
    if kept := before if book.draft else now:
        write_whole(folder / snapshot.FILE, kept.as_json())


def _following(
    workspace: Workspace, book: Book, before: Publication, now: Publication, *, reason: str
) -> Publication:
    """What is shown now as the publication after an earlier one.

    Raises:
        PublishError: A published figure changed without a reason.
    """
    names = {page.path.removesuffix(".ipynb"): page.name for page in book.pages}
    after = diff.following(
        workspace, before, now, reason=reason, chapter=lambda report: names.get(report, report)
    )
    if not book.draft:
        diff.require_reasons(after, before)
    return after


def _part(workspace: Workspace, report: Parameters) -> str:
    if isinstance(report, MunicipalityParams):
        return ""
    return f"{committee_name(workspace, report.committee)} {report.year}"


def _write_theme(workspace: Workspace, folder: Path, municipality: Municipality) -> None:
    """The stylesheets, templates and fonts that both engines use, beside the book."""
    with as_file(files("alereport.publish.book") / "theme") as theme:
        shutil.copytree(theme, folder)
    # For Quarto's pages, which are light in the dark too; ours have the accents in their own style.
    accent = f":root {{ --accent: {municipality.colours.accent}; }}\n"
    write_whole(folder / "colours.css", accent)
    shutil.copytree(fonts.folder(workspace), folder / "fonts")
