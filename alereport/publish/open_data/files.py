"""The open data: every dataset as one CSV file, with what describes them, in one folder.

Only what may be told: rows on sick leave that privacy withholds are left out. The figures are the
data's own, cell by cell as they are written there.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from alereport.base import fingerprints, params
from alereport.base import language as words
from alereport.base.workspace import Workspace, new_folder, write_whole
from alereport.data import registers, schemas
from alereport.data.schemas import Schema
from alereport.exhibits import csv_files
from alereport.privacy import withheld
from alereport.publish.open_data import datapackage, dcat
from alereport.publish.order import title

PACKAGE = "datapackage.json"


@dataclass(frozen=True)
class Table:
    """A dataset as it is published.

    Attributes:
        name: The dataset's name; its file's too.
        schema: Its columns and what they mean.
        documents: The source documents its rows stand in, as the register has them.
        csv: The file's content.
    """

    name: str
    schema: Schema
    documents: tuple[dict[str, str], ...]
    csv: bytes

    @property
    def path(self) -> str:
        return file_of(self.name)

    @property
    def sha256(self) -> str:
        return checksum(self.csv)


def file_of(dataset: str) -> str:
    return f"{dataset}.csv"


def checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def folder(workspace: Workspace, *, draft: bool) -> Path:
    """A folder with every dataset and its metadata; made anew where something changed.

    The texts are in the municipality's main language, in the metadata for portals in each.

    Args:
        workspace: The project.
        draft: Whether the data may still be corrected, which their title then says.

    Raises:
        TableError: A data file or schema cannot be read.
    """
    municipality = params.municipality(workspace)
    made = workspace.build / "datasets" / _fingerprint(workspace, draft)[:16]
    if not made.is_dir():
        shutil.rmtree(made.parent, ignore_errors=True)
        spoken = words.using(municipality.languages[0], params.words(workspace))
        with spoken, new_folder(made) as fresh:
            published = tables(workspace)
            for table in published:
                write_whole(fresh / table.path, table.csv)
            name = title(municipality, draft=draft)
            package = datapackage.descriptor(municipality, name, published)
            text = json.dumps(package, ensure_ascii=False, indent=2)
            write_whole(fresh / PACKAGE, f"{text}\n")
            for path, described in dcat.files(municipality, published).items():
                write_whole(fresh / path, described)
    return made


def _fingerprint(workspace: Workspace, draft: bool) -> str:
    parts: list[bytes | str] = [
        fingerprints.code_fingerprint(__name__),
        *(
            fingerprints.language_fingerprint(workspace, language)
            for language in params.municipality(workspace).languages
        ),
        version("rdflib"),
        str(draft),
        fingerprints.content(workspace.municipality),
    ]
    for name in schemas.names(workspace):
        for path in (workspace.dataset(name) / "table.yaml", *workspace.data_files(name)):
            parts += [workspace.relative(path), fingerprints.content(path)]
    return fingerprints.fingerprint(parts)


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
