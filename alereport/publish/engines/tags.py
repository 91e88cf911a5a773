"""The tags by which a screen reader finds its way in the PDF, where Typst does not set them.

Typst has the heads of columns only: those of rows are behind a switch of its command line that
neither the library nor Quarto turns on.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Dictionary, Name, Object, ObjectStreamMode


def with_row_heads(pdf: bytes) -> bytes:
    """A tagged PDF in which the first cell of each row of a table is the head of the row.

    The same PDF gives the same bytes.
    """
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for table in _tables(opened.Root.get("/StructTreeRoot", Dictionary())):
            for row in _rows(table):
                _set_head(row)
        opened.save(made, deterministic_id=True, object_stream_mode=ObjectStreamMode.preserve)
    return made.getvalue()


def _children(tag: Object) -> list[Object]:
    return [
        each for each in _listed(tag.get("/K")) if isinstance(each, Dictionary) and "/S" in each
    ]


def _listed(value: Object | None) -> list[Object]:
    """What a PDF has as one thing where there is one, and as an array where there are more."""
    return list(value) if isinstance(value, pikepdf.Array) else [value] if value else []


def _tables(tag: Object) -> Iterator[Object]:
    for each in _children(tag):
        yield from [each] if str(each.S) == "/Table" else _tables(each)


def _rows(table: Object) -> Iterator[Object]:
    """The rows under the heads."""
    for part in _children(table):
        if str(part.S) == "/TBody":
            yield from _children(part)


def _set_head(row: Object) -> None:
    """Mark the first cell; no cell lists its heads any more, so that their scopes decide."""
    for number, cell in enumerate(_children(row)):
        groups = _listed(cell.get("/A"))
        for group in groups:
            if "/Headers" in group:
                del group["/Headers"]
        if number == 0:
            cell.S = Name.TH
            cell.A = pikepdf.Array([*groups, Dictionary(O=Name.Table, Scope=Name.Row)])
