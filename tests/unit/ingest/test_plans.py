"""The made-up plans of other municipalities: what is drafted of them; none accepted is wrong."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from alereport.ingest import drafts, reading, words

PLANS = sorted(Path(__file__).parents[2].joinpath("plans").glob("*.txt"))
TOLD = {
    "budget": ("label", "amount_year", "kind", "amount_tkr"),
    "outturn": ("label", "side", "kind", "amount_tkr"),
    "investments": ("item", "amount_year", "amount_tkr"),
    "projects": (
        "item", "decided_total_tkr", "spent_total_tkr", "forecast_total_tkr", "forecast_year_tkr",
        "finished",
    ),
    "amendments": ("amount_tkr",),
    "measures": ("year", "kind", "value"),
    "personnel": ("headcount",),
    "sick_leave": ("total_percent",),
}  # fmt: skip
"""What a document alone tells of the rows of each dataset."""
WHOLE = ("budget", "outturn", "investments", "projects")
"""The datasets that their tables tell whole."""
WITHOUT_THOUSANDS = "ubn-namndsbudget-2026"
"""Of its figures, as 1.412, nothing tells what the point stands before: they are asked about."""


def compared(rows: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> Counter[tuple[str, ...]]:
    names = tuple(columns)
    return Counter(tuple(str(row.get(name, "")) for name in names) for row in rows)


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_plan_is_drafted_as_its_rows_are(path: Path) -> None:
    lists = words.load(None)
    known = yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8"))
    drafted = drafts.rows(reading.read(path, lists, {}).as_json(), lists)
    for name, columns in TOLD.items():
        rows = compared(csv.DictReader(io.StringIO(known.get(name, ""))), columns)
        found = drafted.get(name, [])
        accepted = [row for row in found if row["state"] != drafts.ASKED]
        assert not compared(accepted, columns) - rows, name
        if name in WHOLE and path.stem != WITHOUT_THOUSANDS:
            assert compared(found, columns) == rows, name
