"""The staged book in `build/book/`: what both engines read, whole or not at all.

Nothing here reckons a figure; what is not proved, executed and fresh is refused.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

import yaml

from alereport import seals
from alereport.base import language as words
from alereport.base import params
from alereport.base.book import Contents, Written, contents
from alereport.base.errors import PublishError
from alereport.base.params import Municipality, MunicipalityParams, Parameters
from alereport.base.workspace import Workspace, new_folder, write_whole
from alereport.batch import plan
from alereport.batch.plan import Task
from alereport.gate import verdict as verdicts
from alereport.publish.book import chapters, downloads, fonts, front_pages, guide, stamp, statement
from alereport.publish.book.chapters import Chapter
from alereport.publish.corrections import diff, snapshot
from alereport.publish.corrections import page as corrections
from alereport.publish.corrections.snapshot import Publication
from alereport.publish.order import (
    ACCESSIBILITY,
    READING,
    SOURCES,
    Book,
    Page,
    chapter_list,
    committee_name,
    title,
)


def stage(  # noqa: PLR0913 - what is asked of a book
    workspace: Workspace,
    language: str,
    beside: Sequence[str] = (),
    *,
    draft: bool = False,
    only: str = "",
    reason: str = "",
    previous: Path | None = None,
    outputs: Mapping[Task, str] | None = None,
) -> Book:
    """Put the publishable book in `build/book/<language>/`, whole.

    Args:
        workspace: The project.
        language: The language of the book.
        beside: The languages published together with it.
        draft: Publish what is not sealed too, in a book that says on every page that it is a draft.
        only: Publish the chapters of this notebook alone; the book is a draft where the data they
            tell of have not passed or are not sealed.
        reason: Why published figures changed whose data did not.
        previous: Where the sites are that were published before; by default what this project
            published last.
        outputs: A fingerprint of each executed notebook, where all were just found fresh, and the
            data to have passed; by default both are looked into.

    Raises:
        PublishError: A report is missing, stale, failed or not executed to its end, or the
            gate's verdict on its data is red, missing or outdated, or they are not sealed; or a
            published figure changed without a reason.
    """
    municipality = params.municipality(workspace)
    reports = params.reports(workspace)
    listed = contents(workspace)
    tasks = plan.tasks(workspace, reports, [language])
    if only:
        tasks = tuple(task for task in tasks if task.chapter == only)
    if only and listed.chapters[only].reads == "verdict":
        draft = draft or not (has_passed(workspace) and is_sealed(workspace))
    else:
        if outputs is None:
            _check_verdict(workspace)
        if not draft:
            require_sealed(workspace)
    executed = stamp.outputs(workspace, tasks) if outputs is None else outputs
    with words.using(language), new_folder(workspace.book(language)) as folder:
        made = {
            task: chapters.chapter(workspace, task, _title(listed, task), executed[task])
            for task in tasks
        }
        if outputs is None:
            chapters.require_fresh(workspace, tasks)
        in_order = _pages(workspace, folder, listed, made, with_open_data=not only)
        pages = tuple(replace(page, number=number) for number, page in enumerate(in_order))
        there = tuple(
            each
            for each in municipality.languages
            if each == language or each in beside or workspace.site(each).is_dir()
        )
        name = title(municipality, draft=draft)
        book = Book(language, there, name, municipality, pages, draft)
        _write_theme(workspace, folder / "theme", municipality)
        from_root = workspace.relative(workspace.book(language)) + "/"
        _write_pages(workspace, book, folder, from_root)
        before = snapshot.before(workspace, language, previous)
        shown = tasks if before or not draft else ()  # What nothing is compared with is not read.
        now = before if only and before else snapshot.of(workspace, shown)
        _write_corrections(workspace, book, folder, before, now, reason=reason)
        if not only:  # The data may be red.
            downloads.stage(workspace, book, folder)
        for_quarto = chapter_list(book, from_root)
    text = yaml.safe_dump(for_quarto, allow_unicode=True, sort_keys=False)
    write_whole(workspace.book_chapters(language), text)
    chapters.forget_others(workspace, language, made.values())
    stamp.write(workspace, language, "" if draft else stamp.of(workspace, language, executed))
    return book


def _check_verdict(workspace: Workspace) -> None:
    verdict = verdicts.read(workspace)
    needed = [path for name in workspace.datasets for path in workspace.data_files(name)]
    if late := verdicts.outdated(workspace, verdict, needed):
        known = workspace.relative(late[0]) in verdict
        raise PublishError(
            workspace.relative(late[0]),
            f"the gate's verdict on it is {'outdated' if known else 'missing'}",
            "a verdict on the file as it is",
            "run alereport validate, then alereport run",
        )
    if red := verdicts.failures(workspace, verdict, needed):
        raise PublishError(
            red[0].place,
            f"the gate's verdict is red ({red[0].rule}: {red[0].column} is {red[0].value})",
            red[0].expected,
            "correct the data, then run alereport build",
        )


def has_passed(workspace: Workspace) -> bool:
    """Whether the gate has let every data file through, as they are."""
    try:
        _check_verdict(workspace)
    except PublishError:
        return False
    return True


def is_sealed(workspace: Workspace) -> bool:
    """Whether every data file is as it was sealed: all are published, as open data at the least."""
    return not seals.unsealed(workspace)


def require_sealed(workspace: Workspace) -> None:
    """Refuse to publish what nobody has reviewed as it is.

    Raises:
        PublishError: A data file is not as it was sealed.
    """
    if late := seals.unsealed(workspace):
        more = f" (and {len(late) - 1} more files)" if len(late) > 1 else ""
        files = late[0].file if len(late) == 1 else "--all"
        raise PublishError(
            late[0].file + more,
            late[0].found,
            "data that were reviewed and sealed as they are",
            "see what changed with alereport validate, then seal with alereport seal "
            f'{files} --reason "…", or publish a draft with --draft',
        )


def _pages(
    workspace: Workspace,
    folder: Path,
    listed: Contents,
    made: Mapping[Task, Chapter],
    *,
    with_open_data: bool,
) -> Iterator[Page]:
    """The book's pages in the order of its list, with those of notebooks put in the folder."""
    for entry in listed.entries:
        if not isinstance(entry, Written):
            names = {chapter.notebook for chapter in entry.chapters}
            of_entry = ((task, chapter) for task, chapter in made.items() if task.chapter in names)
            for task, chapter in of_entry:
                yield _page(workspace, folder, listed, task, chapter)
        elif with_open_data or entry.path != downloads.PAGE:
            yield Page(entry.path, entry.title[words.current()])


