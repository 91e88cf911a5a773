"""The record of a publication: what it showed, and what each edition told.

It is published next to the pages as `publication.json`, and the next publication is compared with
it. It does not depend on the day or the machine, so that the same data and the same previous
publication give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal

from pydantic import Field

from alereport.publish.changes.editions import Edition, Model, Words

VERSION: Literal[2] = 2
"""The version of the record that is written."""


class Figure(Model):
    """One published figure: a row of a table, a mark of a chart or a sentence.

    Attributes:
        key: Its key within its exhibit, such as `hr` or `lead`.
        words: Its text as a reader sees it.
        cells: Each value in it as it is shown, by column or quantity, such as `change_tkr`.
        rows: A fingerprint of the data rows it was made from, by file.
    """

    key: str
    words: Words
    cells: dict[str, str] = Field(default_factory=dict)
    rows: dict[str, str]


class Exhibit(Model):
    """A table or chart of a chapter, or a part of its text.

    Attributes:
        id: Its key within its chapter; see `Figure.key`.
        label: Its label for references, such as `tbl-ks-2024-by-area`; empty for text.
        caption: Its caption or headline; empty for text.
        columns: The headings of its columns, by key; the first column names the rows. Empty for
            text.
        figures: Its figures, in order.
    """

    id: str = ""
    label: str
    caption: str
    columns: dict[str, str] = Field(default_factory=dict)
    figures: tuple[Figure, ...]

    @property
    def place(self) -> tuple[str, str]:
        """What it is known by in its chapter: a chart and its table have one id."""
        return self.label, self.id


class Publication(Model):
    """The content of one language's site and PDF.

    Attributes:
        version: The version of this record; the one before is read too.
        number: The number of its edition, from 1.
        as_of: The day that its figures refer to.
        seals: The number of seals of each data file.
        chapters: The name of each chapter.
        reports: The exhibits of each chapter, in the book's order.
        editions: What each edition told, the latest first.
        shown: The rows on people that this or an earlier publication showed and that no public
            document prints: what a reader knows of them is counted with in the next one.
    """

    version: Literal[2] = VERSION
    number: int
    as_of: date
    seals: dict[str, int]
    chapters: dict[str, str] = Field(default_factory=dict)
    reports: dict[str, tuple[Exhibit, ...]]
    editions: tuple[Edition, ...] = ()
    shown: tuple[str, ...] = ()

    @cached_property
    def documents(self) -> frozenset[str]:
        """The source documents that its figures were made from."""
        documents = (
            document_of(file)
            for exhibits in self.reports.values()
            for exhibit in exhibits
            for figure in exhibit.figures
            for file in figure.rows
        )
        return frozenset(documents) - {""}

    def renamed(self, names: Mapping[str, str]) -> Publication:
        """The publication with its reports as they are named now, by what they were named."""
        chapters = {names.get(report, report): name for report, name in self.chapters.items()}
        reports = {names.get(report, report): shown for report, shown in self.reports.items()}
        return self.model_copy(update={"chapters": chapters, "reports": reports})

    def as_json(self) -> str:
        """The content of `publication.json`."""
        return self.model_dump_json(indent=1) + "\n"


def document_of(file: str) -> str:
    """The source document of a data file; empty for a dataset of one file, such as a register."""
    path = PurePosixPath(file)
    return "" if path.stem == path.parent.name else path.stem
