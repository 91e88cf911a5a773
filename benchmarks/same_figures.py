"""Whether two builds publish the same: every cell, sentence and origin of the one and the other.

    python -m benchmarks.same_figures OLD_BUILD NEW_BUILD
    python -m benchmarks.same_figures OLD_BUILD NEW_BUILD --only html --ignore quality

compares the pages of the sites, the CSV files beside their tables, the Excel workbooks, the PDFs
and the open data of two `build` folders. It prints each difference on a line of its own, and last
how much was compared; it exits with 1 where something differs, and with 0 where nothing does. What
`--ignore` matches, on a line as it is printed, is counted only.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import openpyxl
import pypdf
from lxml import etree, html
from openpyxl.cell import Cell

Item = TypeVar("Item")

COUNTED = (
    "pages",
    "tables",
    "cells",
    "figures",
    "sentences",
    "origins",
    "CSV cells",
    "Excel cells",
    "PDF lines",
    "open-data cells",
    "open-data lines",
)
BREAK = "\u2029"
BLOCKS = (
    *("address", "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "fieldset"),
    *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
    *("br", "label", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "td"),
    *("th", "title", "tr", "ul"),
)
"""The elements that begin and end a paragraph."""
SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+")
LEADERS = re.compile(r"(\s?\.){3,}\s?\d+$")
FINGERPRINT = re.compile(r"/(bytes|hash) = |:(byteSize|checksumValue)\b")


class Difference(NamedTuple):
    """What differs.

    Attributes:
        group: What it is printed under.
        place: The file, and where in it.
    """

    group: str
    place: str
    said: str

    def __str__(self) -> str:
        return f"{self.place}: {self.said}"


class Grid(NamedTuple):
    """A table without its caption: columns of different names, and rows as wide as they."""

    columns: list[str]
    rows: list[list[str]]

    @property
    def cells(self) -> int:
        return len(self.columns) * (len(self.rows) + 1)


class Page(NamedTuple):
    """What a page of the site says.

    Attributes:
        captions: By the label of each table, its caption.
        figures: By label, the headline, the caption and the text for those who do not see it.
        origins: By the label of a table or figure, the lines that say where it comes from.
        text: The sentences of the running text, in order.
        around: What stands around it: the title, the menus and the foot of the page.
    """

    tables: dict[str, Grid]
    captions: dict[str, str]
    figures: dict[str, dict[str, str]]
    origins: dict[str, list[str]]
    text: list[str]
    around: list[str]


class Sheet(NamedTuple):
    """A sheet of a workbook: the lines above its table, and the table."""

    above: list[str]
    grid: Grid


def main() -> None:
    """Compare the builds, say what differs, and exit accordingly."""
    asked = _arguments()
    comparison = Comparison(asked.old, asked.new)
    for kind in asked.only or KINDS:
        comparison.compare(kind)
    ignored = [re.compile(each) for each in asked.ignore]
    left = [each for each in comparison.found if not any(one.search(str(each)) for one in ignored)]
    sys.stdout.write(_report(left, comparison))
    sys.exit(bool(left))


@dataclass
class Comparison:
    """Two builds.

    Attributes:
        counted: How much of each thing in the old one was compared.
        found: What differs.
    """

    old: Path
    new: Path
    counted: Counter[str] = field(default_factory=Counter)
    found: list[Difference] = field(default_factory=list)

    def compare(self, kind: str) -> None:
        """Compare all of a kind; that neither build has any of it is itself a difference."""
        before = len(self.found), self.counted.total()
        KINDS[kind](self)
        if before == (len(self.found), self.counted.total()):
            self._tell(kind, "both builds", f"nothing to compare as {kind}")

    def pages(self) -> None:
        """Compare the pages, their drawings, and what is recorded of the edition."""
        for path, old, new in self._files("html, pages", "site/*/**/*.html"):
            self.counted["pages"] += 1
            self._page(path, _page(old), _page(new))
        for path, old, new in self._files("html, drawings", "site/*/**/figures/*"):
            if old != new:
                self._tell("html, drawings", path, "is drawn otherwise")
        for path, old, new in self._files("html, edition", "site/*/publication.json"):
            self._lines("html, edition", path, _listed(path, old), _listed(path, new))

    def tables(self) -> None:
        """Compare the CSV files beside the tables and figures."""
        for path, old, new in self._files("csv", "site/*/**/tables/*.csv"):
            self._grid("csv", path, "CSV cells", _csv(old), _csv(new))

    def workbooks(self) -> None:
        """Compare the Excel workbooks: names of sheets, values and formats of numbers."""
        for path, old, new in self._files("excel", "site/*/**/*.xlsx"):
            before, after = _workbook(old), _workbook(new)
            self._lines("excel", f"{path}, the sheets", list(before), list(after))
            for name in (each for each in before if each in after):
                place = f"{path}, sheet {name!r}"
                self._lines("excel", place, before[name].above, after[name].above)
                self._grid("excel", place, "Excel cells", before[name].grid, after[name].grid)

    def papers(self) -> None:
        """Compare the PDFs, line by line."""
        files = self._files("pdf", "report-*.pdf", "site/*/**/*.pdf")
        for path, old, new in _without_copies(files):
            before, after = _printed(old), _printed(new)
            self.counted["PDF lines"] += len(before)
            self._lines("pdf", path, before, after)

    def open_data(self) -> None:
        """Compare the datasets, then what describes them."""
        group = "open-data"
        files = self._files(group, "open-data/*.csv", "site/*/open-data/*.csv")
        changed = set()
        for path, old, new in _without_copies(files):
            before = len(self.found)
            self._grid(group, path, "open-data cells", _csv(old), _csv(new))
            if len(self.found) > before:
                changed.add(Path(path).stem)
        names = [f"{folder}{group}/*.{end}" for folder in ("", "site/*/") for end in DESCRIBED]
        for path, old, new in _without_copies(self._files(group, *names)):
            said, now = (_but_of(changed, _listed(path, each)) for each in (old, new))
            self.counted["open-data lines"] += len(said)
            self._lines(group, path, said, now)

    def _tell(self, group: str, place: str, said: str) -> None:
        self.found.append(Difference(group, place, said))

    def _files(self, group: str, *patterns: str) -> Iterator[tuple[str, bytes, bytes]]:
        """The path and the contents of each file that both builds have."""
        old, new = (
            {
                path.relative_to(build).as_posix(): path
                for pattern in patterns
                for path in sorted(build.glob(pattern))
            }
            for build in (self.old, self.new)
        )
        for path, before, after in self._both(group, "", old, new):
            yield path, before.read_bytes(), after.read_bytes()

    def _both(
        self, group: str, place: str, old: Mapping[str, Item], new: Mapping[str, Item]
    ) -> Iterator[tuple[str, Item, Item]]:
        """What both have, by the place of it, which is its name where none is given."""
        within = f"{place}, " if place else ""
        for name in {**old, **new}:
            if name in old and name in new:
                yield f"{within}{name}", old[name], new[name]
            else:
                which = "old" if name in old else "new"
                self._tell(group, f"{within}{name}", f"only in the {which} build")

    def _page(self, path: str, old: Page, new: Page) -> None:
        self.counted["tables"] += len(old.tables)
        self.counted["figures"] += len(old.figures)
        self.counted["sentences"] += len(old.text)
        self.counted["origins"] += sum(map(len, old.origins.values()))
        for place, before, after in self._both("html, tables", path, old.tables, new.tables):
            self._grid("html, tables", place, "cells", before, after)
        for label in (each for each in old.captions if each in new.captions):
            said = [old.captions[label]], [new.captions[label]]
            self._lines("html, tables", f"{path}, {label}, caption", *said)
        for place, figure, anew in self._both("html, figures", path, old.figures, new.figures):
            for part in figure:
                self._lines("html, figures", f"{place}, {part}", [figure[part]], [anew[part]])
        for place, lines, others in self._both("html, origins", path, old.origins, new.origins):
            self._lines("html, origins", place, lines, others)
        self._lines("html, text", path, old.text, new.text)
        self._lines("html, around the text", path, old.around, new.around)

    def _lines(self, group: str, place: str, old: Sequence[str], new: Sequence[str]) -> None:
        for _at, before, after in _apart(old, new):
            if after is None:
                self._tell(group, place, f"gone: {before!r}")
            elif before is None:
                self._tell(group, place, f"new: {after!r}")
            else:
                self._tell(group, place, f"{before!r} is now {after!r}")

    def _grid(self, group: str, place: str, counted: str, old: Grid, new: Grid) -> None:
        """Compare the rows of two tables in the columns both have."""
        self.counted[counted] += old.cells
        shared = _shared(old.columns, new.columns)
        self._columns(group, place, old.columns, new.columns)
        before = [tuple(row[at] for at, _ in shared) for row in old.rows]
        after = [tuple(row[at] for _, at in shared) for row in new.rows]
        names = [old.columns[at] for at, _ in shared]
        for at, was, now in _apart(before, after):
            self._row(group, f"{place}, row {at + 1}", names, was, now)

    def _row(
        self,
        group: str,
        place: str,
        names: list[str],
        old: tuple[str, ...] | None,
        new: tuple[str, ...] | None,
    ) -> None:
        if old is None or new is None:
            self._lines(group, place, *([" | ".join(row)] if row else [] for row in (old, new)))
            return
        for name, before, after in zip(names, old, new, strict=True):
            if before != after:
                where = f"{place} ({old[0]}), column {name!r}"
                self._tell(group, where, f"{before!r} is now {after!r}")

    def _columns(self, group: str, place: str, old: list[str], new: list[str]) -> None:
        if sorted(old) == sorted(new):
            if old != new:
                self._tell(group, place, f"the columns {old} now stand in the order {new}")
        elif len(old) == len(new):
            self._lines(group, f"{place}, the columns", old, new)
        else:
            gone, added = _less(old, new), _less(new, old)
            said = f"other columns: {gone} gone, {added} new"
            self._tell(group, place, said)


KINDS: dict[str, Callable[[Comparison], None]] = {
    "html": Comparison.pages,
    "csv": Comparison.tables,
    "excel": Comparison.workbooks,
    "pdf": Comparison.papers,
    "open-data": Comparison.open_data,
}
DESCRIBED = ("json", "jsonld", "ttl")
"""How the names end of the files that describe the open data."""


def _less(some: list[str], others: list[str]) -> list[str]:
    return [each for each in some if each not in others]


def _without_copies(
    files: Iterable[tuple[str, bytes, bytes]],
) -> Iterator[tuple[str, bytes, bytes]]:
    """The files without those that are, in both builds, the copy of one before."""
    seen = set()
    for path, old, new in files:
        if (old, new) not in seen:
            seen.add((old, new))
            yield path, old, new


def _apart(
    old: Sequence[Item], new: Sequence[Item]
) -> Iterator[tuple[int, Item | None, Item | None]]:
    """What differs, side by side and with its place; None where one of them has nothing."""
    for how, start, end, first, last in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if how != "equal":
            pairs = zip_longest(old[start:end], new[first:last])
            for at, (before, after) in enumerate(pairs, start):
                yield at, before, after


def _shared(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Where each column stands that both have, by name; by place where some were renamed only."""
    if len(old) == len(new) and set(old) != set(new):
        return [(at, at) for at in range(len(old))]
    return [(at, new.index(name)) for at, name in enumerate(old) if name in new]


