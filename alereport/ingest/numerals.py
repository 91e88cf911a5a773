"""A number as a document prints it, and what else it may be read as.

Blanks of every width, points, commas and apostrophes stand between thousands; a comma or a point
before decimals; a minus before or after the figure, or parentheses round it. `1.234` and `1,234`
have two readings, between which the other figures of the document decide, or nothing does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

BLANKS = " \u00a0\u2007\u2009\u202f\u200a\u2002\u2003\u2005\u2006"
MINUS = "-−–—\u2010\u2011\ufe63\uff0d"
NOTHING = re.compile(
    rf"[{MINUS}]{{1,3}}|\.(?:\s?\.){{0,2}}|…|(?:n/?a|e\.?t\.?|u\.?s\.?)", re.IGNORECASE
)
"""What stands in a cell that has no figure."""
MARK = re.compile(r"(?:[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\*{1,3}|\d\)|[†‡])$")
"""A mark of a footnote after a figure."""
SIGN = rf"(?:[{MINUS}+][{BLANKS}]?)"
DIGITS = (
    rf"\d{{1,3}}(?:[{BLANKS}]\d{{3}})+|\d{{1,3}}(?:\.\d{{3}})+|\d{{1,3}}(?:,\d{{3}})+"
    rf"|\d{{1,3}}(?:['’]\d{{3}})+|\d+"
)
FIGURE = re.compile(
    rf"(?P<open>\()?(?P<sign>{SIGN})?(?P<whole>{DIGITS})(?P<decimals>[.,]\d+)?"
    rf"[{BLANKS}]?(?P<percent>%)?(?P<close>\))?(?P<after>[{MINUS}])?(?P<again>[{BLANKS}]?%)?"
)


NUMBERED = re.compile(r"(\d+(?:\.\d+)*)\.?\s+(?=\S)")
"""The number of a heading before its words."""


class Separator(Enum):
    """What stands before the decimals."""

    COMMA = ","
    POINT = "."


@dataclass(frozen=True)
class Numeral:
    """A printed number.

    Attributes:
        value: Its value; of the two readings the one of the separator that was given.
        decimals: How many decimals it prints.
        is_percentage: True if a per cent sign stands with it.
        mark: The mark of a footnote after it.
        is_ambiguous: True if it has another reading and nothing decides.
    """

    value: float
    decimals: int = 0
    is_percentage: bool = False
    mark: str = ""
    is_ambiguous: bool = False


def is_nothing(text: str) -> bool:
    """True for a cell that says that there is no figure, by a dash or by being empty."""
    bare = text.strip()
    return not bare or NOTHING.fullmatch(bare) is not None


def numeral(text: str, separator: Separator | None = None) -> Numeral | None:
    """The number that a text is, whole; None if it is none.

    Args:
        text: A cell, or a piece of one.
        separator: What stands before decimals in this document, where that is known.
    """
    bare = text.replace("\u00ad", "").strip()
    mark = MARK.search(bare)
    match = FIGURE.fullmatch(bare)
    if mark and match is None:
        bare = bare[: mark.start()].rstrip()
        match = FIGURE.fullmatch(bare)
    else:
        mark = None
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    signs = [match["open"], (match["sign"] or "").strip(f"+{BLANKS}"), match["after"]]
    if sum(map(bool, signs)) > 1:
        return None
    digits = _digits(match["whole"], match["decimals"] or "", separator)
    if digits is None:
        return None
    value, decimals, is_ambiguous = digits
    return Numeral(
        -value if any(signs) and value else value,
        decimals,
        bool(match["percent"] or match["again"]),
        mark[0] if mark else "",
        is_ambiguous,
    )


def _digits(
    whole: str, decimals: str, separator: Separator | None
) -> tuple[float, int, bool] | None:
    """The value, the decimals, whether it may be read otherwise; None for `01 234` or `1.2,3.4`."""
    between = next((sign for sign in (".", ",") if sign in whole), "")
    if between and decimals[:1] == between:
        return None
    groups = re.split(r"\D", whole)
    if len(groups) > 1 and groups[0].startswith("0"):
        # `0,125` and `0.125` are decimals; `0 125` and `01 234` are no numbers.
        is_decimal = between and groups[0] == "0" and len(groups) == 2 and not decimals
        return _decimal("0", groups[1]) if is_decimal else None
    if not between or decimals or len(groups) > 2:
        is_other = decimals and separator and decimals[0] != separator.value
        return None if is_other else _decimal("".join(groups), decimals[1:])
    # One separator before three digits: `1.234` or `1,234`.
    if separator and between == separator.value:
        return _decimal(groups[0], groups[1])
    value, places, _sure = _decimal("".join(groups), "")
    return value, places, separator is None


def _decimal(whole: str, decimals: str) -> tuple[float, int, bool]:
    return float(f"{whole}.{decimals or 0}"), len(decimals), False


def separator_of(texts: Iterable[str]) -> Separator | None:
    """What stands before decimals in a document; None if nothing tells, or both do.

    Args:
        texts: Everything it prints: its cells and paragraphs.
    """
    seen: set[str] = set()
    for text in texts:
        for match in re.finditer(r"(?<![\d.,])\d[\d.,'’ \u00a0\u202f\u2009]*\d(?![\d])", text):
            seen |= _evidence(match[0], text[match.end() : match.end() + 1])
    return Separator(seen.pop()) if len(seen) == 1 else None


def _evidence(figure: str, after: str) -> set[str]:
    """What a figure tells: a comma or a point whose digits cannot be a group of thousands."""
    if after in {".", ","} or re.fullmatch(r"\d{1,2}(?:\.\d{1,2})+", figure) is not None:
        # The number of a heading or of a version, or a date: `3.2.1`, `12.30`.
        return set()
    # Several groups between the same sign: it stands between thousands, so the other is decimal.
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", figure):
        return {","}
    if re.fullmatch(r"\d{1,3}(?:,\d{3}){2,}", figure):
        return {"."}
    match = re.fullmatch(rf"(?:{DIGITS})([.,])(\d+)", figure)
    if match and len(match[2]) != 3:
        return {match[1]}
    if match and re.search(r"[^\d]", figure[: match.start(1)]):
        return {match[1]} if match[1] not in figure[: match.start(1)] else set()
    return set()
