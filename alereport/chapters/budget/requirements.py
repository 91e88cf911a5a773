"""What a committee must save: the requirements of a plan's table, and those its text names."""

from __future__ import annotations

import numpy as np
import pandas as pd

from alereport.chapters.common import rows
from alereport.chapters.common.rows import SOURCE
from alereport.data.datasets import TOTAL

COLUMNS = ["key", "name", "amount_tkr", "hedge", "previous_tkr", "change_percent", *SOURCE, "rows"]


def must_save(changes: pd.DataFrame, earmarks: pd.DataFrame) -> pd.DataFrame:
    """Return what the committee as a whole is required to save in the plan's year.

    A requirement that stands in the table is not counted again where the text names it, and a
    saving already made is none.

    Args:
        changes: `analysis.change_by_area`, of one plan.
        earmarks: `analysis.earmarks_by_kind`, of the same plan.

    Returns:
        One row is one requirement: `key`, `name`, `amount_tkr` (a saving is positive), `hedge`
        (the document's own), `previous_tkr` (of the year before; missing where the table has
        none), `change_percent` (positive: more is to be saved), the source columns and `rows`.
    """
    return pd.concat([_of_table(changes), _of_text(changes, earmarks)], ignore_index=True)[COLUMNS]


def _of_table(changes: pd.DataFrame) -> pd.DataFrame:
    table = rows.requirements(changes)
    table = table[table["budget_tkr"].lt(0)]
    before = -table["previous_budget_tkr"]
    now = -table["budget_tkr"]
    return table.assign(
        key=table["area"],
        amount_tkr=now,
        hedge=table["budget_hedge"],
        previous_tkr=before,
        change_percent=100 * (now - before) / before.where(before.gt(0)),
    )


def _of_text(changes: pd.DataFrame, earmarks: pd.DataFrame) -> pd.DataFrame:
    if changes["requirement"].any():
        earmarks = earmarks[~earmarks["area"].isin(rows.requirements(changes)["area"])]
    of_committee = earmarks["area"].isna() | earmarks["area"].eq(TOTAL)
    is_whole = earmarks["kind"].eq("efficiency") & earmarks["measured"].eq("total") & of_committee
    named = earmarks[is_whole & earmarks["amount_tkr"].notna()]
    return named.assign(
        key=named["item"],
        name=named["item"],
        amount_tkr=-named["amount_tkr"].astype("float64"),
        previous_tkr=np.nan,
        change_percent=np.nan,
    )
