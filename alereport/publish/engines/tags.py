"""Adds to the PDF the tags for screen readers that Typst does not write.

Typst marks the heads of columns only: those of rows need a command-line option that neither the
library nor Quarto offers.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Dictionary, Name, Object, ObjectStreamMode


def with_row_heads(pdf: bytes) -> bytes:
    """Return a tagged PDF with the first cell of each table row marked as the head of the row.

    The same PDF gives the same bytes.
    """
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for table in _tables(opened.Root.get("/StructTreeRoot", Dictionary())):
            for row in _rows(table):
                _set_head(row)
        opened.save(output, deterministic_id=True, object_stream_mode=ObjectStreamMode.preserve)
    return output.getvalue()


def _children(tag: Object) -> list[Object]:
    return [
        child
        for child in _as_list(tag.get("/K"))
        if isinstance(child, Dictionary) and "/S" in child
    ]


def _as_list(value: Object | None) -> list[Object]:
    """A PDF stores a single value as itself and several as an array; return a list either way."""
    return list(value) if isinstance(value, pikepdf.Array) else [value] if value else []


def _tables(tag: Object) -> Iterator[Object]:
    for child in _children(tag):
        yield from [child] if str(child.S) == "/Table" else _tables(child)


def _rows(table: Object) -> Iterator[Object]:
    """The rows of the table's body."""
    for part in _children(table):
        if str(part.S) == "/TBody":
            yield from _children(part)


def _set_head(row: Object) -> None:
    """Mark the first cell; no cell lists its heads any longer, so that their scopes decide."""
    for number, cell in enumerate(_children(row)):
        groups = _as_list(cell.get("/A"))
        for group in groups:
            if "/Headers" in group:
                del group["/Headers"]
        if number == 0:
            cell.S = Name.TH
            cell.A = pikepdf.Array([*groups, Dictionary(O=Name.Table, Scope=Name.Row)])
