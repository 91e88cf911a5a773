"""Tables that go on over the next page, whatever tells where their cells stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from alereport.ingest.columns import YEAR
from alereport.ingest.model import Row
from alereport.ingest.numerals import is_nothing, numeral

CUT = "its label may go on over the page"


def repeated(above: Sequence[Row], below: Sequence[Row]) -> int:
    """How many rows of its head a table prints again on the next page.

    Args:
        above: The rows of the table.
        below: The rows of what stands first on the next page.
    """
    count = 0
    for one, other in zip(above, below, strict=False):
        if not _is_same(one, other) or not _may_be_head(one):
            break
        count += 1
    return min(count, len(below) - 1)


def _is_same(one: Row, other: Row) -> bool:
    heads = [[(cell.text, cell.is_head, cell.is_continued) for cell in row] for row in (one, other)]
    return heads[0] == heads[1] and any(cell.text for cell in one)


def _may_be_head(row: Row) -> bool:
    """True for what the file says is a head, or has no figures but years."""
    if any(cell.is_head for cell in row):
        return row[-1].is_head
    return all(
        is_nothing(cell.text) or YEAR.fullmatch(cell.text.strip()) or numeral(cell.text) is None
        for cell in row
    )


def joined(above: Sequence[Row], below: Sequence[Row]) -> tuple[Row, ...]:
    """The rows on both sides of a page break; one that may be cut there is asked about.

    Args:
        below: The rows of the next page, without those of the head.
    """
    last, first = above[-1], below[0]
    is_cut = not any(cell.text for cell in first[1:]) or not first[0].text
    if is_cut:
        last, first = _doubted(last), _doubted(first)
    return (*above[:-1], last, first, *below[1:])


def _doubted(row: Row) -> Row:
    return (replace(row[0], doubt=row[0].doubt or CUT), *row[1:])
