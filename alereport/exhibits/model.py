"""What a notebook shows, as typed values: tables, charts, key figures and text.

An exhibit is made after privacy has spoken, once, from an analysis; every format is written from
it, and whatever reads an executed notebook reads the exhibit in its output, never its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    Field,
    PrivateAttr,
    SerializerFunctionWrapHandler,
    TypeAdapter,
    model_serializer,
)

from alereport.base import locales
from alereport.exhibits.phrases import Phrase
from alereport.exhibits.values import Cell, Model

MIME = "application/vnd.alereport.exhibit.v1+json"
"""The kind of output that holds an exhibit, beside its HTML and its Markdown."""


class Line(Model):
    """Words a reader sees, and the rows of the data they were made from.

    Attributes:
        key: What it is known by within its exhibit: a declared sentence, or the slugs of the
            rows' primary key; never a number of a line or a printed label.
        words: The words and the values in them.
        term: Words before them that say what they are of.
        rows: The rows, each as `file:line`.
    """

    key: str
    words: Phrase
    term: Phrase = Phrase()
    rows: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.term}: {self.words}" if self.term else str(self.words)


class Column(Model):
    """A column of a table.

    Attributes:
        key: What it is known by, in English, such as `change_tkr`.
        heading: In the language of the exhibit.
        figures: Whether it holds figures, which are set to the right.
    """

    key: str
    heading: str
    figures: bool = True


class Row(Model):
    """A row of a table.

    Attributes:
        key: What it is about: slugs of the primary key, and the document where there are several.
        cells: One for each column.
        rows: The rows of the data it was made from.
    """

    key: str
    cells: tuple[Cell, ...]
    rows: tuple[str, ...] = ()


class Exhibit(Model):
    """Something a notebook shows.

    Attributes:
        kind: What it is.
        id: What it is known by, stable over editions; unique in the book where it has a number.
        language: The language its words are in; what it shows is written in that one.
        as_of: What it speaks of: a day, month or year, as the data have it.
    """

    kind: str
    id: str = ""
    language: str = Field(default_factory=locales.current)
    as_of: str = ""

    @model_serializer(mode="wrap")
    def _with_kind(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {"kind": self.kind, "language": self.language, **dump(self)}

    @property
    def label(self) -> str:
        """What it is referred to by in the book, such as `tbl-ks-2024-by-area`; empty for text."""
        return ""

    @property
    def markdown(self) -> str:
        """As it is published, in the dialect Quarto reads."""
        from alereport.exhibits import markdown  # noqa: PLC0415 - it reads this model

        with locales.using(self.language):
            return markdown.written(self)

    @property
    def html(self) -> str:
        """As JupyterLab shows it."""
        from alereport.exhibits import html  # noqa: PLC0415 - it reads this model

        with locales.using(self.language):
            return html.written(self)

    def __repr__(self) -> str:
        return self.markdown

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {
            "text/markdown": self.markdown,
            "text/html": self.html,
            MIME: self.model_dump(mode="json", exclude_defaults=True),
        }


class Table(Exhibit):
    """A table whose first column names its rows.

    Attributes:
        caption: What it shows, its unit and its source.
        columns: The columns, the naming one first.
        rows: The rows.
        total: The last row is the total of the others.
        notes: The footnotes under it, each with its sign.
    """

    kind: Literal["table"] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: bool = False
    notes: tuple[Phrase, ...] = ()

    @property
    def label(self) -> str:
        return f"tbl-{self.id}"


class Chart(Exhibit):
    """A chart: what it finds, its marks, and their values as a table.

    Attributes:
        headline: What it finds.
        finding: The rows of the data that the headline was made from.
        caption: What it shows, its unit and its source.
        alt: What it shows, for those who cannot see it, with its values.
        marks: What it shows, mark by mark or line by line, in words.
        columns: The columns of its values as a table, the naming one first.
        rows: The rows of that table.
    """

    kind: Literal["chart"] = "chart"
    headline: Phrase
    finding: tuple[str, ...] = ()
    caption: str
    alt: str
    marks: tuple[Line, ...] = ()
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    _picture: bytes = PrivateAttr(default=b"")

    @property
    def label(self) -> str:
        return f"fig-{self.id}"

    @property
    def picture(self) -> bytes:
        """The drawing as SVG; none in what is read from a notebook's output."""
        return self._picture

    def drawn(self, picture: bytes) -> Chart:
        """The same with its drawing."""
        self._picture = picture
        return self


