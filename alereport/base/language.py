"""Words and numbers in the reader's language.

Words are English in the code and translated by the gettext catalogues in `locale/`; numbers
are written by Babel. One kernel or page speaks one language at a time: `activate` sets it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files

from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

NBSP = "\u00a0"
MINUS = "\u2212"
DASH = "\u2013"

_active: ContextVar[str] = ContextVar("language", default="sv")


def activate(language: str) -> None:
    """Speak `language` (`sv` or `en`) from here on."""
    _active.set(language)


@contextmanager
def using(language: str) -> Iterator[None]:
    """Speak `language` inside the block."""
    token = _active.set(language)
    try:
        yield
    finally:
        _active.reset(token)


def current() -> str:
    """The language spoken now, `sv` or `en`."""
    return _active.get()


def gettext(message: str) -> str:
    """The message in the language spoken now."""
    return _catalogue(current()).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The message for `count` things in the language spoken now."""
    return _catalogue(current()).ngettext(one, many, count)


@cache
def _catalogue(language: str) -> NullTranslations:
    source = files("alereport") / "locale" / f"{language}.po"
    if not source.is_file():  # English is the language of the code.
        return NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source.read_bytes()), locale=language))
    compiled.seek(0)
    return Translations(compiled)


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
    written = format_decimal(rounded or abs(rounded), pattern, locale=current())
    return written.replace("-", MINUS).replace("\u202f", NBSP)


def change(value: float, decimals: int = 0) -> str:
    """A difference with its sign, such as `+3 476`, `−2 884` or `0`."""
    written = number(value, decimals)
    return f"+{written}" if value > 0 and written.strip("0,.") else written


def percent(value: float, *, signed: bool = False, decimals: int = 1) -> str:
    """Percent, such as `2,3 %`; `value` is in percent, not a fraction."""
    written = change(value, decimals) if signed else number(value, decimals)
    return f"{written}{NBSP}%" if current() == "sv" else f"{written}%"


def tkr(value: float, *, signed: bool = False) -> str:
    """An amount with its unit, such as `154 390 tkr` or `SEK 154,390k`."""
    return _money(value, number(abs(value)), "tkr", "k", signed)


def million(value_tkr: float, *, signed: bool = False) -> str:
    """An amount in tkr as millions with one decimal, such as `2,9 mkr` or `SEK 2.9m`."""
    return _money(value_tkr, number(abs(value_tkr) / 1000, 1), "mkr", "m", signed)


def _money(value: float, written: str, swedish: str, english: str, signed: bool) -> str:
    sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
    if not written.strip("0,."):  # Nought, or rounded to it.
        sign = ""
    if current() == "sv":
        return f"{sign}{written}{NBSP}{swedish}"
    return f"{sign}SEK{NBSP}{written}{english}"


def day(value: date) -> str:
    """A date in words, such as `31 december 2023`."""
    return format_date(value, "d MMMM y", locale=current())


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


def with_unit(written: str, unit: str) -> str:
    """A written number with its unit, where it has one, such as `30 %` or `12 dagar`."""
    if not unit:
        return written
    space = "" if unit == "%" and current() == "en" else NBSP
    return f"{written}{space}{unit}"
