"""What a person wrote, as characters that may be printed.

A control character can move a terminal's cursor, hide what follows or run a command; others turn
the direction of a line, end it, or are in no file at all. They are shown by their number where a
message quotes them, and left out where a page is published.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TextIO

SEQUENCES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[P\]X^_]|[\x90\x9d\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"
)
"""What a terminal takes for one command: it sets colours, moves the cursor, names the window."""
UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""The categories of Unicode that have no sign of their own: controls, formats, lone surrogates."""
WITHIN_WORDS = "\t\u00ad\u061c\u200c\u200d\u200e\u200f"
"""Those that belong to writing: a tab, a place to divide a word, the joiners of letters and signs,
and the marks of Arabic and Hebrew, which turn no line."""


def printable(text: str) -> str:
    r"""Text of any number of lines, each character without a sign shown by its number.

    The numbers are written as in JSON and Python, `\u001b`, so that JSON stays what it was.
    """
    return text.translate({ord(each): _number(each) for each in _without_sign(text)})


def printable_line(text: str) -> str:
    """The same on one line: the end of a line is shown by its number, too."""
    return printable(text).replace("\n", "\\n")


def unprintable(text: str) -> str:
    """The first character of a text that has no sign, as `printable` shows it; empty if none."""
    found = _without_sign(text)
    return _number(next(character for character in text if character in found)) if found else ""


def without_controls(text: str) -> str:
    """Text for publication: without a terminal's commands and characters that have no sign."""
    if not (found := _without_sign(text)):
        return text
    return SEQUENCES.sub("", text).translate(dict.fromkeys(map(ord, found)))


class PrintableStream:
    """A stream to a terminal, pipe or file to which nothing unprintable is written.

    Args:
        stream: Where it is written.
    """

    def __init__(self, stream: TextIO) -> None:
        self.rich_proxied_file = stream  # There `rich` writes itself, since it sets colours.

    def write(self, text: str) -> int:
        self.rich_proxied_file.write(printable(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> object:
        return getattr(self.rich_proxied_file, name)


def _without_sign(text: str) -> set[str]:
    """The characters of a text that are not to be printed."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return set()
    return {
        character
        for character in set(text).difference("\n", WITHIN_WORDS)
        if unicodedata.category(character) in UNPRINTABLE
    }


def _number(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
