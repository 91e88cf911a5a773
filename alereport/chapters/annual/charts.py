"""The chart of the annual report: outturn against target. Its frame is `analysis.scorecard`."""

from __future__ import annotations

from functools import partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from alereport.base.locales import gettext as _
from alereport.chapters.annual import sentences
from alereport.chapters.annual.exhibits import KEY, no_figures
from alereport.charts.drawing import INK, WIDTH, drawn_as_svg, house_style
from alereport.charts.stacked import SMALL, TYPE
from alereport.exhibits import building
from alereport.exhibits.building import Column, Record
from alereport.exhibits.model import Chart, Text
from alereport.exhibits.sources import sourced

ROW = 0.92
"""Inches a figure takes: its name, its outturn and its target."""


def targets(card: pd.DataFrame) -> Chart | Text:
    """Each figure that has a target: outturn (solid) above target (outlined).

    Figures have units of their own, so each pair of bars has its own scale, from nought.
    """
    if card.empty:
        return no_figures()
    aimed = card[card["target"].notna()].reset_index(drop=True)
    if aimed.empty:
        return building.note("no-targets", _("No figure of the annual report has a target."))
    year = aimed["year"].iloc[0]
    caption = _("Outturn {year} (solid) against target (outlined); each pair has its own scale.")
    return building.chart(
        _drawn(aimed),
        aimed,
        [
            building.quotes("indicator", _("Indicator")),
            building.quotes("unit", _("Unit")),
            Column("value", _("Outturn"), partial(sentences.outturn, has_unit=False)),
            Column("target", _("Target"), partial(sentences.target, has_unit=False)),
        ],
        name=f"{aimed['committee'].iloc[0]}-{year}-targets",
        key=KEY,
        headline=sentences.found(aimed),
        caption=sourced(caption.format(year=year), aimed),
        alt=_("Bar chart of outturn against target: {values}."),
        marks=sentences.against_target,
        as_of=year,
    )


def _drawn(aimed: pd.DataFrame) -> bytes:
    with house_style(TYPE):
        figure = Figure(figsize=(WIDTH, ROW * len(aimed) + 0.04))
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_xlim(0, 1)
        axes.set_ylim(len(aimed), 0)
        for at, row in enumerate(aimed.to_dict("records")):
            _pair(axes, at, row)
        return drawn_as_svg(figure)


def _pair(axes: Axes, at: int, row: Record) -> None:
    known = [abs(float(row[column])) for column in ("value", "target") if pd.notna(row[column])]
    scale = 0.52 / (max(known) or 1.0)
    named = f"{row['indicator']}: {sentences.verdict(row)}"
    axes.text(0, at + 0.18, named, va="center", fontweight="bold")
    bars = (
        (0.48, row["value"], INK, f"{_('Outturn')} {sentences.outturn(row)}"),
        (0.80, row["target"], "none", f"{_('Target')} {sentences.target(row)}"),
    )
    for below, value, fill, said in bars:
        length: float = 0.0 if pd.isna(value) else max(scale * float(value), 0.0)
        axes.barh(at + below, length, height=0.24, facecolor=fill, edgecolor=INK, linewidth=0.9)
        axes.text(length + 0.015, at + below, said, va="center_baseline", fontsize=SMALL)
