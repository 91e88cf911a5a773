"""The front page: what the report found, as a notebook says it, with dates, downloads and news."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from alereport.base.locales import gettext as _
from alereport.base.markdown import page_link, plain
from alereport.exhibits.phrases import in_sentence
from alereport.publish.book import downloads
from alereport.publish.books import (
    CORRECTIONS,
    FEED,
    GLOSSARY,
    READING,
    SOURCES,
    Book,
    Page,
    parts,
    release_lines,
)
from alereport.publish.changes import wording
from alereport.publish.changes.publication import Publication
from alereport.publish.front_matter import block, page_mark

TARGET = re.compile(r"(?<!\\)\]\((?![#<]|[a-z]+:)")
"""The start of a link to a file, or of a picture."""
KEY_FIGURES = "::: {.key-figures}"
"""The start of the figures that are shown large."""
MOST_PARTS = 3
"""The most committees whose own files are among the downloads; of more there is a page."""


def staged(book: Book, text: str) -> str:
    """The page in the staged book."""
    # A heading, not front matter, so that Quarto gives the page no chapter number.
    return f"# {plain(book.pages[0].title)} {{.unnumbered}}\n\n{page_mark('index')}\n\n{text}"


def included(text: str, prefix: str) -> str:
    """The page as stock Quarto includes it from the project's folder, below its heading.

    Args:
        prefix: The path from there to the staged book.
    """
    linked = TARGET.sub(f"]({prefix}", text)
    return f"{page_mark('index', root=prefix)}\n\n{linked}"


def text(book: Book, folder: Path, shown: Sequence[str], publication: Publication | None) -> str:
    """The text of the page, with links from the staged book's folder.

    Args:
        folder: The folder of the staged book, with its downloads.
        shown: What its notebook shows, part by part, the lead first.
        publication: What this edition has that the one before had not; None if it has no edition.
    """
    synthetic = _(
        "All data in this report are synthetic: committees, plans and figures are made up."
    )
    first = _first_screen(shown)
    lines = [
        *([f"**{synthetic}**"] if book.municipality.synthetic else []),
        *shown[:first],
        *_block_of_links("downloads", _downloads(book, folder)),
        block("release", " ".join(map(plain, release_lines(book)))),
        *shown[first:],
        *_block_of_links("parts", _parts(book)),
        *(["## " + _("New since last time")] if publication else []),
        *([" ".join(_news(book, publication))] if publication else []),
        "## " + _("About the report"),
        *_guides(book),
    ]
    return "\n\n".join(lines) + "\n"


def _block_of_links(name: str, links: Iterable[str]) -> list[str]:
    """A list of links as a block; nothing where there is none."""
    items = [f"- {link}" for link in links]
    return [block(name, "\n".join(items))] if items else []


def _first_screen(shown: Sequence[str]) -> int:
    """How many of the parts come before the downloads: the lead, to the figures shown large."""
    ends = (number for number, part in enumerate(shown, 1) if KEY_FIGURES in part)
    return next(ends, min(1, len(shown)))


def _downloads(book: Book, folder: Path) -> Iterator[str]:
    """What a reader can take away, as links."""
    if book.has_pdf:
        yield page_link(_("The whole report (PDF)"), f"report-{book.language}.pdf")
    latest = _latest_parts(book)
    for pages in latest if len(latest) <= MOST_PARTS else ():
        yield from (page_link(page.name, page.path) for page in pages if page.is_offered)
        for sheet in (page for page in pages if page.has_sheet):
            name = _("{page} on one sheet (PDF)").format(page=sheet.name)
            yield page_link(name, sheet.sheet)
        report = pages[0].report.partition("/")[0]
        if (folder / downloads.workbook_path(report)).is_file():
            part = in_sentence(pages[0].part)
            name = _("The tables of the {part} (Excel)").format(part=part)
            yield page_link(name, downloads.workbook_path(report))
    if page := book.page(downloads.PAGE):
        yield page_link(_("All tables and data"), page.path)


def _parts(book: Book) -> Iterator[str]:
    """Each committee and year, with links to its chapters."""
    for part, pages in parts(book.pages):
        if part:
            links = ", ".join(page_link(page.title, page.path) for page in pages)
            yield f"**{plain(part)}**: {links}"


def _latest_parts(book: Book) -> list[list[Page]]:
    """The pages of each committee for the latest year that there is a part for."""
    by_year: dict[str, list[list[Page]]] = {}
    for part, pages in parts(book.pages):
        if part:
            by_year.setdefault(part.rpartition(" ")[2], []).append(pages)
    return by_year[max(by_year)] if by_year else []


def _news(book: Book, publication: Publication) -> Iterator[str]:
    for edition in publication.editions[:1]:
        if publication.number == 1:
            yield _("This is the first publication. There is none before it to compare with.")
        else:
            yield _("This is edition {number}.").format(number=publication.number)
            yield from wording.counts(edition)
    if page := book.page(CORRECTIONS):
        sentence = _("All that is new, revised or corrected is listed in [{title}]({page}).")
        yield sentence.format(title=plain(page.title), page=page.path)
    sentence = _("Each new edition is announced in the [feed]({file}).")
    yield f"[{sentence.format(file=FEED)}]{{.on-site}}"


def _guides(book: Book) -> Iterator[str]:
    found = [page for path in (READING, GLOSSARY, SOURCES) if (page := book.page(path))]
    if found:
        links = ", ".join(page_link(page.title, page.path) for page in found)
        yield _("How the report is made and read: {links}.").format(links=links)
