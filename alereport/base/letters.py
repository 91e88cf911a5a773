"""Words in the letters that short names are written in."""

from __future__ import annotations

import unicodedata

OTHERS = str.maketrans({"æ": "ae", "ø": "o", "ß": "ss", "ð": "d", "þ": "th"})
"""Letters that are no other letter with a sign on it."""


def plain(words: str) -> str:
    """Words in small letters without signs on them: a for å and ä, o for ö and ø."""
    decomposed = unicodedata.normalize("NFKD", words.casefold().translate(OTHERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