def _words(text: str) -> str:
    return " ".join(text.split())


def _unique(names: Iterable[str]) -> Iterator[str]:
    """The names, of which those that come again have a number: Change, Change (2)."""
    times: Counter[str] = Counter()
    for name in names:
        times[name] += 1
        yield name if times[name] == 1 else f"{name} ({times[name]})"


def _as_grid(rows: list[list[str]]) -> Grid:
    """The table whose first row is its head."""
    width = max((len(row) for row in rows), default=0)
    head, *body = [[*row, *[""] * (width - len(row))] for row in rows] or [[]]
    return Grid(list(_unique(head)), body)


def _number(cell: str) -> str:
    """A cell in which 7598.0 is 7598; 3.10 stays, as it may be a section, which is not 3.1."""
    return cell.removesuffix(".0") if re.fullmatch(r"-?\d+\.0", cell) else cell


def _csv(data: bytes) -> Grid:
    rows = csv.reader(io.StringIO(data.decode("utf-8"), newline=""))
    return _as_grid([[_number(cell) for cell in row] for row in rows])


def _workbook(data: bytes) -> dict[str, Sheet]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        sheet.title: _sheet([[_shown(cell) for cell in row] for row in sheet.iter_rows()])
        for sheet in book.worksheets
    }


def _sheet(rows: list[list[str]]) -> Sheet:
    """A sheet by its rows: its table's head is the first of those with most cells filled."""
    filled = [sum(map(bool, row)) for row in rows]
    head = filled.index(max(filled)) if filled else 0
    above = [" | ".join(filter(None, row)) for row in rows[:head]]
    return Sheet(above, _as_grid(rows[head:]))


