"""The measures of a plan's goals: where they stood, where they stand and where they are to be."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from alereport.chapters.common.rows import SOURCE
from alereport.chapters.goals.analysis import in_plan_order, sorted_rows

BOUNDS = {"=": (True, True), ">=": (True, False), "<=": (False, True)}
"""Whether a target with this comparator is a lower bound, and whether it is an upper bound."""

POINTS = ["start_value", "start_year", "latest_value", "latest_year"]


def progress(measures: pd.DataFrame, *, goals: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Each measure from where it stood to where it is to be.

    The start is the baseline, or else the earliest outturn before the target's year. What counts
    as reported is an outturn after the start. Without one the status is `not_reported`: a target
    alone says nothing of the way there. With one it is `on_track` where the latest outturn meets
    the target (for a target in words: moved the right way from the start), or, before the
    target's year, has come at least as far as a straight line from the start; otherwise `off`.

    Args:
        measures: `Report.measures`.
        goals: `Report.goals`.
        as_of: The day that a target is late on.

    Returns:
        One row is one measure and the year of one target, in the order of the plan: `measure`,
        `name`, `goal_name`, `unit`, `start_value`, `start_year`, `latest_value`, `latest_year`
        (the last outturn after the start and up to the target's year, or else the first after
        it), `target_low`, `target_high` (the bounds; a target in words
        has none), `target_year`, `comparators`, `as_printed` (of the target), `status`
        (`on_track`, `off`, `not_reported`; `no_target` where there is none), `late` (the
        target's year is over before `as_of` and nothing is reported), the source: `committee`,
        `plan_year`, `title`, `section`, and `rows`.
    """
    plan = in_plan_order(goals).set_index("goal")
    ordered = measures.loc[list(sorted_rows(measures.index))]
    found = []
    for _measure, rows in ordered.groupby("measure", sort=False):
        targets = rows[rows["kind"].eq("target")]
        years = sorted(targets["year"].unique()) or [pd.NA]
        goal = plan.loc[rows["goal"].iloc[0]]
        for year in years:
            target = targets[targets["year"].eq(year)] if pd.notna(year) else targets
            found.append(_row(rows, target, year, goal, as_of))
    years = ["start_year", "latest_year", "target_year"]
    return pd.DataFrame(found, columns=_COLUMNS).astype(dict.fromkeys(years, "Int64"))


_COLUMNS = [
    *("measure", "name", "goal_name", "unit", *POINTS, "target_low", "target_high"),
    *("target_year", "comparators", "as_printed", "status", "late", *SOURCE, "rows"),
]


def has_number(progress: pd.DataFrame) -> pd.Series[bool]:
    """Whether the target of each row of `progress` has a number, or is in words alone."""
    return progress[["target_low", "target_high"]].notna().any(axis="columns")


def _row(
    rows: pd.DataFrame, target: pd.DataFrame, year: Any, goal: pd.Series[Any], as_of: date
) -> dict[str, Any]:
    low, high = (_bound(target, at) for at in (0, 1))
    points = _points(rows, year)
    row = {
        **rows.iloc[0][["measure", "name", "unit", "title", "section"]],
        **goal[["committee", "plan_year"]],
        "goal_name": goal["name"],
        **points,
        "target_low": low,
        "target_high": high,
        "target_year": year,
        "comparators": tuple(target["comparator"]),
        "as_printed": "; ".join(dict.fromkeys(target["as_printed"])),
        "rows": sorted_rows((*rows.index[~rows["kind"].eq("target")], *target.index)),
    }
    row["status"] = _status(row)
    over = pd.notna(year) and date(int(year), 12, 31) < as_of
    return {**row, "late": over and row["status"] == "not_reported"}


def _bound(target: pd.DataFrame, side: int) -> float:
    """The target's lower (0) or upper (1) bound; missing where it has none."""
    bounding = target["comparator"].map(lambda each: BOUNDS.get(each, (False, False))[side])
    values = target.loc[bounding.astype(bool), "value"].dropna()
    return float(values.iloc[0]) if len(values) else float("nan")


def _points(rows: pd.DataFrame, target_year: Any) -> dict[str, Any]:
    outturns = rows[rows["kind"].eq("outturn")].sort_values("year")
    start = rows[rows["kind"].eq("baseline")].sort_values("year")[:1]
    if start.empty and pd.notna(target_year):
        start = outturns[outturns["year"] < target_year][:1]
    later = outturns[~outturns.index.isin(start.index)]
    if not start.empty:
        later = later[later["year"] >= start["year"].iloc[0]]
    in_time = later[later["year"] <= target_year] if pd.notna(target_year) else later
    latest = later[:1] if in_time.empty else in_time[-1:]
    points: list[float | int | None] = []
    for point in (start, latest):
        known = not point.empty
        points.append(float(point["value"].iloc[0]) if known else float("nan"))
        points.append(int(point["year"].iloc[0]) if known else None)
    return dict(zip(POINTS, points, strict=True))


def _status(row: dict[str, Any]) -> str:
    if not row["comparators"]:
        return "no_target"
    latest, start = row["latest_value"], row["start_value"]
    if pd.isna(latest):
        return "not_reported"
    in_words = pd.isna(row["target_low"]) and pd.isna(row["target_high"])
    if in_words:
        return _status_in_words(row["comparators"][0], latest - start)
    distance = _distance(row, latest)
    if not distance:
        return "on_track"
    if pd.isna(start) or row["latest_year"] >= row["target_year"]:
        return "off"
    gone = (row["latest_year"] - row["start_year"]) / (row["target_year"] - row["start_year"])
    return "on_track" if distance <= (1 - gone) * _distance(row, start) else "off"


def _status_in_words(comparator: str, moved: float) -> str:
    if pd.isna(moved) or comparator not in {"increase", "decrease"}:
        return "not_reported"
    return "on_track" if (moved > 0 if comparator == "increase" else moved < 0) else "off"


def _distance(row: dict[str, Any], value: float) -> float:
    """How far a value is from meeting the target; 0 where it does."""
    short = row["target_low"] - value if pd.notna(row["target_low"]) else 0.0
    over = value - row["target_high"] if pd.notna(row["target_high"]) else 0.0
    return float(max(short, over, 0.0))
