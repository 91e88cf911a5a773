"""The chart of the annual report: outturn against target. The frame is `analysis.scorecard`."""

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
from alereport.exhibits.building import Column, FrameRow
from alereport.exhibits.model import Chart, Text
from alereport.exhibits.sources import with_source

ROW = 0.92
"""Height of one figure with its name, outturn and target, in inches."""


def targets(card: pd.DataFrame) -> Chart | Text:
    """Draw each figure that has a target: outturn (solid) above target (outlined).

    Figures have different units, so each pair of bars has its own scale, from zero.
    """
    if card.empty:
        return no_figures()
    with_target = card[card["target"].notna()].reset_index(drop=True)
    if with_target.empty:
        return building.note("no-targets", _("No figure of the annual report has a target."))
    year = with_target["year"].iloc[0]
    caption = _("Outturn {year} (solid) against target (outlined); each pair has its own scale.")
    return building.chart(
        _targets_svg(with_target),
        with_target,
        [
            building.texts("indicator", _("Indicator")),
            building.texts("unit", _("Unit")),
            Column("value", _("Outturn"), partial(sentences.outturn, has_unit=False)),
            Column("target", _("Target"), partial(sentences.target, has_unit=False)),
        ],
        name=f"{with_target['committee'].iloc[0]}-{year}-targets",
        key=KEY,
        headline=sentences.headline(with_target),
        caption=with_source(caption.format(year=year), with_target),
        alt=_("Bar chart of outturn against target: {values}."),
        marks=sentences.against_target,
        as_of=year,
    )


def _targets_svg(with_target: pd.DataFrame) -> bytes:
    with house_style(TYPE):
        figure = Figure(figsize=(WIDTH, ROW * len(with_target) + 0.04))
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_xlim(0, 1)
        axes.set_ylim(len(with_target), 0)
        for number, row in enumerate(with_target.to_dict("records")):
            _pair(axes, number, row)
        return drawn_as_svg(figure)


def _pair(axes: Axes, number: int, row: FrameRow) -> None:
    sizes = [abs(float(row[column])) for column in ("value", "target") if pd.notna(row[column])]
    scale = 0.52 / (max(sizes) or 1.0)
    heading = f"{row['indicator']}: {sentences.target_reached(row)}"
    axes.text(0, number + 0.18, heading, va="center", fontweight="bold")
    bars = (
        (0.48, row["value"], INK, f"{_('Outturn')} {sentences.outturn(row)}"),
        (0.80, row["target"], "none", f"{_('Target')} {sentences.target(row)}"),
    )
    for offset, value, colour, label in bars:
        length: float = 0.0 if pd.isna(value) else max(scale * float(value), 0.0)
        axes.barh(
            number + offset, length, height=0.24, facecolor=colour, edgecolor=INK, linewidth=0.9
        )
        axes.text(length + 0.015, number + offset, label, va="center_baseline", fontsize=SMALL)
