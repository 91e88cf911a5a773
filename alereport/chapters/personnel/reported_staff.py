"""The staff and the sick leave of a part of a year, as the reports that follow it up state them.

Figures are already withheld in `Report.sick_leave`; see `analysis`. The argument `reports` is the
documents that follow the year up, oldest first.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.chapters.common.rows import in_file_order
from alereport.chapters.personnel.analysis import base_of_total
from alereport.data.datasets import TOTAL

STAFF = [
    *("unit", "headcount", "as_of", "hedge", "permanent_only", "plan_headcount", "plan_as_of"),
    *("plan_hedge", "comparable", "committee", "title", "section", "counted", "rows"),
]


def of_latest(rows: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the last of the reports that has any; empty if none has."""
    stated = reports.loc[reports["document"].isin(rows["document"]), "document"]
    return rows[rows["document"].isin(stated.tail(1))]


def without_reports(rows: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of other documents than the reports: what the plans themselves state."""
    return rows[~rows["document"].isin(reports["document"])]


def sick_leave_of_period(sick_leave: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return the sick leave in the latest report, beside that of the same months a year before.

    A period is compared with the one of the same months of the year before and with no other:
    neither eight months with four nor a month with a year.

    Args:
        sick_leave: `Report.sick_leave`; may be empty.
        reports: See the module.

    Returns:
        One row is one unit in one period, the unit `total` (the committee) last; the columns are
        those of `analysis.sick_leave_by_period`, where the period before is the same months of the
        year before, and `comparable` whether any document states them.
    """
    known = sick_leave[sick_leave["group"].eq(TOTAL)]
    own = of_latest(known, reports)
    earlier = known.drop_duplicates(["unit", "period"], keep="last").reset_index(names="row")
    earlier = earlier.set_index(["unit", "period"])
    keys = pd.MultiIndex.from_arrays([own["unit"], own["period"].map(_year_before)])
    before = earlier.reindex(keys).set_axis(own.index)
    found = before["row"].notna()
    total, long_term = own["total_percent"], own["long_term_percent"]
    rows = zip(own.index, before["row"], strict=True)
    columns = ["unit", "period", "total_percent", "long_term_percent", "withheld", "employees"]
    table = own[[*columns, "committee", "title", "section"]].assign(
        base=base_of_total(own),
        long_term_part_percent=(100 * long_term / total).where(total > 0),
        previous_period=own["period"].map(_year_before).where(found),
        previous_percent=before["total_percent"],
        previous_long_term_percent=before["long_term_percent"],
        comparable=found,
        change_points=total - before["total_percent"],
        long_term_change_points=long_term - before["long_term_percent"],
        change_withheld=found & (own["withheld"].astype(bool) | before["withheld"].eq(True)),
        rows=pd.Series(
            [in_file_order(row for row in pair if pd.notna(row)) for pair in rows],
            own.index,
            dtype="object",
        ),
    )
    table = table.sort_values("period", kind="stable")
    is_last = table["unit"].eq(TOTAL)
    return pd.concat([table[~is_last], table[is_last]], ignore_index=True)


def _year_before(period: str) -> str:
    """Return the same months of the year before, such as `2024-01/2024-08` of `2025-01/2025-08`."""
    ends = period.split("/")
    return "/".join(f"{int(end[:4]) - 1:04d}{end[4:]}" for end in ends)


def staff_of_period(personnel: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return how many each unit has by the latest report, beside what the plan states.

    Args:
        personnel: `Report.personnel`; may be empty.
        reports: See the module.

    Returns:
        One row is one unit in the report's order: `unit`, `headcount` (everybody), `as_of`,
        `hedge` and `permanent_only`; `plan_headcount`, `plan_as_of` and `plan_hedge` of the last
        document before (missing where none has the unit); `comparable` (whether both count the
        same, all or only permanent staff), the source: `committee`, `title`, `section`,
        `counted` (the rows whose heads are the headcount) and `rows`.
    """
    own = _by_unit(of_latest(personnel, reports))
    before = without_reports(personnel, reports).sort_values("as_of", kind="stable")
    # A plan and the annual report of the year before speak of the same day.
    last = before.groupby("unit")["document"].transform("last")
    planned = _by_unit(before[before["document"].eq(last)]).set_index("unit").reindex(own["unit"])
    is_alike = planned["permanent_only"].eq(own.set_index("unit")["permanent_only"])
    places = zip(own["rows"], planned["rows"], strict=True)
    return own.assign(
        plan_headcount=planned["headcount"].array,
        plan_as_of=planned["as_of"].array,
        plan_hedge=planned["hedge"].array,
        comparable=(planned["headcount"].notna() & is_alike).to_numpy(dtype=bool),
        rows=pd.Series(
            [
                in_file_order((*rows, *(others if isinstance(others, tuple) else ())))
                for rows, others in places
            ],
            own.index,
            dtype="object",
        ),
    )[STAFF]


def _by_unit(personnel: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each unit of one document: everybody, or else managers and employees."""
    records: list[dict[str, Any]] = []
    for unit, rows in personnel.groupby("unit", sort=False):
        everybody = rows[rows["role"].eq("all")]
        counted = rows if everybody.empty else everybody
        records.append(
            {
                "unit": unit,
                "headcount": counted["headcount"].sum(),
                "hedge": next(iter(rows["hedge"].dropna()), None),
                "permanent_only": bool(rows["permanent_only"].any()),
                "counted": in_file_order(counted.index),
                "rows": in_file_order(rows.index),
                **rows.iloc[0][["as_of", "committee", "title", "section"]],
            }
        )
    columns = ["unit", "headcount", "hedge", "permanent_only", "counted", "rows"]
    frame = pd.DataFrame(records, columns=[*columns, "as_of", "committee", "title", "section"])
    return frame.astype({"headcount": "Int64", "as_of": "datetime64[ns]"})
