"""Compare what two builds publish: every cell, sentence and origin.

    python -m benchmarks.same_figures OLD_BUILD NEW_BUILD
    python -m benchmarks.same_figures OLD_BUILD NEW_BUILD --only html --ignore quality

compares the pages of the sites, the CSV files of their tables, the Excel workbooks, the PDFs and
the open data of two `build` folders. It prints each difference on a line, and last how much was
compared; it exits with 1 where something differs, and with 0 where nothing does. Printed lines that
`--ignore` matches are only counted.
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
"""The elements that start and end a paragraph."""
SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+")
LEADERS = re.compile(r"(\s?\.){3,}\s?\d+$")
FINGERPRINT = re.compile(r"/(bytes|hash) = |:(byteSize|checksumValue)\b")


class Difference(NamedTuple):
    """A difference between the builds.

    Attributes:
        group: The heading it is printed under.
        place: The file, and the place in it.
        message: What differs, in words.
    """

    group: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class Grid(NamedTuple):
    """A table without its caption: unique column names, and rows of the same width."""

    columns: list[str]
    rows: list[list[str]]

    @property
    def cells(self) -> int:
        return len(self.columns) * (len(self.rows) + 1)


class Page(NamedTuple):
    """The contents of a page of the site.

    Attributes:
        tables: The tables, by label.
        captions: The caption of each table, by label.
        figures: The headline, caption and alt text of each chart, by label.
        origins: The lines that state the origin of each table or figure, by label.
        text: The sentences of the running text, in order.
        around: The sentences outside it: the title, the menus and the foot of the page.
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
    """Compare the builds, print the differences, and exit accordingly."""
    options = _arguments()
    comparison = Comparison(options.old, options.new)
    for kind in options.only or KINDS:
        comparison.compare(kind)
    ignored = [re.compile(item) for item in options.ignore]
    remaining = [
        item
        for item in comparison.differences
        if not any(pattern.search(str(item)) for pattern in ignored)
    ]
    sys.stdout.write(_report(remaining, comparison))
    sys.exit(bool(remaining))


