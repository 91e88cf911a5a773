"""References from one page of the book to a figure, a table or a page elsewhere in it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from alereport.base.locales import gettext as _
from alereport.publish.books import Book, Page
from alereport.publish.engines import site

LABEL = re.compile(r"\{#(?P<label>(?P<kind>fig|tbl)-[\w-]+)")
REFERENCE = re.compile(r"(?<![\\\w])@((?:fig|tbl)-[\w-]*\w)")
LINK = re.compile(r"\]\((?!#|/|[a-z]+:)(?P<path>[^)#\s]+\.(?:qmd|ipynb))")


@dataclass(frozen=True)
class Labelled:
    """A figure or table of the book.

    Attributes:
        page: The page it stands on.
        name: What it is called there, such as `Figure 2`.
    """

    page: Page
    name: str


def labelled(book: Book, texts: Mapping[str, str]) -> dict[str, Labelled]:
    """The figures and tables of the book by label.

    Args:
        book: The book, whose language is the current one.
        texts: The text of each page, by its path.
    """
    words = {"fig": _("Figure"), "tbl": _("Table")}
    found = {}
    for page in book.pages:
        counts = dict.fromkeys(words, 0)
        for label in LABEL.finditer(texts[page.path]):
            counts[label["kind"]] += 1
            name = f"{words[label['kind']]}\u00a0{counts[label['kind']]}"
            found[label["label"]] = Labelled(page, name)
    return found


def elsewhere(page: Page, text: str, labels: Mapping[str, Labelled]) -> dict[str, dict[str, str]]:
    """What a page refers to that stands on another page of the site: its words and its address."""
    folder = posixpath.dirname(page.path) or "."
    return {
        label: {
            "words": f"{labels[label].name} ({labels[label].page.name})",
            "target": f"{posixpath.relpath(site.html_path(labels[label].page), folder)}#{label}",
        }
        for label in REFERENCE.findall(text)
        if label in labels and labels[label].page != page
    }


def dangling(book: Book, texts: Mapping[str, str], labels: Mapping[str, Labelled]) -> Iterator[str]:
    """A warning for each reference to what the book has not."""
    for page in book.pages:
        for label in REFERENCE.findall(texts[page.path]):
            if label not in labels:
                yield f"{page.path}: @{label} is the name of no figure or table of the book"
        for link in LINK.finditer(texts[page.path]):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), link["path"]))
            if not book.page(path):
                yield f"{page.path}: the link to {link['path']} leads to no page of the book"
