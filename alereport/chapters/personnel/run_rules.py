"""The four rules of a run chart, on sick leave by month.

They are those that the NHS uses, after Perla, Provost and Murray, "The run chart: a simple
analytical tool for learning from variation in healthcare processes", BMJ Quality & Safety 20
(2011), 46-51: a shift, a trend, too many or too few runs, and an astronomical point. The number of
runs is held against its exact distribution where the order is random (Swed and Eisenhart, "Tables
for testing randomness of grouping in a sequence of alternatives", 1943), at five per cent. An
astronomical point is left to the eye there; here it is one further from every other than
`ASTRONOMICAL` times the median difference between two months in a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from math import comb
from typing import Any

import numpy as np
import pandas as pd

from alereport.data.datasets import TOTAL

FEWEST_POINTS = 12
"""The known months that a series must have to be drawn as a run chart."""
SHIFT = 6
"""So many in a row on the same side of the median are a shift."""
TREND = 5
"""So many in a row that all go up, or all go down, are a trend."""
ASTRONOMICAL = 3.14
"""Of the median moving range: the limits of a chart of individual values based on medians."""
PROBABILITY = 0.025
"""How seldom chance gives so few runs, and so many, as to be told: five per cent together."""
MONTH = r"\d{4}-\d{2}"


def series(sick_leave: pd.DataFrame) -> pd.DataFrame:
    """Return the sick leave of each unit that is known for at least twelve months, by month.

    Args:
        sick_leave: `Report.sick_leave`, withheld figures already removed; may be empty.

    Returns:
        One row is one month of one unit from the first to the last that the data have, also a
        month that they lack: `unit`, `period`, `total_percent` (missing where it is withheld or
        not in the data), `withheld`, `median`, `shift` and `trend` (the number of the one that the
        month is part of, from 1, or 0), `astronomical` (whether it is one), `runs`, `fewest` and
        `most` (how many runs the unit has, and the fewest and the most that are no finding; missing
        where a month is, for then they cannot be counted), the source: `committee`, `title`,
        `section`, and `rows`. Empty if no unit has twelve.
    """
    months = _monthly(sick_leave)
    found = [
        _with_rules(own)
        for _unit, rows in months.groupby("unit", sort=False)
        if len(own := _every_month(rows)) and own["total_percent"].notna().sum() >= FEWEST_POINTS
    ]
    columns = ["unit", "period", "total_percent", "withheld", "median", "shift", "trend"]
    columns += ["astronomical", "runs", "fewest", "most", "committee", "title", "section", "rows"]
    table = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns)
    return table[columns]


def without_series(sick_leave: pd.DataFrame) -> pd.DataFrame:
    """Return the sick leave without the months of the units that have a run chart."""
    units = set(series(sick_leave)["unit"])
    is_month = sick_leave["period"].str.fullmatch(MONTH)
    return sick_leave[~(is_month & sick_leave["unit"].isin(units))]


def _monthly(sick_leave: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of whole units by month; of several documents the last counts."""
    is_month = sick_leave["period"].str.fullmatch(MONTH)
    months = sick_leave[sick_leave["group"].eq(TOTAL) & is_month]
    return months.drop_duplicates(["unit", "period"], keep="last")


