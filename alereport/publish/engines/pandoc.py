"""The embedded engine: Pandoc makes the pages, Pandoc and Typst the PDF."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pypandoc
import typst

from alereport.base import cache, locales, params
from alereport.base.cache import Cache
from alereport.base.errors import PublishError
from alereport.base.fingerprints import content, fingerprint
from alereport.base.locales import gettext as _
from alereport.base.markdown import spoken
from alereport.base.workspace import Workspace, write_whole
from alereport.exhibits.traced import traced
from alereport.publish import books
from alereport.publish.book import chapters, copies, downloads
from alereport.publish.book.chapters import Shown
from alereport.publish.books import Book, Page
from alereport.publish.engines import search, site, tags
from alereport.publish.engines.conversion import converted
from alereport.publish.engines.origins import Origins

PDF_STANDARDS: list[Literal["1.7", "a-2a", "ua-1"]] = ["1.7", "a-2a", "ua-1"]
"""Archivable and accessible: Typst refuses to export what breaks them."""


LONG = 80
"""Characters of a passage that a message shows."""


def publish(workspace: Workspace, book: Book, made: Path, *, paper: bool = True) -> None:
    """Make the site and the PDF of a staged book, side by side.

    Args:
        made: The folder to make the site in, with the PDF in it.

    Raises:
        PublishError: Pandoc or Typst refused the book.
    """
    staged = workspace.book(book.language)
    with locales.using(book.language, params.words(workspace)), _threads() as pool:
        texts = {page.path: copies.markdown(staged / page.path) for page in book.pages}
        pdf = pool.submit(copy_context().run, _pdf, staged, book, texts) if paper else None
        _write_pages(workspace, book, made, texts, pool)
        indexed = pool.submit(copy_context().run, search.index, made, book.language)
        site.copy_theme(staged / "theme", made / "theme")
        downloads.put_folders(staged, made, "figures")
        downloads.put(staged, made)
        indexed.result()
        if pdf:
            (made / site.pdf_name(book)).write_bytes(pdf.result())


@contextmanager
def _threads() -> Iterator[ThreadPoolExecutor]:
    """Threads to wait for Pandoc and Typst in; what has not begun ends with the block."""
    pool = ThreadPoolExecutor(os.cpu_count() or 1)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _write_pages(
    workspace: Workspace,
    book: Book,
    made: Path,
    texts: Mapping[str, str],
    pool: ThreadPoolExecutor,
) -> None:
    cached = Cache(workspace.cache("pages", book.language, draft=book.draft))
    pages = _Pages(workspace, book, cached)
    coming = [
        pool.submit(copy_context().run, pages.html, page, texts[page.path]) for page in book.pages
    ]
    for page, job in zip(book.pages, coming, strict=True):
        target = made / site.html_path(page)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(job.result())
    cached.forget_others()


class _Pages:
    """The pages of a site, each made where something it is made from changed."""

    def __init__(self, workspace: Workspace, book: Book, cached: Cache) -> None:
        self.book, self.cached = book, cached
        self.staged = workspace.book(book.language)
        self.origins = Origins(workspace)
        # A chapter's lead is on the front page alone, in its text.
        named = replace(book, pages=tuple(replace(page, lead="") for page in book.pages))
        self.shared_key = cache.key(
            workspace,
            __name__,
            languages=(book.language,),
            parts=(str(pypandoc.get_pandoc_version()), repr(named)),
        )

    def html(self, page: Page, text: str) -> bytes:
        path = self.staged / page.path
        shown = chapters.shown_beside(path)
        made_from = (line for each in shown.values() for line in traced(each.exhibit))
        workbook = downloads.workbook_beside(self.staged, page)
        own = json.dumps([page.path, text, workbook, content(chapters.sidecar(path)).decode()])
        key = fingerprint([self.shared_key, own, *self.origins.ingredients(made_from)])
        return self.cached.file(key, lambda: self._make(page, text, workbook, shown))

    def _make(self, page: Page, text: str, workbook: str, shown: Mapping[str, Shown]) -> bytes:
        beside = {
            label: {"origin": self.origins.html(label, traced(each.exhibit)), "size": each.size}
            for label, each in shown.items()
        }
        theme = self.staged / "theme"
        page_of_site = converted(
            [("page.md", text)],
            theme,
            to="html5",
            template="page.html",
            metadata={
                **_shared_metadata(self.book, chapter=page.number),
                **site.page_settings(self.book, page),
                "workbook": workbook or False,
            },
            verbatim=site.style(theme, self.book, page),
            beside={"beside.json": json.dumps(beside)},
        )
        return page_of_site.encode()


def _anchor(page: Page) -> str:
    return "sec-" + Path(page.path).with_suffix("").as_posix().replace("/", "-")


def _shared_metadata(book: Book, chapter: int) -> dict[str, Any]:
    return {
        **books.paper_settings(book),
        "title": book.title,
        "draft": {"word": _("DRAFT"), "notice": books.draft_notice()} if book.draft else False,
        "municipality": book.municipality.name,
        "lang": book.language,
        "crossref": {
            "chapter": str(chapter),
            "figure": _("Figure"),
            "table": _("Table"),
        },
    }


def _pdf(staged: Path, book: Book, texts: Mapping[str, str]) -> bytes:
    try:
        return tags.with_row_heads(_set(staged, book, texts))
    except typst.TypstError as problem:
        place, words = _where_it_stops(staged, book, texts)
        near = f' near "{words}"' if words else ""
        raise PublishError(
            f"the PDF ({book.language}){place}",
            f"Typst stopped{near}: {problem}",
            "a book that Typst can set",
            "correct the data, the commentary or the notebook that it comes from",
        ) from None


def _set(staged: Path, book: Book, texts: Mapping[str, str], name: str = "report.typ") -> bytes:
    """The book as Typst sets it.

    Raises:
        TypstError: It cannot.
    """
    chapters = [_chapter(page, texts[page.path]) for page in book.pages]
    named = {_anchor(pages[0]): part for part, pages in books.parts(book.pages) if part}
    metadata = {**_shared_metadata(book, chapter=0), "parts": named}
    main, theme = staged / name, staged / "theme"
    written = converted(chapters, theme, to="typst", template="report.typ", metadata=metadata)
    write_whole(main, written)
    return bytes(
        typst.compile(
            str(main),
            root=str(staged),
            font_paths=[str(theme / "fonts")],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=list(PDF_STANDARDS),
        )
    )


def _where_it_stops(staged: Path, book: Book, texts: Mapping[str, str]) -> tuple[str, str]:
    """The page that cannot be set, as messages name it, and the words it has there.

    Typst says what is wrong, and seldom where: so each page is set with the headings of the others
    alone, and then each part of the page that stops.
    """
    bare = dict.fromkeys(texts, "")

    def stops(path: str, text: str) -> bool:
        try:
            _set(staged, book, bare | {path: text}, "part.typ")
        except typst.TypstError:
            return True
        return False

    for page in book.pages:
        if not stops(page.path, texts[page.path]):
            continue
        parts = copies.parts(staged / page.path)
        found = next((part for part in parts if stops(page.path, part)), "")
        words = " ".join(spoken(found).split())
        return f", {page.path}", words if len(words) <= LONG else f"{words[: LONG - 1]}…"
    return "", ""


def _chapter(page: Page, text: str) -> tuple[str, str]:
    """A page as a chapter of the PDF."""
    unnumbered = "" if page.number else " .unnumbered"
    heading = f"# {page.title} {{#{_anchor(page)}{unnumbered}}}"
    # Without an end, Pandoc takes the links of a last list to be of the next page's folder.
    return page.path + ".md", f"{heading}\n\n{text}\n\n::: {{.page-end}}\n:::\n"
