"""Goals, assignments, dates, headcounts and sick leave of a document's headings and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from alereport.ingest import dates as printed
from alereport.ingest.model import Content, Grid, Heading, Paragraph
from alereport.ingest.numerals import DIGITS
from alereport.ingest.tables import LONGEST, shortened
from alereport.ingest.words import Words, any_of, normalised
from alereport.texts.numbers import CARDINALS

SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ”\"])")


OF_GOAL = ("responsible", "due")
"""The labels under a goal that say something of it."""
WITH_DATES = ("assignment", "activity", "committee_goal")
"""What is to be done at a time."""
WHO = "who is to do it"
WHEN = "when it is to be done, as a date"
WHETHER = "whether the date in its text is when it is to be done"


@dataclass(frozen=True)
class Goal:
    """A goal or an assignment.

    Attributes:
        level: As in the dataset `goals`: `council_goal`, `assignment`, `focus_area`, …
        title: Its words as printed, or the first of them.
        is_long: True if they are longer than a line, so that a person finds her own.
        commented: True if the document says something under a label for comments.
        responsible: Who is to do it, where a label says so.
        due: When it is to be done, as the datasets write it, where a label or one date says so.
        hedge: The words that make that less exact.
        reason: Why a person is asked about it, besides its words.
    """

    level: str
    section: str
    title: str
    place: str
    is_long: bool = False
    commented: bool = False
    responsible: str = ""
    due: str = ""
    hedge: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Found:
    """A date, a headcount or a figure in running text.

    Attributes:
        kind: `date`, `managers`, `employees`, `sick_leave`.
        value: As the datasets write it: `2024-03`, `18`, `5.6`.
        hedge: The words before it that make it less exact; empty if none do.
        words: What is printed around it, at most eight words.
    """

    kind: str
    value: str
    hedge: str
    words: str
    section: str
    place: str


def goals(content: Content, words: Words) -> list[Goal]:
    """The goals and assignments of a document, by its headings and by the labels within them."""
    pieces = [piece for piece in content.pieces if not isinstance(piece, Grid)]
    outline = _Outline(pieces, words)
    for index, piece in enumerate(pieces):
        if isinstance(piece, Heading):
            outline.head(index, piece)
        else:
            outline.add(index, piece)
    return [_with_date(goal, texts, words) for goal, texts in outline.found]


@dataclass
class _Outline:
    """The goals found so far, each with the texts under it, and where one is in the document.

    Attributes:
        levels: By the depth of a heading, the kind of the goals it gathers.
        label: The kind of the label that stands above.
        is_focus: True under a heading of focus areas.
    """

    pieces: Sequence[Heading | Paragraph]
    words: Words
    found: list[tuple[Goal, list[str]]] = field(default_factory=list)
    levels: dict[int, str] = field(default_factory=dict)
    label: str = ""
    is_focus: bool = False

    def head(self, index: int, heading: Heading) -> None:
        """Take a heading: a goal of its own, or one that gathers goals."""
        self.label = ""
        self.levels = {deep: kind for deep, kind in self.levels.items() if deep < heading.level}
        above = next((self.levels[deep] for deep in sorted(self.levels, reverse=True)), "")
        group = _group(heading, self.pieces, index, self.words)
        self.is_focus = group == "focus_area" or (self.is_focus and above == "focus_area")
        is_below = heading.level - 1 in self.levels
        if group:
            self.levels[heading.level] = group
        elif kind := _own_kind(heading, self.words) or (above if is_below else ""):
            section = heading.number or heading.words
            self._found(kind, heading.words, section, heading.place)

    def add(self, index: int, piece: Paragraph) -> None:
        """Take a paragraph: a label, what one says, a goal under one, or text under a goal."""
        name, colon, rest = piece.text.partition(":")
        own = self.words.whole("fields", name) if colon and rest.strip() else ""
        if own in OF_GOAL and self._is_under(piece):
            self._tell(own, rest.strip())
        elif kind := self.words.whole("fields", piece.text):
            self.label = kind
        elif self.label in OF_GOAL and self._is_under(piece):
            self._tell(self.label, piece.text)
            self.label = ""
        elif self.is_focus and _is_title(self.pieces, index, self.words):
            self._found("focus_area", piece.text, piece.section, piece.place)
            self.label = ""
        elif self.label in {"committee_goal", "assignment"} and _begins(piece.text, self.words):
            self._found(self.label, piece.text, piece.section, piece.place)
        elif self._is_under(piece):
            goal, texts = self.found[-1]
            commented = goal.commented or self.label == "comment"
            self.found[-1] = (replace(goal, commented=commented), [*texts, piece.text])

    def _found(self, kind: str, title: str, section: str, place: str) -> None:
        self.found.append((_goal(kind, title, section, place, self.words), []))

    def _is_under(self, piece: Paragraph) -> bool:
        return bool(self.found) and self.found[-1][0].section == piece.section

    def _tell(self, kind: str, text: str) -> None:
        goal, texts = self.found[-1]
        self.found[-1] = (_with(goal, kind, text), texts)


def _with(goal: Goal, kind: str, text: str) -> Goal:
    """A goal with what a label under it says: who is to do it, or when."""
    if kind == "responsible":
        is_name = len(text) <= LONGEST and not text.endswith(".")
        return replace(goal, responsible=text) if is_name else replace(goal, reason=WHO)
    date = printed.only_date(text)
    if date is None:
        return replace(goal, reason=WHEN)
    return replace(goal, due=date.value, hedge=date.hedge)


def _with_date(goal: Goal, texts: Sequence[str], words: Words) -> Goal:
    """A goal with the one date that its text sets as a limit; a person is asked whether it is."""
    sentences = [
        sentence
        for text in texts
        for sentence in SENTENCE.split(text)
        if words.meaning("deadlines", sentence)
    ]
    found = {(date.value, date.hedge): None for each in sentences for date in printed.dates(each)}
    if goal.due or goal.reason or len(found) != 1 or goal.level not in WITH_DATES:
        return goal
    value, hedge = next(iter(found))
    return replace(goal, due=value, hedge=hedge, reason=WHETHER)


def _group(
    heading: Heading, pieces: Sequence[Heading | Paragraph], index: int, words: Words
) -> str:
    """The kind of the goals a heading gathers; empty if it gathers none.

    It has headings below it, or it is the heading of focus areas.
    """
    kind = words.meaning("goals", heading.words)
    following = next((each for each in pieces[index + 1 :] if isinstance(each, Heading)), None)
    is_parent = following is not None and following.level > heading.level
    return kind if kind and (is_parent or kind == "focus_area") else ""


def _own_kind(heading: Heading, words: Words) -> str:
    """The kind that a heading says of itself: `Uppdrag: …`, `Uppdrag kunddialog`."""
    first, colon, _rest = heading.words.partition(":")
    return words.whole("prefixes", first) if colon else ""


def _goal(level: str, title: str, section: str, place: str, words: Words) -> Goal:
    first, colon, rest = title.partition(":")
    if colon and words.whole("prefixes", first):
        title = rest.strip()
    date = printed.only_date(title) if words.meaning("deadlines", title) else None
    title = re.sub(r"^[-•–*]\s*", "", SENTENCE.split(title)[0].strip())
    goal = Goal(level, section, shortened(title), place, is_long=len(title) > LONGEST)
    return replace(goal, due=date.value, hedge=date.hedge) if date else goal


def _is_title(pieces: Sequence[Heading | Paragraph], index: int, words: Words) -> bool:
    """True for a line right above a label: the title of what the label is about."""
    piece = pieces[index]
    text = piece.text if isinstance(piece, Paragraph) else ""
    after = pieces[index + 1] if index + 1 < len(pieces) else None
    is_above = isinstance(after, Paragraph) and words.whole("fields", after.text) != ""
    return is_above and text[:1].isupper() and not text.endswith((".", ":"))


def _begins(text: str, words: Words) -> bool:
    """True for a paragraph that begins something, and does not go on from the one above."""
    bare = re.sub(r"^[-•–*]\s*", "", text)
    first = normalised(bare).split(" ")[0]
    return bare[:1].isupper() and first not in map(normalised, words.continuations)


def dates(paragraphs: Sequence[Paragraph], words: Words) -> Iterator[Found]:
    """Yield each date with its hedge: a day, a month, a quarter or a year."""
    for paragraph in paragraphs:
        for date in printed.dates(paragraph.text):
            hedge = date.hedge or _hedge(paragraph.text[: date.start], words)
            yield _found("date", date.value, hedge, paragraph, (date.start, date.end))


def _hedge(before: str, words: Words) -> str:
    """The words of a hedge that a text ends with, as they stand."""
    for _meaning, pattern in words.patterns["hedges"]:
        matches = list(pattern.finditer(normalised(before)))
        if matches and matches[-1].end() == len(normalised(before)):
            return matches[-1][0]
    return ""


def _found(kind: str, value: str, hedge: str, paragraph: Paragraph, at: tuple[int, int]) -> Found:
    start, end = at
    before = paragraph.text[:start].split()[-4:]
    after = paragraph.text[end:].split()[:4]
    around = " ".join([*before, paragraph.text[start:end], *after])
    return Found(kind, value, hedge, around, paragraph.section, paragraph.place)


def headcounts(paragraphs: Sequence[Paragraph], words: Words) -> Iterator[Found]:
    """Yield how many managers and employees a text counts: `en enhetschef samt 18 medarbetare`.

    `Tre enheter med varsin enhetschef` counts three, and `en chef ansvarar för` none.
    """
    counts = {**CARDINALS, **dict.fromkeys(words.ones, 1.0)}
    letters = "|".join(sorted(counts, key=len, reverse=True))
    count_of = rf"(?<![\w.,])(?<!\d )(?P<count>{DIGITS}|{letters})(?P<decimals>[.,]\d{{1,2}})?"
    of_each = "|".join(map(re.escape, words.each)) or "(?!)"
    for kind, list_of_words in words.staff.items():
        who = any_of(list_of_words).pattern
        patterns = [
            re.compile(rf"{count_of}(?:\s+\w+a)?\s+(?=(?:{who}))", re.IGNORECASE),
            re.compile(rf"{count_of}\s+\w+(?=[^.!?]*\b(?:{of_each})\s+(?:{who}))", re.IGNORECASE),
        ]
        for paragraph in paragraphs:
            text = normalised(paragraph.text)
            for match in (each for pattern in patterns for each in pattern.finditer(text)):
                count = match["count"].casefold()
                before = text[: match.start()].split()[-1:]
                if count in words.ones and not {*before} <= {*words.counting}:
                    continue
                value = f"{counts[count]:.0f}" if count in counts else re.sub(r"\D", "", count)
                value += (match["decimals"] or "").replace(",", ".")
                hedge = _hedge(text[: match.start()], words)
                yield _found(kind, value, hedge, paragraph, match.span())


def sick_leave(paragraphs: Sequence[Paragraph], words: Words) -> Iterator[Found]:
    """Yield each percentage in a sentence about sick leave."""
    for paragraph in paragraphs:
        for sentence in SENTENCE.split(paragraph.text):
            if not words.meaning("sick_leave", sentence):
                continue
            for match in re.finditer(r"(\d{1,2}(?:,\d{1,2})?) ?(?:%|procent)", sentence):
                at = Paragraph(sentence, paragraph.place, paragraph.section)
                hedge = _hedge(sentence[: match.start()], words)
                yield _found("sick_leave", match[1].replace(",", "."), hedge, at, match.span())
