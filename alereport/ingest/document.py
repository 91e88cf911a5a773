"""What a document is: title, committee, year, kind, registry number, date, and signs of a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alereport.ingest.columns import YEAR
from alereport.ingest.dates import DATE
from alereport.ingest.model import Content, Grid, Heading, Paragraph
from alereport.ingest.words import Words, any_of, normalised

FIRST = 14
"""How many headings and paragraphs from the beginning tell what the document is."""
LONGEST_TITLE = 120
FILE_NAME = re.compile(r"\.(?:docx?|xlsx?|pdf|odt)$|^Microsoft |^untitled$", re.IGNORECASE)
OTHER_YEAR = re.compile(r"\b(?:19|20)\d\d[/:.]\d+")
"""A year within a registry number."""
LEFT = re.compile(r"\b[A-ZÅÄÖ]{4,}\?")
HYPHEN = re.compile(r"(?<=[^\W\d_])- (?=([a-zåäö]+))")
"""Between the parts of a word that two lines print, unless a conjunction follows."""


@dataclass(frozen=True)
class Document:
    """What the document says of itself; empty where it does not, and listed in `asked`.

    Attributes:
        committee: Its short code, of the committees that were given.
        kind: As in the register: `plan`, `interim_report`, `annual_report`, …
        reference: Its registry number.
        dated: The date printed on it.
        status: `draft` or `proposal` where it has the words of one, else `unknown`.
        signs: These words.
    """

    title: str
    committee: str
    year: int | None
    kind: str
    reference: str
    dated: str
    status: str
    signs: tuple[str, ...]

    @property
    def asked(self) -> list[str]:
        """What a person has to say."""
        return [name for name in ("title", "committee", "year", "kind") if not getattr(self, name)]


def recognise(content: Content, words: Words, committees: Mapping[str, Sequence[str]]) -> Document:
    """Tell what a document is.

    Args:
        committees: By code, the names of each committee.
    """
    first = [piece for piece in content.pieces if not isinstance(piece, Grid)][:FIRST]
    lines = [_words(piece) for piece in first]
    title = _title(content.title, lines, words)
    texts = [_words(piece) for piece in content.pieces if not isinstance(piece, Grid)]
    status, signs = _status(texts, words)
    years = YEAR.findall(OTHER_YEAR.sub(" ", DATE.sub(" ", title))) or YEAR.findall(title)
    return Document(
        title,
        _committee([title, *lines], committees),
        int(years[0]) if years else None,
        words.meaning("documents", title),
        _labelled(lines, "reference", words),
        _date(lines, words),
        status,
        tuple(signs),
    )


def _words(piece: Heading | Paragraph) -> str:
    return piece.words if isinstance(piece, Heading) else piece.text


def _title(own: str, lines: Sequence[str], words: Words) -> str:
    """The title the file has; else the first short line that names a kind of document.

    Of several the one with a year.
    """
    if own and len(own) <= LONGEST_TITLE and not FILE_NAME.search(own):
        return " ".join(own.split())
    named = [
        line
        for line in lines
        if len(line) <= LONGEST_TITLE and words.meaning("documents", line) and line[-1:] not in ".:"
    ]
    dated = [line for line in named if YEAR.search(line)]
    title = next(iter([*dated, *named]), "")
    joined = HYPHEN.sub(lambda it: it[0] if it[1] in words.conjunctions else "", title)
    return " ".join(joined.split())


def _committee(lines: Sequence[str], committees: Mapping[str, Sequence[str]]) -> str:
    """The committee that the first lines name, if they name one alone."""
    named = {
        code
        for code, names in committees.items()
        if names and any(any_of(names).search(normalised(line)) for line in lines)
    }
    return named.pop() if len(named) == 1 else ""


def _labelled(lines: Sequence[str], label: str, words: Words) -> str:
    """What stands after a label: `Diarienummer: KS.2017.59`."""
    pattern = re.compile(
        rf"(?:{any_of(words.labels[label]).pattern})\s*[:.]?\s+(\S+)", re.IGNORECASE
    )
    for line in lines:
        match = pattern.match(" ".join(line.split()))
        if match and any(map(str.isdigit, match[1])):
            return match[1].rstrip(".,;")
    return ""


def _date(lines: Sequence[str], words: Words) -> str:
    labelled = _labelled(lines, "date", words)
    if re.fullmatch(r"(?:19|20)\d\d-\d\d-\d\d", labelled):
        return labelled
    alone = [
        match["iso"] for line in lines if (match := DATE.fullmatch(line.strip())) and match["iso"]
    ]
    return alone[0] if len(alone) == 1 else ""


def _status(texts: Sequence[str], words: Words) -> tuple[str, list[str]]:
    """The first status whose words the document has, and these words.

    A name in capitals with a question mark, left in a text, is a sign of a draft too.
    """
    left = list(dict.fromkeys(sign for text in texts for sign in LEFT.findall(text)))
    for status, pattern in words.patterns["statuses"]:
        signs = [match[0] for text in texts if (match := pattern.search(normalised(text)))]
        signs += left if status == "draft" else []
        if signs:
            return status, list(dict.fromkeys(signs))
    return "unknown", []
