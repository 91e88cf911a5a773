"""The tables and texts on a year's economy in its latest report; the frames are from `accounts`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common.rows import rows_at
from alereport.chapters.outturn import sentences, taken
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, labelled_line
from alereport.exhibits.model import Group, Line, Table, Text, nothing
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    data_text,
    fill_first,
    joined,
    listing,
    message,
    plural,
)
from alereport.exhibits.sources import with_source
from alereport.exhibits.values import Cell

EXPLAINED = (
    Sentence(
        "measure",
        message("{cause}. Measure: {measure}."),
        lambda row: pd.notna(row["measure_taken"]),
    ),
    Sentence(
        "cause-alone",
        message("{cause}. The report names no measure."),
    ),
)
"""What a report says of a deviation."""
REQUIRED = (
    Sentence(
        "required",
        plural(
            "{areas} is a requirement to save, and no part of the organisation.",
            "{areas} are requirements to save, and no parts of the organisation.",
        ),
        lambda facts: facts["areas"] > 0,
    ),
)
"""Which rows of the tables are requirements to save."""


def lead(stood: pd.DataFrame, causes: pd.DataFrame, *, year: int, otherwise: Text) -> Text:
    """Return the story of the latest report in one sentence.

    Args:
        stood: `accounts.latest`; may be empty.
        causes: `accounts.explained`.
        year: The year.
        otherwise: The lead of a year whose reports have no amounts.
    """
    if stood.empty:
        return otherwise
    words = sentences.story(stood, causes, year=year)
    rows = (*stood["rows"].iloc[-1], *_rows_of_most(stood, causes))
    line = Line(key="lead", words=words, rows=tuple(dict.fromkeys(rows)))
    return building.lines("lead", [line], as_of=stood["as_of"].iloc[-1].date())


def _rows_of_most(stood: pd.DataFrame, causes: pd.DataFrame) -> tuple[str, ...]:
    most = sentences.most(stood)
    if most is None:
        return ()
    return (*most["rows"], *map(str, sentences.causes_of(causes, most).index[:1]))


def by_area(stood: pd.DataFrame, *, chapter: str, year: int) -> Table | Group:
    """Return the table of the whole year by area, the largest deviation first.

    Args:
        stood: `accounts.by_area`; the exhibit is empty if it is.
        chapter: The report, such as `ks-2024`.
        year: The year.
    """
    if stood.empty:
        return nothing()
    is_outturn = stood["comparison"].iloc[0] == "outturn"
    heading = _("Outturn {year}") if is_outturn else _("Forecast {year}")
    columns = [
        building.texts("name", _("Area")),
        _amounts("plan_tkr", _("The plan's budget"), "plan_hedge"),
        _amounts("amended_tkr", _("Decided changes"), "amended_hedge", signed=True),
        _amounts("budget_tkr", _("Budget {year}").format(year=year), "budget_hedge").first(),
        _amounts("amount_tkr", heading.format(year=year), "hedge").first(),
        Column("deviation_tkr", _("Deviation"), _deviation).first(),
    ]
    caption = _("{year} by area in the report until {day}, net cost in SEK thousand.")
    return _table(stood, columns, f"{chapter}-outcome", caption, year=year)


def period(stood: pd.DataFrame, *, chapter: str, year: int) -> Table | Group:
    """Return the table of the part of the year that has passed, the largest deviation first.

    Args:
        stood: `accounts.period`; the exhibit is empty if it is.
        chapter: See `by_area`.
        year: See `by_area`.
    """
    if stood.empty:
        return nothing()
    columns = [
        building.texts("name", _("Area")),
        _amounts("budget_tkr", _("The period's budget"), "budget_hedge").first(),
        _amounts("amount_tkr", _("The period's outturn"), "hedge").first(),
        Column("deviation_tkr", _("Deviation"), _deviation).first(),
    ]
    caption = _("From January until {day} by area, net cost in SEK thousand.")
    return _table(stood, columns, f"{chapter}-period", caption, year=year)


def earlier(told: pd.DataFrame, *, chapter: str, year: int) -> Group:
    """Return a table for each report of which a later one has said the same again, by area.

    Args:
        told: `accounts.earlier`; without rows there is no table.
        chapter: See `by_area`.
        year: See `by_area`.
    """
    tables = [
        _of_report(rows, chapter, year) for _document, rows in told.groupby("document", sort=False)
    ]
    return building.group(*tables)


def _of_report(rows: pd.DataFrame, chapter: str, year: int) -> Table:
    is_outturn = rows["comparison"].eq("outturn").any()
    heading = _("Outturn {year}") if is_outturn else _("Forecast {year}")
    columns = [
        _amounts("period_budget_tkr", _("The period's budget"), "period_budget_hedge"),
        _amounts("period_amount_tkr", _("The period's outturn"), "period_hedge").first(),
        _amounts("year_budget_tkr", _("Budget {year}").format(year=year), "year_budget_hedge"),
        _amounts("year_amount_tkr", heading.format(year=year), "year_hedge").first(),
    ]
    printed = [column for column in columns if rows[column.key].notna().any()]
    caption = _("The earlier report until {day} by area, net cost in SEK thousand.")
    label = f"{chapter}-until-{rows['as_of'].iloc[0]:%Y-%m-%d}"
    return _table(rows, [building.texts("name", _("Area")), *printed], label, caption, year=year)


def sides(printed: pd.DataFrame, *, chapter: str, year: int) -> Table | Group:
    """Return the table of the costs and incomes that the report prints beside the net.

    Args:
        printed: `accounts.sides`; the exhibit is empty if it is.
        chapter: See `by_area`.
        year: See `by_area`.
    """
    if printed.empty:
        return nothing()
    kinds = {
        "outturn": (_("Costs, outturn"), _("Income, outturn")),
        "forecast": (_("Costs, forecast"), _("Income, forecast")),
        "period": (_("The period's costs"), _("The period's income")),
    }
    cost, income = kinds[printed["comparison"].iloc[0]]
    columns = [
        building.texts("name", _("Area")),
        _amounts("cost_budget_tkr", _("Costs, budget"), "cost_budget_hedge"),
        _amounts("cost_amount_tkr", cost, "cost_hedge").first(),
        _amounts("income_budget_tkr", _("Income, budget"), "income_budget_hedge"),
        _amounts("income_amount_tkr", income, "income_hedge").first(),
    ]
    caption = _("Costs and income by area in the report until {day}, SEK thousand.")
    return _table(printed, columns, f"{chapter}-sides", caption, year=year)


def reading(stood: pd.DataFrame) -> Text | Group:
    """Return the note on how to read a deviation, and which areas are none; empty without any."""
    if stood["deviation_tkr"].isna().all():
        return nothing()
    words = _("A deviation is the budget less what it costs: minus means over the budget.")
    required = stood[stood["requirement"]]
    names = [data_text(str(name)) for name in required["name"]]
    said = fill_first(REQUIRED, {"areas": len(names)}, count=len(names), areas=listing(names))
    return building.note("deviation-sign", words, *([said] if said else []))


def explained(causes: pd.DataFrame, stood: pd.DataFrame, *, areas: pd.DataFrame) -> Text | Group:
    """Return what the report says of each deviation: cause, measure, who, when and how far.

    Args:
        causes: `accounts.explained`; the exhibit is empty if it is.
        stood: `accounts.by_area`, which gives the order.
        areas: `Report.areas`.
    """
    order = {area: place for place, area in enumerate(stood["area"])}
    by_size = causes["area"].map(order).sort_values(kind="stable", na_position="last").index
    names = areas.set_index("area")["name"]
    deviations = stood.set_index("area")
    lines = [
        labelled_line(
            row["deviation"],
            _term(row, names, deviations),
            explanation(row),
            (str(row["place"]), *rows_at(deviations, row["area"])),
        )
        for row in causes.assign(place=causes.index).loc[by_size].to_dict("records")
    ]
    return building.points("", lines, name="explained") if lines else nothing()


def _term(row: FrameRow, names: pd.Series[Any], deviations: pd.DataFrame) -> Phrase | str:
    """Return the area of a deviation, and how far it is from its budget."""
    if row["area"] not in names.index:
        return _("No area")
    area = data_text(str(names[row["area"]]))
    if row["area"] not in deviations.index:
        return area
    words = sentences.deviation(deviations.loc[row["area"]])
    return joined([area, words], ", ")


def explanation(row: FrameRow, prefix: str = "") -> Phrase:
    """Return the cause of a deviation, and the measure with its owner, date and status.

    Args:
        row: A deviation.
        prefix: How the names of its columns begin, such as `from_`.
    """
    own = {column: row[f"{prefix}{column}"] for column in ("cause", "measure_taken")}
    return fill_first(
        EXPLAINED,
        own,
        cause=data_text(str(own["cause"]).rstrip(".")),
        measure=taken.measure(row, prefix),
    )


def _amounts(column: str, heading: str, hedge: str, **fields: Any) -> Column:
    return Column(column, heading, partial(_amount, column, hedge, fields))


def _amount(column: str, hedge: str, fields: dict[str, Any], row: FrameRow) -> Cell:
    words = row[hedge] if isinstance(row[hedge], str) else ""
    return values.amount(row[column], unit="tkr", hedge=words, **fields)


def _deviation(row: FrameRow) -> Cell:
    hedge = sentences.hedge_of(row) or ""
    return values.amount(
        row["deviation_tkr"], unit="tkr", signed=True, basis="derived", hedge=hedge
    )


def _table(
    rows: pd.DataFrame, columns: Iterable[Column], label: str, caption: str, *, year: int
) -> Table:
    day = rows["as_of"].iloc[0]
    return building.table(
        rows,
        list(columns),
        name=label,
        key="area",
        caption=with_source(caption.format(year=year, day=locales.day(day)), rows),
        total=rows["area"].iloc[-1] == TOTAL,
        as_of=day.date(),
    )
