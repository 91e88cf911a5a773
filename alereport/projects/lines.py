"""A text merged from three, line by line: the project's, what it began as, and the version's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher

Lines = Sequence[str]


@dataclass(frozen=True)
class Merged:
    """A merged text.

    Attributes:
        text: The text; where both changed the same lines, it has the project's.
        clashes: The numbers of the lines of the text at which both changed the same, from 1.
    """

    text: str
    clashes: tuple[int, ...]


def merged(mine: str, before: str, new: str) -> Merged:
    """Return a text with what the project changed in it and what the new version changed.

    Args:
        mine: The text of the project.
        before: What both began as.
        new: The text of the new version.
    """
    kept: list[str] = []
    clashes = []
    for own, old, coming in _parts(
        *(text.splitlines(keepends=True) for text in (mine, before, new))
    ):
        if own == old:
            kept += coming
            continue
        if coming not in {own, old}:
            clashes.append(len(kept) + 1)
        kept += own
    return Merged("".join(kept), tuple(clashes))


def _parts(mine: Lines, before: Lines, new: Lines) -> Iterator[tuple[tuple[str, ...], ...]]:
    """The texts in parts that belong together: those that are the same in all, and between them."""
    at = (0, 0, 0)
    for size, *starts in [*_same(mine, before, new), (0, len(mine), len(before), len(new))]:
        texts = (mine, before, new)
        yield tuple(
            tuple(text[begin:end]) for text, begin, end in zip(texts, at, starts, strict=True)
        )
        at = (starts[0] + size, starts[1] + size, starts[2] + size)
        shared = tuple(before[starts[1] : at[1]])
        yield shared, shared, shared


def _same(mine: Lines, before: Lines, new: Lines) -> Iterator[tuple[int, int, int, int]]:
    """How many lines are the same in all three, and where they begin in each, in order."""
    for own in _matching(before, mine):
        for coming in _matching(before, new):
            begin = max(own.a, coming.a)
            size = min(own.a + own.size, coming.a + coming.size) - begin
            if size > 0:
                yield size, own.b + begin - own.a, begin, coming.b + begin - coming.a


def _matching(before: Lines, other: Lines) -> list[Match]:
    return SequenceMatcher(None, before, other, autojunk=False).get_matching_blocks()
