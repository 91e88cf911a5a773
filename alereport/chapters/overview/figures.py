"""Figures of the whole municipality. The frames are those of `analysis.overview`."""

from __future__ import annotations

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.chapters.budget import headlines
from alereport.chapters.overview import text
from alereport.charts.drawing import drawn_as_svg, house_style, shown_figure
from alereport.charts.stacked import TYPE, amount_bars, difference_bars, stacked
from alereport.exhibits import sources
from alereport.exhibits.display import Displayable, headline_and_values, shown


def committees(years: pd.DataFrame) -> Displayable:
    """Each committee's budget (outlined) and its change from the year before."""
    planned = years[years["budget_tkr"].notna()].reset_index(drop=True)
    names = [text.committee_year(row) for _index, row in planned.iterrows()]
    with house_style(TYPE):
        figure, (amounts, changes) = stacked(
            names,
            bars=1,
            headings=(_("Budget, SEK thousand"), _("Change")),
            share=0.6,
            total=False,
        )
        amount_bars(amounts, planned, [("budget_tkr", "", "")])
        difference_bars(changes, planned, "change_tkr")
        svg = drawn_as_svg(figure)
    values = [
        f"{name} {shown(row['budget_tkr'])} ({shown(row['change_tkr'], language.change)}"
        + (f", {_('break')})" if pd.notna(row["break_reason"]) else ")")
        for name, (_index, row) in zip(names, planned.iterrows(), strict=True)
    ]
    headline = headlines.committees(years)
    caption = _(
        "Each committee's budget (outlined) and its change from the year before, SEK thousand. A "
        "dashed bar does not compare. The years differ between the committees."
    )
    alt = _("Bar chart of the committees' budgets in SEK thousand, with their change: {values}.")
    return shown_figure(
        svg,
        label="municipality-committees",
        headline=headline,
        caption=f"{caption} {sources.source(planned)}",
        alt=alt.format(values="; ".join(values)),
        traced=headline_and_values(headline, planned, values, planned["rows"]),
        drawn={
            _("Committee"): names,
            _("Budget, SEK thousand"): map(shown, planned["budget_tkr"]),
            _("Change"): map(shown, planned["change_tkr"]),
        },
    )
