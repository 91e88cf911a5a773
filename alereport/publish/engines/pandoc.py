"""The embedded engine: renders the pages with Pandoc, and the PDF with Pandoc and Typst."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pypandoc
import typst

from alereport.base import cache, locales, params
from alereport.base.cache import Cache
from alereport.base.errors import PublishError
from alereport.base.fingerprints import content, fingerprint
from alereport.base.locales import gettext as _
from alereport.base.markdown import plain, visible_text
from alereport.base.workspace import Workspace
from alereport.batch.cluster import Cluster
from alereport.exhibits.widths import WIDTHS
from alereport.publish import books
from alereport.publish.book import chapters, copies, downloads
from alereport.publish.books import Book, Page
from alereport.publish.engines import (
    conversions,
    origins,
    references,
    search,
    sheets,
    site,
    typesetting,
)
from alereport.publish.engines.conversions import Converter
from alereport.publish.engines.references import Labelled

EXCERPT = 80
"""The number of characters of a passage that a message shows."""


def publish(
    workspace: Workspace,
    book: Book,
    folder: Path,
    *,
    paper: bool = True,
    searched: bool = True,
    elsewhere: Cluster | None = None,
) -> tuple[str, ...]:
    """Make the site and the PDF of a staged book, in parallel.

    Args:
        folder: The folder to make the site in, with the PDF in it.
        paper: Whether to make the PDF.
        searched: Whether to make the index of the search.
        elsewhere: The cluster whose workers convert the pages; by default this machine does.

    Returns:
        What the user should know: references to what the book has not.

    Raises:
        PublishError: Pandoc or Typst refused the book.
    """
    staged = workspace.book(book.language)
    with locales.using(book.language, params.words(workspace)), _threads(elsewhere) as pool:
        texts = {page.path: copies.markdown(staged / page.path) for page in book.pages}
        pdf = pool.submit(copy_context().run, _pdf, staged, book, texts) if paper else None
        _write_pages(workspace, book, folder, texts, pool, conversions.on(elsewhere))
        index = (
            pool.submit(copy_context().run, search.index, folder, book.language)
            if searched
            else None
        )
        site.copy_theme(staged / "theme", folder / "theme")
        downloads.copy_folders(staged, folder, "figures")
        downloads.copy_to_site(staged, folder)
        origins.write(workspace, book, staged, folder)
        if paper:
            sheets.write(workspace, book, staged, folder)
        if index:
            index.result()
        site.write_former_pages(book, folder)
        if pdf:
            (folder / site.pdf_name(book)).write_bytes(pdf.result())
        return tuple(references.dangling(book, texts, references.labelled(book, texts)))


@contextmanager
def _threads(elsewhere: Cluster | None) -> Iterator[ThreadPoolExecutor]:
    """Threads that run Pandoc and Typst, or wait for it; jobs not begun are cancelled at the end.

    While a cluster's workers convert pages, as many more are made ready, so that none waits.
    """
    own = os.cpu_count() or 1
    pool = ThreadPoolExecutor(own + 2 * elsewhere.threads if elsewhere else own)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _write_pages(
    workspace: Workspace,
    book: Book,
    folder: Path,
    texts: Mapping[str, str],
    pool: ThreadPoolExecutor,
    convert_page: Converter,
) -> None:
    page_cache = Cache(workspace.cache("pages", book.language, draft=book.draft))
    pages = _Pages(workspace, book, page_cache, references.labelled(book, texts), convert_page)
    jobs = [
        pool.submit(copy_context().run, pages.html, page, texts[page.path]) for page in book.pages
    ]
    for page, job in zip(book.pages, jobs, strict=True):
        target = folder / site.html_path(page)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(job.result())
    page_cache.remove_unused()


class _Pages:
    """The pages of a site; each is made again only if something it depends on changed."""

    def __init__(
        self,
        workspace: Workspace,
        book: Book,
        page_cache: Cache,
        labels: Mapping[str, Labelled],
        convert_page: Converter,
    ) -> None:
        self.book, self.page_cache, self.labels = book, page_cache, labels
        self.convert_page = convert_page
        self.staged = workspace.book(book.language)
        self.shared_key = cache.key(
            workspace,
            __name__,
            languages=(book.language,),
            parts=(str(pypandoc.get_pandoc_version()), repr(book)),
            with_styles=False,
        )

    def html(self, page: Page, text: str) -> bytes:
        path = self.staged / page.path
        exhibits = chapters.labelled_exhibits(path)
        workbook, drawings = downloads.workbook_link(self.staged, page), _drawings(path, exhibits)
        others = references.elsewhere(page, text, self.labels)
        sidecar = content(chapters.sidecar(path)).decode()
        page_inputs = json.dumps([page.path, text, workbook, sidecar, drawings, others])
        key = fingerprint([self.shared_key, page_inputs])
        own = {
            "workbook": workbook or False,
            "origins": Path(origins.path(page)).name if exhibits else False,
        }
        html = self.page_cache.file(key, lambda: self._make(page, text, others, own, drawings))
        return site.styled(html, self.staged / "theme", self.book, page)

    def _make(
        self,
        page: Page,
        text: str,
        others: Mapping[str, Mapping[str, str]],
        own: Mapping[str, Any],
        drawings: Mapping[str, str],
    ) -> bytes:
        theme = self.staged / "theme"
        html = self.convert_page(
            [("page.md", text)],
            theme,
            to="html5",
            template="page.html",
            metadata={
                # On the site each page numbers its own figures and tables: the chapters' numbers
                # are others when a chapter is added.
                **_shared_metadata(self.book, chapter=0, others=others),
                **site.page_settings(self.book, page),
                **own,
            },
            verbatim=site.STYLE_MARKS | site.menu(self.book, page),
            files=drawings,
        )
        return html.encode()


def _drawings(path: Path, labels: Iterable[str]) -> dict[str, str]:
    """The drawings of a staged page's charts, by their path from the page."""
    names = [f"figures/{label}-{width.name}.svg" for label in labels for width in WIDTHS]
    files = {name: path.parent / name for name in names}
    return {
        name: file.read_text(encoding="utf-8") for name, file in files.items() if file.is_file()
    }


