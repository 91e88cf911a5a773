"""A bridge: from one amount by steps to another, the two as pillars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alereport.charts.canvas import Look
from alereport.charts.marks import Bar, Mark, Panel, Row

WHOLE = 0.3
"""The least share of the pillars that the steps span for the pillars to be drawn from zero."""
FOOT = 0.45
"""What is shown of a cut pillar below the lowest step, as a share of what the steps span."""


@dataclass(frozen=True)
class Step:
    """A step of a bridge.

    Attributes:
        name: What changes the amount.
        change: By how much.
        words: The change as it is written.
        broken: Whether it does not compare.
        beside: The marks of the row in the panels after the first.
    """

    name: str
    change: float
    words: str
    broken: bool = False
    beside: tuple[Sequence[Mark], ...] = ()


@dataclass(frozen=True)
class Pillar:
    """The amount that a bridge begins or ends with.

    Attributes:
        name: Its name, such as `Budget 2023`.
        amount: The amount.
        words: The amount as it is written.
        beside: See `Step`.
    """

    name: str
    amount: float
    words: str
    look: Look = "outline"
    beside: tuple[Sequence[Mark], ...] = ()


def bridge_rows(start: Pillar, steps: Sequence[Step], end: Pillar) -> list[Row]:
    """Return the rows of a bridge, each step beginning where the one before it ended."""
    rows, level = [_pillar(start, leads_on=True)], start.amount
    for step in steps:
        look: Look = "broken" if step.broken else "more" if step.change > 0 else "less"
        bar = Bar(level + step.change, step.words, look, start=level, leads_on=True)
        rows.append(Row(step.name, ((bar,), *step.beside)))
        level += step.change
    return [*rows, _pillar(end, leads_on=False)]


def _pillar(pillar: Pillar, *, leads_on: bool) -> Row:
    bar = Bar(pillar.amount, pillar.words, pillar.look, leads_on=leads_on)
    return Row(pillar.name, ((bar,), *pillar.beside), strong=True)


def bridge_panel(rows: Sequence[Row], heading: str = "", *, share: float = 1.0) -> Panel:
    """Return the panel of a bridge's amounts: from zero, or with its pillars cut, and drawn so.

    Steps of some per cent would be too short to see beside whole pillars.
    """
    bars = [mark for row in rows for mark in row.cells[0] if isinstance(mark, Bar)]
    levels = [bar.end for bar in bars]
    lowest, highest = min(levels), max(levels)
    spanned = highest - lowest
    is_whole = lowest <= 0 or spanned == 0 or spanned > WHOLE * highest
    low = None if is_whole else lowest - FOOT * spanned
    return Panel(heading, share, low=low, axis=is_whole)
