"""A register's file, to replace or add one line of it: every other byte stays as it is.

A register that has no file yet, in a new project, gets one with its first row.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping

from alereport.base import files, params
from alereport.base.errors import TableError
from alereport.base.workspace import Workspace, write_atomically
from alereport.data import csv_files, data_files, registers

KEYS = {
    "documents": ("document",),
    "committees": ("committee",),
    "areas": ("committee", "area"),
}
"""What tells a row of each register from the others."""


class RegisterFile:
    """A register as it is on disk.

    Args:
        workspace: The project.
        register: Its name.

    Raises:
        TableError: It cannot be read.
    """

    def __init__(self, workspace: Workspace, register: str) -> None:
        self._register = register
        self._path = registers.register_file(workspace, register)
        self._is_in_order = params.municipality(workspace).habits.registers_in_order
        self.place = workspace.relative(self._path)
        self._columns = registers.register_schema(workspace, register).columns
        heading = csv_files.written(self._columns, ending="\n", all_quoted=False).encode()
        data = data_files.content(workspace, self._path) if files.exists(self._path) else heading
        text = csv_files.text(data, self.place)
        self._mark = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
        self._lines = csv_files.lines(text)
        numbers, rows = data_files.csv_rows(text, self.place, self._columns)
        self.rows = [
            (number, dict(zip(self._columns, cells, strict=True)))
            for number, cells in zip(numbers, rows, strict=True)
        ]

    def row_of(self, *key: str) -> tuple[int | None, dict[str, str]]:
        """Return the line and the cells of a row; no line and no cells if there is no such row.

        Args:
            key: The values of the columns in `KEYS`.
        """
        names = KEYS[self._register]
        found = [entry for entry in self.rows if tuple(entry[1][name] for name in names) == key]
        if len(found) > 1:
            raise TableError(
                f"{self.place}:{found[1][0]}",
                f"{', '.join(key)} has {len(found)} rows",
                f"one row {'a document' if self._register == 'documents' else 'each'}",
                "remove the other",
            )
        return found[0] if found else (None, {})

    def write(self, line: int | None, row: Mapping[str, str]) -> int:
        """Replace the row on a line, or add it where it belongs, and return its line."""
        lines, ending = list(self._lines), _ending(self._lines[0]) or "\n"
        cells = [row.get(column, "") for column in self._columns]
        all_quoted = lines[0].startswith('"')
        if line is None:
            if not _ending(lines[-1]):
                lines[-1] += ending
            line = self._line_of_new(row) if self._is_in_order else len(lines) + 1
            replaced = slice(line - 1, line - 1)
        else:
            replaced = slice(line - 1, line - 1 + csv_files.lines_of_row(lines[line - 1 :]))
            ending = _ending(lines[replaced.stop - 1])
        lines[replaced] = [csv_files.written(cells, ending=ending, all_quoted=all_quoted)]
        write_atomically(self._path, self._mark + "".join(lines).encode())
        return line

    def _line_of_new(self, row: Mapping[str, str]) -> int:
        """The line of a new row: before the first that it belongs before, or else the last."""
        group = list(self._group(row))
        later = [number for number, other in group if self._order(other) > self._order(row)]
        if later or not group:
            return min(later, default=len(self._lines) + 1)
        last = group[-1][0]
        return last + csv_files.lines_of_row(self._lines[last - 1 :])

    def _group(self, row: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows that a new one stands among: of documents, those of its kind."""
        for number, other in self.rows:
            if self._register != "documents" or other.get("kind") == row.get("kind"):
                yield number, other

    def _order(self, row: Mapping[str, str]) -> tuple[str, ...]:
        """What the rows of a group are ordered by: documents by year, others by their key."""
        names = ("year",) if self._register == "documents" else KEYS[self._register]
        return tuple(row.get(name, "") for name in names)


def _ending(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]
