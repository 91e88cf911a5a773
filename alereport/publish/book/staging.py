"""Stage the book in `build/book/`, from which both engines render, completely or not at all.

Nothing here computes a figure. Data that have not passed the gate and reports that are not
executed and fresh are refused.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path

import yaml

from alereport.base import glossary, locales, params
from alereport.base.book import Chapter, Contents, Text, contents
from alereport.base.cache import Cache
from alereport.base.errors import OutputsError
from alereport.base.settings import Municipality
from alereport.base.workspace import Workspace, new_folder, write_atomically
from alereport.batch import scheduling
from alereport.batch.scheduling import Status, Task
from alereport.publish import fonts
from alereport.publish.book import (
    chapters,
    clearance,
    copies,
    downloads,
    edition,
    front_page,
    guide,
    logo,
    numbers,
    own_outputs,
    pages,
    sources,
    stamp,
    statement,
    titles,
    wordlist,
)
from alereport.publish.book.numbers import Rows
from alereport.publish.book.options import DEFAULTS, Options
from alereport.publish.book.own_outputs import Own
from alereport.publish.books import (
    ACCESSIBILITY,
    CORRECTIONS,
    GLOSSARY,
    READING,
    SOURCES,
    Book,
    Page,
    chapter_list,
    title,
)
from alereport.publish.changes.publication import Publication
from alereport.publish.front_matter import markdown_page
from alereport.publish.open_data import files as opendata


def prepare(workspace: Workspace) -> None:
    """Make the open data and the fonts, which need no notebook, while notebooks are executed.

    Raises:
        ParamsError: The logo cannot be published.
    """
    logo.read(workspace)
    fonts.folder(workspace)
    if clearance.has_passed(workspace):
        opendata.folder(workspace, draft=not clearance.is_reviewed(workspace))


def stage(
    workspace: Workspace,
    language: str,
    published_languages: Sequence[str] = (),
    options: Options = DEFAULTS,
    *,
    outputs: Mapping[Task, str] | None = None,
) -> Book:
    """Write the publishable book to `build/book/<language>/`, replacing the old one at once.

    Args:
        published_languages: The languages published in the same run.
        outputs: A fingerprint of each executed notebook, if all are known to be fresh and the
            data to have passed the gate; by default both are checked.

    Raises:
        PublishError: A report is missing, stale, failed or not executed to the end, or the
            gate's verdict on its data is red, missing or outdated, or they are not sealed, or
            the rules ask for less than when they were locked; or a cell shows what is neither an
            exhibit nor Markdown, or opens a file itself; or a published figure changed without a
            reason.
    """
    book_contents = contents(workspace)
    all_tasks = _tasks(workspace, language, options)
    unmade = _unmade(workspace, all_tasks) if options.incomplete else {}
    tasks = tuple(task for task in all_tasks if task not in unmade)
    draft = _is_draft(workspace, options, book_contents, has_passed=outputs is not None)
    fingerprints = stamp.outputs(workspace, tasks) if outputs is None else outputs
    words = glossary.entries(workspace)
    chapter_cache = Cache(workspace.cache("chapters", language))
    translation = locales.using(language, params.words(workspace))
    with translation, new_folder(workspace.book(language)) as folder:
        copied = _copied(workspace, chapter_cache, book_contents, tasks, fingerprints)
        if outputs is None:
            chapters.require_fresh(workspace, tasks)
        matched = _matched(workspace, language, book_contents, copied, draft=draft)
        shown = {task: unmade.get(task) or copied[task] for task in all_tasks}
        left_out = _left_out(workspace, book_contents, options, has_words=bool(words))
        ordered = pages.ordered(workspace, folder, book_contents, shown, paper=options.paper)
        kept = (page for page in ordered if page.path not in left_out)
        numbered = tuple(replace(page, number=number) for number, page in enumerate(kept))
        book = _book(
            workspace, language, published_languages, numbered, draft=draft, paper=options.paper
        )
        write_theme(workspace, folder / "theme", book.municipality)
        book = replace(
            book,
            glossary=words,
            logo=logo.write(workspace, folder / "theme"),
        )
        _write_account_of_own(book_contents, folder, book, matched.own)
        _write_pages(workspace, book, folder)
        publication = edition.write(workspace, book, folder, tasks, options)
        if not options.is_partial:  # The data may be red.
            downloads.stage(workspace, book, folder)
        _write_front_page(workspace, book, folder, _found(book_contents, shown), publication)
        stamp.write(workspace, language, "")  # From here on the old key is not valid.
    _write_chapter_list(workspace, book)
    if not options.is_partial:
        chapter_cache.remove_unused()
    if not draft:
        stamp.write(workspace, language, stamp.key(workspace, language, fingerprints))
    return book


def _copied(
    workspace: Workspace,
    chapter_cache: Cache,
    book_contents: Contents,
    tasks: Sequence[Task],
    fingerprints: Mapping[Task, str],
) -> dict[Task, Path]:
    """The publishable copy of each executed notebook."""
    rows = Rows(workspace)
    return {
        task: chapters.chapter(
            rows,
            chapter_cache,
            task,
            title=titles.standing_alone(
                workspace, book_contents.chapters[task.chapter], task.params
            ),
            output_fingerprint=fingerprints[task],
        )
        for task in tasks
    }


def _matched(
    workspace: Workspace,
    language: str,
    book_contents: Contents,
    copied: Mapping[Task, Path],
    *,
    draft: bool,
) -> numbers.Matched:
    """The numbers of all chapters but those on the verdict, which are written down.

    Raises:
        OutputsError: A cell shows what is not published, and the book is no draft.
    """
    matched = numbers.together(
        chapters.numbers_of(copy)
        for task, copy in copied.items()
        if book_contents.chapters[task.chapter].reads != "verdict"
    )
    numbers.write(workspace, language, matched)
    if matched.own.refused and not draft:
        raise OutputsError([each.error for each in matched.own.refused])
    return matched


def _left_out(
    workspace: Workspace, book_contents: Contents, options: Options, *, has_words: bool
) -> set[str]:
    """The paths of pages that the book has not, for want of what they are about."""
    texts = (each.path for each in book_contents.entries if isinstance(each, Text))
    return {
        *({downloads.PAGE} if options.is_partial else ()),
        *({CORRECTIONS} if options.incomplete else ()),
        *(texts if options.only else ()),
        *(() if has_words else {GLOSSARY}),
        *(() if params.municipality(workspace).accessibility else {ACCESSIBILITY}),
    }


def _found(book_contents: Contents, shown: Mapping[Task, Path | Status]) -> list[Path | Status]:
    """What says on the front page what the report found."""
    front = book_contents.entries[0].chapters
    names = {chapter.notebook for chapter in front if isinstance(chapter, Chapter)}
    return [copy for task, copy in shown.items() if task.chapter in names]


def _tasks(workspace: Workspace, language: str, options: Options) -> tuple[Task, ...]:
    tasks = scheduling.tasks(workspace, params.committee_years(workspace), [language])
    return tuple(task for task in tasks if options.only in {"", task.chapter})


def _unmade(workspace: Workspace, tasks: Sequence[Task]) -> dict[Task, Status]:
    """Return the chapters that are not fresh, with why."""
    statuses = scheduling.statuses(workspace, tasks)
    return {status.task: status for status in statuses if status.state != "fresh"}


def _is_draft(
    workspace: Workspace, options: Options, book_contents: Contents, *, has_passed: bool
) -> bool:
    """True if the book is a draft; raises if it may not be published.

    Args:
        has_passed: True if the data are known to have passed the gate.

    Raises:
        PublishError: The data have not passed; or they are not sealed, or the rules ask for less
            than when they were locked, and no draft is requested.
    """
    if options.only and book_contents.chapters[options.only].reads == "verdict":
        return options.draft or not (
            clearance.has_passed(workspace) and clearance.is_reviewed(workspace)
        )
    if not (has_passed or options.incomplete):
        clearance.require_passed(workspace)
    if not options.draft:
        clearance.require_reviewed(workspace)
    return options.draft


def _book(
    workspace: Workspace,
    language: str,
    published_languages: Sequence[str],
    ordered: tuple[Page, ...],
    *,
    draft: bool,
    paper: bool,
) -> Book:
    """The book; its pages link to the other languages, of a draft to look at those made with it."""
    municipality = params.municipality(workspace)
    languages = tuple(
        code
        for code in municipality.languages
        if code in {language, *published_languages} or (paper and workspace.site(code).is_dir())
    )
    name = title(municipality, draft=draft)
    return Book(language, languages, name, municipality, ordered, draft, has_pdf=paper)


def _from_root(workspace: Workspace, book: Book) -> str:
    """The path from the project's root to the staged book."""
    return workspace.relative(workspace.book(book.language)) + "/"


