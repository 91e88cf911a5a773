"""The embedded engine: Pandoc makes the pages, Pandoc and Typst the PDF."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import pypandoc
import typst

from alereport import language as words
from alereport.errors import PublishError
from alereport.language import gettext as _
from alereport.publish import book as books
from alereport.publish import chapters, copies, downloads, search, site, tags
from alereport.publish.book import Book, Page
from alereport.publish.origins import Origins
from alereport.workspace import Workspace, write_whole

PDF_STANDARDS: list[Literal["1.7", "a-2a", "ua-1"]] = ["1.7", "a-2a", "ua-1"]
"""Archivable and accessible: Typst refuses to export what breaks them."""
FILTERS = ("crossref.lua", "blocks.lua", "site.lua")
OPTIONS = {"html5": ["--toc", "--toc-depth=2"], "typst": []}


def publish(workspace: Workspace, book: Book, made: Path, *, paper: bool = True) -> None:
    """Make the site and the PDF of a staged book.

    Args:
        workspace: The project.
        book: The staged book.
        made: The folder to make the site in, with the PDF in it.
        paper: Make the PDF too.

    Raises:
        PublishError: Pandoc or Typst refused the book.
    """
    staged = workspace.book(book.language)
    with words.using(book.language):
        site.copy_theme(staged / "theme", made / "theme")
        origins = Origins(workspace)
        for page in book.pages:
            _write_page(staged, made, book, page, origins)
        downloads.put(staged, made)
        search.index(made, book.language)
        if paper:
            (made / site.pdf_name(book)).write_bytes(_pdf(staged, book))


def _anchor(page: Page) -> str:
    return "sec-" + Path(page.path).with_suffix("").as_posix().replace("/", "-")


def _write_page(staged: Path, made: Path, book: Book, page: Page, origins: Origins) -> None:
    target = made / site.html_path(page)
    target.parent.mkdir(parents=True, exist_ok=True)
    figures = (staged / page.path).parent / "figures"
    beside = {
        label: {
            "origin": origins.html(label, each["traced"]) if "traced" in each else "",
            "csv": "table" in each,
        }
        for label, each in chapters.shown_beside(staged / page.path).items()
    }
    html = _pandoc(
        [("page.md", copies.markdown(staged / page.path))],
        staged / "theme",
        to="html5",
        template="page.html",
        metadata={
            **_shared_metadata(book, chapter=page.number),
            **site.page_settings(book, page),
            "workbook": downloads.workbook_beside(staged, page) or False,
        },
        beside={"beside.json": json.dumps(beside)},
    )
    target.write_text(html, encoding="utf-8")
    if figures.is_dir():
        shutil.copytree(figures, target.parent / "figures", dirs_exist_ok=True)


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


def _pdf(staged: Path, book: Book) -> bytes:
    source = _pandoc(
        [
            _chapter(staged, page, part if page is pages[0] else "")
            for part, pages in books.parts(book.pages)
            for page in pages
        ],
        staged / "theme",
        to="typst",
        template="report.typ",
        metadata=_shared_metadata(book, chapter=0),
    )
    main = staged / "report.typ"
    write_whole(main, source)
    try:
        pdf = typst.compile(
            str(main),
            root=str(staged),
            font_paths=[str(staged / "theme" / "fonts")],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=list(PDF_STANDARDS),
        )
    except typst.TypstError as problem:
        raise PublishError(
            f"the PDF ({book.language})",
            f"Typst stopped: {problem}",
            "a book that Typst can set",
            "look at the place it names in build/book",
        ) from None
    return tags.with_row_heads(bytes(pdf))


def _chapter(staged: Path, page: Page, part: str) -> tuple[str, str]:
    """A page as a chapter of the PDF, with the part it opens, if any."""
    unnumbered = "" if page.number else " .unnumbered"
    heading = f"# {page.title} {{#{_anchor(page)}{unnumbered}}}"
    text = copies.markdown(staged / page.path)
    start = f"```{{=typst}}\n#part({json.dumps(part, ensure_ascii=False)})\n```\n\n" if part else ""
    # Without an end, Pandoc takes the links of a last list to be of the next page's folder.
    return page.path + ".md", f"{start}{heading}\n\n{text}\n\n<!-- end -->\n"


def _pandoc(
    sources: list[tuple[str, str]],
    theme: Path,
    *,
    to: str,
    template: str,
    metadata: dict[str, Any],
    beside: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Some pages through Pandoc with our filters; their relative paths are kept right.

    Args:
        sources: The pages' paths and texts.
        theme: The folder of the template and the filters.
        to: What Pandoc writes.
        template: The template's name.
        metadata: What the template and the filters ask for.
        beside: Files that the filters read.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_whole(folder / "metadata.json", json.dumps(metadata))
        for path, text in (*sources, *beside.items()):
            write_whole(folder / path, text)
        done = subprocess.run(
            [
                pypandoc.get_pandoc_path(),
                *(path for path, _text in sources),
                "--from=markdown+rebase_relative_paths-implicit_figures",
                f"--to={to}",
                "--metadata-file=metadata.json",
                f"--template={theme / template}",
                *(f"--lua-filter={theme / name}" for name in FILTERS),
                "--wrap=none",
                *OPTIONS[to],
            ],
            cwd=folder,
            capture_output=True,
            check=False,
        )
    if done.returncode:
        raise PublishError(
            sources[0][0],
            f"Pandoc stopped: {done.stderr.decode(errors='replace').strip()}",
            "Markdown Pandoc can read",
            "look at the page in build/book",
        )
    return done.stdout.decode()
