"""Numbers and dates as Swedish documents print them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from babel.dates import get_month_names

from alereport.base.languages import DATA_LANGUAGE

BLANKS = " \u00a0\u2009\u202f"
"""The blanks that may stand between thousands."""
NUMBER = re.compile(
    rf"\d{{1,3}}(?:[{BLANKS}]\d{{3}})+(?!\d)(?:,\d+)?|\d{{1,3}}(?:\.\d{{3}})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)?"
)
"""A number in digits, with a comma or a point before the decimals or a point between thousands."""
SCALES = {
    **dict.fromkeys(("mdkr", "miljard", "miljarder", "miljarderna"), 1_000_000.0),
    **dict.fromkeys(("mkr", "mnkr", "milj", "miljon", "miljoner", "miljonerna"), 1000.0),
    **dict.fromkeys(("tkr", "kkr"), 1.0),
    **dict.fromkeys(("kr", "kronor", "sek"), 0.001),
}
"""The factor that gives tkr, by the word after an amount of money."""
_UNITS = ("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio")
_TEENS = (
    "tio",
    "elva",
    "tolv",
    "tretton",
    "fjorton",
    "femton",
    "sexton",
    "sjutton",
    "arton",
    "nitton",
)
_TENS = ("tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio")
CARDINALS: dict[str, float] = {
    **{word: float(number) for number, word in enumerate([*_UNITS, *_TEENS]) if number},
    **{
        ten + unit: float(10 * number + digit)
        for number, ten in enumerate(_TENS, start=2)
        for digit, unit in enumerate(["", *_UNITS[1:]])
    },
}
"""Numbers in letters that say how many."""
NUMERALS: dict[str, float] = {
    **CARDINALS,
    **{
        word: float(number)
        for number, words in {
            1: "en enda",
            2: "andra varannan vartannat",
            3: "tredje",
            4: "fjärde",
            5: "femte",
            6: "sjätte",
            7: "sjunde",
            8: "åttonde",
            9: "nionde",
            10: "tionde",
            50: "halv halvera halverad halveras",
            100: "hundra",
            1000: "tusen",
        }.items()
        for word in words.split()
    },
}
"""Numbers in letters, ordinals among them; a half is 50 per cent."""
IN_LETTERS: dict[str, dict[str, float]] = {
    DATA_LANGUAGE: NUMERALS,
    "en": {
        word: float(number)
        for number, word in enumerate(
            [
                "one",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
            ],
            1,
        )
    },
}
"""Numbers as a text or its translation may write them in letters, by language."""
MONTHS = get_month_names("wide", locale=DATA_LANGUAGE)
ORDINALS = ("första", "andra", "tredje", "fjärde")


@dataclass(frozen=True)
class PrintedNumber:
    """A number in a text.

    Attributes:
        text: The number.
        readings: Its value; two where a point may stand between thousands or before decimals.
        before: The text before it.
        after: The text after it.
    """

    text: str
    readings: tuple[float, ...]
    before: str
    after: str

    @property
    def in_tkr(self) -> tuple[float, ...]:
        """Its value in tkr, by the word after it; unchanged where that is no unit of money."""
        word = re.match(r"\W*(\w+)", self.after)
        scale = SCALES.get(word[1] if word else "", 1.0)
        return tuple(
            round(value * scale) if scale < 1 else value * scale for value in self.readings
        )


def printed_numbers(words: str) -> Iterator[PrintedNumber]:
    """Yield the numbers in a text, in lower case, first those in digits and then in letters."""
    lowered = words.casefold()
    for match in NUMBER.finditer(lowered):
        yield PrintedNumber(
            match[0], _values(match[0]), lowered[: match.start()], lowered[match.end() :]
        )
    for match in re.finditer(r"\b[a-zåäö]+\b", lowered):
        if match[0] in NUMERALS:
            before, after = lowered[: match.start()], lowered[match.end() :]
            yield PrintedNumber(match[0], (NUMERALS[match[0]],), before, after)


def _values(digits: str) -> tuple[float, ...]:
    """The values that digits can have: `1.234` is 1234, or 1,234 with a decimal point."""
    if not re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
        return (number(digits),)
    in_thousands = number(digits.replace(".", ""))
    is_ambiguous = digits.count(".") == 1 and "," not in digits
    return (in_thousands, number(digits)) if is_ambiguous else (in_thousands,)


def amounts(words: str, *, in_tkr: bool = False) -> Iterator[float]:
    """Yield the numbers in a text, in digits and in letters, without their sign.

    Args:
        words: Such as `1,8 mkr` or `drygt åtta miljoner`.
        in_tkr: The numbers are amounts of money; convert them to tkr.
    """
    for found in printed_numbers(words):
        yield from found.in_tkr if in_tkr else found.readings


def number(printed: str) -> float:
    """Parse a number as it is printed, such as `1 234,5` or `−3 %`."""
    digits = re.sub(rf"[{BLANKS}%]", "", printed).replace(",", ".")
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
