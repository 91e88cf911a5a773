"""Figures held against those of earlier documents for the same year, kind and label.

Where two figures of a column or more are the same and none is another, those of the column are
proved, if the earlier ones are printed as exactly. One that differs is asked about, with both: a
later document may restate it, or one of them may be read wrong. No figure is taken from an earlier
document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alereport.base.workspace import Workspace
from alereport.data import data_files, registers
from alereport.ingest.agreement import IN_TKR, digit
from alereport.ingest.shapes import Draft
from alereport.ingest.words import Words, normalised

RESTATED = ("budget", "outturn")
"""The kinds of figures that stay the same from one document to the next; a forecast does not."""
FEWEST = 2
"""The fewest figures of a column that are the same by no chance."""
LEAST = 10
"""The least figure, in units of its last digit, that is the same by no chance."""
NET = "net"
ASKED, PROVED = "asked", "proved"

Key = tuple[str, int, str]
"""The label in small letters, the year and the kind of a figure."""


@dataclass(frozen=True)
class Known:
    """A figure of an earlier document in tkr, where it stands, and what its last digit is worth."""

    tkr: float
    place: str
    digit: float = 1.0


def of_data(workspace: Workspace, document: Mapping[str, Any], words: Words) -> dict[Key, Known]:
    """The figures of the last documents of a committee in `data/`, before a document's year.

    Args:
        workspace: The project.
        document: What was read of the document itself; see `document.Document`.
        words: Which datasets have such figures.

    Raises:
        TableError: A register or a data file cannot be read.
    """
    if not document["committee"] or not document["year"]:
        return {}
    earlier = [
        row
        for row in registers.documents_of_committee(workspace, document["committee"])
        if row["year"].isdigit() and int(row["year"]) < document["year"]
    ]
    last = {row["kind"]: row for row in earlier}
    known: dict[Key, Known] = {}
    for row in sorted(last.values(), key=lambda row: row["year"]):
        for name, draft in words.drafts.items():
            path = workspace.data / name / f"{row['document']}.csv"
            if draft.cell and draft.kinds and path.exists():
                known |= dict(_rows(workspace, path, draft, int(row["year"])))
    return known


def _rows(workspace: Workspace, path: Path, draft: Draft, year: int) -> Iterator[tuple[Key, Known]]:
    """Yield the figures of a data file that are amounts of a label, a year and a kind."""
    places, _cells = data_files.read_rows(workspace, path)
    kinds = {kind: key for key, kind in draft.kinds.items()}
    for place, row in zip(places, data_files.records(workspace, path), strict=True):
        if not {"label", "kind", "amount_tkr"} <= {*row} or row.get("side", NET) != NET:
            continue
        kind, _blank, before = kinds.get(row["kind"], "").partition(" ")
        of = int(row[draft.by_year]) if draft.by_year else year - bool(before)
        if kind in RESTATED:
            yield _key(row["label"], of, kind), Known(float(row["amount_tkr"]), place)


def of_document(reading: Mapping[str, Any], name: str) -> dict[Key, Known]:
    """The figures of an earlier document that was read; those that are asked about are left out.

    Args:
        reading: What `Reading.as_json` has of it.
        name: Its file's name.
    """
    return {
        key: Known(cell["value"] * factor, f"{name}, {cell['place']}", _digit(cell) * factor)
        for table in reading["tables"]
        for column, cells in _columns(table)
        for key, cell, factor in _compared(table, column, cells)
        if cell["state"] != ASKED
    }


def held(reading: Mapping[str, Any], known: Mapping[Key, Known]) -> dict[str, Any]:
    """A reading whose figures are held against earlier ones.

    Args:
        reading: What `Reading.as_json` has.
        known: The figures of earlier documents.
    """
    result = deepcopy(dict(reading))
    if reading.get("source", {}).get("is_scan"):
        return result  # Nothing proves what OCR read.
    asked = []
    for table in result["tables"]:
        for column, cells in _columns(table):
            asked += _held(list(_compared(table, column, cells)), known)
    proved = {
        (cell["place"], cell["as_printed"])
        for table in result["tables"]
        for row in table["rows"]
        for cell in row["cells"]
        if cell["proof"]
    }
    answered = proved | {(each["place"], each["as_printed"]) for each in asked}
    before = [
        each for each in result["asked"] if (each["place"], each["as_printed"]) not in answered
    ]
    return {**result, "asked": [*before, *asked]}


Cell = dict[str, Any]
Compared = tuple[Key, Cell, float]


def _held(compared: Sequence[Compared], known: Mapping[Key, Known]) -> list[Mapping[str, str]]:
    """Change the states of a column's figures, and return the questions."""
    pairs = [(cell, factor, known[key]) for key, cell, factor in compared if key in known]
    differing = [pair for pair in pairs if not _is_same(*pair)]
    telling = [
        cell
        for cell, _factor, _known in pairs
        if abs(cell["value"]) >= LEAST * digit(cell["value"], cell["as_printed"])
    ]
    questions: list[Mapping[str, str]] = []
    for cell, _factor, other in differing:
        reason = f"{other.place} has {other.tkr:.10g} tkr for the same"
        cell |= {"state": ASKED, "reason": reason}
        questions.append(
            {"place": cell["place"], "as_printed": cell["as_printed"], "reason": reason}
        )
    if not differing and len(telling) >= FEWEST:
        for cell, factor, other in pairs:
            is_as_exact = other.digit <= _digit(cell) * factor
            if is_as_exact and cell["summed"] is None and cell["state"] != PROVED:
                cell |= {"state": PROVED, "reason": "", "proof": f"the same as {other.place}"}
    return questions


def _is_same(cell: Cell, factor: float, other: Known) -> bool:
    """True if a figure is the earlier one, as far as both are printed."""
    slack = 0.5 * max(other.digit, _digit(cell) * factor) + 1e-6
    return bool(abs(cell["value"] * factor - other.tkr) <= slack)


def _digit(cell: Cell) -> float:
    return digit(cell["value"], cell["as_printed"])


def _columns(
    table: Mapping[str, Any],
) -> Iterator[tuple[Mapping[str, Any], list[tuple[str, Cell]]]]:
    for index, column in enumerate(table["columns"]):
        yield column, [(row["label"], row["cells"][index]) for row in table["rows"]]


def _compared(
    table: Mapping[str, Any], column: Mapping[str, Any], cells: Iterable[tuple[str, Cell]]
) -> Iterator[Compared]:
    """Yield the amounts of a column that have a label, a year, a kind and a unit."""
    factor = IN_TKR.get(table["unit"])
    if factor is None or column["kind"] not in RESTATED or not column["year"]:
        return
    if table["costs"] == "negative":
        return  # Net costs are printed with the other sign; the labels tell sides, and not areas.
    for label, cell in cells:
        if label and cell["value"] is not None:
            yield _key(label, column["year"], column["kind"]), cell, factor


def _key(label: str, year: int, kind: str) -> Key:
    return normalised(label), year, kind