@dataclass
class Comparison:
    """The comparison of two builds.

    Attributes:
        counted: How many of each thing in the old build were compared.
        differences: What differs.
    """

    old: Path
    new: Path
    counted: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)

    def compare(self, kind: str) -> None:
        """Compare everything of a kind; it is a difference if neither build has any."""
        count_before = len(self.differences), self.counted.total()
        KINDS[kind](self)
        if count_before == (len(self.differences), self.counted.total()):
            self._add(kind, "both builds", f"nothing to compare as {kind}")

    def pages(self) -> None:
        """Compare the pages, their drawings, and the record of the edition."""
        for path, old, new in self._files("html, pages", "site/*/**/*.html"):
            self.counted["pages"] += 1
            self._page(path, _page(old), _page(new))
        for path, old, new in self._files("html, drawings", "site/*/**/figures/*"):
            if old != new:
                self._add("html, drawings", path, "is drawn otherwise")
        for path, old, new in self._files("html, edition", "site/*/publication.json"):
            self._lines("html, edition", path, _lines_of(path, old), _lines_of(path, new))

    def tables(self) -> None:
        """Compare the CSV files of the tables and figures."""
        for path, old, new in self._files("csv", "site/*/**/tables/*.csv"):
            self._grid("csv", path, "CSV cells", _csv(old), _csv(new))

    def workbooks(self) -> None:
        """Compare the Excel workbooks: names of sheets, values and formats of numbers."""
        for path, old, new in self._files("excel", "site/*/**/*.xlsx"):
            old_sheets, new_sheets = _workbook(old), _workbook(new)
            self._lines("excel", f"{path}, the sheets", list(old_sheets), list(new_sheets))
            for name in (sheet for sheet in old_sheets if sheet in new_sheets):
                place = f"{path}, sheet {name!r}"
                self._lines("excel", place, old_sheets[name].above, new_sheets[name].above)
                self._grid(
                    "excel", place, "Excel cells", old_sheets[name].grid, new_sheets[name].grid
                )

    def papers(self) -> None:
        """Compare the PDFs, line by line."""
        files = self._files("pdf", "report-*.pdf", "site/*/**/*.pdf")
        for path, old, new in _without_copies(files):
            old_lines, new_lines = _pdf_lines(old), _pdf_lines(new)
            self.counted["PDF lines"] += len(old_lines)
            self._lines("pdf", path, old_lines, new_lines)

    def open_data(self) -> None:
        """Compare the datasets, then the files that describe them."""
        group = "open-data"
        files = self._files(group, "open-data/*.csv", "site/*/open-data/*.csv")
        changed = set()
        for path, old, new in _without_copies(files):
            count_before = len(self.differences)
            self._grid(group, path, "open-data cells", _csv(old), _csv(new))
            if len(self.differences) > count_before:
                changed.add(Path(path).stem)
        names = [
            f"{folder}{group}/*.{suffix}" for folder in ("", "site/*/") for suffix in DESCRIBED
        ]
        for path, old, new in _without_copies(self._files(group, *names)):
            old_lines, new_lines = (
                _without_checksums(changed, _lines_of(path, data)) for data in (old, new)
            )
            self.counted["open-data lines"] += len(old_lines)
            self._lines(group, path, old_lines, new_lines)

    def _add(self, group: str, place: str, message: str) -> None:
        self.differences.append(Difference(group, place, message))

    def _files(self, group: str, *patterns: str) -> Iterator[tuple[str, bytes, bytes]]:
        """Yield the path and both contents of each file that both builds have."""
        old, new = (
            {
                path.relative_to(build).as_posix(): path
                for pattern in patterns
                for path in sorted(build.glob(pattern))
            }
            for build in (self.old, self.new)
        )
        for path, old_path, new_path in self._both(group, "", old, new):
            yield path, old_path.read_bytes(), new_path.read_bytes()

    def _both(
        self, group: str, place: str, old: Mapping[str, Item], new: Mapping[str, Item]
    ) -> Iterator[tuple[str, Item, Item]]:
        """Yield the place and both values of each name that old and new have."""
        prefix = f"{place}, " if place else ""
        for name in {**old, **new}:
            if name in old and name in new:
                yield f"{prefix}{name}", old[name], new[name]
            else:
                build = "old" if name in old else "new"
                self._add(group, f"{prefix}{name}", f"only in the {build} build")

    def _page(self, path: str, old: Page, new: Page) -> None:
        self.counted["tables"] += len(old.tables)
        self.counted["figures"] += len(old.figures)
        self.counted["sentences"] += len(old.text)
        self.counted["origins"] += sum(map(len, old.origins.values()))
        for place, old_table, new_table in self._both("html, tables", path, old.tables, new.tables):
            self._grid("html, tables", place, "cells", old_table, new_table)
        for label in (name for name in old.captions if name in new.captions):
            captions = [old.captions[label]], [new.captions[label]]
            self._lines("html, tables", f"{path}, {label}, caption", *captions)
        for place, figure, new_figure in self._both(
            "html, figures", path, old.figures, new.figures
        ):
            for part in figure:
                self._lines("html, figures", f"{place}, {part}", [figure[part]], [new_figure[part]])
        for place, lines, new_lines in self._both("html, origins", path, old.origins, new.origins):
            self._lines("html, origins", place, lines, new_lines)
        self._lines("html, text", path, old.text, new.text)
        self._lines("html, around the text", path, old.around, new.around)

    def _lines(self, group: str, place: str, old: Sequence[str], new: Sequence[str]) -> None:
        for _at, before, after in _differences(old, new):
            if after is None:
                self._add(group, place, f"gone: {before!r}")
            elif before is None:
                self._add(group, place, f"new: {after!r}")
            else:
                self._add(group, place, f"{before!r} is now {after!r}")

    def _grid(self, group: str, place: str, counted: str, old: Grid, new: Grid) -> None:
        """Compare the rows of two tables in the columns that both have."""
        self.counted[counted] += old.cells
        shared_columns = _shared_columns(old.columns, new.columns)
        self._columns(group, place, old.columns, new.columns)
        old_rows = [tuple(row[index] for index, _ in shared_columns) for row in old.rows]
        new_rows = [tuple(row[index] for _, index in shared_columns) for row in new.rows]
        names = [old.columns[index] for index, _ in shared_columns]
        for index, old_row, new_row in _differences(old_rows, new_rows):
            self._row(group, f"{place}, row {index + 1}", names, old_row, new_row)

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
                cell_place = f"{place} ({old[0]}), column {name!r}"
                self._add(group, cell_place, f"{before!r} is now {after!r}")

    def _columns(self, group: str, place: str, old: list[str], new: list[str]) -> None:
        if sorted(old) == sorted(new):
            if old != new:
                self._add(group, place, f"the columns {old} now stand in the order {new}")
        elif len(old) == len(new):
            self._lines(group, f"{place}, the columns", old, new)
        else:
            removed, added = _missing_from(old, new), _missing_from(new, old)
            message = f"other columns: {removed} gone, {added} new"
            self._add(group, place, message)


