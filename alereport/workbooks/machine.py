"""What a workbook tells the program, on a hidden sheet: its document, and what was filled in.

A line of a sheet on which nothing was typed says nothing of the document. It is recognised by what
it was filled in with, so that lines may be sorted, moved and removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet

from alereport.base.errors import TableError
from alereport.base.fingerprints import fingerprint
from alereport.base.workspace import Workspace
from alereport.data import registers
from alereport.workbooks.layout import SHOWN, Layout

SHEET = "_alereport"
LISTS = "_val"
"""The hidden sheets: what the program reads, and the lists to choose from."""
VERSION = "1"
"""The version of the template, which is raised when an older one cannot be read as it was meant."""
KEYS = "alereport:"
"""What the first cell of the row of a sheet begins with that has the keys of its columns."""
COVER = "about"
"""What stands for a dataset on the sheet that explains."""
STEP = "write a new workbook with alereport template and copy what was typed"


def marked(sheet: Layout) -> list[str]:
    """The keys of the columns that a line is recognised by: not those the program makes up."""
    names = {SHOWN, *sheet.sheet.short}
    return [column.key for column in sheet.columns if column.name not in names]


def mark(line: Mapping[str, str], columns: Iterable[str]) -> str:
    """What a line of a sheet is recognised by: a fingerprint of its cells."""
    return fingerprint([f"{name}={line.get(name, '')}" for name in sorted(columns)])[:16]


@dataclass(frozen=True)
class Told:
    """What a workbook tells the program.

    Attributes:
        document: The document's row of the register.
        marks: What the lines are recognised by that were filled in beforehand, by dataset.
        heads: The words before what holds for every row, by dataset and column.
    """

    document: dict[str, str]
    marks: dict[str, set[str]]
    heads: dict[str, dict[str, str]]


def write(
    book: Book,
    document: Mapping[str, str],
    marks: Mapping[str, Sequence[str]],
    heads: Mapping[str, Mapping[str, str]],
) -> None:
    """Write the hidden sheet of a workbook; see `Told`."""
    page: Worksheet = book.create_sheet(SHEET)
    page.sheet_state = "veryHidden"
    rows: list[tuple[str, ...]] = [("alereport", VERSION)]
    rows += [("document", *cell) for cell in document.items()]
    rows += [("mark", dataset, each) for dataset, found in marks.items() for each in found]
    rows += [("head", name, *cell) for name, found in heads.items() for cell in found.items()]
    for number, row in enumerate(rows, start=1):
        for column, words in enumerate(row, start=1):
            cell = page.cell(number, column, words)
            cell.data_type = "s"


def read(workspace: Workspace, book: Book, file: str) -> Told:
    """What a workbook tells the program.

    Raises:
        TableError: It is no workbook of this program or of another version of its template.
    """
    if SHEET not in book.sheetnames:
        found = "it has none of the program's hidden sheets"
        raise TableError(file, found, "a workbook of alereport template", STEP)
    rows = [
        ["" if value is None else str(value) for value in (*row, "", "", "", "")]
        for row in book[SHEET].iter_rows(values_only=True)
    ]
    if not rows or rows[0][:2] != ["alereport", VERSION]:
        found = f"its template has the version {rows[0][1] if rows else ''}"
        raise TableError(file, found, VERSION, STEP)
    document = {row[1]: row[2] for row in rows if row[0] == "document"}
    columns = registers.register_schema(workspace, "documents").columns
    needed = {"document", "kind", "year"}
    if wrong := sorted(needed.difference(document) | {*document}.difference(columns)):
        found = f"its hidden sheet lacks or has {wrong[0]}"
        raise TableError(file, found, f"the columns {', '.join(columns)}", STEP)
    marks: dict[str, set[str]] = {}
    heads: dict[str, dict[str, str]] = {}
    for kind, dataset, *values in rows[1:]:
        if kind == "mark":
            marks.setdefault(dataset, set()).add(values[0])
        elif kind == "head":
            heads.setdefault(dataset, {})[values[0]] = values[1]
    return Told({name: document.get(name, "") for name in columns}, marks, heads)
