"""Where the figures of a page are from: a page of its own, one click below each chart and table."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template

from alereport.base import cache
from alereport.base.cache import Cache
from alereport.base.fingerprints import content, fingerprint
from alereport.base.locales import gettext as _
from alereport.base.locales import ngettext
from alereport.base.workspace import Workspace, write_atomically
from alereport.data import addresses, data_files, registers
from alereport.data import origins as ingested
from alereport.data.addresses import Addresses
from alereport.data.origins import Spot
from alereport.exhibits import sources
from alereport.exhibits.model import Chart
from alereport.exhibits.traced import TracedLine, traced_lines
from alereport.privacy import withheld
from alereport.publish import books
from alereport.publish.book import chapters
from alereport.publish.book.chapters import LabelledExhibit
from alereport.publish.books import Book, Page
from alereport.publish.engines import site

DIGITS = 12
"""The hexadecimal digits of a fingerprint that are shown."""


@dataclass(frozen=True)
class _Place:
    """What a line says of one document.

    Attributes:
        words: The document and its sections.
        spots: Where its rows stand in it, of those that are known.
        url: Where it is published; empty if it is not.
    """

    words: str
    spots: tuple[Spot, ...]
    url: str

    @property
    def pages(self) -> Iterator[tuple[str, str, str]]:
        """Each page, its address, and the place on it where one row alone stands there."""
        on_page: dict[int, list[Spot]] = defaultdict(list)
        for spot in self.spots:
            if spot.page:
                on_page[spot.page].append(spot)
        for page, (first, *others) in sorted(on_page.items()):
            edges = ", ".join(f"{edge:.0f}" for edge in first.box)
            box = _(" (box {edges})").format(edges=edges) if edges and not others else ""
            yield _("page {page}").format(page=page), first.link(self.url), box

    def __str__(self) -> str:
        return ", ".join([self.words, *(said + box for said, _address, box in self.pages)])

    @property
    def html(self) -> str:
        pages = [
            (f'<a href="{escape(address)}">{escape(said)}</a>' if address else escape(said)) + box
            for said, address, box in self.pages
        ]
        return ", ".join([escape(self.words), *pages])


class Origins:
    """Looks up the documents and sections of data rows; each file is read once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        rows = registers.register_rows(workspace, "documents")
        self._titles = {row["document"]: row["title"] for row in rows}
        self._urls = {row["document"]: row["url"] for row in rows}
        self._spots = ingested.Origins(workspace)
        self._addresses = Addresses(workspace)
        self._fingerprint = lru_cache(maxsize=None)(self._read_fingerprint)
        self._decision = lru_cache(maxsize=None)(partial(withheld.of_dataset, workspace))

    def ingredients(self, lines: Iterable[TracedLine]) -> Iterator[bytes | str]:
        """Everything that the origins of a page's charts and tables depend on, for a cache key."""
        files = sorted({addresses.file_of(row) for line in lines for row in line.rows})
        if not files:
            return
        yield content(self._workspace.dataset("documents") / "documents.csv")
        yield content(self._workspace.municipality)
        for dataset in sorted({Path(file).parent.name for file in files}):
            yield from sorted(self._decision(dataset).rows)
        for file in files:
            yield from (file, content(self._workspace.root / file))
            yield content(ingested.file_of(self._workspace, Path(file).stem))

    @cached_property
    def _withheld(self) -> set[str]:
        return {data_files.place_of(row)[0] for row in withheld.rows(self._workspace)}

    def _read_fingerprint(self, file: str) -> str:
        return hashlib.sha256((self._workspace.root / file).read_bytes()).hexdigest()[:DIGITS]

    def _places(self, rows: Iterable[str]) -> Iterator[_Place]:
        """The documents and sections of rows, and where in them the rows stand."""
        rows_by_document: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            document = Path(addresses.file_of(row)).stem
            named = document if document in self._titles else addresses.file_of(row)
            rows_by_document[named].append(row)
        for document, of_document in rows_by_document.items():
            spots = filter(None, map(self._spots.of, dict.fromkeys(of_document)))
            words = self._named(self._titles.get(document, document), of_document)
            yield _Place(words, tuple(spots), self._urls.get(document, ""))

    def _named(self, title: str, rows: Iterable[str]) -> str:
        """A document and the sections of its rows, as text."""
        located = filter(None, map(self._addresses.locate, rows))
        found = dict.fromkeys(row.cells.get("section", "") for row in located)
        sections = [section for section in found if section]
        if not sections:
            return title
        return ngettext(
            "{document}, section {sections}", "{document}, sections {sections}", len(sections)
        ).format(document=title, sections=", ".join(data_files.sorted_sections(sections)))

    def table(self, lines: Sequence[TracedLine]) -> list[tuple[str, str, str]]:
        """For each line what is shown, its place in the documents, and its rows of the data."""
        return [
            (line.name, "; ".join(map(str, self._places(line.rows))), self._data_rows(line))
            if line.rows
            else (line.name, sources.not_stated(), "")
            for line in lines
        ]

    def _data_rows(self, line: TracedLine) -> str:
        return ", ".join(self._spans(line.rows))

    def _linked(self, line: TracedLine) -> str:
        """The place of a line in the documents as HTML, with links to their pages."""
        if not line.rows:
            return escape(sources.not_stated())
        return "; ".join(place.html for place in self._places(line.rows))

    def _spans(self, rows: Iterable[str]) -> Iterator[str]:
        """Rows as spans of the lines they are on now: `data/budget/x.csv:2–4, 7`, file by file."""
        lines_by_file: dict[str, set[int]] = defaultdict(set)
        for row in rows:
            located = self._addresses.locate(row)
            lines_by_file[addresses.file_of(row)] |= {located.line} if located else set()
        for file, lines in lines_by_file.items():
            yield f"{file}:{_runs(lines)}" if lines else file

    def html(self, label: str, labelled: LabelledExhibit) -> str:
        """Where the figures of an exhibit are from; empty if it was made from no rows."""
        lines = traced_lines(labelled.exhibit)
        if not lines:
            return ""
        shown = labelled.table_or_chart
        name = str(shown.headline) if isinstance(shown, Chart) else shown.caption
        body = "".join(
            f'<tr><th scope="row">{escape(line.name)}</th><td>{self._linked(line)}</td>'
            f"<td>{escape(self._data_rows(line))}</td></tr>"
            for line in lines
        )
        heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in headings())
        return (
            f'<h2 id="{label}">{escape(name)}</h2>\n'
            f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>\n"
            f"<p>{escape(self._fingerprints(lines))}</p>\n{self._key_to_boxes(lines)}"
        )

    def _key_to_boxes(self, lines: Sequence[TracedLine]) -> str:
        """What the numbers of a box are; empty where no line has one."""
        spots = map(self._spots.of, {row for line in lines for row in line.rows})
        if not any(spot and spot.box for spot in spots):
            return ""
        said = _(
            "A box is where the figure stands on the page of the document: its left, top, right "
            "and bottom edges in points (1/72 inch) from the upper left corner of the page."
        )
        return f"<p>{escape(said)}</p>\n"

    def _fingerprints(self, lines: Sequence[TracedLine]) -> str:
        files = dict.fromkeys(addresses.file_of(row) for line in lines for row in line.rows)
        if not files:
            return ""
        withheld_mark = _("(withheld)")
        fingerprints = "; ".join(
            f"{file} {withheld_mark if file in self._withheld else self._fingerprint(file)}"
            for file in files
        )
        return _("The files' fingerprints (the beginning of their SHA-256): {said}.").format(
            said=fingerprints
        )


