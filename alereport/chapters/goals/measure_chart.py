"""The chart of measures. The frame is that of `measures`."""

from __future__ import annotations

from functools import partial

import pandas as pd
from matplotlib.axes import Axes

from alereport.base.language import gettext as _
from alereport.chapters.goals import sentences, words
from alereport.chapters.goals.exhibits import of_plan
from alereport.chapters.goals.measures import has_number
from alereport.chapters.goals.outcomes import MEASURE, point, target
from alereport.charts import worded
from alereport.charts.drawing import INK, drawn_as_svg, house_style
from alereport.exhibits import building
from alereport.exhibits.building import Column, Record, texts
from alereport.exhibits.model import Chart, Text
from alereport.exhibits.phrases import Phrase, Words, say
from alereport.exhibits.values import Cell

PANELS = ((0.0, 0.4), (0.44, 0.56))
EARLIER = "#9aa5ab"
BAR = 0.13
"""Inches a bar is thick."""


COLOURS = {"start": EARLIER, "latest": INK, "target": "none"}
"""What the bar of each value is filled with."""


def measures_chart(progress: pd.DataFrame) -> Chart | Text:
    """Each target with a number (outlined) beside where it started (light) and stands (dark).

    Every measure has a scale of its own, from zero.
    """
    numbered = progress[has_number(progress)]
    if numbered.empty:
        return words.instead_of("measures-chart", words.NO_NUMBERED_TARGETS)
    caption = _(
        "Measures whose target has a number, plan for {year}. Outlined: target. Grey: where it "
        "started. The text's colour: the latest outturn. Each measure has its own scale."
    )
    columns = [
        texts("name", _("Measure")),
        texts("unit", _("Unit")),
        Column("start", _("Start"), partial(point, "start", has_unit=False)),
        Column("latest", _("Latest outturn"), partial(point, "latest", has_unit=False)),
        Column("target", _("Target"), partial(target, has_unit=False)),
        Column("status", _("Status"), _status, figures=False),
    ]
    return building.chart(
        _drawn(numbered),
        numbered,
        columns,
        key=MEASURE,
        headline=sentences.measures_found(numbered),
        alt=_("Bar chart of measures from outturn to target: {values}."),
        marks=_in_words,
        **of_plan(numbered, "measures", caption),
    )


def _values(row: Record) -> dict[str, Cell]:
    """Where a measure started, where it stands and where it is to be, as far as is known."""
    cells = {"start": point("start", row), "latest": point("latest", row), "target": target(row)}
    return {which: cell for which, cell in cells.items() if cell.is_number}


def _in_words(row: Record) -> Phrase:
    """What the chart shows of a measure."""
    shown: dict[str, Words] = {"name": str(row["name"]), **_values(row), "status": _status(row)}
    return say(", ".join(f"{{{gap}}}" for gap in shown), **shown)


def _status(row: Record) -> str:
    return _note(row).replace("\n", ", ")


def _note(row: Record) -> str:
    """The status, and under it whether the year of the target has passed without a report."""
    state, passed = words.progress(row["status"]), _("the year has passed")
    return f"{state}\n{passed}" if row["late"] else state


def _drawn(numbered: pd.DataFrame) -> bytes:
    rows = numbered.to_dict("records")
    lines = [len(_values(row)) + _note(row).count("\n") + 1 for row in rows]
    with house_style():
        drawn = worded.panels(numbered["name"].tolist(), PANELS, lines=lines)
        scale, beside = drawn.panels
        scale.set_xlim(0, 1)
        beside.set_xlim(0, 1)
        worded.heading(scale, _("Scale from 0"), left=True)
        worded.heading(beside, _("Value (year), status"), left=True)
        for row, middle in zip(rows, drawn.middles, strict=True):
            _measure(scale, beside, row, middle)
        return drawn_as_svg(drawn.figure)


def _measure(scale: Axes, beside: Axes, row: Record, middle: float) -> None:
    """A bar for each value of a measure, with the value in words, and its status under them."""
    cells, note = _values(row), _note(row)
    bars = {which: _ends(cell) for which, cell in cells.items()}
    ends = [0.0, *(end for bar in bars.values() for end in bar)]
    least, most = min(ends), max(ends)
    span = (most - least) or 1.0
    top = middle - worded.LINE * (len(bars) + note.count("\n") + 1) / 2 + worded.LINE / 2
    for at, (which, (low, high)) in enumerate(bars.items()):
        place = top + worded.LINE * at
        scale.barh(
            place,
            (high - low) / span * 0.98,
            left=0.01 + (low - least) / span * 0.98,
            height=BAR,
            facecolor=COLOURS[which],
            edgecolor=INK if which == "target" else COLOURS[which],
        )
        beside.text(0, place, str(cells[which]), va="center", fontsize=worded.SIZE)
    zero = 0.01 - least / span * 0.98
    bottom = top + worded.LINE * (len(bars) - 0.5)
    scale.plot([zero, zero], [top - worded.LINE / 2, bottom], color=INK, linewidth=0.8)
    under = top + worded.LINE * (len(bars) + note.count("\n") / 2)
    status = beside.text(0, under, note, va="center", fontsize=worded.SIZE, fontweight="bold")
    status.set_linespacing(1.0)


def _ends(cell: Cell) -> tuple[float, float]:
    """Where the bar of a value begins and ends: at zero, or for a range between its ends."""
    value = float(cell.value or 0)
    return (0.0, value) if cell.upper is None else (value, float(cell.upper))
