"""Publishing: the book is staged, set by an engine, and takes the place of the one before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from alereport.base.workspace import Workspace, new_folder
from alereport.publish.book import downloads, staging
from alereport.publish.book.staging import USUAL, Options
from alereport.publish.books import Book
from alereport.publish.engines import pandoc, quarto
from alereport.publish.published import freshness, release, sums

Engine = Literal["quarto", "pandoc"]

_ENGINES: dict[Engine, Callable[[Workspace, Book, Path], None]] = {
    "quarto": quarto.publish,
    "pandoc": pandoc.publish,
}

Progress = Callable[[str], AbstractContextManager[object]]
"""What lasts as long as a language's book is made, such as words on a screen."""


@dataclass(frozen=True)
class Published:
    """What is published now.

    Attributes:
        engine: What set it.
        drafts: The languages whose book is a draft.
        is_new: Whether it was made now; else the same was published already.
    """

    engine: Engine
    drafts: frozenset[str] = frozenset()
    is_new: bool = True


def publish(
    workspace: Workspace,
    languages: Sequence[str],
    options: Options = USUAL,
    *,
    engine: Engine | None = None,
    progress: Progress = nullcontext,
) -> Published:
    """Publish the executed notebooks as one site and one PDF a language, and the open data.

    Args:
        languages: The languages, at least one.
        engine: What sets the book; by default Quarto where it is on PATH, else Pandoc.
        progress: Who is told.

    Raises:
        PublishError: See `staging.stage` and the engines; what was published stays as it was.
    """
    engine = engine or ("quarto" if quarto.program() else "pandoc")
    is_whole = not (options.draft or options.only or engine == "quarto")
    key = freshness.key(workspace, languages, options.previous) if is_whole else ""
    if freshness.is_fresh(workspace, languages, key):
        return Published(engine, is_new=False)
    drafts: set[str] = set()
    with release.release(workspace, languages) as sites:
        for language in languages:
            with progress(language):
                book = staging.stage(workspace, language, languages, options)
                _ENGINES[engine](workspace, book, _new_site(sites, language))
            drafts |= {language} if book.draft else set()
    if not options.only:
        downloads.publish(workspace, languages[0])
    sums.write(workspace)
    freshness.record(workspace, key)
    return Published(engine, frozenset(drafts))


def preview(workspace: Workspace, languages: Sequence[str]) -> None:
    """The pages of a draft in a folder of their own, for `alereport preview`.

    Raises:
        PublishError: See `staging.stage`.
    """
    with new_folder(workspace.preview) as sites:
        for language in languages:
            book = staging.stage(workspace, language, languages, Options(draft=True))
            pandoc.publish(workspace, book, _new_site(sites, language), paper=False)


def _new_site(sites: Path, language: str) -> Path:
    site = sites / language
    site.mkdir()
    return site