def _write_chapter_list(workspace: Workspace, book: Book) -> None:
    with locales.using(book.language, params.words(workspace)):
        settings = chapter_list(book, _from_root(workspace, book))
    text = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)
    write_atomically(workspace.book_chapters(book.language), text)


def _write_front_page(
    workspace: Workspace,
    book: Book,
    folder: Path,
    found: Sequence[Path | Status],
    publication: Publication | None,
) -> None:
    """Write the front page, for the staged book and for stock Quarto in the project's folder.

    Args:
        found: The publishable copy of the notebook that says what the report found, if there is
            one, or why there is none.
        publication: What this edition has that the one before had not; None if it has no edition.
    """
    shown = [
        part
        for each in found
        for part in (
            [pages.reasons(each)]
            if isinstance(each, Status)
            else copies.parts(chapters.notebook_of(each))[1:]
        )
    ]
    text = front_page.text(book, folder, shown, publication)
    prefix = _from_root(workspace, book)
    write_atomically(folder / "_index.md", front_page.included(text, prefix))
    write_atomically(folder / book.pages[0].path, front_page.staged(book, text))


def _write_account_of_own(book_contents: Contents, folder: Path, book: Book, own: Own) -> None:
    """Add to the chapter on quality what only the whole book tells: what an analyst has made."""
    headings = {page.report: page.heading or page.name for page in book.pages}
    account = own_outputs.account(own, headings)
    for page in book.pages if account else ():
        chapter = book_contents.chapters.get(Path(page.report).name)
        if page.report and chapter and chapter.reads == "verdict":
            chapters.append(folder / page.path, account)


