"""Pages that are also a PDF of their own, of one sheet: what a councillor prints and brings."""

from __future__ import annotations

import json
from pathlib import Path

import pypandoc
import typst

from alereport.base import cache
from alereport.base.cache import Cache
from alereport.base.errors import PublishError
from alereport.base.locales import gettext as _
from alereport.base.markdown import plain
from alereport.base.workspace import Workspace, write_atomically
from alereport.publish import books
from alereport.publish.book import copies
from alereport.publish.books import Book, Page
from alereport.publish.engines import typesetting


def write(workspace: Workspace, book: Book, staged: Path, site: Path) -> None:
    """Write the sheet of each page that has one; the current language is the book's.

    Args:
        staged: The staged book, or the copy of it that the engine rendered.
        site: The folder of the site.

    Raises:
        PublishError: Pandoc or Typst refused one.
    """
    sheets = Cache(workspace.cache("sheets", book.language, draft=book.draft))
    for page in book.pages:
        if page.has_sheet:
            write_atomically(site / page.sheet, _cached(workspace, book, page, staged, sheets))
    sheets.remove_unused()


def _cached(workspace: Workspace, book: Book, page: Page, staged: Path, sheets: Cache) -> bytes:
    heading = f"# {plain(page.name)} {{.unnumbered}}"
    text = f"{heading}\n\n{copies.markdown(staged / page.path)}"
    metadata = {
        **books.paper_settings(book),
        "title": page.name,
        "municipality": book.municipality.name,
        "lang": book.language,
        "sheet": True,
        "crossref": {"chapter": "0", "figure": _("Figure"), "table": _("Table")},
    }
    key = cache.key(
        workspace,
        __name__,
        languages=(book.language,),
        libraries=("typst",),
        parts=(
            str(pypandoc.get_pandoc_version()),
            json.dumps([metadata, text]),
            *_drawings(staged / page.path, text),
        ),
        with_styles=False,
    )
    return sheets.file(key, lambda: _sheet(staged, book, page, text, metadata))


def _drawings(path: Path, text: str) -> list[bytes]:
    """The drawings that a staged page shows, whose names do not change with what is drawn."""
    files = sorted((path.parent / "figures").glob("*"))
    return [file.read_bytes() for file in files if f"figures/{file.name}" in text]


def _sheet(staged: Path, book: Book, page: Page, text: str, metadata: dict[str, object]) -> bytes:
    try:
        return typesetting.pdf(staged, [(f"{page.path}.md", text)], metadata, name="sheet.typ")
    except typst.TypstError as problem:
        raise PublishError(
            f"the sheet of {page.path} ({book.language})",
            f"Typst stopped: {problem}",
            "a page that Typst can set",
            "correct the data, the commentary or the notebook that it comes from",
        ) from None
