"""Footnotes under a table."""

from __future__ import annotations

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def mark(number: int) -> str:
    """Return the sign of a footnote, as a superscript."""
    return str(number).translate(SUPERSCRIPTS)
