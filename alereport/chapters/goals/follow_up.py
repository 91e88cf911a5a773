"""What became of a plan's goals: their dates and what later documents report.

In the frames made here `name` is the goal's title and `title` its document's; the order is the
plan's unless said otherwise. The arguments named `known` are from `status`.
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
    "title": "evidence_title",
    "section": "evidence_section",
    "as_of": "reported",
    "note": "note",
}
"""What the columns of `Report.follow_up` are called as the evidence for a goal's status."""


def status(goals: pd.DataFrame, *, follow_up: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """What is known of each goal on a day.

    Args:
        goals: `Report.goals`.
        follow_up: `Report.follow_up`; what is reported for a later day does not count.
        as_of: The day.

    Returns:
        One row is one goal: `goal`, `level`, `name`, `responsible`, `due`, `status` (the latest
        reported; `not_reported` where nothing is), `evidence_title`, `evidence_section` and
        `reported` (the document, the section and the day of the latest report; missing where
        there is none), `note` (the evidence in short, in Swedish), the source columns and `rows`.
    """
    plan = in_plan_order(goals)
    known = follow_up[follow_up["as_of"] <= pd.Timestamp(as_of)]
    latest = known.sort_values("as_of").drop_duplicates("goal", keep="last")
    reports = latest.rename(columns=EVIDENCE)[["goal", "status", *EVIDENCE.values()]]
    reports.loc[reports["status"].eq(NOT_REPORTED), list(EVIDENCE.values())] = None
    table = plan.assign(row=plan.index).merge(
        reports.assign(report=reports.index), how="left", on="goal"
    )
    table["status"] = table["status"].fillna(NOT_REPORTED)
    table["rows"] = [
        in_file_order(row for row in pair if pd.notna(row))
        for pair in zip(table["row"], table["report"], strict=True)
    ]
    columns = [*GOAL, "responsible", "due", "status", *EVIDENCE.values(), *SOURCE, "rows"]
    return table[columns]


def is_reported(known: pd.DataFrame) -> pd.Series[bool]:
    """Whether a document reports on each goal of `status`."""
    return known["status"].ne(NOT_REPORTED)


def status_by_level(known: pd.DataFrame) -> pd.DataFrame:
    """How many goals of each level have each status.

    Returns:
        One row is one level, the council's first, then `total`: `level`, one count per
        status in `STATUSES`, `goals` (their sum), the source columns with every section and
        `rows`.
    """
    parts = {level: known[known["level"].eq(level)] for level in LEVELS}
    counted = [
        {
            "level": level,
            **{each: int(of["status"].eq(each).sum()) for each in STATUSES},
            "goals": len(of),
            **source_of(of),
            "rows": in_file_order(of["rows"].explode()),
        }
        for level, of in {**parts, datasets.TOTAL: known}.items()
        if not of.empty
    ]
    return pd.DataFrame(counted, columns=["level", *STATUSES, "goals", *SOURCE, "rows"])


def schedule(known: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """What is to be done and when: every goal below the council's that has a date.

    Args:
        known: See the module.
        as_of: The day that what is late is late on.

    Returns:
        One row is one focus area, committee goal, assignment or activity with a date, the
        earliest end first: the columns of `status`, `starts` and `ends` (the first and the last
        day of what is printed), and `overdue`: its last day is before `as_of` and it is not
        reported as done.
    """
    dated = known[known["due"].notna() & known["level"].isin(ANSWERS)]
    periods = [pd.Period(str(due)) for due in dated["due"]]
    table = dated.assign(
        starts=pd.Series([each.start_time.date() for each in periods], dated.index, dtype=object),
        ends=pd.Series([each.end_time.date() for each in periods], dated.index, dtype=object),
    )
    table["overdue"] = (table["ends"] < as_of).astype(bool) & table["status"].ne("done")
    return table.sort_values(["ends", "starts"], kind="stable", ignore_index=True)


def time_line(scheduled: pd.DataFrame, *, most: int = 3) -> pd.DataFrame:
    """What is to be done, where many share a printed date as one.

    Args:
        scheduled: From `schedule`.
        most: How many with the same printed date stand for themselves; more become one row.

    Returns:
        One row is one goal or task, or everything with one printed date, the earliest end first:
        `about` (the goal's short name; of several, the date they share), `name` (missing for
        several), `due`, `starts`, `ends`, `status` (missing for several), `count`, `overdue` and
        `done` (counts), the source columns with every section and `rows`.
    """
    shared = scheduled.groupby("due")["due"].transform("size") > most
    of_date = pd.Series(scheduled["due"].where(shared, scheduled["goal"]), dtype="str")
    found = []
    for about, of in scheduled.groupby(of_date, sort=False):
        first = of.iloc[0]
        alone = first[["name", "status"]].to_dict() if len(of) == 1 else {}
        found.append(
            {
                "about": about,
                **alone,
                **first[["due", "starts", "ends"]],
                "count": len(of),
                "overdue": int(of["overdue"].sum()),
                "done": int(of["status"].eq("done").sum()),
                **source_of(of),
                "rows": in_file_order(of["rows"].explode()),
            }
        )
    whole = ["about", "name", "due", "starts", "ends", "status", "count", "overdue", "done"]
    return pd.DataFrame(found, columns=[*whole, *SOURCE, "rows"])
