"""Whether the data stand in their source documents, for those who have the documents at hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from alereport.base.errors import WITHHELD, Failure
from alereport.base.workspace import Workspace
from alereport.data import datasets, schemas
from alereport.privacy.disclosure import Disclosure
from alereport.texts import document, printed


@dataclass(frozen=True)
class Compared:
    """What the comparison with the documents came to.

    Attributes:
        documents: How many documents were opened.
        rows: How many rows were looked for in them.
        failures: The rows that do not stand there as they should.
    """

    documents: int
    rows: int
    failures: tuple[Failure, ...]


def compare(workspace: Workspace, folder: Path) -> Compared:
    """Look for every row in the document it is made from.

    Args:
        workspace: The project, its data accepted by the gate.
        folder: Where the documents are, as `<document>.txt`.

    Raises:
        SourceError: A document is missing, or is not the one that is registered.
    """
    opened = document.open_all(workspace, folder)
    looked_for, disclosure = 0, Disclosure(workspace)
    failures: list[Failure] = []
    for name in schemas.names(workspace):
        if (how := schemas.schema(workspace, name).printed) is None:
            continue
        for path in workspace.data_files(name):
            rows = datasets.read(workspace, path)
            looked_for += len(rows)
            failures += _failures(opened[path.stem], rows, how, disclosure)
    return Compared(len(opened), looked_for, tuple(failures))


def _failures(
    source: document.Source, rows: pd.DataFrame, how: schemas.Printed, disclosure: Disclosure
) -> Iterator[Failure]:
    for each in printed.missing(source, rows, how):
        file, line = schemas.place_of(each.row)
        value = rows[each.column][each.row]
        hidden = disclosure.hides(each.row, disclosure.private(file.split("/")[1]))
        yield Failure(
            file,
            line,
            each.column,
            WITHHELD if hidden else "empty" if pd.isna(value) else str(value),
            "stands-in-its-document",
            WITHHELD if hidden else each.expected,
            "A figure that does not stand in its document cannot be defended.",
            withheld=hidden,
        )
