"""Functions that build exhibits from frames, and texts from sentences."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.exhibits import model, values
from alereport.exhibits.model import Chart, Group, Heading, KeyFigure, Layout, Line, Table, Text
from alereport.exhibits.phrases import Words, capitalised, fill, phrase
from alereport.exhibits.sources import Captioned
from alereport.exhibits.values import Cell
from alereport.exhibits.widths import WIDTHS, Width

FrameRow = Mapping[Hashable, Any]
"""One row of a frame: its values by column."""


@dataclass(frozen=True)
class Column:
    """A column of a table, and how its cells are made.

    Attributes:
        key: Its identifier, in English, such as `change_tkr`.
        heading: Its heading, in the current language.
        cell: Returns the cell of a row of the frame; a string becomes a cell with that text.
        figures: Whether it holds figures, which are aligned to the right.
        where: Whether it says where a row stands; see `model.Column`.
        first_on_phone: Whether it is seen first where not all have room; see `model.Column`.
    """

    key: str
    heading: str
    cell: Callable[[FrameRow], Cell | str]
    figures: bool = True
    where: bool = False
    first_on_phone: bool = False

    def first(self) -> Column:
        """Return the column as one that a phone shows first."""
        return replace(self, first_on_phone=True)


def numbers(column: Hashable, heading: str, **fields: Any) -> Column:
    """Return a column of the frame's numbers; silent where one is missing.

    Args:
        column: The column of the frame.
        heading: See `Column`.
        fields: Other fields of each cell, such as its unit; see `values.Cell`.
    """
    return Column(str(column), heading, lambda row: values.amount(row[column], **fields))


def texts(column: Hashable, heading: str) -> Column:
    """Return a column of the frame's texts; silent where it is missing; see `values.named`."""

    def cell(row: FrameRow) -> Cell:
        return values.named(row[column]) if pd.notna(row[column]) else values.silent()

    return Column(str(column), heading, cell, figures=False)


def table(  # noqa: PLR0913 - one argument for each part of a table
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    name: str,
    caption: str | Captioned,
    key: str | Sequence[str],
    total: bool = False,
    notes: Iterable[Words] = (),
    as_of: object = "",
) -> Table:
    """Return a table with one row for each row of a frame.

    A column in which every cell is empty or zero tells nothing and is left out, if others remain.

    Args:
        frame: The frame; its column `rows`, if any, holds the rows of the data behind each row.
            Where its last rows, but for the total, are each a `requirement`, they stand apart.
        columns: The columns; the first one names the rows.
        name: Its name in cross-references, unique in the book, such as `ks-2024-by-area`.
        caption: What it shows, its unit, and its source; see `sources.with_source`.
        key: The columns whose values identify a row.
        total: Whether the last row is the total of the others.
        notes: The footnotes, each with its sign.
        as_of: The day, month or year that it is about.
    """
    telling = _telling(frame, columns)
    made = rows(frame, telling, key=key)
    if (first := _first_apart(frame, total=total)) is not None:
        made = (*made[:first], made[first].model_copy(update={"apart": True}), *made[first + 1 :])
    return Table(
        id=name,
        as_of=str(as_of),
        **_caption_and_source(caption),
        columns=model_columns(telling),
        rows=made,
        total=total,
        notes=tuple(map(phrase, notes)),
    )


def _first_apart(frame: pd.DataFrame, *, total: bool) -> int | None:
    """Return the place of the first of the requirements that follow the areas; None if none do."""
    rows_before = frame.to_dict("records")[: len(frame) - total]
    required = [row.get("requirement") is True for row in rows_before]
    first = required.index(True) if True in required else 0
    return first if first and all(required[first:]) else None


def _telling(frame: pd.DataFrame, columns: Sequence[Column]) -> Sequence[Column]:
    """Return the columns that tell something of a row, and the first, which names the rows."""
    records = frame.to_dict("records")
    found = [
        column
        for number, column in enumerate(columns)
        if number == 0 or any(_tells(_cell(column.cell(row))) for row in records)
    ]
    return found if len(found) > 1 else columns


def _tells(cell: Cell) -> bool:
    return not cell.is_empty and not (cell.is_number and cell.value == 0 and not cell.hedge)


def _caption_and_source(caption: str | Captioned) -> dict[str, str]:
    words, source = (caption, "") if isinstance(caption, str) else caption
    return {"caption": words, "source": source}


def model_columns(columns: Sequence[Column]) -> tuple[model.Column, ...]:
    """Return the columns as they are stored in an exhibit, without the functions of their cells."""
    return tuple(
        model.Column(
            key=column.key,
            heading=column.heading,
            figures=column.figures,
            where=column.where,
            first_on_phone=column.first_on_phone,
        )
        for column in columns
    )


def rows(
    frame: pd.DataFrame, columns: Sequence[Column], *, key: str | Sequence[str]
) -> tuple[model.Row, ...]:
    """Return the rows of a table, or of the values of a chart; see `table`."""
    return tuple(
        model.Row(
            key=key_of(row, key),
            cells=tuple(_cell(column.cell(row)) for column in columns),
            rows=tuple(row.get("rows", ())),
        )
        for row in frame.to_dict("records")
    )


