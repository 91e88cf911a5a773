"""Rows of a data file beside the lines of the document that they were made from."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alereport.base.errors import WITHHELD
from alereport.base.fingerprints import content
from alereport.base.workspace import Workspace
from alereport.data import datasets, schemas, versions
from alereport.privacy.disclosure import Disclosure
from alereport.texts import printed
from alereport.texts.document import Line, Source

WINDOW = 200
"""The most characters of a line of a document that are shown of one that is as long as a page."""


@dataclass(frozen=True)
class Compared:
    """A row, and where it stands in its document.

    Attributes:
        place: Its file and line.
        cells: Its cells that are not empty, without the name of the document.
        lines: The lines of the document that print it, without words where a figure is withheld.
        problem: What the document does not print, in words; empty if it prints the row.
        is_compared: Whether the row was looked for in the document.
    """

    place: str
    cells: dict[str, str]
    lines: tuple[Line, ...] = ()
    problem: str = ""
    is_compared: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the row as JSON values; `found` is None where it was not looked for."""
        return {
            "place": self.place,
            "row": self.cells,
            "found": not self.problem if self.is_compared else None,
            "problem": self.problem,
            "lines": [{"line": line.number, "text": line.text} for line in self.lines],
        }


def compared(
    workspace: Workspace, path: Path, lines: Collection[int] | None, source: Source | None
) -> list[Compared]:
    """Return rows of a data file beside the lines of their document.

    Args:
        path: The data file, accepted by the gate.
        lines: The lines of the rows in the file; by default all rows.
        source: The document; None if it is not at hand.
    """
    file, disclosure = workspace.relative(path), Disclosure(workspace)
    rows = {
        f"{file}:{line}": disclosure.cells(
            f"{file}:{line}",
            {name: cell for name, cell in row.items() if cell and name != "document"},
        )
        for line, row in versions.version_rows(path, content(path))
        if lines is None or line in lines
    }
    layout = schemas.schema(workspace, path.parent.name).printed
    if source is None or layout is None:
        return [Compared(place, cells) for place, cells in rows.items()]
    return list(_beside(workspace, path, rows, source, layout))


def _beside(
    workspace: Workspace,
    path: Path,
    rows: dict[str, dict[str, str]],
    source: Source,
    layout: schemas.Printed,
) -> Iterator[Compared]:
    typed = datasets.read(workspace, path)
    missing = {each.row: each for each in printed.missing(source, typed, layout)}
    # A line prints several rows, of which another may be withheld.
    is_hidden = Disclosure(workspace).is_any_withheld(workspace.relative(path))
    for place, cells in rows.items():
        lines = printed.places(source, typed.loc[[place]].iloc[0], layout)
        problem = ""
        if place in missing:
            expected = WITHHELD if is_hidden else missing[place].expected
            problem = f"{missing[place].column}: expected {expected}"
        shown = (Line(line.number, WITHHELD) if is_hidden else line for line in lines)
        yield Compared(place, cells, tuple(shown), problem, is_compared=True)


def excerpt(line: Line, cells: Collection[str]) -> str:
    """Return a line's words; of a long one, those around a cell of the row, with dots."""
    words = " ".join(line.text.split())
    if len(words) <= WINDOW:
        return words
    found = (words.casefold().find(cell.casefold()) for cell in cells if len(cell) > 3)
    first = max(0, min((at for at in found if at >= 0), default=0) - WINDOW // 4)
    end = first + WINDOW
    return f"{'… ' if first else ''}{words[first:end].strip()}{' …' if end < len(words) else ''}"
