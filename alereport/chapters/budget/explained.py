"""Why an area's budget changes: the plan's own reason beside it, where it gives one."""

from __future__ import annotations

import pandas as pd

from alereport.data.datasets import TOTAL


def with_reasons(
    changes: pd.DataFrame, explanations: pd.DataFrame, *, least_tkr: int
) -> pd.DataFrame:
    """Return the changes with the plan's reasons.

    Args:
        changes: `analysis.change_by_area`, of one plan.
        explanations: `Report.explanations`.
        least_tkr: A change as large as this is worth asking about.

    Returns:
        The rows of `changes` with `reason` and `reason_section` (missing where the plan gives
        none), `reason_rows`, and `unexplained`: whether it is an area with a comparable change
        that is worth asking about and has no reason in the source, of a plan whose reasons are
        in the data.
    """
    reasons = explanations[
        explanations["kind"].eq("reason") & explanations["title"].isin(changes["title"])
    ]
    reasons = reasons.assign(place=reasons.index).drop_duplicates("area").set_index("area")
    found = reasons.reindex(changes["area"])
    is_large = changes["change_tkr"].abs().ge(least_tkr) & changes["break_reason"].isna()
    is_area = ~changes["requirement"] & changes["area"].ne(TOTAL)
    places = [() if pd.isna(place) else (str(place),) for place in found["place"]]
    return changes.assign(
        reason=found["text"].to_numpy(),
        reason_section=found["section"].to_numpy(),
        reason_rows=pd.Series(places, changes.index, dtype="object"),
        unexplained=is_large & is_area & found["text"].isna().to_numpy() & (not reasons.empty),
    )
