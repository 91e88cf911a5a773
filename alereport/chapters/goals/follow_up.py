"""What became of a plan's goals: their dates and what later documents report.

In the frames made here `name` is the goal's title and `title` its document's; the order is the
plan's unless said otherwise.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from alereport.chapters.common.rows import SOURCE
from alereport.chapters.goals.analysis import (
    ANSWERS,
    GOAL,
    LEVELS,
    in_plan_order,
    sorted_rows,
    source_of,
)
from alereport.data import datasets

NOT_REPORTED = "not_reported"
STATUSES = (NOT_REPORTED, "not_started", "in_progress", "done", "deviating")
EVIDENCE = ["evidence_title", "evidence_section", "reported"]


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
        there is none), `note` (the evidence in short, in Swedish), the source: `committee`,
        `plan_year`, `title`, `section`, and `rows`.
    """
    plan = in_plan_order(goals)
    known = follow_up[pd.to_datetime(follow_up["as_of"]) <= pd.Timestamp(as_of)]
    latest = known.sort_values("as_of").drop_duplicates("goal", keep="last")
    by_goal = latest.assign(row=latest.index).set_index("goal").reindex(plan["goal"])
    by_goal.index = plan.index
    said = by_goal["status"].fillna(NOT_REPORTED)
    reported = said.ne(NOT_REPORTED)
    evidence = {
        "evidence_title": by_goal["title"].where(reported),
        "evidence_section": by_goal["section"].where(reported),
        "reported": by_goal["as_of"].where(reported),
        "note": by_goal["note"].where(reported),
    }
    table = plan.assign(status=said, **evidence)
    table["rows"] = [
        sorted_rows(row for row in pair if pd.notna(row))
        for pair in zip(plan.index, by_goal["row"], strict=True)
    ]
    columns = [*GOAL, "responsible", "due", "status", *EVIDENCE, "note", *SOURCE, "rows"]
    return table[columns].reset_index(drop=True)


def is_reported(known: pd.DataFrame) -> pd.Series[bool]:
    """Whether a document reports on each goal of `status`."""
    return known["status"].ne(NOT_REPORTED)


def status_by_level(known: pd.DataFrame) -> pd.DataFrame:
    """How many goals of each level have each status.

    Args:
        known: From `status`.

    Returns:
        One row is one level, the council's first, then `total`: `level`, one count per
        status in `STATUSES`, `goals` (their sum), the source columns with every section and
        `rows`.
    """
    levels = [level for level in LEVELS if known["level"].eq(level).any()]
    if not levels:
        return pd.DataFrame(columns=["level", *STATUSES, "goals", *SOURCE, "rows"])
    counted = []
    for level in (*levels, datasets.TOTAL):
        of = known if level == datasets.TOTAL else known[known["level"].eq(level)]
        counts = [int(of["status"].eq(each).sum()) for each in STATUSES]
        rows = sorted_rows(row for rows in of["rows"] for row in rows)
        counted.append((level, *counts, len(of), *source_of(of), rows))
    return pd.DataFrame(counted, columns=["level", *STATUSES, "goals", *SOURCE, "rows"])


def schedule(known: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """What is to be done and when: every goal below the council's that has a date.

    Args:
        known: From `status`.
        as_of: The day that what is late is late on.

    Returns:
        One row is one focus area, committee goal, assignment or activity with a date, the
        earliest end first: the columns of `status`, `precision` (`day`, `month`, `quarter` or
        `year`), `starts` and `ends` (the first and the last day of what is printed), and
        `overdue`: its last day is before `as_of` and it is not reported as done.
    """
    dated = known[known["due"].notna() & known["level"].isin(ANSWERS)]
    periods = [pd.Period(str(due)) for due in dated["due"]]
    ends = pd.Series([each.end_time.date() for each in periods], dated.index, dtype=object)
    table = dated.assign(
        precision=[_precision(str(due)) for due in dated["due"]],
        starts=pd.Series([each.start_time.date() for each in periods], dated.index, dtype=object),
        ends=ends,
        overdue=(ends < as_of).astype(bool) & dated["status"].ne("done"),
    )
    return table.sort_values(["ends", "starts"], kind="stable").reset_index(drop=True)


def _precision(due: str) -> str:
    return {4: "year", 10: "day"}.get(len(due), "quarter" if "Q" in due else "month")


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
        first, several = of.iloc[0], len(of) > 1
        said = [about, None if several else first["name"], *first[["due", "starts", "ends"]]]
        counts = (len(of), int(of["overdue"].sum()), int(of["status"].eq("done").sum()))
        state = None if several else first["status"]
        rows = sorted_rows(row for rows in of["rows"] for row in rows)
        found.append((*said, state, *counts, *source_of(of), rows))
    whole = ["about", "name", "due", "starts", "ends", "status", "count", "overdue", "done"]
    return pd.DataFrame(found, columns=[*whole, *SOURCE, "rows"])
