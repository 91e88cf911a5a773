"""Headings with nothing under them, and sentences cut in the middle."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from alereport.texts.lint.finding import Finding, quoted
from alereport.texts.lint.passages import SENTENCE_END, TITLE, Passage

LOWER_AFTER_STOP = re.compile(r"(?<![.\w])(?P<word>[^\W\d_]{2,})[.!?] (?P<next>[a-zåäö]+)")
ABBREVIATION = re.compile(
    r"avd|bil|bl|ca|dvs|enl|etc|exkl|fig|fl|forts|inkl|jfr|jmf|kap|kr|max|milj|min|mkr|mm|nr|nuv|obs|osv"
    r"|proc|ref|resp|st|tex|tkr|tom|ung",
    re.IGNORECASE,
)
UNENDED = "ends without an end mark"
SAME_RANK = 0.25
"""A label under a label is of its rank when it is at least this share as common."""


def empty_headings(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Headings with nothing, or only a mark, before the next heading of their rank."""
    times = Counter(passage.text for passage in passages if passage.kind == "label")
    for at, passage in enumerate(passages):
        if passage.kind not in {"heading", "label"}:
            continue
        under = passages[at + 1 : at + 3]
        if under and under[0].kind == "mark":
            yield _empty(passage, f"only {quoted(under[0].text)} under it")
        elif not under or _is_next_section(passage, under, times):
            yield _empty(passage, "nothing under it")


def _is_next_section(passage: Passage, under: Sequence[Passage], times: Counter[str]) -> bool:
    after = under[0]
    if after.kind == "heading":
        return passage.kind == "label" or after.level <= passage.level
    if passage.kind != "label":
        return False
    if after.kind == "label":
        return times[after.text] >= SAME_RANK * times[passage.text]
    return after.kind == "title" and len(under) > 1 and under[1].kind == "label"


def _empty(passage: Passage, what: str) -> Finding:
    found = f"the heading {quoted(passage.text)} has {what}"
    return passage.finding(0, "empty-heading", found, "write what belongs there, or take it out")


def cut_sentences(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Paragraphs that begin or end in the middle of a sentence.

    A paragraph that a page break divides is one, and what leads to a list or table needs no
    end mark.
    """
    for at, passage in enumerate(passages):
        if passage.kind == "prose":
            after = passages[at + 1].kind if at + 1 < len(passages) else None
            if passage.text[0].islower():
                words = _first_words(passage.text)
                yield _cut(passage, 0, words, "begins in the middle of a sentence")
            if _is_sentence(passage) and not passage.is_finished and after not in {"item", "table"}:
                yield _cut(passage, len(passage.text), _last_words(passage.text), UNENDED)
        if passage.kind in {"prose", "item"}:
            yield from _lower_starts(passage)


def _is_sentence(passage: Passage) -> bool:
    return len(passage.text) >= TITLE or SENTENCE_END.search(passage.text) is not None


def _lower_starts(passage: Passage) -> Iterator[Finding]:
    for match in LOWER_AFTER_STOP.finditer(passage.text):
        if not ABBREVIATION.fullmatch(match["word"]):
            words = _first_words(passage.text[match.start("next") :])
            yield _cut(passage, match.start("next"), words, "begins in lower case after a stop")


def _first_words(text: str) -> str:
    return " ".join(text.split()[:4])


def _last_words(text: str) -> str:
    return " ".join(text.split()[-4:])


def _cut(passage: Passage, offset: int, words: str, what: str) -> Finding:
    found = f"{quoted(words)} {what}"
    return passage.finding(offset, "cut-sentence", found, "complete the sentence")
