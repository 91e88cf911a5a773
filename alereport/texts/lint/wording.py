"""Left-over notes, doubled words, lone punctuation and words cut in two."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from alereport.texts.lint.finding import Finding, quoted
from alereport.texts.lint.passages import PROSE, Passage

NOTE = re.compile(
    r"\b(?:TODO|FIXME|TBD|TBC|(?<!\w\.)(?:X{2,}|x{2,}))\b"
    r"|\?{2,}"
    r"|[(\[][^()\[\]?]{0,40}\?[^()\[\]]{0,40}[)\]]"  # a parenthesis that only asks
    r"|(?:^|(?<=[.!?:;,(–-] )|(?<=[(\[]))[A-ZÅÄÖ]{3,}(?: [A-ZÅÄÖ]{3,})? ?\?"  # a name, asked
)
WORD = r"[^\W\d_]+"
DOUBLED = re.compile(rf"\b({WORD}(?: {WORD}){{0,2}}) (?P<again>\1)\b(?!-)", re.IGNORECASE)
LONE = re.compile(
    r",\s*,+|;\s*;|(?<![.…\"”’\s])\.\.(?!\.)|(?<![.…])\.\s+\.(?!\.)|,\s*\.|\s[,;](?=\s|$)"
)
SENTENCE_MARKS = re.compile(r"[.,;:!?](?:\s*[.,;:!?])?")
"""Marks that a sentence has; any others alone on a line are bullets, rules and ornaments."""
MANY_DOUBLED = 5
MANY_CUTS = 5
"""So many words cut with a blank, more than one in CUT_RATE, are left of a text's old line ends."""
CUT_RATE = 500
CUT_WORD = re.compile(
    rf"\b(?P<first>[^\W\d_]{{2,}})-\s"
    rf"(?!(?:och|eller|samt|till|respektive|resp|som)\b|{WORD}-)(?P<second>[a-zåäö]+)"
)
HYPHENATED = re.compile(
    r"(?<![\w/.@-])(?P<first>[^\W\d_]{2,})-(?P<second>(?!och|eller|samt)[a-zåäö]+)(?![\w/@-])"
)


def notes(passages: Iterable[Passage]) -> Iterator[Finding]:
    """Find notes that somebody meant to remove: `STAFFAN?`, `(utvärderat?)`, `TODO`, `???`."""
    for passage in passages:
        for match in NOTE.finditer(passage.text):
            yield passage.finding(
                match.start(),
                "editorial-note",
                f"the note {quoted(match[0])} is left in the text",
                "answer it and take it out",
            )


def doubled_words(passages: Iterable[Passage]) -> Iterator[Finding]:
    """Find a word, or up to three, that occurs twice in a row.

    Where a text has many, the cells of its tables have run together.
    """
    found = [
        passage.finding(
            match.start(),
            "doubled-word",
            f"{quoted(match[0])} says {quoted(match[1])} twice",
            "take one away",
        )
        for passage in passages
        if passage.kind != "table" and not _is_cell(passage)
        for match in DOUBLED.finditer(passage.text)
        if not match["again"][0].isupper()  # There, a new title or cell begins.
    ]
    yield from found if len(found) < MANY_DOUBLED else ()


def _is_cell(passage: Passage) -> bool:
    """True if a passage has several lines, all short, as a cell has."""
    return len(passage.starts) > 2 and max(map(len, passage.lines)) < PROSE


def lone_punctuation(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Find punctuation without words: `,,`, `. .`, a line with only a full stop."""
    previous_texts = ["", *(other.text for other in passages)]
    for previous, passage in zip(previous_texts, passages, strict=False):
        if passage.kind == "mark":
            # Of repeated marks, only the first is reported.
            if SENTENCE_MARKS.fullmatch(passage.text) and passage.text != previous:
                yield _lone(passage, 0, passage.text, "write what it should say, or take it out")
        elif passage.kind != "table":
            for match in LONE.finditer(passage.text):
                yield _lone(passage, match.start(), match[0], "keep one mark")


def _lone(passage: Passage, offset: int, marks: str, suggestion: str) -> Finding:
    message = f"{quoted(marks.strip())} stands without words"
    return passage.finding(offset, "lone-punctuation", message, suggestion)


def cut_words(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Find a hyphen left from an old line break: `bud- get`, and `före-döme` beside `föredöme`.

    In a text that has them all over, they come from how it was saved, and are not in the document.
    """
    # By line, so that a word that was joined at the end of one is no proof of itself.
    lines = (line for other in passages for line in other.lines)
    words = Counter(word.casefold() for line in lines for word in re.findall(WORD, line))
    with_blank = [(other, each) for other in passages for each in CUT_WORD.finditer(other.text)]
    if len(with_blank) >= max(MANY_CUTS, words.total() / CUT_RATE):
        return
    for passage, match in with_blank:
        if right := _rejoined(match, words):
            yield _cut(passage, match, right)
    hyphenated = Counter(
        match.casefold()
        for other in passages
        for match in (each[0] for each in HYPHENATED.finditer(other.text))
    )
    for passage in passages:
        for match in HYPHENATED.finditer(passage.text):
            joined = f"{match['first']}{match['second']}"
            times = hyphenated[match[0].casefold()]
            if times <= words[joined.casefold()] and not match["first"].isupper():
                yield _cut(passage, match, f"{joined}, as elsewhere")


def _rejoined(match: re.Match[str], words: Counter[str]) -> str | None:
    """Return the word, whole; None where its parts are words: then the hyphen may be a dash."""
    first, second = match["first"], match["second"]
    joined = f"{first}{second}"
    if joined.casefold() in words:
        return joined
    if words[first.casefold()] > 1 and words[second.casefold()] > 1:
        return None
    return f"{first}-{second}" if first[0].isupper() else f"{joined} or {first}-{second}"


def _cut(passage: Passage, match: re.Match[str], correction: str) -> Finding:
    message = f"{quoted(match[0])} is cut in two"
    return passage.finding(match.start(), "cut-word", message, f"write {correction}")
