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
"""A label has the rank of the label above it if it is at least this share as common."""


def empty_headings(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Find headings with nothing, or only a mark, before the next heading of their rank."""
    times = Counter(passage.text for passage in passages if passage.kind == "label")
    for index, passage in enumerate(passages):
        if passage.kind not in {"heading", "label"}:
            continue
        following = passages[index + 1 : index + 3]
        if following and following[0].kind == "mark":
            yield _empty(passage, f"only {quoted(following[0].text)} under it")
        elif not following or _is_next_section(passage, following, times):
            yield _empty(passage, "nothing under it")


def _is_next_section(passage: Passage, following: Sequence[Passage], times: Counter[str]) -> bool:
    next_passage = following[0]
    if next_passage.kind == "heading":
        return passage.kind == "label" or next_passage.level <= passage.level
    if passage.kind != "label":
        return False
    if next_passage.kind == "label":
        return times[next_passage.text] >= SAME_RANK * times[passage.text]
    return next_passage.kind == "title" and len(following) > 1 and following[1].kind == "label"


def _empty(passage: Passage, problem: str) -> Finding:
    message = f"the heading {quoted(passage.text)} has {problem}"
    return passage.finding(0, "empty-heading", message, "write what belongs there, or take it out")


def cut_sentences(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Find paragraphs that begin or end in the middle of a sentence.

    A paragraph divided by a page break counts as one, and one before a list or table needs no end
    mark.
    """
    for index, passage in enumerate(passages):
        if passage.kind == "prose":
            next_kind = passages[index + 1].kind if index + 1 < len(passages) else None
            if passage.text[0].islower():
                words = _first_words(passage.text)
                yield _cut(passage, 0, words, "begins in the middle of a sentence")
            if (
                _is_sentence(passage)
                and not passage.is_finished
                and next_kind not in {"item", "table"}
            ):
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


def _cut(passage: Passage, offset: int, words: str, problem: str) -> Finding:
    message = f"{quoted(words)} {problem}"
    return passage.finding(offset, "cut-sentence", message, "complete the sentence")
