"""What a reader can take away from the site: workbooks, the open data, and the page of them.

They stand inside each language's site, so that they come with it in one rename and are reached
under any address, also from the file system.
"""

from __future__ import annotations

import json
import posixpath
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from alereport.base import cache
from alereport.base.cache import Cache
from alereport.base.fingerprints import content
from alereport.base.locales import gettext as _
from alereport.base.locales import ngettext
from alereport.base.markdown import line, plain
from alereport.base.workspace import Workspace, new_folder, write_whole
from alereport.data import csv_files, registers, schemas
from alereport.exhibits import excel
from alereport.exhibits.excel import Imprint, Sheet
from alereport.exhibits.model import Table
from alereport.publish.book import chapters
from alereport.publish.books import Book, Page, paper_settings
from alereport.publish.front_matter import block, written_page
from alereport.publish.open_data import files as opendata
from alereport.publish.open_data.table import description_of, file_of, formula_note, title_of

PAGE = "open-data.qmd"
OPEN_DATA = "open-data"


def stage(workspace: Workspace, book: Book, staged: Path) -> None:
    """Put the open data, the workbooks and the page that leads to them in a book being staged.

    Raises:
        TableError: A data file or schema cannot be read.
    """
    shutil.copytree(opendata.folder(workspace, draft=book.draft), staged / OPEN_DATA)
    titles = {row["document"]: row["title"] for row in registers.records(workspace, "documents")}
    links = []
    cached = Cache(workspace.cache("workbooks", book.language, draft=book.draft))
    for report, pages in _by_report(book).items():
        if sheets := [sheet for page in pages for sheet in _sheets(staged, page, titles)]:
            name = pages[0].part or book.municipality.name
            path = workbook_of(report)
            shown = [content(chapters.sidecar(staged / page.path)) for page in pages]
            (staged / path).write_bytes(_workbook(workspace, cached, book, name, sheets, shown))
            many = ngettext("{count} table", "{count} tables", len(sheets))
            links.append(f"- [{plain(name)}]({path}) (Excel, {many.format(count=len(sheets))})")
    cached.forget_others()
    if page := book.page(PAGE):
        text = _page(workspace, staged / OPEN_DATA, links)
        write_whole(staged / PAGE, written_page(PAGE, page.title, text))


def _workbook(
    workspace: Workspace,
    cached: Cache,
    book: Book,
    part: str,
    sheets: Sequence[Sheet],
    shown: Iterable[bytes],
) -> bytes:
    """A workbook, made where something it is made from changed.

    Args:
        cached: The workbooks that were made before.
        part: Whose tables they are.
        shown: What the pages show that the tables stand on; see `chapters.sidecar`.
    """
    title = _("The tables of {part}").format(part=part)
    dated = str(paper_settings(book)["as-of"])
    imprint = Imprint(book.title, book.municipality.name, book.municipality.as_of, dated)
    places = [(each.name, each.chapter, each.documents) for each in sheets]
    key = cache.key(
        workspace,
        __name__,
        languages=(book.language,),
        libraries=("xlsxwriter",),
        parts=(repr((imprint, title, places)), *shown),
    )
    return cached.file(key, lambda: excel.workbook(imprint, title, sheets))


def workbook_of(report: str) -> str:
    """Where the workbook of a committee and year, such as `ks-2024`, stands in the site."""
    return f"{report}/{report}.xlsx"


def workbook_beside(staged: Path, page: Page) -> str:
    """The workbook beside a page, as the page links to it; empty where there is none."""
    report = posixpath.dirname(page.path)
    path = workbook_of(report)
    return posixpath.basename(path) if report and (staged / path).is_file() else ""


def _by_report(book: Book) -> dict[str, list[Page]]:
    """The pages that were notebooks, by committee and year, as they stand in the book."""
    found: dict[str, list[Page]] = {}
    for page in book.pages:
        report, _slash, name = page.path.rpartition("/")
        if report and name.endswith(".ipynb"):
            found.setdefault(report, []).append(page)
    return found


