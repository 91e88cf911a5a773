"""Counts of what the gate checked and found. The frames are those of `report.quality.Quality`."""

from __future__ import annotations

import pandas as pd


def total(
    checked: pd.DataFrame, broken: pd.DataFrame, accepted: pd.DataFrame, files: pd.DataFrame
) -> pd.Series[int]:
    """Return how much was checked and found.

    Args:
        checked: `Quality.checked`.
        broken: `Quality.broken`.
        accepted: `Quality.accepted`.
        files: `Quality.provenance`.

    Returns:
        `required`, the checks that must hold; `failed`, the rows that break one of them;
        `accepted`, the reasons why rows that deviate may stand; `unread`, the files that cannot be
        read.
    """
    return pd.Series(
        {
            "required": int(checked["severity"].eq("error").sum()),
            "failed": int(broken["severity"].eq("error").sum()),
            "accepted": len(reasons(accepted)),
            "unread": int(files["state"].eq("unread").sum()),
        }
    )


def reasons(accepted: pd.DataFrame) -> pd.DataFrame:
    """Return why rows that deviate may stand; one row is one reason, with its `rows`.

    Several rows with the same reason are told once, in the order of the first.
    """
    rows = {
        reason: tuple(dict.fromkeys(group["row"]))
        for reason, group in accepted.groupby("reason", sort=False)
    }
    return pd.DataFrame({"reason": list(rows), "rows": list(rows.values())})


def row_keys(rows: pd.DataFrame, columns: list[str]) -> pd.Series[str]:
    """Return a unique key for each row: its values in the columns, numbered if repeated."""
    key = rows[columns].astype(str).agg("/".join, axis=1)
    repeats = key.groupby(key).cumcount()
    return key.where(repeats.eq(0), key + "/" + repeats.add(1).astype(str))
