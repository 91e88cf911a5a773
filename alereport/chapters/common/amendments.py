"""The decisions that change a year's budget after its plan; each is counted once."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.chapters.common.rows import ABOUT, behind, in_file_order, of_each
from alereport.data.datasets import TOTAL

DECISION = ["amendment", "decided", "decided_by", "reference", "reason", "title", "section"]


def decided(
    amendments: pd.DataFrame, *, year: int, until: pd.Timestamp | None = None
) -> pd.DataFrame:
    """Return what was decided for each area, in the order it was decided.

    Args:
        amendments: `Report.amendments`.
        year: The year of the budget.
        until: The last day that counts; by default all.

    Returns:
        One row is what one decision gives one area, as first told: the columns of `amendments`, and
        the `rows` of every document that tells of it.
    """
    of_year = amendments[amendments["year"].eq(year)]
    if until is not None:
        of_year = of_year[of_year["decided"].le(until)]
    keys = ["amendment", "area"]
    places = [in_file_order(rows.index) for _key, rows in of_year.groupby(keys, sort=False)]
    first = of_year.drop_duplicates(keys)
    told = first.assign(rows=pd.Series(places, first.index, dtype="object"))
    return told.sort_values(["decided", "amendment"], kind="stable", ignore_index=True)


def decisions(told: pd.DataFrame) -> pd.DataFrame:
    """Return the decisions, the earliest first.

    Args:
        told: See `decided`.

    Returns:
        One row is one decision: its day, by whom, reference and reason, the `areas` that it changes
        (their short names, without the total), `amount_tkr` (the printed total, or else the sum of
        its areas), `hedge`, `summed` (one row of the data for each amount in it) and `rows`.
    """
    records = [_decision(rows) for _name, rows in told.groupby("amendment", sort=False)]
    columns = [*DECISION, "areas", "amount_tkr", "hedge", "summed", "rows"]
    return pd.DataFrame(records, columns=columns).astype({"amount_tkr": "Int64"})


def _decision(rows: pd.DataFrame) -> dict[str, Any]:
    is_total = rows["area"].eq(TOTAL)
    summed = rows[is_total] if is_total.any() else rows
    return {
        **{column: rows[column].iloc[0] for column in DECISION},
        "areas": tuple(rows.loc[~is_total, "area"]),
        "amount_tkr": summed["amount_tkr"].sum(),
        "hedge": _hedge(summed),
        "summed": of_each(summed),
        "rows": behind(rows),
    }


def _hedge(rows: pd.DataFrame) -> str | None:
    hedges = rows["hedge"].dropna()
    if hedges.empty:
        return None
    return str(hedges.iloc[0]) if len(rows) == 1 else ABOUT


def by_area(told: pd.DataFrame) -> pd.DataFrame:
    """Return how much the decisions change each area in all.

    Args:
        told: See `decided`.

    Returns:
        One row is one area, its short name the index, the total included: `amended_tkr`, `hedge`
        and `rows`. An area that no decision names has none.
    """
    totals = decisions(told).assign(area=TOTAL)
    changes = pd.concat([told[told["area"].ne(TOTAL)], totals])
    records = {
        area: {
            "amended_tkr": rows["amount_tkr"].sum(),
            "hedge": _hedge(rows),
            "rows": behind(rows),
        }
        for area, rows in changes.groupby("area", sort=False)
    }
    columns = ["amended_tkr", "hedge", "rows"]
    found = pd.DataFrame.from_dict(records, orient="index", columns=columns)
    return found.astype({"amended_tkr": "Int64"})
