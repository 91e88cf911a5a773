"""The site around a chapter: the settings of the page's template, and the theme's files."""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
import shutil
from html import escape
from pathlib import Path
from typing import Any

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.base.printable import without_controls
from alereport.base.workspace import write_atomically
from alereport.publish import books
from alereport.publish.books import ACCESSIBILITY, Book, Page

STYLES = ("content.css", "tables.css", "site.css")
DARK = "dark.css"
"""The colours of the page in the dark."""
APPENDIX = "0.2"
"""The weight in the search of the words of a page about the report and its data."""
SCRIPTS = ("page.js", "tables.js", "tax.js", "search.js")

ARROWS = re.compile("[\u21a9\u2194]")
"""Arrows that Pandoc asks a browser to show as text, not as pictures."""


def pdf_name(book: Book) -> str:
    return f"report-{book.language}.pdf"


def html_path(page: Page) -> str:
    return posixpath.splitext(page.path)[0] + ".html"


def copy_theme(staged: Path, target: Path) -> None:
    """Copy the theme's files to the site; the scripts are joined, to save requests."""
    (target / "fonts").mkdir(parents=True)
    for picture in (*staged.glob("icon.*"), *staged.glob("logo.*")):
        shutil.copyfile(picture, target / picture.name)
    write_atomically(target / "site.js", _joined(staged, SCRIPTS))
    for font in sorted((staged / "fonts").glob("*.woff2")):
        shutil.copyfile(font, target / "fonts" / font.name)


def write_former_pages(book: Book, folder: Path) -> None:
    """Write a page that points on at each address that a page of the site had before.

    A link to it on paper or on another site still leads to the page, without a script.
    """
    for page in book.pages:
        if page.formerly:
            address = escape(Path(html_path(page)).name)
            link = f'<a href="{address}">{escape(page.name)}</a>'
            words = escape(_("The page has another address: {page}.")).format(page=link)
            text = (
                f'<!DOCTYPE html>\n<html lang="{book.language}">\n<head>\n<meta charset="utf-8">\n'
                f"<title>{escape(page.name)}</title>\n"
                f'<link rel="canonical" href="{address}">\n'
                f'<meta http-equiv="refresh" content="0; url={address}">\n'
                f'<meta name="viewport" content="width=device-width">\n'
                f"</head>\n<body>\n<main><h1>{escape(page.name)}</h1>\n<p>{words}</p></main>\n"
                "</body>\n</html>\n"
            )
            write_atomically(folder / f"{page.formerly}.html", text)


def _joined(staged: Path, names: tuple[str, ...]) -> str:
    return "".join((staged / name).read_text(encoding="utf-8") for name in names)


def style(staged: Path, book: Book, page: Page, *, extra: tuple[str, ...] = ()) -> dict[str, str]:
    """The style that is embedded in a page, since a separate stylesheet would delay it.

    Args:
        staged: The theme of the staged book.
        page: The page, to which the fonts' addresses are relative.
        extra: Stylesheets of the theme that other pages do without.

    Returns:
        The `style`, and the `style-hash` that the page's security policy allows.
    """
    colours = book.municipality.colours
    accents = f"--accent: {colours.accent}; --accent-on-dark: {colours.accent_on_dark};"
    dark = f"@media (prefers-color-scheme: dark) {{ {_joined(staged, (DARK,))} }}"
    parts = (
        f":root {{ {accents} }}",
        _joined(staged, (*STYLES, *extra)),
        dark,
        _paper(book, page),
        _logo(book),
    )
    text = "\n".join(parts).strip()
    text = text.replace('url("', f'url("{_root(page)}theme/')
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return {"style": text, "style-hash": f"sha256-{digest}"}


STYLE_MARKS = {"style": "<!--style-->", "style-hash": "<!--style-hash-->"}
"""What stands in a page for each part of its style until `styled` fills it in.

No text of a page can be one: there the first sign would be escaped.
"""


def styled(html: bytes, staged: Path, book: Book, page: Page) -> bytes:
    """Fill the style in, which may change while the page's text is the same; see `style`."""
    for name, text in style(staged, book, page).items():
        html = html.replace(STYLE_MARKS[name].encode(), text.encode(), 1)
    return html


def _paper(book: Book, page: Page) -> str:
    """What a browser prints at the foot of each sheet, so that one sheet says what it is from."""
    names = (book.municipality.name, *((book.title, page.name) if page.number else (book.title,)))
    foot = " · ".join(names).replace("\\", "").replace('"', "\u201d")
    return (
        f'@page {{ @bottom-left {{ content: "{foot}"; font: 8pt sans-serif; }} '
        "@bottom-right { content: counter(page); font: 8pt sans-serif; } }"
    )


