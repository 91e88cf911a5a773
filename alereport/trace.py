"""Find where a printed figure comes from: the report, the data rows and the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from alereport.base import locales, params
from alereport.base.errors import WITHHELD, NotebookError
from alereport.base.workspace import Workspace
from alereport.batch import scheduling
from alereport.batch.outputs import exhibits_of_report
from alereport.batch.scheduling import Task
from alereport.data import addresses, datasets, schemas
from alereport.data.addresses import Addresses
from alereport.exhibits.model import parts_of
from alereport.exhibits.traced import TracedLine, traced_lines
from alereport.privacy.disclosure import Disclosure
from alereport.texts import document, numbers, printed
from alereport.texts.document import Line, Source


@dataclass(frozen=True)
class Origin:
    """One row that a printed figure was made from.

    Attributes:
        row: The row's address in the data; see `addresses`.
        place: Its file and line, as the file is now; the file alone if the row is gone.
        key: The values of the row's key, without the document.
        figures: The row's figures by column, without those that are withheld.
        title: The title of its document.
        section: The section of the document.
        document: The document's short name.
        lines: The lines of the document that print the row; empty without the source documents.
    """

    row: str
    place: str
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
        words: The table row, sentence or chart mark that contains the figure.
        is_printed_as_such: True if the figure is in the rows; otherwise it is computed from them.
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
    """Find every place in the executed reports where a figure is printed.

    Args:
        workspace: The project.
        tasks: The reports to search; those that are not fresh are skipped.
        figure: The figure as it is printed, such as `154 390` or `−2 884`.
        folder: The folder of the source documents, if they are available.

    Raises:
        NotebookError: None of the reports is fresh.
        SourceError: A source document is missing, or differs from the registered one.
    """
    statuses = scheduling.statuses(workspace, tasks)
    fresh = [status.task for status in statuses if status.state == "fresh"]
    if not fresh:
        raise NotebookError(
            workspace.relative(workspace.build / "notebooks"),
            "no report has been executed from the current data",
            "executed reports",
            "run alereport run",
        )
    data = _Data(workspace, document.open_all(workspace, folder) if folder else {})
    pattern = _pattern(figure)
    with locales.using(locales.current(), params.words(workspace)):
        return [
            data.place(task.name, part.label, line, figure)
            for task in fresh
            for exhibit in exhibits_of_report(workspace, task.language, task.report)
            for part in parts_of(exhibit)
            for line in traced_lines(part)
            if pattern.search(_normalize(line.words))
        ]


def _normalize(words: str) -> str:
    return re.sub(r"\s", " ", words).replace("\u2212", "-").casefold()


def _pattern(figure: str) -> re.Pattern[str]:
    """Match only the complete figure: not `4 390` in `154 390`, nor `154` in `154,5`."""
    escaped = re.escape(_normalize(figure).strip())
    return re.compile(rf"(?<![\d,.-])(?<!\d )(?<!- ){escaped}(?!\d)(?! \d{{3}}(?!\d))(?![.,]\d)")


class _Data:
    """The data files and source documents; each data file is read once."""

    def __init__(self, workspace: Workspace, sources: Mapping[str, Source]) -> None:
        self._workspace, self._sources = workspace, sources
        self._titles = datasets.read_dataset(workspace, "documents").set_index("document")["title"]
        self._rows = lru_cache(maxsize=None)(self._read)
        self._addresses = Addresses(workspace)
        self._disclosure = Disclosure(workspace)

    def _read(self, file: str) -> pd.DataFrame:
        return datasets.read_by_address(self._workspace, self._workspace.root / file)

    def place(self, report: str, label: str, line: TracedLine, figure: str) -> Place:
        amounts = list(numbers.amounts(_normalize(figure)))
        origins = self.origins(line.rows)
        exact = [
            origin
            for origin in origins
            if any(abs(value) in amounts for value in origin.figures.values())
        ]
        return Place(report, label, line.words, bool(exact), tuple(exact or origins))

    def origins(self, rows: Iterable[str]) -> list[Origin]:
        """The rows with these addresses, each file's in the order of its lines now."""
        located = {row: self._addresses.locate(row) for row in dict.fromkeys(rows)}
        found = {row: place for row, place in located.items() if place}
        in_order = sorted(found, key=lambda row: (addresses.file_of(row), found[row].line))
        gone = [self._gone(row) for row in located if row not in found]
        return [*(self._origin(row, found[row].place) for row in in_order), *gone]

    def _gone(self, row: str) -> Origin:
        """A row that its file no longer has, or a file of which no row is meant."""
        file = addresses.file_of(row)
        document_ = Path(file).stem
        title = str(self._titles.get(document_, ""))
        return Origin(row, file, ", ".join(addresses.key_of(row)), {}, title, "", document_, ())

    def _origin(self, row: str, place: str) -> Origin:
        path = self._workspace.root / addresses.file_of(row)
        schema = schemas.schema(self._workspace, path.parent.name)
        ((_row, cells),) = self._rows(addresses.file_of(row)).loc[[row]].iterrows()
        layout = schema.printed
        key = [name for name in schema.primary_key if name != "document" and pd.notna(cells[name])]
        figures = {name: cells[name] for name in (layout.figures if layout else ())}
        disclosed = self._disclosure.cells(place, figures)
        is_withheld = self._disclosure.is_withheld(place)
        source = self._sources.get(path.stem)
        return Origin(
            row=row,
            place=place,
            key=", ".join(str(cells[name]) for name in key),
            figures={
                name: float(cell)
                for name, cell in disclosed.items()
                if pd.notna(cell) and cell != WITHHELD
            },
            title=str(self._titles.get(path.stem, "")),
            section=str(cells.get("section", "")),
            document=path.stem,
            lines=()
            if is_withheld or not source or not layout
            else tuple(printed.places(source, cells, layout)),
        )
