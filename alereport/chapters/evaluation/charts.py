"""The chart of an evaluation: the points of its areas, which are `analysis.areas`."""

from __future__ import annotations

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.base.locales import number
from alereport.chapters.evaluation import sentences
from alereport.chapters.evaluation.exhibits import NAME, points_columns
from alereport.chapters.evaluation.sentences import numbered_name, points
from alereport.charts.marks import Bar, Draw, Panel, Row
from alereport.charts.rows import rows_chart
from alereport.exhibits import building
from alereport.exhibits.building import FrameRow
from alereport.exhibits.model import Chart, Group, nothing
from alereport.exhibits.phrases import Phrase, fill
from alereport.exhibits.sources import with_source


def areas_chart(areas: pd.DataFrame) -> Chart | Group:
    """Return a chart of each area's points (solid) of the maximum (outlined)."""
    if areas.empty:
        return nothing()
    caption = _("Points by area {year}: reached (solid) of the maximum (outlined).")
    return building.chart(
        _drawn(areas),
        areas,
        points_columns(_("Area"), with_percent=False),
        name=f"{NAME}-areas",
        key="number",
        headline=sentences.areas_headline(areas),
        caption=with_source(caption.format(year=areas["year"].iloc[0]), areas),
        alt=_("Bar chart of the points by area: {values}."),
        marks=_mark,
        as_of=areas["year"].iloc[0],
    )


def _mark(row: FrameRow) -> Phrase:
    return fill(
        _("{name} {points} of {most}"),
        name=numbered_name(row),
        points=points(row["points"]),
        most=points(row["max_points"]),
    )


def _drawn(areas: pd.DataFrame) -> Draw:
    rows = [
        Row(
            numbered_name(row),
            ([Bar(row["max_points"], number(row["points"]), "outline"), Bar(row["points"])],),
        )
        for row in areas.to_dict("records")
    ]
    return rows_chart(rows, [Panel(_("Points"))])
