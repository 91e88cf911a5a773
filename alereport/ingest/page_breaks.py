"""Tables that go on over the next page, whatever tells where their cells stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from alereport.ingest.columns import YEAR
from alereport.ingest.model import Row
from alereport.ingest.numerals import is_nothing, numeral

CUT = "its label may go on over the page"


def repeated(above: Sequence[Row], below: Sequence[Row]) -> int:
    """How many rows of its head a table prints again on the next page; 0 for another head.

    Args:
        above: The rows of the table.
        below: The rows of what stands first on the next page.
    """
    count = 0
    for one, other in zip(above, below, strict=False):
        if not _is_same(one, other) or not _may_be_head(one):
            break
        count += 1
    if count and _goes_on(above[:count], (*above[count : count + 1], *below[count : count + 1])):
        return 0
    return min(count, len(below) - 1)


def _goes_on(same: Sequence[Row], after: Sequence[Row]) -> bool:
    """True if one of two heads goes on where they are no longer the same: below years, in words."""
    if any(row[-1].is_head for row in after):
        return True
    years = [cell.text.strip() for cell in same[-1][1:] if cell.text.strip()]
    return all(YEAR.fullmatch(text) for text in years) and any(_is_of_words(row) for row in after)


def begins_another(above: Sequence[Row], below: Sequence[Row]) -> bool:
    """True if rows of words stand first on the next page, below a table of figures."""
    has_figures = any(numeral(cell.text) is not None for cell in above[-1][1:])
    return has_figures and _is_of_words(below[0])


def _is_of_words(row: Row) -> bool:
    """True for texts beside a label and no figure."""
    texts = [cell.text for cell in row[1:] if not is_nothing(cell.text)]
    return bool(texts) and all(numeral(text) is None or YEAR.fullmatch(text) for text in texts)


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
