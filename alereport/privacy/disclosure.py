"""What may be told of the data outside the data themselves: never a figure that is withheld.

Whoever is about to say what a cell holds, in a message, a page or a file for programs, asks here.
Nothing here imports pandas until a figure is asked for that may have to be withheld.
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
    """What may be told of a project's data as they are."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @cached_property
    def _withheld(self) -> frozenset[str] | None:
        """The rows that are withheld; none where they cannot be computed, and so all may be."""
        from alereport.privacy import suppression

        try:
            return suppression.withheld(self._workspace)
        except Exception:  # noqa: BLE001 - the data may be wrong in any way; then nothing is told
            return None

    def private(self, dataset: str) -> frozenset[str]:
        """The columns of a dataset that may have to be withheld, as its schema says.

        Raises:
            TableError: The schema cannot be read.
        """
        return schemas.schema(self._workspace, dataset).private

    def hides(self, row: str, columns: Collection[str]) -> bool:
        """Whether it may not be told what some columns of a row hold.

        Args:
            row: The row, as `file:line`.
            columns: Its columns; one that may have to be withheld and is no column of the row's
                own dataset stands for another row's, and is never told.
        """
        private = self.private(row.split("/")[1])
        return bool(columns) and (not private.issuperset(columns) or self.is_withheld(row))

    def is_withheld(self, row: str) -> bool:
        return self._withheld is None or row in self._withheld

    def is_any_withheld(self, file: str) -> bool:
        """Whether any row of a file's dataset is withheld."""
        dataset = f"{file.rpartition('/')[0]}/"
        return self._withheld is None or any(row.startswith(dataset) for row in self._withheld)

    def cells(self, row: str, cells: Mapping[str, Value]) -> dict[str, Value | str]:
        """Cells of a row by their column, those that may not be told replaced."""
        private = self.private(row.split("/")[1])
        return {
            name: WITHHELD if name in private and self.is_withheld(row) else cell
            for name, cell in cells.items()
        }

    def sums(self, file: str, sums: Mapping[str, Value]) -> dict[str, Value]:
        """The control sums of a data file that may be told: with one row withheld, none of it."""
        private = self.private(file.split("/")[1])
        return {
            name: each
            for name, each in sums.items()
            if name not in private or not self.is_any_withheld(file)
        }

    def change(self, change: Change, *, is_now: bool) -> Change:
        """A change as it may be told.

        Args:
            change: What changed between two versions of a data file.
            is_now: The later version is the file as it is. Of a row that is no longer, or of an
                older version, it is not known what was withheld.
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
