"""The accepted deviations of a dataset, for its rows as they become."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from alereport.migration.conversions import Conversion
from alereport.migration.merging import Part
from alereport.migration.tables import Cells

Row = tuple[Cells, Cells]
"""A row as it was and as it becomes."""


def converted(
    entries: Sequence[Part],
    rows: Iterable[Row],
    conversion: Conversion,
    key: Sequence[str],
    retired: Sequence[str],
) -> tuple[list[Part], list[str]]:
    """The entries that remain, and why the others do not.

    Args:
        entries: The entries of `accepted.yaml`, each named by its rule.
        rows: The rows of the dataset.
        conversion: How the dataset becomes that of this version.
        key: Its primary key in this version.
        retired: The rules that this version does not have.
    """
    remaining, dropped = [], []
    all_rows = list(rows)
    for entry in entries:
        row = next((row for row in all_rows if _is_at(row[0], entry.value["row"])), None)
        place = ", ".join(str(cell) for cell in entry.value["row"].values())
        if entry.name in retired:
            dropped.append(f"{entry.name} of {place}: the rule is gone")
        elif row is None:
            dropped.append(f"{entry.name} of {place}: the row is gone")
        else:
            remaining.append(_converted(entry, row, conversion, key))
    return remaining, dropped


def _is_at(row: Cells, cells: dict[str, Any]) -> bool:
    return all(row.get(column) == as_cell(value) for column, value in cells.items())


def _converted(entry: Part, row: Row, conversion: Conversion, key: Sequence[str]) -> Part:
    old, new = row
    names = {cell.of: column for column, cell in conversion.cells.items() if cell.of not in new}
    expected = {
        names.get(column, column): _cell(value, old.get(column), new.get(names.get(column, column)))
        for column, value in entry.value["expect"].items()
    }
    identified = {column: entry.value["row"].get(column, new[column]) for column in key}
    name = conversion.renamed_rules.get(entry.name, entry.name)
    value = entry.value | {"rule": name, "row": identified, "expect": expected}
    return entry if value == entry.value else Part(name, value)


def _cell(value: Any, old: str | None, new: str | None) -> Any:
    """An expected cell: as it becomes, where it was as expected and changes."""
    return new if new is not None and old == as_cell(value) != new else value


def as_cell(value: Any) -> str:
    """A value of YAML as it stands in a data file."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