def _logo(book: Book) -> str:
    """The logo's shape, so that nothing moves when it has loaded."""
    return f".brand img {{ aspect-ratio: {book.logo.width} / 100; }}" if book.logo else ""


def _root(page: Page) -> str:
    return "../" * page.path.count("/")


def page_settings(book: Book, page: Page) -> dict[str, Any]:
    """The settings of a page's template, besides those it shares with the PDF's."""
    index, accessibility = book.pages.index(page), book.page(ACCESSIBILITY)
    root = _root(page)
    return {
        "page-title": page.name,
        "in-menu": page.title,
        "weight": APPENDIX if page.is_appendix else False,
        "also": _also(book, page),
        "release": books.release_lines(book),
        "root": root,
        "logo": books.logo_settings(book, root) or False,
        "pdf": book.has_pdf and pdf_name(book),
        "accessibility": _link(page, accessibility) if accessibility else False,
        "trail": _trail(book, page, root),
        "previous": _link(page, book.pages[index - 1]) if index else False,
        "next": _link(page, book.pages[index + 1]) if index + 1 < len(book.pages) else False,
        "languages": _languages(book, page, root),
        "words": {**books.paper_settings(book)["words"], **_words()},
    }


def _link(page: Page, other: Page) -> dict[str, str]:
    return {
        "href": posixpath.relpath(html_path(other), posixpath.dirname(page.path) or "."),
        "title": other.name,
    }


def menu(book: Book, page: Page) -> dict[str, str]:
    """The menu of all pages as HTML, for a variable of the template that is inserted as it is.

    Pandoc would take as long for a menu of some hundred pages as for the page itself.
    """
    root = _root(page)
    entries = (
        _menu_of_part(part, [_menu_link(page, other, root) for other in pages])
        for part, pages in books.parts(book.pages)
    )
    return {"menu": "\n".join(entries)}


def _menu_of_part(part: str, links: list[str]) -> str:
    if not part:
        return "\n".join(f'<li class="single">{link}</li>' for link in links)
    items = "\n".join(f"<li>{link}</li>" for link in links)
    return f'<li><span class="part">{_text(part)}</span>\n<ul>\n{items}\n</ul>\n</li>'


def _menu_link(page: Page, other: Page, root: str) -> str:
    current = ' aria-current="page"' if other is page else ""
    return f'<a href="{_text(root + html_path(other))}"{current}>{_text(other.title)}</a>'


def _text(text: str) -> str:
    """Text as HTML, as Pandoc writes it on the rest of the page."""
    words = re.sub(r"[ \t\r\n]+", " ", without_controls(text)).lstrip(" ")
    shown = escape(words.replace("'", "\u2019"), quote=False)
    return ARROWS.sub("\\g<0>\ufe0e", shown)


def _trail(book: Book, page: Page, root: str) -> list[dict[str, str]] | bool:
    """The pages above a page: the front page, and the first of its part."""
    if page is book.pages[0]:
        return False
    ancestors = [(book.pages[0].title, book.pages[0])]
    ancestors += [
        (part, pages[0]) for part, pages in books.parts(book.pages) if page.part == part != ""
    ]
    return [{"title": title, "href": root + html_path(other)} for title, other in ancestors]


def _also(book: Book, page: Page) -> list[dict[str, str]] | bool:
    """The page as a sheet; or the pages of its part that say it in fewer or easier words."""
    if page.has_sheet:
        return [{"href": posixpath.basename(page.sheet), "title": _("On one sheet (PDF)")}]
    if not page.part or page.is_offered:
        return False
    offered = [other for other in book.pages if other.part == page.part and other.is_offered]
    return [_link(page, other) for other in offered] or False


def _languages(book: Book, page: Page, root: str) -> list[dict[str, Any]] | bool:
    if len(book.languages) < 2:
        return False
    return [
        {
            "code": code,
            "name": locales.conventions(code).name,
            "href": f"{root}../{code}/{html_path(page)}",
            "current": code == book.language,
        }
        for code in book.languages
    ]


def _words() -> dict[str, str]:
    return {
        "skip": _("Skip to the content"),
        "on-page": _("On this page"),
        "trail": _("You are here"),
        "turn": _("Previous and next page"),
        "previous": _("Previous"),
        "next": _("Next"),
        "language": _("Language"),
        "income": _("Your own taxable income a year, in kronor (it is sent and kept nowhere)"),
        "feed": _("News, revisions and corrections"),
        "search": _("Search the report"),
        "search-none": _("Nothing was found."),
        "search-one": _("One place was found."),
        "search-many": _("{count} places were found."),
        "search-failed": _("The search could not be loaded."),
        "search-published": _("The search works at the report's published address only."),
    }
