"""Reading of gettext catalogues: only complete and valid translations are used."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import PurePath
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations

from alereport.base.errors import ParamsError
from alereport.base.printable import unprintable

CUT = re.compile(rb'^(?:msg\S*[ \t]+)?"(?:[^"\\\n]|\\.)*\r?$', re.MULTILINE)
"""A line of text that begins with a quotation mark but does not end with one."""

MARKUP = "\\`*_<>#|~^@$"
"""Signs that make a text more than words; a translation has none that its message has not."""


@lru_cache(maxsize=16)
def read(place: str, data: bytes) -> Catalog:
    """Read a catalogue; messages that are untranslated or marked fuzzy are left out.

    Args:
        place: The file, as named in messages; its name is its language.
        data: Its content.

    Raises:
        ParamsError: It is not a catalogue, or a translation has a placeholder that its message
            lacks.
    """
    if cut_line := CUT.search(data):  # Babel would read it without its last letter.
        line = data.count(b"\n", 0, cut_line.start()) + 1
        raise _refusal(f"{place}:{line}", "the line ends before its closing quotation mark")
    try:
        catalogue = read_po(io.BytesIO(data), locale=PurePath(place).stem, abort_invalid=True)
    except PoFileError as problem:
        raise _refusal(f"{place}:{problem.lineno + 1}", str(problem)) from None
    except Exception as problem:  # noqa: BLE001 - the library raises anything of what is none
        raise _refusal(place, f"it cannot be read ({problem})") from None
    for message in [message for message in catalogue if message.id]:
        if message.fuzzy or not all(translations_of(message)):
            catalogue.delete(message.id, message.context)
        elif unknown := _placeholders(translations_of(message)) - _placeholders(
            english_of(message)
        ):
            raise ParamsError(
                f"{place}:{message.lineno}",
                f"the translation has the placeholder {{{min(unknown)}}}",
                f"only those of its message ({_named(_placeholders(english_of(message)))})",
                "correct the translation",
            )
        elif sign := _unknown_sign(message):
            raise ParamsError(
                f"{place}:{message.lineno}",
                f"the translation has the sign {sign}",
                "no markup but that of its message",
                "correct the translation",
            )
    return catalogue


def translations_of(message: Message) -> tuple[str, ...]:
    """The translation of a message; for a plural message, each of its forms."""
    translation = message.string or ""
    return (translation,) if isinstance(translation, str) else tuple(translation)


def english_of(message: Message) -> tuple[str, ...]:
    """The English text of a message; for a plural message, singular and plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def gaps(text: str) -> list[str]:
    """The names in braces, each with its format if it has one, such as a width.

    Raises:
        ValueError: A brace is unbalanced.
    """
    return [
        "".join([name, f"!{conversion}" if conversion else "", f":{form}" if form else ""])
        for _text, name, form, conversion in Formatter().parse(text)
        if name is not None
    ]


def _placeholders(texts: Iterable[str]) -> set[str]:
    """The names in braces; a text with an unbalanced brace counts as an unknown one."""
    placeholders: set[str] = set()
    for text in texts:
        try:
            placeholders.update(gaps(text))
        except ValueError:
            placeholders.add(text)
    return placeholders


def _unknown_sign(message: Message) -> str:
    """A sign of a translation that no page may get from it; empty if none."""
    translation, english = "".join(translations_of(message)), "".join(english_of(message))
    signs = (sign for sign in MARKUP if sign in translation and sign not in english)
    return unprintable(translation) or next(signs, "")


def _named(placeholders: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(placeholders)) or "none"


def _refusal(place: str, found: str) -> ParamsError:
    return ParamsError(place, found, "a gettext catalogue in UTF-8", "correct the file")


def chained(catalogues: Iterable[tuple[str, bytes]]) -> NullTranslations:
    """Translations that fall back from one catalogue to the next, and last to the English text.

    Raises:
        ParamsError: See `read`.
    """
    links = [Translations(io.BytesIO(_compiled(*catalogue))) for catalogue in catalogues]
    for link, following in pairwise(links):
        link.add_fallback(following)
    return links[0] if links else NullTranslations()


class Replaced(NullTranslations):
    """Translations in which some whole words are said otherwise; what is in braces stays."""

    def __init__(self, translations: NullTranslations, words: Mapping[str, str]) -> None:
        """Take the words in lower case; one at the start of a sentence is written with a capital.

        Args:
            translations: The translations.
            words: The words, and what stands instead; of several that fit, the longest is used.
        """
        super().__init__()
        self._translations = translations
        self._words = {word.lower(): instead for word, instead in words.items()}
        longest_first = sorted(map(re.escape, self._words), key=len, reverse=True)
        self._found = re.compile(
            rf"\{{[^}}]*\}}|(?<!\w)(?P<word>{'|'.join(longest_first)})(?!\w)", re.IGNORECASE
        )

    def gettext(self, message: str) -> str:
        return self._found.sub(self._instead, self._translations.gettext(message))

    def ngettext(self, singular: str, plural: str, num: int) -> str:
        translated = self._translations.ngettext(singular, plural, num)
        return self._found.sub(self._instead, translated)

    def _instead(self, match: re.Match[str]) -> str:
        if not (word := match["word"]):
            return match[0]
        instead = self._words[word.lower()]
        return instead[:1].upper() + instead[1:] if word[0].isupper() else instead


@lru_cache(maxsize=16)
def _compiled(place: str, data: bytes) -> bytes:
    compiled = io.BytesIO()
    write_mo(compiled, read(place, data))
    return compiled.getvalue()
