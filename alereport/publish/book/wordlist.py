"""The page of the glossary: the words that the book explains, in the order of the alphabet."""

from __future__ import annotations

from alereport.base import locales
from alereport.base.glossary import Entry
from alereport.base.locales import gettext as _
from alereport.base.markdown import line, plain
from alereport.publish.books import Book
from alereport.publish.front_matter import block


def page(book: Book) -> str:
    """The page, below its front matter; each word has an anchor that the texts link to."""
    lead = _("Words that the report and the documents use, in plain words.")
    words = sorted(book.glossary, key=_alphabetical)
    return "\n\n".join([block("lead", lead), *map(_entry, words)]) + "\n"


def _alphabetical(entry: Entry) -> str:
    return locales.for_reader(entry.name).casefold().translate(str.maketrans("åäö", "{|}"))


def _entry(entry: Entry) -> str:
    name, meaning = locales.for_reader(entry.name), locales.for_reader(entry.meaning)
    return f"::: {{#term-{entry.word} .glossary-word}}\n\n**{plain(name)}**: {line(meaning)}\n\n:::"
