"""Tables of an annual report. The frames are those of `analysis.annual`."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.chapters.annual import text as words
from alereport.exhibits import sources
from alereport.exhibits.blocks import block
from alereport.exhibits.display import Column, Displayable, Swedish, table


def annual_scorecard(card: pd.DataFrame, perspectives: pd.DataFrame) -> Displayable:
    """The scorecard; one row is one figure, or one perspective that has none."""
    if card.empty:
        return words.no_figures()
    rows: list[list[str]] = []
    made_from: list[tuple[str, ...]] = []
    for name in perspectives["perspective"]:
        figures = card[card["perspective"].eq(name)]
        if figures.empty:
            rows.append([words.perspective(name), _("no figures"), *[language.DASH] * 4])
            made_from.append(())
        for _index, row in figures.iterrows():
            rows.append([words.perspective(name), Swedish(row["indicator"]), *_against_target(row)])
            made_from.append(row["rows"])
    columns = [
        Column(_("Perspective"), figures=False),
        Column(_("Indicator"), figures=False),
        Column(_("Outturn")),
        Column(_("Target")),
        Column(_("Difference")),
        Column(_("Target reached"), figures=False),
    ]
    first = card.iloc[0]
    caption = _("Balanced scorecard {year}: outturn against target by perspective.").format(
        year=first["year"]
    )
    return table(
        columns,
        rows,
        caption=f"{caption} {sources.source(card)}",
        label=f"{first['committee']}-{first['year']}-scorecard",
        made_from=made_from,
    )


def annual_others(others: pd.DataFrame, *, committee: str, year: int) -> Displayable:
    """What the committee's other documents say in figures; one row is one figure."""
    if others.empty:
        sentence = _("The committee's other documents up to {year} have no indicators.")
        return block("report-note", [sentence.format(year=year)])
    columns = [
        Column(_("Indicator"), figures=False),
        Column(_("Perspective"), figures=False),
        Column(_("Year")),
        Column(_("Value")),
        Column(_("Target")),
        Column(_("Unit"), figures=False),
    ]
    rows = [
        [
            Swedish(row["indicator"]),
            words.perspective(row["perspective"]),
            str(row["year"]),
            words.bare_outturn(row),
            words.bare_target(row),
            Swedish(row["unit"]),
        ]
        for _index, row in others.iterrows()
    ]
    caption = _("The committee's other indicators up to {year}.").format(year=year)
    return table(
        columns,
        rows,
        caption=f"{caption} {sources.source(others)}",
        label=f"{committee}-{year}-indicators",
        made_from=tuple(others["rows"]),
    )


def _against_target(row: pd.Series[Any]) -> list[str]:
    return [words.outturn(row), words.target(row), words.bare_difference(row), words.verdict(row)]
