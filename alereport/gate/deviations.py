"""Accepted deviations: rows that may break a rule until something about them changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from alereport.base import files, yaml_files
from alereport.base.errors import WITHHELD, Failure, TableError
from alereport.base.fingerprints import content
from alereport.base.workspace import Workspace
from alereport.data import rules, schemas
from alereport.data.rules import Deviation, Why
from alereport.gate.check import Check
from alereport.gate.verdicts import Accepted
from alereport.privacy.disclosure import Disclosure

RULE = "accepted-deviation"
WHY = Why(
    en="What was accepted was accepted for a row as it was; anything else must be judged again.",
    sv="Det som godtogs gällde raden som den var; allt annat måste prövas på nytt.",
)
NEXT_STEP = "judge the row again, then correct or remove the entry"


@dataclass(frozen=True)
class BrokenRow:
    """One row that broke one rule."""

    check: Check
    place: str
    failure: Failure

    @property
    def finding(self) -> str:
        """The name of the finding it belongs to in the verdict."""
        return self.check.finding or self.failure.file


def split(
    workspace: Workspace,
    dataset: str,
    checks: Sequence[Check],
    broken: Sequence[BrokenRow],
    rows: pd.DataFrame,
    disclosure: Disclosure,
) -> tuple[list[BrokenRow], list[tuple[BrokenRow, Accepted]], tuple[Failure, ...]]:
    """Split broken rows into those not accepted and those accepted, and find stale entries.

    Args:
        checks: The checks of the dataset; entries for a rule without a check are skipped.
        broken: The rows of the dataset that broke a rule.
        rows: All rows of the dataset.

    Returns:
        The broken rows that are not accepted, the accepted ones with their entries, and a failure
        for each stale entry.

    Raises:
        TableError: `accepted.yaml` cannot be read, or names an unknown column.
    """
    entries = rules.accepted_deviations(workspace, dataset)
    unchecked = {rule.rule for rule in rules.of_dataset(workspace, dataset)}
    unchecked -= {check.rule for check in checks}
    remaining = list(broken)
    accepted: list[tuple[BrokenRow, Accepted]] = []
    stale: list[Failure] = []
    for number, entry in enumerate(entries):
        if entry.rule in unchecked:
            continue
        _require_columns(workspace, dataset, entry, rows)
        places = _unchanged_places(entry, rows)
        matches = [row for row in remaining if row.check.rule == entry.rule and row.place in places]
        remaining = [row for row in remaining if row not in matches]
        decision = (entry.reason, entry.by, entry.date)
        accepted += [(row, Accepted(row.failure, *decision)) for row in matches]
        if not matches:
            path = workspace.dataset(dataset) / "accepted.yaml"
            line = yaml_files.line_of(files.text(content(path)), (number,))
            of_entry = workspace.relative(path), line
            stale.append(_stale_entry(of_entry, checks, entry, rows, disclosure))
    return remaining, accepted, tuple(stale)


def _require_columns(
    workspace: Workspace, dataset: str, entry: Deviation, rows: pd.DataFrame
) -> None:
    schema = schemas.schema(workspace, dataset)
    place = workspace.relative(workspace.dataset(dataset) / "accepted.yaml")
    if set(entry.row) != set(schema.primary_key):
        raise TableError(
            place,
            f"a row of rule {entry.rule} is identified by {', '.join(entry.row)}",
            f"the primary key {', '.join(schema.primary_key)}",
            "correct the row",
        )
    if unknown := sorted(set(entry.expect) - set(rows.columns)):
        raise TableError(
            place, f"the column {unknown[0]} is unknown", "columns of table.yaml", "correct it"
        )


def _matching_rows(rows: pd.DataFrame, cells: dict[str, Any]) -> pd.DataFrame:
    for column, value in cells.items():
        rows = rows[rows[column].map(as_written).eq(as_written(value))]
    return rows


def _unchanged_places(entry: Deviation, rows: pd.DataFrame) -> set[str]:
    """Return the places of the row an entry accepts; none where a cell of it has changed."""
    return set(_matching_rows(_matching_rows(rows, entry.row), entry.expect).index)


def _stale_entry(
    of_entry: tuple[str, int],
    checks: Sequence[Check],
    entry: Deviation,
    rows: pd.DataFrame,
    disclosure: Disclosure,
) -> Failure:
    matches = _matching_rows(rows, entry.row)
    if matches.empty:
        column, value, expected = ", ".join(entry.row), "gone", "the row it accepts"
    elif _unchanged_places(entry, rows):
        column, value = "rule", entry.rule
        expected = f"a row that breaks it, while {matches.index[0]} no longer does"
    else:
        column = next(
            name
            for name, cell in entry.expect.items()
            if as_written(matches[name].iloc[0]) != as_written(cell)
        )
        place = str(matches.index[0])
        cells = {"is": as_written(matches[column].iloc[0]), "was": as_written(entry.expect[column])}
        private = frozenset().union(*(check.private_columns for check in checks))
        if disclosure.is_withheld(place) or disclosure.hides(place, private & {column}):
            cells = dict.fromkeys(cells, WITHHELD)
        value, expected = cells["is"] or "empty", f"{cells['was']}, as when {place} was accepted"
    return Failure(*of_entry, column, value, RULE, expected, WHY.en, NEXT_STEP)


def as_written(cell: Any) -> str:
    """Return a cell as text in the form of the data files; "" for an empty cell."""
    if cell is None or pd.isna(cell):
        return ""
    if pd.api.types.is_bool(cell):
        return "true" if cell else "false"
    if pd.api.types.is_float(cell):
        return str(int(cell)) if float(cell).is_integer() else str(float(cell))
    if hasattr(cell, "strftime"):
        return f"{cell.year:04}-{cell.month:02}-{cell.day:02}"  # The year 0 has no `strftime`.
    return str(cell)