def _sheets(staged: Path, page: Page, titles: Mapping[str, str]) -> Iterator[Sheet]:
    for each in chapters.shown_beside(staged / page.path).values():
        table = each.labelled
        if not (each.number and isinstance(table, Table)):
            continue
        rows = {row for made in table.rows for row in made.rows}
        files = sorted({row.rpartition(":")[0] for row in rows})
        documents = [titles.get(Path(file).stem) for file in files]
        yield Sheet(
            f"{_('Table')} {page.number}.{each.number}",
            page.title,
            table,
            tuple(dict.fromkeys(title for title in documents if title)),
        )


def put(staged: Path, site: Path) -> None:
    """Put what the staged book has to download in a site that is being made."""
    if (staged / OPEN_DATA).is_dir():
        shutil.copytree(staged / OPEN_DATA, site / OPEN_DATA, dirs_exist_ok=True)
    for workbook in sorted(staged.glob("*/*.xlsx")):
        shutil.copyfile(workbook, site / workbook.relative_to(staged))
    put_folders(staged, site, "tables")


def put_folders(staged: Path, site: Path, name: str) -> None:
    """Put the folders of one name, which stand beside the chapters, beside the site's pages."""
    for folder in sorted(staged.glob(f"*/{name}")):
        to = site / folder.relative_to(staged)
        shutil.copytree(folder, to, copy_function=shutil.copyfile, dirs_exist_ok=True)


def publish(workspace: Workspace, language: str) -> None:
    """Put the open data of a published book where programs look for them, whole."""
    with new_folder(workspace.open_data) as fresh:
        shutil.copytree(workspace.site(language) / OPEN_DATA, fresh, dirs_exist_ok=True)


def _page(workspace: Workspace, folder: Path, links: Sequence[str]) -> str:
    """The page that leads to what can be downloaded, in the language spoken now.

    Args:
        folder: The open data, where they are staged.
        links: An item of a list for each workbook.
    """
    package = json.loads((folder / opendata.PACKAGE).read_text(encoding="utf-8"))
    lead = _("Every figure of the report can be downloaded and used further: {licence}.")
    sections = {
        _("The tables as Excel files"): links,
        _("The datasets"): _datasets(workspace, folder),
        _("For programs and data portals"): _descriptions(),
        _("How to read the files"): _reading(),
    }
    lines = [block("lead", lead.format(licence=package["licenses"][0]["title"]))]
    for heading, items in sections.items():
        if text := "\n".join(items):
            lines += [f"## {heading}", text]
    return "\n\n".join(lines) + "\n"


def _datasets(workspace: Workspace, folder: Path) -> Iterator[str]:
    for name in schemas.names(workspace):
        schema = schemas.schema(workspace, name)
        path = file_of(name)
        many = len(csv_files.records((folder / path).read_bytes()))
        rows = ngettext("{count} row", "{count} rows", many).format(count=many)
        link = f"[{plain(title_of(schema))}]({OPEN_DATA}/{path})"
        yield f"- {link} (CSV, {rows}). {line(description_of(name, schema))}"


def _descriptions() -> Iterator[str]:
    package = _("every column, its meaning, key and limits (Data Package, version 2)")
    yield f"- [datapackage.json]({OPEN_DATA}/datapackage.json): {package}."
    turtle = _("the catalogue for data portals (DCAT-AP-SE 3, Turtle)")
    yield f"- [dcat.ttl]({OPEN_DATA}/dcat.ttl): {turtle}."
    linked = _("the same as JSON-LD")
    yield f"- [dcat.jsonld]({OPEN_DATA}/dcat.jsonld): {linked}."


def _reading() -> Iterator[str]:
    yield "- " + _("The files are UTF-8 with a comma between the columns and . as decimal sign.")
    yield "- " + _("An empty cell means that the document is silent; nothing is filled in.")
    yield "- " + _("A row from a document names it and the section it is taken from.")
    yield "- " + formula_note()
