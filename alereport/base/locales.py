"""Words and numbers in the reader's language.

Words are English in the code and translated by gettext catalogues (`languages`); numbers and days
are written by Babel. One kernel or page speaks one language at a time: `activate` sets it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.support import NullTranslations

from alereport.base import catalogues
from alereport.base.languages import ENGLISH, OF_THE_DATA, Words

NBSP = "\u00a0"
MINUS = "\u2212"
DASH = "\u2013"


@dataclass(frozen=True)
class Language:
    """How a language is written, beside its words.

    Attributes:
        name: What it calls itself, such as `Svenska`.
        percent: A percentage, with `{}` for its number.
        day: A day in words, as a pattern of Babel.
    """

    name: str
    percent: str
    day: str


LANGUAGES: Mapping[str, dict[str, str]] = {
    ENGLISH: {"day": "d MMMM y"},  # The month comes first in America alone.
}
"""What a language writes otherwise than Babel knows; one that does not needs no entry."""


@cache
def written(language: str) -> Language:
    """How a language is written."""
    locale = Locale.parse(language)
    name = locale.get_display_name(language) or language
    known = {
        "name": name[:1].upper() + name[1:],
        "percent": locale.percent_formats[None].pattern.replace("#,##0", "{}"),
        "day": locale.date_formats["long"].pattern,
    }
    return Language(**known | LANGUAGES.get(language, {}))


_spoken: ContextVar[tuple[str, Words]] = ContextVar("language", default=(OF_THE_DATA, Words()))


def activate(language: str, words: Words | None = None) -> None:
    """Speak a language from here on.

    Args:
        language: Its code.
        words: Where the project's words are sought; by default, where they are sought now.
    """
    _spoken.set(_speaking(language, words))


@contextmanager
def using(language: str, words: Words | None = None) -> Iterator[None]:
    """Speak a language inside the block; see `activate`."""
    token = _spoken.set(_speaking(language, words))
    try:
        yield
    finally:
        _spoken.reset(token)


def _speaking(language: str, words: Words | None) -> tuple[str, Words]:
    return language, _spoken.get()[1] if words is None else words


def current() -> str:
    """The code of the language spoken now."""
    return _spoken.get()[0]


def is_spoken(code: str) -> bool:
    """Whether words in a language, by its code, are in the one spoken now; so are those of none."""
    return code in {"", current()}


def order() -> tuple[str, ...]:
    """The languages to look for words in: that spoken now, the project's first, English."""
    language, words = _spoken.get()
    return tuple(dict.fromkeys([language, words.first, ENGLISH]))


def chosen(said: Mapping[str, str]) -> str:
    """Of words in several languages, by their codes, those a reader is shown; see `order`."""
    return next(
        (said[language] for language in order() if said.get(language)), next(iter(said.values()))
    )


def gettext(message: str) -> str:
    """The message in the language spoken now."""
    return _translations(*_spoken.get()).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The message for `count` things in the language spoken now."""
    return _translations(*_spoken.get()).ngettext(one, many, count)


@lru_cache(maxsize=32)
def _translations(language: str, words: Words) -> NullTranslations:
    return catalogues.chained(words.catalogues(language))


def number(value: float, decimals: int = 0) -> str:
    """A number with its thousands apart, such as `186 525`; halves round away from zero.

    Raises:
        ValueError: There is no number (NaN): what is missing is said in words, not written.
    """
    if value != value:  # noqa: PLR0124 - NaN alone differs from itself
        raise ValueError("a missing number cannot be written")
    quantum = Decimal(1).scaleb(-decimals)
    rounded = Decimal(repr(float(value))).quantize(quantum, ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    figure = format_decimal(rounded or abs(rounded), pattern, locale=current())
    return figure.replace("-", MINUS).replace("\u202f", NBSP)


def change(value: float, decimals: int = 0) -> str:
    """A difference with its sign, such as `+3 476`, `−2 884` or `0`."""
    figure = number(value, decimals)
    return f"+{figure}" if value > 0 and figure.strip("0,.") else figure


def percent(value: float, *, signed: bool = False, decimals: int = 1) -> str:
    """Percent, such as `2,3 %`; `value` is in percent, not a fraction."""
    return with_percent(change(value, decimals) if signed else number(value, decimals))


def with_percent(figure: str) -> str:
    """A written number as a percentage."""
    return written(current()).percent.format(figure)


def tkr(value: float, *, signed: bool = False) -> str:
    """An amount with its unit, such as `154 390 tkr` or `SEK 154,390k`."""
    return _money(value, number(abs(value)), gettext("SEK {amount}k"), signed)


def million(value_tkr: float, *, signed: bool = False) -> str:
    """An amount in tkr as millions with one decimal, such as `2,9 mkr` or `SEK 2.9m`."""
    return _money(value_tkr, number(abs(value_tkr) / 1000, 1), gettext("SEK {amount}m"), signed)


def _money(value: float, figure: str, unit: str, signed: bool) -> str:
    sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
    if not figure.strip("0,."):  # Zero, or rounded to it.
        sign = ""
    return sign + unit.replace(" ", NBSP).format(amount=figure)


def day(value: date) -> str:
    """A date in words, such as `31 december 2023`."""
    return format_date(value, written(current()).day, locale=current())


def listing(words: list[str]) -> str:
    """Words as a list in a sentence, such as `kost, IT och städ`."""
    return format_list(words, locale=current())


def period(printed: str) -> str:
    """A day, month, quarter or year in words, such as `maj 2024` for `2024-05`."""
    if len(printed) == len("2024"):
        return printed
    if "Q" in printed:
        first = date(int(printed[:4]), 3 * int(printed[-1]) - 2, 1)
        return format_date(first, "QQQQ y", locale=current())
    if len(printed) == len("2024-05"):
        return format_date(date.fromisoformat(f"{printed}-01"), "MMMM y", locale=current())
    return day(date.fromisoformat(printed))


def month(value: date) -> str:
    """A month in short, such as `maj` or `okt.`."""
    return format_date(value, "LLL", locale=current())


def with_unit(figure: str, unit: str) -> str:
    """A written number with its unit, where it has one, such as `30 %` or `12 dagar`."""
    if not unit:
        return figure
    return with_percent(figure) if unit == "%" else f"{figure}{NBSP}{unit}"
