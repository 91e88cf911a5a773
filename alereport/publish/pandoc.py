"""The embedded engine: Pandoc makes the pages, Pandoc and Typst the PDF."""

from __future__ import annotations

import json
import posixpath
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import pypandoc
import typst

from alereport import language as words
from alereport.errors import PublishError
from alereport.language import gettext as _
from alereport.publish import book as books
from alereport.publish import copies
from alereport.publish.book import Book, Page
from alereport.workspace import Workspace, write_whole

PDF_STANDARDS: list[Literal["1.7", "a-2a", "ua-1"]] = ["1.7", "a-2a", "ua-1"]
"""Archivable and accessible: Typst refuses to export what breaks them."""

LANGUAGE_NAMES = {"sv": "Svenska", "en": "English"}


def publish(workspace: Workspace, book: Book, site: Path, *, paper: bool = True) -> None:
    """Make the site and the PDF of a staged book.

    Args:
        workspace: The project.
        book: The staged book.
        site: The folder to make the site in, with the PDF in it.
        paper: Make the PDF too.

    Raises:
        PublishError: Pandoc or Typst refused the book.
    """
    staged = workspace.book(book.language)
    with words.using(book.language):
        _copy_theme(staged / "theme", site / "theme")
        for page in book.pages:
            _write_page(staged, site, book, page)
        if paper:
            (site / workspace.pdf(book.language).name).write_bytes(_pdf(staged, book))


def _html_path(page: Page) -> str:
    return str(Path(page.path).with_suffix(".html").as_posix())


def _anchor(page: Page) -> str:
    return "sec-" + Path(page.path).with_suffix("").as_posix().replace("/", "-")


def _write_page(staged: Path, site: Path, book: Book, page: Page) -> None:
    target = site / _html_path(page)
    target.parent.mkdir(parents=True, exist_ok=True)
    figures = (staged / page.path).parent / "figures"
    html = _pandoc(
        [("page.md", copies.markdown(staged / page.path))],
        staged / "theme",
        to="html5",
        template="page.html",
        metadata=_page_metadata(book, page),
        options=["--toc", "--toc-depth=2"],
    )
    target.write_text(html, encoding="utf-8")
    if figures.is_dir():
        shutil.copytree(figures, target.parent / "figures", dirs_exist_ok=True)


def _page_metadata(book: Book, page: Page) -> dict[str, Any]:
    at = book.pages.index(page)
    root = "../" * page.path.count("/")
    here = posixpath.dirname(page.path)

    def link(other: Page | None) -> dict[str, Any] | bool:
        if other is None:
            return False
        name = f"{other.part}: {other.title}" if other.part else other.title
        return {"href": posixpath.relpath(_html_path(other), here or "."), "title": name}

    return {
        **_shared_metadata(book, chapter=page.number),
        "page-title": page.title,
        "part": page.part,
        "number": str(page.number) if page.number else False,
        "root": root,
        "pdf": f"report-{book.language}.pdf",
        "nav": [
            {
                "part": part,
                "pages": [
                    {
                        "href": root + _html_path(other),
                        "title": other.title,
                        "number": str(other.number) if other.number else False,
                        "current": other is page,
                    }
                    for other in pages
                ],
            }
            for part, pages in books.parts(book.pages)
        ],
        "previous": link(book.pages[at - 1] if at else None),
        "next": link(book.pages[at + 1] if at + 1 < len(book.pages) else None),
        "languages": [
            {
                "code": code,
                "name": LANGUAGE_NAMES[code],
                "href": f"{root}../{code}/{_html_path(page)}",
                "current": code == book.language,
            }
            for code in book.languages
        ]
        if len(book.languages) > 1
        else False,
    }


def _shared_metadata(book: Book, chapter: int) -> dict[str, Any]:
    paper = books.paper_settings(book)
    return {
        **paper,
        "title": book.title,
        "draft": {"word": _("DRAFT"), "notice": books.draft_notice()} if book.draft else False,
        "municipality": book.municipality.name,
        "lang": book.language,
        "crossref": {
            "chapter": str(chapter),
            "figure": _("Figure"),
            "table": _("Table"),
        },
        "words": {
            **paper["words"],
            "skip": _("Skip to the content"),
            "on-page": _("On this page"),
            "turn": _("Previous and next page"),
            "previous": _("Previous"),
            "next": _("Next"),
            "language": _("Language"),
            "pdf": _("The whole report as PDF"),
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
    return bytes(pdf)


def _chapter(staged: Path, page: Page, part: str) -> tuple[str, str]:
    """A page as a chapter of the PDF, with the part it opens, if any."""
    unnumbered = "" if page.number else " .unnumbered"
    heading = f"# {page.title} {{#{_anchor(page)}{unnumbered}}}"
    text = copies.markdown(staged / page.path)
    start = f"```{{=typst}}\n#part({json.dumps(part, ensure_ascii=False)})\n```\n\n" if part else ""
    return page.path + ".md", f"{start}{heading}\n\n{text}\n"


def _pandoc(
    sources: list[tuple[str, str]],
    theme: Path,
    *,
    to: str,
    template: str,
    metadata: dict[str, Any],
    options: Sequence[str] = (),
) -> str:
    """Some pages through Pandoc with our filters; their relative paths are kept right."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_whole(folder / "metadata.json", json.dumps(metadata))
        for path, text in sources:
            write_whole(folder / path, text)
        done = subprocess.run(
            [
                pypandoc.get_pandoc_path(),
                *(path for path, _text in sources),
                "--from=markdown+rebase_relative_paths-implicit_figures",
                f"--to={to}",
                "--metadata-file=metadata.json",
                f"--template={theme / template}",
                *(f"--lua-filter={theme / name}" for name in ("crossref.lua", "blocks.lua")),
                "--wrap=none",
                *options,
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


def _copy_theme(staged: Path, target: Path) -> None:
    for name in ("content.css", "site.css", "colours.css", "icon.svg"):
        write_whole(target / name, (staged / name).read_bytes())
    for font in sorted((staged / "fonts").glob("*.woff2")):
        write_whole(target / "fonts" / font.name, font.read_bytes())
