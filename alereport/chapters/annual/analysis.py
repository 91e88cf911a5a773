"""A committee's annual report as a balanced scorecard: four perspectives, outturn and target.

The arguments named `indicators` are `Report.indicators`: one row is one countable statement of a
document of the committee. `documents` is `Report.documents`, the register of those documents.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.chapters.common.rows import in_file_order

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
    return _compared(indicators[_is_reported(indicators, documents, year)], indicators)


def other_indicators(
    indicators: pd.DataFrame, documents: pd.DataFrame, *, year: int
) -> pd.DataFrame:
    """The figures of the committee's other documents, as `scorecard` has them, oldest first."""
    others = _compared(indicators[~_is_reported(indicators, documents, year)], indicators)
    return others.sort_values("year", kind="stable").reset_index(drop=True)


def _is_reported(indicators: pd.DataFrame, documents: pd.DataFrame, year: int) -> pd.Series[bool]:
    """Which of the indicators the annual report of a year has."""
    reports = annual_reports(documents)
    return indicators["document"].isin(reports.loc[reports["year"].eq(year), "document"])


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
                "reached": int(rows["reached"].sum()),
                "approximate": int(rows["approximate"].sum()),
                "rows": tuple(place for places in rows["rows"] for place in places),
            }
            for name, rows in parts.items()
        ]
    )


def _compared(rows: pd.DataFrame, every: pd.DataFrame) -> pd.DataFrame:
    """The rows as a scorecard, each beside its target and its own value of an earlier year."""
    in_order = pd.CategoricalDtype([*PERSPECTIVES], ordered=True)
    table = rows.loc[[*in_file_order(rows.index)]].sort_values(
        "perspective", key=lambda names: names.astype(in_order), kind="stable"
    )
    before = _before(table, every)
    return table.assign(
        deviation=table["value"] - table["target"],
        reached=_reached(table),
        previous_year=before["year_before"],
        previous_value=before["value_before"],
        rows=pd.Series([(str(place),) for place in table.index], table.index, dtype="object"),
    )[COLUMNS].reset_index(drop=True)


def _reached(table: pd.DataFrame) -> pd.Series[Any]:
    value, target = table["value"], table["target"]
    reached = pd.Series(pd.NA, table.index, dtype="boolean")
    compared = {"=": value.eq(target), ">=": value.ge(target), "<=": value.le(target)}
    for comparator, is_met in compared.items():  # That it rises or falls takes a year before.
        reached = reached.mask(table["comparator"].eq(comparator), is_met)
    return reached


def _before(table: pd.DataFrame, every: pd.DataFrame) -> pd.DataFrame:
    """The latest earlier year of a row's indicator and its value then, where there is one."""
    same = ["indicator", "unit"]
    known = every[every["value"].notna()].sort_values(["year", "document"])
    pairs = table.reset_index(names="row").merge(known, on=same, suffixes=("", "_before"))
    earlier = pairs[pairs["year_before"] < pairs["year"]]
    return earlier.drop_duplicates("row", keep="last").set_index("row")
