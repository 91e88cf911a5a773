"""What a drafted row has beside what was read of it: from its document, the data, and a person.

Nothing is made up. An area has the short name that the data use for its label already; a label that
is new is a person's to name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from alereport.base import params
from alereport.base.workspace import Workspace
from alereport.data import data_files, registers, schemas
from alereport.data.registers import NAME, TOTAL
from alereport.data.schemas import Schema
from alereport.ingest import drafts
from alereport.ingest.drafts import Row
from alereport.ingest.words import Words, normalised
from alereport.workbooks import shortnames

Cells = dict[str, str]
OF_AREAS = "areas."
"""What a person's value for the register of areas is named with: `areas.name_en`."""
SLUG = "[a-z0-9-]+"
"""The pattern of a column of short names."""


@dataclass(frozen=True)
class Completed:
    """A drafted row as a row of its dataset.

    Attributes:
        row: The drafted row.
        dataset: The dataset.
        cells: The text of each column.
        area: The row of the register of areas that it needs, if the area is new.
        lacking: What is empty and must not be: columns of the dataset, and of the register of areas
            as `areas.name_en`.
        unknown: What a person gave a value for, and is no such column.
    """

    row: Row
    dataset: str
    cells: Cells
    area: Cells = field(default_factory=dict)
    lacking: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Like:
    """A row of the data with the same label.

    Attributes:
        cells: Its cells.
        is_of_year: True if its document is about the same year.
    """

    cells: Cells
    is_of_year: bool


