"""The measures of a plan's goals: their start, latest outturn and target."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from alereport.chapters.common.rows import SOURCE, in_file_order
from alereport.chapters.goals.analysis import in_plan_order

LOWER, UPPER = ("=", ">="), ("=", "<=")
"""The comparators of a target that is a lower bound, and of one that is an upper bound."""
DIRECTIONS = {"increase": 1, "decrease": -1}
"""The sign of the change that a target in words asks for."""
POINTS = ["start_value", "start_year", "latest_value", "latest_year"]
LAST_DAY = (12, 31)
"""The month and the day that end a year."""


def progress(measures: pd.DataFrame, *, goals: pd.DataFrame) -> pd.DataFrame:
    """Compute the start, the latest outturn, the target and the status of each measure.

    The start is the baseline, or else the earliest outturn before the target's year (before the
    plan's year if the document prints no year of the target). Only an
    outturn after the start tells anything. With one, a measure is `on_track` if the latest meets
    the target (for a target in words: has moved the right way from the start) or, before the
    target's year, has come at least as far as a straight line from the start to the target. It is
    `off` if it has not come so far, or the target's year is over; `unknown` if the document gives
    no year, or no start before the year, or if the latest is of a part of its year alone.

    Args:
        measures: `Report.measures`.
        goals: `Report.goals`.

    Returns:
        One row is one measure and the year of one target, in the order of the plan: `measure`,
        `name`, `unit`, `whose`, `basis` (what a percentage is of; missing if the document does
        not say), `start_value`, `start_year`, `latest_value`, `latest_year` (the last outturn
        after the start and up to the target's year, or else the first after it), `latest_until`
        (the month it is until, if it is of a part of its year; empty otherwise), `target_low`,
        `target_high` (the bounds; a target in words has none), `target_hedge` (the document's
        own; empty if it has none), `target_year` (missing if the document prints none),
        `comparators` (of the target), `status` (as above; `no_outturn`, or `no_target` if there
        is none), the source: `committee`, `plan_year`, `title`, `section`, and `rows`.
    """
    plan = in_plan_order(goals).set_index("goal")
    ordered = measures.loc[list(in_file_order(measures.index))]
    records = []
    for _measure, rows in ordered.groupby("measure", sort=False):
        targets = rows[rows["kind"].eq("target")]
        goal = plan.loc[rows["goal"].iloc[0]]
        records += [
            _row(rows, _of_year(targets, year), year, goal)
            for year in sorted(targets["year"].dropna().unique()) + _no_year(targets)
        ]
    columns = [
        *("measure", "name", "unit", "whose", "basis", *POINTS, "latest_until"),
        *("target_low", "target_high"),
        *("target_hedge", "target_year", "comparators", "status", *SOURCE, "rows"),
    ]
    years = ["start_year", "latest_year", "target_year"]
    return pd.DataFrame(records, columns=columns).astype(dict.fromkeys(years, "Int64"))


def _no_year(targets: pd.DataFrame) -> list[Any]:
    """Return one missing year if there is a target without a year, or no target at all."""
    return [pd.NA] if targets.empty or targets["year"].isna().any() else []


def _of_year(targets: pd.DataFrame, year: Any) -> pd.DataFrame:
    return targets[targets["year"].isna() if pd.isna(year) else targets["year"].eq(year)]


def has_number(progress: pd.DataFrame) -> pd.Series[bool]:
    """True for each row of `progress` whose target has a number and is not only in words."""
    return progress[["target_low", "target_high"]].notna().any(axis="columns")


def _row(
    rows: pd.DataFrame, target: pd.DataFrame, year: Any, goal: pd.Series[Any]
) -> dict[str, Any]:
    row = {
        **rows.iloc[0][["measure", "name", "unit", "whose", "title", "section"]],
        **goal[["committee", "plan_year"]],
        "basis": next(iter(rows["basis"].dropna()), None),
        **_points(rows, year, int(goal["plan_year"])),
        "target_low": bound(target, LOWER),
        "target_high": bound(target, UPPER),
        "target_hedge": next(iter(target["hedge"].dropna()), ""),
        "target_year": year,
        "comparators": tuple(target["comparator"]),
        "rows": in_file_order((*rows.index[~rows["kind"].eq("target")], *target.index)),
    }
    row["status"] = _status(row)
    return row


def bound(target: pd.DataFrame, comparators: tuple[str, ...]) -> float:
    """Return the target's lower or upper bound; NaN if it has none."""
    values = target.loc[target["comparator"].isin(comparators), "value"].dropna()
    return float(next(iter(values), float("nan")))


def _points(rows: pd.DataFrame, target_year: Any, plan_year: int) -> dict[str, Any]:
    """Return the value and year of the start and of the latest outturn, by `POINTS`.

    Where the target has no year, an outturn before the plan's year is where it started.
    """
    outturns = rows[rows["kind"].eq("outturn")].sort_values("year")
    start = rows[rows["kind"].eq("baseline")].sort_values("year")[:1]
    if start.empty:
        start = outturns[outturns["year"].lt(plan_year if pd.isna(target_year) else target_year)][
            :1
        ]
    later = outturns[~outturns.index.isin(start.index)]
    if start["year"].notna().any():
        later = later[later["year"] >= start["year"].iloc[0]]
    in_time = later[later["year"].le(target_year).fillna(True)]
    latest = later[:1] if in_time.empty else in_time[-1:]
    pairs = [
        next(zip(point["value"], point["year"], strict=True), (float("nan"), None))
        for point in (start, latest)
    ]
    found = dict(zip(POINTS, (item for pair in pairs for item in pair), strict=True))
    days = [
        f"{row.as_of:%Y-%m}" for row in latest.itertuples() if part_of_year(row.year, row.as_of)
    ]
    return found | {"latest_until": next(iter(days), "")}


def part_of_year(year: Any, as_of: Any) -> str:
    """Return the month and day that a value of a year goes until; empty if it is of a whole year.

    Args:
        year: The year of the value; missing where the document prints none.
        as_of: The last day that the document reports; missing where it is not known.
    """
    if pd.isna(as_of) or (as_of.month, as_of.day) == LAST_DAY:
        return ""
    return "" if pd.notna(year) and int(year) != as_of.year else f"{as_of:%m-%d}"


def _status(row: dict[str, Any]) -> str:
    if not row["comparators"]:
        return "no_target"
    if pd.isna(row["latest_value"]):
        return "no_outturn"
    if row["latest_until"]:
        return "unknown"
    if pd.isna(row["target_low"]) and pd.isna(row["target_high"]):
        direction = DIRECTIONS.get(row["comparators"][0], float("nan"))
        change = direction * (row["latest_value"] - row["start_value"])
        return "unknown" if pd.isna(change) else "on_track" if change > 0 else "off"
    distance = _distance(row, row["latest_value"])
    return "on_track" if not distance else _on_the_way(row, distance)


def _on_the_way(row: dict[str, Any], distance: float) -> str:
    """Return the status of a measure that is still some distance from its target."""
    if pd.isna(row["target_year"]) or pd.isna(row["latest_year"]):
        return "unknown"
    if row["latest_year"] >= row["target_year"]:
        return "off"
    if pd.isna(row["start_value"]) or pd.isna(row["start_year"]):
        return "unknown"
    elapsed = (row["latest_year"] - row["start_year"]) / (row["target_year"] - row["start_year"])
    is_far = distance > (1 - elapsed) * _distance(row, row["start_value"])
    return "off" if is_far else "on_track"


def _distance(row: dict[str, Any], value: float) -> float:
    """Return how far a value is from meeting the target; 0 if it meets it."""
    return float(np.nanmax([row["target_low"] - value, value - row["target_high"], 0.0]))
