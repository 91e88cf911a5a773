"""The book: its pages in order, and the settings that an engine needs besides its text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

from alereport.base import locales
from alereport.base.glossary import Entry
from alereport.base.locales import gettext as _
from alereport.base.markdown import plain
from alereport.base.settings import Municipality
from alereport.base.workspace import Workspace
from alereport.data import registers

ACCESSIBILITY = "accessibility.qmd"
"""The page of the accessibility statement, which every page of the site links to."""
FEED = "feed.xml"
"""The feed of news and corrections, beside the pages in the book and on the site."""
CORRECTIONS = "corrections.qmd"
"""The page of news and corrections."""
READING, GLOSSARY, SOURCES = "reading.qmd", "glossary.qmd", "sources.qmd"
"""How to read the report, what its words mean, and the documents it is made from."""


@dataclass(frozen=True)
class Page:
    """One page of the site, one chapter of the PDF.

    Attributes:
        path: The path of its copy in the staged book, such as `ks-2024/budget.ipynb`.
        title: Its title in menus, where its part is seen, in the book's language.
        part: The part it belongs to, such as `Kommunstyrelsen 2024`; empty outside the parts.
        number: The chapter's number on paper, or 0 for the first page, which has none.
        heading: Its title where it stands alone; empty if that is made of part and title.
        report: The report that it shows, such as `ks-2024/budget`; empty if no notebook made it.
        is_appendix: True if it is about the report itself and its data; a search shows it last.
        is_offered: True if the front page, and the pages of its part, point to it.
        paper: False if it is not in the PDF.
        formerly: The report that it showed under another name, such as `ks-2024/annual`; empty if
            it has always had its name.
        has_sheet: True if it is also a PDF of its own, on one sheet of paper.
    """

    path: str
    title: str
    part: str = ""
    number: int = 0
    heading: str = ""
    report: str = ""
    is_offered: bool = False
    has_sheet: bool = False
    is_appendix: bool = False
    paper: bool = True
    formerly: str = ""

    @property
    def sheet(self) -> str:
        """Its PDF of one sheet, as a path on the site; empty if it has none."""
        return str(PurePosixPath(self.path).with_suffix(".pdf")) if self.has_sheet else ""

    @property
    def slug(self) -> str:
        """Its name in the anchors of the book, such as `ks-2024-budget`."""
        return PurePosixPath(self.path).with_suffix("").as_posix().replace("/", "-")

    @property
    def name(self) -> str:
        """What the page is called where nothing around it says whose it is."""
        return self.heading or (f"{self.part}: {self.title}" if self.part else self.title)


@dataclass(frozen=True)
class Logo:
    """The municipality's logo, as a file of the staged theme.

    Attributes:
        name: The file's name, such as `logo.svg`.
        width: How wide it is, where it is 100 high.
    """

    name: str
    width: int


@dataclass(frozen=True)
class Book:
    """A staged book in one language.

    Attributes:
        language: The code of its language.
        languages: The languages that have a site, for the links between them.
        title: The book's title, shown on every page; that of a draft says so.
        municipality: Whose book it is.
        pages: The pages in order; the first is the site's front page.
        draft: True if its data may still be corrected.
        glossary: The words that it explains.
        logo: The municipality's logo, if it has one.
        has_pdf: False if it is only pages to look at.
    """

    language: str
    languages: tuple[str, ...]
    title: str
    municipality: Municipality
    pages: tuple[Page, ...]
    draft: bool = False
    glossary: tuple[Entry, ...] = ()
    logo: Logo | None = None
    has_pdf: bool = True

    def page(self, path: str) -> Page | None:
        """The page with a path in the staged book; None if the book has no such page."""
        return next((page for page in self.pages if page.path == path), None)

    def page_of(self, report: str) -> Page | None:
        """The page that shows a report, such as `ks-2024/budget`; None if there is none."""
        return next((page for page in self.pages if report and page.report == report), None)


def title(municipality: Municipality, *, draft: bool = False) -> str:
    """The book's title in the current language; every page shows it.

    It says so if the data are synthetic or the book is a draft.
    """
    own = municipality.title
    name = locales.for_reader(own) if own else _("The committees' plans and follow-up")
    if municipality.synthetic:
        synthetic = _("SYNTHETIC DATA, not real")
        name = f"{name} – {synthetic}"
    mark = _("DRAFT")
    return f"{mark}: {name}" if draft else name


def draft_notice() -> str:
    """The sentence that follows the word draft."""
    return _("Not reviewed in full: the figures may still be corrected.")


def chapter_list(book: Book, prefix: str) -> dict[str, Any]:
    """The book's settings for Quarto, for `metadata-files`.

    Args:
        prefix: The path from the folder Quarto renders in to the staged book.
    """
    chapters: list[Any] = ["index.qmd"]
    site_only = [page.slug for page in book.pages if not page.paper]
    for part, pages in parts(book.pages[1:]):
        # Quarto reads the names in its menu as Markdown.
        items = [{"text": plain(page.title), "href": prefix + page.path} for page in pages]
        chapters += [{"part": plain(part), "chapters": items}] if part else items
    return {
        **paper_settings(book, prefix),
        **glossary_settings(book),
        **({"draft-banner": f"{_('DRAFT')}. {draft_notice()}"} if book.draft else {}),
        **({"site-only": site_only} if site_only else {}),
        "atom-feed": {"path": prefix + FEED, "title": _("News, revisions and corrections")},
        "lang": book.language,
        "book": {
            "title": book.title,
            "author": book.municipality.name,
            "chapters": chapters,
            **_sidebar(book, prefix),
        },
    }


def _sidebar(book: Book, prefix: str) -> dict[str, Any]:
    """Where Quarto shows the logo on a site."""
    logo = logo_settings(book, prefix)
    return {"sidebar": {"logo": logo["file"], "logo-alt": logo["alt"]}} if logo else {}


def glossary_settings(book: Book) -> dict[str, Any]:
    """The words that are linked where a page first uses them, for `glossary.lua`."""
    words = [
        {"word": entry.word, "forms": list(forms)}
        for entry in book.glossary
        if (forms := entry.forms_in(book.language))
    ]
    return {"glossary": words} if words and book.page(GLOSSARY) else {}


def logo_settings(book: Book, prefix: str = "") -> dict[str, Any]:
    """The logo's file and what it shows; empty if there is none.

    Args:
        prefix: The path to the staged book.
    """
    if not book.logo:
        return {}
    return {
        "file": f"{prefix}theme/{book.logo.name}",
        "alt": locales.for_reader(book.municipality.logo),
    }


def paper_settings(book: Book, prefix: str = "") -> dict[str, Any]:
    """The settings of the PDF's template, the same in both engines.

    Args:
        prefix: The path from the folder of the PDF's source to the staged book.
    """
    as_of, logo = book.municipality.as_of, logo_settings(book, prefix)
    return {
        **({"municipality-logo": logo} if logo else {}),
        "accent": book.municipality.colours.accent.removeprefix("#"),
        **({"draft-word": _("DRAFT")} if book.draft else {}),
        "release": release_lines(book),
        "dated": {"year": as_of.year, "month": as_of.month, "day": as_of.day},
        "words": {
            "page": _("Page"),
            "of": _("of"),
            "contents": _("Contents"),
            "csv": _("CSV"),
            "origin": _("Where from?"),
            "pdf": _("The whole report as PDF"),
            "workbook": _("This part's tables as Excel"),
            "drag": _("Drag sideways to see more →"),
            "more-columns": _("Show more columns"),
            "fewer-columns": _("Show fewer columns"),
        },
    }


def release_lines(book: Book) -> list[str]:
    """The dates of the figures, of this publication and of the next, and whom to ask."""
    release = book.municipality.release
    lines = [_("Figures as of {day}.").format(day=locales.day(book.municipality.as_of))]
    if release:
        lines.append(_("Published {day}.").format(day=locales.day(release.published)))
        if release.next:
            lines.append(_("Next publication: {day}.").format(day=locales.period(release.next)))
        lines.append(_("Contact: {contact}.").format(contact=release.contact.as_text))
    return [*lines, draft_notice()] if book.draft else lines


def committee_name(workspace: Workspace, committee: str) -> str:
    """A committee's name in the current language, from the register of committees."""
    rows = registers.register_rows(workspace, "committees")
    return next(
        locales.for_reader(registers.names(row)) for row in rows if row["committee"] == committee
    )


def parts(pages: Iterable[Page]) -> list[tuple[str, list[Page]]]:
    """Group the pages by part, in their order; outside the parts the part is empty."""
    return [(part, list(group)) for part, group in groupby(pages, key=lambda page: page.part)]
