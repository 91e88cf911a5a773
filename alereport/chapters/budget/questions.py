"""The questions that a budget's figures raise: what each is about, with its figures and rows.

Whether a question is asked follows from its figures; `asking` has the conditions and the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from alereport.chapters.common import rows
from alereport.chapters.common.rows import in_file_order

Facts = dict[str, Any]

FIGURES = [
    *("budget_tkr", "over_tkr", "over_percent", "above_forecast_tkr", "above_forecast_percent"),
    *("unbooked_tkr", "must_save_tkr", "decreases_tkr", "area_change_tkr"),
]


def questions(
    changes: pd.DataFrame, forecast: pd.DataFrame, required: pd.DataFrame
) -> pd.DataFrame:
    """Return what can be asked of a plan, the most important first.

    Args:
        changes: `explained.with_reasons`, of one plan.
        forecast: `analysis.forecast_against_budget`, of the same plan.
        required: `requirements.must_save`, of the same plan.

    Returns:
        One row is one question, which is asked if `asking` says so: `question` (its key), `name`
        (of the area it is about), `year`, `compares` (whether the year is comparable with the one
        before), `unexplained` (see `with_reasons`), `hedge` (of `must_save_tkr`), the figures it
        needs (the others are missing) and `rows`: `budget_tkr`, `over_tkr` and `over_percent`
        (forecast less budget of the year before), `above_forecast_tkr` and
        `above_forecast_percent` (the year's budget less that forecast), `unbooked_tkr` (the saving
        required the year before that the forecast has at zero), `must_save_tkr`, `decreases_tkr`
        (of all areas together) and `area_change_tkr`.
    """
    facts = [
        _of_forecast(changes, forecast),
        _of_requirement(changes, forecast, required),
        *_of_overspent(changes, forecast),
        *_of_saving(changes, required),
        *_of_changes(changes),
    ]
    year = int(changes["plan_year"].iloc[0])
    table = pd.DataFrame([{"year": year, "unexplained": False} | each for each in facts])
    return table.reindex(columns=["question", "name", *FIGURES, *OTHERS])


OTHERS = ["year", "compares", "unexplained", "hedge", "rows"]


def _of_forecast(changes: pd.DataFrame, forecast: pd.DataFrame) -> Facts:
    total, expected = rows.total(changes), rows.total(forecast)
    above = total["budget_tkr"] - expected["previous_forecast_tkr"]
    return {
        "question": "more-than-forecast",
        "compares": pd.isna(total["break_reason"]),
        "over_tkr": expected["deviation_tkr"],
        "over_percent": expected["deviation_percent"],
        "above_forecast_tkr": above,
        "above_forecast_percent": 100 * above / expected["previous_forecast_tkr"]
        if expected["previous_forecast_tkr"]
        else float("nan"),
        "rows": total["rows"],
    }


def _of_requirement(changes: pd.DataFrame, forecast: pd.DataFrame, required: pd.DataFrame) -> Facts:
    before = rows.requirements(forecast)
    unbooked = before[before["previous_forecast_tkr"].eq(0)]
    used = [rows.total(forecast)["rows"], *unbooked["rows"], *required["rows"]]
    return {
        "question": "saving-not-booked",
        "compares": pd.isna(rows.total(changes)["break_reason"]),
        "over_tkr": rows.total(forecast)["deviation_tkr"],
        "unbooked_tkr": unbooked["deviation_tkr"].sum(),
        "must_save_tkr": required["amount_tkr"].sum(),
        "rows": in_file_order(row for each in used for row in each),
    }


def _of_overspent(changes: pd.DataFrame, forecast: pd.DataFrame) -> Iterator[Facts]:
    """Yield the area that is forecast the furthest over its budget."""
    areas = rows.parts(forecast)
    if not areas["deviation_tkr"].notna().any():
        return
    area = rows.largest(areas, "deviation_tkr")
    now = changes[changes["area"].eq(area["area"])].iloc[0]
    yield {
        "question": "overspent-not-raised",
        "name": now["name"],
        "compares": pd.isna(now["break_reason"]),
        "budget_tkr": now["budget_tkr"],
        "area_change_tkr": now["change_tkr"],
        "over_tkr": area["deviation_tkr"],
        "over_percent": area["deviation_percent"],
        "rows": now["rows"],
    }


def _of_saving(changes: pd.DataFrame, required: pd.DataFrame) -> Iterator[Facts]:
    """Yield the saving that the plan's text requires of the whole committee."""
    if len(required) != 1 or changes["requirement"].any():
        return
    areas = rows.comparable(changes)
    falling = areas[areas["change_tkr"] < 0]
    if falling.empty and len(areas) < len(rows.parts(changes)):
        return  # Whether anything decreases is not known of those that cannot be compared.
    used = [required["rows"].iloc[0], *(areas if falling.empty else falling)["rows"]]
    yield {
        "question": "saving-without-decrease" if falling.empty else "saving-not-placed",
        "compares": pd.isna(rows.total(changes)["break_reason"]),
        "must_save_tkr": required["amount_tkr"].iloc[0],
        "hedge": required["hedge"].iloc[0],
        "decreases_tkr": -falling["change_tkr"].sum(),
        "rows": in_file_order(row for each in used for row in each),
    }


def _of_changes(changes: pd.DataFrame) -> Iterator[Facts]:
    """Yield the area that grows most and the one that falls most."""
    areas = rows.comparable(changes)
    for question, change in (
        ("increase-unexplained", areas[areas["change_tkr"] > 0]),
        ("decrease-unexplained", areas[areas["change_tkr"] < 0]),
    ):
        if not change.empty:
            area = rows.furthest(change, "change_tkr")
            yield {
                "question": question,
                "name": area["name"],
                "compares": True,
                "unexplained": area["unexplained"],
                "area_change_tkr": area["change_tkr"],
                "rows": area["rows"],
            }
