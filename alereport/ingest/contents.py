"""The table of contents of a document as text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from alereport.texts.document import Line

CONTENTS = re.compile(r"[^\t]*?(?:\.{3,}|\t)\s*(\d{1,3})\s*")
"""A line of a table of contents: a heading and its page."""
ENDING = re.compile(r"(?:\.{3,}|\t)[^\t]*\d\s*$")
"""What ends as such a line, or as a row of a table."""
FEWEST_SUMMED = 3
"""The fewest lines of which the last may be the sum of the others."""


def contents_lines(lines: Iterable[Line]) -> set[int]:
    """The lines of a table of contents: headings with their pages, one after another.

    Rows of a table look the same; they stand beside others, or have another order.
    """
    found: set[int] = set()
    printed = [line for line in lines if line.text.strip()]
    for has_end, group in groupby(printed, key=lambda line: ENDING.search(line.text) is not None):
        rows = list(group)
        pages = [int(match[1]) for row in rows if (match := CONTENTS.fullmatch(row.text))]
        is_of_pages = has_end and len(pages) == len(rows) and pages == sorted(pages)
        if is_of_pages and (len(pages) < FEWEST_SUMMED or pages[-1] != sum(pages[:-1])):
            found |= {row.number for row in rows}
    return found
