"""The typed values that a notebook shows: tables, charts, key figures and text.

An exhibit is made once from an analysis, after the privacy rules have been applied. Every format is
written from it, and code that reads an executed notebook reads the exhibit in the output and never
parses its text.
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
"""The MIME type of the output that holds an exhibit, beside its HTML and its Markdown."""


class Line(Model):
    """A line of text that a reader sees, and the rows of the data that it was made from.

    Attributes:
        key: Its identifier within the exhibit: the key of a declared sentence, or the slugs of the
            rows' primary key; never a line number or a printed label.
        words: The text, with the values in it.
        term: A label before the text, such as the name of what it is about.
        rows: The addresses of the rows; see `data.addresses`.
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
        key: Its identifier, in English, such as `change_tkr`.
        heading: Its heading, in the language of the exhibit.
        figures: Whether it holds figures, which are aligned to the right.
        where: Whether it says on which line a row stands, which is no value: rows added above
            change it.
        first_on_phone: Whether it is seen first where there is no room for all columns, such as
            the year the table is about. The first column, which names the rows, always is.
    """

    key: str
    heading: str
    figures: bool = True
    where: bool = False
    first_on_phone: bool = False


class Row(Model):
    """A row of a table.

    Attributes:
        key: Its identifier: the slugs of the primary key, and the document if there are several.
        cells: One for each column.
        rows: The rows of the data it was made from.
        apart: A line is drawn above it: it and those below, up to the total, are of another kind.
    """

    key: str
    cells: tuple[Cell, ...]
    rows: tuple[str, ...] = ()
    apart: bool = False


class Exhibit(Model):
    """A table, chart, text or other output of a notebook.

    Attributes:
        kind: The name of the kind of exhibit.
        id: Its identifier, stable over editions; unique in the book if the exhibit is numbered.
        language: The language of its text and of how its values are written.
        as_of: The day, month or year that it is about, as in the data.
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
        """Its label for cross-references, such as `tbl-ks-2024-by-area`; empty for text."""
        return ""

    @property
    def markdown(self) -> str:
        """The exhibit as Markdown in the dialect of Quarto, as it is published."""
        from alereport.exhibits import markdown  # noqa: PLC0415 - it imports this module

        with locales.using(self.language):
            return markdown.to_markdown(self)

    @property
    def html(self) -> str:
        """The exhibit as HTML, as JupyterLab shows it."""
        from alereport.exhibits import html  # noqa: PLC0415 - it imports this module

        with locales.using(self.language):
            return html.to_html(self)

    def __repr__(self) -> str:
        return self.markdown

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        written = self.markdown
        return {
            "text/plain": written,
            "text/markdown": written,
            "text/html": self.html,
            MIME: self.model_dump(mode="json", exclude_defaults=True),
        }


class Table(Exhibit):
    """A table whose first column names its rows.

    Attributes:
        headline: Its main finding, if it has one.
        caption: What it shows, and its unit.
        source: The documents and sections it is from; empty if it is from none.
        columns: The columns; the first one names the rows.
        rows: The rows.
        total: Whether the last row is the total of the others.
        notes: The footnotes below it, each with its sign.
        own: Whether an analyst made it of a frame of her own; see `own`.
    """

    kind: Literal["table"] = "table"
    headline: str = ""
    caption: str
    source: str = ""
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: bool = False
    notes: tuple[Phrase, ...] = ()
    own: bool = False

    @property
    def label(self) -> str:
        return f"tbl-{self.id}"


class Chart(Exhibit):
    """A chart: its headline, its marks, and their values as a table.

    Attributes:
        headline: Its main finding.
        finding: The rows of the data that the headline was made from.
        caption: What it shows, and its unit.
        source: See `Table`.
        alt: The text for those who cannot see it, with the values.
        marks: What each of its marks or lines shows, in words.
        columns: The columns of its values as a table; the first one names the rows.
        rows: The rows of that table.
        own: See `Table`.
    """

    kind: Literal["chart"] = "chart"
    headline: Phrase
    finding: tuple[str, ...] = ()
    caption: str
    source: str = ""
    alt: str
    marks: tuple[Line, ...] = ()
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    own: bool = False
    _pictures: dict[str, bytes] = PrivateAttr(default_factory=dict)

    @property
    def label(self) -> str:
        return f"fig-{self.id}"

    @property
    def pictures(self) -> Mapping[str, bytes]:
        """The drawings as SVG by width; none in a chart that was read from a notebook's output."""
        return self._pictures

    def with_pictures(self, pictures: Mapping[str, bytes]) -> Chart:
        """Set the drawings and return the chart."""
        self._pictures = dict(pictures)
        return self


class KeyFigure(Model):
    """A figure shown large.

    Attributes:
        key: Its identifier within the exhibit.
        name: Its name.
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
    """Text: a lead, a commentary, a note or a list.

    Attributes:
        role: Its role in the chapter, such as `lead`; empty if it has none.
        about: What its lines are about, if that is only in a heading before them.
        lines: Its sentences or points.
        layout: `paragraph`: all in one paragraph; `paragraphs`: one each; `list`: a list of points.
    """

    kind: Literal["text"] = "text"
    role: str = ""
    about: str = ""
    lines: tuple[Line, ...]
    layout: Layout = "paragraph"


class Outline(Exhibit):
    """A nested list.

    Attributes:
        lines: The points; the `term` of each is its name.
        depths: The level of each point; the outermost is 0.
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
    """A warning that a reader must see before the figures.

    Attributes:
        start: The warning.
        points: What it applies to, point by point.
    """

    kind: Literal["notice"] = "notice"
    start: str
    points: tuple[str, ...]


class Prose(Exhibit):
    """Text written by an analyst, set apart from what is computed.

    Attributes:
        heading: Its heading.
        note: What a reader must know of the text, such as that nobody has reviewed it.
        text: The analyst's Markdown.
        written_in: The language of the text, if it is not that of the exhibit.
    """

    kind: Literal["prose"] = "prose"
    heading: str
    note: str = ""
    text: str
    written_in: str = ""


class Group(Exhibit):
    """Exhibits that belong together, such as a table and the text below it.

    Attributes:
        role: The role of the group, such as `cards`; empty if they only follow each other.
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
    """Return the exhibit in the output of an executed notebook.

    Raises:
        pydantic.ValidationError: The data are not an exhibit.
    """
    return _reader.validate_python(data)


def parts_of(exhibit: Exhibit) -> Iterator[Exhibit]:
    """Yield the exhibit, or the exhibits in the group, in order."""
    if isinstance(exhibit, Group):
        for part in exhibit.parts:
            yield from parts_of(part)
    else:
        yield exhibit


def nothing() -> Group:
    """Return an empty group, for when another part of the chapter says why nothing is shown."""
    return Group(parts=())
