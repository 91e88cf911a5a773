"""The outturns of measures over a year's reports: from where the plan began to its target.

Values are compared only where their unit and what they are a percentage of are the same, and where
both are of a whole year or both of the same part of one: the visits until August are fewer than
those of a year, whatever became of them. Only exact numbers are held against a target: a hedged
one, such as about 90, is shown as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from alereport.chapters.common.rows import in_file_order
from alereport.chapters.goals.analysis import in_plan_order
from alereport.chapters.goals.measures import LOWER, UPPER, bound, part_of_year

BETTER = {"higher": 1, "lower": -1}
"""The sign of a change for the better."""
WAYS = {"increase": 1, "decrease": -1}
"""The sign of the change that a target in words asks for."""
COLUMNS = [
    *("measure", "name", "unit", "basis", "better", "start", "reported"),
    *(
        "target_low",
        "target_high",
        "target_hedge",
        "target_year",
        "target_words",
        "change",
        "trend",
        "reached",
        "is_so_far",
    ),
    *("committee", "plan_year", "places", "as_of", "rows"),
]


@dataclass(frozen=True)
class Point:
    """A value of a measure: where the plan began, or what a report says.

    Attributes:
        value: The value; the lowest, of a range.
        upper: The highest of a range; None otherwise.
        hedge: The document's own hedge; empty if it has none.
        measured: The unit, what a percentage is of, and how much of a year it covers (see
            `measures.part_of_year`): what only the like may be compared by.
        year: The year of the value; missing where none is printed.
        rows: The rows of the data.
    """

    value: float
    upper: float | None
    hedge: str
    measured: tuple[str, str, str]
    year: Any
    rows: tuple[str, ...]


def outturns(measures: pd.DataFrame, *, goals: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return what the reports of a year tell of each measure, beside its start and its target.

    Args:
        measures: `Report.measures`.
        goals: `Report.goals`.
        reports: `coverage.reports_of_year`, of the plan's year.

    Returns:
        One row is one measure of the plan of which a report gives an outturn, in the plan's order:
        `measure`, `name`, `unit`, `basis`, `better` (`higher` or `lower`), `start` (a `Point`: the
        plan's baseline, or else its latest outturn; None without one), `reported` (the `Point`
        of each report that has one, by its day), `target_low`, `target_high`, `target_hedge`,
        `target_year` (the first from the plan's; the plan's own where none is printed),
        `target_words` (`increase` or `decrease`, for a target without a number),
        `change` (of the latest from the last value before it that it compares with; missing
        without one), `trend` (`better`, `worse`, `unchanged`; empty as `change`), `reached`
        (whether the latest meets the target; missing where it cannot be said), `is_so_far`
        (whether the latest is of a part of its year), `committee`, `plan_year`, `places` (the
        title and section of each row), `as_of` (the day of the latest) and `rows`.
    """
    plan = in_plan_order(goals).set_index("goal")
    days = dict(zip(reports["document"], reports["as_of"], strict=True))
    records = []
    for _measure, rows in measures.groupby("measure", sort=False):
        of_plan = rows[~rows["document"].isin(days)]
        reported = _reported(rows, days)
        if reported and rows["goal"].iloc[0] in plan.index:
            goal = plan.loc[rows["goal"].iloc[0]]
            records.append(_row(rows, of_plan, reported, goal))
    return pd.DataFrame(records, columns=COLUMNS)


def _reported(rows: pd.DataFrame, days: dict[str, pd.Timestamp]) -> dict[pd.Timestamp, Point]:
    """Return the outturn of each report that gives one, by the day it reports."""
    outturns = rows[rows["kind"].eq("outturn") & rows["value"].notna()]
    outturns = outturns[outturns["document"].isin(days)]
    by_day = outturns.groupby(outturns["document"].map(days))
    return {day: _point(_of_latest_year(own)) for day, own in by_day}


def _of_latest_year(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["year"].eq(rows["year"].max())] if rows["year"].notna().any() else rows


def _point(rows: pd.DataFrame) -> Point:
    """Return the value of rows of one day and year; two of them are a range."""
    ordered = rows.sort_values("value")
    first = ordered.iloc[0]
    unit, basis = ("" if pd.isna(first[name]) else str(first[name]) for name in ("unit", "basis"))
    part = part_of_year(first["year"], first["as_of"])
    return Point(
        value=float(first["value"]),
        upper=float(ordered["value"].iloc[-1]) if len(ordered) > 1 else None,
        hedge=next(iter(ordered["hedge"].dropna()), ""),
        measured=(unit, basis, part),
        year=first["year"],
        rows=in_file_order(rows.index),
    )