class KeyFigure(Model):
    """A figure shown large.

    Attributes:
        key: What it is known by within its exhibit.
        name: What it is.
        value: Its value.
        note: What it is compared with.
        rows: The rows of the data it was made from.
    """

    key: str
    name: str
    value: Phrase
    note: Phrase
    rows: tuple[str, ...] = ()


class KeyFigures(Exhibit):
    """Three or four figures shown large, each with what it is compared with."""

    kind: Literal["key_figures"] = "key_figures"
    figures: tuple[KeyFigure, ...]


Layout = Literal["paragraph", "paragraphs", "list"]


class Text(Exhibit):
    """Words: a lead, a commentary, a note or a list.

    Attributes:
        role: What it is in the chapter, such as `lead`; empty where it has no part of its own.
        about: What its lines are of, where a heading before them says so.
        lines: Its sentences or points.
        layout: `paragraph`: sentences one after the other; `paragraphs`: one each; `list`: points.
    """

    kind: Literal["text"] = "text"
    role: str = ""
    about: str = ""
    lines: tuple[Line, ...]
    layout: Layout = "paragraph"


class Outline(Exhibit):
    """Points under points.

    Attributes:
        lines: The points; the `term` of each is its name.
        depths: How deep each stands, the outermost 0.
    """

    kind: Literal["outline"] = "outline"
    lines: tuple[Line, ...]
    depths: tuple[int, ...]


class Heading(Exhibit):
    """A heading inside the chapter."""

    kind: Literal["heading"] = "heading"
    words: str
    level: int = 2


class Notice(Exhibit):
    """What a reader must know before the figures.

    Attributes:
        start: What it is.
        points: What it is of, one each.
    """

    kind: Literal["notice"] = "notice"
    start: str
    points: tuple[str, ...]


class Prose(Exhibit):
    """What an analyst wrote, set apart from what is computed.

    Attributes:
        heading: What it is called.
        text: The Markdown as it was written.
        written_in: The language of the text, where it is not the exhibit's own.
    """

    kind: Literal["prose"] = "prose"
    heading: str
    text: str
    written_in: str = ""


class Group(Exhibit):
    """Exhibits that belong together, such as a table and what is said under it.

    Attributes:
        role: What they are together, such as `cards`; empty where they only follow each other.
        parts: The exhibits.
    """

    kind: Literal["group"] = "group"
    role: str = ""
    parts: tuple[AnyExhibit, ...]


AnyExhibit = Annotated[
    Table | Chart | KeyFigures | Text | Outline | Heading | Notice | Prose | Group,
    Field(discriminator="kind"),
]
Group.model_rebuild()
_reader: TypeAdapter[Exhibit] = TypeAdapter(AnyExhibit)


def read(data: Mapping[str, Any]) -> Exhibit:
    """An exhibit from the output of an executed notebook.

    Raises:
        pydantic.ValidationError: It is none.
    """
    return _reader.validate_python(data)


def parts_of(exhibit: Exhibit) -> Iterator[Exhibit]:
    """An exhibit, or those it is a group of, in their order."""
    if isinstance(exhibit, Group):
        for part in exhibit.parts:
            yield from parts_of(part)
    else:
        yield exhibit


def nothing() -> Group:
    """What is shown where another part of the chapter already says why there is nothing."""
    return Group(parts=())
