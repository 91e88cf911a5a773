"""Find where a printed figure comes from: the report, the data rows and the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from alereport.base import locales, params
from alereport.base.errors import WITHHELD, NotebookError
from alereport.base.workspace import Workspace
from alereport.batch import scheduling
from alereport.batch.outputs import exhibits_of_report
from alereport.batch.scheduling import Task
from alereport.data import addresses, datasets, registers, schemas
from alereport.data.addresses import Addresses
from alereport.data.origins import Origins, Spot
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
        title: The title of its document; of a row from no document, its source and when it was
            read.
        section: The section of the document.
        document: The document's short name.
        spot: Where the row stands in the document; None if it was typed.
        link: The address of that page of the document; empty where it is not public.
        lines: The lines of the document that print the row; empty without the source documents.
    """

    row: str
    place: str
    key: str
    figures: dict[str, float]
    title: str
    section: str
    document: str
    spot: Spot | None
    link: str
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
        figure: The figure as it is printed, such as `154 390` or `−2 884`, or as it is typed:
            `154390`, `154,390` or `154,4 miljoner`, which also finds what is rounded to it.
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
    wanted = Figure.of(figure)
    with locales.using(locales.current(), params.words(workspace)):
        return [
            data.place(task.name, part.label, line, wanted)
            for task in fresh
            for exhibit in exhibits_of_report(workspace, task.language, task.report)
            for part in parts_of(exhibit)
            for line in traced_lines(part)
            if wanted.is_in(line.words)
        ]


def not_searched(workspace: Workspace, tasks: Sequence[Task]) -> int:
    """How many of the reports are not fresh, so that `places` does not look into them."""
    return sum(status.state != "fresh" for status in scheduling.statuses(workspace, tasks))


def _normalize(words: str) -> str:
    return re.sub(r"\s", " ", words).replace("\u2212", "-").casefold()


@dataclass(frozen=True)
class Figure:
    """A figure that is looked for.

    Attributes:
        pattern: How it may be printed; only the complete figure, not `4 390` in `154 390`.
        least: The least amount in tkr that is rounded to it, where it is rounded.
        most: The amount in tkr from which on it is rounded to the next; where it is not rounded,
            the same as `least`.
    """

    pattern: re.Pattern[str]
    least: float
    most: float

    @classmethod
    def of(cls, typed: str) -> Figure:
        """The figure that a user typed."""
        words = _normalize(typed).strip()
        least, most = _rounded(words) or (0.0, 0.0)
        if least == most:
            least = most = next(numbers.amounts(WHOLE.sub(_digits, words)), 0.0)
        is_whole = WHOLE.fullmatch(words.removeprefix("-"))
        printed = WHOLE.sub(_any_blank, words) if is_whole else re.escape(words)
        complete = rf"(?<![\d,.-])(?<!\d )(?<!- ){printed}(?!\d)(?! \d{{3}}(?!\d))(?![.,]\d)"
        return cls(re.compile(complete), least, most)

    def is_in(self, words: str) -> bool:
        """True if a line prints it, or an amount in tkr that is rounded to it."""
        normal = _normalize(words)
        if self.pattern.search(normal):
            return True
        return self.least < self.most and any(
            map(self.is_value, numbers.amounts(normal, in_tkr=True))
        )

    def is_value(self, value: float) -> bool:
        """True if it is the value of a row, whatever the sign, or the value is rounded to it."""
        return abs(value) == self.least or self.least <= abs(value) < self.most


WHOLE = re.compile(r"(?<!\d)\d{1,3}(?:[ .,]\d{3})+(?!\d)|(?<!\d)\d{4,}(?!\d)")
"""A whole number, with or without something between its thousands."""


def _digits(found: re.Match[str]) -> str:
    return re.sub(r"\D", "", found[0])


def _any_blank(found: re.Match[str]) -> str:
    """The digits, with anything or nothing between the thousands."""
    return f"{int(_digits(found)):,}".replace(",", "[ .,]?")


def _rounded(words: str) -> tuple[float, float] | None:
    """The amounts in tkr that are rounded to one such as `154,4 miljoner`; None if it is whole."""
    found = re.fullmatch(r"-?(\d+)(?:[.,](\d+))? ([a-zåäö]+)(?: .*)?", words)
    scale = MILLIONS.get(found[3], 0.0) if found else 0.0
    if not found or scale <= 1:
        return None
    decimals = found[2] or ""
    value, half = float(f"{found[1]}.{decimals or 0}") * scale, scale / 10 ** len(decimals) / 2
    return value - half, value + half


MILLIONS = numbers.SCALES | {"million": 1000.0, "billion": 1_000_000.0}
"""What an amount is counted in, in tkr, by the word after it."""


def _source(schema: schemas.Schema, cells: pd.Series[Any]) -> str:
    """Where a row is from that is from no document, and when that was read."""
    known = cells.dropna()
    source = known.get("source", ", ".join(each.title for each in schema.sources))
    read = known.get(schema.day_read, "")
    return f"{source}, read {read}" if source and read else str(source)


class _Data:
    """The data files and source documents; each data file is read once."""

    def __init__(self, workspace: Workspace, sources: Mapping[str, Source]) -> None:
        self._workspace, self._sources = workspace, sources
        rows = registers.register_rows(workspace, "documents")
        self._documents = {row["document"]: row for row in rows}
        self._spots = Origins(workspace)
        self._rows = lru_cache(maxsize=None)(self._read)
        self._addresses = Addresses(workspace)
        self._disclosure = Disclosure(workspace)

    def _read(self, file: str) -> pd.DataFrame:
        return datasets.read_by_address(self._workspace, self._workspace.root / file)

    def place(self, report: str, label: str, line: TracedLine, figure: Figure) -> Place:
        origins = self.origins(line.rows)
        exact = [origin for origin in origins if any(map(figure.is_value, origin.figures.values()))]
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
        key = ", ".join(addresses.key_of(row))
        return Origin(row, file, key, {}, self._title(document_), "", document_, None, "", ())

    def _title(self, document_: str) -> str:
        return self._documents.get(document_, {}).get("title", "")

    def _origin(self, row: str, place: str) -> Origin:
        path = self._workspace.root / addresses.file_of(row)
        schema = schemas.schema(self._workspace, path.parent.name)
        ((_row, cells),) = self._rows(addresses.file_of(row)).loc[[row]].iterrows()
        layout = schema.printed
        key = [name for name in schema.primary_key if name != "document" and pd.notna(cells[name])]
        title = self._title(path.stem)
        own = () if title else schema.units
        figures = {name: cells[name] for name in (layout.figures if layout else own)}
        disclosed = self._disclosure.cells(place, figures)
        is_withheld = self._disclosure.is_withheld(place)
        source, spot = self._sources.get(path.stem), self._spots.of(row)
        url = self._documents.get(path.stem, {}).get("url", "")
        return Origin(
            row=row,
            place=place,
            key=", ".join(str(cells[name]) for name in key),
            figures={
                name: float(cell)
                for name, cell in disclosed.items()
                if pd.notna(cell) and cell != WITHHELD
            },
            title=title or _source(schema, cells),
            section=str(cells.get("section", "")),
            document=path.stem,
            spot=spot,
            link=spot.link(url) if spot else url,
            lines=()
            if is_withheld or not source or not layout
            else tuple(printed.places(source, cells, layout)),
        )
