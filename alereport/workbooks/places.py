"""Where in a workbook the rows of data files were filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from alereport.base.errors import Failure, GateError
from alereport.base.workspace import Workspace
from alereport.data import data_files, registration, schemas
from alereport.workbooks import merging
from alereport.workbooks.filled import Filled, FilledRow


@dataclass(frozen=True)
class CellFailure(Failure):
    """A row that breaks a rule, as it was filled in.

    Attributes:
        cell: Where in the workbook: `ks-2025-08.xlsx!Ekonomi!D7`.
    """

    cell: str = ""

    @property
    def place(self) -> str:
        return self.cell


class Places:
    """The cells of a workbook, by the rows of the data files that were made of them.

    Args:
        workspace: The project, or the copy of it, that the rows are put into.
        filled: What was filled in.
    """

    def __init__(self, workspace: Workspace, filled: Filled) -> None:
        self._workspace = workspace
        self._filled = filled
        self._files = {
            workspace.relative(
                merging.file_of(workspace, dataset, filled.document["document"])
            ): dataset
            for dataset in filled.rows
        }

    def placed(self, failure: Failure) -> Failure:
        """A failure at its place in the workbook; as it is, where that is not of the workbook."""
        dataset = self._files.get(failure.file)
        row = self._row(dataset, failure) if dataset else None
        if row is None:
            is_whole = dataset or failure.file == self._filled.file
            return at(failure, self._filled.file, self._filled.step) if is_whole else failure
        columns = failure.column.split(", ")
        cells = (row.places[column] for column in columns if column in row.places)
        return at(failure, next(cells, row.place), self._filled.step)

    def require_types(self) -> None:
        """Require that each cell has its column's type, and that no row stands there twice.

        Raises:
            GateError: One has not, or does.
        """
        failures = (*self._of_types(), *self._twice())
        if failures:
            raise GateError(failures)

    def _row(self, dataset: str, failure: Failure) -> FilledRow | None:
        """The row that was filled in, of one that stands on a line of a data file."""
        path = self._workspace.root / failure.file
        if not path.exists():
            return None
        table = schemas.schema(self._workspace, dataset)
        places, cells = data_files.read_rows(self._workspace, path)
        if failure.place not in places:
            return None
        row = dict(zip(table.columns, cells[places.index(failure.place)], strict=True))
        keys = (row[column] for column in table.primary_key)
        return self._by_key(dataset).get(tuple(keys))

    def _by_key(self, dataset: str) -> dict[tuple[str, ...], FilledRow]:
        key = schemas.schema(self._workspace, dataset).primary_key
        return {
            tuple(row.cells.get(column, "") for column in key): row
            for row in self._filled.rows[dataset]
        }

    def _of_types(self) -> Iterator[Failure]:
        for dataset, rows in self._filled.rows.items():
            fields = schemas.schema(self._workspace, dataset).fields
            for row in rows:
                for field in fields:
                    value = row.cells.get(field.name, "")
                    if value and (expected := registration.other_type(field, value)):
                        unit = f" ({field.unit})" if field.unit else ""
                        found = (field.name, value, "type", f"{expected}{unit}")
                        yield self._failure(dataset, row, found, "It cannot be read otherwise.")

    def _twice(self) -> Iterator[Failure]:
        for dataset, rows in self._filled.rows.items():
            first: dict[tuple[str, ...], str] = {}
            key = schemas.schema(self._workspace, dataset).primary_key
            for row in rows:
                values = tuple(row.cells.get(column, "") for column in key)
                if values in first:
                    found = (", ".join(key), ", ".join(values), "primary-key", "a row of its own")
                    why = f"It stands at {first[values]} too, and is one row of the data."
                    yield self._failure(dataset, row, found, why)
                first.setdefault(values, row.place)

    def _failure(
        self, dataset: str, row: FilledRow, found: tuple[str, str, str, str], why: str
    ) -> Failure:
        path = merging.file_of(self._workspace, dataset, self._filled.document["document"])
        cells = (row.places[name] for name in found[0].split(", ") if name in row.places)
        step = self._filled.step
        failure = Failure(self._workspace.relative(path), 1, *found, why, step)
        return at(failure, next(cells, row.place), step)


def at(failure: Failure, cell: str, step: str) -> CellFailure:
    """A failure as that of a cell of a workbook.

    Args:
        failure: The failure.
        cell: Where the cell is.
        step: What a person does about it, unless the failure has a step of its own.
    """
    step = step if failure.next_step == Failure.next_step else failure.next_step
    return CellFailure(**{**vars(failure), "next_step": step}, cell=cell)
