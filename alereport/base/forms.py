"""The forms of what people write in a file, each said in words where something else is found."""

from __future__ import annotations

import re

from pydantic import AfterValidator


def written_as(pattern: str, words: str) -> AfterValidator:
    """Return the validator of a text of one form.

    Args:
        pattern: The regular expression that the whole text matches.
        words: What is expected, as a message says it: with an example rather than signs.
    """
    compiled = re.compile(pattern)

    def require(text: str) -> str:
        if not compiled.fullmatch(text):
            raise ValueError(words)
        return text

    return AfterValidator(require)


SLUG = written_as(
    r"[a-z0-9]+(-[a-z0-9]+)*", "small letters a to z and digits, with hyphens, as ks-2024"
)
"""A short name, which becomes a part of an address."""
