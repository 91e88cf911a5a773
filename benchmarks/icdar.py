"""How much of the tables of ICDAR 2013 is read, and how much of what is proved is right.

    python -m benchmarks.icdar --dataset DIR

DIR has the competition's PDFs and the `-str.xml` beside them that say what they hold. The measure
is the competition's: a relation is two cells with nothing between them, right of or below one
another; one that is found is right if the document has it. The figures of all documents weigh
alike (macro), or all relations do (micro). A relation is proved if both its cells are, or one is
and the other is its row's label.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

from alereport.base.errors import IngestError
from alereport.ingest import opening, tables, words
from alereport.ingest.model import Content, Grid
from alereport.ingest.numerals import separator_of
from alereport.ingest.understood import Table
from alereport.ingest.words import Words

Relation = tuple[str, str, str]
"""The direction and the texts of two cells."""
Cells = Sequence[Sequence[tuple[int, str]]]
"""Rows of cells: what tells a cell from others, merged ones being one, and its text."""


@dataclass(frozen=True)
class Result:
    """What came of a document: its relations, those found, and those of them proved."""

    name: str
    known: Counter[Relation]
    found: Counter[Relation]
    proved: Counter[Relation]
    seconds: float

    def shares(self) -> tuple[float, float]:
        """How much of what is found is right, and how much of what there is is found."""
        right = (self.known & self.found).total()
        return right / max(self.found.total(), 1), right / max(self.known.total(), 1)


def relations(cells: Cells) -> Counter[Relation]:
    """The relations of each cell with the nearest to its right and below it that has text."""
    texts = {key: text for row in cells for key, text in row}
    return Counter((direction, texts[one], texts[other]) for direction, one, other in _pairs(cells))


def _pairs(cells: Cells) -> set[tuple[str, int, int]]:
    found: set[tuple[str, int, int]] = set()
    for direction, lines in (("right", cells), ("below", list(zip(*cells, strict=True)))):
        for line in lines:
            said = [key for key, text in line if text]
            found |= {(direction, one, other) for one, other in pairwise(said) if one != other}
    return found


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


def known(dataset: Path, name: str) -> Counter[Relation]:
    """The relations that the competition says a document has."""
    total: Counter[Relation] = Counter()
    for path in sorted(dataset.glob(f"**/{name}*-str.xml")):
        for region in ET.parse(path).iter("region"):  # noqa: S314 - given by the caller
            total += relations(_stated(region))
    return total


def _stated(region: ET.Element) -> Cells:
    at: dict[tuple[int, int], tuple[int, str]] = {}
    for number, cell in enumerate(region.iter("cell")):
        row, column = int(cell.attrib["start-row"]), int(cell.attrib["start-col"])
        text = _plain("".join(part.text or "" for part in cell.iter("content")))
        for down in range(row, int(cell.get("end-row", row)) + 1):
            for across in range(column, int(cell.get("end-col", column)) + 1):
                at[down, across] = (number, text)
    downs, acrosses = ({key[side] for key in at} for side in (0, 1))
    return [
        [at.get((down, across), (-1, "")) for across in range(min(acrosses), max(acrosses) + 1)]
        for down in range(min(downs), max(downs) + 1)
    ]


def _of_grid(grid: Grid) -> Cells:
    rows: list[list[tuple[int, str]]] = []
    for down, row in enumerate(grid.rows):
        made: list[tuple[int, str]] = []
        for across, cell in enumerate(row):
            key = down * grid.width + across
            if cell.is_continued:
                key = rows[-1][across][0] if cell.is_below else made[-1][0]
            made.append((key, _plain(cell.text)))
        rows.append(made)
    return rows


def _proved(table: Table) -> Counter[Relation]:
    """The relations of the proved figures of a table with one another and their labels."""
    rows = [[row.label, *(cell.as_printed for cell in row.cells)] for row in table.rows]
    width = max(map(len, rows), default=0)
    keyed = [
        [(down * width + across, _plain(text)) for across, text in enumerate(row)]
        for down, row in enumerate(rows)
    ]
    proved = {
        down * width + across
        for down, row in enumerate(table.rows)
        for across, cell in enumerate(row.cells, start=1)
        if cell.state == "proved"
    }
    texts = {key: text for row in keyed for key, text in row}
    return Counter(
        (direction, texts[one], texts[other])
        for direction, one, other in _pairs(keyed)
        if other in proved and (one in proved or (direction == "right" and one % width == 0))
    )


def result(path: Path, dataset: Path, lists: Words) -> Result:
    """Read a document, and hold it against what it has."""
    start = time.process_time()
    found: Counter[Relation] = Counter()
    proved: Counter[Relation] = Counter()
    for grid, table in _read(path, lists):
        found += relations(_of_grid(grid))
        proved += _proved(table) if table else Counter()
    seconds = time.process_time() - start
    return Result(path.stem, known(dataset, path.stem), found, proved, seconds)


def _read(path: Path, lists: Words) -> Iterator[tuple[Grid, Table | None]]:
    try:
        content = opening.read(path, lists)
    except IngestError as problem:
        sys.stderr.write(f"{problem}\n")
        content = Content()
    texts = [cell.text for grid in content.grids for row in grid.rows for cell in row]
    separator = separator_of([*texts, *(each.text for each in content.paragraphs)])
    for grid in content.grids:
        yield grid, tables.table(grid, lists, separator)


COUNTS: tuple[Callable[[Result], Counter[Relation]], ...] = (
    lambda each: each.known,
    lambda each: each.found,
    lambda each: each.proved,
    lambda each: each.known & each.found,
    lambda each: each.known & each.proved,
)


def report(results: Sequence[Result]) -> Iterator[str]:
    """The lines that say how it went."""
    shares = [each.shares() for each in results]
    precision, recall = (sum(side) / len(results) for side in zip(*shares, strict=True))
    known_, found, proved, right, proved_right = (
        sum(count(each).total() for each in results) for count in COUNTS
    )
    yield f"{len(results)} documents, {sum(each.seconds for each in results):.1f} s"
    yield f"macro: precision {precision:.3f}, recall {recall:.3f}, F1 {_f1(precision, recall):.3f}"
    yield f"micro: precision {right / max(found, 1):.3f}, recall {right / known_:.3f}"
    yield f"proved: {proved}, of them right {proved_right / max(proved, 1):.3f}"
    yield f"proved and right: {proved_right / known_:.3f} of all"


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / max(precision + recall, 1e-9)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--dataset", type=Path, required=True, help="the folder of the documents")
    parser.add_argument("--each", action="store_true", help="say each document's figures as well")
    options = parser.parse_args()
    lists = words.load(None)
    paths = sorted(options.dataset.glob("**/*.pdf"))
    results = [result(path, options.dataset, lists) for path in paths]
    if options.each:
        for each in results:
            precision, recall = each.shares()
            wrong = (each.proved - each.known).total()
            figures = f"{precision:.3f} {recall:.3f}"
            sys.stdout.write(
                f"{each.name}: {figures}, proved {each.proved.total()}, {wrong} wrong\n"
            )
    sys.stdout.write("".join(f"{line}\n" for line in report(results)))


if __name__ == "__main__":
    main()
