"""Headings with nothing under them, and sentences cut in the middle."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from alereport.texts.lint.finding import Finding, quoted
from alereport.texts.lint.passages import (
    BULLET,
    NUMBERED,
    PROSE,
    SENTENCE_END,
    TITLE,
    Passage,
)

LOWER_AFTER_STOP = re.compile(
    r"(?<![.\w])(?P<word>[^\W\d_]{2,})[.!?] (?P<next>[a-zåäö]{2,})(?![.)])"
)
ABBREVIATION = re.compile(
    r"avd|bil|bl|ca|dvs|enl|etc|exkl|fig|fl|ex|forts|ggr|inkl|jfr|jmf|kap|kr|max|milj|min|mkr|mm|nr|nuv|obs|osv|pga"
    r"|proc|ref|resp|st|tex|tim|tkr|tom|ung",
    re.IGNORECASE,
)
LONE_NUMBER = re.compile(r"\d+\.?\s")
UNENDED = "ends without an end mark"
CAPTION = re.compile(
    r"\b(?:foto|fotograf|bild|illustration|källa|figur|diagram|tabell)(?:en)?\b[^.!?]{0,20}:"
    r"|^(?:bild|figur|diagram|tabell|graf)\b",
    re.IGNORECASE,
)
"""The words of a caption below a picture or a table."""
ADDRESS = re.compile(r"\bhttps?\b|\bwww\b|\S/\S*$")
UNFINISHED = re.compile(
    r"(?:,|\b(?:och|eller|samt|att|som|för|av|i|på|till|med|från|vid|inom|genom|den|det|de|en|ett|är"
    r"|ska|har|kan|vår|våra|dess|bland))$"
)
"""What no sentence ends with, of words that no particle of a verb is."""
WORDS = re.compile(r"(?:(?<!\S)[a-zåäöé-]+,?\s+){2}[a-zåäöé-]+,?$")
"""Three words that are no names at the end."""
STANDING = re.compile(r"[^\W\d_]{2,}(?![.\w])")
"""A word without a stop after it."""
FEWEST_WORDS = 3
ENDED = 4
"""How many paragraphs must have an end mark for each that has none."""
LONGEST_SHORTENED = 5
FULL = 0.85
"""A line is full if it is as long as this share of its paragraph's longest."""
TYPED = 1 / 3
"""The most paragraphs of several lines, as a share, in a text that was typed."""
MOST_BETWEEN = 4
MANY_LOW = 3
LOW = 0.05
"""The most paragraphs that begin in lower case, as a share, in a text saved whole."""
FILLED = 2 / 3
"""The share of a heading's recurrences that have a text under them."""
SAME_RANK = 0.25
"""A label has the rank of the label above it if it is at least this share as common."""


