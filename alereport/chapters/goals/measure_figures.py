"""Figures of measures. The frames are those of `analysis.measures`."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from alereport.base.language import gettext as _
from alereport.chapters.goals import headlines, no_goals
from alereport.chapters.goals import words as goal_words
from alereport.charts import worded
from alereport.charts.drawing import INK, drawn_as_svg, house_style, shown_figure
from alereport.exhibits import sources
from alereport.exhibits.display import Displayable, headline_and_values, shown

PANELS = ((0.0, 0.4), (0.44, 0.56))
EARLIER = "#9aa5ab"
BAR = 0.13
"""Inches a bar is thick."""


@dataclass(frozen=True)
class _Bar:
    """One bar of a measure: from where to where, how it is filled and what is written by it."""

    low: float
    high: float
    colour: str
    words: str


def measure_progress(progress: pd.DataFrame) -> Displayable:
    """Each target with a number (outlined) beside where it started (light) and stands (dark).

    Every measure has a scale of its own, from nought.
    """
    numbered = progress[progress[["target_low", "target_high"]].notna().any(axis="columns")]
    if numbered.empty:
        return no_goals.no_numbered_targets()
    rows = numbered.to_dict("records")
    bars = [_bars(row) for row in rows]
    notes = [_note(row) for row in rows]
    svg = _drawn_measures([str(row["name"]) for row in rows], bars, notes)
    values = [
        ", ".join([str(row["name"]), *(bar.words for bar in of), note.replace("\n", ", ")])
        for row, of, note in zip(rows, bars, notes, strict=True)
    ]
    first = numbered.iloc[0]
    headline = headlines.measures(numbered)
    caption = _(
        "Measures whose target has a number, plan for {year}. Outlined: target. Grey: where it "
        "started. The text's colour: the latest outturn. Each measure has its own scale."
    ).format(year=first["plan_year"])
    alt = _("Bar chart of measures from outturn to target: {values}.").format(
        values="; ".join(values)
    )
    return shown_figure(
        svg,
        label=f"{first['committee']}-{first['plan_year']}-measures",
        headline=headline,
        caption=f"{caption} {sources.source(numbered)}",
        alt=alt,
        traced=headline_and_values(headline, numbered, values, numbered["rows"]),
        drawn={
            _("Measure"): numbered["name"],
            _("Unit"): numbered["unit"],
            _("Start"): [shown(value, goal_words.measured) for value in numbered["start_value"]],
            _("Latest outturn"): [
                shown(value, goal_words.measured) for value in numbered["latest_value"]
            ],
            _("Target"): [
                goal_words.target(row["target_low"], row["target_high"], pd.NA) for row in rows
            ],
            _("Status"): [note.replace("\n", ", ") for note in notes],
        },
    )


def _drawn_measures(
    names: Sequence[str], bars: Sequence[list[_Bar]], notes: Sequence[str]
) -> bytes:
    with house_style():
        drawn = worded.panels(
            names,
            PANELS,
            lines=[len(of) + note.count("\n") + 1 for of, note in zip(bars, notes, strict=True)],
        )
        scale, words = drawn.panels
        scale.set_xlim(0, 1)
        words.set_xlim(0, 1)
        worded.heading(scale, _("Scale from 0"), left=True)
        worded.heading(words, _("Value (year), status"), left=True)
        for of, note, middle in zip(bars, notes, drawn.middles, strict=True):
            _measure(scale, words, of, note, middle)
        return drawn_as_svg(drawn.figure)


def _bars(row: dict[Hashable, Any]) -> list[_Bar]:
    """Where it started, where it stands and where it is to be, as far as is known."""
    found = []
    for value, year, colour in (
        (row["start_value"], row["start_year"], EARLIER),
        (row["latest_value"], row["latest_year"], INK),
    ):
        if pd.notna(value):
            written = goal_words.with_unit(goal_words.measured(value), row["unit"])
            found.append(_Bar(0.0, float(value), colour, f"{written} ({year})"))
    low, high = row["target_low"], row["target_high"]
    written = goal_words.target(low, high, row["unit"])
    ranged = pd.notna(low) and pd.notna(high) and low != high
    end = low if pd.isna(high) else high
    bar = _Bar(float(low) if ranged else 0.0, float(end), "none", "")
    return [*found, _Bar(bar.low, bar.high, "none", f"{written} ({row['target_year']})")]


def _note(row: dict[Hashable, Any]) -> str:
    """The status, and under it whether the year of the target has passed without a report."""
    state = goal_words.progress(str(row["status"]))
    passed = _("the year has passed")
    return f"{state}\n{passed}" if row["late"] else state


def _measure(scale: Axes, words: Axes, bars: list[_Bar], note: str, middle: float) -> None:
    least, most = (
        edge([0.0, *(end for bar in bars for end in (bar.low, bar.high))]) for edge in (min, max)
    )
    span = (most - least) or 1.0
    top = middle - worded.LINE * (len(bars) + note.count("\n") + 1) / 2 + worded.LINE / 2
    for at, bar in enumerate(bars):
        place = top + worded.LINE * at
        scale.barh(
            place,
            (bar.high - bar.low) / span * 0.98,
            left=0.01 + (bar.low - least) / span * 0.98,
            height=BAR,
            facecolor=bar.colour,
            edgecolor=INK if bar.colour == "none" else bar.colour,
        )
        words.text(0, place, bar.words, va="center", fontsize=worded.SIZE)
    nought = 0.01 - least / span * 0.98
    bottom = top + worded.LINE * (len(bars) - 0.5)
    scale.plot([nought, nought], [top - worded.LINE / 2, bottom], color=INK, linewidth=0.8)
    words.text(
        0,
        top + worded.LINE * (len(bars) + note.count("\n") / 2),
        note,
        va="center",
        fontsize=worded.SIZE,
        fontweight="bold",
        linespacing=1.0,
    )