KINDS: dict[str, Callable[[Comparison], None]] = {
    "html": Comparison.pages,
    "csv": Comparison.tables,
    "excel": Comparison.workbooks,
    "pdf": Comparison.papers,
    "open-data": Comparison.open_data,
}
DESCRIBED = ("json", "jsonld", "ttl")
"""The suffixes of the files that describe the open data."""


def _missing_from(names: list[str], others: list[str]) -> list[str]:
    return [name for name in names if name not in others]


def _without_copies(
    files: Iterable[tuple[str, bytes, bytes]],
) -> Iterator[tuple[str, bytes, bytes]]:
    """Yield the files without copies, in both builds, of an earlier one."""
    seen = set()
    for path, old, new in files:
        if (old, new) not in seen:
            seen.add((old, new))
            yield path, old, new


def _differences(
    old: Sequence[Item], new: Sequence[Item]
) -> Iterator[tuple[int, Item | None, Item | None]]:
    """Yield the index, old and new item of each difference; None where one has no item."""
    for tag, start, end, new_start, new_end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag != "equal":
            pairs = zip_longest(old[start:end], new[new_start:new_end])
            for index, (before, after) in enumerate(pairs, start):
                yield index, before, after


def _shared_columns(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Return the indexes of shared columns, by name; by position where some were only renamed."""
    if len(old) == len(new) and set(old) != set(new):
        return [(index, index) for index in range(len(old))]
    return [(index, new.index(name)) for index, name in enumerate(old) if name in new]


def _words(text: str) -> str:
    return " ".join(text.split())


def _unique(names: Iterable[str]) -> Iterator[str]:
    """Yield the names, with a number for those repeated: Change, Change (2)."""
    times: Counter[str] = Counter()
    for name in names:
        times[name] += 1
        yield name if times[name] == 1 else f"{name} ({times[name]})"


def _as_grid(rows: list[list[str]]) -> Grid:
    """Return the table, with its first row as the column names."""
    width = max((len(row) for row in rows), default=0)
    head, *body = [[*row, *[""] * (width - len(row))] for row in rows] or [[]]
    return Grid(list(_unique(head)), body)


def _number(cell: str) -> str:
    """Return 7598.0 as 7598; 3.10 is unchanged, since it may be a section, which is not 3.1."""
    return cell.removesuffix(".0") if re.fullmatch(r"-?\d+\.0", cell) else cell


def _csv(data: bytes) -> Grid:
    rows = csv.reader(io.StringIO(data.decode("utf-8"), newline=""))
    return _as_grid([[_number(cell) for cell in row] for row in rows])


def _workbook(data: bytes) -> dict[str, Sheet]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        sheet.title: _sheet([[_cell_text(cell) for cell in row] for row in sheet.iter_rows()])
        for sheet in book.worksheets
    }


def _sheet(rows: list[list[str]]) -> Sheet:
    """Return a sheet; the head of its table is the first row with the most filled cells."""
    filled = [sum(map(bool, row)) for row in rows]
    head = filled.index(max(filled)) if filled else 0
    above = [" | ".join(filter(None, row)) for row in rows[:head]]
    return Sheet(above, _as_grid(rows[head:]))


def _cell_text(cell: Cell) -> str:
    """Return a cell's value, with its format unless it is text, to tell numbers from text."""
    if cell.number_format == "General" and isinstance(cell.value, str | None):
        return cell.value or ""
    return f"{_number(repr(cell.value))} as {cell.number_format}"


def _pdf_lines(data: bytes) -> list[str]:
    """Return the lines of a PDF without page numbers and running heads and feet."""
    pages = [
        [_words(line) for line in page.splitlines() if line.strip()] for page in _pdf_pages(data)
    ]
    pages = [page for page in pages if page]
    for position in (0, -1):
        counts = Counter(_with_masked_numbers(page[position]) for page in pages)
        for page in pages:
            if counts[_with_masked_numbers(page[position])] > 2:
                page[position] = ""
    return [LEADERS.sub("", line) for page in pages for line in page if line]


def _with_masked_numbers(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _pdf_pages(data: bytes) -> list[str]:
    """Return the text of each page of a PDF."""
    program = shutil.which("pdftotext")
    if program is None:
        return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    command = [program, "-layout", "-enc", "UTF-8", "-", "-"]
    process = subprocess.run(command, input=data, check=True, capture_output=True)
    return process.stdout.decode("utf-8").split("\f")


def _lines_of(path: str, data: bytes) -> list[str]:
    """Return the contents of a JSON or Turtle file as sorted lines."""
    text = data.decode("utf-8")
    return sorted(_turtle(text) if path.endswith(".ttl") else _flattened(json.loads(text)))


def _without_checksums(datasets: Iterable[str], lines: list[str]) -> list[str]:
    """Return the lines without the hash and size of some datasets, already known to differ."""
    pattern = "|".join(
        rf"(resources/{name}/|#{name}-csv(-sha256)?\b)" for name in map(re.escape, datasets)
    )
    return [
        line
        for line in lines
        if not (pattern and FINGERPRINT.search(line) and re.search(pattern, line))
    ]


def _flattened(value: Any, path: str = "") -> Iterator[str]:
    """Yield each value within, after its path; items with a name are identified by it."""
    items: Iterable[tuple[Any, Any]]
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = ((_name(item, number), item) for number, item in enumerate(value))
    else:
        yield f"{path} = {json.dumps(value, ensure_ascii=False)}"
        return
    for name, item in items:
        yield from _flattened(item, f"{path}/{name}" if path else f"{name}")


def _name(item: Any, number: int) -> str:
    mapping = item if isinstance(item, dict) else {}
    return str(mapping.get("name") or mapping.get("@id") or number)


def _turtle(text: str) -> Iterator[str]:
    """Yield each line, after the subject of its paragraph."""
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        subject = paragraph.split(maxsplit=1)[0]
        for line in paragraph.splitlines():
            statement = _words(line).rstrip(" ;,.")
            yield statement if statement.startswith(subject) else f"{subject} {statement}"


def _page(data: bytes) -> Page:
    """Return the contents of a page, each once: elements are removed after they are read."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True)
    tree = html.document_fromstring(data, parser=parser)
    etree.strip_elements(tree, "script", "style", with_tail=False)
    main = tree.find(".//main")
    main = tree.body if main is None else main
    origins = _by_label(_extract(main, "descendant::*[@class='source']"), "origin")
    tables = _by_label(_extract(main, "descendant::table"), "table")
    figures = _by_label(_extract(main, "descendant::figure"), "figure")
    menus = list(_extract(main, "descendant::nav|descendant::details[@class='on-page']"))
    text = _sentences(main)
    main.clear(keep_tail=True)
    return Page(
        tables={label: _table(element) for label, element in tables.items()},
        captions={label: _text_of(element, "caption") for label, element in tables.items()},
        figures={label: _figure(element) for label, element in figures.items()},
        origins={label: _sentences(element) for label, element in origins.items()},
        text=text,
        around=[line for element in (tree, *menus) for line in _sentences(element)],
    )


def _extract(tree: html.HtmlElement, xpath: str) -> Iterator[html.HtmlElement]:
    """Yield each element that the XPath selects, and remove it from the tree."""
    for element in tree.xpath(xpath):
        element.drop_tree()
        yield element


def _by_label(elements: Iterable[html.HtmlElement], kind: str) -> dict[str, html.HtmlElement]:
    all_elements = list(elements)
    labels = _unique(_label(element) or f"{kind} without label" for element in all_elements)
    return dict(zip(labels, all_elements, strict=True))


def _label(element: html.HtmlElement) -> str:
    """Return the id of a table or figure, or that of the first one the element links to."""
    links = element.xpath("descendant::a[contains(@href, '#')]/@href")
    return element.get("id") or (links[0].rpartition("#")[2] if links else "")


def _text_of(element: html.HtmlElement, tag: str) -> str:
    return _words(" ".join(child.text_content() for child in element.iter(tag)))


def _table(element: html.HtmlElement) -> Grid:
    rows = element.xpath("descendant::tr")
    return _as_grid(
        [[_words(cell.text_content()) for cell in row.iter("th", "td")] for row in rows]
    )


def _figure(element: html.HtmlElement) -> dict[str, str]:
    headline = " ".join(child.text_content() for child in element.find_class("headline"))
    return {
        "headline": _words(headline),
        "caption": _text_of(element, "figcaption"),
        "alt text": _words(
            " ".join(element.xpath("descendant::img/@alt|descendant::*[@role='img']/@aria-label"))
        ),
    }


def _sentences(element: html.HtmlElement) -> list[str]:
    """Return the sentences within; a sentence ends where its paragraph ends."""
    for block in element.iter(*BLOCKS):
        block.text = f"{BREAK}{block.text or ''}"
        block.tail = f"{BREAK}{block.tail or ''}"
    paragraphs = "".join(element.itertext()).split(BREAK)
    return [
        sentence
        for paragraph in paragraphs
        for sentence in SENTENCE_ENDS.split(_words(paragraph))
        if sentence
    ]


def _report(remaining: list[Difference], comparison: Comparison) -> str:
    """Return the differences by group, and how much was compared."""
    groups: dict[str, list[Difference]] = {}
    for difference in remaining:
        groups.setdefault(difference.group, []).append(difference)
    lines = []
    for group, members in groups.items():
        lines += [f"{group} ({len(members)})", *(f"  {difference}" for difference in members), ""]
    counted = ", ".join(
        f"{comparison.counted[name]:,} {name}" for name in COUNTED if comparison.counted[name]
    )
    ignored = len(comparison.differences) - len(remaining)
    suffix = f", and {ignored:,} ignored" if ignored else ""
    differences = "difference" if len(remaining) == 1 else "differences"
    lines.append(f"Compared {counted or 'nothing'}: {len(remaining):,} {differences}{suffix}.")
    return "\n".join(lines) + "\n"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("old", type=_folder, metavar="OLD_BUILD")
    parser.add_argument("new", type=_folder, metavar="NEW_BUILD")
    parser.add_argument(
        "--only", action="append", choices=list(KINDS), help="compare only this; may be repeated"
    )
    parser.add_argument(
        "--ignore", action="append", default=[], metavar="REGEX", help="may be repeated"
    )
    return parser.parse_args()


def _folder(name: str) -> Path:
    if not Path(name).is_dir():
        raise argparse.ArgumentTypeError(f"{name} is not a folder")
    return Path(name)


if __name__ == "__main__":
    main()
