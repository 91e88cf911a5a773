"""A committee's plans compared: which goals of the council they have.

The arguments named `goals` and `before` are `Report.goals` and `Report.goals_before`.
"""

from __future__ import annotations

import pandas as pd

from alereport.chapters.common.rows import SOURCE, in_file_order
from alereport.chapters.goals.analysis import COUNCIL, in_plan_order


def council_goals(goals: pd.DataFrame, *, before: pd.DataFrame) -> pd.DataFrame:
    """Return the council's goals in the committee's plans, matched by their theme.

    Returns:
        One row is one goal of the council over the plans, the newest plan's first: `theme` (the
        goal's own short name if it has none), `name` (in the newest plan that has it), one
        column per plan year (named by its number) with the section that has it (missing if none
        has), `state` (against the latest plan before: `kept`, `new`, `gone`; `only` if there is
        no earlier plan), `committee`, `plan_year` (of the newest plan that has it), `titles` (of
        the plans that have it, oldest first) and `rows`.
    """
    plans = in_plan_order(pd.concat([before, goals]))
    council = plans[plans["level"].isin(COUNCIL)].sort_values(
        "plan_year", ascending=False, kind="stable"
    )
    council["theme"] = council["theme"].fillna(council["goal"])
    years = sorted(int(year) for year in plans["plan_year"].unique())
    records = []
    for theme, group in council.groupby("theme", sort=False):
        section_by_year = group.set_index("plan_year")["section"].to_dict()
        sections = [section_by_year.get(year) for year in years]
        newest = group.iloc[0][["name", "committee", "plan_year"]]
        titles = tuple(group["title"].iloc[::-1])
        rows = in_file_order(group.index)
        records.append((theme, *sections, _state(sections), *newest, titles, rows))
    columns = ["theme", *years, "state", "name", *SOURCE[:2], "titles", "rows"]
    return pd.DataFrame(records, columns=columns)


def _state(sections: list[str | None]) -> str:
    """Return the state of a goal in the last plan against the one before."""
    if len(sections) == 1:
        return "only"
    *_earlier, previous, latest = sections
    if latest is None:
        return "gone"
    return "new" if previous is None else "kept"
