"""Publishable copies of executed notebooks, and staged pages as Markdown.

A publishable copy has no code, no `text/html` and no execution times. What is published of an
output is Markdown, the same for both engines, and pictures are files next to the notebook.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from alereport.base.fingerprints import fingerprint
from alereport.base.languages import ENGLISH
from alereport.base.locales import gettext as _
from alereport.base.markdown import fenced, in_language, picture, plain, prose
from alereport.base.workspace import write_atomically
from alereport.exhibits.model import MIME
from alereport.publish.book import own_outputs
from alereport.publish.book.drawings import only_drawn
from alereport.publish.book.own_outputs import PNG, SVG
from alereport.publish.front_matter import front_matter, page_mark

HEADING = re.compile(r"(?P<marks>#+) [^\n]+")
"""A cell that is only a heading."""
HEADINGS = re.compile(r"^(#+) |^(~{8,}).*?^\2$", re.MULTILINE | re.DOTALL)
"""The marks of the headings in a cell, or lines shown as they are."""
SECTION = 2
"""The level of a chapter's headings, below its title: the highest of those that an analyst adds."""
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
            cells.extend(_published_cells(cell, folder, _last_level(cells)))
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


def _last_level(cells: list[NotebookNode]) -> int:
    """Return the level of the last heading, from that of the page, 1."""
    sources = (cell.source for cell in reversed(cells) if cell.cell_type == "markdown")
    for source in sources:
        if marks := [mark for mark, _fence in HEADINGS.findall(source) if mark]:
            return len(marks[-1])
    return 1


def _published_cells(cell: NotebookNode, folder: Path, level: int) -> Iterator[NotebookNode]:
    """Yield what is published of a cell.

    Args:
        folder: The folder of the copy.
        level: The level of the heading that it stands under.
    """
    if cell.cell_type != "code":
        written = prose(cell.source, top_level=SECTION, after=level)
        yield nbformat.v4.new_markdown_cell(written)
        return
    for output in own_outputs.outputs(cell):
        if shown := _shown(output, folder, level):
            yield nbformat.v4.new_markdown_cell(shown)
        if found := own_outputs.problem(output):
            yield nbformat.v4.new_markdown_cell(_remark(*found))


def _shown(output: NotebookNode, folder: Path, level: int) -> str:
    """Return an output as Markdown: exhibits, prose, and for a draft also pictures and text."""
    data = output.get("data", {})
    if MIME in data and "text/markdown" in data:
        return _with_drawing_files(data["text/markdown"], folder, own=own_outputs.is_own(output))
    if "text/markdown" in data:
        return prose(data["text/markdown"], top_level=SECTION, after=level)
    if drawn := _picture_of(output, folder):
        return drawn
    printed = output.text if output.get("name") == "stdout" else data.get("text/plain", "")
    return fenced(printed) if printed else ""  # Warnings are for the analyst.


def _picture_of(output: NotebookNode, folder: Path) -> str:
    """Return an analyst's own picture as Markdown, for a draft; empty if the output is none."""
    data = output.get("data", {})
    if SVG in data:
        content, suffix = only_drawn(data[SVG]).encode(), "svg"
    elif PNG in data:
        content, suffix = base64.b64decode(data[PNG]), "png"
    else:
        return ""
    alt = _("A figure of the analyst's, without a description.")
    file = folder / "figures" / f"cell-{fingerprint([content])[:12]}.{suffix}"
    write_atomically(file, content)
    return picture(f"figures/{file.name}", alt)


def _remark(found: str, next_step: str) -> str:
    """Return what a draft says below an output that is not published so."""
    said = plain(_("This is not published as it stands."))
    words = in_language(f"{found}; {next_step}.", ENGLISH).replace('"', '\\"')
    return f'::: {{.notice role="note"}}\n\n**{said}** {words}\n\n:::'


def _with_drawing_files(text: str, folder: Path, *, own: bool) -> str:
    """Return the Markdown with its drawings as files; of an analyst's only what draws is kept."""
    label = ""
    for match in DRAWING.finditer(text):
        if match["label"]:
            label = match["label"]
            continue
        drawing = folder / "figures" / f"{label}-{match['width']}.svg"
        content = base64.b64decode(match["data"])
        write_atomically(drawing, only_drawn(content.decode()) if own else content)
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
    return ["".join(cell["source"]) for cell in notebook["cells"][1:]]
