"""The manual as a site of its own: Markdown pages in the report's theme, with its search.

A manual is a folder with `contents.yaml` and its pages, such as `docs/`. The same pages give the
same bytes.
"""

from __future__ import annotations

import posixpath
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from importlib import metadata
from pathlib import Path
from typing import Any

from alereport.base import locales, params
from alereport.base.locales import gettext as _
from alereport.base.workspace import Workspace, new_folder, write_atomically
from alereport.publish.book import staging
from alereport.publish.books import Book, Page
from alereport.publish.engines import conversion, search, site
from alereport.publish.manual import contents, flowcharts, links
from alereport.publish.manual.contents import Manual, Source

NAME = "alereport"
MARKDOWN = "gfm+attributes-raw_html"
"""Markdown as GitHub reads it, but HTML is shown as text, and a picture may have a class."""
FILTERS = ("safe.lua", "manual.lua", "crossref.lua", "blocks.lua")
STYLES = ("manual.css",)


def publish(workspace: Workspace, folder: Path, target: Path) -> Manual:
    """Make the site of a manual, a folder a language; what was there before is replaced whole.

    Args:
        workspace: The project whose colours it has.
        folder: The manual.
        target: The folder to make the site in.

    Raises:
        PublishError: The list cannot be read, a page is missing, or a link leads nowhere.
    """
    manual = contents.read(folder)
    municipality = params.municipality(workspace)
    named = municipality.model_copy(update={"name": NAME})
    with new_folder(target.resolve()) as made:
        theme = made / "theme"
        staging.write_theme(workspace, theme, municipality)
        for language, sources in manual.pages.items():
            pages = tuple(
                Page(each.path, each.menu, each.part, heading=each.title) for each in sources
            )
            book = Book(language, tuple(manual.pages), manual.titles[language], named, pages)
            with locales.using(language, params.words(workspace)):
                _write(manual, book, theme, made / language)
        shutil.rmtree(theme)
        links.require_anchors(made)
    return manual


def _write(manual: Manual, book: Book, theme: Path, folder: Path) -> None:
    """Write the site of one language, which is the current one."""
    sources = manual.pages[book.language]
    with ThreadPoolExecutor() as pool:
        jobs = [
            pool.submit(copy_context().run, _html, manual, book, page, source, theme)
            for page, source in zip(book.pages, sources, strict=True)
        ]
    for page, job in zip(book.pages, jobs, strict=True):
        write_atomically(folder / site.html_path(page), job.result())
    for name, picture in links.pictures(manual, book.language).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(picture, folder / name)
    site.copy_theme(theme, folder / "theme")
    search.index(folder, book.language)


def _html(manual: Manual, book: Book, page: Page, source: Source, theme: Path) -> str:
    text, drawings = flowcharts.drawn(source.text)
    linked = links.of_page(manual, book.language, source)
    return conversion.convert(
        [("page.md", text)],
        theme,
        to="html5",
        template="page.html",
        metadata={**_settings(manual, book, page), "linked": linked},
        verbatim=site.style(theme, book, page, extra=STYLES) | site.menu(book, page),
        files=drawings,
        reader=MARKDOWN,
        filters=FILTERS,
    )


def _settings(manual: Manual, book: Book, page: Page) -> dict[str, Any]:
    """The settings of a page's template: the report's, but for what a manual has not."""
    settings = site.page_settings(book, page)
    own_words = {
        "feed": False,
        "search": _("Search the manual"),
        "search-published": _("The search works at the manual's published address only."),
    }
    return {
        **settings,
        "title": book.title,
        "municipality": NAME,
        "lang": book.language,
        "crossref": {"chapter": "0", "figure": _("Figure"), "table": _("Table")},
        "pdf": False,
        "release": [f"{NAME} {metadata.version(NAME)}, EUPL-1.2."],
        "languages": _languages(manual, book, page),
        "words": {**settings["words"], **own_words},
    }


def _languages(manual: Manual, book: Book, page: Page) -> list[dict[str, Any]]:
    """The page in each language; the front page of one that does not have it."""
    return [
        {
            "code": code,
            "name": locales.conventions(code).name,
            "href": posixpath.relpath(
                f"{code}/{_counterpart(sources, page)}",
                posixpath.dirname(f"{book.language}/{page.path}"),
            ),
            "current": code == book.language,
        }
        for code, sources in manual.pages.items()
    ]


def _counterpart(sources: tuple[Source, ...], page: Page) -> str:
    has_it = any(source.path == page.path for source in sources)
    return links.html_path(page.path if has_it else sources[0].path)
