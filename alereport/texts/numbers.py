"""Numbers and dates as Swedish documents print them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel.dates import get_month_names

from alereport.base.languages import DATA_LANGUAGE

NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0]\d{3})+(?!\d)(?:,\d+)?|\d+(?:,\d+)?")
SCALES = {"mkr": 1000, "miljoner": 1000, "miljon": 1000, "tkr": 1}
"""The factor that gives tkr, by the word after an amount of money."""
NUMERALS = {
    word: float(number)
    for number, words in {
        1: "en ett enda",
        2: "två andra varannan vartannat",
        3: "tre tredje",
        4: "fyra fjärde",
        5: "fem femte",
        6: "sex sjätte",
        7: "sju sjunde",
        8: "åtta åttonde",
        9: "nio nionde",
        10: "tio tionde",
        11: "elva",
        12: "tolv",
        50: "halv halvera halverad halveras",
        1000: "tusen",
    }.items()
    for word in words.split()
}
"""Numbers in letters; a half is 50 per cent."""
MONTHS = get_month_names("wide", locale=DATA_LANGUAGE)
ORDINALS = ("första", "andra", "tredje", "fjärde")


def amounts(words: str, *, in_tkr: bool = False) -> Iterator[float]:
    """Yield the numbers in a text, in digits and in letters, without their sign.

    Args:
        words: Such as `1,8 mkr` or `drygt åtta miljoner`.
        in_tkr: The numbers are amounts of money; convert them to tkr.
    """
    lowered = words.casefold()
    numbers = [(match.end(), number(match[0])) for match in NUMBER.finditer(lowered)]
    numbers += [
        (match.end(), NUMERALS[match[0]])
        for match in re.finditer(r"\b[a-zåäö]+\b", lowered)
        if match[0] in NUMERALS
    ]
    for end, amount in numbers:
        scale = re.match(r"\W*(\w+)", lowered[end:]) if in_tkr else None
        yield amount * SCALES.get(scale[1] if scale else "", 1)


def number(printed: str) -> float:
    """Parse a number as it is printed, such as `1 234,5` or `−3 %`."""
    digits = re.sub(r"[ \u00a0%]", "", printed).replace(",", ".")
    return float(re.sub(r"^[−–]", "-", digits))


def format_number(value: float) -> str:
    """Format a whole number as Swedish documents print it: 154 390, -6 936."""
    return f"{int(value):,}".replace(",", " ")


def dates(date: str) -> list[str]:
    """Return how a date may be printed: `2024-05` as `maj 2024`, `2024-Q2` as `Q2 2024`."""
    year, *rest = date.split("-")
    if not rest:
        return [year]
    if rest[0].startswith("Q"):
        quarter = int(rest[0][1])
        return [f"{rest[0]} {year}", f"{ORDINALS[quarter - 1]} kvartalet"]
    month = MONTHS[int(rest[0])]
    day = f"{int(rest[1])} " if len(rest) > 1 else ""
    return [f"{day}{month} {year}", date]
