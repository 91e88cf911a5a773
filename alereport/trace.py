"""Where a printed figure comes from: its place in the report, its rows, its document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from alereport.base import locales, params
from alereport.base.errors import WITHHELD, NotebookError
from alereport.base.workspace import Workspace
from alereport.batch import scheduling
from alereport.batch.outputs import shown
from alereport.batch.scheduling import Task
from alereport.data import datasets, schemas
from alereport.exhibits.model import parts_of
from alereport.exhibits.traced import Traced, traced
from alereport.privacy.disclosure import Disclosure
from alereport.texts import document, numbers, printed
from alereport.texts.document import Line, Source


@dataclass(frozen=True)
class Origin:
    """One row that a printed figure was made from.

    Attributes:
        row: Where it stands in the data, as `file:line`.
        key: What it is about: its key besides the document.
        figures: Its figures, by column; only the printed one where the row holds it.
        title: The title of its document.
        section: The section of the document.
        document: The document's short name.
        lines: Where it stands in the document; empty where the document is not at hand.
    """

    row: str
    key: str
    figures: dict[str, float]
    title: str
    section: str
    document: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Place:
    """One place where a figure is printed.

    Attributes:
        report: The report, such as `ks-2024/budget (sv)`.
        label: The figure or table, such as `tbl-ks-2024-by-area`; empty for running text.
        words: The row, sentence or mark it stands in.
        is_printed_as_such: The rows hold the very figure; otherwise it is reckoned from them.
        origins: The rows.
    """

    report: str
    label: str
    words: str
    is_printed_as_such: bool
    origins: tuple[Origin, ...]


def places(
    workspace: Workspace, tasks: Sequence[Task], figure: str, folder: Path | None = None
) -> list[Place]:
    """Every place in the executed reports where a figure is printed.

    Args:
        workspace: The project.
        tasks: The reports to look in; those that are not fresh are passed over.
        figure: The figure as it is printed, such as `154 390` or `−2 884`.
        folder: Where the source documents are, if they are at hand.

    Raises:
        NotebookError: None of the reports is fresh.
        SourceError: A source document is missing, or is not the one that is registered.
    """
    fresh = [each.task for each in scheduling.statuses(workspace, tasks) if each.state == "fresh"]
    if not fresh:
        raise NotebookError(
            workspace.relative(workspace.build / "notebooks"),
            "no report is executed from the data as they are",
            "executed reports",
            "run alereport run",
        )
    data = _Data(workspace, document.open_all(workspace, folder) if folder else {})
    pattern = _pattern(figure)
    with locales.using(locales.current(), params.words(workspace)):
        return [
            data.place(task.name, exhibit.label, line, figure)
            for task in fresh
            for whole in shown(workspace, task.language, task.report)
            for exhibit in parts_of(whole)
            for line in traced(exhibit)
            if pattern.search(_plain(line.words))
        ]


def _plain(words: str) -> str:
    return re.sub(r"\s", " ", words).replace("\u2212", "-").casefold()


def _pattern(figure: str) -> re.Pattern[str]:
    """The figure as a whole: `4 390` is not in `154 390`, nor `154` in `154,5`."""
    wanted = re.escape(_plain(figure).strip())
    return re.compile(rf"(?<![\d,.-])(?<!\d )(?<!- ){wanted}(?!\d)(?! \d{{3}}(?!\d))(?![.,]\d)")


class _Data:
    """The data files and documents, each read once."""

    def __init__(self, workspace: Workspace, sources: Mapping[str, Source]) -> None:
        self._workspace, self._sources = workspace, sources
        self._titles = datasets.whole(workspace, "documents").set_index("document")["title"]
        self._rows = lru_cache(maxsize=None)(self._read)
        self._disclosure = Disclosure(workspace)

    def _read(self, file: str) -> pd.DataFrame:
        return datasets.read(self._workspace, self._workspace.root / file)

    def place(self, report: str, label: str, found: Traced, figure: str) -> Place:
        amounts = list(numbers.amounts(_plain(figure)))
        origins = [self._origin(row) for row in found.rows]
        same = [
            each
            for each in origins
            if any(abs(value) in amounts for value in each.figures.values())
        ]
        return Place(report, label, found.words, bool(same), tuple(same or origins))

    def _origin(self, row: str) -> Origin:
        file, _line = schemas.place_of(row)
        path = self._workspace.root / file
        schema = schemas.schema(self._workspace, path.parent.name)
        ((_place, cells),) = self._rows(file).loc[[row]].iterrows()
        how = schema.printed
        key = [name for name in schema.primary_key if name != "document" and pd.notna(cells[name])]
        figures = {name: cells[name] for name in (how.figures if how else ())}
        told = self._disclosure.cells(row, figures)
        source = self._sources.get(path.stem)
        return Origin(
            row=row,
            key=", ".join(str(cells[name]) for name in key),
            figures={
                name: float(cell)
                for name, cell in told.items()
                if pd.notna(cell) and cell != WITHHELD
            },
            title=str(self._titles.get(path.stem, "")),
            section=str(cells.get("section", "")),
            document=path.stem,
            lines=tuple(printed.places(source, cells, how)) if source and how else (),
        )
