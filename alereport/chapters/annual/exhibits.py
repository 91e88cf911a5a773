"""What the chapter on the annual report shows beside its chart.

The frames are those of `analysis`: `card` from `scorecard`, `perspectives` from `by_perspective`,
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
from alereport.exhibits.building import Column, Record, key_figure, rows_of, sentence
from alereport.exhibits.model import KeyFigures, Line, Table, Text
from alereport.exhibits.phrases import say, say_many
from alereport.exhibits.sources import sourced
from alereport.exhibits.values import Cell

KEY = ("document", "section", "indicator", "year")
"""What a figure is known by: the primary key of the indicators."""


def lead(card: pd.DataFrame, reports: pd.DataFrame, *, year: int) -> Text:
    """The one sentence that would do if nothing else were read."""
    has_report = reports["year"].eq(year).any()
    said = sentences.lead(card, year) if has_report else sentences.no_report(reports, year)
    return building.lines("lead", [Line(key="lead", words=said, rows=rows_of(card))], as_of=year)


def key_figures(perspectives: pd.DataFrame) -> KeyFigures | Text:
    """The four perspectives, each with how many figures it has and how they went."""
    if not perspectives["figures"].any():
        return no_figures()
    figures = [
        key_figure(
            str(row["perspective"]),
            sentences.perspective(row["perspective"]),
            sentences.figures(row),
            sentences.in_short(row),
            row["rows"],
        )
        for row in perspectives.to_dict("records")
    ]
    return KeyFigures(id="key-figures", figures=tuple(figures))


def commentary(card: pd.DataFrame) -> Text:
    """What was reached and by how much, and what cannot be said."""
    if card.empty:
        return no_figures()
    said = [
        line.model_copy(update={"key": f"{role}/{line.key}"})
        for role, column, words_of in (
            ("target", "target", sentences.margin),
            ("before", "previous_value", sentences.before),
        )
        for line in building.mark_of_each(card[card[column].notna()], words_of, key=KEY)
    ]
    without = card[card["target"].isna()]
    if not without.empty:
        none = say_many(
            "{count} figure has no target to be held against.",
            "{count} figures have no target to be held against.",
            len(without),
        )
        said.append(Line(key="no-target", words=none, rows=rows_of(without)))
    return building.lines("commentary", said)


def what_is_missing(
    card: pd.DataFrame, perspectives: pd.DataFrame, reports: pd.DataFrame, *, year: int
) -> Text:
    """What the annual report does not say in figures."""
    if not reports["year"].eq(year).any():
        missing = Line(key="no-report", words=sentences.no_report(reports, year))
        return building.points("missing", [missing])
    no_figures = _("{perspective}: the annual report has words but no figures.")
    points = [
        sentence(f"silent/{name}", no_figures, perspective=sentences.perspective(name))
        for name in perspectives.loc[perspectives["figures"].eq(0), "perspective"]
    ]
    if not reports["year"].lt(year).any():
        first = _("An earlier annual report is missing in the sources, so no year can be compared.")
        points.append(sentence("no-earlier-report", first))
    if approximate := card.loc[card["approximate"], "indicator"].tolist():
        said = _("Approximate in the document itself: {indicators}.")
        named = locales.listing(approximate)
        points.append(sentence("approximate", said, indicators=named))
    complete = _("Nothing is missing: every perspective has figures.")
    return building.points("missing", points or [sentence("nothing", complete)])


def no_figures() -> Text:
    """What stands in the place of a scorecard that does not exist."""
    return building.note("no-figures", _("The sources have no annual report in figures."))


def scorecard(card: pd.DataFrame, perspectives: pd.DataFrame) -> Table | Text:
    """The scorecard; one row is one figure, or one perspective that has none."""
    if card.empty:
        return no_figures()
    columns = [
        _perspective(),
        _indicator(),
        Column("value", _("Outturn"), sentences.outturn),
        Column("target", _("Target"), sentences.target),
        Column("deviation", _("Difference"), partial(sentences.difference, has_unit=False)),
        Column("reached", _("Target reached"), sentences.verdict, figures=False),
    ]
    year = card["year"].iloc[0]
    caption = _("Balanced scorecard {year}: outturn against target by perspective.")
    return building.table(
        _by_perspective(card, perspectives["perspective"]),
        columns,
        name=f"{card['committee'].iloc[0]}-{year}-scorecard",
        key=("perspective", *KEY),
        caption=sourced(caption.format(year=year), card),
        as_of=year,
    )


def _by_perspective(card: pd.DataFrame, perspectives: pd.Series[str]) -> pd.DataFrame:
    """The figures of a scorecard, and a row for each perspective that has none."""
    nothing: dict[Hashable, Any] = dict.fromkeys(card.columns)
    nothing |= {"unit": "", "approximate": False, "rows": ()}
    records = [
        row
        for name in perspectives
        for row in card[card["perspective"].eq(name)].to_dict("records")
        or [nothing | {"perspective": name}]
    ]
    return pd.DataFrame(records, dtype="object")  # A year stays whole beside none.


def _perspective() -> Column:
    return Column(
        "perspective",
        _("Perspective"),
        lambda row: sentences.perspective(row["perspective"]),
        figures=False,
    )


def _indicator() -> Column:
    return Column("indicator", _("Indicator"), _name, figures=False)


def _name(row: Record) -> Cell:
    if row["indicator"] is None:
        return values.silent(_("no figures"))
    return values.quoted(row["indicator"])


def other_indicators(others: pd.DataFrame, *, committee: str, year: int) -> Table | Text:
    """What the committee's other documents say in figures; one row is one figure."""
    if others.empty:
        none = _("The committee's other documents up to {year} have no indicators.")
        return building.note("no-indicators", say(none, year=year))
    columns = [
        _indicator(),
        _perspective(),
        Column("year", _("Year"), lambda row: values.year(row["year"])),
        Column("value", _("Value"), partial(sentences.outturn, has_unit=False)),
        Column("target", _("Target"), partial(sentences.target, has_unit=False)),
        building.quotes("unit", _("Unit")),
    ]
    caption = _("The committee's other indicators up to {year}.").format(year=year)
    return building.table(
        others,
        columns,
        name=f"{committee}-{year}-indicators",
        key=KEY,
        caption=sourced(caption, others),
        as_of=year,
    )
