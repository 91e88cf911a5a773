"""A source document as text: its lines and sections.

A section is identified by its number (`3.2.1`) or, where a document has no numbers, by the words
its heading begins with.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from alereport.base import files
from alereport.base.errors import SourceError
from alereport.base.files import FormError
from alereport.base.workspace import Workspace
from alereport.data import datasets, schemas

NUMBERED = re.compile(r"\s*(?P<number>\d+(?:\.\d+)*)(?P<dot>\.?) +(?P<words>[A-ZÅÄÖ][^\t]*)")


@dataclass(frozen=True)
class Line:
    """One line of a document, numbered from 1 as in an editor."""

    number: int
    text: str


class Source:
    """A source document as text.

    Args:
        document: Its short name.
        text: Its full text, as `files.text` reads it.
        headings: The names of its unnumbered sections in the data.
        begins_anywhere: True for a part of a document, whose first heading may have any number.

    Attributes:
        starts: The line each section begins on, by the section's name.
    """

    def __init__(
        self,
        document: str,
        text: str,
        headings: Iterable[str] = (),
        *,
        begins_anywhere: bool = False,
    ) -> None:
        self.document = document
        self.lines = [Line(number, line) for number, line in enumerate(text.split("\n"), start=1)]
        self.starts = dict(_numbered(self.lines))
        if begins_anywhere and not self.starts:
            self.starts = dict(_numbered(self.lines, last=None))
        for heading in headings:
            if heading not in self.starts and (line := self._line_beginning(heading)):
                self.starts[heading] = line

    def section(self, name: str) -> list[Line]:
        """Return the lines of a section with its heading and subsections; none if it is unknown."""
        if name not in self.starts:
            return []
        start = self.starts[name]
        later = (
            first_line
            for other, first_line in self.starts.items()
            if first_line > start and not other.startswith(f"{name}.")
        )
        return self.lines[start - 1 : min(later, default=len(self.lines) + 1) - 1]

    def contains(self, words: str) -> bool:
        """True if the words occur anywhere in the document."""
        return self._text.contains(words)

    @cached_property
    def _text(self) -> Text:
        return Text(self.lines)

    def _line_beginning(self, heading: str) -> int | None:
        untabbed = [line for line in self.lines if "\t" not in line.text]
        exact = [line.number for line in untabbed if line.text.strip() == heading]
        partial = [
            line.number for line in untabbed if re.match(rf"{re.escape(heading)}\b", line.text)
        ]
        return next(iter(exact + partial), None)


def _numbered(lines: list[Line], last: tuple[int, ...] | None = (0,)) -> Iterator[tuple[str, int]]:
    """Yield the numbered headings: only numbers that follow the one before, to exclude lists.

    Args:
        last: The number before the first; None if that may be any.
    """
    for line in lines:
        match = NUMBERED.fullmatch(line.text.rstrip())
        if match is None or (match["dot"] and match["words"].endswith(tuple(".,;:-"))):
            continue
        number = tuple(map(int, match["number"].split(".")))
        if last is None or number in _successors(last):
            last = number
            yield match["number"], line.number


def _successors(number: tuple[int, ...]) -> list[tuple[int, ...]]:
    siblings = [(*number[:level], number[level] + 1) for level in range(len(number))]
    return [*siblings, (*number, 1)]


def open_all(workspace: Workspace, folder: Path) -> dict[str, Source]:
    """Open the source documents of the register, after checking each file's checksum.

    Args:
        folder: Where the documents are, as `<document>.txt`.

    Raises:
        SourceError: One is missing, is not registered, or is not the file whose checksum is.
    """
    documents = datasets.read_dataset(workspace, "documents")
    return open_some(workspace, folder, documents["document"])


def open_some(workspace: Workspace, folder: Path, names: Iterable[str]) -> dict[str, Source]:
    """Open some source documents of the register, by their short names; see `open_all`."""
    documents = datasets.read_dataset(workspace, "documents")
    headings = _headings(workspace)
    return {
        row["document"]: _open(folder, str(place), row, headings.get(row["document"], set()))
        for place, row in documents[documents["document"].isin(list(names))].iterrows()
    }


def _headings(workspace: Workspace) -> dict[str, set[str]]:
    headings: dict[str, set[str]] = {}
    for name in schemas.names(workspace):
        if "section" in schemas.schema(workspace, name).columns:
            for path in workspace.data_files(name):
                sections = datasets.read(workspace, path)["section"].dropna()
                headings.setdefault(path.stem, set()).update(sections)
    return headings


def _open(folder: Path, place: str, row: pd.Series[Any], headings: set[str]) -> Source:
    path = folder / f"{row['document']}.txt"
    if pd.isna(row["sha256"]):
        raise SourceError(
            place,
            f"{row['document']} has no checksum: it is not registered",
            "the sha256 of its file",
            f"run alereport register {path}",
        )
    try:
        content = files.content(path)
        text = files.text(content)
    except (OSError, FormError) as problem:
        reason = problem.found if isinstance(problem, FormError) else problem.strerror
        raise SourceError(
            str(path), f"it cannot be read ({reason})", "the source document", "restore it"
        ) from None
    if (checksum := hashlib.sha256(content).hexdigest()) != row["sha256"]:
        raise SourceError(
            str(path),
            f"its sha256 is {checksum}",
            f"{row['sha256']}, as {place} has it",
            "restore the document, or read it again and register it",
        )
    return Source(str(row["document"]), text, headings)


class Text:
    """Some lines as running text, with words that were hyphenated at line ends joined."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._joined, self._starts = _joined(lines)
        raw = "\n".join(line.text for line in lines)
        joined = re.sub(r"(?<=\w)-[ ]*\n\s*(?=[a-zåäö])", "", raw)
        self.paragraphs = [
            " ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", joined)
        ]
        self._spaced = " ".join(raw.split())

    def contains(self, words: str) -> bool:
        normalised = " ".join(words.split())
        return normalised in self._joined or normalised in self._spaced

    def lines_of(self, words: str) -> list[Line]:
        """Return the lines that the words stand on first; none where they do not occur."""
        wanted = " ".join(words.split()).casefold()
        offset = self._joined.casefold().find(wanted)
        if offset < 0:
            return []
        first = bisect_right(self._starts, offset) - 1
        lines = self._lines[first : bisect_left(self._starts, offset + len(wanted))]
        return [line for line in lines if line.text.strip()]


def _joined(lines: list[Line]) -> tuple[str, list[int]]:
    """Return running text and, for each line, the offset where it begins."""
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
