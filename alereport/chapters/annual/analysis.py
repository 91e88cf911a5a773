"""A committee's annual report as a balanced scorecard: four perspectives, outturn and target.

The arguments named `indicators` are `Report.indicators`: one row is one countable statement of a
document of the committee. `documents` is `Report.documents`, the register of those documents.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.data import schemas

PERSPECTIVES = ("customer", "processes", "resources", "economy")
"""The scorecard's perspectives in its order."""

COLUMNS = [
    *("perspective", "indicator", "unit", "scope", "comparator", "value", "target"),
    *("deviation", "reached", "previous_year", "previous_value", "approximate"),
    *("document", "committee", "year", "title", "section", "rows"),
]


def annual_reports(documents: pd.DataFrame) -> pd.DataFrame:
    """The annual reports among the documents, oldest first; one row is one document."""
    return documents[documents["kind"].eq("annual_report")].sort_values(["year", "document"])


def scorecard(indicators: pd.DataFrame, documents: pd.DataFrame, *, year: int) -> pd.DataFrame:
    """The figures of a year's annual report.

    Returns:
        One row is one figure, perspective by perspective and in the document's order:
        `perspective`, `indicator`, `unit`, `scope`, `comparator`, `value`, `target`, `deviation`
        (value less target, in the unit), `reached` (missing where it cannot be said),
        `previous_year` and `previous_value` (of the same indicator in an earlier document),
        `approximate`, the source and `rows`. Empty where the year has no annual report, or it
        has no figures.
    """
    reports = annual_reports(documents)
    of_year = reports.loc[reports["year"].eq(year), "document"]
    return _compared(indicators[indicators["document"].isin(of_year)], indicators)


def other_indicators(
    indicators: pd.DataFrame, documents: pd.DataFrame, *, year: int
) -> pd.DataFrame:
    """The figures of the committee's other documents, as `scorecard` has them, oldest first."""
    reports = annual_reports(documents)
    of_year = reports.loc[reports["year"].eq(year), "document"]
    others = _compared(indicators[~indicators["document"].isin(of_year)], indicators)
    return others.sort_values("year", kind="stable").reset_index(drop=True)


def by_perspective(card: pd.DataFrame) -> pd.DataFrame:
    """How much each perspective of a scorecard says in figures.

    Returns:
        One row is one perspective, all four of them: `perspective`, `figures` (how many),
        `with_target`, `reached`, `approximate` and `rows`.
    """
    parts = {name: card[card["perspective"].eq(name)] for name in PERSPECTIVES}
    return pd.DataFrame(
        [
            {
                "perspective": name,
                "figures": len(rows),
                "with_target": int(rows["target"].notna().sum()),
                "reached": int(rows["reached"].eq(True).fillna(value=False).sum()),
                "approximate": int(rows["approximate"].sum()),
                "rows": tuple(place for places in rows["rows"] for place in places),
            }
            for name, rows in parts.items()
        ]
    )


def _compared(rows: pd.DataFrame, every: pd.DataFrame) -> pd.DataFrame:
    order = pd.Categorical(rows["perspective"], PERSPECTIVES, ordered=True)
    places = [schemas.place_of(str(row)) for row in rows.index]
    table = rows.assign(
        order=order, file=[file for file, _ in places], line=[at for _, at in places]
    )
    table = table.sort_values(["order", "file", "line"])
    previous = [_previous(row, every) for _index, row in table.iterrows()]
    return table.assign(
        deviation=table["value"] - table["target"],
        reached=pd.array([_reached(row) for _index, row in table.iterrows()], dtype="boolean"),
        previous_year=pd.array([year for year, _value in previous], dtype="Int64"),
        previous_value=pd.array([value for _year, value in previous], dtype="Float64"),
        rows=pd.Series([(str(place),) for place in table.index], table.index, dtype="object"),
    )[COLUMNS].reset_index(drop=True)


def _reached(row: pd.Series[Any]) -> bool | None:
    if pd.isna(row["value"]) or pd.isna(row["target"]) or pd.isna(row["comparator"]):
        return None
    value, target = float(row["value"]), float(row["target"])
    compared = {"=": value == target, ">=": value >= target, "<=": value <= target}
    return compared.get(row["comparator"])  # That it rises or falls takes a year before.


def _previous(row: pd.Series[Any], every: pd.DataFrame) -> tuple[int | None, float | None]:
    """The latest earlier year of the same indicator, and its value then."""
    same = every["indicator"].eq(row["indicator"]) & every["unit"].eq(row["unit"])
    earlier = every[same & every["year"].lt(row["year"]) & every["value"].notna()]
    if earlier.empty:
        return None, None
    latest = earlier.sort_values(["year", "document"]).iloc[-1]
    return int(latest["year"]), float(latest["value"])
