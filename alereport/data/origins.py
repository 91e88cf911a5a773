"""Where in its document each ingested row stands: `data/origins/<document>.csv`, a row a row.

A row that a person typed has none. The file says nothing of what the row is: its figures are in the
dataset, and stay there when they are corrected.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from urllib.parse import urldefrag, urlsplit

from alereport.base.errors import TableError
from alereport.base.workspace import Workspace, write_atomically
from alereport.data import addresses, csv_files, data_files

COLUMNS = ("dataset", "key", "place", "page", "left", "top", "right", "bottom")
PAGE = re.compile(r"page (\d+)")
STEP = "run alereport ingest --accept again, or remove the file"


@dataclass(frozen=True)
class Spot:
    """Where a row stands in its document.

    Attributes:
        place: As the reader of the document says it: `page 12`, `Budget!C7`, `line 285`.
        page: The page of a PDF, the first being 1; None of what has no pages.
        box: Left, top, right and bottom of the row's figure in points from the page's upper left
            corner; empty where it is not known.
    """

    place: str
    page: int | None = None
    box: tuple[float, ...] = ()

    @classmethod
    def of(cls, place: str, page: int | None = None, box: tuple[float, ...] = ()) -> Spot:
        """A place in a document, whose page may stand in its words alone."""
        match = PAGE.match(place)
        return cls(place, page or (int(match[1]) if match else None), box)

    def link(self, url: str) -> str:
        """The address of the document, of a PDF with the page; empty without an address."""
        is_pdf = urlsplit(url).path.casefold().endswith(".pdf")
        return f"{urldefrag(url).url}#page={self.page}" if is_pdf and self.page else url

    def __str__(self) -> str:
        if not self.box:
            return self.place
        return f"{self.place}, box {' '.join(f'{edge:g}' for edge in self.box)}"


class Origins:
    """Finds where rows stand in their documents; each file is read once."""

    def __init__(self, workspace: Workspace) -> None:
        self._read = lru_cache(maxsize=None)(lambda document: read(workspace, document))

    def of(self, row: str) -> Spot | None:
        """Where the row with an address stands; None if nobody ingested it."""
        document = PurePosixPath(addresses.file_of(row)).stem
        return self._read(document).get(row)


def file_of(workspace: Workspace, document: str) -> Path:
    """The file of a document's ingested rows."""
    return workspace.origins / f"{document}.csv"


def read(workspace: Workspace, document: str) -> Mapping[str, Spot]:
    """Where each ingested row of a document stands, by its address.

    Raises:
        TableError: The file cannot be read, or is not as the program writes it.
    """
    path = file_of(workspace, document)
    if not path.exists():
        return {}
    place = workspace.relative(path)
    head, *rows = csv_files.rows(csv_files.text(data_files.content(workspace, path), place), place)
    if tuple(head[1]) != COLUMNS:
        raise TableError(f"{place}:1", ",".join(head[1]), ",".join(COLUMNS), STEP)
    found: dict[str, Spot] = {}
    for line, cells in rows:
        try:
            dataset, key, where, page, *box = cells
            spot = Spot(where, int(page) if page else None, tuple(map(float, filter(None, box))))
        except ValueError:
            raise TableError(f"{place}:{line}", ",".join(cells), "a row's place", STEP) from None
        found[f"data/{dataset}/{document}.csv{addresses.SIGN}{key}"] = spot
    return found


def write(workspace: Workspace, document: str, spots: Mapping[str, Spot]) -> None:
    """Write where the ingested rows of a document stand.

    Args:
        workspace: The project.
        document: The document's short name.
        spots: By the row's address, in the order in which they are written.
    """
    lines = [csv_files.written(COLUMNS, ending="\n", all_quoted=False)]
    for row, spot in spots.items():
        file, _sign, key = row.partition(addresses.SIGN)
        edges = [f"{edge:g}" for edge in spot.box] or [""] * 4
        page = "" if spot.page is None else str(spot.page)
        cells = [PurePosixPath(file).parent.name, key, spot.place, page, *edges]
        lines.append(csv_files.written(cells, ending="\n", all_quoted=False))
    write_atomically(file_of(workspace, document), "".join(lines))
