"""What a reader can download from the site: workbooks and the open data, and the page of them.

They are inside each language's site, so that one rename publishes them with it and links to them
work under any address, also from the file system.
"""

from __future__ import annotations

import json
import posixpath
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from alereport.base import cache, locales
from alereport.base.cache import Cache
from alereport.base.fingerprints import content
from alereport.base.locales import gettext as _
from alereport.base.locales import ngettext
from alereport.base.markdown import line, page_link, pipe_table, rule
from alereport.base.workspace import Workspace, new_folder, write_atomically
from alereport.data import addresses, csv_files, registers, schemas
from alereport.exhibits import excel
from alereport.exhibits.excel import Imprint, Sheet
from alereport.exhibits.model import Table
from alereport.publish.book import chapters
from alereport.publish.books import FEED, Book, Page, committee_name, release_lines
from alereport.publish.front_matter import block, markdown_page
from alereport.publish.open_data import files as opendata
from alereport.publish.open_data import flat_budget
from alereport.publish.open_data.table import description_of, file_name, formula_note, title_of

PAGE = "open-data.qmd"
OPEN_DATA = "open-data"


def stage(workspace: Workspace, book: Book, staged: Path) -> None:
    """Add the open data, the workbooks and the page that links to them to a book being staged.

    Raises:
        TableError: A data file or schema cannot be read.
    """
    shutil.copytree(opendata.folder(workspace, draft=book.draft), staged / OPEN_DATA)
    titles = {
        row["document"]: row["title"] for row in registers.register_rows(workspace, "documents")
    }
    links = []
    workbook_cache = Cache(workspace.cache("workbooks", book.language, draft=book.draft))
    for report, pages in _by_report(book).items():
        if sheets := [
            sheet for page in pages for sheet in _sheets(workspace, staged, page, titles)
        ]:
            name = pages[0].part or book.municipality.name
            path = workbook_path(report)
            sidecars = [content(chapters.sidecar(staged / page.path)) for page in pages]
            (staged / path).write_bytes(
                _workbook(workspace, workbook_cache, book, name, sheets, sidecars)
            )
            count_text = ngettext("{count} table", "{count} tables", len(sheets))
            links.append(
                f"- {page_link(name, path)} (Excel, {count_text.format(count=len(sheets))})"
            )
    workbook_cache.remove_unused()
    if page := book.page(PAGE):
        text = _page(workspace, staged / OPEN_DATA, links)
        write_atomically(staged / PAGE, markdown_page(PAGE, page.name, text))


def _workbook(
    workspace: Workspace,
    workbook_cache: Cache,
    book: Book,
    part: str,
    sheets: Sequence[Sheet],
    sidecars: Iterable[bytes],
) -> bytes:
    """Return a workbook from the cache, or make it if something it depends on changed.

    Args:
        workbook_cache: The workbooks made earlier.
        part: The part of the book that the tables belong to.
        sidecars: The content of the sidecars of its pages; see `chapters.sidecar`.
    """
    title = _("The tables of {part}").format(part=part)
    date_line = " ".join(release_lines(book))
    imprint = Imprint(book.title, book.municipality.name, book.municipality.as_of, date_line)
    places = [(each.chapter, each.documents, each.committee, each.year) for each in sheets]
    key = cache.key(
        workspace,
        __name__,
        languages=(book.language,),
        libraries=("xlsxwriter",),
        parts=(repr((imprint, title, places)), *sidecars),
        with_styles=False,
    )
    return workbook_cache.file(key, lambda: excel.workbook(imprint, title, sheets))


def workbook_path(report: str) -> str:
    """The path in the site of the workbook of a committee and year, such as `ks-2024`."""
    return f"{report}/{report}.xlsx"


def workbook_link(staged: Path, page: Page) -> str:
    """The address by which a page links to its workbook; empty if there is none."""
    report = posixpath.dirname(page.path)
    path = workbook_path(report)
    return posixpath.basename(path) if report and (staged / path).is_file() else ""