def _shown(cell: Cell) -> str:
    """A cell's value, with its format unless it is a plain text; a number and its text differ."""
    if cell.number_format == "General" and isinstance(cell.value, str | None):
        return cell.value or ""
    return f"{_number(repr(cell.value))} as {cell.number_format}"


def _printed(data: bytes) -> list[str]:
    """The lines of a PDF without the numbers of pages, and without what runs over several."""
    pages = [[_words(line) for line in page.splitlines() if line.strip()] for page in _sides(data)]
    pages = [page for page in pages if page]
    for end in (0, -1):
        often = Counter(_without_numbers(page[end]) for page in pages)
        for page in pages:
            if often[_without_numbers(page[end])] > 2:
                page[end] = ""
    return [LEADERS.sub("", line) for page in pages for line in page if line]


def _without_numbers(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _sides(data: bytes) -> list[str]:
    """The text of each page of a PDF."""
    program = shutil.which("pdftotext")
    if program is None:
        return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    command = [program, "-layout", "-enc", "UTF-8", "-", "-"]
    done = subprocess.run(command, input=data, check=True, capture_output=True)
    return done.stdout.decode("utf-8").split("\f")


def _listed(path: str, data: bytes) -> list[str]:
    """What a JSON or Turtle file says, as sorted lines."""
    text = data.decode("utf-8")
    return sorted(_turtle(text) if path.endswith(".ttl") else _flat(json.loads(text)))


def _but_of(datasets: Iterable[str], lines: list[str]) -> list[str]:
    """The lines without the hash and the size of some datasets, which are known to differ."""
    of = "|".join(
        rf"(resources/{name}/|#{name}-csv(-sha256)?\b)" for name in map(re.escape, datasets)
    )
    return [line for line in lines if not (of and FINGERPRINT.search(line) and re.search(of, line))]


def _flat(value: Any, at: str = "") -> Iterator[str]:
    """Each value within, after its place; what has a name is found by it, not by its number."""
    within: Iterable[tuple[Any, Any]]
    if isinstance(value, dict):
        within = value.items()
    elif isinstance(value, list):
        within = ((_name(item, number), item) for number, item in enumerate(value))
    else:
        yield f"{at} = {json.dumps(value, ensure_ascii=False)}"
        return
    for name, item in within:
        yield from _flat(item, f"{at}/{name}" if at else f"{name}")


def _name(item: Any, number: int) -> str:
    named = item if isinstance(item, dict) else {}
    return str(named.get("name") or named.get("@id") or number)


def _turtle(text: str) -> Iterator[str]:
    """Each line, after the subject of its paragraph."""
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        subject = paragraph.split(maxsplit=1)[0]
        for line in paragraph.splitlines():
            said = _words(line).rstrip(" ;,.")
            yield said if said.startswith(subject) else f"{subject} {said}"


def _page(data: bytes) -> Page:
    """What a page says, each thing once: what is read of it is taken out of it."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True)
    tree = html.document_fromstring(data, parser=parser)
    etree.strip_elements(tree, "script", "style", with_tail=False)
    main = tree.find(".//main")
    main = tree.body if main is None else main
    origins = _by_label(_taken(main, "descendant::*[@class='beside']"), "origin")
    tables = _by_label(_taken(main, "descendant::table"), "table")
    figures = _by_label(_taken(main, "descendant::figure"), "figure")
    menus = list(_taken(main, "descendant::nav|descendant::details[@class='on-page']"))
    text = _sentences(main)
    main.clear(keep_tail=True)
    return Page(
        tables={label: _table(each) for label, each in tables.items()},
        captions={label: _text(each, "caption") for label, each in tables.items()},
        figures={label: _figure(each) for label, each in figures.items()},
        origins={label: _origin(each) for label, each in origins.items()},
        text=text,
        around=[line for each in (tree, *menus) for line in _sentences(each)],
    )


def _taken(tree: html.HtmlElement, which: str) -> Iterator[html.HtmlElement]:
    """Each such element, out of the tree."""
    for each in tree.xpath(which):
        each.drop_tree()
        yield each


def _by_label(elements: Iterable[html.HtmlElement], kind: str) -> dict[str, html.HtmlElement]:
    found = list(elements)
    labels = _unique(_label(each) or f"{kind} without label" for each in found)
    return dict(zip(labels, found, strict=True))


def _label(element: html.HtmlElement) -> str:
    """The label of a table or figure, also of the one that an element links to first."""
    links = element.xpath("descendant::a[starts-with(@href, '#')]/@href")
    return element.get("id") or (links[0].removeprefix("#") if links else "")


def _text(element: html.HtmlElement, tag: str) -> str:
    return _words(" ".join(each.text_content() for each in element.iter(tag)))


def _table(element: html.HtmlElement) -> Grid:
    rows = element.xpath("descendant::tr")
    return _as_grid(
        [[_words(cell.text_content()) for cell in row.iter("th", "td")] for row in rows]
    )


def _figure(element: html.HtmlElement) -> dict[str, str]:
    headline = " ".join(each.text_content() for each in element.find_class("headline"))
    return {
        "headline": _words(headline),
        "caption": _text(element, "figcaption"),
        "alt text": _words(" ".join(element.xpath("descendant::img/@alt"))),
    }


def _origin(element: html.HtmlElement) -> list[str]:
    """The rows under a table or figure that say where it comes from, then its other words."""
    rows = [
        " | ".join(_words(cell.text_content()) for cell in row.iter("th", "td"))
        for row in element.xpath("descendant::tr[td]")
    ]
    for table in element.xpath("descendant::table"):
        table.drop_tree()
    return [*rows, *_sentences(element)]


def _sentences(element: html.HtmlElement) -> list[str]:
    """The sentences within, where a paragraph ends the last of its own."""
    for each in element.iter(*BLOCKS):
        each.text = f"{BREAK}{each.text or ''}"
        each.tail = f"{BREAK}{each.tail or ''}"
    paragraphs = "".join(element.itertext()).split(BREAK)
    return [
        sentence
        for paragraph in paragraphs
        for sentence in SENTENCE_ENDS.split(_words(paragraph))
        if sentence
    ]


def _report(left: list[Difference], comparison: Comparison) -> str:
    """The differences by group, and how much was compared."""
    groups: dict[str, list[Difference]] = {}
    for each in left:
        groups.setdefault(each.group, []).append(each)
    lines = []
    for group, those in groups.items():
        lines += [f"{group} ({len(those)})", *(f"  {each}" for each in those), ""]
    counted = ", ".join(
        f"{comparison.counted[name]:,} {name}" for name in COUNTED if comparison.counted[name]
    )
    ignored = len(comparison.found) - len(left)
    also = f", and {ignored:,} ignored" if ignored else ""
    differences = "difference" if len(left) == 1 else "differences"
    lines.append(f"Compared {counted or 'nothing'}: {len(left):,} {differences}{also}.")
    return "\n".join(lines) + "\n"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("old", type=_folder, metavar="OLD_BUILD")
    parser.add_argument("new", type=_folder, metavar="NEW_BUILD")
    parser.add_argument(
        "--only", action="append", choices=list(KINDS), help="compare this alone; may be repeated"
    )
    parser.add_argument(
        "--ignore", action="append", default=[], metavar="REGEX", help="may be repeated"
    )
    return parser.parse_args()


def _folder(name: str) -> Path:
    if not Path(name).is_dir():
        raise argparse.ArgumentTypeError(f"{name} is no folder")
    return Path(name)


if __name__ == "__main__":
    main()
