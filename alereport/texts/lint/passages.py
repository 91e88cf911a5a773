"""A plan's text as passages: headings, paragraphs, list items and rows of tables.

The text may be typed, or extracted from a PDF: lines broken and hyphenated at the margin, and
paragraphs broken by a page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from alereport.texts.lint.finding import Finding

Kind = Literal["heading", "label", "title", "prose", "item", "table", "mark"]

# Atomic groups, so that a row of many figures can match in one way only.
AMOUNT = r"[-−–]?(?>\d{1,3}(?:[ \u00a0]\d{3}\b)+|\d+)(?:,\d+)?(?: ?%)?"
TABLE = re.compile(
    r"\t|^\||\|$"  # cells between tabs or bars
    r"|\S {3,}\S"  # cells apart by runs of blanks
    r"|\.{3,}\s*\d+$|^\d+(\.\d+)*\.? [^\W\d].*\s\d{1,3}$"  # a line of a list of contents
    rf"|^.{{0,60}}?(?:(\s{AMOUNT}){{2,}}|(\s[-−–]?\d{{1,3}}){{4,}})$"  # figures in columns
)
SIGN = r"[-•*–—·◦‣●○▪■□▶►➢✓\ue000-\uf8ff]"
"""A sign that stands before an item, those of a symbol font among them."""
BULLET = re.compile(rf"{SIGN}|o")
ITEM = re.compile(
    rf"{SIGN}\s|[-•](?=[A-ZÅÄÖ])|\d{{1,2}}[.)]\s|[a-z]\)\s|[A-ZÅÄÖ]/\s|\*+\S|o\s(?=[A-ZÅÄÖ])"
)
LEAD = re.compile(
    rf"^(?P<lead>{SIGN}|o|#+|\d{{1,2}}[.)]?|\d{{1,2}}(?:\.\d{{1,2}})+\.?)\s{{2,}}(?=\S)"
)
"""An item's sign or a heading's number, and the room after it."""
NUMBERED = re.compile(r"(?P<number>\d{1,2}(\.\d{1,2})+|\d{1,2})\.?\s+(?=[A-ZÅÄÖ])")
MARKDOWN = re.compile(r"(?P<signs>#{1,6})(\s|$)")
FINISHED = re.compile(r"[.!?:;…][\"'”’»)\]*]*$|[^\W\d][.!?]\d{1,2}$")
"""An end mark, maybe with the number of a footnote."""
SENTENCE_END = re.compile(r"[.!?][\"'”’»)\]]*\s+(?=[\"'”’«(\[]*[A-ZÅÄÖ])")
HYPHENATED = re.compile(r"[^\W\d_]-$")
BROKEN_WORD = re.compile(r"[a-zåäöéü]-$")
SUSPENDED = re.compile(r"(och|eller|samt|till|respektive|resp)\b")

INDENT = r"\f? {20}"
"""What stands this far in is of a column beside another, or of a table."""
TITLE = 80
"""A line of fewer characters without an end mark is read as a title."""
PROSE = 60
"""A paragraph broken by a page is at least this long before the break."""


@dataclass(frozen=True)
class Passage:
    """A heading, paragraph, list item or table row, with its line breaks removed.

    Attributes:
        file: The file it is in.
        kind: `heading` is numbered or marked with #; `title` is a short line without an end mark;
            `label` is a title that recurs, as a template's do; `mark` has no letter or figure.
        starts: For each of its lines, the offset in `text` where it starts, and its number.
        level: The level of a heading, 1 uppermost; otherwise 0.
    """

    file: str
    kind: Kind
    text: str
    starts: tuple[tuple[int, int], ...]
    level: int = 0

    @property
    def is_finished(self) -> bool:
        return FINISHED.search(self.text) is not None

    @property
    def first_line(self) -> int:
        return self.starts[0][1]

    @property
    def last_line(self) -> int:
        return self.starts[-1][1]

    @property
    def lines(self) -> list[str]:
        """Its text, line by line."""
        offsets = [offset for offset, _ in self.starts]
        return [self.text[start:end].strip() for start, end in pairwise((*offsets, None))]

    def finding(self, offset: int, rule: str, found: str, suggestion: str) -> Finding:
        """Return a finding at an offset in the passage's text."""
        index = bisect_right(self.starts, offset, key=lambda start: start[0])
        return Finding(self.file, self.starts[index - 1][1], rule, found, suggestion)


def passages(lines: Iterable[tuple[int, str]], file: str) -> list[Passage]:
    """Return the passages of a text, in its order.

    Args:
        lines: Its lines with their numbers, from `pages.lines`.
        file: Its file.
    """
    parts: list[Passage] = []
    after_blank, after_bullet = True, False
    for number, raw in lines:
        line = _stripped(raw)
        if not line:
            after_blank = True
            continue
        kind, level = _kind(line)
        if re.match(INDENT, raw) and kind != "mark":
            kind, level = "table", 0
        elif re.match(INDENT, raw):
            continue
        if after_bullet and kind == "prose":
            kind = "item"
        passage = Passage(file, kind, line, ((0, number),), level)
        if parts and kind == "prose" and _is_continuation(parts[-1], line, after_blank):
            parts[-1] = _joined(parts[-1], passage)
        else:
            parts.append(passage)
        after_blank, after_bullet = False, kind == "mark" and BULLET.fullmatch(line) is not None
    return _with_titles(_with_numbered_headings(parts))