def _by_report(book: Book) -> dict[str, list[Page]]:
    """The pages computed by notebooks, by committee and year, in the order of the book."""
    reports: dict[str, list[Page]] = {}
    for page in book.pages:
        report, _slash, name = page.path.rpartition("/")
        if report and name.endswith(".ipynb"):
            reports.setdefault(report, []).append(page)
    return reports


def _sheets(
    workspace: Workspace, staged: Path, page: Page, titles: Mapping[str, str]
) -> Iterator[Sheet]:
    committee, _dash, year = posixpath.dirname(page.path).rpartition("-")
    name = committee_name(workspace, committee) if committee else ""
    for labelled in chapters.labelled_exhibits(staged / page.path).values():
        table = labelled.table_or_chart
        if not (labelled.number and isinstance(table, Table)):
            continue
        data_rows = {data_row for row in table.rows for data_row in row.rows}
        files = sorted(set(map(addresses.file_of, data_rows)))
        documents = [titles.get(Path(file).stem) for file in files]
        yield Sheet(
            page.title,
            table,
            tuple(dict.fromkeys(title for title in documents if title)),
            committee=name,
            year=int(year) if committee else 0,
        )


def copy_to_site(staged: Path, site: Path) -> None:
    """Copy the downloads of the staged book, and its feed, to a site that is being made."""
    shutil.copyfile(staged / FEED, site / FEED)
    if (staged / OPEN_DATA).is_dir():
        shutil.copytree(staged / OPEN_DATA, site / OPEN_DATA, dirs_exist_ok=True)
    for workbook in sorted(staged.glob("*/*.xlsx")):
        shutil.copyfile(workbook, site / workbook.relative_to(staged))
    copy_folders(staged, site, "tables")


def copy_folders(staged: Path, site: Path, name: str) -> None:
    """Copy the folders of one name, next to the staged pages, to the same place in a site."""
    for folder in sorted((*staged.glob(name), *staged.glob(f"*/{name}"))):
        target = site / folder.relative_to(staged)
        shutil.copytree(folder, target, copy_function=shutil.copyfile, dirs_exist_ok=True)


def publish(workspace: Workspace, language: str) -> None:
    """Replace the published open data, which programs read, with those of a published book."""
    with new_folder(workspace.open_data) as folder:
        shutil.copytree(workspace.site(language) / OPEN_DATA, folder, dirs_exist_ok=True)


def _page(workspace: Workspace, folder: Path, links: Sequence[str]) -> str:
    """The page that links to everything to download, in the current language.

    Args:
        folder: The staged open data.
        links: A Markdown list item for each workbook.
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
    names = filter(workspace.data_files, schemas.names(workspace))
    found = {name: schemas.schema(workspace, name) for name in names}
    rows = []
    for name, schema in ({flat_budget.NAME: flat_budget.schema()} | found).items():
        path = file_name(name)
        row_count = len(csv_files.csv_rows((folder / path).read_bytes()))
        link = page_link(title_of(schema), f"{OPEN_DATA}/{path}")
        rows.append((link, line(description_of(schema)), locales.number(row_count)))
    heads = [_("File (CSV)"), _("What one row is"), _("Rows")]
    yield pipe_table(heads, [rule(20), rule(70), rule(10, figures=True)], rows)


def _descriptions() -> Iterator[str]:
    package = _("every column, its meaning, key and limits (Data Package, version 2)")
    yield f"- [datapackage.json]({OPEN_DATA}/datapackage.json): {package}."
    turtle = _("the catalogue for data portals (DCAT-AP-SE 3, Turtle)")
    yield f"- [dcat.ttl]({OPEN_DATA}/dcat.ttl): {turtle}."
    json_ld = _("the same as JSON-LD")
    yield f"- [dcat.jsonld]({OPEN_DATA}/dcat.jsonld): {json_ld}."


def _reading() -> Iterator[str]:
    yield "- " + _("The files are UTF-8 with a comma between the columns and . as decimal sign.")
    yield "- " + _("An empty cell means that the document is silent; nothing is filled in.")
    yield "- " + _("A row from a document names it and the section it is taken from.")
    yield "- " + formula_note()
