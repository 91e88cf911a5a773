"""Exhibits as HTML, which JupyterLab shows to the analyst."""

from __future__ import annotations

from functools import singledispatch
from html import escape

from alereport.base import locales
from alereport.base import markdown as prose
from alereport.exhibits.markdown import data_uri
from alereport.exhibits.model import (
    Chart,
    Column,
    Exhibit,
    Group,
    Heading,
    KeyFigures,
    Line,
    Notice,
    Outline,
    Prose,
    Row,
    Table,
    Text,
)
from alereport.exhibits.phrases import Phrase
from alereport.exhibits.widths import WIDE


@singledispatch
def to_html(exhibit: Exhibit) -> str:
    """Return an exhibit as HTML."""
    raise TypeError(f"{type(exhibit).__name__} is not an exhibit")


def _align(column: Column) -> str:
    return f'style="text-align:{"right" if column.figures else "left"}"'


@to_html.register
def _table(exhibit: Table) -> str:
    head = "".join(
        f'<th scope="col" {_align(column)}>{escape(column.heading)}</th>'
        for column in exhibit.columns
    )
    last = len(exhibit.rows) - 1 if exhibit.total else -1
    body = "".join(
        _row(exhibit, row, strong=number == last) for number, row in enumerate(exhibit.rows)
    )
    notes = "".join(f"<p>{escape(str(note))}</p>" for note in exhibit.notes)
    headline = f"<p><strong>{escape(exhibit.headline)}</strong></p>" if exhibit.headline else ""
    return (
        f"{headline}<table><caption>{escape(exhibit.caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{notes}"
        f"<p><small>{escape(exhibit.source)}</small></p>"
    )


SHAPES = {"filled": "●", "ring": "○"}


def _row(exhibit: Table, row: Row, *, strong: bool) -> str:
    cells = []
    for number, (column, cell) in enumerate(zip(exhibit.columns, row.cells, strict=True)):
        tag, scope = ("td", "") if number else ("th", ' scope="row"')
        lang = "" if locales.is_current_language(cell.language) else f' lang="{cell.language}"'
        words = f"{SHAPES.get(cell.shape, '')} {escape(str(cell))}".strip()
        words = f"<strong>{words}</strong>" if strong else words
        cells.append(f"<{tag}{scope}{lang} {_align(column)}>{words}</{tag}>")
    return f"<tr>{''.join(cells)}</tr>"


@to_html.register
def _chart(exhibit: Chart) -> str:
    headline = f"<strong>{escape(str(exhibit.headline))}</strong><br>" if exhibit.headline else ""
    return (
        f"<figure>{headline}"
        f'<img src="{data_uri(exhibit.pictures[WIDE.name])}" '
        f'alt="{escape(exhibit.alt, quote=True)}" style="max-width:100%;background:#fff">'
        f"<figcaption>{escape(exhibit.caption)} "
        f"<small>{escape(exhibit.source)}</small></figcaption></figure>"
    )


@to_html.register
def _key_figures(exhibit: KeyFigures) -> str:
    items = "".join(
        f"<li>{escape(figure.name)}: <strong>{escape(str(figure.value))}</strong> "
        f"({escape(str(figure.note))})</li>"
        for figure in exhibit.figures
    )
    return f"<ul>{items}</ul>"


@to_html.register
def _text(exhibit: Text) -> str:
    if exhibit.layout == "list":
        return f"<ul>{''.join(f'<li>{_line(line)}</li>' for line in exhibit.lines)}</ul>"
    if exhibit.layout == "paragraph":
        return f"<p>{' '.join(map(_line, exhibit.lines))}</p>"
    return "".join(f"<p>{_line(line)}</p>" for line in exhibit.lines)


def _line(line: Line) -> str:
    term = f"<strong>{_inline(line.term)}</strong>: " if line.term else ""
    return f"{term}{_inline(line.words)}"


def _inline(words: Phrase) -> str:
    return "".join(
        escape(run.text)
        if locales.is_current_language(run.language)
        else f'<span lang="{run.language}">{escape(run.text)}</span>'
        for run in words.runs
    )


@to_html.register
def _outline(exhibit: Outline) -> str:
    parts, depths = ["<ul>"], [*exhibit.depths, -1]
    for line, depth, following in zip(exhibit.lines, depths, depths[1:], strict=False):
        parts.append(f"<li>{escape(str(line.term))} {escape(str(line.words))}")
        closing = "</li>" + "</ul></li>" * (depth - max(following, 0))
        parts.append("<ul>" if following > depth else closing)
    return "".join([*parts, "</ul>"])


@to_html.register
def _heading(exhibit: Heading) -> str:
    return f"<h{exhibit.level}>{escape(exhibit.words)}</h{exhibit.level}>"


@to_html.register
def _notice(exhibit: Notice) -> str:
    items = "".join(f"<li>{escape(point)}</li>" for point in exhibit.points)
    return (
        '<div role="note" style="border-left:4px solid #b45309;padding-left:1em">'
        f"<p><strong>{escape(exhibit.start)}</strong></p><ul>{items}</ul></div>"
    )


@to_html.register
def _prose(exhibit: Prose) -> str:
    lang = f' lang="{exhibit.written_in}"' if exhibit.written_in else ""
    body = prose.html(exhibit.text)
    note = f"<p><em>{escape(exhibit.note)}</em></p>" if exhibit.note else ""
    return f"<strong>{escape(exhibit.heading)}</strong>{note}<div{lang}>{body}</div>"


@to_html.register
def _group(exhibit: Group) -> str:
    return "".join(map(to_html, exhibit.parts))
