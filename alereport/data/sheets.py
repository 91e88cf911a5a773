"""How a dataset is filled in with Excel, as its `table.yaml` declares it: `sheet`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from alereport.data.worded import Multilingual

Kind = Literal["plan", "amendment", "interim_report", "annual_report"]
"""The kinds of documents that a workbook is written for."""
Texts = dict[str, str]
"""A text by language."""
RELATIVE = r"year(?P<step>[+-]\d)?"
"""A value of a column that runs across which is the document's year, or so many years from it."""


class Across(BaseModel):
    """Columns of a dataset whose values stand in the headings, so that a row is a line of a table.

    Attributes:
        by: The columns whose values stand in the headings.
        value: The column of figures that the cells hold.
        hedge: The column of the word of how certain a figure is, which its cell begins with.
        columns: The values of `by` of each column, by the kind of document; `year` is the
            document's year and `year+1` the one after.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    by: tuple[str, ...]
    value: str
    hedge: str
    columns: dict[Kind, tuple[tuple[str, ...], ...]]

    @property
    def cells(self) -> tuple[str, ...]:
        """The dataset's columns that have no column of their own."""
        return (*self.by, self.value, self.hedge)


class Sheet(Multilingual):
    """How a dataset is filled in on a sheet of a workbook.

    Attributes:
        name: The name of the sheet, at most 31 characters.
        shown: The heading of a column that helps and is not read; empty if there is none.
        documents: The kinds of documents that have the sheet.
        order: Its place among the sheets.
        label: The column with the words that stand for a row wherever others refer to it.
        from_document: The columns that nobody types, and the register's column that each has its
            value from.
        columns: The first columns, in this order; the dataset's others follow.
        keys: The columns that tell which row it is, locked where they are filled in beforehand.
        head: The columns that may be typed once above the table, for the rows where they are empty.
        aside: The columns that are hidden until a row has another value than by default.
        defaults: The value of a required column where nobody types one; a column in braces is its
            words.
        short: The columns of short names, and what one is made of where nobody types it.
        across: The columns that run across; None if each row of the dataset is a row.
        rows: The rows that a new workbook begins with, by the kind of document.
        kept: The columns of an earlier document's row that a row begins with.
        headings: The heading of each column.
        words: The words for each value of a column with a list of values.
    """

    translated_keys: ClassVar = ("name", "shown")

    name: Annotated[str, Field(max_length=31)]
    shown: str = ""
    documents: Annotated[tuple[Kind, ...], Field(min_length=1)]
    order: int
    label: str = ""
    from_document: dict[str, str]
    columns: tuple[str, ...]
    keys: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    defaults: dict[str, str] = Field(default_factory=dict)
    short: dict[str, str] = Field(default_factory=dict)
    across: Across | None = None
    rows: dict[Kind, tuple[dict[str, str], ...]] = Field(default_factory=dict)
    kept: tuple[str, ...] = ()
    headings: dict[str, Texts] = Field(default_factory=dict)
    words: dict[str, dict[str, Texts]] = Field(default_factory=dict)

    def __hash__(self) -> int:
        """Equal for equal sheets: readers of a table are cached by its schema."""
        return hash((self.name, self.order, self.columns))

    def named(self) -> Iterator[str]:
        """Every column of the dataset that it names."""
        yield from (self.label,) if self.label else ()
        for names in (self.columns, self.keys, self.head, self.aside, self.kept):
            yield from names
        for texts in (self.from_document, self.defaults, self.short, self.headings, self.words):
            yield from texts
        for rows in self.rows.values():
            for row in rows:
                yield from row
        yield from self.across.cells if self.across else ()
