"""What an edition has to tell: what is new, what a later document restates, what was wrong."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

from alereport.base.markdown import visible_text

Words = Annotated[str, AfterValidator(visible_text)]
"""Text as a reader sees it, on one line."""


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reason(Model):
    """Why a published figure changed.

    Attributes:
        words: The reason in the seal, or given when publishing.
        file: The data file that was sealed; empty if no data changed.
        sealed: The day it was sealed.
    """

    words: str
    file: str = ""
    sealed: date | None = None


class CellChange(Model):
    """A value within a figure that changed.

    Attributes:
        column: Its column in the table, or the name of the gap it fills in a sentence.
        heading: The column's heading; empty in a sentence.
        before: What it showed, or `..` if the value is withheld now.
        after: What it shows.
    """

    column: str
    heading: str = ""
    before: str
    after: str


class Change(Model):
    """A published figure that changed, or is no longer shown.

    Attributes:
        report: The chapter, such as `ks-2024/budget`.
        chapter: The chapter's name.
        exhibit: The id of the table, chart or text within the chapter.
        label: The label of the table or chart; empty for text.
        caption: Its caption or headline.
        key: The figure's key within the exhibit; empty for a whole chapter.
        row: The name of the row; empty for text.
        cells: The values in it that changed.
        before: The text that was shown; empty if a value in it is withheld now.
        after: The text that is shown; empty if it is no longer shown.
        reasons: Why it changed; empty of what is new, and of corrections in a draft.
    """

    report: str
    chapter: str
    exhibit: str = ""
    label: str
    caption: str
    key: str = ""
    row: str = ""
    cells: tuple[CellChange, ...] = ()
    before: Words
    after: Words
    reasons: tuple[Reason, ...] = ()

    @property
    def is_chapter(self) -> bool:
        """True if the whole chapter is no longer shown."""
        return not (self.exhibit or self.label or self.key)


class News(Model):
    """Something that was not published before.

    Attributes:
        kind: A source document, a chapter, a table or chart, a column of one, or a row or sentence.
        words: The document's title, the chapter's name, the caption, the heading, or the row's name
            or the sentence.
        language: The language of the words, if it is not that of the edition.
        report: The chapter; empty for a document.
        chapter: The chapter's name.
        label: The label of the table or chart; empty for text.
        caption: Its caption or headline.
    """

    kind: Literal["document", "chapter", "exhibit", "column", "row"]
    words: Words
    language: str = ""
    report: str = ""
    chapter: str = ""
    label: str = ""
    caption: str = ""


class Edition(Model):
    """What a publication has that the previous one had not.

    Attributes:
        number: The first publication is edition 1.
        as_of: The day that its figures refer to.
        updated: The latest day on which its data were sealed; `as_of` if none was.
        news: What was not published before.
        consequences: The figures that changed since they are made from what is new.
        revisions: The figures that a later document restates.
        corrections: The figures that were wrong, in the book's order.
        reworded: The number of figures with other words, but the same data and numbers.
        restructured: The number of figures shown otherwise, since the form of their data changed.
        added: The number of new figures, in an edition made before news were kept.
    """

    number: int
    as_of: date
    updated: date
    news: tuple[News, ...] = ()
    consequences: tuple[Change, ...] = ()
    revisions: tuple[Change, ...] = ()
    corrections: tuple[Change, ...] = ()
    reworded: int = 0
    restructured: int = 0
    added: int = 0

    @property
    def has_news(self) -> bool:
        return bool(self.news or self.consequences or self.added)

    @property
    def is_empty(self) -> bool:
        """True if nothing is new, revised or corrected."""
        return not (self.has_news or self.revisions or self.corrections)
