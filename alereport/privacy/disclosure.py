"""What may be disclosed of the data in messages and publications: never a withheld figure.

All code that shows the content of a cell, in a message, a page or a machine-readable file, checks
here first. Nothing here imports pandas until a figure that may be withheld is checked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

from alereport.base.errors import WITHHELD
from alereport.base.workspace import Workspace
from alereport.data import schemas
from alereport.data.versions import Change

Value = TypeVar("Value")


class Disclosure:
    """What may be disclosed of a project's current data."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @cached_property
    def _withheld(self) -> frozenset[str] | None:
        """The withheld rows; None if they cannot be computed, so that any row may be withheld."""
        from alereport.privacy import suppression

        try:
            return suppression.withheld(self._workspace)
        except Exception:  # noqa: BLE001 - the data may have any fault; then nothing is disclosed
            return None

    def private(self, dataset: str) -> frozenset[str]:
        """The columns of a dataset that may have to be withheld, as its schema says.

        Raises:
            TableError: The schema cannot be read.
        """
        return schemas.schema(self._workspace, dataset).private

    def hides(self, row: str, columns: Collection[str]) -> bool:
        """True if the content of some columns of a row must not be disclosed.

        Args:
            row: The row, as `file:line`.
            columns: Its private columns; one that is not a private column of the row's own dataset
                comes from another row, and is never disclosed.
        """
        private = self.private(row.split("/")[1])
        return bool(columns) and (not private.issuperset(columns) or self.is_withheld(row))

    def is_withheld(self, row: str) -> bool:
        return self._withheld is None or row in self._withheld

    def is_any_withheld(self, file: str) -> bool:
        """True if any row of a file's dataset is withheld."""
        dataset = f"{file.rpartition('/')[0]}/"
        return self._withheld is None or any(row.startswith(dataset) for row in self._withheld)

    def cells(self, row: str, cells: Mapping[str, Value]) -> dict[str, Value | str]:
        """The cells of a row by column, with those that must not be disclosed replaced."""
        private = self.private(row.split("/")[1])
        return {
            name: WITHHELD if name in private and self.is_withheld(row) else cell
            for name, cell in cells.items()
        }

    def sums(self, file: str, sums: Mapping[str, Value]) -> dict[str, Value]:
        """The control sums that may be disclosed: none of a private column if a row is withheld."""
        private = self.private(file.split("/")[1])
        return {
            name: value
            for name, value in sums.items()
            if name not in private or not self.is_any_withheld(file)
        }

    def change(self, change: Change, *, is_now: bool) -> Change:
        """A change with values that must not be disclosed replaced.

        Args:
            change: A change between two versions of a data file.
            is_now: True if the later version is the current file. For a deleted row or an older
                version it is not known what was withheld.
        """
        private = self.private(change.file.split("/")[1])
        if not private or (change.column and change.column not in private):
            return change
        row = f"{change.file}:{change.line}"
        if is_now and change.after is not None and not self.is_withheld(row):
            return change
        return replace(
            change,
            before=None if change.before is None else WITHHELD,
            after=None if change.after is None else WITHHELD,
        )
