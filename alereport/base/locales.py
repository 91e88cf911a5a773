"""Text and numbers in the reader's language.

Text is English in the code and translated by gettext catalogues (`languages`); numbers and dates
are formatted by Babel. One language is current at a time: `activate` sets it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.support import NullTranslations

from alereport.base import catalogues
from alereport.base.languages import DATA_LANGUAGE, ENGLISH, Words

NBSP = "\u00a0"
MINUS = "\u2212"
DASH = "\u2013"


@dataclass(frozen=True)
class Language:
    """The conventions of a language, apart from its translations.

    Attributes:
        name: Its name in the language itself, such as `Svenska`.
        percent: The format of a percentage, with `{}` for the number.
        day: The format of a date in words, as a Babel pattern.
        possessive: The ending of a name that owns something.
        quarters: The ordinals of the four quarters in words, where Babel has them as figures.
    """

    name: str
    percent: str
    day: str
    possessive: str = "s"
    quarters: str = ""


LANGUAGES: Mapping[str, dict[str, str]] = {
    # The month comes first only in America.
    ENGLISH: {"day": "d MMMM y", "possessive": "\u2019s"},
    DATA_LANGUAGE: {"quarters": "första andra tredje fjärde"},
}
"""Exceptions to Babel's conventions; a language without exceptions needs no entry."""


@cache
def conventions(language: str) -> Language:
    """The conventions of a language: those of Babel, with the exceptions in `LANGUAGES`."""
    locale = Locale.parse(language)
    name = locale.get_display_name(language) or language
    defaults = {
        "name": name[:1].upper() + name[1:],
        "percent": locale.percent_formats[None].pattern.replace("#,##0", "{}"),
        "day": locale.date_formats["long"].pattern,
    }
    return Language(**defaults | LANGUAGES.get(language, {}))


@dataclass(frozen=True)
class _Current:
    """The current language, where its translations are, and the data's texts that lack one."""

    language: str
    words: Words
    untranslated: frozenset[str] = frozenset()

    def switched(self, language: str, words: Words | None) -> _Current:
        """Another language; the texts that lack a translation are those of one language."""
        same_texts = self.untranslated if language == self.language else frozenset()
        return _Current(language, self.words if words is None else words, same_texts)


DEFAULT = _Current(DATA_LANGUAGE, Words())
_current: ContextVar[_Current] = ContextVar("language", default=DEFAULT)


def activate(language: str, words: Words | None = None) -> None:
    """Make a language the current one.

    Args:
        language: Its code.
        words: Where translations are looked up; by default the same place as before.
    """
    _current.set(_current.get().switched(language, words))


@contextmanager
def using(language: str, words: Words | None = None) -> Iterator[None]:
    """Make a language the current one inside the block; see `activate`."""
    token = _current.set(_current.get().switched(language, words))
    try:
        yield
    finally:
        _current.reset(token)


def current() -> str:
    """The code of the current language."""
    return _current.get().language


def is_current_language(code: str) -> bool:
    """True if a language code is that of the current language, or empty."""
    return code in {"", current()}


def note_untranslated(texts: Iterable[str]) -> None:
    """Note texts of the data that are shown in the documents' language, for want of another."""
    current_state = _current.get()
    untranslated = current_state.untranslated.union(texts) - {""}
    _current.set(replace(current_state, untranslated=untranslated))


def language_of(text: str) -> str:
    """The language of a text made of the data's texts; empty if it is the current one."""
    is_foreign = any(part in text for part in _current.get().untranslated)
    return DATA_LANGUAGE if is_foreign else ""


def language_order() -> tuple[str, ...]:
    """The languages to look for a text in: the current one, the project's first, English."""
    state = _current.get()
    return tuple(dict.fromkeys([state.language, state.words.first, ENGLISH]))


def for_reader(texts: Mapping[str, str]) -> str:
    """The text to show, of texts by language code; see `language_order`."""
    return next(
        (texts[language] for language in language_order() if texts.get(language)),
        next(iter(texts.values())),
    )


