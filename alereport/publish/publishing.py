"""Publish the book: stage it, render it with an engine, and replace the previous one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from alereport.base.workspace import Workspace, new_folder
from alereport.batch import cluster
from alereport.batch.cluster import Cluster
from alereport.publish.book import clearance, downloads, staging, written
from alereport.publish.book.options import DEFAULTS, Options
from alereport.publish.books import Book
from alereport.publish.engines import pandoc, quarto, quarto_program, quarto_project, search, word
from alereport.publish.published import freshness, release, sums

Engine = Literal["quarto", "pandoc"]

Say = Callable[[str], object]
"""Takes how far an engine has come, as words for the screen."""
Progress = Callable[[str], AbstractContextManager[Say]]
"""Takes a language; its context is open while that book is made, such as a status line."""


@dataclass(frozen=True)
class Published:
    """The result of publishing.

    Attributes:
        engine: The engine that rendered it.
        drafts: The languages whose book is a draft.
        is_new: True if it was made now, false if the same was already published.
        warnings: What the user should know of it, each as one line.
        chosen: True if the engine was not asked for by name.
    """

    engine: Engine
    drafts: frozenset[str] = frozenset()
    is_new: bool = True
    warnings: tuple[str, ...] = ()
    chosen: bool = False


def publish(
    workspace: Workspace,
    languages: Sequence[str],
    options: Options = DEFAULTS,
    *,
    engine: Engine | None = None,
    scheduler: str | None = None,
    progress: Progress | None = None,
) -> Published:
    """Publish the executed notebooks as one site and one PDF a language, and the open data.

    Args:
        languages: The languages, at least one.
        engine: What renders the book; by default Quarto if it is on PATH, else Pandoc.
        scheduler: The address of a Dask scheduler, whose workers convert the pages for the engine
            pandoc; by default this machine does.
        progress: Reports which language is being published.

    Raises:
        PublishError: See `staging.stage` and the engines; the previous publication is kept.
        ParamsError: No scheduler answers.
    """
    chosen = engine is None
    engine = engine or ("quarto" if quarto_program.program() else "pandoc")
    is_reusable = not (options.draft or options.only or engine == "quarto")
    for problem in written.only_quarto(workspace) if engine == "pandoc" else ():
        raise problem
    clearance.require_confirmed(workspace)
    key = freshness.key(workspace, languages, options.previous) if is_reusable else ""
    if freshness.is_fresh(workspace, languages, key):
        return Published(engine, is_new=False, chosen=chosen)
    drafts, warnings = set[str](), list[str]()
    connected = cluster.connect(scheduler) if scheduler else nullcontext()
    with connected as elsewhere, release.release(workspace, languages) as sites:
        for language in languages:
            with progress(language) if progress else nullcontext(str) as say:
                book = staging.stage(workspace, language, languages, options)
                site = _new_site(sites, language)
                warnings += _set(engine, workspace, book, site, say, elsewhere)
            drafts |= {language} if book.draft else set()
    if not options.only:
        downloads.publish(workspace, languages[0])
    sums.write(workspace)
    freshness.record(workspace, key)
    seen = tuple(dict.fromkeys(warnings))
    return Published(engine, frozenset(drafts), warnings=seen, chosen=chosen)


def _set(
    engine: Engine,
    workspace: Workspace,
    book: Book,
    site: Path,
    say: Say,
    elsewhere: Cluster | None,
) -> tuple[str, ...]:
    """Set a staged book, and return what the user should know of it."""
    if engine == "quarto":
        return quarto.publish(workspace, book, site, say)
    warnings = pandoc.publish(workspace, book, site, elsewhere=elsewhere)
    own = quarto_project.own_chapters(workspace, book)
    left_out = (
        "is not in this book: chapters of _quarto.yml need --engine quarto; both engines have what "
        "params/book.yaml names (text: or notebook:)"
    )
    return (*warnings, *(f"{chapter} {left_out}" for chapter in own))


def write_word(
    workspace: Workspace, languages: Sequence[str], options: Options = DEFAULTS
) -> list[Path]:
    """Write the book of each language as a Word file, and return the files; nothing is published.

    Raises:
        PublishError: See `staging.stage`; or a written page has what only Quarto renders.
    """
    for problem in written.only_quarto(workspace):
        raise problem
    clearance.require_confirmed(workspace)
    return [
        word.write(workspace, staging.stage(workspace, language, languages, options))
        for language in languages
    ]


def preview(
    workspace: Workspace,
    languages: Sequence[str],
    *,
    incomplete: bool = False,
    on_shown: Callable[[], object] = int,
) -> None:
    """Write the pages of a draft to a separate folder, which is never published.

    Args:
        incomplete: A chapter that is not fresh, which otherwise is refused, is a page on why.
        on_shown: Called when the pages are in place; the search in them is made after that.

    Raises:
        PublishError: See `staging.stage`.
    """
    options = Options(draft=True, incomplete=incomplete, paper=False)
    with new_folder(workspace.preview) as sites:
        for language in languages:
            book = staging.stage(workspace, language, languages, options)
            site = _new_site(sites, language)
            pandoc.publish(workspace, book, site, paper=False, searched=False)
    on_shown()
    for language in languages:
        search.index(workspace.preview / language, language)


def _new_site(sites: Path, language: str) -> Path:
    site = sites / language
    site.mkdir()
    return site
