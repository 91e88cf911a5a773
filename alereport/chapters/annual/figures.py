"""The figure of an annual report: outturn against target. Its frame is `analysis.annual`'s."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from alereport.base.language import gettext as _
from alereport.chapters.annual import text as words
from alereport.charts.drawing import INK, WIDTH, drawn_as_svg, house_style, shown_figure
from alereport.charts.stacked import SMALL, TYPE
from alereport.exhibits import sources
from alereport.exhibits.display import Displayable, headline_and_values

ROW = 0.92
"""Inches a figure takes: its name, its outturn and its target."""


def annual_targets(card: pd.DataFrame) -> Displayable:
    """Each figure that has a target: outturn (solid) above target (outlined).

    Figures have units of their own, so each pair of bars has its own scale, from nought.
    """
    if card.empty:
        return words.no_figures()
    aimed = card[card["target"].notna()].reset_index(drop=True)
    if aimed.empty:
        return words.no_targets()
    with house_style(TYPE):
        figure = Figure(figsize=(WIDTH, ROW * len(aimed) + 0.04))
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_xlim(0, 1)
        axes.set_ylim(len(aimed), 0)
        for at in range(len(aimed)):
            _pair(axes, at, aimed)
        svg = drawn_as_svg(figure)
    values = [words.against_target(row) for _index, row in aimed.iterrows()]
    first = aimed.iloc[0]
    caption = _("Outturn {year} (solid) against target (outlined); each pair has its own scale.")
    headline = _headline(aimed)
    return shown_figure(
        svg,
        label=f"{first['committee']}-{first['year']}-targets",
        headline=headline,
        caption=f"{caption.format(year=first['year'])} {sources.source(aimed)}",
        alt=_("Bar chart of outturn against target: {values}.").format(values="; ".join(values)),
        traced=headline_and_values(headline, aimed, values, aimed["rows"]),
        drawn={
            _("Indicator"): aimed["indicator"],
            _("Unit"): aimed["unit"],
            _("Outturn"): [words.bare_outturn(row) for _index, row in aimed.iterrows()],
            _("Target"): [words.bare_target(row) for _index, row in aimed.iterrows()],
        },
    )


def _pair(axes: Axes, at: int, aimed: pd.DataFrame) -> None:
    row = aimed.iloc[at]
    known = [abs(float(row[column])) for column in ("value", "target") if pd.notna(row[column])]
    scale = 0.52 / (max(known) or 1.0)
    axes.text(
        0, at + 0.18, f"{row['indicator']}: {words.verdict(row)}", va="center", fontweight="bold"
    )
    bars = (
        (0.48, row["value"], INK, f"{_('Outturn')} {words.outturn(row)}"),
        (0.80, row["target"], "none", f"{_('Target')} {words.target(row)}"),
    )
    for below, value, fill, said in bars:
        length = 0.0 if pd.isna(value) else max(scale * float(value), 0.0)
        axes.barh(at + below, length, height=0.24, facecolor=fill, edgecolor=INK, linewidth=0.9)
        axes.text(length + 0.015, at + below, said, va="center_baseline", fontsize=SMALL)


def _headline(aimed: pd.DataFrame) -> str:
    if len(aimed) == 1:
        return words.against_target(aimed.iloc[0])
    reached = int(aimed["reached"].eq(True).fillna(value=False).sum())
    return _("{reached} of {aimed} targets were reached").format(reached=reached, aimed=len(aimed))
