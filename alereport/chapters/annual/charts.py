"""The chart of the annual report: outturn against target. The frame is `analysis.scorecard`."""

from __future__ import annotations

from functools import partial

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.chapters.annual import sentences
from alereport.chapters.annual.exhibits import KEY, no_figures
from alereport.charts.marks import Bar, Panel, Row
from alereport.charts.rows import rows_chart
from alereport.exhibits import building
from alereport.exhibits.building import Column, FrameRow
from alereport.exhibits.model import Chart, Text
from alereport.exhibits.sources import with_source


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
        rows_chart(list(map(_pair, with_target.to_dict("records"))), [Panel(high=1.0)]),
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


def _pair(row: FrameRow) -> Row:
    """Return the outturn above the target, as shares of the larger of the two."""
    sizes = [abs(float(row[column])) for column in ("value", "target") if pd.notna(row[column])]
    scale = 1 / (max(sizes) or 1.0)
    outturn: float = 0.0 if pd.isna(row["value"]) else max(scale * float(row["value"]), 0.0)
    bars = [
        Bar(outturn, f"{_('Outturn')} {sentences.outturn(row)}"),
        Bar(scale * row["target"], f"{_('Target')} {sentences.target(row)}", "outline", line=1),
    ]
    return Row(f"{row['indicator']}: {sentences.target_reached(row)}", (bars,))
