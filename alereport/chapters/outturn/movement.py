"""How a year's economy moved from report to report: deviations, their causes and measures.

`compared` and `reports` are as in `accounts`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pandas as pd

from alereport.chapters.common.rows import in_file_order
from alereport.chapters.outturn import accounts

ROUNDED_TO = (1000, 100, 10)
"""The amounts in tkr that a report may round to."""
NEW, SAME, GONE = "new", "same", "gone"
MOVED = ["amount_tkr", "budget_tkr", "deviation_tkr", "hedge", "budget_hedge"]
DETAILS = ["cause", "measure_taken", "responsible", "due", "hedge", "status"]
PLACE = ["deviation", "area", "title", "section"]
CONTINUED = [
    *("from_document", "document", "from_as_of", "as_of", "deviation", "state", "area", "name"),
    *(f"from_{column}" for column in DETAILS),
    *DETAILS,
    *("title", "section", "rows"),
]


def by_report(
    compared: pd.DataFrame, reports: pd.DataFrame, *, areas: pd.DataFrame
) -> pd.DataFrame:
    """Return each area's deviation for the whole year in each report.

    Returns:
        One row is one area in one report, the reports in order: the columns of `outcomes`, with
        `name`, `requirement` and `rounded_to_tkr` (what the report rounds its amounts to, at least
        1).
    """
    rows = accounts.named(accounts.yearly(compared, reports), areas)
    units = {document: _rounded_to(own) for document, own in rows.groupby("document")}
    return rows.assign(rounded_to_tkr=rows["document"].map(units).astype("Int64"))


def _rounded_to(rows: pd.DataFrame) -> int:
    amounts = pd.concat([rows["amount_tkr"], rows["budget_tkr"]]).dropna()
    return next((unit for unit in ROUNDED_TO if amounts.mod(unit).eq(0).all()), 1)


def moves(reported: pd.DataFrame) -> pd.DataFrame:
    """Return how each area's deviation moved from one report to the next.

    Args:
        reported: See `by_report`.

    Returns:
        One row is one area in one report after the first, if the report before has it too: the
        columns of `by_report`, those of the report before as `from_amount_tkr` and so on, and
        `moved_tkr` (plus: less is spent over the budget; missing where a report has no budget;
        zero where it is no more than the two reports round to).
    """
    documents = list(dict.fromkeys(reported["document"]))
    steps = [_step(reported, *pair) for pair in pairwise(documents)]
    empty = _moved(reported.iloc[:0].merge(reported.iloc[:0], on="area", suffixes=("", "_from")))
    return pd.concat(steps, ignore_index=True) if steps else empty


def _step(reported: pd.DataFrame, before: str, after: str) -> pd.DataFrame:
    one, other = (reported[reported["document"].eq(name)] for name in (before, after))
    return _moved(other.merge(one, on="area", suffixes=("", "_from")))


def _moved(pairs: pd.DataFrame) -> pd.DataFrame:
    columns = [str(name) for name in pairs.columns]
    named = {name: f"from_{name[:-5]}" for name in columns if name.endswith("_from")}
    found = pairs.rename(columns=named)
    moved = found["deviation_tkr"] - found["from_deviation_tkr"]
    unit = found[["rounded_to_tkr", "from_rounded_to_tkr"]].max(axis=1)
    is_rounding = moved.abs().le(unit) & unit.gt(1)
    places = zip(found["from_rows"], found["rows"], strict=True)
    return found.assign(
        moved_tkr=moved.mask(is_rounding.fillna(value=False), 0),
        rows=pd.Series([in_file_order((*a, *b)) for a, b in places], found.index, dtype="object"),
    )


def continued(
    deviations: pd.DataFrame, reports: pd.DataFrame, *, areas: pd.DataFrame
) -> pd.DataFrame:
    """Return what became of each explained deviation in the next report that explains any.

    A deviation goes on in one that follows it, or has its short name.

    Args:
        deviations: `Report.deviations`.
        reports: `accounts.reports`.
        areas: `Report.areas`.

    Returns:
        One row is one deviation in one report after the first: `from_document` and `document`,
        `from_as_of` and `as_of`, `deviation` (its short name), its `state` (`new`, `same`, or
        `gone` if the later report does not have it), `area`, `name` (missing if no area is named),
        cause, measure and so on, those of the report before as `from_cause` and so on, `title`,
        `section` and `rows`.
    """
    days = reports.set_index("document")["as_of"]
    own = deviations.assign(row=deviations.index.astype("str"))
    explained = [own[own["document"].eq(name)] for name in reports["document"]]
    steps = pairwise(rows for rows in explained if len(rows))
    names = areas.set_index("area")["name"].to_dict()
    records = [
        {
            **record,
            "from_as_of": days[record["from_document"]],
            "as_of": days[record["document"]],
            "name": names.get(record["area"]),
        }
        for before, after in steps
        for record in _continued(before, after)
    ]
    return pd.DataFrame(records, columns=CONTINUED)


def _continued(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[dict[str, Any]]:
    later = after.to_dict("records")
    said = {"from_document": before["document"].iloc[0], "document": after["document"].iloc[0]}
    earlier = {row["deviation"]: row for row in before.to_dict("records")}
    continuing: set[str] = set()
    for row in later:
        name = row["follows"] if pd.notna(row["follows"]) else row["deviation"]
        was = earlier.get(name)
        continuing |= {name}
        yield {
            **said,
            **_details(was, "from_"),
            **_details(row),
            **{column: row[column] for column in PLACE},
            "state": SAME if was else NEW,
            "rows": in_file_order([*([was["row"]] if was else []), row["row"]]),
        }
    for name, was in earlier.items():
        if name not in continuing:
            place = {column: was[column] for column in PLACE}
            yield {**said, **_details(was, "from_"), **place, "state": GONE, "rows": (was["row"],)}


def _details(row: dict[Any, Any] | None, prefix: str = "") -> dict[str, Any]:
    return {f"{prefix}{column}": row[column] for column in DETAILS} if row else {}
