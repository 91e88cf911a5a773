"""The chart of the whole municipality. The frame is `analysis.committee_years`."""

from __future__ import annotations

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.chapters.overview import sentences
from alereport.chapters.overview.analysis import KEY
from alereport.chapters.overview.sentences import committee_year
from alereport.charts.marks import Bar, Panel, Row, difference
from alereport.charts.rows import rows_chart
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, numbers
from alereport.exhibits.model import Chart
from alereport.exhibits.phrases import Phrase, fill
from alereport.exhibits.sources import with_source


def committees_chart(years: pd.DataFrame) -> Chart:
    """Return a chart of each committee's budget (outlined) and its change from the year before."""
    planned = years[years["budget_tkr"].notna()].reset_index(drop=True)
    budget = _("Budget, SEK thousand")
    columns = [
        Column("name", _("Committee"), committee_year, figures=False),
        numbers("budget_tkr", budget, unit="tkr"),
        numbers("change_tkr", _("Change"), unit="tkr", basis="derived"),
    ]
    caption = _(
        "Each committee's budget (outlined) and its change from the year before, SEK thousand. A "
        "dashed bar does not compare. The years differ between the committees."
    )
    return building.chart(
        rows_chart(
            list(map(_row, planned.to_dict("records"))), [Panel(budget, 2), Panel(_("Change"))]
        ),
        planned,
        columns,
        name="municipality-committees",
        key=KEY,
        headline=sentences.largest_budget(years),
        caption=with_source(caption, planned),
        alt=_("Bar chart of the committees' budgets in SEK thousand, with their change: {values}."),
        marks=_mark,
    )


def _row(row: FrameRow) -> Row:
    budget = Bar(row["budget_tkr"], str(values.amount(row["budget_tkr"])), "outline")
    change = difference(row["change_tkr"], broken=bool(pd.notna(row["break_reason"])))
    return Row(committee_year(row), ([budget], [change]))


def _mark(row: FrameRow) -> Phrase:
    broken: str = "" if pd.isna(row["break_reason"]) else f", {_('break')}"
    return fill(
        "{name} {budget} ({change}{broken})",
        name=committee_year(row),
        budget=values.amount(row["budget_tkr"], unit="tkr"),
        change=values.amount(row["change_tkr"], unit="tkr", signed=True, basis="derived"),
        broken=broken,
    )
