"""The rows of the data behind an analyst's exhibit, as far as they are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from alereport.base.errors import TableError
from alereport.base.locales import gettext as _
from alereport.base.workspace import Workspace
from alereport.data import addresses, registers
from alereport.data.addresses import Addresses
from alereport.data.datasets import ROW
from alereport.exhibits import sources
from alereport.exhibits.model import Table
from alereport.exhibits.phrases import Phrase, phrase
from alereport.exhibits.values import YEAR
from alereport.privacy import withheld

if TYPE_CHECKING:
    from alereport.exhibits.own.frames import Shown

MOST = 50_000
"""Addresses in an exhibit at most: of a table whose rows all have many rows behind them."""
NONE: tuple[str, ...] = ()


@dataclass(frozen=True)
class Behind:
    """What is known of where an exhibit's figures are from.

    Attributes:
        of_rows: For each of its rows the addresses of the rows behind it.
        is_withheld: For each whether one of those is withheld for privacy.
        source: Its source line.
        notes: What a reader must know of the figures.
    """

    of_rows: tuple[tuple[str, ...], ...]
    is_withheld: tuple[bool, ...]
    source: str
    notes: tuple[Phrase, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of all rows behind it, each once."""
        return tuple(dict.fromkeys(row for of_row in self.of_rows for row in of_row))


def behind(frame: Any, rows: Any, columns: Sequence[Shown]) -> Behind:
    """Return where the figures of a frame are from.

    Args:
        frame: The frame or series that is shown.
        rows: The frame it was computed from, or addresses; None if its own index tells them.
        columns: Its columns as they are shown. Where a frame it was computed from has columns of
            the same names, they tell which of its rows are behind which row.

    Raises:
        TableError: What is given are no rows of the data, or there are too many.
    """
    if rows is None:
        of_rows = _of_frame(frame)
    elif isinstance(rows, pd.DataFrame):
        of_rows = _matching(rows, columns, len(frame))
    else:
        of_rows = (_listed(rows),) * len(frame)
    return _known(of_rows)


def given(rows: Any) -> Behind:
    """Return the same of a chart without values: all rows that are given are behind it."""
    if rows is None:
        return _known(())
    return _known((_of_index(rows) if isinstance(rows, pd.DataFrame) else _listed(rows),))


def of_table(table: Table) -> Behind:
    """Return where the figures of a table are from, which is known already."""
    of_rows = tuple(row.rows for row in table.rows)
    return Behind(of_rows, (False,) * len(of_rows), table.source)


def _of_frame(frame: Any) -> tuple[tuple[str, ...], ...]:
    """Return the rows of each row of a frame: its address, or what its analysis says."""
    if isinstance(frame, pd.DataFrame) and "rows" in frame:
        return tuple(_listed(rows) for rows in frame["rows"])
    if ROW in frame.index.names:
        return tuple((str(row),) for row in frame.index.get_level_values(ROW))
    return (NONE,) * len(frame)


def _of_index(source: pd.DataFrame) -> tuple[str, ...]:
    if ROW not in source.index.names:
        raise TableError(
            "rows",
            "a frame whose index is not that of the data",
            "a frame as report.load gives it, such as data.budget, or rows of it",
            "give the frame before groupby, merge or reset_index",
        )
    return tuple(map(str, source.index.get_level_values(ROW)))


def _listed(rows: Any) -> tuple[str, ...]:
    if isinstance(rows, pd.Series):
        rows = rows.index if ROW in rows.index.names else rows
    if isinstance(rows, str) or not isinstance(rows, Iterable):
        rows = (rows,)
    return tuple(dict.fromkeys(map(str, rows)))


def _matching(
    source: pd.DataFrame, columns: Sequence[Shown], count: int
) -> tuple[tuple[str, ...], ...]:
    """Return for each row that is shown the rows of a frame that have the same names in it."""
    all_rows = _of_index(source)
    keys = [column for column in columns if column.name in source and _names_rows(column)]
    if not keys:
        return (all_rows,) * count
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    names = zip(*(source[column.name] for column in keys), strict=True)
    for row, name in zip(all_rows, names, strict=True):
        found[tuple(map(str, name))].append(row)
    wanted = zip(*(column.content for column in keys), strict=True)
    return tuple(tuple(found.get(tuple(map(str, name)), ())) for name in wanted)


def _names_rows(column: Shown) -> bool:
    """True if a column tells what a row is about, and is no figure of it."""
    return column.names_rows or column.unit == YEAR or not column.figures


def _known(of_rows: tuple[tuple[str, ...], ...]) -> Behind:
    if sum(map(len, of_rows)) > MOST:
        raise TableError(
            "rows",
            f"{sum(map(len, of_rows))} rows behind one exhibit",
            f"at most {MOST}",
            "give the rows it is about, or show a column of theirs that names them",
        )
    every = dict.fromkeys(row for rows in of_rows for row in rows)
    if not every:
        return Behind(of_rows, (False,) * len(of_rows), sources.not_stated())
    workspace = Workspace.discover()
    hidden = _withheld(workspace, every)
    notes = []
    if any(len(rows) > 1 and hidden.intersection(rows) for rows in of_rows):
        notes.append(phrase(_("Figures that are withheld for privacy are not included.")))
    return Behind(
        of_rows,
        tuple(not hidden.isdisjoint(rows) for rows in of_rows),
        _source(workspace, every),
        tuple(notes),
    )


def _withheld(workspace: Workspace, rows: Iterable[str]) -> frozenset[str]:
    """Return those of the datasets of some rows that are withheld."""
    datasets = {Path(addresses.file_of(row)).parent.name for row in rows}
    on_people = datasets.intersection(withheld.datasets(workspace))
    return frozenset(row for name in on_people for row in withheld.addresses(workspace, name))


def _source(workspace: Workspace, rows: Iterable[str]) -> str:
    """Return the source line of rows: their documents and sections.

    Raises:
        TableError: One is no row of the data.
    """
    titles = {
        row["document"]: row["title"] for row in registers.register_rows(workspace, "documents")
    }
    found, located = Addresses(workspace), []
    for row in rows:
        cells = found.locate(row)
        if cells is None:
            raise TableError(
                "rows",
                row,
                "the address of a row of the data, as the index of data.budget has it",
                "keep the index of the frame, or leave rows out",
            )
        file = Path(addresses.file_of(row))
        located.append((titles.get(file.stem, file.as_posix()), cells.cells.get("section") or None))
    places = pd.DataFrame(located, columns=["title", "section"])
    if places["section"].notna().any():
        return sources.source(places)
    return _("Source: {places}.").format(places="; ".join(dict.fromkeys(places["title"])))