def _row(
    rows: pd.DataFrame,
    of_plan: pd.DataFrame,
    reported: dict[pd.Timestamp, Point],
    goal: pd.Series[Any],
) -> dict[str, Any]:
    targets = of_plan[of_plan["kind"].eq("target")]
    targets = targets[targets["year"].isna() | targets["year"].ge(goal["plan_year"])]
    target = targets[targets["year"].isna() | targets["year"].eq(targets["year"].min())]
    start = _start(of_plan)
    points = [*([start] if start else []), *reported.values()]
    low, high = (bound(target, comparators) for comparators in (LOWER, UPPER))
    words = next((way for way in target["comparator"] if way in WAYS), "")
    hedge = next(iter(target["hedge"].dropna()), "")
    alike = [point for point in points[:-1] if point.measured == points[-1].measured]
    change = _change(alike[-1], points[-1]) if alike else None
    used = {row for point in points for row in point.rows}
    shown = rows[rows.index.isin([*used, *target.index])]
    return {
        **rows.iloc[0][["measure", "name", "unit", "basis", "better"]],
        "start": start,
        "reported": reported,
        "target_low": low,
        "target_high": high,
        "target_hedge": hedge,
        "target_year": next(iter(target["year"].dropna()), goal["plan_year"]),
        "target_words": words if pd.isna(low) and pd.isna(high) else "",
        "change": change,
        "trend": _trend(change, str(rows["better"].iloc[0])),
        "reached": None if hedge else _reached(points, (low, high), words, has_start=bool(start)),
        "is_so_far": bool(points[-1].measured[-1]),
        **goal[["committee", "plan_year"]],
        "places": tuple(zip(shown["title"], shown["section"], strict=True)),
        "as_of": max(reported),
        "rows": in_file_order(shown.index),
    }


def _start(of_plan: pd.DataFrame) -> Point | None:
    """Return the plan's baseline, or else its latest outturn; None where it has neither."""
    known = of_plan[of_plan["value"].notna()]
    for kind in ("baseline", "outturn"):
        if not (own := known[known["kind"].eq(kind)]).empty:
            return _point(_of_latest_year(own))
    return None


def _change(before: Point, latest: Point) -> float | None:
    """Return how much a value has changed; None where the two do not compare."""
    is_range = before.upper is not None or latest.upper is not None
    change = latest.value - before.value
    is_unsure = not change and before.hedge != latest.hedge
    return None if is_range or is_unsure or before.measured != latest.measured else change


def _trend(change: float | None, better: str) -> str:
    if change is None:
        return ""
    sign = change * BETTER[better]
    return "better" if sign > 0 else "worse" if sign < 0 else "unchanged"


def _reached(
    points: list[Point], bounds: tuple[float, float], words: str, *, has_start: bool
) -> bool | None:
    """Return whether the latest value meets the target; None where it cannot be said."""
    latest, (low, high) = points[-1], bounds
    if latest.hedge:
        return None
    if words and pd.isna(low) and pd.isna(high):
        change = _change(points[0], latest) if has_start and not points[0].hedge else None
        return None if change is None else change * WAYS[words] > 0
    if pd.isna(low) and pd.isna(high):
        return None
    lowest, highest = latest.value, latest.value if latest.upper is None else latest.upper
    return not (lowest < low or highest > high)


def without_outturn(
    measures: pd.DataFrame, outturns: pd.DataFrame, *, goals: pd.DataFrame, reports: pd.DataFrame
) -> pd.DataFrame:
    """Return the measures of the plan that no report gives an outturn of.

    Returns:
        One row is one measure, in the plan's order: `measure`, `name` and `rows`, its own first and
        then those of the reports.
    """
    own = measures[measures["goal"].isin(goals["goal"])]
    missing = own[~own["measure"].isin(outturns["measure"])].drop_duplicates("measure")
    told = [(str(row), *map(str, reports.index)) for row in missing.index]
    rows = pd.Series(told, missing.index, dtype="object")
    return missing.assign(rows=rows)[["measure", "name", "rows"]].reset_index(drop=True)
