"""Exhibits from frames: tables declared column by column, lines declared sentence by sentence."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.exhibits import model, values
from alereport.exhibits.model import Chart, Group, Heading, KeyFigure, Layout, Line, Table, Text
from alereport.exhibits.phrases import Words, phrase, say
from alereport.exhibits.values import Cell

Record = Mapping[Hashable, Any]
"""One row of a frame, by its columns."""


@dataclass(frozen=True)
class Column:
    """A column of a table: what it is, and the cell it has for each row.

    Attributes:
        key: What it is known by, in English, such as `change_tkr`.
        heading: In the language spoken now.
        cell: The cell of a row of the frame; words count as a cell of words.
        figures: Whether it holds figures, which are set to the right.
    """

    key: str
    heading: str
    cell: Callable[[Record], Cell | str]
    figures: bool = True


def numbers(column: Hashable, heading: str, **how: Any) -> Column:
    """A column of numbers of the frame; silent where there is none.

    Args:
        column: The frame's column.
        heading: See `Column`.
        how: What is said of each number; see `values.Cell`.
    """
    return Column(str(column), heading, lambda row: values.amount(row[column], **how))


def texts(column: Hashable, heading: str, **how: Any) -> Column:
    """A column of words of the frame; silent where there are none; see `values.words`."""

    def cell(row: Record) -> Cell:
        return values.words(row[column], **how) if pd.notna(row[column]) else values.silent()

    return Column(str(column), heading, cell, figures=False)


def quotes(column: str, heading: str) -> Column:
    """A column of words that the data quote from their documents; see `values.quoted`."""
    return Column(column, heading, lambda row: values.quoted(row[column]), figures=False)


def table(  # noqa: PLR0913 - all that is said of a table, each once
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    name: str,
    caption: str,
    key: str | Sequence[str],
    total: bool = False,
    notes: Iterable[Words] = (),
    as_of: object = "",
) -> Table:
    """A table of a frame; one row is one row of it.

    Args:
        frame: What it shows; `rows`, where it has it, is what each row was made from.
        columns: The columns, the naming one first.
        name: What it is referred to by, unique in the book, such as `ks-2024-by-area`.
        caption: What it shows, its unit and its source.
        key: The columns whose values say what a row is about.
        total: The last row is the total of the others.
        notes: The footnotes, each with its sign.
        as_of: What it speaks of.
    """
    return Table(
        id=name,
        as_of=str(as_of),
        caption=caption,
        columns=heads(columns),
        rows=rows(frame, columns, key=key),
        total=total,
        notes=tuple(map(phrase, notes)),
    )


def heads(columns: Sequence[Column]) -> tuple[model.Column, ...]:
    """What is kept of a table's columns."""
    return tuple(
        model.Column(key=each.key, heading=each.heading, figures=each.figures) for each in columns
    )


def rows(
    frame: pd.DataFrame, columns: Sequence[Column], *, key: str | Sequence[str]
) -> tuple[model.Row, ...]:
    """The rows of a table or of a chart's values; see `table`."""
    return tuple(
        model.Row(
            key=key_of(row, key),
            cells=tuple(_cell(column.cell(row)) for column in columns),
            rows=tuple(row.get("rows", ())),
        )
        for row in frame.to_dict("records")
    )


def chart(  # noqa: PLR0913 - all that is said of a chart, each once
    picture: bytes,
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    name: str,
    key: str | Sequence[str],
    headline: Words,
    finding: Iterable[str] | None = None,
    caption: str,
    alt: str,
    marks: Callable[[Record], Words] | Iterable[Line],
    as_of: object = "",
) -> Chart:
    """A chart of a frame, with its values as a table.

    Args:
        picture: The drawing, as SVG.
        frame: What it shows; see `table`.
        columns: The columns of its values.
        name: See `table`.
        key: See `table`.
        headline: What it finds.
        finding: The rows of the data it finds that in; by default all.
        caption: What it shows, its unit and its source.
        alt: What it shows, for those who cannot see it, with a gap for its `{values}`.
        marks: What it shows of each row in words; or lines of its own, where a mark is more or
            less than a row.
        as_of: What it speaks of.
    """
    lines = mark_of_each(frame, marks, key=key) if callable(marks) else tuple(marks)
    return Chart(
        id=name,
        as_of=str(as_of),
        headline=phrase(headline),
        finding=rows_of(frame) if finding is None else tuple(finding),
        caption=caption,
        alt=alt.format(values="; ".join(map(str, lines))),
        marks=lines,
        columns=heads(columns),
        rows=rows(frame, columns, key=key),
    ).drawn(picture)


