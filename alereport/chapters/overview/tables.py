"""Tables of the whole municipality. The frames are those of `analysis.overview`."""

from __future__ import annotations

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.chapters.overview import text
from alereport.exhibits import sources
from alereport.exhibits.display import Column, Displayable, shown, table


def committees(years: pd.DataFrame) -> Displayable:
    """The committees' years side by side; one row is one committee and year."""
    columns = [
        Column(_("Committee"), figures=False),
        Column(_("Budget")),
        Column(_("Change")),
        Column(_("Change, %")),
        Column(_("Forecast less budget")),
        Column(_("The council's goals")),
        Column(_("Assignments")),
        Column(_("Past their date")),
    ]
    rows = [
        [
            text.committee_year(row),
            shown(row["budget_tkr"]),
            shown(row["change_tkr"], language.change),
            _("break")
            if pd.notna(row["break_reason"])
            else shown(row["change_percent"], lambda value: language.percent(value, signed=True)),
            shown(row["deviation_tkr"], language.change),
            shown(row["council_goals"]),
            shown(row["assignments"]),
            shown(row["overdue"]),
        ]
        for _index, row in years.iterrows()
    ]
    caption = _(
        "The committees side by side, net cost in SEK thousand. The forecast is of the year "
        "before. A dash is what the data do not hold. The years differ between the committees."
    )
    origin = sources.source(years[years["section"].notna()])
    return table(
        columns,
        rows,
        caption=f"{caption} {origin}",
        label="municipality-committees",
        made_from=years["rows"].tolist(),
    )


def coverage(covered: pd.DataFrame, years: pd.DataFrame) -> Displayable:
    """How many rows the data hold of what a reader would look for; a dash for none.

    Args:
        covered: `analysis.overview.coverage`.
        years: `analysis.overview.committee_years`, which name and order the columns.
    """
    counts = covered.set_index(["dataset", "committee", "year"])["count"]
    columns = [
        Column(_("In the data"), figures=False),
        *(Column(text.committee_year(row)) for _index, row in years.iterrows()),
    ]
    rows = [
        [
            text.dataset_name(dataset),
            *(
                _rows_there(counts.get((dataset, row["committee"], row["year"])))
                for _index, row in years.iterrows()
            ),
        ]
        for dataset in covered["dataset"].drop_duplicates()
    ]
    caption = _(
        "What the data hold of each committee's documents, in rows. A dash is looked for and "
        "missing; an empty cell is not looked for in such a document."
    )
    return table(columns, rows, caption=caption, label="municipality-coverage")


def _rows_there(count: float | None) -> str:
    if count is None:
        return ""
    return language.number(count) if count else language.DASH
