"""Counts of what the gate checked and found. The frames are those of `report.quality.Quality`."""

from __future__ import annotations

import pandas as pd

COUNTED = ["files", "errors", "warnings", "failed", "warned", "accepted"]


def by_dataset(
    datasets: pd.DataFrame, checked: pd.DataFrame, broken: pd.DataFrame, accepted: pd.DataFrame
) -> pd.DataFrame:
    """Return how much was checked and found in each dataset; one row is one dataset.

    Returns:
        `dataset`, `title`, `files`; `errors` and `warnings`, the checks of each severity; `failed`
        and `warned`, the rows that break one; `accepted`, the rows whose deviation is accepted.
    """
    checks = checked.groupby(["dataset", "severity"]).size()
    rows = broken.groupby(["dataset", "severity"]).size()
    accepted_rows = accepted.groupby("dataset").size()
    names = datasets["dataset"]
    return datasets.assign(
        errors=[int(checks.get((name, "error"), 0)) for name in names],
        warnings=[int(checks.get((name, "warning"), 0)) for name in names],
        failed=[int(rows.get((name, "error"), 0)) for name in names],
        warned=[int(rows.get((name, "warning"), 0)) for name in names],
        accepted=[int(accepted_rows.get(name, 0)) for name in names],
    )


def total(by_dataset: pd.DataFrame, files: pd.DataFrame) -> pd.Series[int]:
    """Return the sums of all datasets.

    Args:
        by_dataset: See `by_dataset`.
        files: `Quality.provenance`.

    Returns:
        The sums, with `checks`; `sealed`, the files unchanged since their review; `unread`, those
        that cannot be read.
    """
    sums = by_dataset[COUNTED].sum()
    sums["checks"] = sums["errors"] + sums["warnings"]
    sums["sealed"] = int(files["seal"].eq("sealed").sum())
    sums["unread"] = int(files["state"].eq("unread").sum())
    return sums


def row_keys(rows: pd.DataFrame, columns: list[str]) -> pd.Series[str]:
    """Return a unique key for each row: its values in the columns, numbered if repeated."""
    key = rows[columns].astype(str).agg("/".join, axis=1)
    repeats = key.groupby(key).cumcount()
    return key.where(repeats.eq(0), key + "/" + repeats.add(1).astype(str))
