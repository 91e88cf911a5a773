"""The open data: every dataset as one CSV file, with their descriptions, in one folder.

Rows that privacy withholds are left out. The figures are copied unchanged, cell by
cell, from the data files.
"""

from __future__ import annotations

import json
from pathlib import Path

from alereport.base import cache, locales, params
from alereport.base.cache import Cache
from alereport.base.workspace import Workspace, write_atomically
from alereport.data import registers, schemas
from alereport.exhibits import csv_files
from alereport.privacy import withheld
from alereport.publish.books import title
from alereport.publish.open_data import datapackage, dcat, flat_budget
from alereport.publish.open_data.table import Table

PACKAGE = "datapackage.json"


def folder(workspace: Workspace, *, draft: bool) -> Path:
    """Return a folder with every dataset and its metadata, made again if something changed.

    The texts are in the municipality's main language; the metadata for portals are in every one.

    Args:
        draft: True if the data may still be corrected; their title then says so.

    Raises:
        TableError: A data file or schema cannot be read.
    """
    key = cache.key(
        workspace,
        __name__,
        languages=params.municipality(workspace).languages,
        libraries=("rdflib",),
        files=(workspace.municipality, *workspace.schemas_and_data),
        parts=(str(draft), *sorted(withheld.rows(workspace))),
    )
    open_data_cache = Cache(workspace.cache("open-data", draft=draft))
    open_data_folder = open_data_cache.folder(
        key, lambda folder: _write(workspace, folder, draft=draft)
    )
    open_data_cache.remove_unused()
    return open_data_folder


def _write(workspace: Workspace, folder: Path, *, draft: bool) -> None:
    municipality = params.municipality(workspace)
    with locales.using(municipality.languages[0], params.words(workspace)):
        published = tables(workspace)
        name = title(municipality, draft=draft)
        package = datapackage.descriptor(municipality, name, published)
        descriptions = {
            PACKAGE: json.dumps(package, ensure_ascii=False, indent=2) + "\n",
            **dcat.files(municipality, published),
        }
    for path, content in ({table.path: table.csv for table in published} | descriptions).items():
        write_atomically(folder / path, content)


def tables(workspace: Workspace) -> list[Table]:
    """Every dataset as it is published, by name; one without rows has its columns.

    The budget is there once more, with the names that its keys stand for.
    """
    register = registers.register_rows(workspace, "documents")
    datasets = [_table(workspace, name, register) for name in schemas.names(workspace)]
    return [*datasets, flat_budget.table(workspace)]


def _table(workspace: Workspace, name: str, register: list[dict[str, str]]) -> Table:
    schema = schemas.schema(workspace, name)
    columns = schema.columns
    rows = withheld.shown_rows(workspace, name)
    index = columns.index("document") if "document" in columns else None
    names = set() if index is None else {row[index] for row in rows}
    documents = tuple(row for row in register if row["document"] in names)
    return Table(name, schema, documents, csv_files.csv_bytes([columns, *rows]))