def chart(  # noqa: PLR0913 - one argument for each part of a chart
    draw: Callable[[Width], bytes],
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    name: str,
    key: str | Sequence[str],
    headline: Words,
    finding: Iterable[str] | None = None,
    caption: str | Captioned,
    alt: str,
    marks: Callable[[FrameRow], Words] | Iterable[Line],
    as_of: object = "",
) -> Chart:
    """Return a chart of a frame, with its values as a table.

    Args:
        draw: Draws it as SVG for a width, such as `charts.rows.rows_chart` returns it.
        frame: The frame it shows; see `table`.
        columns: The columns of its values.
        name: See `table`.
        key: See `table`.
        headline: Its main finding.
        finding: The rows of the data behind the headline; by default all.
        caption: What it shows, its unit, and its source; see `sources.with_source`.
        alt: The text for those who cannot see it, which follows the headline; with a gap for its
            `{values}`.
        marks: Returns what it shows of a row in words; or ready lines, if a mark does not
            correspond to one row.
        as_of: See `table`.
    """
    lines = marks_of_rows(frame, marks, key=key) if callable(marks) else tuple(marks)
    return Chart(
        id=name,
        as_of=str(as_of),
        headline=capitalised(headline),
        finding=rows_of(frame) if finding is None else tuple(finding),
        **_caption_and_source(caption),
        alt=f"{headline}. {alt.format(values='; '.join(map(str, lines)))}",
        marks=lines,
        columns=model_columns(columns),
        rows=rows(frame, columns, key=key),
    ).with_pictures({width.name: draw(width) for width in WIDTHS})


def marks_of_rows(
    frame: pd.DataFrame, words: Callable[[FrameRow], Words], *, key: str | Sequence[str]
) -> tuple[Line, ...]:
    """Return what a chart shows of each row of a frame, in words."""
    return tuple(
        Line(key=key_of(row, key), words=phrase(words(row)), rows=tuple(row["rows"]))
        for row in frame.to_dict("records")
    )


def key_of(row: FrameRow, columns: str | Sequence[str]) -> str:
    """Return the key of a row: the slugs in the given columns, joined by slashes."""
    names = [columns] if isinstance(columns, str) else columns
    return "/".join(str(row[name]) for name in names if pd.notna(row[name]))


def _cell(value: Cell | str) -> Cell:
    return value if isinstance(value, Cell) else values.words(value)


def rows_of(frame: pd.DataFrame) -> tuple[str, ...]:
    """Return the rows of the data behind all rows of a frame, without duplicates."""
    return tuple(dict.fromkeys(row for rows in frame["rows"] for row in rows))


def section(title: str) -> Heading:
    """Return a heading inside the chapter, in the report's language.

    Args:
        title: The heading in English, as it is in the catalogues in `alereport/locale`.
    """
    return Heading(words=_(title))


def lines(
    role: str,
    sentences: Iterable[Line],
    *,
    name: str = "",
    as_of: object = "",
    layout: Layout = "paragraph",
) -> Text:
    """Return a text of sentences, such as a lead or a commentary; empty sentences are left out.

    Args:
        role: Its role in the chapter.
        sentences: The sentences.
        name: Its identifier within the chapter; by default the role.
        as_of: The day, month or year that it is about.
        layout: How the sentences are set; see `model.Text`.
    """
    nonempty = tuple(_started(sentence) for sentence in sentences if sentence.words)
    return Text(id=name or role, as_of=str(as_of), role=role, lines=nonempty, layout=layout)


def _started(line: Line) -> Line:
    """Return a line that starts with a capital letter; after a term it goes on as it is."""
    return line if line.term else line.model_copy(update={"words": capitalised(line.words)})


def points(
    role: str, items: Iterable[Line], *, name: str = "", about: str = "", as_of: object = ""
) -> Text:
    """Return a text set as a list; `about` is the subject, where a heading before it names it."""
    text = lines(role, items, name=name, as_of=as_of, layout="list")
    return text.model_copy(update={"about": about}) if about else text


def note(name: str, *sentences: Words) -> Text:
    """Return a note that replaces a missing exhibit, or explains how to read one."""
    numbered = [
        Line(key=f"{number}", words=phrase(words)) for number, words in enumerate(sentences, 1)
    ]
    return lines("report-note", numbered, name=name)


def group(*parts: model.Exhibit, role: str = "") -> Group:
    """Return a group of exhibits that belong together."""
    return Group(role=role, parts=tuple(parts))


def sentence(key: str, words: str, /, rows: Iterable[str] = (), **gaps: Words | int) -> Line:
    """Return a sentence with its gaps filled; see `phrases.fill`.

    Args:
        key: Its identifier within the exhibit.
        words: The sentence in the current language, with gaps.
        rows: The rows of the data it was made from.
        gaps: The values of its gaps.
    """
    return Line(key=key, words=fill(words, **gaps), rows=tuple(rows))


def key_figure(
    key: str, name: str, value: Words, note: Words, rows: Iterable[str] = ()
) -> KeyFigure:
    """Return a figure shown large, with a note to compare it with; see `model.KeyFigure`."""
    return KeyFigure(key=key, name=name, value=phrase(value), note=phrase(note), rows=tuple(rows))


def labelled_line(key: str, term: Words, words: Words, rows: Iterable[str] = ()) -> Line:
    """Return a line that starts with a term, such as the name of what it is about."""
    return Line(key=key, term=phrase(term), words=phrase(words), rows=tuple(rows))