def _page(
    workspace: Workspace, folder: Path, listed: Contents, task: Task, chapter: Chapter
) -> Page:
    slug = task.params.slug
    chapter.put(folder / slug, before=workspace.book(task.language) / slug)
    return Page(
        f"{task.report}.ipynb",
        _title(listed, task),
        _part(workspace, task.params),
        lead=chapter.lead,
        card=listed.chapters[task.chapter].card,
    )


def _title(listed: Contents, task: Task) -> str:
    return listed.chapters[task.chapter].title[task.language]


def _write_pages(workspace: Workspace, book: Book, folder: Path, from_root: str) -> None:
    """The pages that no notebook makes and that are the same whatever was published before."""
    texts: dict[str, Callable[[str], str]] = {
        "index.qmd": lambda _title: front_pages.front_page(book),
        READING: lambda title: guide.reading(book, title),
        SOURCES: lambda title: front_pages.sources(workspace, title),
        ACCESSIBILITY: lambda title: (
            front_pages.front_matter(title) + statement.statement(book.municipality, book.title)
        ),
    }
    write_whole(folder / "_index.md", front_pages.introduction(book, prefix=from_root))
    for path, text in texts.items():
        if page := book.page(path):
            write_whole(folder / path, text(page.title))


def _write_corrections(
    workspace: Workspace,
    book: Book,
    folder: Path,
    before: Publication | None,
    now: Publication,
    *,
    reason: str,
) -> None:
    """The page of corrections, and what the next publication is compared with.

    A draft, or a chapter alone, is no publication: the next is compared with the one before it.
    """
    names = {page.path.removesuffix(".ipynb"): _name(page) for page in book.pages}
    told = now
    if before and before is not now:
        told = diff.following(
            workspace, before, now, reason=reason, chapter=lambda report: names.get(report, report)
        )
        if not book.draft:
            diff.require_reasons(told, before)
    if page := book.page(corrections.PATH):
        text = front_pages.front_matter(page.title) + corrections.page(workspace, book, told)
        write_whole(folder / corrections.PATH, text)
    if kept := before if book.draft else told:
        write_whole(folder / snapshot.FILE, kept.as_json())


def _name(page: Page) -> str:
    return f"{page.part}: {page.title}" if page.part else page.title


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