def _every_month(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a unit's months in order, with a row without a figure for each that is not there."""
    periods = pd.period_range(rows["period"].min(), rows["period"].max(), freq="M").astype(str)
    addresses = pd.Series([(str(row),) for row in rows.index], rows.index, dtype="object")
    known = rows.assign(rows=addresses).set_index("period")
    months = known.reindex(periods).rename_axis("period").reset_index()
    named = ["unit", "committee", "title", "section"]
    months[named] = months[named].ffill()
    return months.assign(
        total_percent=months["total_percent"].astype("float64"),
        withheld=months["withheld"].eq(other=True).astype("bool"),
        rows=pd.Series([row if isinstance(row, tuple) else () for row in months["rows"]]),
    )


def _with_rules(months: pd.DataFrame) -> pd.DataFrame:
    values = months["total_percent"].to_numpy()
    count, fewest, most = run_limits(values)
    return months.assign(
        median=float(np.nanmedian(values)),
        shift=shifted(values),
        trend=trending(values),
        astronomical=astronomical(values),
        runs=count,
        fewest=fewest,
        most=most,
    )


def shifted(values: Sequence[float] | np.ndarray[Any, Any]) -> list[int]:
    """Return which shift each value is part of, counted from 1; 0 where it is part of none.

    Values on the median neither count nor end a shift.
    """
    sides = _sides(values)
    found, number = [0] * len(sides), 0
    beside = [at for at, side in enumerate(sides) if side != 0]
    for side, group in groupby(beside, key=lambda at: sides[at]):
        places = list(group)
        if not np.isnan(side) and len(places) >= SHIFT:
            number += 1
            for at in places:
                found[at] = number
    return found


def trending(values: Sequence[float] | np.ndarray[Any, Any]) -> list[int]:
    """Return which trend each value is part of; as `shifted`.

    One that equals the one before does not count.
    """
    found, number = [0] * len(values), 0
    moved = [at for at in range(len(values)) if at == 0 or values[at] != values[at - 1]]
    ways = [float(np.sign(values[to] - values[at])) for at, to in pairwise(moved)]
    for way, group in groupby(range(len(ways)), key=lambda step: ways[step]):
        steps = list(group)
        if not np.isnan(way) and len(steps) >= TREND - 1:
            number += 1
            for at in moved[steps[0] : steps[-1] + 2]:
                found[at] = number
    return found


def astronomical(values: Sequence[float] | np.ndarray[Any, Any]) -> list[bool]:
    """Return which values lie far from every other, beside how those in a row differ."""
    series = np.asarray(values, dtype="float64")
    steps = np.abs(np.diff(series))
    steps = steps[~np.isnan(steps)]
    limit = ASTRONOMICAL * float(np.median(steps)) if len(steps) else 0.0
    apart = np.abs(series[:, None] - series[None, :])
    np.fill_diagonal(apart, np.nan)
    nearest = pd.DataFrame(apart).min(axis="columns")
    return [bool(limit > 0 and distance > limit) for distance in nearest]


def run_limits(values: Sequence[float] | np.ndarray[Any, Any]) -> tuple[float, float, float]:
    """Return how many runs there are, and the fewest and the most that are no finding.

    A run is a row of values on the same side of the median. Values on the median are left out.
    Not numbers where a value is missing, or none is above or none below: nothing can be counted.
    """
    if not {1.0, -1.0} <= set(_sides(values)) or np.isnan(np.asarray(values, "float64")).any():
        return np.nan, np.nan, np.nan
    sides = [side for side in _sides(values) if side != 0]
    count = len(list(groupby(sides)))
    above, below = sides.count(1.0), sides.count(-1.0)
    chances = _chances(above, below)
    fewest = next(runs for runs in chances if _sum(chances, range(2, runs + 1)) > PROBABILITY)
    most = next(
        runs
        for runs in reversed(chances)
        if _sum(chances, range(runs, max(chances) + 1)) > PROBABILITY
    )
    return count, fewest, most


def _chances(above: int, below: int) -> dict[int, float]:
    """Return the probability of each number of runs, if every order is as likely."""
    orders = comb(above + below, above)
    chances = {}
    for runs in range(2, above + below + 1):
        half, odd = divmod(runs, 2)
        if odd:
            ways = comb(above - 1, half) * comb(below - 1, half - 1)
            ways += comb(above - 1, half - 1) * comb(below - 1, half)
        else:
            ways = 2 * comb(above - 1, half - 1) * comb(below - 1, half - 1)
        chances[runs] = ways / orders
    return chances


def _sum(chances: dict[int, float], runs: range) -> float:
    return sum(chances.get(each, 0.0) for each in runs)


def _sides(values: Sequence[float] | np.ndarray[Any, Any]) -> list[float]:
    """Return 1 above the median, -1 below it, 0 on it, and no number where a value is missing."""
    series = np.asarray(values, dtype="float64")
    return [float(side) for side in np.sign(series - np.nanmedian(series))]