def mark_of_each(
    frame: pd.DataFrame, words: Callable[[Record], Words], *, key: str | Sequence[str]
) -> tuple[Line, ...]:
    """What a chart shows of each row of a frame, in words."""
    return tuple(
        Line(key=key_of(row, key), words=phrase(words(row)), rows=tuple(row["rows"]))
        for row in frame.to_dict("records")
    )


def key_of(row: Record, columns: str | Sequence[str]) -> str:
    """What a row is about, by the slugs in some of its columns."""
    names = [columns] if isinstance(columns, str) else columns
    return "/".join(str(row[name]) for name in names if pd.notna(row[name]))


def _cell(shown: Cell | str) -> Cell:
    return shown if isinstance(shown, Cell) else values.words(shown)


def rows_of(frame: pd.DataFrame) -> tuple[str, ...]:
    """The rows of the data that the rows of an analysis were made from, each once."""
    return tuple(dict.fromkeys(row for rows in frame["rows"] for row in rows))


def section(title: str) -> Heading:
    """A heading inside the chapter, in the report's language.

    Args:
        title: The heading in English, as the catalogues in `alereport/locale` hold it.
    """
    return Heading(words=_(title))


def lines(
    role: str,
    said: Iterable[Line],
    *,
    name: str = "",
    as_of: object = "",
    layout: Layout = "paragraph",
) -> Text:
    """Sentences, such as a lead or a commentary; those without words go.

    Args:
        role: What they are in the chapter.
        said: The sentences.
        name: What they are known by within the chapter; by default their role.
        as_of: What they speak of.
        layout: How they stand; see `model.Text`.
    """
    kept = tuple(line for line in said if line.words)
    return Text(id=name or role, as_of=str(as_of), role=role, lines=kept, layout=layout)


def points(
    role: str, said: Iterable[Line], *, name: str = "", about: str = "", as_of: object = ""
) -> Text:
    """The same as a list of points, which may be about something a heading names."""
    listed = lines(role, said, name=name, as_of=as_of, layout="list")
    return listed.model_copy(update={"about": about}) if about else listed


def note(name: str, *sentences: Words) -> Text:
    """A note that stands in the place of something, or says how it is read."""
    said = [Line(key=f"{at}", words=phrase(each)) for at, each in enumerate(sentences, 1)]
    return lines("report-note", said, name=name)


def together(*parts: model.Exhibit, role: str = "") -> Group:
    """Exhibits that belong together."""
    return Group(role=role, parts=tuple(parts))


def sentence(key: str, words: str, /, rows: Iterable[str] = (), **gaps: Words | int) -> Line:
    """A sentence with its gaps filled; see `phrases.say`.

    Args:
        key: What it is known by within its exhibit.
        words: The sentence in the language spoken now.
        rows: The rows of the data it was made from.
        gaps: What fills its gaps.
    """
    return Line(key=key, words=say(words, **gaps), rows=tuple(rows))


def key_figure(
    key: str, name: str, value: Words, note: Words, rows: Iterable[str] = ()
) -> KeyFigure:
    """A figure shown large, with what it is compared with; see `model.KeyFigure`."""
    return KeyFigure(key=key, name=name, value=phrase(value), note=phrase(note), rows=tuple(rows))


def named(key: str, term: Words, words: Words, rows: Iterable[str] = ()) -> Line:
    """A point that begins with what it is of."""
    return Line(key=key, term=phrase(term), words=phrase(words), rows=tuple(rows))