def _stripped(line: str) -> str:
    """Return the line without surrounding space, but with tabs where those mark empty cells."""
    if re.search(r"\S\s*\t|\t\s*\t\s*\S", line):
        return line.strip(" \r\f\v\u00a0")
    return LEAD.sub(r"\g<lead> ", line.strip())


def _kind(line: str) -> tuple[Kind, int]:
    if not re.search(r"\w", line) and "|" not in line:
        return "mark", 0
    if markdown := MARKDOWN.match(line):
        return "heading", len(markdown["signs"])
    digits, letters = sum(map(str.isdigit, line)), sum(map(str.isalpha, line))
    is_figures = digits > letters and (letters > 0 or "§" not in line)
    if TABLE.search(line) or is_figures:
        return "table", 0
    if ITEM.match(line):
        return "item", 0
    if numbered := NUMBERED.match(line):
        level = numbered["number"].count(".") + 1
        if level > 1 or not FINISHED.search(line):
            return "heading", level
    return "prose", 0


def _is_continuation(previous: Passage, line: str, after_blank: bool) -> bool:
    is_hyphenated = HYPHENATED.search(previous.text) is not None and line[0].islower()
    if previous.kind in {"table", "mark"} or previous.text.startswith("#"):
        return False
    if previous.kind == "heading":
        return is_hyphenated or (not after_blank and line[0].islower())
    if after_blank:
        is_long = len(previous.text) >= PROSE and line[0].islower()
        return is_hyphenated or (is_long and not previous.is_finished)
    if previous.is_finished:
        return not (_ends_short(previous, line) and _is_title_below(line))
    return not _is_title_above(previous, line)


def _ends_short(previous: Passage, line: str) -> bool:
    """True if the next line's first word had room on the last line, so that it ends there."""
    offsets = [offset for offset, _ in previous.starts]
    lengths = [end - start for start, end in pairwise((*offsets, len(previous.text)))]
    return lengths[-1] + 1 + len(line.split(maxsplit=1)[0]) <= max(lengths)


def _is_title_below(line: str) -> bool:
    return len(line) < PROSE and not line[0].islower() and FINISHED.search(line) is None


def _is_title_above(previous: Passage, line: str) -> bool:
    return (
        previous.kind == "prose"
        and len(previous.text) < min(PROSE, len(line) / 1.5)
        and not line[0].islower()
    )


def _joined(previous: Passage, passage: Passage) -> Passage:
    added = passage.text
    undo = BROKEN_WORD.search(previous.text) and added[0].islower() and not SUSPENDED.match(added)
    keeps_hyphen = HYPHENATED.search(previous.text) and not SUSPENDED.match(added)
    text = previous.text[:-1] if undo else previous.text + ("" if keeps_hyphen else " ")
    start = (len(text), passage.starts[0][1])
    return replace(previous, text=text + added, starts=(*previous.starts, start))


def _with_numbered_headings(parts: list[Passage]) -> list[Passage]:
    """Turn items such as `2. A heading` into headings, where they are not in a list."""
    kinds = [passage.kind for passage in parts]
    return [
        replace(passage, kind="heading", level=1)
        if passage.kind == "item"
        and NUMBERED.match(passage.text)
        and not passage.is_finished
        and "item" not in {*kinds[max(index - 1, 0) : index], *kinds[index + 1 : index + 2]}
        else passage
        for index, passage in enumerate(parts)
    ]


def _with_titles(parts: list[Passage]) -> list[Passage]:
    times = Counter(passage.text for passage in parts if _is_title(passage))
    for index, passage in enumerate(parts):
        if _is_title(passage):
            next_kind = parts[index + 1].kind if index + 1 < len(parts) else None
            is_label = times[passage.text] > 1
            kind: Kind = "label" if is_label else "table" if next_kind == "table" else "title"
            parts[index] = replace(passage, kind=kind)
    kinds = [None, *(passage.kind for passage in parts), None]
    return [
        replace(passage, kind="title")
        if _could_be_title(passage) and kinds[index] != "label" and kinds[index + 2] == "label"
        else passage
        for index, passage in enumerate(parts)
    ]


def _is_title(passage: Passage) -> bool:
    return _could_be_title(passage) and len(passage.text) < TITLE


def _could_be_title(passage: Passage) -> bool:
    """True if the passage is a line or two without a sentence, as column headings also are."""
    return (
        passage.kind == "prose"
        and len(passage.text) < 2 * TITLE
        and not passage.is_finished
        and not passage.text[0].islower()
        and not SENTENCE_END.search(passage.text)
    )
