"""Follow-up of a plan's goals: their dates, and what the plan and later documents report.

In the frames returned here `name` is the goal's title and `title` is its document's title; the
rows are in the plan's order unless stated otherwise. Arguments named `statuses` are from `status`.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from alereport.chapters.common.rows import SOURCE, in_file_order
from alereport.chapters.goals.analysis import ANSWERS, GOAL, in_plan_order
from alereport.chapters.goals.coverage import with_coverage

NOT_REPORTED = "not_reported"
SETTLED = ("submitted", "done")
"""The statuses of what is handed in for a decision, or done: nothing of it is late."""
EVIDENCE = {
    "document": "evidence_document",
    "title": "evidence_title",
    "section": "evidence_section",
    "as_of": "reported",
    "note": "note",
}
"""The columns of `Report.follow_up`, and their names as evidence for a goal's status."""


def status(goals: pd.DataFrame, *, follow_up: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the status of each goal on a day.

    Args:
        goals: `Report.goals`.
        follow_up: `Report.follow_up`; what is reported for a later day does not count.
        as_of: The day.

    Returns:
        One row is one goal: `goal`, `level`, `name`, `responsible`, `due`, `hedge` (of `due`),
        `status` (the latest reported; `not_reported` if none is), `by_plan` (True if only the plan
        itself reports it),
        `evidence_document`, `evidence_title`, `evidence_section` and `reported` (the document, its
        title, the section and the day of the latest report; missing if there is none), `note` (the
        evidence in short), `row` (of the goal itself), the source columns and `rows`.
    """
    plan = in_plan_order(goals)
    reported = follow_up[follow_up["as_of"] <= pd.Timestamp(as_of)]
    latest = reported.sort_values("as_of", kind="stable").drop_duplicates("goal", keep="last")
    reports = latest.rename(columns=EVIDENCE)[["goal", "status", *EVIDENCE.values()]]
    table = plan.assign(row=plan.index).merge(
        reports.assign(report=reports.index), how="left", on="goal"
    )
    table["status"] = table["status"].fillna(NOT_REPORTED)
    table["by_plan"] = table["evidence_document"].eq(table["document"]).fillna(False).astype(bool)
    table["rows"] = [
        in_file_order(row for row in pair if pd.notna(row))
        for pair in zip(table["row"], table["report"], strict=True)
    ]
    columns = [
        *GOAL,
        "responsible",
        "due",
        "hedge",
        "status",
        "by_plan",
        *EVIDENCE.values(),
        "row",
        *SOURCE,
        "rows",
    ]
    return table[columns]


def is_followed_up(statuses: pd.DataFrame) -> pd.Series[bool]:
    """True for each goal of `status` that a later document than its plan reports on."""
    return statuses["status"].ne(NOT_REPORTED) & ~statuses["by_plan"]


def calendar(statuses: pd.DataFrame, *, covered: pd.DataFrame) -> pd.DataFrame:
    """Return what is to be done and when, and the activities that the plan gives no date.

    Args:
        statuses: See the module.
        covered: From `coverage.coverage`; only a follow-up of the year that speaks of a later day
            than the date can tell that it was missed.

    Returns:
        One row is one focus area, committee goal, assignment or activity with a date, or one
        activity without, in the order of time: the columns of `status`, `when` (the quarter,
        such as `2024-Q1`, or only the year, `2024`; empty without a date), `ends` (the last day of
        the printed date; missing without one) and `overdue` (True if it was to be done on a day
        that is covered, and is not reported as done or handed in).
    """
    table = with_coverage(statuses[statuses["level"].isin(ANSWERS)], covered)
    table = table[table["due"].notna() | table["level"].eq("activity")]
    when = table["due"].fillna("").astype(str).map(_quarter)
    table = table.assign(when=when, ends=last_days(table["due"]))
    is_missed = table["ends"].le(table["until"]) & ~table["status"].isin(SETTLED)
    table["overdue"] = is_missed.astype(bool)
    # A year alone comes after its quarters, and what has no date comes last.
    order = table["when"].map(lambda when: (not when, when[:4], when[4:] or "-Z"))
    columns = [*statuses.columns, "when", "ends", "overdue"]
    ordered = table.assign(order=order).sort_values(["order", "ends"], kind="stable")
    return ordered[columns].reset_index(drop=True)


def last_days(dues: pd.Series[str]) -> pd.Series[pd.Timestamp]:
    """Return the last day of each printed date, 31 May of `2024-05`; missing without one."""
    ends = [pd.Period(due).end_time.normalize() if pd.notna(due) else pd.NaT for due in dues]
    return pd.to_datetime(pd.Series(ends, dues.index))


def _quarter(due: str) -> str:
    """Return the quarter of a printed date, or its year where no more is printed."""
    if len(due) <= len("2024"):
        return due
    period = pd.Period(due).asfreq("Q")
    return f"{period.year}-Q{period.quarter}"
