"""Left-over notes, doubled words, lone punctuation and words cut in two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from alereport.texts.lint.finding import Finding, quoted
from alereport.texts.lint.passages import Passage

NOTE = re.compile(
    r"\b(?:TODO|FIXME|TBD|TBC|X{2,}|x{2,})\b"
    r"|\?{2,}"
    r"|[(\[][^()\[\]?]{0,40}\?[^()\[\]]{0,40}[)\]]"  # a parenthesis that only asks
    r"|(?:^|(?<=[.!?:;,(–-] )|(?<=[(\[]))[A-ZÅÄÖ]{3,}(?: [A-ZÅÄÖ]{3,})? ?\?"  # a name, asked
)
WORD = r"[^\W\d_]+"
DOUBLED = re.compile(rf"\b({WORD}(?: {WORD}){{0,2}}) \1\b(?!-)", re.IGNORECASE)
LONE = re.compile(r",\s*,+|;\s*;|(?<![.…])\.\.(?!\.)|(?<![.…])\.\s+\.(?!\.)|,\s*\.|\s[,;](?=\s|$)")
CUT_WORD = re.compile(
    rf"\b(?P<first>{WORD})-\s+"
    rf"(?!(?:och|eller|samt|till|respektive|resp|som)\b|{WORD}-)(?P<second>[a-zåäö]+)"
)
HYPHENATED = re.compile(rf"(?<![\w-])(?P<first>{WORD})-(?P<second>[a-zåäö]+)(?![\w-])")


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
    """Find a word, or up to three, that occurs twice in a row."""
    for passage in passages:
        if passage.kind == "table":
            continue
        for match in DOUBLED.finditer(passage.text):
            yield passage.finding(
                match.start(),
                "doubled-word",
                f"{quoted(match[0])} says {quoted(match[1])} twice",
                "take one away",
            )


def lone_punctuation(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Find punctuation without words: `,,`, `. .`, a line with only a full stop."""
    previous_texts = ["", *(other.text for other in passages)]
    for previous, passage in zip(previous_texts, passages, strict=False):
        if passage.kind == "mark":
            is_rule = re.fullmatch(r"([-*_=])(\s*\1){2,}", passage.text)  # a line across the page
            # Of repeated marks, only the first is reported.
            if not is_rule and passage.text != previous:
                yield _lone(passage, 0, passage.text, "write what it should say, or take it out")
        elif passage.kind != "table":
            for match in LONE.finditer(passage.text):
                yield _lone(passage, match.start(), match[0], "keep one mark")


def _lone(passage: Passage, offset: int, marks: str, suggestion: str) -> Finding:
    message = f"{quoted(marks.strip())} stands without words"
    return passage.finding(offset, "lone-punctuation", message, suggestion)


def cut_words(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Find a hyphen left from an old line break: `bud- get`, and `före-döme` beside `föredöme`."""
    words = {word.casefold() for other in passages for word in re.findall(WORD, other.text)}
    for passage in passages:
        for match in CUT_WORD.finditer(passage.text):
            hyphenated = f"{match['first']}-{match['second']}"
            joined = f"{match['first']}{match['second']}"
            right = hyphenated if match["first"].isupper() else f"{joined} or {hyphenated}"
            yield _cut(passage, match, right)
        for match in HYPHENATED.finditer(passage.text):
            joined = f"{match['first']}{match['second']}"
            if joined.casefold() in words:
                yield _cut(passage, match, f"{joined}, as elsewhere")


def _cut(passage: Passage, match: re.Match[str], correction: str) -> Finding:
    message = f"{quoted(match[0])} is cut in two"
    return passage.finding(match.start(), "cut-word", message, f"write {correction}")
