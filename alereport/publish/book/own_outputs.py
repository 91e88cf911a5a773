"""What an analyst's own cells put out, and what becomes of it in the book, to be said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from alereport.publish.book.copies import PNG, SVG

MARKDOWN, TEXT = "text/markdown", "text/plain"
ADVICE = "show it as an exhibit or as Markdown, or tag the cell remove-cell"


def remarks(notebook: Mapping[str, Any], place: str) -> tuple[str, ...]:
    """Return what each output that is no Markdown becomes, once for each cell and kind.

    Args:
        notebook: An executed notebook.
        place: Its name in messages.
    """
    cells = [cell for cell in notebook["cells"] if "injected-parameters" not in _tags(cell)]
    found = (
        f"{place}: cell {number}: {remark}; {ADVICE}"
        for number, cell in enumerate(cells, start=1)
        if cell["cell_type"] == "code" and "remove-cell" not in _tags(cell)
        for output in cell["outputs"]
        for remark in _remarks(output)
    )
    return tuple(dict.fromkeys(found))


def _tags(cell: Mapping[str, Any]) -> list[str]:
    tags: list[str] = cell["metadata"].get("tags", [])
    return tags


def _remarks(output: Mapping[str, Any]) -> Iterator[str]:
    data = output.get("data", {})
    if output.get("name") == "stdout" and "".join(output.get("text", "")).strip():
        yield "what it prints is published as it stands"
    if not data or MARKDOWN in data:
        return
    if SVG in data or PNG in data:
        if not output.get("metadata", {}).get(SVG, {}).get("alt"):
            yield "its picture is published without a description"
        return
    others = ", ".join(sorted(kind for kind in data if kind != TEXT))
    if TEXT not in data:
        yield f"an output of kind {others} is not published"
    elif others:
        yield f"an output of kind {others} is published as plain text only"
    else:
        yield "a value is published as plain text"