def _anchor(page: Page) -> str:
    return f"sec-{page.slug}"


def _shared_metadata(
    book: Book, chapter: int, others: Mapping[str, Mapping[str, str]] = MappingProxyType({})
) -> dict[str, Any]:
    """The settings of both the pages' and the PDF's template.

    Args:
        chapter: The number of the chapter that the text begins in.
        others: What it refers to that stands elsewhere; see `references.elsewhere`.
    """
    return {
        **books.paper_settings(book),
        **books.glossary_settings(book),
        "title": book.title,
        "draft": {"word": _("DRAFT"), "notice": books.draft_notice()} if book.draft else False,
        "municipality": book.municipality.name,
        "lang": book.language,
        "crossref": {
            "chapter": str(chapter),
            "figure": _("Figure"),
            "table": _("Table"),
            "others": others,
        },
    }


def _pdf(staged: Path, book: Book, texts: Mapping[str, str]) -> bytes:
    try:
        return _typeset(staged, book, texts)
    except typst.TypstError as problem:
        place, excerpt = _failing_page(staged, book, texts, str(problem))
        near = f' near "{excerpt}"' if excerpt else ""
        raise PublishError(
            f"the PDF ({book.language}){place}",
            f"Typst stopped{near}: {problem}",
            "a book that Typst can set",
            "correct the data, the commentary or the notebook that it comes from",
        ) from None


def _typeset(staged: Path, book: Book, texts: Mapping[str, str], name: str = "report.typ") -> bytes:
    """The book as a PDF.

    Raises:
        TypstError: Typst cannot compile it.
    """
    pages = [page for page in book.pages if page.paper]
    chapters = [_chapter(page, texts[page.path]) for page in pages]
    parts = {_anchor(of_part[0]): part for part, of_part in books.parts(pages)[1:]}
    one_page = [_anchor(page) for page in pages if page.has_sheet]
    metadata = {**_shared_metadata(book, chapter=0), "parts": parts, "sheets": one_page}
    return typesetting.pdf(staged, chapters, metadata, name=name)


def _failing_page(
    staged: Path, book: Book, texts: Mapping[str, str], problem: str
) -> tuple[str, str]:
    """The page that Typst cannot compile, as messages name it, and an excerpt of the passage.

    Typst's messages seldom say where the error is: so each page is compiled with only the headings
    of the others, and then each part of the page that fails. It fails only by the same problem: a
    page alone has links to what stands on the others.
    """
    empty_texts = dict.fromkeys(texts, "")

    def fails(path: str, text: str) -> bool:
        try:
            _typeset(staged, book, empty_texts | {path: text}, "part.typ")
        except typst.TypstError as found:
            return str(found) == problem
        return False

    for page in book.pages:
        if not fails(page.path, texts[page.path]):
            continue
        parts = copies.parts(staged / page.path)
        passage = next((part for part in parts if fails(page.path, part)), "")
        words = " ".join(visible_text(passage).split())
        return f", {page.path}", words if len(words) <= EXCERPT else f"{words[: EXCERPT - 1]}…"
    return "", ""


def _chapter(page: Page, text: str) -> tuple[str, str]:
    """A page as a chapter of the PDF."""
    unnumbered = "" if page.number else " .unnumbered"
    # The report's name is on the cover.
    title = page.name if page.number else page.title
    heading = f"# {plain(title)} {{#{_anchor(page)}{unnumbered}}}"
    # Without this end mark Pandoc resolves links in a last list from the next page's folder.
    return page.path + ".md", f"{heading}\n\n{text}\n\n::: {{.page-end}}\n:::\n"
