"""Tables, key figures and text of the chapter on the annual report.

The frames are from `analysis`: `card` from `scorecard`, `perspectives` from `by_perspective`,
`reports` from `annual_reports`.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.annual import sentences
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, key_figure, rows_of, sentence
from alereport.exhibits.model import KeyFigures, Line, Table, Text
from alereport.exhibits.phrases import fill, fill_plural
from alereport.exhibits.sources import with_source
from alereport.exhibits.values import Cell

KEY = ("document", "section", "indicator", "year")
"""The columns that identify a figure: the primary key of the indicators."""


def lead(card: pd.DataFrame, reports: pd.DataFrame, *, year: int) -> Text:
    """Return the most important sentence of the chapter."""
    has_report = reports["year"].eq(year).any()
    words = sentences.lead(card, year) if has_report else sentences.no_report(reports, year)
    return building.lines("lead", [Line(key="lead", words=words, rows=rows_of(card))], as_of=year)


def key_figures(perspectives: pd.DataFrame) -> KeyFigures | Text:
    """Return the four perspectives, each with its number of figures and of targets reached."""
    if not perspectives["figures"].any():
        return no_figures()
    figures = [
        key_figure(
            str(row["perspective"]),
            sentences.perspective(row["perspective"]),
            sentences.figures(row),
            sentences.target_summary(row),
            row["rows"],
        )
        for row in perspectives.to_dict("records")
    ]
    return KeyFigures(id="key-figures", figures=tuple(figures))


def commentary(card: pd.DataFrame) -> Text:
    """Return sentences on targets, earlier values and figures without a target."""
    if card.empty:
        return no_figures()
    lines = [
        line.model_copy(update={"key": f"{role}/{line.key}"})
        for role, column, sentence_of in (
            ("target", "target", sentences.margin),
            ("before", "previous_value", sentences.previous_value),
        )
        for line in building.marks_of_rows(card[card[column].notna()], sentence_of, key=KEY)
    ]
    without_target = card[card["target"].isna()]
    if not without_target.empty:
        words = fill_plural(
            "{count} figure has no target to be held against.",
            "{count} figures have no target to be held against.",
            len(without_target),
        )
        lines.append(Line(key="no-target", words=words, rows=rows_of(without_target)))
    return building.lines("commentary", lines)


def what_is_missing(
    card: pd.DataFrame, perspectives: pd.DataFrame, reports: pd.DataFrame, *, year: int
) -> Text:
    """List what the annual report does not give in figures."""
    if not reports["year"].eq(year).any():
        missing = Line(key="no-report", words=sentences.no_report(reports, year))
        return building.points("missing", [missing])
    template = _("{perspective}: the annual report has words but no figures.")
    points = [
        sentence(f"silent/{name}", template, perspective=sentences.perspective(name))
        for name in perspectives.loc[perspectives["figures"].eq(0), "perspective"]
    ]
    if not reports["year"].lt(year).any():
        text = _("An earlier annual report is missing in the sources, so no year can be compared.")
        points.append(sentence("no-earlier-report", text))
    if approximate := card.loc[card["hedge"].notna(), "indicator"].tolist():
        template = _("Approximate in the document itself: {indicators}.")
        names = locales.listing(approximate)
        points.append(sentence("approximate", template, indicators=names))
    complete = _("Nothing is missing: every perspective has figures.")
    return building.points("missing", points or [sentence("nothing", complete)])


def no_figures() -> Text:
    """Return the note that replaces a scorecard without figures."""
    return building.note("no-figures", _("The sources have no annual report in figures."))


def scorecard(card: pd.DataFrame, perspectives: pd.DataFrame) -> Table | Text:
    """Return the scorecard; one row is one figure, or one perspective that has none."""
    if card.empty:
        return no_figures()
    columns = [
        _perspective_column(),
        _indicator_column(),
        Column("value", _("Outturn"), sentences.outturn),
        Column("target", _("Target"), sentences.target),
        Column("deviation", _("Difference"), partial(sentences.difference, has_unit=False)),
        Column("reached", _("Target reached"), sentences.target_reached, figures=False),
    ]
    year = card["year"].iloc[0]
    caption = _("Balanced scorecard {year}: outturn against target by perspective.")
    return building.table(
        _by_perspective(card, perspectives["perspective"]),
        columns,
        name=f"{card['committee'].iloc[0]}-{year}-scorecard",
        key=("perspective", *KEY),
        caption=with_source(caption.format(year=year), card),
        as_of=year,
    )


def _by_perspective(card: pd.DataFrame, perspectives: pd.Series[str]) -> pd.DataFrame:
    """Return the figures of a scorecard, and a row for each perspective that has none."""
    empty_row: dict[Hashable, Any] = dict.fromkeys(card.columns)
    empty_row |= {"unit": "", "hedge": None, "rows": ()}
    records = [
        row
        for name in perspectives
        for row in card[card["perspective"].eq(name)].to_dict("records")
        or [empty_row | {"perspective": name}]
    ]
    return pd.DataFrame(records, dtype="object")  # So that years stay integers next to None.


def _perspective_column() -> Column:
    return Column(
        "perspective",
        _("Perspective"),
        lambda row: sentences.perspective(row["perspective"]),
        figures=False,
    )


def _indicator_column() -> Column:
    return Column("indicator", _("Indicator"), _name, figures=False)


def _name(row: FrameRow) -> Cell:
    if row["indicator"] is None:
        return values.silent(_("no figures"))
    return values.named(row["indicator"])


def other_indicators(others: pd.DataFrame, *, committee: str, year: int) -> Table | Text:
    """Return the table of figures in the committee's other documents; one row is one figure."""
    if others.empty:
        text = _("The committee's other documents up to {year} have no indicators.")
        return building.note("no-indicators", fill(text, year=year))
    columns = [
        _indicator_column(),
        _perspective_column(),
        Column("year", _("Year"), lambda row: values.year(row["year"])),
        Column("value", _("Value"), partial(sentences.outturn, has_unit=False)),
        Column("target", _("Target"), partial(sentences.target, has_unit=False)),
        building.texts("unit", _("Unit")),
    ]
    caption = _("The committee's other indicators up to {year}.").format(year=year)
    return building.table(
        others,
        columns,
        name=f"{committee}-{year}-indicators",
        key=KEY,
        caption=with_source(caption, others),
        as_of=year,
    )
