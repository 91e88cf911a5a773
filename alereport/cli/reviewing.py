"""Reviewing a drafted document beside its pages: `alereport ingest --review`."""

from __future__ import annotations

import getpass
import os
import tempfile
import threading
import webbrowser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alereport.base.errors import IngestError
from alereport.base.workspace import Workspace
from alereport.cli import progress, serving
from alereport.cli.accepting import given_role
from alereport.cli.options import out, selected_languages

if TYPE_CHECKING:
    from alereport.ingest.words import Words


def read(
    workspace: Workspace | None, file: Path, unit: str, previous: Path | None = None
) -> tuple[dict[str, Any], Words]:
    """What is read of a document, with the words of the project it is read by.

    Args:
        previous: An earlier document that its figures are held against; by default the last ones
            in `data/`.

    Raises:
        IngestError: It cannot be read.
    """
    from alereport.ingest import child
    from alereport.ingest import previous as earlier
    from alereport.ingest import words as lists

    words = lists.load(workspace.root if workspace else None)
    committees = _committees(workspace)
    with progress.of_pages(file.name) as told:
        reading = child.read(file, words, committees, unit, told)
    known: dict[earlier.Key, earlier.Known] = {}
    if previous is not None:
        with progress.of_pages(previous.name) as told:
            of_previous = child.read(previous, words, committees, unit, told)
        known = earlier.of_document(of_previous, previous.name)
    elif workspace is not None:
        known = earlier.of_data(workspace, reading["document"], words)
    return earlier.held(reading, known), words


def _committees(workspace: Workspace | None) -> Mapping[str, tuple[str, ...]]:
    """The names of each committee of the project, by code; none outside a project."""
    if workspace is None:
        return {}
    from alereport.data import datasets

    rows = datasets.read_dataset(workspace, "committees")
    columns = [column for column in rows.columns if column.startswith("name")]
    return {
        str(row["committee"]): tuple(str(name) for name in row[columns].dropna())
        for _place, row in rows.iterrows()
    }


def open_review(file: Path, unit: str, *, by: str, language: str, port: int, opens: bool) -> None:
    """Serve the review of a document until Ctrl-C; read it first, if it was not or has changed.

    Args:
        file: The document, or the name of its folder in build/ingest.
        unit: The unit of its tables that name none; empty if not told.
        by: Who decides; empty for the user of this machine.
        language: The language of the pages; empty for the municipality's first.
        port: The port; 0 for any free port.
        opens: True to open the page in the browser.
    """
    from alereport.ingest import drafts

    workspace = Workspace.discover()
    selected = selected_languages(workspace, [language] if language else None)[0]
    role = given_role(by or getpass.getuser())
    folder, source = _folder(workspace, file)
    if source and (unit or not _is_drafted(folder, source)):
        drafts.write(folder, *read(workspace, source, unit))
    _serve(workspace, folder, source, by=role, language=selected, port=port, opens=opens)


def _serve(
    workspace: Workspace,
    folder: Path,
    source: Path | None,
    *,
    by: str,
    language: str,
    port: int,
    opens: bool,
) -> None:
    from alereport.ingest.review.server import Server
    from alereport.ingest.review.session import Session

    session = Session(workspace, folder, source, by)
    server = serving.opened(lambda: Server(session, language, port), port)
    address = server.address
    with serving.until_interrupted(), server, _pointer(folder.parent, address) as pointer:
        out.print(f"Review: {address} (press Ctrl-C to stop)", soft_wrap=True)
        if opens:
            webbrowser.open(pointer.as_uri())
        threading.Event().wait()
    left = len(session.open_rows())
    out.print(f"Stopped. {left} of {len(session.rows)} rows are not decided.")


def _folder(workspace: Workspace, file: Path) -> tuple[Path, Path | None]:
    """The folder of a document's drafts, and the document's file if it is at hand.

    Args:
        workspace: The project.
        file: The document, or the name of its folder in build/ingest.

    Raises:
        IngestError: There are no drafts of that name.
    """
    from alereport.data import registration
    from alereport.ingest import drafts

    if file.is_file():
        return workspace.drafted / file.stem, file.absolute()
    folder = workspace.drafted / file.name
    if not folder.is_dir():
        step = "give the document's file"
        raise IngestError(str(file), "it is neither a file nor drafted", "a document", step)
    read = drafts.load(folder)["source"]
    places = (Path.cwd(), workspace.root, workspace.root.parent)
    found = (place / read["file"] for place in places)
    same = (
        path for path in found if path.is_file() and registration.checksum(path) == read["sha256"]
    )
    return folder, next(same, None)


def _is_drafted(folder: Path, source: Path) -> bool:
    """True if the drafts of a folder were made from a file as it is now."""
    from alereport.data import registration
    from alereport.ingest import drafts

    try:
        read = drafts.load(folder)["source"]
    except IngestError:
        return False
    return registration.checksum(source) == str(read["sha256"])


@contextmanager
def _pointer(folder: Path, address: str) -> Iterator[Path]:
    """A page that leads to an address, which no other user can read.

    A browser's own arguments can be read by all users of a machine. One that a killed review left
    is removed: it was opened long ago.
    """
    for left in folder.glob("review-*.html"):
        left.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(prefix="review-", suffix=".html", dir=folder)
    pointer = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            to = escape(address)
            file.write(
                f'<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="refresh" '
                f'content="0; url={to}"><title>alereport</title><a href="{to}">alereport</a>\n'
            )
        yield pointer
    finally:
        pointer.unlink(missing_ok=True)
