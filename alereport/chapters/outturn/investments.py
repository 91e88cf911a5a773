"""How the investment projects stand in the latest follow-up, and what moved since."""

from __future__ import annotations

import pandas as pd

from alereport.chapters.common.rows import in_file_order

FIGURES = ["decided_total_tkr", "spent_total_tkr", "forecast_total_tkr", "forecast_year_tkr"]


def latest(projects: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return how each project stands in the latest report that tells of any.

    Args:
        projects: `Report.projects`.
        reports: `accounts.reports`.

    Returns:
        One row is one project, in the order of its report: the columns of `projects`, with `as_of`,
        `deviation_tkr` (what was decided less what it is forecast to cost; plus: cheaper),
        `moved_tkr` (the forecast for the whole project less that in the report before that tells
        of any projects; missing if either has none), `from_as_of` (the day of that report) and
        `rows`.
    """
    days = reports.set_index("document")["as_of"]
    telling = [name for name in days.index if projects["document"].eq(name).any()]
    own = projects[projects["document"].eq(telling[-1] if telling else "")]
    before = projects[projects["document"].eq(telling[-2] if telling[1:] else "")]
    earlier = before.assign(row=before.index).set_index("project")
    forecast = earlier["forecast_total_tkr"].reindex(own["project"]).array
    places = zip(own.index, own["project"], strict=True)
    rows = [in_file_order([*earlier["row"].reindex([name]).dropna(), row]) for row, name in places]
    return own.assign(
        as_of=days.reindex(own["document"]).array,
        from_as_of=days.reindex(before["document"]).max(),
        deviation_tkr=own["decided_total_tkr"] - own["forecast_total_tkr"],
        moved_tkr=own["forecast_total_tkr"] - forecast,
        rows=pd.Series(rows, own.index, dtype="object"),
    ).reset_index(drop=True)
