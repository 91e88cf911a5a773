"""A PDF by its tags: headings, paragraphs and tables as the program that made it names them.

pikepdf reads the tree of tags, which spans pages; pdfium gives the text of each marked piece.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pikepdf

from alereport.base.errors import IngestError
from alereport.ingest import marked_texts, page_breaks, scans, unread_pages
from alereport.ingest.marked_texts import Piece
from alereport.ingest.model import Content, Grid, GridCell, Paragraph, Row, heading, spread
from alereport.ingest.places import Box, around, on_page
from alereport.ingest.progress import Told, untold

MOST_PAGES = 2000
DEEPEST = 60
"""The most tags within each other."""
MOST_TAGS = 400_000
HEADINGS = {"H": 1, "Title": 1, **{f"H{level}": level for level in range(1, 7)}}
PARAGRAPHS = {"P", "LI", "LBody", "Caption", "Note", "BlockQuote", "Quote", "TOCI", "FENote"}
LEFT_OUT = {"Artifact", "Figure", "Formula", "TOC", "Index"}


@dataclass
class Tag:
    """A tag, with the tags and the marked pieces (page, number) within it, in order."""

    name: str
    children: list[Tag | tuple[int, int]] = field(default_factory=list)
    across: int = 1
    down: int = 1
    text: str | None = None


def read(path: Path, told: Told = untold) -> Content | None:
    """Read a PDF that has tags; None if it has none, or they hold no text.

    Args:
        told: Is told of each page that is read.

    Raises:
        IngestError: It cannot be opened, has a password or too many pages, or is a scan.
    """
    root, pages, title = _tree(path)
    marked = marked_texts.of_pdf(path, told)
    if not marked.pages:
        raise scans.refusal(path.name, pages)
    tagged = {piece[0] for piece in _pieces(root) if piece in marked.texts} if root else set()
    if root is None or not tagged:
        return None
    walk = _Walk(Content(title=title), marked.texts, marked.boxes)
    walk.walk(root)
    walk.content.remarks += unread_pages.without_tags(marked.pages - tagged)
    return walk.content


def _tree(path: Path) -> tuple[Tag | None, int, str]:
    try:
        with pikepdf.open(path) as pdf:
            pages = len(pdf.pages)
            if pages > MOST_PAGES:
                most, smaller = f"at most {MOST_PAGES}", "save the pages with tables"
                raise IngestError(path.name, f"it has {pages} pages", most, smaller)
            numbers = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
            title = str(pdf.docinfo.get("/Title", ""))
            root = pdf.Root.get("/StructTreeRoot")
            if root is None:
                return None, pages, title
            named = (root.get("/RoleMap") or {}).items()
            roles = {str(key): str(value).lstrip("/") for key, value in named}
            return _Tags(numbers, roles, path.name).tag(root, -1, 0), pages, title
    except pikepdf.PasswordError:
        found = "it has a password"
        raise IngestError(path.name, found, "a PDF without", "save it without a password") from None
    except pikepdf.PdfError as problem:
        said = str(problem).splitlines()[0].removeprefix(f"{path}: ")
        found = f"it cannot be opened ({said})"
        raise IngestError(path.name, found, "a whole PDF", "ask for the file again") from None


class _Tags:
    """Reads the tree of tags, each once, however it refers to itself."""

    def __init__(self, pages: dict[tuple[int, int], int], roles: dict[str, str], file: str) -> None:
        self.pages, self.roles, self.file = pages, roles, file
        self.seen: set[tuple[int, int]] = set()
        self.count = 0

    def tag(self, element: Any, page: int, depth: int) -> Tag:
        self.count += 1
        if depth > DEEPEST or self.count > MOST_TAGS:
            found = f"its tags are more than {DEEPEST} deep or {MOST_TAGS} in number"
            raise IngestError(self.file, found, "the tags of a document", "save the PDF again")
        name = str(element.get("/S", "/Document"))
        name = self.roles.get(name, name.lstrip("/"))
        page = self._page(element.get("/Pg"), page)
        tag = Tag(name, across=_span(element, "/ColSpan"), down=_span(element, "/RowSpan"))
        if "/ActualText" in element:
            tag.text = str(element["/ActualText"])
        children = element.get("/K")
        if isinstance(children, pikepdf.Array):
            kids = list(children)
        else:
            kids = [] if children is None else [children]
        for kid in kids:
            tag.children += self._child(kid, page, depth)
        return tag

    def _child(self, kid: Any, page: int, depth: int) -> Iterator[Tag | tuple[int, int]]:
        if isinstance(kid, int):
            yield (page, kid)
        elif isinstance(kid, pikepdf.Dictionary):
            if kid.get("/Type") == "/MCR":
                yield (self._page(kid.get("/Pg"), page), int(kid["/MCID"]))
            elif kid.get("/Type") != "/OBJR":
                if kid.is_indirect:
                    if kid.objgen in self.seen:
                        return
                    self.seen.add(kid.objgen)
                yield self.tag(kid, page, depth + 1)

    def _page(self, page: Any, above: int) -> int:
        return above if page is None else self.pages.get(page.objgen, above)


def _span(element: Any, key: str) -> int:
    attributes = element.get("/A")
    several = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    for each in several:
        if isinstance(each, pikepdf.Dictionary) and key in each:
            return max(1, min(int(each[key]), 1000))
    return 1


class _Walk:
    """Walks the tags in reading order."""

    def __init__(self, content: Content, texts: dict[Piece, str], boxes: dict[Piece, Box]) -> None:
        self.content, self.texts, self.boxes, self.section = content, texts, boxes, ""

    def walk(self, tag: Tag) -> None:
        if tag.name in LEFT_OUT:
            return
        if tag.name == "Table":
            self.table(tag)
        elif tag.name in HEADINGS:
            self.heading(tag)
        elif tag.name in PARAGRAPHS and not _holds(tag, {"Table", "P", "LI", *HEADINGS}):
            self.paragraph(tag)
        else:
            for child in tag.children:
                if isinstance(child, Tag):
                    self.walk(child)
                elif text := self.texts.get(child, "").strip():
                    place = on_page(child[0] + 1, self.boxes.get(child))
                    self.content.pieces.append(Paragraph(text, place, self.section))

    def heading(self, tag: Tag) -> None:
        found = heading(self.text(tag), HEADINGS[tag.name], self.place(tag))
        if found.words:
            self.section = found.number or found.words
            self.content.pieces.append(found)

    def paragraph(self, tag: Tag) -> None:
        text = " ".join(self.text(tag).split())
        if text:
            self.content.pieces.append(Paragraph(text, self.place(tag), self.section))

    def table(self, tag: Tag) -> None:
        rows = list(_rows(tag))
        caption = " ".join(
            " ".join(self.text(child).split())
            for child in tag.children
            if isinstance(child, Tag) and child.name == "Caption"
        )
        grid = self.grid(rows)
        if grid:
            above = self.content.words_above
            doubts = () if _is_whole(rows) else ("its rows have not as many cells",)
            made = Grid(tuple(grid), self.place(tag), self.section, caption or above, doubts=doubts)
            before = self.content.pieces[-1] if self.content.pieces else None
            heads = 0 if caption or not isinstance(before, Grid) else _goes_on(before, made)
            if heads and isinstance(before, Grid):
                rows_of_both = page_breaks.joined(before.rows, made.rows[heads:])
                self.content.pieces[-1] = replace(before, rows=rows_of_both)
            else:
                self.content.pieces.append(made)

    def grid(self, rows: Sequence[Tag]) -> list[Row]:
        """Rows of as many cells each, with the page of each cell or else of its row."""

        def cell(tag: Tag, row: int, _at: int) -> GridCell:
            text = " ".join(self.text(tag).split())
            place = self.place(tag) or self.place(rows[row])
            return GridCell(text, place, is_head=tag.name == "TH")

        return spread(
            [_cells(row) for row in rows],
            max((sum(each.across for each in _cells(row)) for row in rows), default=0),
            spans=lambda tag: (tag.across, tag.down),
            cell=cell,
            empty=lambda row: GridCell("", self.place(rows[row])),
        )

    def text(self, tag: Tag) -> str:
        if tag.text is not None:
            return tag.text
        parts = []
        for child in tag.children:
            if isinstance(child, tuple):
                parts.append(self.texts.get(child, ""))
            elif child.name not in {"Figure", "Artifact"}:
                separator = " " if child.name in {"P", "LI", "Div"} else ""
                parts.append(separator + self.text(child))
        return "".join(parts)

    def place(self, tag: Tag) -> str:
        pieces = [piece for piece in _pieces(tag) if piece[0] >= 0]
        if not pieces:
            return ""
        first = min(page for page, _number in pieces)
        return on_page(
            first + 1, around(self.boxes.get(piece) for piece in pieces if piece[0] == first)
        )


def _goes_on(above: Grid, grid: Grid) -> int:
    """The rows of its head that a table on the next page prints again; 0 if it is another."""
    ends, begins = (getattr(each[0].place, "page", 0) for each in (above.rows[-1], grid.rows[0]))
    if begins != ends + 1 or above.doubts + grid.doubts or not grid.rows[0][-1].is_head:
        return 0
    return page_breaks.repeated(above.rows, grid.rows)


def _pieces(tag: Tag) -> Iterator[tuple[int, int]]:
    for child in tag.children:
        if isinstance(child, tuple):
            yield child
        else:
            yield from _pieces(child)


def _holds(tag: Tag, names: set[str]) -> bool:
    return any(
        isinstance(child, Tag) and (child.name in names or _holds(child, names))
        for child in tag.children
    )


def _rows(tag: Tag) -> Iterator[Tag]:
    for child in tag.children:
        if isinstance(child, Tag):
            if child.name == "TR":
                yield child
            elif child.name in {"THead", "TBody", "TFoot", "Div", "NonStruct", "Sect"}:
                yield from _rows(child)


def _cells(row: Tag) -> list[Tag]:
    return [each for each in row.children if isinstance(each, Tag) and each.name in {"TH", "TD"}]


def _is_whole(rows: Sequence[Tag]) -> bool:
    """True if every row has as many cells, merged ones counted."""
    width = max((sum(cell.across for cell in _cells(row)) for row in rows), default=0)
    open_downs = [0] * width
    for row in rows:
        count = sum(1 for left in open_downs if left)
        open_downs = [max(left - 1, 0) for left in open_downs]
        at = 0
        for cell in _cells(row):
            count += cell.across
            while at < width and open_downs[at]:
                at += 1
            for _step in range(cell.across):
                if at < width:
                    open_downs[at] = cell.down - 1
                at += 1
        if count != width:
            return False
    return True
