"""Amounts of money in running text: `budgeten uppgår till 154,4 mnkr`, `en minskning med 2,8 mnkr`.

What an amount is of is certain where a verb or a preposition stands between it and the word that
says so; elsewhere a person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from alereport.ingest import dates
from alereport.ingest.model import Paragraph
from alereport.ingest.numerals import DIGITS, MINUS, Separator, numeral
from alereport.ingest.tables import EITHER
from alereport.ingest.understood import State
from alereport.ingest.words import Words, normalised
from alereport.texts.numbers import CARDINALS

SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ”\"])")
CLAUSE = re.compile(r"[,;:]\s+|\s+[–—]\s+")
NOT_KEPT = ("about", "nouns", "digit")
"""What of an amount is for comparing it alone."""
BETWEEN = 4
"""The most words between the word that says what an amount is and its preposition."""
AROUND = 4
"""Words that are kept before and after an amount; no running text is."""
WHAT = "what it is an amount of"
SEVERAL = "a range of amounts"
A_YEAR = "a year or an amount"


@dataclass(frozen=True)
class Amount:
    """An amount in running text.

    Attributes:
        value: In its unit; None where what is printed may be several.
        unit: `tkr`, `mnkr`, `mdkr` or `kr`.
        as_printed: The figure and its unit.
        hedge: The words before it that make it less exact.
        sense: `increase`, `decrease`, `surplus` or `deficit`, where a word says so.
        kind: What it is an amount of, as `budget`, where the same clause says so.
        year: The one year its sentence names.
        words: What is printed around it.
        agrees: The place of a figure in a table that is the same.
        about: Its sentence in small letters, which may name a row of a table; it is not kept.
        nouns: How many words of `nouns` its sentence has.
        digit: How much its last printed digit is worth, in its unit.
    """

    value: float | None
    unit: str
    as_printed: str
    hedge: str
    sense: str
    kind: str
    year: int | None
    words: str
    section: str
    place: str
    state: State
    reason: str = ""
    agrees: str = ""
    about: str = ""
    nouns: int = 0
    digit: float = 0.0


def amounts(
    paragraphs: Sequence[Paragraph], words: Words, separator: Separator | None
) -> Iterator[Amount]:
    """Yield each amount of some paragraphs, in their order."""
    pattern = _pattern(words)
    for paragraph in paragraphs:
        for sentence in SENTENCE.split(paragraph.text):
            last, before = 0, None
            for match in pattern.finditer(sentence):
                found = _amount(match, sentence, last, paragraph, words, separator)
                is_range = normalised(sentence[last : match.start()]) in words.links["level"]
                if found and before and is_range and found.reason == WHAT:
                    found = replace(found, kind=before.kind, state=before.state, reason="")
                if found is not None:
                    yield found
                last, before = match.end(), found


def _pattern(words: Words) -> re.Pattern[str]:
    """A number or numeral in letters with its unit after it, or its currency before it."""
    units = sorted({each for _unit, each in _units(words)}, key=len, reverse=True)
    unit = "|".join(re.escape(each).replace(r"\ ", r"\s+") for each in units)
    letters = "|".join(sorted((word for word in CARDINALS), key=len, reverse=True))
    currency = "|".join(map(re.escape, words.units["kr"]))
    figure = rf"(?:[{MINUS}]\s?)?(?:{DIGITS})(?:[.,]\d+)?"
    return re.compile(
        rf"(?<![\w.,{MINUS}])(?P<currency>(?:{currency})\s+)?(?:(?P<first>{figure})\s?[–-]\s?)?(?P<figure>{figure}|(?:{letters})(?!\w))"
        rf"\s*(?P<unit>{unit})(?!\w)",
        re.IGNORECASE,
    )


def _units(words: Words) -> Iterator[tuple[str, str]]:
    for lists in (words.units, words.text_units):
        for unit, names in lists.items():
            if unit != "%":
                yield from ((unit, normalised(name)) for name in names)


def _amount(
    match: re.Match[str],
    sentence: str,
    last: int,
    paragraph: Paragraph,
    words: Words,
    separator: Separator | None,
) -> Amount | None:
    before = sentence[last : match.start()]
    hedge = _hedge(before, words)
    bare = before.rstrip()[: len(before.rstrip()) - len(hedge)].rstrip()
    sense, kind, is_certain = _meaning(normalised(bare), words)
    unit = next(unit for unit, name in _units(words) if name == normalised(match["unit"]))
    is_money = match["currency"] or normalised(match["unit"]) in map(normalised, _money(words))
    if not is_money and not sense and not kind:
        return None  # Millions of something else than money.
    value, digit, reason = _value(match, separator)
    if re.fullmatch(dates.YEAR, match["figure"]):
        if not sentence.rstrip().endswith((".", "!", "?")):
            return None  # A title: `Budget 2025 tkr`.
        reason = reason or A_YEAR
    reason = reason or ("" if is_certain else WHAT)
    years = dates.years(sentence.replace(match[0], " "))
    return Amount(
        value,
        unit,
        " ".join(match[0].split()),
        hedge,
        sense,
        kind,
        int(years[0]) if len(years) == 1 else None,
        _around(sentence, match),
        paragraph.section,
        paragraph.place,
        "asked" if reason else "read",
        reason,
        about=normalised(sentence),
        nouns=sum(
            len(pattern.findall(normalised(sentence))) for _kind, pattern in words.patterns["nouns"]
        ),
        digit=digit,
    )


def _money(words: Words) -> Iterator[str]:
    """The units that are of money and of nothing else."""
    return (name for unit, names in words.units.items() if unit != "%" for name in names)


def _value(match: re.Match[str], separator: Separator | None) -> tuple[float | None, float, str]:
    """The value, what its last digit is worth, and why it may be several."""
    text = match["figure"].casefold()
    if text in CARDINALS:
        return CARDINALS[text], 1.0, ""
    figure = numeral(match["figure"], separator)
    if figure is None or match["first"]:
        return None, 0.0, SEVERAL if match["first"] else EITHER
    digit = 10.0**-figure.decimals
    return (None, digit, EITHER) if figure.is_ambiguous else (figure.value, digit, "")


def _hedge(before: str, words: Words) -> str:
    """The words of a hedge right before an amount."""
    plain = normalised(before)
    for _about, pattern in words.patterns["hedges"]:
        for match in pattern.finditer(plain):
            if match.end() == len(plain):
                return match[0]
    return ""


def _meaning(before: str, words: Words) -> tuple[str, str, bool]:
    """The sense, the kind, and whether the words before an amount leave no doubt of them.

    Args:
        before: The sentence up to the amount and its hedge, or from the amount before it.
    """
    clause = CLAUSE.split(before)[-1]
    link, end = _link(clause, words)
    bare = clause[:end].rstrip()
    senses = [
        (match.end(), sense)
        for sense, pattern in words.patterns["senses"]
        for match in pattern.finditer(bare)
    ]
    kinds = words.meanings("nouns", bare)
    kind = kinds[0] if len(kinds) == 1 else ""
    if not senses or link == "level":
        return "", kind, link in {"amount", "level"} and bool(kind)
    last, sense = max(senses)
    between = len(bare[last:].split())
    is_near = between == 0 if link == "amount" else between < BETWEEN
    return sense, kind, link != "" and is_near and len({each for _end, each in senses}) == 1


def _link(clause: str, words: Words) -> tuple[str, int]:
    """How the words right before an amount link it to what it is of, and where they begin."""
    for link, ends in words.links.items():
        for each in sorted(map(normalised, ends), key=len, reverse=True):
            if f" {clause}".endswith(f" {each}"):
                return link, len(clause) - len(each)
    return "", len(clause)


def _around(sentence: str, match: re.Match[str]) -> str:
    before = sentence[: match.start()].split()[-AROUND:]
    after = sentence[match.end() :].split()[:AROUND]
    return " ".join([*before, *match[0].split(), *after])
