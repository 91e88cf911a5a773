"""One dataset of a project, converted in place: its schema, rules, rows and accepted deviations."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from alereport.base import yaml_files
from alereport.base.errors import TableError
from alereport.base.settings import Municipality
from alereport.base.workspace import Workspace
from alereport.data import data_files, rules, schemas
from alereport.data.schemas import Schema
from alereport.migration import accepted, merging, reading, tables
from alereport.migration.conversions import Conversion, Standard, conversions
from alereport.migration.merging import Named, Part
from alereport.migration.reading import ToRead
from alereport.migration.tables import Cells, Table


@dataclass
class Changes(Named):
    """What changes in one dataset, and the names of its columns and rules; see `merging.Named`.

    Attributes:
        dataset: Its name.
        is_new: True if the earlier version did not have it.
        added, gone: Its columns that are new, and those that are gone.
        files: The data files that are written again.
        emptied: The data files that lose every row, and are removed.
        rows, dropped: How many rows it has, and how many went.
    """

    dataset: str
    is_new: bool = False
    added: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    emptied: list[str] = field(default_factory=list)
    rows: int = 0
    dropped: int = 0


@dataclass(frozen=True)
class Dataset:
    """A dataset of the standard, in a copy of a project.

    Attributes:
        workspace: The copy.
        name: The dataset.
        standard: The files of this version's standard, by name.
        version: The version of the project.
    """

    workspace: Workspace
    name: str
    standard: Mapping[str, bytes]
    version: str

    @property
    def folder(self) -> Path:
        return self.workspace.dataset(self.name)

    @property
    def conversion(self) -> Conversion:
        return conversions().of(self.name, self.version)

    def create(self) -> Changes:
        """Create the dataset, which the earlier version did not have, without rows."""
        self.folder.mkdir()
        for name, content in self.standard.items():
            (self.folder / name).write_bytes(content)
        return Changes(self.name, is_new=True)

    def convert(
        self, before: Standard, last_days: Mapping[str, str], municipality: Municipality
    ) -> tuple[Changes, list[str], list[ToRead]]:
        """Convert the dataset in place.

        Args:
            before: What the standard of the earlier version had.
            last_days: The last day that each document can report, by its short name.
            municipality: The municipality, with the languages of its book and its habits.

        Returns:
            What changed, why accepted deviations were dropped, and what is to be read.

        Raises:
            TableError: A file is not of its form, or a rule of the project's own has a taken name.
        """
        rules.of_dataset(self.workspace, self.name)
        rules.accepted_deviations(self.workspace, self.name)
        changes = Changes(self.name)
        old = schemas.written(self.workspace, self.name)
        rows = self._rows(old)
        self._merge_schema(before, changes)
        self._merge_rules(before, changes)
        new = schemas.written(self.workspace, self.name)
        changes.added = [column for column in new.columns if column not in old.columns]
        changes.gone = [column for column in old.columns if column not in new.columns]
        habits = _had(municipality)
        own = frozenset(old.columns).difference(before.columns)
        converted = {
            path: tables.converted(cells, new.columns, self.conversion, own, last_days, habits)
            for path, cells in rows.items()
        }
        for path, table in converted.items():
            self._write(path, new, table, changes)
        dropped = self._convert_accepted(new, list(converted.values()), changes)
        return changes, dropped, self._to_read(new, converted, municipality.languages)

    def _rows(self, old: Schema) -> dict[Path, list[Cells]]:
        """The rows of each of its tables; commentary has the same form in both versions."""
        paths = (path for path in self.workspace.data_files(self.name) if path.suffix == ".csv")
        return {
            path: [dict(zip(old.columns, cells, strict=True)) for cells in self._read(path, old)[1]]
            for path in paths
        }

    def _read(self, path: Path, table: Schema) -> tuple[list[str], list[list[str]]]:
        place = self.workspace.relative(path)
        return data_files.rows(data_files.content(self.workspace, path), place, table)

    def _merge_schema(self, before: Standard, changes: Changes) -> None:
        """Merge `table.yaml`: its columns one by one, and its other keys."""
        path = self.folder / "table.yaml"
        heading, mine = self._keys(path.read_text(encoding="utf-8"))
        _heading, standard = self._keys(self.standard["table.yaml"].decode())
        columns = merging.merge(_columns(mine), _columns(standard), before.columns)
        columns.retired.clear()  # They are told as columns that are gone.
        text = merging.written("", columns.parts, merging.values, apart="")
        fields = Part(
            "fields", merging.values(columns.parts), f"fields:\n{textwrap.indent(text, '  ')}"
        )
        keys = merging.merge(
            [part for part in mine if part.name != "fields"],
            [fields if part.name == "fields" else part for part in standard],
            before.keys,
        )
        changes.note(columns)
        changes.note(keys)
        _write(path, merging.written(heading, keys.parts, merging.mapping, apart=""))

    def _keys(self, text: str) -> tuple[str, list[Part]]:
        return merging.keys(text, yaml_files.load(text))

    def _merge_rules(self, before: Standard, changes: Changes) -> None:
        path = self.folder / "rules.yaml"
        heading, mine = _items(path)
        text = self.standard.get("rules.yaml", b"").decode()
        standard_heading, standard = merging.items(text, yaml_files.load(text) or [], "rule")
        merged = merging.merge(mine, standard, before.rules, self.conversion.renamed_rules)
        changes.note(merged)
        if merged.clashes:
            raise TableError(
                self.workspace.relative(path),
                f"{merged.clashes[0]} is a rule of your own",
                f"another name, for version {conversions().now} has a rule of this name",
                "rename yours, and migrate again",
            )
        merging.write_items(path, heading or standard_heading, merged.parts)

    def _write(self, path: Path, new: Schema, table: Table, changes: Changes) -> None:
        """Write a data file where it changes; remove it where no row is left."""
        file = self.workspace.relative(path)
        changes.rows += len(table.rows)
        changes.dropped += table.dropped
        if not table.rows:
            path.unlink()
            changes.emptied.append(file)
        elif table.is_changed:
            path.write_bytes(tables.as_csv(new.columns, [now for _old, now in table.rows]))
            changes.files.append(file)

    def _convert_accepted(
        self, new: Schema, converted: Sequence[Table], changes: Changes
    ) -> list[str]:
        path = self.folder / "accepted.yaml"
        if not path.is_file():
            return []
        heading, entries = _items(path)
        rows = (row for table in converted for row in table.rows)
        remaining, dropped = accepted.converted(
            entries, rows, self.conversion, new.primary_key, changes.retired
        )
        if remaining != entries:
            merging.write_items(path, heading, remaining)
        return dropped

    def _to_read(
        self, new: Schema, converted: Mapping[Path, Table], languages: Sequence[str]
    ) -> list[ToRead]:
        by_file = {self.workspace.relative(path): table for path, table in converted.items()}
        places = {
            self.workspace.relative(path): self._read(path, new)[0]
            for path, table in converted.items()
            if table.rows
        }
        return [
            *reading.of_dataset(self.name, self.conversion, by_file, places),
            *reading.untranslated(self.name, new, by_file, languages),
        ]


def _columns(keys: Sequence[Part]) -> list[Part]:
    """The columns of a schema, each with its text as an item of a list."""
    fields = next(part for part in keys if part.name == "fields")
    _first, _newline, lines = fields.text.partition("\n")
    return merging.items(textwrap.dedent(lines), fields.value, "name")[1]


def _had(municipality: Municipality) -> frozenset[str]:
    """The habits that the municipality has."""
    return frozenset(name for name, has in municipality.habits if has is True)


def _items(path: Path) -> tuple[str, list[Part]]:
    if not path.is_file():
        return "", []
    text = path.read_text(encoding="utf-8")
    return merging.items(text, yaml_files.load(text) or [], "rule")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
