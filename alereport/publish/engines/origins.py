"""Where the figures of a page are from: a page of its own, one click below each chart and table."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from alereport.data import addresses, registers, schemas
from alereport.data.addresses import Addresses
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


class Origins:
    """Looks up the documents and sections of data rows; each file is read once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._titles = {
            row["document"]: row["title"] for row in registers.register_rows(workspace, "documents")
        }
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

    @cached_property
    def _withheld(self) -> set[str]:
        return {schemas.place_of(row)[0] for row in withheld.rows(self._workspace)}

    def _read_fingerprint(self, file: str) -> str:
        return hashlib.sha256((self._workspace.root / file).read_bytes()).hexdigest()[:DIGITS]

    def _places(self, rows: Iterable[str]) -> str:
        """The documents and sections of rows, as text."""
        sections_by_title: dict[str, dict[str, None]] = defaultdict(dict)
        for row in rows:
            file, located = addresses.file_of(row), self._addresses.locate(row)
            sections = sections_by_title[self._titles.get(Path(file).stem, file)]
            if located and (section := located.cells.get("section")):
                sections[section] = None
        return "; ".join(
            ngettext(
                "{document}, section {sections}", "{document}, sections {sections}", len(sections)
            ).format(document=title, sections=", ".join(schemas.sorted_sections(sections)))
            if sections
            else title
            for title, sections in sections_by_title.items()
        )

    def table(self, lines: Sequence[TracedLine]) -> list[tuple[str, str, str]]:
        """For each line what is shown, its place in the documents, and its rows of the data."""
        return [
            (line.name, self._places(line.rows), ", ".join(self._spans(line.rows)))
            if line.rows
            else (line.name, sources.not_stated(), "")
            for line in lines
        ]

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
            f'<tr><th scope="row">{escape(shown)}</th><td>{escape(place)}</td>'
            f"<td>{escape(rows)}</td></tr>"
            for shown, place, rows in self.table(lines)
        )
        heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in headings())
        return (
            f'<h2 id="{label}">{escape(name)}</h2>\n'
            f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>\n"
            f"<p>{escape(self._fingerprints(lines))}</p>\n"
        )

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
    shared = cache.key(workspace, __name__, languages=(book.language,), parts=(book.title,))
    for page in book.pages:
        exhibits = chapters.labelled_exhibits(staged / page.path)
        lines = [line for each in exhibits.values() for line in traced_lines(each.exhibit)]
        if not exhibits:
            continue
        sidecar = content(chapters.sidecar(staged / page.path))
        key = fingerprint([shared, page.name, sidecar, *origins.ingredients(lines)])
        made = partial(_page, origins, book, staged / "theme", page, exhibits)
        write_atomically(folder / path(page), page_cache.file(key, made))
    page_cache.remove_unused()


def _page(
    origins: Origins, book: Book, theme: Path, page: Page, exhibits: Mapping[str, LabelledExhibit]
) -> bytes:
    style = site.style(theme, book, page)
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
        style=style["style"],
        hash=style["style-hash"],
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