def gettext(message: str) -> str:
    """The message in the current language."""
    return _current_translations().gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The message for `count` things in the current language."""
    return _current_translations().ngettext(one, many, count)


def _current_translations() -> NullTranslations:
    state = _current.get()
    return _translations(state.language, state.words)


@lru_cache(maxsize=32)
def _translations(language: str, words: Words) -> NullTranslations:
    translations = catalogues.chained(words.catalogues(language))
    replaced = dict(dict(words.replaced).get(language, ()))
    return catalogues.Replaced(translations, replaced) if replaced else translations


def number(value: float, decimals: int = 0) -> str:
    """A number with thousands separators, such as `186 525`; halves round away from zero.

    Raises:
        ValueError: The value is missing (NaN), which must be expressed in words instead.
    """
    if value != value:  # noqa: PLR0124 - only NaN differs from itself
        raise ValueError("a missing number cannot be written")
    return _figure(float(value), decimals, current())


@lru_cache(maxsize=4096)
def _figure(value: float, decimals: int, language: str) -> str:
    """A number in a language; one that is shown is written in several formats."""
    quantum = Decimal(1).scaleb(-decimals)
    rounded = Decimal(repr(value)).quantize(quantum, ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    figure = format_decimal(rounded or abs(rounded), pattern, locale=language)
    return figure.replace("-", MINUS).replace("\u202f", NBSP)


def count(value: int) -> str:
    """A count in running text: in words to twelve, such as `tre`, and then in digits."""
    words = (
        *(gettext("zero"), gettext("one"), gettext("two"), gettext("three"), gettext("four")),
        *(gettext("five"), gettext("six"), gettext("seven"), gettext("eight"), gettext("nine")),
        *(gettext("ten"), gettext("eleven"), gettext("twelve")),
    )
    return words[value] if 0 <= value < len(words) else number(value)


def change(value: float, decimals: int = 0) -> str:
    """A difference with its sign, such as `+3 476`, `−2 884` or `0`."""
    figure = number(value, decimals)
    return f"+{figure}" if value > 0 and figure.strip("0,.") else figure


def percent(value: float, *, signed: bool = False, decimals: int = 1) -> str:
    """A percentage, such as `2,3 %`; `value` is in percent, not a fraction."""
    return with_percent(change(value, decimals) if signed else number(value, decimals))


def with_percent(figure: str) -> str:
    """A formatted number as a percentage."""
    return conventions(current()).percent.format(figure)


def tkr(value: float, *, signed: bool = False) -> str:
    """An amount with its unit, such as `154 390 tkr` or `SEK 154,390 thousand`."""
    return _money(value, number(abs(value)), gettext("SEK {amount} thousand"), signed)


def million(value_tkr: float, *, signed: bool = False, decimals: int = 1) -> str:
    """An amount in tkr as millions, such as `2,9 mkr` or `SEK 2.9 million`."""
    figure = number(abs(value_tkr) / 1000, decimals)
    return _money(value_tkr, figure, gettext("SEK {amount} million"), signed)


def kronor(value_tkr: float, *, signed: bool = False) -> str:
    """An amount in tkr as whole kronor, such as `677 000 kronor` or `SEK 677,000`."""
    return _money(value_tkr, number(abs(value_tkr) * 1000), gettext("SEK {amount}"), signed)


def _money(value: float, figure: str, unit: str, signed: bool) -> str:
    sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
    if not figure.strip("0,."):  # Zero, or rounded to zero.
        sign = ""
    return sign + unit.replace(" ", NBSP).format(amount=figure)


def day(value: date) -> str:
    """A date in words, such as `31 december 2023`."""
    return format_date(value, conventions(current()).day, locale=current())


def possessive(name: str) -> str:
    """A name that owns something, such as `Kommunstyrelsens`."""
    ending = conventions(current()).possessive
    return name if ending == "s" and name.endswith(("s", "x", "z")) else name + ending


def listing(words: list[str]) -> str:
    """Words as a list in a sentence, such as `kost, IT och städ`."""
    return format_list(words, locale=current())


def _quarter(year: int, number: int) -> str:
    """A quarter, such as `tredje kvartalet 2024`."""
    words = format_date(date(year, 3 * number - 2, 1), "QQQQ y", locale=current())
    ordinals = conventions(current()).quarters.split()
    return f"{ordinals[number - 1]} {words.partition(' ')[2]}" if ordinals else words


def period(printed: str) -> str:
    """A day, month, quarter, year or interval of months, such as `maj 2024` for `2024-05`."""
    if "/" in printed:
        start, end = printed.split("/")
        beginning = _words_of_month(start, "MMMM" if start[:4] == end[:4] else "MMMM y")
        return f"{beginning}{DASH}{_words_of_month(end)}"
    if len(printed) == len("2024"):
        return printed
    if "Q" in printed:
        return _quarter(int(printed[:4]), int(printed[-1]))
    if len(printed) == len("2024-05"):
        return _words_of_month(printed)
    return day(date.fromisoformat(printed))


def _words_of_month(printed: str, pattern: str = "MMMM y") -> str:
    return format_date(date.fromisoformat(f"{printed}-01"), pattern, locale=current())


def month(value: date) -> str:
    """An abbreviated month, such as `maj` or `okt.`."""
    return format_date(value, "LLL", locale=current())


def month_name(number: int) -> str:
    """The name of a month of the year, from 1, such as `augusti`."""
    return format_date(date(2000, number, 1), "LLLL", locale=current())


def with_unit(figure: str, unit: str) -> str:
    """A formatted number with its unit, if it has one, such as `30 %` or `12 dagar`."""
    if not unit:
        return figure
    return with_percent(figure) if unit == "%" else f"{figure}{NBSP}{unit}"
