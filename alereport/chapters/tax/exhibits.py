"""The tables, texts and chart of where the tax goes. The frames are those of `analysis`."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common import kolada
from alereport.chapters.tax import sentences
from alereport.chapters.tax.analysis import INCOMES
from alereport.charts.marks import Bar, Mark, Panel, Row, Words
from alereport.charts.rows import rows_chart
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, rows_of
from alereport.exhibits.model import Chart, Group, Line, Table, Text, nothing
from alereport.exhibits.phrases import Phrase, fill
from alereport.exhibits.sources import Captioned, with_source
from alereport.exhibits.values import Cell

NAME = "municipality-tax"
"""The start of the names of the chapter's exhibits."""


def lead(areas: pd.DataFrame) -> Text:
    """Return what the three largest areas take of a hundred kronor."""
    return building.lines(
        "lead", [Line(key="lead", words=sentences.lead(areas), rows=rows_of(areas))]
    )


def of_hundred(areas: pd.DataFrame) -> Chart | Group:
    """Return a chart of what each area takes of a hundred kronor, those that fees pay for apart."""
    if areas.empty:
        return nothing()
    caption = _("Gross cost by area {year}: kronor of a hundred, and million kronor.")
    year = areas["year"].iloc[0]
    return building.chart(
        rows_chart(
            [_bar(row) for row in areas.to_dict("records")],
            [Panel(_("Of a hundred kronor"), share=3), Panel(_("Million kronor"), axis=False)],
        ),
        areas,
        [
            building.texts("name", _("Area")),
            Column("of_hundred", _("Of a hundred kronor"), _share).first(),
            Column("cost_mkr", _("Million kronor"), _cost),
        ],
        name=f"{NAME}-areas",
        key=("area", "year"),
        headline=sentences.headline(areas),
        caption=Captioned(caption.format(year=year), _source(areas)),
        alt=_("Bar chart of what each area takes of a hundred kronor: {values}."),
        marks=_mark,
        as_of=year,
    )


def _source(areas: pd.DataFrame) -> str:
    places = dict.fromkeys(
        _("{source}, read {date}").format(
            source=row["source"], date=locales.period(str(row["read"]))
        )
        for row in areas.to_dict("records")
    )
    source = _("Source: {places}.")
    return source.format(places="; ".join(places))


def _bar(row: FrameRow) -> Row:
    share = row["of_hundred"]
    words = str(_share(row))
    bars: list[Mark] = [Bar(share, words) if pd.notna(share) else Words(words)]
    return Row(str(row["name"]), (bars, [Words(str(_cost(row)))]))


def _share(row: FrameRow) -> Cell:
    if row["by_fees"]:
        return values.silent(_("paid by fees"))
    return sentences.kronor(row["of_hundred"])


def _cost(row: FrameRow) -> Cell:
    decimals = values.decimals_needed(row["cost_mkr"], 1)
    return values.amount(row["cost_mkr"], decimals=decimals, unit="mkr")


def _mark(row: FrameRow) -> Phrase:
    return fill("{area} {share}", area=str(row["name"]), share=_share(row))


def net_of_hundred(areas: pd.DataFrame) -> Table | Group:
    """Return a table of what each area takes of a hundred kronor of net cost, the whole of it.

    Args:
        areas: `analysis.net_areas`.
    """
    if areas.empty:
        return nothing()
    caption = _("Net cost by area {year}: kronor of a hundred, and {unit}. It is the whole.")
    first = areas.iloc[0]
    return building.table(
        areas,
        [
            Column("name", _("Area"), _net_area, figures=False),
            Column("of_hundred", _("Of a hundred kronor"), _of_hundred).first(),
            Column("cost", str(first["unit"]), lambda row: values.amount(row["cost"])),
        ],
        name=f"{NAME}-net",
        key="area",
        caption=Captioned(
            caption.format(year=first["year"], unit=first["unit"]),
            kolada.source(areas, as_they_are=False),
        ),
        as_of=first["year"],
    )


