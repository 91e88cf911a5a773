"""A source document as text: its lines and sections.

A section is known by its number (`3.2.1`) or, where a document has none, by the words its
heading begins with.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from alereport.base.errors import SourceError
from alereport.base.workspace import Workspace
from alereport.data import datasets, schemas

NUMBERED = re.compile(r"\s*(?P<number>\d+(?:\.\d+)*)(?P<dot>\.?) +(?P<words>[A-ZÅÄÖ][^\t]*)")


@dataclass(frozen=True)
class Line:
    """One line of a document, numbered as an editor counts it."""

    number: int
    text: str


class Source:
    """A source document as text.

    Args:
        document: Its short name.
        text: The whole of it.
        headings: What the data call its unnumbered sections.

    Attributes:
        starts: The line each section begins on, by the section's name.
    """

    def __init__(self, document: str, text: str, headings: Iterable[str] = ()) -> None:
        self.document = document
        self.lines = [Line(at, line) for at, line in enumerate(text.split("\n"), start=1)]
        self.starts = dict(_numbered(self.lines))
        for heading in headings:
            if heading not in self.starts and (line := self._line_beginning(heading)):
                self.starts[heading] = line

    def section(self, name: str) -> list[Line]:
        """The lines of a section, its heading and its subsections among them; none if unknown."""
        if name not in self.starts:
            return []
        start = self.starts[name]
        later = (
            at
            for other, at in self.starts.items()
            if at > start and not other.startswith(f"{name}.")
        )
        return self.lines[start - 1 : min(later, default=len(self.lines) + 1) - 1]

    def holds(self, words: str) -> bool:
        """Whether some words stand anywhere in the document."""
        return self._whole.holds(words)

    @cached_property
    def _whole(self) -> Text:
        return Text(self.lines)

    def _line_beginning(self, heading: str) -> int | None:
        shown = [line for line in self.lines if "\t" not in line.text]
        whole = [line.number for line in shown if line.text.strip() == heading]
        begun = [line.number for line in shown if re.match(rf"{re.escape(heading)}\b", line.text)]
        return next(iter(whole + begun), None)


def _numbered(lines: list[Line]) -> Iterator[tuple[str, int]]:
    """The numbered headings: each follows the one before, so that lists do not count."""
    last: tuple[int, ...] = (0,)
    for line in lines:
        match = NUMBERED.fullmatch(line.text.rstrip())
        if match is None or (match["dot"] and match["words"].endswith(tuple(".,;:-"))):
            continue
        number = tuple(map(int, match["number"].split(".")))
        if number in _successors(last):
            last = number
            yield match["number"], line.number


def _successors(number: tuple[int, ...]) -> list[tuple[int, ...]]:
    beside = [(*number[:at], number[at] + 1) for at in range(len(number))]
    return [*beside, (*number, 1)]


def open_all(workspace: Workspace, folder: Path) -> dict[str, Source]:
    """The source documents of the register, each the very file it was registered as.

    Args:
        folder: Where the documents are, as `<document>.txt`.

    Raises:
        SourceError: One is missing, or is not the file whose checksum is registered.
    """
    documents = datasets.whole(workspace, "documents")
    headings = _headings(workspace)
    return {
        row["document"]: _open(folder, str(place), row, headings.get(row["document"], set()))
        for place, row in documents.iterrows()
    }


def _headings(workspace: Workspace) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name in schemas.names(workspace):
        if "section" in schemas.schema(workspace, name).columns:
            for path in workspace.data_files(name):
                sections = datasets.read(workspace, path)["section"].dropna()
                found.setdefault(path.stem, set()).update(sections)
    return found


def _open(folder: Path, place: str, row: pd.Series[Any], headings: set[str]) -> Source:
    path = folder / f"{row['document']}.txt"
    try:
        content = path.read_bytes()
        text = content.decode("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        found = getattr(problem, "strerror", None) or "it is not UTF-8"
        raise SourceError(
            str(path), f"it cannot be read ({found})", "the source document", "restore it"
        ) from None
    if (found := hashlib.sha256(content).hexdigest()) != row["sha256"]:
        raise SourceError(
            str(path),
            f"its sha256 is {found}",
            f"{row['sha256']}, as {place} has it",
            "restore the document, or read it again and register it",
        )
    return Source(str(row["document"]), text, headings)


class Text:
    """Some lines as running text, with words that were divided between lines made whole."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._joined, self._at = _joined(lines)
        raw = "\n".join(line.text for line in lines)
        whole = re.sub(r"(?<=\w)-[ ]*\n\s*(?=[a-zåäö])", "", raw)
        self.paragraphs = [" ".join(each.split()) for each in re.split(r"\n\s*\n", whole)]
        self._spaced = " ".join(raw.split())

    def holds(self, words: str) -> bool:
        wanted = " ".join(words.split())
        return wanted in self._joined or wanted in self._spaced

    def line_of(self, words: str) -> Line | None:
        """The line some words begin on."""
        offset = self._joined.casefold().find(" ".join(words.split()).casefold())
        return self._lines[bisect_right(self._at, offset) - 1] if offset >= 0 else None


def _joined(lines: list[Line]) -> tuple[str, list[int]]:
    """Running text and, for each line, where in it the line begins."""
    text, starts = "", []
    for line in lines:
        words = " ".join(line.text.split())
        if re.search(r"\w-$", text) and words[:1].islower():
            text = text[:-1]
        elif text and words:
            text += " "
        starts.append(len(text))
        text += words
    return text, starts
