"""The rows of a table without borders: which lines of text are one label, or one row."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from alereport.ingest.model import Row
from alereport.ingest.placed_words import RANGE

NEAR = 0.85
"""How near the lines of one label stand, as a share of how far apart rows do."""
ENDS_IN_FIGURE = re.compile(r"[^\W\d_]\s?\(?\d[\d\s.,]*\)?%?$")
LOOSE = "the line beside it may be of it too"
GOES_ON = ("/", "-", ",", "(", "&", " och", " samt")
"""What a label ends with that goes on over the next line."""
MOST_INDENT = 14.0
"""How far in the second line of a label begins at most, in points."""


def labelled(rows: Sequence[tuple[Row, float]]) -> tuple[Row, ...]:
    """Join a label over several lines, by how near they stand; doubt one that may be another's.

    Args:
        rows: Each row with the height of its line on the page, in points.
    """
    pitch = _pitch(rows)
    joined: list[Row] = []
    below = ""
    for number, (row, height) in enumerate(rows):
        if any(cell.text for cell in row[1:]):
            whole = _checked(row, together(below.strip(), row[0].text))
            # The first line of a page may be the end of a label on the page before.
            is_cut = below and number == 1
            apart = bool(below.strip()) and _stands_apart(rows[number - 1][0], row)
            joined.append(doubted(whole, LOOSE) if is_cut or apart or below == " " else whole)
            if not row[0].text or _may_end_above(rows, number):
                joined[-2:] = [doubted(each, LOOSE) for each in joined[-2:]]
            below = ""
            continue
        to_above = rows[number - 1][1] - height if number else math.inf
        to_below = height - rows[number + 1][1] if number + 1 < len(rows) else math.inf
        if below.strip() and to_below > min(to_above / NEAR, NEAR * pitch):  # A label alone.
            alone = (replace(row[0], text=together(below, row[0].text)), *row[1:])
            joined = [*joined[:-1], *(doubted(each, LOOSE) for each in joined[-1:]), alone]
            below = " "
        elif below.strip():
            below = together(below, row[0].text)
        elif joined and 0 < to_above < NEAR * min(to_below, pitch):
            apart = _stands_apart(rows[number - 1][0], row)
            whole = _checked(joined[-1], together(joined[-1][0].text, row[0].text))
            joined[-1] = doubted(whole, LOOSE) if apart else whole
        elif 0 < to_below < NEAR * min(to_above, pitch):
            below = row[0].text
        else:
            joined = [*joined[:-1], *(doubted(each, LOOSE) for each in joined[-1:]), row]
            below = below or " "
    return tuple(joined)


def _may_end_above(rows: Sequence[tuple[Row, float]], number: int) -> bool:
    """True if the figures of a line may be the ends of those above: few, and nearer than rows are.

    A narrow column breaks a figure as it does a label: `–` above `58 294`.
    """
    row = rows[number][0]
    filled = sum(bool(cell.text) for cell in row[1:])
    if not number or not any(cell.text for cell in rows[number - 1][0][1:]):
        return False
    around = [height for _row, height in rows[max(0, number - 2) : number + 2]]
    widest = max(above - under for above, under in pairwise(around))
    step = rows[number - 1][1] - rows[number][1]
    return filled * 2 <= len(row) - 1 and 0 < step < NEAR * widest


def _stands_apart(above: Row, row: Row) -> bool:
    """True if two lines of a label do not begin at one edge: one may be of a group of rows."""
    boxes = [getattr(each[0].place, "box", None) for each in (above, row)]
    lefts = [box[0] for box in boxes if box]
    return bool(lefts) and max(lefts) - min(lefts) > MOST_INDENT


def together(one: str, other: str) -> str:
    """Two lines of a label as one; a slash, a hyphen or the dash of a range joins them."""
    is_joined = one.endswith(("/", "-")) or (RANGE.search(one) and other[:1].isdigit())
    return f"{one}{other}" if is_joined else f"{one} {other}".strip()


def _pitch(rows: Sequence[tuple[Row, float]]) -> float:
    """How far apart the rows with figures stand, where they follow one another."""
    heights = [height for row, height in rows if any(cell.text for cell in row[1:])]
    steps = [above - under for above, under in pairwise(heights) if above > under]
    return median(steps) if steps else math.inf


def _checked(row: Row, label: str) -> Row:
    """A row with its label, in doubt if a figure at the end of it may be the first column's."""
    labelled = (replace(row[0], text=label), *row[1:])
    if ENDS_IN_FIGURE.search(label):
        return doubted(labelled, "a figure at the end of its label may be a column's")
    return doubted(labelled, LOOSE) if label.endswith(GOES_ON) else labelled


def doubted(row: Row, doubt: str) -> Row:
    return (replace(row[0], doubt=doubt), *row[1:])


def of_texts(rows: Sequence[tuple[Row, float]]) -> tuple[Row, ...]:
    """Join the lines of a table of texts: a row begins with a label, or after a wider gap.

    Args:
        rows: Each line as a row, with its height on the page, in points.
    """
    steps = [above[1] - under[1] for above, under in pairwise(rows)]
    least = min(steps, default=0.0)
    are_apart = [step > 1.25 * least for step in steps]
    is_by_gap = any(are_apart) and not all(are_apart)
    made: list[Row] = []
    for number, (row, _height) in enumerate(rows):
        begins = not number or (are_apart[number - 1] if is_by_gap else bool(row[0].text))
        if begins:
            made.append(row)
        else:
            made[-1] = tuple(
                replace(one, text=together(one.text, other.text))
                for one, other in zip(made[-1], row, strict=True)
            )
    return tuple(made)
