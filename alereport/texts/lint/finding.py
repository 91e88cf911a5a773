"""A finding of the text lint."""

from __future__ import annotations

from dataclasses import dataclass

MAX_QUOTED = 60
"""The most characters of a text that a finding quotes."""


@dataclass(frozen=True, order=True)
class Finding:
    """One place in a text that somebody should look at.

    Attributes:
        file: The file, as the caller named it.
        line: The line, counted from 1.
        rule: The rule's name.
        found: What is wrong there.
        suggestion: What to do about it.
    """

    file: str
    line: int
    rule: str
    found: str
    suggestion: str

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"


def quoted(words: str) -> str:
    """Return the words in quotation marks, shortened if they are long."""
    return f'"{words}"' if len(words) <= MAX_QUOTED else f'"{words[: MAX_QUOTED - 1]}…"'
