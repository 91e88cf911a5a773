"""What can be known: which documents cover the year of a plan, and until which day.

Only a follow-up of the committee's own year can report on its goals. Where the data have none,
nothing may be said about what was reached, reported or late.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from alereport.chapters.common.rows import in_file_order
from alereport.data.registers import REPORTS

PLAN = ["committee", "plan_year"]
AHEAD, UNCOVERED, COVERED = "ahead", "uncovered", "covered"


def reports_of_year(
    documents: pd.DataFrame, committee: str, year: int, *, as_of: date | None = None
) -> pd.DataFrame:
    """Return the documents that follow a committee's year up, oldest first.

    Args:
        documents: See `coverage`.
        committee: The committee's short name.
        year: The year.
        as_of: The last day that counts; by default every day does.
    """
    is_report = documents["kind"].isin(REPORTS) & documents["as_of"].notna()
    is_own = documents["committee"].eq(committee) & documents["year"].eq(year)
    reports = documents[is_report & is_own.fillna(value=False).astype(bool)]
    reports = reports[reports["as_of"].ge(pd.Timestamp(year, 1, 1))]
    if as_of is not None:
        reports = reports[reports["as_of"].le(pd.Timestamp(as_of))]
    return reports.sort_values("as_of", kind="stable")


def last_day(documents: pd.DataFrame, *, otherwise: date) -> date:
    """Return the last day that anything is known of: that of the latest report, or a later one.

    Args:
        documents: See `coverage`.
        otherwise: The day that holds where no report speaks of a later, such as
            `Municipality.as_of`.
    """
    latest = documents.loc[documents["kind"].isin(REPORTS), "as_of"].max()
    return otherwise if pd.isna(latest) else max(otherwise, pd.Timestamp(latest).date())


def coverage(documents: pd.DataFrame, *, goals: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return what the data can know about the follow-up of each plan.

    Args:
        documents: `Report.documents` or `Overall.documents`.
        goals: The goals, from which the plans are taken.
        as_of: The last day that the report speaks of; later documents do not count.

    Returns:
        One row is one plan: `committee`, `plan_year`, `state` (`ahead` if its year begins after
        `as_of`; `covered` if a follow-up of that year speaks of a day in it or after it;
        otherwise `uncovered`), `until` (the last day that such a follow-up speaks of; missing if
        there is none), `titles` (of the follow-ups, oldest first) and `rows` (of the register).
    """
    records = []
    for committee, year in goals[PLAN].drop_duplicates().itertuples(index=False):
        reports = reports_of_year(documents, committee, int(year), as_of=as_of)
        is_ahead = date(int(year), 1, 1) > as_of
        state = COVERED if len(reports) else AHEAD if is_ahead else UNCOVERED
        titles, rows = tuple(reports["title"]), in_file_order(reports.index)
        records.append((committee, year, state, reports["as_of"].max(), titles, rows))
    return pd.DataFrame(records, columns=[*PLAN, "state", "until", "titles", "rows"])


def with_coverage(frame: pd.DataFrame, covered: pd.DataFrame) -> pd.DataFrame:
    """Return a frame of goals with the `state` and `until` of each goal's plan."""
    return frame.merge(covered[[*PLAN, "state", "until"]], how="left", on=PLAN)
