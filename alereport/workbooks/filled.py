"""What a person filled in: rows of datasets, each cell with its place in the workbook.

So are the rows that a person reviewed of a document that was read, with their places in it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FilledRow:
    """A row of a dataset as it was filled in.

    Attributes:
        cells: The text of each column, as the dataset's CSV file has it.
        places: Where each cell stands that has one, by column: `ks-2025-08.xlsx!Ekonomi!D7`.
        place: Where the row stands, for what no single cell is to blame for.
    """

    cells: dict[str, str]
    places: dict[str, str]
    place: str


@dataclass(frozen=True)
class Filled:
    """A filled-in workbook, or a document whose rows were reviewed.

    Attributes:
        file: Its name, as named in messages.
        document: The document's row in the register of documents, by column.
        rows: The rows of each dataset that has any, in the order of the workbook.
        notes: What a person should know of how it was read, such as a column that was not.
        step: What a person does about a row that is refused.
    """

    file: str
    document: dict[str, str]
    rows: dict[str, list[FilledRow]]
    notes: tuple[str, ...] = ()
    step: str = "correct it in the workbook"