def _write_pages(workspace: Workspace, book: Book, folder: Path) -> None:
    """Write the pages that depend on no notebook and on no earlier publication."""
    texts: dict[str, Callable[[], str]] = {
        READING: lambda: guide.reading(book),
        GLOSSARY: lambda: wordlist.page(book),
        SOURCES: lambda: sources.page(workspace, book),
    }
    if about := book.municipality.accessibility:
        texts[ACCESSIBILITY] = partial(statement.statement, book.municipality, about, book.title)
    for path, text in texts.items():
        if page := book.page(path):
            write_atomically(folder / path, markdown_page(path, page.name, text()))


def write_theme(workspace: Workspace, folder: Path, municipality: Municipality) -> None:
    """Write the stylesheets, templates and fonts that both engines use next to the book."""
    with as_file(files("alereport.publish.book") / "theme") as theme:
        shutil.copytree(theme, folder)
    # For Quarto's pages, whose reader chooses the dark; ours have all colours in their own style.
    colours = municipality.colours
    accents = f"--accent: {colours.accent}; --accent-on-dark: {colours.accent_on_dark};"
    dark = (folder / "dark.css").read_text(encoding="utf-8")
    in_the_dark = dark.replace(":root {", "body.quarto-dark { color-scheme: dark;")
    write_atomically(folder / "colours.css", f":root {{ {accents} }}\n{in_the_dark}")
    shutil.copytree(fonts.folder(workspace), folder / "fonts")
