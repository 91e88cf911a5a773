"""What a figure finds, in one line over it. The frames are those of `analysis.budget`."""

from __future__ import annotations

import pandas as pd

from alereport.base.language import gettext as _
from alereport.base.language import million
from alereport.chapters.common import rows
from alereport.data.datasets import TOTAL


def change_by_area(changes: pd.DataFrame) -> str:
    """What the figure of changes finds."""
    total, areas = rows.total(changes), rows.comparable(changes)
    if pd.isna(total["change_tkr"]):
        return _("The plan has no budget for {year}").format(year=rows.years(total)[1])
    grows = total["change_tkr"] > 0
    difference = million(abs(total["change_tkr"]))
    if pd.notna(total["break_reason"]):
        sentence = (
            _("The budget grows by {difference}, but the years do not compare")
            if grows
            else _("The budget falls by {difference}, but the years do not compare")
        )
        return sentence.format(difference=difference)
    if not total["change_tkr"]:
        return _("The total is unchanged")
    same_way = areas[areas["change_tkr"].mul(total["change_tkr"]) > 0]
    if same_way.empty:
        if grows:
            return _("The budget grows by {difference}").format(difference=difference)
        return _("The budget falls by {difference}").format(difference=difference)
    if grows:
        most = rows.most(areas, "change_tkr")
        sentence = _("The budget grows by {difference}, most for {area}")
    else:
        most = rows.least(areas, "change_tkr")
        sentence = _("The budget falls by {difference}, most for {area}")
    return sentence.format(difference=difference, area=most["name"])


def forecast_against_budget(forecast: pd.DataFrame) -> str:
    """What the figure of forecast against budget finds."""
    total, areas = rows.total(forecast), rows.parts(forecast)
    if pd.isna(total["deviation_tkr"]):
        return _("The plan has no forecast for {year}").format(year=rows.years(total)[1])
    words = {"year": rows.years(total)[1], "difference": million(abs(total["deviation_tkr"]))}
    if total["deviation_tkr"] > 0:
        most = rows.most(areas, "deviation_tkr")
        sentence = _("The forecast for {year} is {difference} over budget, most for {area}")
    elif total["deviation_tkr"] < 0:
        most = rows.least(areas, "deviation_tkr")
        sentence = _("The forecast for {year} is {difference} under budget, most for {area}")
    else:
        return _("The forecast for {year} equals the budget").format(**words)
    return sentence.format(area=most["name"], **words)


def budget_series(series: pd.DataFrame) -> str:
    """What the figure of the budgets over the years finds: the total, as far as it compares."""
    totals = series[series["area"].eq(TOTAL) & series["budget_tkr"].notna()]
    compared = totals[totals["compares"]]
    first, last = compared.iloc[0], compared.iloc[-1]
    if len(compared) == 1:
        return _("The budget for {year} does not compare with the years before").format(
            year=last["year"]
        )
    change = last["budget_tkr"] - first["budget_tkr"]
    words = {"difference": million(abs(change)), "first": first["year"], "last": last["year"]}
    if change > 0:
        sentence = _("The budget grows by {difference} from {first} to {last}")
    elif change < 0:
        sentence = _("The budget falls by {difference} from {first} to {last}")
    else:
        sentence = _("The budget is as large in {last} as in {first}")
    if len(compared) < len(totals):
        sentence += _("; the years before do not compare")
    return sentence.format(**words)


def committees(years: pd.DataFrame) -> str:
    """What the figure of the committees finds. The frame is `overview.committee_years`."""
    planned = years[years["budget_tkr"].notna()]
    if planned.empty:
        return _("No committee has a budget in the data")
    row = rows.most(planned, "budget_tkr")
    return _("The largest budget is {committee} {year}, {amount}").format(
        committee=row["name"], year=row["year"], amount=million(row["budget_tkr"])
    )