class Completion:
    """Completes the rows of one document.

    Args:
        workspace: The project.
        document: The document's row of the register.
        words: The words that documents print.
    """

    def __init__(self, workspace: Workspace, document: Mapping[str, str], words: Words) -> None:
        self._workspace, self._document, self._words = workspace, document, words
        self._known: dict[str, dict[str, list[_Like]]] = {}
        self._taken: dict[str, set[str]] = {}
        self._areas = [
            row
            for row in registers.register_rows(workspace, "areas")
            if row["committee"] == document["committee"]
        ]

    def completed(self, row: Row, values: Mapping[str, str]) -> Completed:
        """A drafted row with all that is known of it.

        Args:
            row: The drafted row.
            values: What a person gave, by column.
        """
        dataset = drafts.dataset_of_row(row)
        table = schemas.schema(self._workspace, dataset)
        given = {name: value for name, value in values.items() if name in table.columns}
        cells = dict.fromkeys(table.columns, "") | _as_drafted(row, table) | self.of_document(table)
        cells |= given
        for name, value in self._found(dataset, table, cells):
            if value and not cells[name] and name not in given:
                cells[name] = value
        for name in self._own_names(table):
            self._taken_names(dataset, name).add(cells[name])
        area = self._new_area(dataset, table, cells, values)
        lacking = [name for name in table.columns if table.is_required(name) and not cells[name]]
        asked = [name for name in lacking if name not in self._unasked(table)]
        register = registers.register_schema(self._workspace, "areas")
        asked += [
            OF_AREAS + name
            for name in register.columns
            if area and register.is_required(name) and not area.get(name)
            if name not in self._unasked(register)
        ]
        known = {*table.columns, *(OF_AREAS + name for name in register.columns)}
        unknown = [name for name in values if name not in known]
        return Completed(row, dataset, cells, area, tuple(asked), tuple(unknown))

    def expected(self, completed: Completed, name: str) -> str:
        """What a cell is to hold, in words, and which areas there are; or which columns."""
        dataset = "areas" if name.startswith(OF_AREAS) else completed.dataset
        table = schemas.schema(self._workspace, dataset)
        if name in completed.unknown:
            return f"one of {', '.join(table.columns)}"
        column = name.removeprefix(OF_AREAS)
        said = next(each.description for each in table.fields if each.name == column)
        said = said[:1].lower() + said[1:].rstrip(".")
        if name != _area_column(table):
            return said
        known = ", ".join(row["area"] for row in self._areas)
        register = registers.register_schema(self._workspace, "areas")
        names = " and ".join(OF_AREAS + each for each in register.translations[NAME].values())
        return f"{said}; one of {known}, or a new one with {names}"

    def _unasked(self, table: Schema) -> frozenset[str]:
        return table.unasked(params.municipality(self._workspace).languages)

    def of_document(self, table: Schema) -> Cells:
        """The columns whose value the document's row has."""
        pairs = {
            own: theirs
            for key in table.foreign_keys
            if key.reference.resource == "documents"
            for own, theirs in zip(key.fields, key.reference.fields, strict=True)
        }
        pairs |= table.sheet.from_document if table.sheet else {}
        return {own: self._document.get(theirs, "") for own, theirs in pairs.items()}

    def _found(self, dataset: str, table: Schema, cells: Cells) -> Iterator[tuple[str, str]]:
        """What is known of the cells of a row, what is closest first."""
        label = self._words.drafts[dataset].label
        known = self._rows_like(dataset, label) if label else {}
        for like in known.get(normalised(cells[label]) if label else "", []):
            yield from self._kept(dataset, table, cells, like)
        if column := _area_column(table):
            yield column, self._area_of(cells[label] if label else "")
        if table.sheet:
            for name, pattern in table.sheet.short.items():
                if not cells[name]:
                    yield name, self._short(dataset, name, pattern, cells)
            yield from (pair for pair in table.sheet.defaults.items() if "{" not in pair[1])

    def _rows_like(self, dataset: str, label: str) -> dict[str, list[_Like]]:
        """The rows of the data by label: this document's first, then the committee's latest."""
        if dataset not in self._known:
            documents = registers.documents_of_committee(
                self._workspace, self._document["committee"]
            )
            in_order = sorted(
                documents,
                key=lambda each: (each["document"] == self._document["document"], each["as_of"]),
                reverse=True,
            )
            found: dict[str, list[_Like]] = {}
            for each in in_order:
                path = self._workspace.dataset(dataset) / f"{each['document']}.csv"
                for row in data_files.records(self._workspace, path) if path.exists() else ():
                    like = _Like(row, each["year"] == self._document["year"])
                    found.setdefault(normalised(row[label]), []).append(like)
            self._known[dataset] = found
        return self._known[dataset]

    def _kept(
        self, dataset: str, table: Schema, cells: Cells, like: _Like
    ) -> Iterator[tuple[str, str]]:
        """What a row has in common with one of the same label.

        All of the same row of this document; of another its short names, the translations of the
        same words, and what no document prints.
        """
        other = like.cells
        names = [name for name in ("document", "section", *table.primary_key) if cells.get(name)]
        if "document" in names and all(cells[name] == other[name] for name in names):
            yield from ((name, other[name]) for name in table.columns)
            return
        yield from self._shared(dataset, table, like)
        for name, columns in table.translations.items():
            if other[name] == cells[name]:
                yield from ((column, other[column]) for column in columns.values())

    def _shared(self, dataset: str, table: Schema, like: _Like) -> Iterator[tuple[str, str]]:
        """The short names of a row of another document, and what must be said but is not printed.

        Of what the schema says that a row keeps from document to document. A short name with a
        year in it is that of one year's documents alone.
        """
        if table.sheet is None:
            return
        by_year = {name for name, of in table.sheet.short.items() if "{year}" in of}
        kept = {*table.sheet.kept} - {*self._words.drafts[dataset].columns}
        for each in (column for column in table.fields if column.name in kept):
            is_slug = each.constraints.pattern == SLUG or each.name == _area_column(table)
            is_key = each.name in table.primary_key
            is_choice = each.constraints.required and each.constraints.enum and not is_key
            is_of_other_year = each.name in by_year and not like.is_of_year
            if (is_slug or is_choice) and not is_of_other_year:
                yield each.name, like.cells[each.name]

    def _area_of(self, label: str) -> str:
        """The area that has a label as its name; the total of what is called a total."""
        names = [name for name in self._areas[0] if name.startswith(NAME)] if self._areas else []
        plain = normalised(label)
        for row in self._areas:
            if plain in {normalised(row[name]) for name in names}:
                return row["area"]
        return TOTAL if self._words.whole("rows", label) == "total" else ""

    def _new_area(
        self, dataset: str, table: Schema, cells: Cells, values: Mapping[str, str]
    ) -> Cells:
        """The row that the register of areas gets; none where it has the area already."""
        column = _area_column(table)
        area = cells[column] if column else ""
        if not area or any(row["area"] == area for row in self._areas):
            return {}
        given = {
            name.removeprefix(OF_AREAS): value
            for name, value in values.items()
            if name.startswith(OF_AREAS)
        }
        label = cells.get(self._words.drafts[dataset].label, "")
        return {"committee": cells["committee"], "area": area, NAME: label, **given}

    def _short(self, dataset: str, name: str, pattern: str, cells: Cells) -> str:
        """A short name that no other row has."""
        facts = {key: self._document.get(key, "") for key in ("committee", "year")}
        return shortnames.made(pattern, {**cells, **facts}, self._taken_names(dataset, name))

    def _own_names(self, table: Schema) -> Iterator[str]:
        """The column of short names that tells each row of a dataset from all others."""
        yield from (name for name in table.primary_key if len(table.primary_key) == 1)

    def _taken_names(self, dataset: str, name: str) -> set[str]:
        """The short names of a dataset in other documents, and of the rows completed so far."""
        if f"{dataset}.{name}" not in self._taken:
            own = f"{self._document['document']}.csv"
            self._taken[f"{dataset}.{name}"] = {
                row[name]
                for path in self._workspace.data_files(dataset)
                if path.name != own
                for row in data_files.records(self._workspace, path)
            }
        return self._taken[f"{dataset}.{name}"]


def _as_drafted(row: Row, table: Schema) -> Cells:
    """The cells of a row that were read."""
    about = {*drafts.ABOUT} - {"as_printed"}
    return {
        name: str(row[name])
        for name in table.columns
        if name not in about and row.get(name) not in {None, ""}
    }


def _area_column(table: Schema) -> str:
    """The column with an area's short name; empty if there is none."""
    named = (
        own
        for key in table.foreign_keys
        if key.reference.resource == "areas"
        for own, theirs in zip(key.fields, key.reference.fields, strict=True)
        if theirs == "area"
    )
    return next(named, "")
