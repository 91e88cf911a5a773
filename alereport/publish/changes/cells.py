"""Compares the values of a figure before and now."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from alereport.exhibits.values import WITHHELD
from alereport.publish.changes.editions import CellChange
from alereport.publish.changes.publication import Figure

NUMBER = re.compile(r"[+\-\u2212]?\d+(?:\u00a0\d{3})*(?:[.,]\d+)*")


def changed(old: Figure, new: Figure, headings: Mapping[str, str]) -> tuple[CellChange, ...]:
    """The values that changed or are no longer shown; a column with another key did not change.

    A value that is withheld now is not repeated.

    Args:
        headings: The headings of the columns, by key; empty for text.
    """
    before, after = _without_renamed(old, new)
    return tuple(
        CellChange(
            column=column,
            heading=headings.get(column, ""),
            before=WITHHELD if after.get(column) == WITHHELD else value,
            after=after.get(column, ""),
        )
        for column, value in before.items()
        if value != after.get(column)
    )


def added(old: Figure, new: Figure) -> tuple[str, ...]:
    """The columns of the values that the earlier figure had not."""
    before, after = _without_renamed(old, new)
    return tuple(column for column in after if column not in before)


def are_same(old: Figure, new: Figure) -> bool:
    """True if every earlier value is shown still, whatever the words around it."""
    if old.cells and new.cells:
        return not changed(old, new, {})
    return _numbers(old.words) == _numbers(new.words)


def hides_earlier(old: Figure, new: Figure) -> bool:
    """True if a value that was shown is withheld now."""
    return any(cell.after == WITHHELD for cell in changed(old, new, {}))


def _without_renamed(old: Figure, new: Figure) -> tuple[dict[str, str], dict[str, str]]:
    """The cells of both, without those that have the same value under another key."""
    before, after = dict(old.cells), dict(new.cells)
    for column in [column for column in before if column not in new.cells]:
        same = [
            other for other in after if other not in old.cells and after[other] == before[column]
        ]
        if same:
            del before[column], after[same[0]]
    return before, after


def _numbers(words: str) -> Counter[str]:
    """The numbers in a text, where it has no values of its own."""
    return Counter(NUMBER.findall(words))
