"""Everything that is read of a document, as `alereport ingest FILE --json` prints it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from alereport.ingest import agreement, document, opening, outline, places, scans, tables
from alereport.ingest import amounts as in_text
from alereport.ingest.amounts import Amount
from alereport.ingest.document import Document
from alereport.ingest.model import Content
from alereport.ingest.numerals import Separator, separator_of
from alereport.ingest.outline import Found, Goal
from alereport.ingest.progress import Told, untold
from alereport.ingest.understood import Cell, Table
from alereport.ingest.words import Words

LONG = "a title longer than a line: find your own words"


@dataclass(frozen=True)
class Question:
    """What a person has to say: where, what is printed there, and why it is asked."""

    place: str
    as_printed: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """A document as it was read.

    Attributes:
        file: The file's name.
        sha256: Its checksum.
        remarks: What of the file a reader may miss; see `Content`.
        is_scan: True if it was read from pictures of its pages: all of it is asked about.
    """

    file: str
    sha256: str
    document: Document
    tables: tuple[Table, ...]
    goals: tuple[Goal, ...]
    dates: tuple[Found, ...]
    headcounts: tuple[Found, ...]
    sick_leave: tuple[Found, ...]
    amounts: tuple[Amount, ...]
    remarks: tuple[str, ...] = field(default=())
    is_scan: bool = False

    @property
    def asked(self) -> list[Question]:
        """The questions, in the document's order."""
        asked = [
            Question("the document", "", f"its {name} is not told") for name in self.document.asked
        ]
        for table in self.tables:
            if not table.unit and table.has_amounts:
                reason = "the unit of the table is not told"
                asked.append(Question(table.place, table.title, reason))
            asked += [
                Question(cell.place, cell.as_printed, cell.reason)
                for cell in table.cells
                if cell.state == "asked"
            ]
        asked += [Question(goal.place, goal.title, LONG) for goal in self.goals if goal.is_long]
        asked += [
            Question(goal.place, goal.title, goal.reason) for goal in self.goals if goal.reason
        ]
        asked += [
            Question(amount.place, amount.as_printed, amount.reason)
            for amount in self.amounts
            if amount.state == "asked"
        ]
        return asked

    def as_json(self) -> dict[str, Any]:
        """It all as plain values: lists, mappings, texts and numbers."""
        values = {
            "source": {"file": self.file, "sha256": self.sha256, "is_scan": self.is_scan},
            "document": asdict(self.document),
            "tables": [_table(table) for table in self.tables],
            "goals": [asdict(goal) for goal in self.goals],
            "dates": [asdict(each) for each in self.dates],
            "headcounts": [asdict(each) for each in self.headcounts],
            "sick_leave": [asdict(each) for each in self.sick_leave],
            "amounts": [_amount(each) for each in self.amounts],
            "asked": [asdict(each) for each in self.asked],
            "remarks": list(self.remarks),
        }
        located: dict[str, Any] = places.told(values)
        return located


def _amount(amount: Amount) -> dict[str, Any]:
    values = asdict(amount)
    return {key: value for key, value in values.items() if key not in in_text.NOT_KEPT}


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "section": table.section,
        "heading": table.heading,
        "place": table.place,
        "unit": table.unit,
        "costs": table.costs,
        "of_labels": table.of_labels,
        "columns": [
            {
                "label": each.label,
                "year": each.year,
                "kind": each.kind,
                "is_text": each.is_text,
            }
            for each in table.columns
        ],
        "rows": [
            {
                "label": row.label,
                "cells": [
                    {
                        "value": cell.value,
                        "as_printed": cell.as_printed,
                        "state": cell.state,
                        "comparator": cell.comparator,
                        "hedge": cell.hedge,
                        "place": cell.place,
                        "reason": cell.reason,
                        "summed": cell.summed,
                        "proof": cell.proof,
                    }
                    for cell in row.cells
                ],
            }
            for row in table.rows
        ],
        "closed": list(table.closed),
        "faults": list(table.faults),
    }


def read(
    path: Path,
    words: Words,
    committees: Mapping[str, Sequence[str]],
    unit: str = "",
    told: Told = untold,
) -> Reading:
    """Read a document.

    Args:
        committees: By code, the names of each committee it may be of.
        unit: The unit of its tables of amounts that name none: `tkr`, `mnkr` or `kr`.
        told: Is told of each page of a PDF that is read.

    Raises:
        IngestError: It cannot be read; see `opening`.
    """
    content = opening.read(path, words, told)
    separator = separator_of(_texts(content)) or _separator_that_closes(content, words)
    found = [tables.table(grid, words, separator) for grid in content.grids]
    paragraphs = content.paragraphs
    placed = [_placed(each, content, unit) for each in found if each is not None]
    recognised = document.recognise(content, words, committees)
    amounts = list(in_text.amounts(paragraphs, words, separator))
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    reading = Reading(
        path.name,
        sha256,
        recognised,
        tuple(placed),
        tuple(outline.goals(content, words)),
        tuple(outline.dates(paragraphs, words)),
        tuple(outline.headcounts(paragraphs, words)),
        tuple(outline.sick_leave(paragraphs, words)),
        tuple(agreement.held(amounts, placed, words, recognised.year)),
        tuple(content.remarks),
        content.is_scan,
    )
    return _asked(reading) if content.is_scan else reading


def _asked(reading: Reading) -> Reading:
    """A reading of which nothing is certain: each figure and each goal is asked about."""
    tables = tuple(
        replace(
            table,
            rows=tuple(
                replace(row, cells=tuple(map(_asked_cell, row.cells))) for row in table.rows
            ),
        )
        for table in reading.tables
    )
    goals = tuple(replace(each, reason=_also(each.reason)) for each in reading.goals)
    amounts = tuple(
        replace(each, state="asked", reason=_also(each.reason), agrees="")
        for each in reading.amounts
    )
    return replace(reading, tables=tables, goals=goals, amounts=amounts)


def _asked_cell(cell: Cell) -> Cell:
    is_printed = bool(cell.as_printed.strip())
    return replace(cell, state="asked", reason=_also(cell.reason)) if is_printed else cell


def _also(reason: str) -> str:
    return "; ".join(dict.fromkeys([*filter(None, reason.split("; ")), scans.DOUBT]))


def _placed(table: Table, content: Content, unit: str) -> Table:
    """A table with the heading it stands under, and the unit that was given if it names none."""
    words = [each.words for each in content.headings if table.section in {each.number, each.words}]
    has_none = table.has_amounts and not table.unit
    return replace(table, heading=next(iter(words), ""), unit=unit if has_none else table.unit)


def _separator_that_closes(content: Content, words: Words) -> Separator | None:
    """What stands before decimals, where more closes with one than with the other, and no less.

    `12,000 - 12,410 = (410)` closes where a comma stands between thousands alone.
    """
    closed = {
        separator: {
            (number, relation)
            for number, grid in enumerate(content.grids)
            if (table := tables.table(grid, words, separator))
            for relation in table.closed
        }
        for separator in Separator
    }
    first, second = Separator
    if closed[first] > closed[second]:
        return first
    return second if closed[second] > closed[first] else None


def _texts(content: Content) -> list[str]:
    cells = [cell.text for grid in content.grids for row in grid.rows for cell in row]
    return [*cells, *(paragraph.text for paragraph in content.paragraphs)]
