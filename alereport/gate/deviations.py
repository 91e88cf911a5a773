"""Accepted deviations: rows that break a rule and may stand, until something about them changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from alereport.base.errors import WITHHELD, Failure, TableError
from alereport.base.workspace import Workspace
from alereport.data import rules, schemas
from alereport.data.rules import Deviation, Why
from alereport.gate.checks import Check
from alereport.gate.verdicts import Accepted
from alereport.privacy.disclosure import Disclosure

RULE = "accepted-deviation"
WHY = Why(
    en="What was accepted was accepted for a row as it was; anything else must be judged anew.",
    sv="Det som godtogs gällde raden som den var; allt annat måste prövas på nytt.",
)
JUDGE = "judge the row anew, then correct or remove the entry"


@dataclass(frozen=True)
class Broken:
    """One row that broke one rule."""

    check: Check
    place: str
    failure: Failure

    @property
    def finding(self) -> str:
        """The finding it belongs to, as the verdict names it."""
        return self.check.finding or self.failure.file


def sorted_out(
    workspace: Workspace,
    dataset: str,
    judged: Sequence[Check],
    broken: Sequence[Broken],
    rows: pd.DataFrame,
    disclosure: Disclosure,
) -> tuple[list[Broken], list[tuple[Broken, Accepted]], tuple[Failure, ...]]:
    """What broke a rule and is not accepted, what is, and which acceptances are stale.

    Args:
        judged: What was checked in the dataset; an entry of a rule that could not be is left.
        broken: What broke a rule in it.
        rows: All its rows.

    Raises:
        TableError: `accepted.yaml` cannot be read, or names a column that is not there.
    """
    entries = rules.accepted(workspace, dataset)
    unjudged = {rule.rule for rule in rules.of_dataset(workspace, dataset)}
    unjudged -= {check.rule for check in judged}
    left = list(broken)
    accepted: list[tuple[Broken, Accepted]] = []
    stale: list[Failure] = []
    for number, entry in enumerate(entries):
        if entry.rule in unjudged:
            continue
        _require_columns(workspace, dataset, entry, rows)
        standing = _standing(entry, rows)
        hit = [each for each in left if each.check.rule == entry.rule and each.place in standing]
        left = [each for each in left if each not in hit]
        said = (entry.reason, entry.by, entry.date)
        accepted += [(each, Accepted(each.failure, *said)) for each in hit]
        if not hit:
            stale.append(_stale(workspace, dataset, number, entry, rows, disclosure))
    return left, accepted, tuple(stale)


def _require_columns(
    workspace: Workspace, dataset: str, entry: Deviation, rows: pd.DataFrame
) -> None:
    schema = schemas.schema(workspace, dataset)
    place = workspace.relative(workspace.dataset(dataset) / "accepted.yaml")
    if set(entry.row) != set(schema.primary_key):
        raise TableError(
            place,
            f"a row of rule {entry.rule} is known by {', '.join(entry.row)}",
            f"the primary key {', '.join(schema.primary_key)}",
            "correct the row",
        )
    if unknown := sorted(set(entry.expect) - set(rows.columns)):
        raise TableError(
            place, f"the column {unknown[0]} is unknown", "columns of table.yaml", "correct it"
        )


def _found(rows: pd.DataFrame, cells: dict[str, Any]) -> pd.DataFrame:
    for column, value in cells.items():
        rows = rows[rows[column].map(as_written).eq(as_written(value))]
    return rows


def _standing(entry: Deviation, rows: pd.DataFrame) -> set[str]:
    """The places of the row an entry accepts, if it is still as it was."""
    return set(_found(_found(rows, entry.row), entry.expect).index)


def _stale(
    workspace: Workspace,
    dataset: str,
    number: int,
    entry: Deviation,
    rows: pd.DataFrame,
    disclosure: Disclosure,
) -> Failure:
    row = _found(rows, entry.row)
    if row.empty:
        column, value, expected = ", ".join(entry.row), "gone", "the row it accepts"
    elif _standing(entry, rows):
        column, value = "rule", entry.rule
        expected = f"a row that breaks it, while {row.index[0]} no longer does"
    else:
        column = next(
            name
            for name, cell in entry.expect.items()
            if as_written(row[name].iloc[0]) != as_written(cell)
        )
        place = str(row.index[0])
        cells = {"is": as_written(row[column].iloc[0]), "was": as_written(entry.expect[column])}
        if disclosure.hides(place, disclosure.private(dataset) & {column}):
            cells = dict.fromkeys(cells, WITHHELD)
        value, expected = cells["is"] or "empty", f"{cells['was']}, as when {place} was accepted"
    path = workspace.dataset(dataset) / "accepted.yaml"
    lines = enumerate(path.read_text(encoding="utf-8").split("\n"), start=1)
    line = [at for at, text in lines if text.startswith("- ")][number]
    return Failure(workspace.relative(path), line, column, value, RULE, expected, WHY.en, JUDGE)


def as_written(cell: Any) -> str:
    """A cell as its file writes it; nothing where it is empty."""
    if cell is None or pd.isna(cell):
        return ""
    if pd.api.types.is_bool(cell):
        return "true" if cell else "false"
    if pd.api.types.is_float(cell):
        return str(int(cell)) if float(cell).is_integer() else str(float(cell))
    return f"{cell:%Y-%m-%d}" if hasattr(cell, "strftime") else str(cell)
