"""Publishable copies of executed notebooks, and staged pages as Markdown.

A publishable copy has no `text/html` and no execution times. Markdown outputs become Markdown
cells, and drawings are files next to the notebook.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from alereport.base.fingerprints import fingerprint
from alereport.base.locales import gettext as _
from alereport.base.markdown import fenced, picture, prose
from alereport.base.printable import without_controls
from alereport.base.workspace import write_atomically
from alereport.exhibits.model import MIME
from alereport.publish.book.drawings import only_drawn
from alereport.publish.front_matter import front_matter, page_mark

HEADING = re.compile(r"(?P<marks>#+) [^\n]+")
"""A cell that is only a heading."""
SECTION = 2
"""The level of a chapter's headings, below its title: the highest of those that an analyst adds."""
AS_PUBLISHED: Mapping[str, Callable[[str], str]] = {
    "text/plain": without_controls,
    "image/png": str,
    "image/svg+xml": only_drawn,
}
"""What is published of an analyst's own output that is not Markdown, and what is left of it."""
DRAWING = re.compile(
    r"\{#(?P<label>fig-[a-z0-9-]+)\}"
    r"|(?P<uri>data:image/svg\+xml;base64,(?P<data>[A-Za-z0-9+/=]+))\)\{\.(?P<width>[a-z]+) "
)
"""The label of a chart, or one of the drawings that follow it."""


def publishable(
    notebook: NotebookNode, title: str, folder: Path, *, name: str, in_part: bool
) -> NotebookNode:
    """Return the copy of an executed notebook that is published.

    Args:
        folder: The copy's folder; its drawings are written to `figures/` there.
        name: The page's path without its suffix, such as `ks-2024/budget`.
        in_part: True if the page belongs to a part of the book.

    Raises:
        ValueError: An output is not what it says it is.
    """
    cells = [
        nbformat.v4.new_raw_cell(front_matter(title).rstrip()),
        nbformat.v4.new_markdown_cell(page_mark(name, in_part=in_part)),
    ]
    for number, cell in enumerate(notebook.cells, start=1):
        if "remove-cell" in cell.metadata.get("tags", ()):
            continue
        try:
            cells.extend(_published_cells(cell, folder))
        except ValueError as problem:
            raise ValueError(f"an output of cell {number} cannot be published: {problem}") from None
    cells = _without_empty_sections(cells)
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    copy: NotebookNode = nbformat.v4.new_notebook(cells=cells)
    copy.metadata["kernelspec"] = notebook.metadata["kernelspec"]
    return copy


def _without_empty_sections(cells: list[NotebookNode]) -> list[NotebookNode]:
    """Return the cells without those that are empty, and without headings over nothing."""
    kept: list[NotebookNode] = []
    following_level = 1  # The level of the heading that follows; the page ends like one.
    for cell in reversed(cells):
        heading = HEADING.fullmatch(cell.source.strip()) if cell.cell_type == "markdown" else None
        level = len(heading["marks"]) if heading else 0
        is_over_nothing = heading and following_level and following_level <= level
        if is_over_nothing or (cell.cell_type == "markdown" and not cell.source.strip()):
            continue
        following_level = level
        kept.append(cell)
    return kept[::-1]


def _published_cells(cell: NotebookNode, folder: Path) -> Iterator[NotebookNode]:
    if cell.cell_type != "code":
        yield nbformat.v4.new_markdown_cell(prose(cell.source, top_level=SECTION))
        return
    others = []
    for output in cell.outputs:
        data = output.get("data", {})
        if MIME in data and "text/markdown" in data:
            yield nbformat.v4.new_markdown_cell(_with_drawing_files(data["text/markdown"], folder))
        elif "text/markdown" in data:
            yield nbformat.v4.new_markdown_cell(prose(data["text/markdown"], top_level=SECTION))
        elif alt := _description(output):
            drawing = only_drawn(data["image/svg+xml"])
            yield nbformat.v4.new_markdown_cell(_picture(drawing, "svg", alt, folder))
        elif data or output.get("name") == "stdout":  # Warnings are for the analyst.
            others.append(_without_html(output))
    if others:
        yield nbformat.v4.new_code_cell("", outputs=others)


def _description(output: NotebookNode) -> str:
    """Return what an analyst says of their own figure; see `charts.own_figures`."""
    alt = output.get("metadata", {}).get("image/svg+xml", {}).get("alt", "")
    return alt if isinstance(alt, str) and "image/svg+xml" in output.get("data", {}) else ""


def _picture(content: str | bytes, suffix: str, alt: str, folder: Path) -> str:
    """Write a picture beside the notebook and return it as Markdown."""
    drawing = content.encode() if isinstance(content, str) else content
    file = folder / "figures" / f"cell-{fingerprint([drawing])[:12]}.{suffix}"
    write_atomically(file, drawing)
    return picture(f"figures/{file.name}", alt)


def _without_html(output: NotebookNode) -> NotebookNode:
    cleaned = NotebookNode(output)
    if "text" in cleaned:
        cleaned["text"] = without_controls(output.text)
    if "data" in cleaned:
        cleaned["data"] = {
            kind: AS_PUBLISHED[kind](data)
            for kind, data in output.data.items()
            if kind in AS_PUBLISHED
        }
        cleaned["metadata"] = {}
    if "execution_count" in cleaned:
        cleaned["execution_count"] = None
    return cleaned


def _with_drawing_files(text: str, folder: Path) -> str:
    label = ""
    for match in DRAWING.finditer(text):
        if match["label"]:
            label = match["label"]
            continue
        drawing = folder / "figures" / f"{label}-{match['width']}.svg"
        write_atomically(drawing, base64.b64decode(match["data"]))
        text = text.replace(match["uri"], f"figures/{drawing.name}")
    return text


def markdown(path: Path) -> str:
    """Return a staged page as one Markdown text without its title, for the embedded engine."""
    return "\n\n".join(parts(path))


def parts(path: Path) -> list[str]:
    """Return the same text in parts: one for each cell of a notebook, or one for another page."""
    if path.suffix == ".qmd":
        text = path.read_text(encoding="utf-8")
        return [text.split("\n---\n" if text.startswith("---") else "\n", 1)[1]]
    notebook = json.loads(path.read_bytes())  # We wrote it ourselves, so it needs no validation.
    return [_markdown_of(cell, path.parent) for cell in notebook["cells"][1:]]


def _markdown_of(cell: dict[str, Any], folder: Path) -> str:
    if cell["cell_type"] != "code":
        return "".join(cell["source"])
    return "\n\n".join(_markdown_of_output(output, folder) for output in cell["outputs"])


def _markdown_of_output(output: dict[str, Any], folder: Path) -> str:
    """Return an output that is not Markdown, such as an analyst's own picture or print."""
    lines = output.get("data", {"text/plain": output.get("text", "")})
    data = {kind: "".join(text) for kind, text in lines.items() if isinstance(text, (str, list))}
    for kind, suffix in (("image/svg+xml", "svg"), ("image/png", "png")):
        if kind in data:
            content = data[kind] if suffix == "svg" else base64.b64decode(data[kind])
            alt = _("A figure of the analyst's, without a description.")
            return _picture(content, suffix, alt, folder)
    return fenced(data.get("text/plain", ""))
