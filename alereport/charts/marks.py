"""What a chapter declares of a chart: rows with marks, in panels that each have one scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from alereport.charts.canvas import Look
from alereport.exhibits import values
from alereport.exhibits.widths import Width

Draw = Callable[[Width], bytes]
"""Makes a chart for a width."""


@dataclass(frozen=True)
class Bar:
    """A bar from `start` to `end`, with its value written outside its end.

    Attributes:
        end: The value it ends at.
        words: What is written at its end.
        look: See `canvas.Look`.
        start: The value it begins at.
        line: The line of the row it stands on, counted from 0: budget above forecast.
        leads_on: Whether a thin line leads from its end to the row below, as in a bridge.
    """

    end: float
    words: str = ""
    look: Look = "solid"
    start: float = 0.0
    line: int = 0
    leads_on: bool = False


@dataclass(frozen=True)
class Pin:
    """A thin line from zero with a square at its end, for a difference in per cent."""

    end: float
    words: str = ""
    look: Look = "solid"
    start: float = 0.0
    line: int = 0


@dataclass(frozen=True)
class Band:
    """The span of an aim, behind the bars."""

    start: float
    end: float
    look: Look = "band"
    words: str = ""
    line: int = 0


@dataclass(frozen=True)
class Words:
    """Words instead of a mark, such as the one for a break."""

    words: str
    line: int = 0
    start: float = 0.0
    end: float = 0.0


@dataclass(frozen=True)
class Dot:
    """A value among others on the same line: a ring, or solid where it is the one told of."""

    end: float
    look: Look = "ring"
    line: int = 0
    words: str = ""

    @property
    def start(self) -> float:
        """The value itself: a dot is no length, and needs no zero."""
        return self.end


@dataclass(frozen=True)
class Tick:
    """A short line across the row at a value, such as a median."""

    end: float
    line: int = 0
    words: str = ""

    @property
    def start(self) -> float:
        """See `Dot.start`."""
        return self.end


Mark = Bar | Pin | Band | Words | Dot | Tick


@dataclass(frozen=True)
class Panel:
    """One scale, with a heading.

    Attributes:
        heading: What is measured, and its unit.
        share: Its share of the width that values leave for marks, as a weight.
        low: The least value shown; 0 or the least of its marks by default. Bars that begin below
            are cut off, and drawn so.
        high: The greatest value shown; that of its marks by default.
        axis: Whether a line marks zero.
    """

    heading: str = ""
    share: float = 1.0
    low: float | None = None
    high: float | None = None
    axis: bool = True


@dataclass(frozen=True)
class Row:
    """A row: its name, and its marks in each panel.

    Attributes:
        name: Its name.
        cells: For each panel the marks in it.
        strong: Whether name and values are bold, as of a total.
        ruled: Whether a line stands above it, as above a total.
    """

    name: str
    cells: tuple[Sequence[Mark], ...]
    strong: bool = False
    ruled: bool = False


def difference(change: float, *, broken: bool = False) -> Bar:
    """Return the bar of a difference: more or less in its colour, one that is missing a dash."""
    look: Look = "broken" if broken else "more" if change > 0 else "less"
    return Bar(
        0.0 if pd.isna(change) else float(change), str(values.amount(change, signed=True)), look
    )
