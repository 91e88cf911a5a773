"""Tables of the budget. The frames are those of `analysis.budget`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.chapters.budget import text
from alereport.data.datasets import TOTAL
from alereport.exhibits import blocks, sources
from alereport.exhibits.display import Column, Displayable, Swedish, nothing, rows_of, shown, table
from alereport.exhibits.notes import mark, with_notes


def change_by_area(changes: pd.DataFrame) -> Displayable:
    """The plan's budget beside the year before; one row is one area, the total last."""
    year = int(changes["plan_year"].iloc[0])
    columns = [
        Column(_("Area"), figures=False),
        Column(_("Forecast {year}").format(year=year - 1)),
        Column(_("Budget {year}").format(year=year - 1)),
        Column(_("Budget {year}").format(year=year)),
        Column(_("Change")),
        Column(_("Change, %")),
        Column(_("Share")),
    ]
    rows = [
        [
            str(row["name"]),
            shown(row["previous_forecast_tkr"]),
            shown(row["previous_budget_tkr"]),
            shown(row["budget_tkr"]),
            shown(row["change_tkr"], language.change),
            _("break") if pd.notna(row["break_reason"]) else _shown_change_percent(row),
            shown(row["share_percent"], language.percent),
        ]
        for _index, row in changes.iterrows()
    ]
    caption = _("Budget {year} by area, net cost in SEK thousand.").format(year=year)
    return _table(changes, "by-area", columns, rows, caption, total=True, made_from=changes["rows"])


def investments(items: pd.DataFrame) -> Displayable:
    """The investment plan; one row is one item. Says so where the plan has none."""
    if items.empty:
        return text.no_investments()
    years = [column for column in items.columns if isinstance(column, int)]
    columns = [
        Column(_("Investment"), figures=False),
        *(Column(str(year)) for year in years),
        Column(_("Total")),
    ]
    rows = [
        [Swedish(row["item"]), *(shown(row[year]) for year in years), shown(row["total_tkr"])]
        for _index, row in items.iterrows()
    ]
    has_total = items["item"].iloc[-1] == TOTAL
    if has_total:
        rows[-1][0] = _("Total")
    caption = _("Investment plan {first}{dash}{last}, expenditure in SEK thousand.").format(
        first=years[0], dash=language.DASH, last=years[-1]
    )
    return _table(
        items, "investments", columns, rows, caption, total=has_total, made_from=items["rows"]
    )


def efficiency_requirements(earmarks: pd.DataFrame) -> Displayable:
    """The efficiency requirements the plan's text names. Says so where it names none."""
    rows = earmarks[earmarks["kind"].eq("efficiency")]
    if rows.empty:
        return text.no_efficiency_requirements()
    caption = _("Efficiency requirements that the plan's text names, net cost in SEK thousand.")
    return _earmarks(rows, "efficiency", caption)


def ventures(earmarks: pd.DataFrame) -> Displayable:
    """The ventures the plan's text names. Says so where it names none."""
    rows = earmarks[earmarks["kind"].eq("venture")]
    if rows.empty:
        return text.no_ventures()
    caption = _("Ventures that the plan's text names, net cost in SEK thousand.")
    return _earmarks(rows, "ventures", caption)


def _earmarks(earmarks: pd.DataFrame, name: str, caption: str) -> Displayable:
    columns = [
        Column(_("What"), figures=False),
        Column(_("Amount")),
        Column(_("Area"), figures=False),
        Column(_("As printed"), figures=False),
    ]
    rows = [
        [
            Swedish(row["item"]),
            _earmarked(row),
            language.DASH if pd.isna(row["name"]) else str(row["name"]),
            Swedish(f"”{row['as_printed']}”"),
        ]
        for _index, row in earmarks.iterrows()
    ]
    return _table(earmarks, name, columns, rows, caption, made_from=earmarks["rows"])


def _earmarked(row: pd.Series[Any]) -> str:
    if pd.isna(row["amount_tkr"]):
        return _("no amount")
    amount = shown(row["amount_tkr"])
    return _("about {amount}").format(amount=amount) if row["approximate"] else amount


def budget_series(series: pd.DataFrame) -> Displayable:
    """The series as a table: one row is one area, the total last; breaks are footnotes.

    Nothing where there are no more years than those of one plan, of which the figure says why.
    """
    if series["year"].nunique() <= 2:
        return nothing()
    reasons = series["break_reason"].dropna().drop_duplicates().tolist()
    amounts = [
        (year, column, heading.format(year=year))
        for year in series["year"].drop_duplicates()
        for column, heading in (
            ("forecast_tkr", _("Forecast {year}")),
            ("budget_tkr", _("Budget {year}")),
        )
        if series.loc[series["year"].eq(year), column].notna().any()
    ]
    rows, made_from = [], []
    for _area, years in series.groupby("area", sort=False):
        of = years.set_index("year")
        cells = [_with_note(of.loc[year], column, reasons) for year, column, _heading in amounts]
        rows.append([str(years["name"].iloc[0]), *cells])
        made_from.append(rows_of(years))
    columns = [Column(_("Area"), figures=False), *(Column(each) for *_of, each in amounts)]
    caption = _("Budgets and forecasts over the years, net cost in SEK thousand.")
    shown_table = _table(series, "series", columns, rows, caption, total=True, made_from=made_from)
    return with_notes(
        shown_table,
        [f"{mark(number)} {blocks.reason_of(why)}" for number, why in enumerate(reasons, 1)],
    )


def _with_note(row: pd.Series[Any], column: str, reasons: list[str]) -> str:
    """The amount, marked where it does not compare with the year before."""
    broken = pd.notna(row["break_reason"]) and column == "budget_tkr"
    return shown(row[column]) + (mark(reasons.index(row["break_reason"]) + 1) if broken else "")


def _table(
    of: pd.DataFrame,
    name: str,
    columns: list[Column],
    rows: list[list[str]],
    caption: str,
    *,
    total: bool = False,
    made_from: Iterable[tuple[str, ...]] = (),
) -> Displayable:
    first = of.iloc[0]
    sourced = f"{caption} {sources.source(of)}"
    label = f"{first['committee']}-{first['plan_year']}-{name}"
    return table(
        columns, rows, caption=sourced, label=label, total=total, made_from=tuple(made_from)
    )


def _shown_change_percent(row: pd.Series[Any]) -> str:
    return shown(row["change_percent"], lambda value: language.percent(value, signed=True))
