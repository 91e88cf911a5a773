"""The feed of news, revisions and corrections: Atom (RFC 4287), an entry for each in an edition.

Its days are those on which data were sealed, never those of a clock, so that the same editions give
the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, SubElement

from alereport.base import locales
from alereport.base.languages import DATA_LANGUAGE
from alereport.base.locales import gettext as _
from alereport.publish import books
from alereport.publish.books import FEED, Book
from alereport.publish.changes import wording
from alereport.publish.changes.editions import Change, Edition
from alereport.publish.changes.wording import CORRECTIONS, NEWS, REVISIONS, Markup, Place

TYPE = "application/atom+xml"
ATOM = "http://www.w3.org/2005/Atom"
FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold, however they are escaped."""
OPEN_DATA = "open-data/"
MAX_EDITIONS = 50
"""The most editions in the feed; the page has all of them."""
TEXT = Markup(words=str, strong=str, line_break=" ")


def feed(book: Book, editions: Sequence[Edition]) -> str:
    """The feed in the current language.

    Args:
        editions: What each edition has to tell, the latest first; a draft has none of its own.
    """
    root = Element("feed", {"xmlns": ATOM, "xml:lang": book.language})
    address = site_address(book)
    updated = max((edition.updated for edition in editions), default=book.municipality.as_of)
    _add(root, "id", _urn(book))
    _add(root, "title", book.title)
    _add(root, "subtitle", _("News, revisions and corrections"))
    _add(root, "updated", _moment(updated))
    _add(SubElement(root, "author"), "name", book.municipality.name)
    if address:
        SubElement(root, "link", {"rel": "self", "type": TYPE, "href": address + FEED})
    _link(root, _page_address(book))
    for edition in editions[:MAX_EDITIONS]:
        for section, blocks in _sections(edition):
            _entry(root, book, edition, section, blocks)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{FORBIDDEN.sub("", text)}\n'


def site_address(book: Book) -> str:
    """The address of the site in the book's language, from that of the open data in it.

    Empty if the address of the open data is not known, or is not that of a folder in a site.
    """
    address = book.municipality.open_data.address or ""
    for language in book.municipality.languages:
        if address.endswith(end := f"/{language}/{OPEN_DATA}"):
            return f"{address.removesuffix(end)}/{book.language}/"
    return ""


def _page_address(book: Book) -> str:
    """The address of the page with the same, or of the front page in a book without it."""
    page = "corrections" if book.page(books.CORRECTIONS) else "index"
    return f"{site_address(book)}{page}.html"


def _entry(
    root: Element, book: Book, edition: Edition, section: str, blocks: Sequence[Element]
) -> None:
    headings = {
        NEWS: _("New in edition {number}"),
        REVISIONS: _("Revisions in edition {number}"),
        CORRECTIONS: _("Corrections in edition {number}"),
    }
    entry = SubElement(root, "entry")
    # Another record may have an edition of the same number: the day tells them apart.
    _add(entry, "id", _urn(book, str(edition.number), edition.updated.isoformat(), section))
    _add(entry, "title", headings[section].format(number=edition.number))
    _add(entry, "updated", _moment(edition.updated))
    SubElement(entry, "category", {"term": section})
    place = "" if edition.number == 1 else f"#{wording.anchor(section, edition)}"
    _link(entry, _page_address(book) + place)
    content = _add(entry, "content", "".join(map(_html, blocks)))
    content.set("type", "html")


def _add(parent: Element, name: str, text: str) -> Element:
    child = SubElement(parent, name)
    child.text = text
    return child


def _link(parent: Element, address: str) -> None:
    SubElement(parent, "link", {"rel": "alternate", "type": "text/html", "href": address})


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _urn(book: Book, *parts: str) -> str:
    """An identifier that stays the same wherever the site is published."""
    name = "/".join(["alereport", f"{book.municipality.code:04}", book.language, *parts])
    return uuid5(NAMESPACE_URL, name).urn


def _html(block: Element) -> str:
    return ET.tostring(block, encoding="unicode", method="html")


def _sections(edition: Edition) -> Iterator[tuple[str, list[Element]]]:
    """What an edition has to tell, by section, as elements of HTML."""
    lead = _paragraph(_("Figures as of {day}.").format(day=locales.day(edition.as_of)))
    sections = {
        NEWS: _news(edition),
        REVISIONS: _changes(edition.revisions),
        CORRECTIONS: _changes(edition.corrections),
    }
    for section, blocks in sections.items():
        if found := list(blocks):
            yield section, [lead, *found]


def _news(edition: Edition) -> Iterator[Element]:
    if edition.number == 1:
        yield _paragraph(_("The first publication."))
    by_kind = {
        kind: [each for each in edition.news if each.kind == kind]
        for kind in ("document", "chapter")
    }
    yield from _list(_("New documents:"), [each.words for each in by_kind["document"]])
    yield from _list(_("New chapters:"), [each.words for each in by_kind["chapter"]])
    others = [each for each in edition.news if each.kind not in by_kind]
    yield from _places(wording.news_by_place(others, TEXT))
    if edition.consequences:
        yield _paragraph(_("Figures that changed since they are made from what is new:"))
        yield from _places(wording.by_place(edition.consequences, TEXT))
    if edition.added:
        yield _paragraph(wording.added(edition))


def _changes(changes: Sequence[Change]) -> Iterator[Element]:
    for reasons, group in wording.by_reason(changes):
        for reason in reasons:
            paragraph = _paragraph("{}: ".format(_("Reason")))
            words = SubElement(paragraph, "span", {"lang": DATA_LANGUAGE})
            words.text = reason.words
            yield paragraph
        yield from _places(wording.by_place(group, TEXT))


def _places(places: Sequence[tuple[Place, list[str]]]) -> Iterator[Element]:
    for (_report, chapter, name), items in places:
        yield from _list(f"{chapter}: {name}:" if name else f"{chapter}:", items)


def _list(heading: str, items: Sequence[str]) -> Iterator[Element]:
    if not items:
        return
    yield _paragraph(heading)
    element = Element("ul")
    for item in items:
        _add(element, "li", item)
    yield element


def _paragraph(text: str) -> Element:
    element = Element("p")
    element.text = text
    return element
