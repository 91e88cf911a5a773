"""The registers of documents, committees and areas, read without pandas."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from alereport.base.errors import ParamsError, TableError, nearest
from alereport.base.languages import DATA_LANGUAGE
from alereport.base.params import ReportParams
from alereport.base.workspace import Workspace
from alereport.data import data_files, schemas

SEVERAL = ("amendment", "interim_report", "cover_letter")
"""The kinds of documents of which a committee may have several for a year."""
REPORTS = ("interim_report", "annual_report")
"""The kinds of documents that follow a year up. The letter that proposes one is not the report."""
TOTAL = "total"
"""The area that stands for a committee as a whole, and for its printed total."""
NAME = "name"
"""The column of names."""
REGISTERS = {
    "documents": ("document", "title", "committee", "year", "kind", "as_of", "url", "sha256"),
    "committees": ("committee", NAME),
    "areas": ("committee", "area", NAME),
}
"""The datasets of one file that belong to no document, and the columns they must have."""


def documents_of(
    workspace: Workspace, report: ReportParams, *, asked_by: str = ""
) -> dict[str, str]:
    """The documents of a committee and year, by kind; of several of a kind, the latest.

    Args:
        asked_by: What names the committee and year; by default the file in `params/`.

    Raises:
        ParamsError: The committee is not in the register, has no document for the year, or has
            two of a kind of which there is one a year.
    """
    place = asked_by or workspace.relative(workspace.params / f"{report.slug}.yaml")
    committees = [row["committee"] for row in register_rows(workspace, "committees")]
    if report.committee not in committees:
        raise ParamsError(
            place,
            f"the committee {report.committee} is unknown",
            f"one of {', '.join(committees)}{nearest(report.committee, committees)}",
            "correct it or add the committee to data/committees/committees.csv",
        )
    rows = documents_of_year(workspace, report)
    single = [row["kind"] for row in rows if row["kind"] not in SEVERAL]
    if not rows or len(set(single)) < len(single):
        found = f"there are {len(rows)} documents" if rows else "there is no document"
        raise ParamsError(
            place,
            f"{found} for {report.committee} {report.year}",
            "one row of each kind in data/documents/documents.csv"
            if rows
            else _years_with_documents(workspace, report.committee),
            "correct the year or the register"
            if asked_by
            else "correct the register or remove the file",
        )
    return {row["kind"]: row["document"] for row in rows}


def _years_with_documents(workspace: Workspace, committee: str) -> str:
    """What is expected of a year, with those of a committee in the register."""
    years = sorted({row["year"] for row in documents_of_committee(workspace, committee)})
    return f"a year of {committee} in data/documents/documents.csv ({', '.join(years) or 'none'})"


def documents_of_year(workspace: Workspace, report: ReportParams) -> list[dict[str, str]]:
    """The rows of a committee's documents of a year, the oldest first."""
    rows = documents_of_committee(workspace, report.committee)
    of_year = (row for row in rows if row["year"] == str(report.year))
    return sorted(of_year, key=lambda row: row["as_of"])


def names(row: Mapping[str, str]) -> dict[str, str]:
    """The names of a committee or an area, by language; `name` is in that of the documents."""
    prefix = f"{NAME}_"
    others = {
        column.removeprefix(prefix): name
        for column, name in row.items()
        if column.startswith(prefix) and name
    }
    return {DATA_LANGUAGE: row[NAME], **others}


def documents_of_committee(workspace: Workspace, committee: str) -> list[dict[str, str]]:
    rows = (row for row in register_rows(workspace, "documents") if row["committee"] == committee)
    return sorted(rows, key=lambda row: (row["year"], row["document"]))


def owner_column(register: str) -> str:
    """The column of a register that holds the document or committee a row belongs to."""
    return "document" if register == "documents" else "committee"


def rows_of_owner(workspace: Workspace, register: str, value: str) -> list[str]:
    """The rows of a register that belong to one committee or document, each as one string."""
    path = register_file(workspace, register)
    table = register_schema(workspace, register)
    of_content = data_files.content(workspace, path), workspace.relative(path), table
    return list(_rows_by_owner(*of_content, owner_column(register)).get(value, ()))


def register_rows(workspace: Workspace, register: str) -> list[dict[str, str]]:
    """The rows of a register as strings, without pandas and before any check of a cell.

    Raises:
        TableError: The register or its schema cannot be read, or it lacks a required column.
    """
    path = register_file(workspace, register)
    table = register_schema(workspace, register)
    return _records(data_files.content(workspace, path), workspace.relative(path), table)


def register_file(workspace: Workspace, register: str) -> Path:
    return workspace.dataset(register) / f"{register}.csv"


def register_schema(workspace: Workspace, register: str) -> schemas.Schema:
    """The schema of a register.

    Raises:
        TableError: It cannot be read, or it lacks a required column.
    """
    table = schemas.schema(workspace, register)
    if missing := sorted(set(REGISTERS[register]).difference(table.columns)):
        raise TableError(
            workspace.relative(workspace.dataset(register) / "table.yaml"),
            f"there is no column {missing[0]}",
            f"a register with the columns {', '.join(REGISTERS[register])}",
            "restore it; alereport migrate brings a project of an earlier version to this one",
        )
    return table


@lru_cache(maxsize=16)
def _records(data: bytes, place: str, table: schemas.Schema) -> list[dict[str, str]]:
    """The rows of a register, cached for the reports that use them."""
    _places, rows = data_files.rows(data, place, table)
    return [dict(zip(table.columns, cells, strict=True)) for cells in rows]


@lru_cache(maxsize=16)
def _rows_by_owner(
    data: bytes, place: str, table: schemas.Schema, key: str
) -> dict[str, list[str]]:
    """The rows of a register, each as one string, by what a column of theirs holds."""
    by_owner: dict[str, list[str]] = {}
    for row in _records(data, place, table):
        by_owner.setdefault(row[key], []).append(repr(sorted(row.items())))
    return by_owner
