"""Footnotes under a table."""

from __future__ import annotations

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def mark(number: int) -> str:
    """The sign a footnote is referred to by."""
    return str(number).translate(SUPERSCRIPTS)
