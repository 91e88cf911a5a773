"""Where a row was made from: a page of the document with the cell boxed, or its table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from alereport.base.errors import IngestError
from alereport.base.locales import gettext as _
from alereport.data.origins import Spot
from alereport.ingest.drafts import Row
from alereport.ingest.review import wording
from alereport.ingest.review.markup import Html, element, joined
from alereport.ingest.review.positions import Position
from alereport.ingest.review.session import Picture, Session

Box = Sequence[float]
"""Left, top, right and bottom in points, from the top left of the page."""
NEAR = (330.0, 110.0)
"""The width and height, in points, of what is shown of the page around a box."""
BESIDE = 40.0
"""How much of that stands to the right of the box, in points."""
AROUND = 4
"""The lines shown before and after one."""
LINED = {".txt", ".md", ".csv"}
"""The files whose lines are shown."""


def of_row(session: Session, row: Row, root: str) -> Html:
    """Where a row stands: as a picture where there is one, and the table it is in."""
    at = session.positions.get(row["id"])
    pictures = _page(session, row, root)
    parts = [pictures] if pictures else []
    if at:
        table = as_read(session, at.table, root, marked=at)
        parts.append(_folded(_("The table as it was read"), table) if pictures else table)
    if not parts:
        parts.append(_lines(session, row) or _beside(session, row))
    return joined(*parts)


def of_table(session: Session, number: int, root: str) -> Html:
    """The pages that a table stands on; nothing where there is no picture."""
    table = session.tables[number]
    places = [cell for row in table["rows"] for cell in row["cells"]] + [table]
    pages = sorted({page for each in places if (page := page_of(each))})
    shown = (_picture(session, page, None, root) for page in pages if has_pictures(session))
    return joined(*shown)


def has_pictures(session: Session) -> bool:
    return bool(session.source and session.source.suffix.lower() == ".pdf")


def page_of(placed: Mapping[str, Any]) -> int:
    """The page that something stands on; 0 where its place tells none."""
    return Spot.of(str(placed.get("place", "")), placed.get("page")).page or 0


def _page(session: Session, row: Row, root: str) -> Html | None:
    page = page_of(row)
    return _picture(session, page, row, root) if page and has_pictures(session) else None


def _picture(session: Session, page: int, row: Row | None, root: str) -> Html:
    try:
        picture = session.picture(page)
    except IngestError as problem:
        return element("p", session.messages.of_error(problem), class_="problem")
    box = row.get("box") if row else None
    printed = str(row["as_printed"]) if row else ""
    name = _("Page {page} of the document").format(page=page)
    boxed = _("Page {page} of the document; {printed} is boxed").format(page=page, printed=printed)
    whole = _drawing(picture, page, root, boxed if box else name, box)
    caption = element("figcaption", name)
    if not box:
        return element("figure", whole, caption, class_="page")
    near = _drawing(picture, page, root, boxed, box, near=True)
    return joined(
        element("figure", near, class_="near"), element("figure", whole, caption, class_="page")
    )


def _drawing(
    picture: Picture, page: int, root: str, name: str, box: Box | None, *, near: bool = False
) -> Html:
    """A page, or what is near a box on it, with the box."""
    image = element(
        "image",
        href=f"{root}page/{page}.png",
        width=f"{picture.width:g}",
        height=f"{picture.height:g}",
    )
    frame = ""
    left, top, width, height = 0.0, 0.0, picture.width, picture.height
    if box:
        x0, y0, x1, y1 = box
        frame = element(
            "rect",
            class_="box",
            x=f"{x0 - 2:g}",
            y=f"{y0 - 2:g}",
            width=f"{x1 - x0 + 4:g}",
            height=f"{y1 - y0 + 4:g}",
            rx=2,
        )
        if near:
            width, height = min(NEAR[0], width), min(NEAR[1], height)
            left = min(x1 + BESIDE - width, x0 - BESIDE / 2)  # Labels stand left of their figures.
            left = min(max(left, 0), picture.width - width)
            top = min(max((y0 + y1 - height) / 2, 0), picture.height - height)
    view = f"{left:g} {top:g} {width:g} {height:g}"
    return element("svg", image, frame, viewbox=view, role="img", aria_label=name)


def as_read(session: Session, number: int, root: str, marked: Position | None = None) -> Html:
    """A table as the program read it: each figure leads to its row, and says its state."""
    table = session.tables[number]
    rows = {at: row for row, at in session.of_table(number)}
    decided = session.decided
    head = element(
        "tr",
        element("th", _("As printed"), scope="col"),
        *(element("th", column["label"] or "–", scope="col") for column in table["columns"]),
    )
    lines = []
    for line, read in enumerate(table["rows"]):
        cells = []
        for column, cell in enumerate(read["cells"]):
            at = Position(number, line, column)
            row = rows.get(at)
            decision = decided.of(row) if row else None
            cells.append(
                _cell(session, cell, row, decision.action if decision else "", root, at == marked)
            )
        lines.append(element("tr", element("th", read["label"], scope="row"), *cells))
    title = table["title"] or wording.place(table["place"])
    unit = f", {table['unit']}" if table["unit"] else ""
    inside = element(
        "table",
        element("caption", f"{title}{unit}"),
        element("thead", head),
        element("tbody", *lines),
    )
    return element("div", inside, class_="scroll", tabindex=0, role="region", aria_label=str(title))


def _cell(
    session: Session,
    cell: Mapping[str, Any],
    row: Row | None,
    action: str,
    root: str,
    is_marked: bool,
) -> Html:
    printed = str(cell["as_printed"]) or "–"
    if row is None:
        return element("td", printed, class_="figures", title=None)
    said = wording.decision(action) if action else wording.state(row["state"])
    link = element(
        "a", printed, href=f"{root}row/{session.numbers[row['id']] + 1}",
        aria_current="true" if is_marked else None,
    )  # fmt: skip
    kind = "figures marked" if is_marked else "figures"
    return element(
        "td", link, element("span", said, class_=f"state {action or row['state']}"), class_=kind
    )


def _lines(session: Session, row: Row) -> Html | None:
    """The lines of a text around that of a row; None where the file has no lines."""
    match = re.fullmatch(r"line (\d+)", str(row["place"]))
    if not match or not session.source or session.source.suffix.lower() not in LINED:
        return None
    first = max(int(match[1]) - AROUND, 1)
    with session.source.open(encoding="utf-8", errors="replace") as file:
        texts = list(islice(file, first - 1, int(match[1]) + AROUND))
    return element("ol", *_numbered(texts, first, int(match[1])), class_="lines", start=first)


def _numbered(texts: Sequence[str], first: int, marked: int) -> Iterator[Html]:
    for number, text in enumerate(texts, first):
        line = text.rstrip()[:300]
        yield element("li", element("mark", line) if number == marked else line)


def _beside(session: Session, row: Row) -> Html:
    """What else was read in the same section."""
    others = [each for each in session.rows if each.get("section") == row.get("section")]
    near = others.index(row)
    shown = others[max(near - AROUND, 0) : near + AROUND + 1]
    items = (
        element("li", element("mark", words) if each is row else words)
        for each in shown
        if (words := str(each.get("title") or each.get("as_printed") or each.get("label") or ""))
    )
    section = element("p", _("Section {section}").format(section=row.get("section") or "–"))
    return joined(section, element("ul", *items, class_="lines"))


def _folded(name: str, content: Html) -> Html:
    return element("details", element("summary", name), content)
