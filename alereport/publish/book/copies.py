"""Publishable copies of executed notebooks, and staged pages as Markdown.

A publishable copy has no `text/html` and no execution times; what a cell computed as Markdown
stands as Markdown, and figures are files beside the notebook.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from alereport.base.fingerprints import fingerprint
from alereport.base.locales import gettext as _
from alereport.base.workspace import write_whole
from alereport.publish.front_matter import front_matter, page_mark

ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-_])")
"""What sets colours and moves the cursor in a terminal."""
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
FIGURE = re.compile(
    r"\{#(?P<label>fig-[a-z0-9-]+)\}.*?(?P<uri>data:image/svg\+xml;base64,(?P<data>[A-Za-z0-9+/=]+))",
    re.DOTALL,
)


def publishable(
    notebook: NotebookNode, title: str, folder: Path, *, name: str, in_part: bool
) -> NotebookNode:
    """An executed notebook as it is published.

    Args:
        folder: Where the copy will stand; its figures are put in `figures/` there.
        name: The page's path without its kind, such as `ks-2024/budget`.
        in_part: It stands in a part of the book.
    """
    cells = [
        nbformat.v4.new_raw_cell(front_matter(title).rstrip()),
        nbformat.v4.new_markdown_cell(page_mark(name, in_part=in_part)),
    ]
    for cell in notebook.cells:
        if "remove-cell" not in cell.metadata.get("tags", ()):
            cells.extend(_published_cells(cell, folder))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    copy: NotebookNode = nbformat.v4.new_notebook(cells=cells)
    copy.metadata["kernelspec"] = notebook.metadata["kernelspec"]
    return copy


def _published_cells(cell: NotebookNode, folder: Path) -> Iterator[NotebookNode]:
    if cell.cell_type != "code":
        yield nbformat.v4.new_markdown_cell(cell.source)
        return
    others = []
    for output in cell.outputs:
        data = output.get("data", {})
        if "text/markdown" in data:
            yield nbformat.v4.new_markdown_cell(_with_figure_files(data["text/markdown"], folder))
        elif data or output.get("name") == "stdout":  # Warnings are for the analyst.
            others.append(_without_html(output))
    if others:
        yield nbformat.v4.new_code_cell("", outputs=others)


def _without_html(output: NotebookNode) -> NotebookNode:
    kept = NotebookNode(output)
    if "text" in kept:
        kept["text"] = _uncoloured(output.text)
    if "data" in kept:
        kept["data"] = {
            kind: _uncoloured(data) if kind == "text/plain" else data
            for kind, data in output.data.items()
            if kind != "text/html"
        }
        kept["metadata"] = {}
    if "execution_count" in kept:
        kept["execution_count"] = None
    return kept


def _uncoloured(text: str) -> str:
    """What was printed, without what only a terminal understands."""
    return CONTROLS.sub("", ESCAPES.sub("", text))


def _with_figure_files(text: str, folder: Path) -> str:
    for match in FIGURE.finditer(text):
        figure = folder / "figures" / f"{match['label']}.svg"
        write_whole(figure, base64.b64decode(match["data"]))
        text = text.replace(match["uri"], f"figures/{figure.name}")
    return text


def markdown(path: Path) -> str:
    """A staged page as one Markdown text without its title, for the embedded engine."""
    return "\n\n".join(parts(path))


def parts(path: Path) -> list[str]:
    """The same part by part: of a notebook cell by cell; a page that was written is one part."""
    if path.suffix == ".qmd":
        text = path.read_text(encoding="utf-8")
        return [text.split("\n---\n" if text.startswith("---") else "\n", 1)[1]]
    notebook = json.loads(path.read_bytes())  # We wrote it: nothing is left to validate.
    return [_markdown_of(cell, path.parent) for cell in notebook["cells"][1:]]


def _markdown_of(cell: dict[str, Any], folder: Path) -> str:
    if cell["cell_type"] != "code":
        return "".join(cell["source"])
    return "\n\n".join(_markdown_of_output(output, folder) for output in cell["outputs"])


def _markdown_of_output(output: dict[str, Any], folder: Path) -> str:
    """An output that is not Markdown: an analyst's own picture, print or frame."""
    lines = output.get("data", {"text/plain": output.get("text", "")})
    data = {kind: "".join(said) for kind, said in lines.items() if isinstance(said, (str, list))}
    for kind, suffix in (("image/svg+xml", "svg"), ("image/png", "png")):
        if kind in data:
            content = data[kind].encode() if suffix == "svg" else base64.b64decode(data[kind])
            figure = folder / "figures" / f"cell-{fingerprint([content])[:12]}.{suffix}"
            write_whole(figure, content)
            alt = _("A figure of the analyst's, without a description.")
            return f'![](figures/{figure.name}){{fig-alt="{alt}"}}'
    fence = "`" * 8
    return f"{fence}\n{data.get('text/plain', '')}\n{fence}"
