"""The row that a drafted document has, or is to get, in the register of documents."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from alereport.base.errors import IngestError
from alereport.base.workspace import Workspace
from alereport.data import registers, registration, schemas
from alereport.data.registration import REGISTER, InvalidCellError
from alereport.workbooks import new, shortnames

READ = ("title", "committee", "year", "kind", "status", "reference", "dated")
"""The columns of the register that are read of a document."""
WHICH = ("committee", "year", "kind")
"""Those that tell which document it is; what the register has of it counts before the others."""
STEP = "answer it with alereport ingest --review, or an option such as --committee"


def document_row(
    workspace: Workspace, reading: Mapping[str, Any], answers: Mapping[str, str]
) -> dict[str, str]:
    """The document's row of the register: the one it has, or the one it is to get.

    A document whose checksum is registered is that document, and so is one of its committee, year
    and kind that is registered without a checksum. Another has the short name that a person gave;
    else its file's name, where that is one; else a name like the committee's last.

    Args:
        workspace: The project.
        reading: What `Reading.as_json` has.
        answers: What a person said of the document, by column.

    Raises:
        IngestError: Something that must be known of it is not told and nobody said it.
        SourceError: The file or its short name is registered as another.
        TableError: The register cannot be read.
    """
    sha256, file = reading["source"]["sha256"], reading["source"]["file"]
    table = registers.register_schema(workspace, REGISTER)
    rows = registers.register_rows(workspace, REGISTER)
    stem = PurePath(file).stem
    known = [row for row in rows if sha256 == row["sha256"] or stem == row["document"]]
    told = _told(table, reading["document"])
    registered = next(iter(known), {})
    cells = told | {name: cell for name, cell in registered.items() if cell} | {**answers}
    _require_told(file, cells)
    if "document" not in cells and registration.is_valid(workspace, table, "document", stem):
        cells["document"] = stem
    try:
        row = _completed(workspace, table, cells, answers) | {"sha256": sha256}
    except InvalidCellError as problem:
        found, _semicolon, expected = str(problem).partition(" is given; expected ")
        place, found = f"{file}: its {problem.column}", f"{found} is given"
        raise IngestError(place, found, expected, STEP) from None
    registration.require_same(workspace, file, sha256, row["document"])
    return row


def _told(table: schemas.Schema, document: Mapping[str, Any]) -> dict[str, str]:
    """What the document says of itself, by column of the register."""
    cells = {name: str(document[name] or "") for name in READ}
    if "status_signs" in table.columns:
        cells["status_signs"] = "; ".join(document["signs"])
    return {name: cell for name, cell in cells.items() if cell and name in table.columns}


def _require_told(file: str, cells: Mapping[str, str]) -> None:
    asked = [name for name in ("kind", "year", "title") if not cells.get(name)]
    if cells.get("kind") != "evaluation" and not cells.get("committee"):
        asked.append("committee")
    if asked:
        found = f"its {', '.join(asked)} {'is' if len(asked) == 1 else 'are'} not told"
        raise IngestError(file, found, "an answer on the document", STEP)


def _completed(
    workspace: Workspace,
    table: schemas.Schema,
    cells: Mapping[str, str],
    answers: Mapping[str, str],
) -> dict[str, str]:
    """The whole row of a document, of which so much is known or was read."""
    words = {kind: word for word, kind in new.KINDS.items()}
    if word := words.get(cells["kind"]):
        names = (*WHICH, "document", "as_of", *answers)
        row = new.row(workspace, word, {name: cells[name] for name in names if name in cells})
        rows = registers.register_rows(workspace, REGISTER)
        if row["document"] in {each["document"] for each in rows}:
            return {**row, **{name: cell for name, cell in cells.items() if not row[name]}}
        return {**row, **cells}
    made = shortnames.in_ascii(f"{cells.get('committee', '')} {cells['title']}")
    row = {"document": made, "status": registration.UNKNOWN, **cells}
    if known := registration.as_of_kind(row):
        row.setdefault("as_of", known)
    for name in table.columns:
        if row.get(name):
            registration.require_valid(workspace, table, name, row[name])
        elif table.is_required(name):
            raise InvalidCellError(name, "", "an answer on the document")
    return {name: row.get(name, "") for name in table.columns}
