"""How many rows each dataset has from each section of a document, as `data/sections` declares it.

A row that was never typed breaks no rule of its own, and neither does one permitted value taken for
another. So whoever counted the rows in the document, and those of each value, declares them in the
dataset `sections`, and the files are held to that. A document without a file there is not counted.
Nothing here imports pandas.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from alereport.base.errors import TableError
from alereport.base.workspace import Workspace, write_atomically
from alereport.data import data_files, schemas
from alereport.data.schemas import Field, Outline, Schema
from alereport.gate import tallies
from alereport.gate.tallies import Tally

SECTIONS = "sections"
"""The dataset of declared counts."""
BASIS = "basis"
DOCUMENT = "document"
"""The basis of what a document says, and of every row of a dataset that does not say its basis."""
VALUES = "values"
"""The column that says how many of the rows have each value, see `tallies`."""
PLACE = ("document", "section")
"""The columns that say where in a document a row stands."""


def is_counted(dataset: str, schema: Outline) -> bool:
    """True if the rows of a dataset stand in sections of documents, and so can be counted."""
    return dataset != SECTIONS and schema.counted and set(PLACE) <= set(schema.columns)


def counted(workspace: Workspace) -> list[str]:
    """The datasets whose rows can be counted, sorted."""
    return [
        name
        for name in workspace.datasets
        if is_counted(name, schemas.outline(workspace.dataset(name) / "table.yaml"))
    ]


def counterparts(workspace: Workspace, path: Path, names: Sequence[str]) -> list[Path]:
    """The files that a data file is held to: its document's declaration or, for that, its files.

    Args:
        workspace: The project.
        path: The data file.
        names: The datasets whose rows can be counted.
    """
    if path.parent.name == SECTIONS:
        return [workspace.dataset(name) / path.name for name in names]
    return [workspace.dataset(SECTIONS) / path.name] if path.parent.name in names else []


def naming_columns(schema: Schema) -> list[str]:
    """The columns that may tell one row of a section from the next: its label and its key."""
    label = schema.printed.label if schema.printed else None
    names = dict.fromkeys([*([label] if label else []), *schema.primary_key])
    told = {field.name for field in schema.fields if field.private or field.constraints.enum}
    return [name for name in names if name not in {*told, *PLACE, "committee"}]


def listed_columns(workspace: Workspace, schema: Schema) -> list[str]:
    """The columns whose values are few and known, so that the rows of each can be counted.

    They are those of a list (`enum`), of true and false, of years, and of names in a register. A
    column that its document's row in the register decides is not among them, and no private one.
    """
    of_document = {
        name
        for key in schema.foreign_keys
        if key.reference.resource == "documents"
        for name in key.fields
    }
    of_register = {
        name
        for key in schema.foreign_keys
        if _is_register(workspace, key.reference.resource)
        for name in key.fields
    }
    return [
        field.name
        for field in schema.fields
        if (field.name in of_register or _has_known_values(field))
        and field.name not in {*of_document, *PLACE, basis_column(schema)}
        and not field.private
    ]


def _is_register(workspace: Workspace, dataset: str) -> bool:
    return schemas.outline(workspace.dataset(dataset) / "table.yaml").scope == "municipality"


def _has_known_values(field: Field) -> bool:
    limits = field.constraints
    is_a_year = field.type == "integer" and field.unit is None and limits.maximum is not None
    is_a_list = limits.enum is not None and tallies.SEPARATORS.isdisjoint("".join(limits.enum))
    return is_a_list or field.type == "boolean" or is_a_year


def basis_column(schema: Outline) -> str | None:
    """The column that says what a row rests on, such as `document` or `analyst`; None without."""
    fields = schema.fields if isinstance(schema, Schema) else ()
    return next(
        (each.name for each in fields if each.name == BASIS and each.constraints.enum), None
    )


def declared(workspace: Workspace, dataset: str) -> str:
    """What is declared of a dataset's rows, as the condition `ExpectRowsAsDeclared` reads it.

    A declaration that cannot be read is left out: it fails by itself, and says nothing of others.
    So is a document that declares no row of the dataset, which nobody has counted there.

    Returns:
        JSON; empty if nothing is declared of any document.
    """
    says_basis = basis_column(schemas.schema(workspace, dataset)) is not None
    documents: dict[str, list[tuple[str, str, int, str, str, str]]] = {}
    for path in workspace.data_files(SECTIONS):
        with suppress(TableError):
            documents[path.stem] = [
                (
                    row["section"],
                    row[BASIS] if says_basis or row[BASIS] != DOCUMENT else "",
                    int(row["rows"]),
                    row["first"],
                    row["last"],
                    row.get(VALUES, ""),  # Version 0.3 had no such column.
                )
                for row in declarations(workspace, path)
                if row["dataset"] == dataset and row["rows"].isdecimal()
            ]
    documents = {document: rows for document, rows in documents.items() if rows}
    return json.dumps(documents, ensure_ascii=False) if documents else ""


def declarations(workspace: Workspace, path: Path) -> list[dict[str, str]]:
    """The rows of a document's declaration, as strings by column; none if there is no file.

    Raises:
        TableError: It cannot be read.
    """
    return data_files.records(workspace, path) if path.is_file() else []


@dataclass(frozen=True)
class Count:
    """The rows of one basis that a dataset has from one section of a document, as its file stands.

    Attributes:
        names: The names that each row may be declared by, the best first, in the order of the rows.
        tally: How many of the rows have each value.
        declared: What is declared of them; None if nothing is.
    """

    document: str
    section: str
    dataset: str
    basis: str
    names: tuple[tuple[str, ...], ...]
    tally: Tally
    declared: dict[str, str] | None

    @property
    def holds(self) -> bool:
        """True if the rows are as declared."""
        return self.has_rows and self.has_values

    @property
    def has_rows(self) -> bool:
        """True if there are as many as declared, the first and the last as named."""
        if self.declared is None or self.declared["rows"] != str(len(self.names)):
            return False
        first, last = self.declared["first"], self.declared["last"]
        return (not first or first in self.names[0]) and (not last or last in self.names[-1])

    @property
    def has_values(self) -> bool:
        """True if they have the values that are declared, of the columns that are."""
        values = tallies.read(self.declared.get(VALUES, "")) if self.declared else {}
        return all(self.tally.get(name, {}) == counts for name, counts in values.items())

    @property
    def is_counted(self) -> bool:
        """True if they are as somebody counted them."""
        return self.holds and bool(self.row["first"])

    @property
    def state(self) -> str:
        """What is declared of them, in words."""
        if self.declared is None:
            return "nothing"
        if not self.holds:
            difference = "with other values" if self.has_rows else "which differs"
            return f"{self.declared['rows']}, {difference}"
        return self.declared["rows"] + ("" if self.is_counted else ", which nobody counted")

    @property
    def row(self) -> dict[str, str]:
        """What is declared, where it holds, and otherwise what the file has, which nobody counted.

        Values that are not declared are those of the file.
        """
        values = tallies.written(self.tally)
        if self.declared and self.holds:
            return {**self.declared, VALUES: self.declared.get(VALUES, "") or values}
        place = {"document": self.document, "section": self.section, "dataset": self.dataset}
        numbers = {BASIS: self.basis, "rows": str(len(self.names)), "first": "", "last": ""}
        return {**place, **numbers, VALUES: values}

    @property
    def counted_row(self) -> dict[str, str]:
        """What is declared once somebody has counted the rows: the first and the last by name."""
        names = [each[0] if each else "" for each in (self.names[0], self.names[-1])]
        last = names[1] if names[0] and len(self.names) > 1 else ""
        return self.row if self.is_counted else {**self.row, "first": names[0], "last": last}


def of_document(workspace: Workspace, document: str) -> list[Count]:
    """The rows of a document by dataset, section and basis, in the order of the files.

    Raises:
        TableError: A file cannot be read.
    """
    path = workspace.dataset(SECTIONS) / f"{document}.csv"
    declared = {
        (row["dataset"], row["section"], row[BASIS]): row for row in declarations(workspace, path)
    }
    return [
        _count(workspace, dataset, rows, declared.get((dataset, *key)), (document, *key))
        for dataset in counted(workspace)
        for key, rows in _rows(workspace, dataset, document).items()
    ]


def _count(
    workspace: Workspace,
    dataset: str,
    rows: list[dict[str, str]],
    declared: dict[str, str] | None,
    place: tuple[str, str, str],
) -> Count:
    schema = schemas.schema(workspace, dataset)
    columns = naming_columns(schema)
    names = tuple(
        tuple(dict.fromkeys(filter(None, (row[name] for name in columns)))) for row in rows
    )
    tally = tallies.of_rows(rows, listed_columns(workspace, schema))
    document, section, basis = place
    return Count(document, section, dataset, basis, names, tally, declared)


def _rows(
    workspace: Workspace, dataset: str, document: str
) -> dict[tuple[str, str], list[dict[str, str]]]:
    """The rows of a data file, by section and basis."""
    file = workspace.dataset(dataset) / f"{document}.csv"
    basis = basis_column(schemas.schema(workspace, dataset))
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in data_files.records(workspace, file) if file.is_file() else ():
        found.setdefault((row["section"], row[basis] if basis else DOCUMENT), []).append(row)
    return found


def write(workspace: Workspace, counts: Sequence[Count], *, counted: bool = False) -> Path:
    """Write the declaration of a document: what holds as it is, and the rest as the files have it.

    Args:
        workspace: The project.
        counts: The rows of the document.
        counted: Somebody has counted them all in the document: the first and the last are named.
            Otherwise a number that is no longer that of the file is replaced, and nobody has
            counted the new one.
    """
    path = workspace.dataset(SECTIONS) / f"{counts[0].document}.csv"
    columns = schemas.schema(workspace, SECTIONS).columns
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(columns)
    rows = (count.counted_row if counted else count.row for count in counts)
    lines.writerows([row[column] for column in columns] for row in rows)
    write_atomically(path, text.getvalue())
    return path