def empty_headings(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Find headings with nothing, or only a mark, before the next heading of their rank.

    A recurring title is a heading where it mostly has a text under it; one that mostly has not is
    a word of a table or a form. In a text made from a PDF, where these stand among its lines, only
    headings with several numbers, as 2.1, are known.
    """
    times = Counter(passage.text for passage in passages if passage.kind == "label")
    filled = Counter(
        above.text
        for above, below in pairwise(passages)
        if above.kind == "label" and below.kind in {"prose", "item"}
    )
    is_typed = _is_typed(passages)
    for index, passage in enumerate(passages):
        is_template = filled[passage.text] >= FILLED * times[passage.text]
        if passage.is_finished or len(passage.text) > TITLE:
            continue  # A numbered paragraph.
        is_heading = passage.kind == "heading" and not LONE_NUMBER.match(passage.text)
        is_typed_heading = passage.kind == "heading" or (passage.kind == "label" and is_template)
        if not (is_heading or (is_typed and is_typed_heading)):
            continue
        following = passages[index + 1 : index + 3]
        if following and following[0].kind == "mark" and not BULLET.fullmatch(following[0].text):
            yield _empty(passage, f"only {quoted(following[0].text)} under it")
        elif not following or _is_next_section(passage, following, times):
            yield _empty(passage, "nothing under it")


def _is_next_section(passage: Passage, following: Sequence[Passage], times: Counter[str]) -> bool:
    next_passage = following[0]
    if next_passage.kind == "heading":
        is_lower = next_passage.level > passage.level
        is_section = passage.kind == "label" or (not is_lower and _follows(next_passage, passage))
        return is_section and next_passage.first_line > passage.last_line + 1
    if passage.kind != "label":
        return False
    if next_passage.kind == "label":
        return times[next_passage.text] >= SAME_RANK * times[passage.text]
    return next_passage.kind == "title" and len(following) > 1 and following[1].kind == "label"


def _follows(later: Passage, passage: Passage) -> bool:
    """True if the number of a heading follows that of another: 2.1 and 3 follow 2, not 4."""
    numbers = [NUMBERED.match(each.text) for each in (passage, later)]
    if not all(numbers):
        return True
    one, other = (tuple(map(int, match["number"].split("."))) for match in numbers if match)
    return other in [(*one[:level], one[level] + 1) for level in range(len(one))]


def _empty(passage: Passage, problem: str) -> Finding:
    message = f"the heading {quoted(passage.text)} has {problem}"
    return passage.finding(0, "empty-heading", message, "write what belongs there, or take it out")


def cut_sentences(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Find paragraphs that begin or end in the middle of a sentence.

    A paragraph divided by a page break counts as one, and one before a list or table needs no end
    mark. Words beside a table may be of its cells.
    """
    known = {word.casefold() for other in passages for word in STANDING.findall(other.text)}
    kinds = [None, *(passage.kind for passage in passages), None]
    around = list(zip(passages, kinds, kinds[2:], strict=False))
    ends = _ends(passage for passage, *beside in around if "table" not in beside)
    is_typed = _is_typed(passages)
    broken = _broken_by_pages(passages)
    prose = [passage for passage in passages if passage.kind == "prose"]
    low = sum(passage.text[0].islower() for passage in prose)
    begins_high = low <= max(MANY_LOW, LOW * len(prose))
    for index, (passage, before, after) in enumerate(around):
        if passage.kind == "prose" and before != "table" and index not in broken:
            if is_typed and begins_high and re.match(r"[a-zåäö]{2}", passage.text):
                words = _first_words(passage.text)
                yield _cut(passage, 0, words, "begins in the middle of a sentence")
            is_last = begins_high and after not in {"item", "mark", "table"}
            if is_last and _is_unended(passage, ends, is_typed):
                yield _cut(passage, len(passage.text), _last_words(passage.text), UNENDED)
        if passage.kind in {"prose", "item"}:
            yield from _lower_starts(passage, known)


def _is_typed(passages: Iterable[Passage]) -> bool:
    """True if most paragraphs of a text are on one line, as they were typed or copied.

    In one made from a PDF, lines end at a margin, and what stands alone may be a cell.
    """
    several = [len(passage.starts) > 1 for passage in passages if passage.kind == "prose"]
    return sum(several) <= TYPED * len(several)


def _broken_by_pages(passages: Sequence[Passage]) -> set[int]:
    """Return the passages that go on below a footnote or a picture, and what goes on there."""
    broken: set[int] = set()
    for index, passage in enumerate(passages):
        if passage.text[0].islower() and passage.kind == "prose":
            before = range(max(index - MOST_BETWEEN, 0), index)
            unended = [
                other
                for other in before
                if passages[other].kind in {"prose", "heading"}
                and len(passages[other].text) >= PROSE
                and not passages[other].is_finished
            ]
            broken |= {unended[-1], index} if unended else set()
    return broken


def _is_unended(passage: Passage, ends: tuple[bool, bool], is_typed: bool) -> bool:
    """True if the last words of a passage are a sentence without its end.

    They are if they end with a word that none ends with, or if the text ends most paragraphs like
    theirs, of one sentence or of several, with a mark. A caption, and a title right below its
    paragraph, need no end mark, and a cell has short lines; in a text made from a PDF, names and
    numbers end what is no sentence. What fills its last line may go on
    further down.
    """
    if passage.is_finished or CAPTION.search(passage.text) or ADDRESS.search(passage.text):
        return False
    if not is_typed and not WORDS.search(passage.text):
        return False
    *lines, last = passage.lines
    widest = max(map(len, [*lines, last]))
    if lines and (widest < PROSE or FULL * widest <= len(last)):
        return False
    stops = _stops(passage.text)
    rest = passage.text[stops[-1].end() :] if stops else passage.text
    if lines and stops:
        is_below = any(len(passage.text) - len(rest) == offset for offset, _ in passage.starts)
        if is_below and len(rest) < TITLE:
            return False
    if not stops and len(passage.text) < TITLE:
        return False
    is_cut = UNFINISHED.search(passage.text) is not None
    return is_cut or (ends[bool(stops)] and len(rest.split()) >= FEWEST_WORDS)


def _ends(passages: Iterable[Passage]) -> tuple[bool, bool]:
    """Return whether a text ends most paragraphs of one sentence, and of several, with a mark."""
    ended: dict[bool, list[bool]] = {False: [], True: []}
    for passage in passages:
        if passage.kind == "prose" and len(passage.text) >= TITLE:
            ended[bool(_stops(passage.text))].append(passage.is_finished)
    one, several = (
        (len(marks) - sum(marks)) * ENDED <= sum(marks) + ENDED
        for marks in (ended[False], ended[True])
    )
    return one, several


def _stops(text: str) -> list[re.Match[str]]:
    return [stop for stop in SENTENCE_END.finditer(text) if _is_stop(text, stop)]


def _is_stop(text: str, stop: re.Match[str]) -> bool:
    """True if a stop ends a sentence, and no number or abbreviation."""
    before = re.search(r"\S+$", text[: stop.start()])
    return before is not None and re.search(r"[a-zåäö)\d]{3}[\"'”’)]*$", before[0]) is not None


def _lower_starts(passage: Passage, known: set[str]) -> Iterator[Finding]:
    for match in LOWER_AFTER_STOP.finditer(passage.text):
        word = match["word"].casefold()
        # A word is shortened before a vowel: what ends with one is whole.
        if ADDRESS.match(match["next"]):
            continue
        if any(
            match.end("word") <= start <= match.start("next") for start, _ in passage.starts[1:]
        ):
            continue  # The lines of two columns may run into each other.
        is_whole = word in known or word[-1] in "aeiouyåäö" or len(word) > LONGEST_SHORTENED
        if is_whole and not ABBREVIATION.fullmatch(word):
            words = _first_words(passage.text[match.start("next") :])
            yield _cut(passage, match.start("next"), words, "begins in lower case after a stop")


def _first_words(text: str) -> str:
    return " ".join(text.split()[:4])


def _last_words(text: str) -> str:
    return " ".join(text.split()[-4:])


def _cut(passage: Passage, offset: int, words: str, problem: str) -> Finding:
    message = f"{quoted(words)} {problem}"
    return passage.finding(offset, "cut-sentence", message, "complete the sentence")
