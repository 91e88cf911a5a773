"""Days, months, quarters, parts of years and years, as documents print them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from babel.dates import get_month_names

from alereport.base.languages import ENGLISH
from alereport.ingest.words import normalised
from alereport.texts.numbers import MONTHS, ORDINALS

NUMBER_OF = {
    name.casefold(): number
    for names in (get_month_names("wide", locale=ENGLISH), MONTHS)
    for number, name in names.items()
}
"""The number of each month by its name, in English and in the language of the documents."""
MONTH = "|".join(NUMBER_OF)
YEAR = r"(?:19|20)\d\d"
LAST_QUARTER = "sista"
QUARTERS = {**{word: n for n, word in enumerate(ORDINALS, start=1)}, LAST_QUARTER: len(ORDINALS)}
DATE = re.compile(
    rf"(?<!\d)(?P<iso>{YEAR}-\d\d-\d\d)(?!\d)"
    rf"|(?:(?P<day>(?<!\d)\d{{1,2}}):?(?:e|a)? )?"
    rf"(?<!\w)(?P<month>{MONTH})(?: år)?,? (?P<year>{YEAR})"
    rf"|(?:kvartal (?P<quarter>[1-4]),?|[Qq](?P<q>[1-4])[ -]?) ?(?P<of>{YEAR})"
    rf"|(?P<ordinal>{'|'.join(QUARTERS)}) kvartalet(?: år)? (?P<ordinal_of>{YEAR})"
    rf"|(?<!\d)(?P<q_of>{YEAR})[ -]?[Qq](?P<q_last>[1-4])(?!\d)"
    rf"|(?<![\d–-])(?P<month_of>{YEAR})-(?P<number>0[1-9]|1[0-2])(?![\d-])",
    re.IGNORECASE,
)
PART_WORDS = (
    r"(?:i )?(?:början|mitten|slutet) av|senast|hösten|våren|sommaren|vintern|"
    r"(?:early|late|mid|spring|summer|autumn|winter)|by the end of"
)
PART = re.compile(rf"\b({PART_WORDS})(?: i| under| den)?\s+$", re.IGNORECASE)
"""What stands before a date and makes it less exact."""
BARE_YEAR = re.compile(
    rf"\b(?:under |during )?(?:(?P<part>{PART_WORDS})|under|during) (?:år )?"
    rf"(?P<bare>{YEAR})(?![–\d-])",
    re.IGNORECASE,
)
"""A year that is a date: the words before it say when."""


@dataclass(frozen=True)
class Date:
    """A date of a text: as the datasets write it, and the words that make it less exact.

    Attributes:
        value: `2024`, `2024-Q2`, `2024-03` or `2024-03-31`.
        start: Where it begins in the text.
        end: Where it ends.
    """

    value: str
    hedge: str
    start: int
    end: int


def dates(text: str) -> Iterator[Date]:
    """Yield the dates of a text in their order."""
    found = [
        Date(_iso(match), _hedge(text[: match.start()]), match.start(), match.end())
        for match in DATE.finditer(text)
    ]
    found += [
        Date(match["bare"], normalised(match["part"] or ""), match.start(), match.end())
        for match in BARE_YEAR.finditer(text)
        if not any(each.start < match.end() and match.start() < each.end for each in found)
    ]
    yield from sorted(found, key=lambda each: each.start)


def only_date(text: str) -> Date | None:
    """The date that a cell is; None where it is none, or has several.

    Args:
        text: As `2025`, `Q2 2025` or `senast juni 2025`.
    """
    if re.fullmatch(YEAR, text.strip()):
        return Date(text.strip(), "", 0, len(text))
    found = list(dates(text))
    return found[0] if len(found) == 1 else None


def years(text: str) -> list[str]:
    """The years a text names, each once."""
    return list(dict.fromkeys(re.findall(rf"(?<!\d){YEAR}(?!\d)", text)))


def whole_month(text: str) -> str:
    """The name of the month that a text is, whole or as its first three letters; empty if none."""
    plain = normalised(text).rstrip(".")
    names = (name for name in NUMBER_OF if plain in {name, name[:3]})
    return next(names, "") if len(plain) > 2 else ""


def _hedge(before: str) -> str:
    part = PART.search(before)
    return normalised(part[1]) if part else ""


def _iso(match: re.Match[str]) -> str:
    if match["iso"]:
        return match["iso"]
    if match["month"]:
        month = NUMBER_OF[match["month"].casefold()]
        day = f"-{int(match['day']):02}" if match["day"] else ""
        return f"{match['year']}-{month:02}{day}"
    if match["month_of"]:
        return f"{match['month_of']}-{match['number']}"
    year = match["of"] or match["ordinal_of"] or match["q_of"]
    quarter = match["quarter"] or match["q"] or match["q_last"]
    return f"{year}-Q{quarter or QUARTERS[match['ordinal'].casefold()]}"
