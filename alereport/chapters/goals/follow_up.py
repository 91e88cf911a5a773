"""Follow-up of a plan's goals: their dates, and what the plan and later documents report.

In the frames returned here `name` is the goal's title and `title` is its document's title; the
rows are in the plan's order unless stated otherwise. Arguments named `statuses` are from `status`.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from alereport.chapters.common.rows import SOURCE, in_file_order
from alereport.chapters.goals.analysis import (
    ANSWERS,
    GOAL,
    LEVELS,
    in_plan_order,
    source_of,
)
from alereport.data import datasets

NOT_REPORTED = "not_reported"
STATUSES = (NOT_REPORTED, "not_started", "in_progress", "done", "deviating")
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
        evidence in short), the source columns and `rows`.
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
        *SOURCE,
        "rows",
    ]
    return table[columns]


def is_reported(statuses: pd.DataFrame) -> pd.Series[bool]:
    """True for each goal of `status` that a document reports on, be it the plan itself."""
    return statuses["status"].ne(NOT_REPORTED)


def is_followed_up(statuses: pd.DataFrame) -> pd.Series[bool]:
    """True for each goal of `status` that a later document than its plan reports on."""
    return is_reported(statuses) & ~statuses["by_plan"]


def status_by_level(statuses: pd.DataFrame) -> pd.DataFrame:
    """Count the goals of each level with each status.

    Returns:
        One row is one level, the council's first, then `total`: `level`, one count per
        status in `STATUSES`, `goals` (their sum), the source columns with every section and
        `rows`.
    """
    parts = {level: statuses[statuses["level"].eq(level)] for level in LEVELS}
    records = [
        {
            "level": level,
            **{status: int(frame["status"].eq(status).sum()) for status in STATUSES},
            "goals": len(frame),
            **source_of(frame),
            "rows": in_file_order(frame["rows"].explode()),
        }
        for level, frame in {**parts, datasets.TOTAL: statuses}.items()
        if not frame.empty
    ]
    return pd.DataFrame(records, columns=["level", *STATUSES, "goals", *SOURCE, "rows"])


def schedule(statuses: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Return what is to be done and when: every goal below the council's that has a date.

    Args:
        statuses: See the module.
        as_of: The day that decides what is overdue.

    Returns:
        One row is one focus area, committee goal, assignment or activity with a date, the
        earliest end first: the columns of `status`, `starts` and `ends` (the first and the last
        day of the printed date), and `overdue` (True if its last day is before `as_of` and it is
        not reported as done).
    """
    dated = statuses[statuses["due"].notna() & statuses["level"].isin(ANSWERS)]
    periods = [pd.Period(str(due)) for due in dated["due"]]
    table = dated.assign(
        starts=pd.Series(
            [period.start_time.date() for period in periods], dated.index, dtype=object
        ),
        ends=pd.Series([period.end_time.date() for period in periods], dated.index, dtype=object),
    )
    table["overdue"] = (table["ends"] < as_of).astype(bool) & table["status"].ne("done")
    return table.sort_values(["ends", "starts"], kind="stable", ignore_index=True)


def time_line(scheduled: pd.DataFrame, *, most: int = 3) -> pd.DataFrame:
    """Return what is to be done; where many share a printed date, they become one row.

    Args:
        scheduled: From `schedule`.
        most: How many with the same printed date keep a row each; more become one row.

    Returns:
        One row is one goal or task, or everything with one printed date, the earliest end first:
        `about` (the goal's short name; of several, the date they share), `name`, `hedge` and
        `status` (missing for several), `due`, `starts`, `ends`, `count`, `overdue` and `done`
        (counts), the source columns with every section and `rows`.
    """
    is_grouped = scheduled.groupby("due")["due"].transform("size") > most
    group_keys = pd.Series(scheduled["due"].where(is_grouped, scheduled["goal"]), dtype="str")
    records = []
    for about, frame in scheduled.groupby(group_keys, sort=False):
        first = frame.iloc[0]
        own = first[["name", "hedge", "status"]].to_dict() if len(frame) == 1 else {}
        records.append(
            {
                "about": about,
                **own,
                **first[["due", "starts", "ends"]],
                "count": len(frame),
                "overdue": int(frame["overdue"].sum()),
                "done": int(frame["status"].eq("done").sum()),
                **source_of(frame),
                "rows": in_file_order(frame["rows"].explode()),
            }
        )
    columns = ["about", "name", "due", "hedge", "starts", "ends", "status", "count"]
    columns += ["overdue", "done"]
    return pd.DataFrame(records, columns=[*columns, *SOURCE, "rows"])
