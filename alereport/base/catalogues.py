"""A gettext catalogue as it is read: what is translated in it, and well."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from pathlib import PurePath
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations

from alereport.base.errors import ParamsError

CUT = re.compile(rb'^(?:msg\S*[ \t]+)?"(?:[^"\\\n]|\\.)*\r?$', re.MULTILINE)
"""A line of words that does not end as it begins, with a quotation mark."""


@lru_cache(maxsize=16)
def read(place: str, written: bytes) -> Catalog:
    """What a catalogue translates; a message that is not filled in, or marked fuzzy, is left out.

    Args:
        place: The file, as messages name it; its name is its language.
        written: What it holds.

    Raises:
        ParamsError: It is no catalogue, or a translation has a gap that its message has not.
    """
    if cut := CUT.search(written):  # Babel would take it without its last letter.
        line = written.count(b"\n", 0, cut.start()) + 1
        raise _refusal(f"{place}:{line}", "the line ends before its closing quotation mark")
    try:
        found = read_po(io.BytesIO(written), locale=PurePath(place).stem, abort_invalid=True)
    except PoFileError as problem:
        raise _refusal(f"{place}:{problem.lineno + 1}", str(problem)) from None
    except (UnicodeDecodeError, ValueError) as problem:
        raise _refusal(place, f"it cannot be read ({problem})") from None
    for message in [each for each in found if each.id]:
        if message.fuzzy or not all(said_by(message)):
            found.delete(message.id, message.context)
        elif unknown := _gaps(said_by(message)) - _gaps(english_of(message)):
            raise ParamsError(
                f"{place}:{message.lineno}",
                f"the translation has the gap {{{min(unknown)}}}",
                f"those of its message ({_named(_gaps(english_of(message)))})",
                "correct the translation",
            )
    return found


def said_by(message: Message) -> tuple[str, ...]:
    """What a message is translated to: of one that counts, each of its forms."""
    said = message.string or ""
    return (said,) if isinstance(said, str) else tuple(said)


def english_of(message: Message) -> tuple[str, ...]:
    """The words in the code; of a message that counts, one and many."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _gaps(texts: Iterable[str]) -> set[str]:
    """The names in braces; a brace without its other is a gap that no message has."""
    found: set[str] = set()
    for text in texts:
        try:
            found |= {name for _text, name, *_rest in Formatter().parse(text) if name is not None}
        except ValueError:
            found.add(text)
    return found


def _named(gaps: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(gaps)) or "none"


def _refusal(place: str, found: str) -> ParamsError:
    return ParamsError(place, found, "a gettext catalogue in UTF-8", "correct the file")


def chained(catalogues: Iterable[tuple[str, bytes]]) -> NullTranslations:
    """Catalogues that are asked one after the other, and last the code.

    Raises:
        ParamsError: See `read`.
    """
    links = [Translations(io.BytesIO(_compiled(*each))) for each in catalogues]
    for link, following in pairwise(links):
        link.add_fallback(following)
    return links[0] if links else NullTranslations()


@lru_cache(maxsize=16)
def _compiled(place: str, written: bytes) -> bytes:
    compiled = io.BytesIO()
    write_mo(compiled, read(place, written))
    return compiled.getvalue()