def _net_area(row: FrameRow) -> Cell:
    return (
        values.named(row["name"]) if pd.notna(row["name"]) else values.words(_("Everything else"))
    )


def _of_hundred(row: FrameRow) -> Cell:
    return sentences.kronor(row["of_hundred"])


def reservations(areas: pd.DataFrame) -> Text | Group:
    """Return what the list does not have, and what its costs are not."""
    if areas.empty:
        return nothing()
    lines = [
        Line(key=key, words=words, rows=rows_of(areas))
        for key, words in sentences.reservations(areas).items()
    ]
    return building.lines("report-note", lines, name="reservations")


def of_incomes(
    incomes: pd.DataFrame, areas: pd.DataFrame, rate: pd.DataFrame
) -> Table | Text | Group:
    """Return what of the tax on three incomes goes where; on the site also on one that is typed in.

    Args:
        incomes: `analysis.of_incomes`.
        areas: See above.
        rate: `analysis.rate`.
    """
    lines = [
        Line(key=key, words=words, rows=rows_of(rate) if key == "tax" else ())
        for key, words in sentences.tax(areas, rate).items()
    ]
    if incomes.empty:
        return building.lines("report-note", lines, name="tax") if lines else nothing()
    about, *others = lines
    return building.group(
        building.lines("commentary", [about], name="rate"),
        Group(role="tax", parts=(_table(incomes, areas, rate),)),
        building.lines("report-note", others, name="tax"),
    )


def _table(incomes: pd.DataFrame, areas: pd.DataFrame, rate: pd.DataFrame) -> Table:
    columns = [Column("name", _("Area"), _area, figures=False)]
    for income in INCOMES:
        heading = _("{income} kronor").format(income=locales.number(income))
        columns.append(Column(f"income_{income}", heading, _kronor_of(income)))
    caption = _(
        "Kronor of municipal tax a year by area, of three taxable incomes a year, as the gross "
        "costs of {year}."
    ).format(year=incomes["year"].iloc[0])
    source = _("{areas} The tax rate: Kolada, fetched {date}.").format(
        areas=_source(areas), date=locales.period(str(rate["fetched"].iloc[0]))
    )
    return building.table(
        incomes,
        columns,
        name=f"{NAME}-incomes",
        key="area",
        caption=Captioned(caption, source),
        total=True,
        as_of=incomes["year"].iloc[0],
    )


def _area(row: FrameRow) -> Cell:
    return values.words(_("Total")) if row["area"] == TOTAL else values.named(row["name"])


def _kronor_of(income: int) -> Callable[[FrameRow], Cell]:
    return lambda row: sentences.kronor(row[str(income)], decimals=0)


def per_inhabitant(budgets: pd.DataFrame) -> Group:
    """Return each committee's latest budget in kronor per inhabitant; one row is one committee."""
    if budgets.empty:
        return nothing()
    columns = [
        building.texts("name", _("Committee")),
        Column("year", _("Year"), lambda row: values.year(row["year"]), figures=False),
        Column("per_inhabitant", _("Kronor per inhabitant"), _each).first(),
        Column(
            "budget_tkr", _("Budget, SEK thousand"), lambda row: values.amount(row["budget_tkr"])
        ),
        Column("inhabitants", _("Inhabitants"), _people),
    ]
    caption = _("The latest budget of each, per inhabitant and year.")
    notes = [
        Line(key=key, words=words, rows=rows_of(budgets))
        for key, words in sentences.inhabitants(budgets).items()
    ]
    return building.group(
        building.table(
            budgets,
            columns,
            name=f"{NAME}-committees",
            key="committee",
            caption=with_source(caption, budgets),
        ),
        building.lines("report-note", notes, name="inhabitants"),
    )


def _each(row: FrameRow) -> Cell:
    return sentences.kronor(row["per_inhabitant"], decimals=0)


def _people(row: FrameRow) -> Cell:
    return values.amount(row["inhabitants"])
