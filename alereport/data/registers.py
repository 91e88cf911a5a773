"""The registers of documents, committees and areas, read without pandas."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from alereport.base import params
from alereport.base.errors import ParamsError, TableError
from alereport.base.params import ReportParams
from alereport.base.workspace import Workspace
from alereport.data import schemas

NAME = "name_"
"""How the column of a name begins, before its language."""
REGISTERS = {
    "documents": ("document", "title", "committee", "year", "kind", "url", "sha256"),
    "committees": ("committee", NAME),
    "areas": ("committee", "area", NAME),
}
"""The datasets that are one file each and belong to no document, and the columns asked of them.

A name stands in a column for each language, of which one is asked.
"""
NAMED = ("committees", "areas")
"""The registers of what has a name."""


def documents_of(workspace: Workspace, report: ReportParams) -> dict[str, str]:
    """The documents of a committee and year, by their kind.

    Raises:
        ParamsError: The committee is not in the register, has no document for the year, or has
            two of the same kind.
    """
    place = workspace.relative(workspace.params / f"{report.slug}.yaml")
    known = [row["committee"] for row in records(workspace, "committees")]
    if report.committee not in known:
        raise ParamsError(
            place,
            f"the committee {report.committee} is unknown",
            f"one of {', '.join(known)}",
            "correct it or add the committee to data/committees/committees.csv",
        )
    rows = [
        (row["kind"], row["document"])
        for row in documents_of_committee(workspace, report.committee)
        if row["year"] == str(report.year)
    ]
    if not rows or len(dict(rows)) < len(rows):
        found = f"there are {len(rows)} documents" if rows else "there is no document"
        raise ParamsError(
            place,
            f"{found} for {report.committee} {report.year}",
            "one row of each kind in data/documents/documents.csv",
            "correct the register or remove the file",
        )
    return dict(rows)


def names(row: Mapping[str, str]) -> dict[str, str]:
    """What a committee or an area is called, by language."""
    return {
        column.removeprefix(NAME): name
        for column, name in row.items()
        if column.startswith(NAME) and name
    }


def documents_of_committee(workspace: Workspace, committee: str) -> list[dict[str, str]]:
    rows = (row for row in records(workspace, "documents") if row["committee"] == committee)
    return sorted(rows, key=lambda row: (row["year"], row["document"]))


def own_key(register: str) -> str:
    """The column of a register by which a report knows its own rows."""
    return "document" if register == "documents" else "committee"


def own_rows(workspace: Workspace, register: str, value: str) -> list[str]:
    """The rows of a register that belong to one committee or document, each as one string."""
    key = own_key(register)
    rows = (row for row in records(workspace, register) if row[key] == value)
    return [repr(sorted(row.items())) for row in rows]


def records(workspace: Workspace, register: str) -> list[dict[str, str]]:
    """The rows of a register as they are written, without pandas and before any check of a cell.

    Raises:
        TableError: The register or its schema cannot be read, or it lacks a column it is known by.
    """
    path = workspace.dataset(register) / f"{register}.csv"
    table = schemas.schema(workspace, register)
    there = {NAME if column.startswith(NAME) else column for column in table.columns}
    if lacking := sorted(set(REGISTERS[register]) - there):
        first = f"{NAME}{params.words(workspace).first}"
        asked = ", ".join(REGISTERS[register]).replace(NAME, first)
        raise TableError(
            workspace.relative(path.with_name("table.yaml")),
            f"there is no column {lacking[0].replace(NAME, first)}",
            f"a register with the columns {asked}",
            "restore it",
        )
    return _records(schemas.content(workspace, path), workspace.relative(path), table)


@lru_cache(maxsize=16)
def _records(data: bytes, place: str, table: schemas.Schema) -> list[dict[str, str]]:
    """The rows of a register; read once for every report that asks."""
    _places, rows = schemas.rows(data, place, table)
    return [dict(zip(table.columns, cells, strict=True)) for cells in rows]
