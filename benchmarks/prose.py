"""The words of a published page: those about the report itself, and its prose.

What a screen reader meets in `main` is its text and the text alternatives of its images, without
what is hidden or folded away. About the report itself are:

- navigation: `nav`, links to a figure or its file, the numbers of figures and tables, the head of
  what is folded away;
- provenance: the line of the source (in a caption from `Källa:` on, or in a line of its own), and a
  section on where the figures come from;
- method: notes on how to read the figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
UNREAD = {"script", "style", "template", "svg"}
"""Elements whose text nobody is read."""
NAVIGATION = {"nav", "summary"}
ITSELF = {
    "trail", "on-page", "beside", "page-end", "source", "origin", "report-note", "number",
    "others", "downloads", "languages",
}  # fmt: skip
"""Classes of what is about the report itself."""
FOLDED = "closed details"
"""What is folded away: only its head is read."""
PROSE = {"p", "li", "dd", "figcaption"}
TABLES = {"table", "nav", "figure", "caption"}
ABOUT_SOURCES = re.compile(r"(?i)^varifrån siffrorna kommer|^data bakom")
SOURCE = re.compile(r"\b(?:Källa|Source):")
WORD = re.compile(r"\w+(?:[-’'.,:]\w+)*")
LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
END = re.compile(r"[.!?:]+(?=\s|$)")
LONG = 6
"""A word of more letters is long."""


@dataclass
class Words:
    """The words of a page.

    Attributes:
        count: How many a screen reader meets in `main`.
        about_itself: How many of them are about the report itself.
        sentences: The sentences of its prose, each as its words.
    """

    count: int = 0
    about_itself: int = 0
    sentences: list[list[str]] = field(default_factory=list)

    @property
    def prose(self) -> list[str]:
        return [word for sentence in self.sentences for word in [*sentence, "."]]


def words(html: str) -> Words:
    """Return the words of a page of the site."""
    reader = _Reader()
    reader.feed(html)
    return reader.words


def lix(prose: list[str]) -> float:
    """Return the readability index of prose: words a sentence, and per cent long words.

    Args:
        prose: Its words, with a full stop after each sentence.
    """
    sentences, counted = prose.count("."), [word for word in prose if word != "."]
    if not counted:
        return 0.0
    is_long = sum(len(word) > LONG for word in counted)
    return len(counted) / max(1, sentences) + 100 * is_long / len(counted)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words = Words()
        self._open: list[tuple[str, bool, bool]] = []
        self._in_main = False
        self._section_about_sources = False
        self._heading: list[str] | None = None
        self._prose: list[str] = []
        self._source_begun = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "main":
            self._in_main = True
        if tag in VOID:
            if tag == "img" and self._in_main and not self._is_hidden():
                self._count(attributes.get("alt") or "")
            return
        classes = set((attributes.get("class") or "").split())
        is_hidden = (
            tag in UNREAD or "hidden" in attributes or attributes.get("aria-hidden") == "true"
        )
        is_cell = tag in {"th", "td"}  # Whose classes say how a table is set on a phone.
        about_itself = tag in NAVIGATION or (bool(classes & ITSELF) and not is_cell)
        self._open.append((tag, about_itself, is_hidden))
        if tag == "details" and "open" not in attributes:
            self._open[-1] = (FOLDED, False, False)
        if tag in {"h1", "h2"} and self._in_main:
            self._heading = []
        if tag in {"caption", "figcaption", "p"}:
            self._source_begun = False
        if attributes.get("role") == "img" and self._in_main and not self._is_hidden():
            self._count(attributes.get("aria-label") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in PROSE:
            self._end_prose()
        if tag in {"caption", "figcaption", "p"}:
            self._source_begun = False
        if tag in {"h1", "h2"} and self._heading is not None:
            title = " ".join(self._heading).strip()
            self._section_about_sources = bool(ABOUT_SOURCES.match(title))
            if self._section_about_sources:
                self.words.about_itself += len(WORD.findall(title))
            self._heading = None
        while self._open and tag in {each[0].removeprefix("closed ") for each in self._open}:
            if self._open.pop()[0].removeprefix("closed ") == tag:
                break
        if tag == "main":
            self._in_main = False

    def handle_data(self, data: str) -> None:
        if not self._in_main or self._is_hidden():
            return
        if self._heading is not None:
            self._heading.append(data)
        self._count(data)
        if self._is_prose():
            self._prose.append(data)

    def _is_hidden(self) -> bool:
        """True in what nobody is read, and in what is folded away, but for its head."""
        tags = [each[0] for each in self._open]
        folded = FOLDED in tags and "summary" not in tags[tags.index(FOLDED) :]
        return folded or any(hidden for _tag, _itself, hidden in self._open)

    def _is_about_itself(self) -> bool:
        is_in_heading = self._heading is not None
        return (self._section_about_sources and not is_in_heading) or any(
            itself for _tag, itself, _hidden in self._open
        )

    def _count(self, text: str) -> None:
        found = WORD.findall(text)
        self.words.count += len(found)
        begun = SOURCE.search(text)
        if self._is_about_itself() or self._source_begun:
            self.words.about_itself += len(found)
        elif begun:
            self._source_begun = True
            self.words.about_itself += len(WORD.findall(text[begun.start() :]))

    def _is_prose(self) -> bool:
        tags = {each[0] for each in self._open}
        return bool(tags & PROSE) and not tags & TABLES and not self._is_about_itself()

    def _end_prose(self) -> None:
        text, self._prose = " ".join("".join(self._prose).split()), []
        for sentence in END.split(text):
            if found := counted(sentence.strip()):
                self.words.sentences.append(found)


def counted(sentence: str) -> list[str]:
    """Return the words of a sentence without numerals and names."""
    found = [match for match in WORD.finditer(sentence) if LETTERS.fullmatch(match[0])]
    return [match[0] for match in found if match.start() == 0 or match[0][0].islower()]
