"""The committees side by side at the latest day of each, and what needs a decision."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from alereport.chapters.common.rows import ABOUT
from alereport.chapters.goals.follow_up import last_days
from alereport.data.datasets import TOTAL

NEEDS = ("without_measure", "not_carried_out", "off_plan")
"""What may need a decision: a deviation without a measure, a measure that is not started or late,
an assignment that deviates."""

RANGE = ["committee", "year", "as_of", "low_tkr", "high_tkr"]
"""The columns of `outturn.record.with_own_or_all` that say where a year usually ends."""


def followed(
    standing: pd.DataFrame,
    committees: pd.DataFrame,
    *,
    deviations: pd.DataFrame,
    follow_up: pd.DataFrame,
    goals: pd.DataFrame,
    opened: pd.DataFrame,
) -> pd.DataFrame:
    """Return where each committee stands at its latest date, and what needs a decision there.

    Args:
        standing: `outturn.standing.standing`.
        committees: `Overall.committees`.
        deviations: `Overall.deviations`.
        follow_up: `Overall.follow_up`.
        goals: `Overall.goals`.
        opened: `outturn.record.with_own_or_all`.

    Returns:
        One row is one committee, in the order of the register: the columns of `standing`, `name`,
        `deviation_percent` (of the budget), `low_tkr` and `high_tkr` (where the year usually ends
        after such a forecast; missing where there is none, or too few are known to tell) with
        `range_rows`, and for each of `NEEDS` the rows of the data, in the
        same report, that it is said of. Committees that no report follows up are left out.
    """
    latest = standing.drop_duplicates("committee", keep="last")
    ranges = opened[[*RANGE, "rows"]].rename(columns={"rows": "range_rows"})
    table = committees[["committee", "name"]].merge(latest, on="committee")
    table = table.merge(ranges, "left", on=["committee", "year", "as_of"])
    percent = [
        100 * deviation / budget if pd.notna(budget) and budget > 0 else None
        for deviation, budget in zip(table["deviation_tkr"], table["budget_tkr"], strict=True)
    ]
    without, started = _measures(deviations, table)
    assignments = goals.loc[goals["level"].eq("assignment"), "goal"]
    is_off = follow_up["status"].eq("deviating") & follow_up["goal"].isin(assignments)
    found = dict(zip(NEEDS, (without, started, follow_up[is_off]), strict=True))
    needs = {
        name: [_rows(rows, document) for document in table["document"]]
        for name, rows in found.items()
    }
    return table.assign(
        deviation_percent=pd.Series(percent, table.index, dtype="Float64"),
        **{name: pd.Series(rows, table.index, dtype="object") for name, rows in needs.items()},
    )


def _measures(deviations: pd.DataFrame, table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the deviations without a measure, and those whose measure is not started or late."""
    has_measure = deviations["measure_taken"].notna()
    day_of = dict(zip(table["document"], table["as_of"], strict=True))
    days = pd.to_datetime(pd.Series(map(day_of.get, deviations["document"]), deviations.index))
    is_late = last_days(deviations["due"]).le(days) & deviations["status"].ne("done")
    is_waiting = deviations["status"].eq("not_started") | is_late
    return deviations[~has_measure], deviations[has_measure & is_waiting.fillna(value=False)]


def _rows(frame: pd.DataFrame, document: str) -> tuple[str, ...]:
    return tuple(map(str, frame.index[frame["document"].eq(document)]))


def is_one_sum(followed: pd.DataFrame) -> bool:
    """True if the amounts are of one kind, day and year, all with a budget: they add up."""
    alike = followed[["as_of", "comparison", "year"]].drop_duplicates()
    return len(followed) > 1 and len(alike) == 1 and bool(followed["budget_tkr"].notna().all())


def is_budget(place: str) -> bool:
    """True if a row of `data/outturn` is a budget, which its address ends with."""
    return place.rpartition("/")[2].startswith("budget")


def with_total(followed: pd.DataFrame) -> pd.DataFrame:
    """Return the committees with their sum last; as they are where they do not add up."""
    if not is_one_sum(followed):
        return followed
    budget, amount = followed["budget_tkr"].sum(), followed["amount_tkr"].sum()
    first = followed.iloc[0]
    is_hedged = followed[["hedge", "budget_hedge"]].notna().any(axis=None)
    total = {
        **first[["year", "as_of", "comparison"]],
        "committee": TOTAL,
        "name": None,
        "budget_tkr": budget,
        "amount_tkr": amount,
        "deviation_tkr": budget - amount,
        "deviation_percent": 100 * (budget - amount) / budget if budget > 0 else None,
        "hedge": ABOUT if is_hedged else None,
        "rows": tuple(row for rows in followed["rows"] for row in rows),
        **dict.fromkeys(NEEDS, ()),
    }
    return pd.concat([followed, pd.DataFrame([total])], ignore_index=True)


def known_committees(names: pd.Series[str], others: Sequence[str]) -> int:
    """Return how many committees of the municipality the report knows of.

    Args:
        names: Those of the register.
        others: The names of those that no document is from; see `Municipality.other_committees`.
    """
    return len({name.casefold().removeprefix("the ") for name in (*names, *others)})
