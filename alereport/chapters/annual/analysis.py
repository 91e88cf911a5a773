"""A committee's annual report as a balanced scorecard: four perspectives, outturn and target.

The arguments named `indicators` are `Report.indicators`: one row is one figure in a document of
the committee. `documents` is `Report.documents`, the register of those documents.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.chapters.common.rows import in_file_order

PERSPECTIVES = ("customer", "processes", "resources", "economy")
"""The perspectives in the order of the scorecard."""

LOOKING_BACK = ("annual_report", "cover_letter")
"""The kinds of documents that report a whole year that has passed."""

COLUMNS = [
    *("perspective", "indicator", "unit", "scope", "comparator", "value", "target"),
    *("deviation", "reached", "previous_year", "previous_value", "hedge"),
    *("document", "committee", "year", "title", "section", "rows"),
]


def annual_reports(documents: pd.DataFrame) -> pd.DataFrame:
    """Return the annual reports, and the letters that propose one, oldest first."""
    return documents[documents["kind"].isin(LOOKING_BACK)].sort_values(["year", "document"])


def scorecard(indicators: pd.DataFrame, documents: pd.DataFrame, *, year: int) -> pd.DataFrame:
    """Return the figures of a year's annual report.

    Returns:
        One row is one figure, perspective by perspective and in the document's order:
        `perspective`, `indicator`, `unit`, `scope`, `comparator`, `value`, `target`, `deviation`
        (value less target, in the unit), `reached` (missing if it cannot be determined),
        `previous_year` and `previous_value` (of the same indicator in an earlier document),
        `hedge` (the document's own), the source and `rows`; only what is quoted. Empty if the year
        has no annual report, or the report has no figures.
    """
    return _scorecard(indicators[_in_annual_report(indicators, documents, year)], indicators)


def other_indicators(
    indicators: pd.DataFrame, documents: pd.DataFrame, *, year: int
) -> pd.DataFrame:
    """Return the figures of the committee's other documents as in `scorecard`, oldest first."""
    others = _scorecard(indicators[~_in_annual_report(indicators, documents, year)], indicators)
    return others.sort_values("year", kind="stable").reset_index(drop=True)


def _in_annual_report(
    indicators: pd.DataFrame, documents: pd.DataFrame, year: int
) -> pd.Series[bool]:
    """True for each indicator that is in the annual report of a year."""
    reports = annual_reports(documents)
    return indicators["document"].isin(reports.loc[reports["year"].eq(year), "document"])


def by_perspective(card: pd.DataFrame) -> pd.DataFrame:
    """Count the figures of each perspective of a scorecard.

    Returns:
        One row is one of the four perspectives: `perspective`, the counts `figures`,
        `with_target` and `reached`, and `rows`.
    """
    parts = {name: card[card["perspective"].eq(name)] for name in PERSPECTIVES}
    return pd.DataFrame(
        [
            {
                "perspective": name,
                "figures": len(rows),
                "with_target": int(rows["target"].notna().sum()),
                "reached": int(rows["reached"].sum()),
                "rows": tuple(place for places in rows["rows"] for place in places),
            }
            for name, rows in parts.items()
        ]
    )


def _scorecard(rows: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the quoted rows as a scorecard, with the deviation and an earlier value."""
    rows = rows[rows["quoted"].eq("yes")]
    perspective_order = pd.CategoricalDtype([*PERSPECTIVES], ordered=True)
    table = rows.loc[[*in_file_order(rows.index)]].sort_values(
        "perspective", key=lambda names: names.astype(perspective_order), kind="stable"
    )
    previous = _previous_values(table, indicators)
    return table.assign(
        deviation=table["value"] - table["target"],
        reached=_reached(table),
        previous_year=previous["year_before"],
        previous_value=previous["value_before"],
        rows=pd.Series([(str(place),) for place in table.index], table.index, dtype="object"),
    )[COLUMNS].reset_index(drop=True)


def _reached(table: pd.DataFrame) -> pd.Series[Any]:
    value, target = table["value"], table["target"]
    reached = pd.Series(pd.NA, table.index, dtype="boolean")
    is_met_by_comparator = {"=": value.eq(target), ">=": value.ge(target), "<=": value.le(target)}
    # A target to increase or decrease stays missing: it needs the year before.
    for comparator, is_met in is_met_by_comparator.items():
        reached = reached.mask(table["comparator"].eq(comparator), is_met)
    return reached


def _previous_values(table: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return, for each row, the latest earlier year of its indicator and the value then, if any."""
    keys = ["indicator", "unit"]
    reported = indicators[indicators["value"].notna()].sort_values(["year", "document"])
    pairs = table.reset_index(names="row").merge(reported, on=keys, suffixes=("", "_before"))
    earlier = pairs[pairs["year_before"] < pairs["year"]]
    return earlier.drop_duplicates("row", keep="last").set_index("row")
