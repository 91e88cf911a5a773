"""What Kolada has changed since the last snapshot, which it announces to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from alereport.kolada.snapshots import Key, Row, Snapshot, Stored

Kind = Literal["revised", "status", "added", "deleted", "missing"]
FACTOR = 10
"""A value so many times another is of another order of magnitude."""


@dataclass(frozen=True)
class Change:
    """A value that differs from the last snapshot's.

    Attributes:
        kind: `revised`; `status` if only that differs; `added`; `deleted` if Kolada says that it
            has no value; `missing` if it was asked for and Kolada says nothing.
        before: The row in the last snapshot; None if it was added.
        after: The row now; None if there is none.
        doubt: Why it is not taken unless somebody says so; empty if it is.
        address: The address of the row in the last snapshot; empty if it was added.
    """

    kind: Kind
    before: Row | None
    after: Row | None
    doubt: str
    address: str

    @property
    def row(self) -> Row:
        """The row now, or as it was."""
        row = self.after or self.before
        if row is None:
            raise ValueError("a change has a row before or after")
        return row


def changes(last: Stored, snapshot: Snapshot) -> list[Change]:
    """What differs, value by value, in the order of their keys.

    A value that is no longer asked for is no change of Kolada's.
    """
    now = {row.key: row for row in snapshot.rows}
    keys = sorted({*now, *filter(snapshot.is_asked, last.rows)})
    return list(_changes(last, snapshot, now, keys))


def _changes(
    last: Stored, snapshot: Snapshot, now: dict[Key, Row], keys: list[Key]
) -> Iterator[Change]:
    for key in keys:
        before, after, address = last.rows.get(key), now.get(key), last.addresses.get(key, "")
        if after is None:
            is_said = key in snapshot.silent
            doubt = "" if is_said else "Kolada says nothing of it any more"
            yield Change("deleted" if is_said else "missing", before, None, doubt, address)
        elif before is None:
            yield Change("added", None, after, _doubt_of_new(last, after), "")
        elif before.value != after.value:
            yield Change("revised", before, after, _doubt(before.value, after.value), address)
        elif before.status != after.status:
            yield Change("status", before, after, "", address)


def _doubt(before: Decimal, after: Decimal) -> str:
    """Why a revised value is doubted; empty if it is not."""
    if before * after <= 0:
        return "it has another sign, or became or was zero"
    return _another_order(before, after)


def _doubt_of_new(last: Stored, row: Row) -> str:
    """Why a new value is doubted beside the latest one before it; empty if it is not."""
    earlier = [
        each
        for each in last.rows.values()
        if (each.indicator, each.municipality, each.sex)
        == (row.indicator, row.municipality, row.sex)
        and each.year < row.year
    ]
    if not earlier:
        return ""
    before = max(earlier, key=lambda each: each.year)
    doubt = _another_order(before.value, row.value)
    return f"{doubt}, that of {before.year}" if doubt else ""


def _another_order(before: Decimal, after: Decimal) -> str:
    small, large = sorted((abs(before), abs(after)))
    is_other = small and large >= FACTOR * small
    return f"it is of another order of magnitude than {before.normalize():f}" if is_other else ""
