"""Footnotes under a table."""

from __future__ import annotations

from dataclasses import replace

from alereport.base.markdown import spoken
from alereport.exhibits import blocks
from alereport.exhibits.display import Displayable

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def mark(number: int) -> str:
    """The sign a footnote is referred to by."""
    return str(number).translate(SUPERSCRIPTS)


def with_notes(shown: Displayable, notes: list[str]) -> Displayable:
    """A table with its footnotes under it, each with its sign, as Markdown."""
    if not notes:
        return shown
    under = blocks.block("report-note", notes)
    return replace(
        shown,
        markdown=f"{shown.markdown}\n\n{under.markdown}",
        html=shown.html + under.html,
        table=shown.table and replace(shown.table, notes=tuple(map(spoken, notes))),
    )
