"""The exhibits of the forecasts' own record.

`made` is `record.forecasts`, and `usual` is `record.ranges` of the same forecasts.
"""

from __future__ import annotations

from functools import partial

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common.rows import ABOUT
from alereport.chapters.outturn import record_sentences as sentences
from alereport.chapters.outturn.record import open_forecasts
from alereport.charts.marks import Band, Draw, Mark, Panel, Pin, Row
from alereport.charts.rows import rows_chart
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, rows_of
from alereport.exhibits.model import Chart, Group, Line, Table, Text, nothing
from alereport.exhibits.phrases import Phrase, fill
from alereport.exhibits.sources import Captioned, with_source
from alereport.exhibits.values import Cell

MOST_NAMED = 4
"""The most documents that a source line names; of more, it says how many they are."""


def usual_end(made: pd.DataFrame, usual: pd.DataFrame, *, year: int) -> Text | Group:
    """Return how far from its forecasts a committee usually ends, and where this year may end.

    The exhibit is empty where no report has made a forecast.
    """
    if made.empty:
        return nothing()
    lines = [
        *(
            Line(key=f"month-{row['month']}", words=sentences.usual(row), rows=row["rows"])
            for row in usual.to_dict("records")
        ),
        Line(key="few", words=sentences.few(usual), rows=rows_of(usual)),
        Line(key="none", words=sentences.none_yet(int(usual["errors"].sum()))),
        *(
            Line(key="latest", words=sentences.latest(row), rows=row["rows"])
            for row in open_forecasts(made, usual).to_dict("records")
        ),
    ]
    return building.lines("usual-end", lines, as_of=year)


def record_table(
    made: pd.DataFrame, usual: pd.DataFrame, *, chapter: str, year: int
) -> Table | Group:
    """Return the table of each forecast beside its outturn; empty where none can be compared.

    Args:
        made: See the module.
        usual: See the module.
        chapter: The report, such as `ks-2024`.
        year: The year of the report.
    """
    shown = made[made["outturn_tkr"].notna()]
    if shown.empty:
        return nothing()
    columns = [
        Column("year", _("Year"), lambda row: values.year(row["year"]), figures=False),
        Column("as_of", _("Forecast as of"), _month, figures=False),
        _amounts("forecast", _("Forecast")),
        _amounts("outturn", _("Outturn")),
        Column("error_tkr", _("Outturn less forecast"), partial(_error, "error_tkr")).first(),
        Column("error_percent", _("Of the budget, %"), partial(_error, "error_percent")).first(),
    ]
    caption = _("Each forecast of a whole year beside its outturn, net cost in SEK thousand.")
    return building.table(
        shown,
        columns,
        name=f"{chapter}-record",
        key=["year", "month"],
        caption=_captioned(caption, shown),
        notes=sentences.notes(shown, usual),
        as_of=year,
    )


def _captioned(caption: str, made: pd.DataFrame) -> Captioned:
    """Return a caption and its source: the documents, or how many where they are too many."""
    names = {"outturn_title": "title", "outturn_section": "section"}
    outturns = made[[*names]].rename(columns=names).dropna()
    places = pd.concat([made[["title", "section"]], outturns])
    documents = places["title"].nunique()
    if documents <= MOST_NAMED:
        return with_source(caption, places)
    source = _("Source: {count} documents on the years {first}{dash}{last}.").format(
        count=documents,
        first=made["year"].min(),
        dash=locales.DASH,
        last=made["year"].max(),
    )
    return Captioned(caption, source)


def _month(row: FrameRow) -> Cell:
    return values.words(locales.month_name(int(row["month"])))


def _amounts(of: str, heading: str) -> Column:
    """Return a column of amounts as their documents print them."""

    def cell(row: FrameRow) -> Cell:
        hedge = row[f"{of}_hedge"]
        hedge = hedge if isinstance(hedge, str) else ""
        return values.amount(row[f"{of}_tkr"], unit="tkr", hedge=hedge)

    return Column(f"{of}_tkr", heading, cell)


def _error(column: str, row: FrameRow) -> Cell:
    """Return an error; the word for a break where the year is not comparable."""
    if pd.notna(row["break_reason"]):
        return values.not_comparable(_("break"))
    is_hedged = any(isinstance(row[hedge], str) for hedge in ("forecast_hedge", "outturn_hedge"))
    decimals, unit = (1, "%") if column == "error_percent" else (0, "tkr")
    return values.amount(
        row[column],
        unit=unit,
        decimals=decimals,
        signed=True,
        basis="derived",
        hedge=ABOUT if is_hedged else "",
    )


def record_chart(
    made: pd.DataFrame, usual: pd.DataFrame, *, chapter: str, year: int
) -> Chart | Group:
    """Draw how far each year ended from its forecasts, in front of the usual range.

    The exhibit is empty where no error is known; see `record_table`.
    """
    known = made[made["error_percent"].notna()]
    if known.empty:
        return nothing()
    columns = [
        Column("year", _("Year"), lambda row: values.year(row["year"]), figures=False),
        Column("as_of", _("Forecast as of"), _month, figures=False),
        Column("error_percent", _("Of the budget, %"), partial(_error, "error_percent")),
    ]
    caption = _(
        "Outturn less forecast in per cent of the year's budget, and the usual range (the band)."
    )
    if usual["low_percent"].isna().all():
        caption = _("Outturn less forecast in per cent of the year's budget.")
    return building.chart(
        _drawn(known, usual),
        known,
        columns,
        name=f"{chapter}-record-chart",
        key=["year", "month"],
        headline=sentences.headline(known),
        caption=_captioned(caption, known),
        alt=_("Dots of each year's outturn less its forecasts: {values}."),
        marks=_mark,
        as_of=year,
    )


def _mark(row: FrameRow) -> Phrase:
    error = _error("error_percent", row).model_copy(update={"has_unit": True})
    return fill("{year} ({month}) {error}", year=int(row["year"]), month=_month(row), error=error)


def _drawn(known: pd.DataFrame, usual: pd.DataFrame) -> Draw:
    """Return how to draw a row a year and a panel a month, each error as a dot."""
    months = sorted(known["month"].unique())
    bands = {month: _band(usual, month) for month in months}
    rows = [
        Row(str(year), tuple([*bands[month], *_pins(errors, month)] for month in months))
        for year, errors in known.groupby("year")
    ]
    headings = [_("Forecast as of {month}").format(month=locales.month_name(m)) for m in months]
    marks = [mark for row in rows for cell in row.cells for mark in cell]
    ends = [0.0, *(end for mark in marks for end in (mark.start, mark.end))]
    # The months have one scale, so that a small error looks smaller than a large one.
    panels = [Panel(heading, low=min(ends), high=max(ends)) for heading in headings]
    return rows_chart(rows, panels)


def _band(usual: pd.DataFrame, month: int) -> list[Mark]:
    told = usual[usual["month"].eq(month) & usual["low_percent"].notna()]
    return [Band(row["low_percent"], row["high_percent"]) for row in told.to_dict("records")]


def _pins(errors: pd.DataFrame, month: int) -> list[Mark]:
    of_month = errors[errors["month"].eq(month)]
    return [
        Pin(
            row["error_percent"],
            str(_error("error_percent", row)),
            "more" if row["error_percent"] > 0 else "less",
        )
        for row in of_month.to_dict("records")
    ]