def path(page: Page) -> str:
    """The path in the site of the page that says where a page's figures are from."""
    return f"{Path(page.path).with_suffix('').as_posix()}-origins.html"


def write(workspace: Workspace, book: Book, staged: Path, folder: Path) -> None:
    """Write the pages of origins of a staged book to a site, in the same style in both engines."""
    origins = Origins(workspace)
    page_cache = Cache(workspace.cache("origins", book.language, draft=book.draft))
    shared = cache.key(
        workspace,
        __name__,
        languages=(book.language,),
        parts=(book.title,),
        with_styles=False,
    )
    for page in book.pages:
        exhibits = chapters.labelled_exhibits(staged / page.path)
        lines = [line for each in exhibits.values() for line in traced_lines(each.exhibit)]
        if not exhibits:
            continue
        sidecar = content(chapters.sidecar(staged / page.path))
        key = fingerprint([shared, page.name, sidecar, *origins.ingredients(lines)])
        made = partial(_page, origins, book, staged / "theme", page, exhibits)
        html = site.styled(page_cache.file(key, made), staged / "theme", book, page)
        write_atomically(folder / path(page), html)
    page_cache.remove_unused()


def _page(
    origins: Origins, book: Book, theme: Path, page: Page, exhibits: Mapping[str, LabelledExhibit]
) -> bytes:
    template = Template((theme / "origins.html").read_text(encoding="utf-8"))
    explanation = _("Each figure, the document and section it is from, and its rows of the data.")
    words = {
        "lang": book.language,
        "title": _("Where the figures are from: {page}").format(page=page.name),
        "publisher": book.municipality.name,
        "book": book.title,
        "root": "../" * page.path.count("/") + "index.html",
        "page": Path(page.path).with_suffix(".html").name,
        "back": _("Back to {page}").format(page=page.name),
        "explanation": explanation,
    }
    body = "".join(origins.html(label, labelled) for label, labelled in exhibits.items())
    escaped = {name: escape(word) for name, word in words.items()}
    filled = template.substitute(
        escaped,
        **_draft_marks(book),
        body=body,
        style=site.STYLE_MARKS["style"],
        hash=site.STYLE_MARKS["style-hash"],
    )
    return filled.encode()


def _draft_marks(book: Book) -> dict[str, str]:
    """What says on a page that the book is a draft, as on the other pages; else empty."""
    if not book.draft:
        return {"mark": "", "notice": ""}
    word, said = escape(_("DRAFT")), escape(books.draft_notice())
    notice = f'<p class="draft" role="note"><strong>{word}.</strong> {said}</p>\n'
    return {"mark": f"{word}: ", "notice": notice}


def headings() -> tuple[str, str, str]:
    return _("Shown"), _("Document"), _("Rows of the data")


def _runs(lines: Iterable[int]) -> str:
    """Lines as runs of consecutive ones: `2–4, 7`."""
    # Consecutive numbers have the same distance to their index.
    runs = groupby(enumerate(sorted(lines)), key=lambda pair: pair[1] - pair[0])
    spans = [[line for _index, line in run] for _distance, run in runs]
    return ", ".join(f"{span[0]}–{span[-1]}".removesuffix(f"–{span[0]}") for span in spans)
