"""Documents that Pandoc reads: Word, OpenDocument text, HTML and Markdown, by its syntax tree."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pypandoc

from alereport.base.errors import IngestError
from alereport.ingest.model import Content, Grid, GridCell, Paragraph, Row, heading, spread

FORMATS = {
    ".docx": "docx",
    ".odt": "odt",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown-raw_html-raw_tex",
}
HEAD_CELL = re.compile(rb"<(/?)th(?=[\s>/])", re.IGNORECASE)
MERGED_HEAD = re.compile(rb"<th\b[^>]*\browspan\b", re.IGNORECASE)
SECONDS = 120
MEMORY = "768m"
SIGNS = {"Space": " ", "SoftBreak": " ", "LineBreak": "\n", "Strikeout": ""}
PLAINLY = {"Emph", "Strong", "Underline", "SmallCaps", "Subscript"}
STYLED = {*PLAINLY, "Quoted", "Cite", "Link"}
Node = Any


def read(path: Path) -> Content:
    """Read a document.

    Raises:
        IngestError: Pandoc cannot read it, or takes too long.
    """
    tree = json.loads(_tree(path, FORMATS[path.suffix.lower()]))
    reader = _Reader()
    title = tree.get("meta", {}).get("title")
    if title:
        reader.content.title = _text(title.get("c", []))
    reader.blocks(tree["blocks"])
    if reader.changes:
        told = "insertions are read as accepted, deletions left out"
        reader.content.remarks.append(f"tracked changes: {reader.changes}; {told}")
    if reader.comments:
        reader.content.remarks.append(f"comments that are left out: {reader.comments}")
    return reader.content


def _tree(path: Path, form: str) -> str:
    # Pandoc reads nothing but the file: --sandbox.
    command = [pypandoc.get_pandoc_path(), "--sandbox", "--from", form, "--to", "json"]
    if form == "docx":
        command += ["--track-changes", "all"]
    given = _whole_heads(path.read_bytes()) if form == "html" else None
    command += [*([str(path)] if given is None else []), "+RTS", f"-M{MEMORY}", "-RTS"]
    try:
        process = subprocess.run(
            command, input=given, capture_output=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        found = f"it takes more than {SECONDS} s to read"
        smaller = "save a smaller part of it"
        raise IngestError(path.name, found, "a document of a committee", smaller) from None
    if process.returncode:
        said = process.stderr.decode(errors="replace").strip()
        first = next(iter(said.splitlines()), "no message")
        found = f"Pandoc cannot read it ({first})"
        raise IngestError(path.name, found, "a whole document", "open and save it again")
    return process.stdout.decode("utf-8")


def _whole_heads(page: bytes) -> bytes:
    """A page whose merged heads stay whole.

    Pandoc takes the first row of a table for its head, and cuts a cell that spans the rows below.
    """
    return HEAD_CELL.sub(rb"<\1td", page) if MERGED_HEAD.search(page) else page


class _Reader:
    """Walks through a document and keeps the section it is in."""

    def __init__(self) -> None:
        self.content = Content()
        self.section, self.changes, self.comments, self.number, self.tables = "", 0, 0, 0, 0

    def blocks(self, blocks: Sequence[Node]) -> None:
        for block in blocks:
            self.block(block)

    def block(self, block: Node) -> None:
        kind, value = block["t"], block.get("c")
        if kind == "Header":
            self.heading(value[0], self.text(value[2]))
        elif kind in {"Para", "Plain"}:
            self.paragraph(self.text(value))
        elif kind == "Table":
            self.table(value)
        elif kind == "CodeBlock":
            for line in value[1].splitlines():
                self.paragraph(line)
        elif kind == "LineBlock":
            for line in value:
                self.paragraph(self.text(line))
        else:
            for blocks in _within(self, kind, value):
                self.blocks(blocks)

    def heading(self, level: int, words: str) -> None:
        found = heading(words, level, self.place)
        self.section = found.number or found.words
        if found.words:
            self.content.pieces.append(found)

    @property
    def place(self) -> str:
        return f"paragraph {self.number}" if self.number else "the beginning"

    def paragraph(self, text: str) -> None:
        self.number += 1
        if text.strip():
            self.content.pieces.append(Paragraph(" ".join(text.split()), self.place, self.section))

    def text(self, inlines: Sequence[Node]) -> str:
        return "".join(self.inline(each) for each in inlines)

    def inline(self, inline: Node) -> str:
        kind, value = inline["t"], inline.get("c")
        if kind in SIGNS:
            return SIGNS[kind]
        if kind == "Str":
            return str(value)
        if kind == "Superscript":
            return _superscript(self.text(value))
        if kind == "Span":
            return self.span(value)
        if kind in STYLED:
            return self.text(value if kind in PLAINLY else value[1])
        return str(value[1]) if kind in {"Code", "Math"} else ""

    def span(self, value: Node) -> str:
        classes = value[0][1]
        if "deletion" in classes:
            self.changes += 1
            return ""
        if "insertion" in classes:
            self.changes += 1
        if "comment-start" in classes:
            self.comments += 1
            return ""
        return self.text(value[1])

    def table(self, value: Node) -> None:
        _attributes, caption, specs, head, bodies, foot = value
        self.tables += 1
        number = self.tables
        rows = [(row, True) for row in head[1]]
        for body in bodies:
            rows += [(row, True) for row in body[2]] + [(row, False) for row in body[3]]
        rows += [(row, False) for row in foot[1]]
        grid = self.grid(rows, len(specs), number)
        words = self.text_of(caption[1]) or self.content.words_above
        if grid:
            self.content.pieces.append(Grid(tuple(grid), f"table {number}", self.section, words))

    def text_of(self, blocks: Sequence[Node]) -> str:
        """The text of some blocks, a paragraph a line; a table within them is one of its own."""
        parts = []
        for block in blocks:
            if block["t"] in {"Para", "Plain"}:
                parts.append(self.text(block["c"]))
            elif block["t"] == "Table":
                remark = f"table {self.tables}: a table within a cell is read as one of its own"
                self.content.remarks.append(remark)
                self.table(block["c"])
            else:
                parts += list(_texts(self, block))
        return "\n".join(parts)

    def grid(self, rows: Sequence[tuple[Node, bool]], width: int, number: int) -> list[Row]:
        """Rows of as many cells each, in a table of a number."""

        def cell(node: Node, row: int, at: int) -> GridCell:
            place = f"table {number}, row {row + 1}, cell {at + 1}"
            return GridCell(self.text_of(node[4]).strip(), place, is_head=rows[row][1])

        return spread(
            [row[1] for row, _is_head in rows],
            width,
            spans=lambda node: (node[3], node[2]),
            cell=cell,
            empty=lambda row: GridCell("", f"table {number}, row {row + 1}", is_head=rows[row][1]),
        )


def _within(reader: _Reader, kind: str, value: Node) -> Iterator[list[Node]]:
    """Yield the blocks within a block that is a list, a quotation or a part of the page."""
    if kind == "BlockQuote":
        yield value
    elif kind in {"Div", "Figure"}:
        yield value[1 if kind == "Div" else 2]
    elif kind in {"BulletList", "OrderedList"}:
        yield from value if kind == "BulletList" else value[1]
    elif kind == "DefinitionList":
        for term, definitions in value:
            reader.paragraph(reader.text(term))
            yield from definitions


def _texts(reader: _Reader, block: Node) -> Iterator[str]:
    inner = _Reader()
    inner.block(block)
    reader.changes += inner.changes
    reader.comments += inner.comments
    yield from (piece.text for piece in inner.content.paragraphs)


def _superscript(text: str) -> str:
    return text.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _text(value: Node) -> str:
    reader = _Reader()
    return reader.text(value) if value and "t" in value[0] else ""
