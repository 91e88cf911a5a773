"""The open data: every dataset as one CSV file, with what describes them, in one folder.

Only what may be told: rows on sick leave that privacy withholds are left out. The figures are the
data's own, cell by cell as they are written there.
"""

from __future__ import annotations

import json
from pathlib import Path

from alereport.base import cache, locales, params
from alereport.base.cache import Cache
from alereport.base.workspace import Workspace, write_whole
from alereport.data import registers, schemas
from alereport.exhibits import csv_files
from alereport.privacy import withheld
from alereport.publish.books import title
from alereport.publish.open_data import datapackage, dcat
from alereport.publish.open_data.table import Table

PACKAGE = "datapackage.json"


def folder(workspace: Workspace, *, draft: bool) -> Path:
    """A folder with every dataset and its metadata, made where something changed.

    The texts are in the municipality's main language, in the metadata for portals in each.

    Args:
        draft: Whether the data may still be corrected, which their title then says.

    Raises:
        TableError: A data file or schema cannot be read.
    """
    key = cache.key(
        workspace,
        __name__,
        languages=params.municipality(workspace).languages,
        libraries=("rdflib",),
        files=(workspace.municipality, *workspace.every_dataset),
        parts=(str(draft),),
    )
    cached = Cache(workspace.cache("open-data", draft=draft))
    made = cached.folder(key, lambda folder: _write(workspace, folder, draft=draft))
    cached.forget_others()
    return made


def _write(workspace: Workspace, folder: Path, *, draft: bool) -> None:
    municipality = params.municipality(workspace)
    with locales.using(municipality.languages[0], params.words(workspace)):
        published = tables(workspace)
        name = title(municipality, draft=draft)
        package = datapackage.descriptor(municipality, name, published)
        described = {
            PACKAGE: json.dumps(package, ensure_ascii=False, indent=2) + "\n",
            **dcat.files(municipality, published),
        }
    for path, content in ({table.path: table.csv for table in published} | described).items():
        write_whole(folder / path, content)


def tables(workspace: Workspace) -> list[Table]:
    """Every dataset as it is published, by name."""
    register = registers.records(workspace, "documents")
    return [_table(workspace, name, register) for name in schemas.names(workspace)]


def _table(workspace: Workspace, name: str, register: list[dict[str, str]]) -> Table:
    schema = schemas.schema(workspace, name)
    columns = schema.columns
    hidden = withheld.rows(workspace) if name == withheld.DATASET else frozenset[str]()
    written = (schemas.written(workspace, path) for path in workspace.data_files(name))
    rows = [
        row for file in written for place, row in zip(*file, strict=True) if place not in hidden
    ]
    at = columns.index("document") if "document" in columns else None
    of = set() if at is None else {row[at] for row in rows}
    documents = tuple(row for row in register if row["document"] in of)
    return Table(name, schema, documents, csv_files.csv_of([columns, *rows]))
