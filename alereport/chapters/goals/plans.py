"""A committee's plans beside each other: which goals of the council stand, and what they hold.

The arguments named `goals` and `before` are `Report.goals` and `Report.goals_before`.
"""

from __future__ import annotations

import pandas as pd

from alereport.chapters.common.rows import SOURCE, in_file_order
from alereport.chapters.goals.analysis import (
    ANSWERS,
    COUNCIL,
    WORK,
    counts_by_level,
    in_plan_order,
    source_of,
)


def council_goals(goals: pd.DataFrame, *, before: pd.DataFrame) -> pd.DataFrame:
    """The council's goals in the plans of the committee, tied together by their theme.

    Returns:
        One row is one goal of the council over the plans, the newest plan's first: `theme` (the
        goal's own short name where it has none), `name` (in the newest plan that has it), one
        column per plan year (named by its number) with the section it stands in (missing where
        it does not), `state` (against the latest plan before: `kept`, `new`,
        `gone`; `only` where there is none), `committee`, `plan_year` (of the newest plan that
        has it), `titles` (of the plans that have it, oldest first) and `rows`.
    """
    plans = in_plan_order(pd.concat([before, goals]))
    council = plans[plans["level"].isin(COUNCIL)].sort_values(
        "plan_year", ascending=False, kind="stable"
    )
    council["theme"] = council["theme"].fillna(council["goal"])
    years = sorted(int(year) for year in plans["plan_year"].unique())
    found = []
    for theme, of in council.groupby("theme", sort=False):
        sections = of.set_index("plan_year")["section"].to_dict()
        stands = [sections.get(year) for year in years]
        of_newest = of.iloc[0][["name", "committee", "plan_year"]]
        titles = tuple(of["title"].iloc[::-1])
        found.append((theme, *stands, _state(stands), *of_newest, titles, in_file_order(of.index)))
    columns = ["theme", *years, "state", "name", *SOURCE[:2], "titles", "rows"]
    return pd.DataFrame(found, columns=columns)


def _state(stands: list[str | None]) -> str:
    """What became of a goal in the last of its plans, beside the one before."""
    if len(stands) == 1:
        return "only"
    *_earlier, previous, now = stands
    if now is None:
        return "gone"
    return "new" if previous is None else "kept"


def contents(goals: pd.DataFrame, *, before: pd.DataFrame) -> pd.DataFrame:
    """What each plan of the committee holds.

    Returns:
        One row is one plan, oldest first: `council` (goals of the council), one count per level
        in `ANSWERS`, `work` (assignments and activities), `dated` and `owned` (those of `work`
        with a date, and with somebody responsible), the source columns with every section and
        `rows`.
    """
    plans = in_plan_order(pd.concat([before, goals]))
    found = []
    for _year, of in plans.groupby("plan_year"):
        work = of[of["level"].isin(WORK)]
        counts = {
            "council": int(of["level"].isin(COUNCIL).sum()),
            **counts_by_level(of),
            "work": len(work),
            "dated": int(work["due"].notna().sum()),
            "owned": int(work["responsible"].notna().sum()),
        }
        found.append({**counts, **source_of(of), "rows": in_file_order(of.index)})
    columns = ["council", *ANSWERS, "work", "dated", "owned", *SOURCE, "rows"]
    return pd.DataFrame(found, columns=columns)
