"""What the text lint finds."""

from __future__ import annotations

from dataclasses import dataclass

SHOWN = 60
"""The most characters of a text that a finding repeats."""


@dataclass(frozen=True, order=True)
class Finding:
    """One place in a text that somebody should look at.

    Attributes:
        file: The file, as it was asked for.
        line: The line as an editor counts it.
        rule: The rule's name.
        found: What stands there.
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
    """The words between quotation marks, cut short where they are many."""
    return f'"{words}"' if len(words) <= SHOWN else f'"{words[: SHOWN - 1]}…"'
