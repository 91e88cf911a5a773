"""What may be disclosed of the data in messages and publications: never a withheld figure.

All code that shows the content of a cell, in a message, a page or a machine-readable file, checks
here first, except the frames of `report.load` and the open data, which are of shown rows only.
Nothing here imports pandas until a figure that may be withheld is checked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache
from pathlib import PurePosixPath
from typing import TypeVar

from alereport.base.errors import WITHHELD, TableError
from alereport.base.workspace import Workspace
from alereport.data import schemas
from alereport.data.versions import Change
from alereport.privacy import withheld
from alereport.privacy.withheld import NOTHING, Withheld

Value = TypeVar("Value")
NUMBER = re.compile(r"\d[\d\s\u00a0]*(?:[.,]\d+)?")


class Disclosure:
    """What may be disclosed of a project's current data."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._decision = cache(self._decided)

    def _decided(self, dataset: str) -> Withheld | None:
        """What is withheld of a dataset; None if it cannot be computed, so that any row may be."""
        try:
            return withheld.of_dataset(self._workspace, dataset)
        except Exception:  # noqa: BLE001 - the data may have any fault; then nothing is disclosed
            return None if self.private(dataset) else NOTHING

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
        private = self.private(_dataset(row))
        return bool(columns) and (not private.issuperset(columns) or self.is_withheld(row))

    def is_withheld(self, row: str) -> bool:
        """True if a row is withheld, so that none of its cells is disclosed in a message.

        A cell that was shifted has a figure in a column that is not private.
        """
        decision = self._decision(_dataset(row))
        return decision is None or row in decision.rows

    def is_any_withheld(self, file: str) -> bool:
        """True if any row of a file's dataset is withheld."""
        decision = self._decision(_dataset(file))
        return decision is None or bool(decision.rows)

    def is_all_public(self, file: str) -> bool:
        """True if no version of a data file can have a withheld row, whatever its cells are."""
        try:
            privacy = schemas.schema(self._workspace, _dataset(file)).privacy
        except TableError:  # The dataset is not in the project any more.
            return False
        return privacy is None or (privacy.of_document and not self.is_any_withheld(file))

    def cells(self, row: str, cells: Mapping[str, Value]) -> dict[str, Value | str]:
        """The cells of a row by column, with those that must not be disclosed replaced."""
        private = self.private(_dataset(row))
        return {
            name: WITHHELD if name in private and self.is_withheld(row) else cell
            for name, cell in cells.items()
        }

    def sums(self, file: str, sums: Mapping[str, Value]) -> dict[str, Value]:
        """The control sums that may be disclosed: none of a private column if a row is withheld."""
        private = self.private(_dataset(file))
        return {
            name: value
            for name, value in sums.items()
            if name not in private or not self.is_any_withheld(file)
        }

    def words(self, file: str, words: str) -> str:
        """What a steward wrote about a data file, without numbers if a row of it is withheld.

        All numbers go, whichever they are: to remove only the withheld ones would confirm them.
        """
        is_of_data = file.startswith("data/")
        return NUMBER.sub(WITHHELD, words) if is_of_data and self.is_any_withheld(file) else words

    def change(self, change: Change, *, is_now: bool) -> Change:
        """A change with values that must not be disclosed replaced.

        Args:
            change: A change between two versions of a data file.
            is_now: True if the later version is the current file. For a deleted row or an older
                version it is not known what was withheld.
        """
        private = self.private(_dataset(change.file))
        if not private or self.is_all_public(change.file):
            return change
        row = f"{change.file}:{change.line}"
        if is_now and change.after is not None:
            if not self.is_withheld(row):
                return change
        elif change.column and change.column not in private:
            return change
        return replace(
            change,
            row="",
            before=None if change.before is None else WITHHELD,
            after=None if change.after is None else WITHHELD,
        )


def _dataset(row: str) -> str:
    """The dataset of a row or of a file."""
    return PurePosixPath(row).parent.name
