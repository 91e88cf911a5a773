"""Compare the data with their source documents, for those who have the documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from alereport.base.errors import WITHHELD, Failure
from alereport.base.workspace import Workspace
from alereport.data import data_files, datasets, schemas
from alereport.privacy.disclosure import Disclosure
from alereport.texts import document, printed


@dataclass(frozen=True)
class Comparison:
    """The result of comparing the data with the documents.

    Attributes:
        documents: How many documents were opened.
        rows: How many rows were searched for in them.
        failures: The rows that are not there as they should be.
    """

    documents: int
    rows: int
    failures: tuple[Failure, ...]


def compare(workspace: Workspace, folder: Path) -> Comparison:
    """Search for every row in the document it is made from.

    Args:
        workspace: The project, its data accepted by the gate.
        folder: Where the documents are, as `<document>.txt`.

    Raises:
        SourceError: A document is missing or not registered, or is not the one that is.
    """
    sources = document.open_all(workspace, folder)
    row_count, disclosure = 0, Disclosure(workspace)
    failures: list[Failure] = []
    for name in schemas.names(workspace):
        if (printed_form := schemas.schema(workspace, name).printed) is None:
            continue
        for path in workspace.data_files(name):
            rows = datasets.read(workspace, path)
            row_count += len(rows)
            failures += _failures(sources[path.stem], rows, printed_form, disclosure)
    return Comparison(len(sources), row_count, tuple(failures))


def _failures(
    source: document.Source,
    rows: pd.DataFrame,
    printed_form: schemas.Printed,
    disclosure: Disclosure,
) -> Iterator[Failure]:
    for mismatch in printed.missing(source, rows, printed_form):
        file, line = data_files.place_of(mismatch.row)
        value = rows[mismatch.column][mismatch.row]
        hidden = disclosure.hides(mismatch.row, disclosure.private(file.split("/")[1]))
        yield Failure(
            file,
            line,
            mismatch.column,
            WITHHELD if hidden else "empty" if pd.isna(value) else str(value),
            "stands-in-its-document",
            WITHHELD if hidden else mismatch.expected,
            "A figure that is not in its document cannot be defended.",
            withheld=hidden,
        )
